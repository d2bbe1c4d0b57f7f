"""Reporting periods, holidays and make-up working days."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cached_property

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Func, Q

from core.date_fields import DateField
from core.dates import PORTAL
from organization.models.units import Unit
from organization.querysets import PeriodQuerySet

FIRST_YEAR = 2000
LAST_YEAR = 2100
SATURDAY = 5
_DAY = timedelta(days=1)
# Days from the first of the month to start and end of its window.
MAX_START_DISTANCE = 45
MAX_END_DISTANCE = 75


class _DateRange(Func):
    function = "DATERANGE"
    output_field = DateRangeField()


class ReportingPeriod(models.Model):
    """A reporting period: labelled by a month, with a window of days set by the ward.

    ``starts_on`` and ``ends_on`` are both inclusive, in the ward's time zone. Windows do not
    overlap; the days of a short gap between two of them belong to the following one, those of a
    longer one to none (``counts_from``).
    """

    year = models.PositiveSmallIntegerField(
        "năm", validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)]
    )
    month = models.PositiveSmallIntegerField(
        "tháng", validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    starts_on = DateField("từ ngày", bounds=PORTAL)
    ends_on = DateField("đến hết ngày", bounds=PORTAL)

    # The first counted day of a closed period: no other period and no setting moves it.
    fixed_from = DateField("tính từ ngày (đã khóa)", null=True, editable=False, bounds=PORTAL)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name = "kỳ báo cáo"
        verbose_name_plural = "kỳ báo cáo"
        ordering = ["-starts_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "month"],
                name="organization_period_once",
                violation_error_message="Tháng này đã có kỳ báo cáo.",
            ),
            models.CheckConstraint(
                condition=Q(month__range=(1, 12)), name="organization_period_month"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="organization_period_in_order",
                violation_error_message="Ngày cuối kỳ phải sau ngày đầu kỳ.",
            ),
            ExclusionConstraint(
                name="organization_period_apart",
                expressions=[
                    (
                        _DateRange("starts_on", "ends_on", RangeBoundary(True, True)),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message="Kỳ này trùng ngày với một kỳ khác.",
            ),
        ]

    def __str__(self) -> str:
        return f"tháng {self.month}/{self.year}"

    def clean(self) -> None:
        """Reject a window that ends before it starts, or is far from its month (a wrong year).

        The first is checked here since Postgres raises an error for the range of such a window.
        """
        if not (self.names_month and self.starts_on and self.ends_on):
            return
        if self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": "Ngày cuối kỳ phải sau ngày đầu kỳ."})
        month_start = date(self.year, self.month, 1)
        start_distance = abs((self.starts_on - month_start).days)
        end_distance = abs((self.ends_on - month_start).days)
        if start_distance > MAX_START_DISTANCE or end_distance > MAX_END_DISTANCE:
            raise ValidationError(
                f"Ngày của kỳ không khớp với tháng {self.month}/{self.year}; xin xem lại năm."
            )

    @property
    def names_month(self) -> bool:
        """Return whether year and month are those of a month, as stored ones are."""
        return (
            self.year is not None
            and self.month is not None
            and FIRST_YEAR <= self.year <= LAST_YEAR
            and 1 <= self.month <= 12
        )

    @property
    def code(self) -> str:
        """Return the code used in URLs: ``2016-07``."""
        return f"{self.year:04}-{self.month:02}"

    @cached_property
    def previous(self) -> ReportingPeriod | None:
        """Return the period before this one, cached."""
        return (
            ReportingPeriod.objects.filter(starts_on__lt=self.starts_on)
            .order_by("-starts_on")
            .first()
        )

    @cached_property
    def units(self) -> list[Unit]:
        """Return all units in the ward's order, read once for this object: the figures of every
        app are counted by them.
        """
        return list(Unit.objects.all())

    @property
    def next(self) -> ReportingPeriod | None:
        return (
            ReportingPeriod.objects.filter(starts_on__gt=self.starts_on)
            .order_by("starts_on")
            .first()
        )

    @cached_property
    def counts_from(self) -> date:
        """Return the first day of the period, including a short gap before its window.

        One query unless annotated by ``with_window``.
        """
        if hasattr(self, "previous_ends_on"):
            previous_ends_on = self.previous_ends_on
        else:
            previous_ends_on = self.previous.ends_on if self.previous else None
        return self.first_counted(self.starts_on, previous_ends_on, self.fixed_from)

    def fix_window(self) -> None:
        """Store the first counted day, when the period is closed."""
        self.fixed_from = self.counts_from
        self.save(update_fields=["fixed_from"])

    def free_window(self) -> None:
        """Let the first counted day follow from the neighbours again, when it is reopened."""
        self.fixed_from = None
        self.save(update_fields=["fixed_from"])

    @staticmethod
    def first_counted(
        starts_on: date, previous_ends_on: date | None, fixed_from: date | None = None
    ) -> date:
        """Return the first day that counts for a period: with a gap before its window of up to
        ``settings.PERIOD_GAP_DAYS`` days the first of the gap. A fixed day stays, unless it has
        come to lie in the period before.
        """
        if fixed_from is not None:
            return max(fixed_from, previous_ends_on + _DAY) if previous_ends_on else fixed_from
        if previous_ends_on is None:
            return starts_on
        gap = (starts_on - previous_ends_on).days - 1
        if gap > settings.PERIOD_GAP_DAYS:
            return starts_on
        return previous_ends_on + _DAY


class Holiday(models.Model):
    """A public holiday, or a working day on a weekend that makes up for one (*làm bù*)."""

    class Kind(models.TextChoices):
        DAY_OFF = "day_off", "Ngày nghỉ"
        MADE_UP = "made_up", "Ngày làm bù"

    day = DateField("ngày", unique=True, bounds=PORTAL)
    kind = models.CharField("loại", max_length=8, choices=Kind, default=Kind.DAY_OFF)
    name = models.CharField(
        "tên", max_length=120, help_text="Ví dụ: Quốc khánh; Làm bù cho thứ Sáu 02/5."
    )

    class Meta:
        verbose_name = "ngày nghỉ, ngày làm bù"
        verbose_name_plural = "ngày nghỉ, ngày làm bù"
        ordering = ["-day"]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y}, {self.name}"

    def clean(self) -> None:
        """Reject a make-up day that is no weekend."""
        if not self.day:
            return
        if self.kind == self.Kind.MADE_UP and self.day.weekday() < SATURDAY:
            raise ValidationError({"day": "Ngày làm bù phải là thứ Bảy hoặc Chủ nhật."})
