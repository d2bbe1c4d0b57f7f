"""Working calendar: events of the leaders, and regular receptions of citizens."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from core.date_fields import DateField, DateTimeField, TimeField
from core.dates import EVENT, EVENT_DETAIL, PORTAL, VALIDITY
from core.text.vietnamese import clean_line, visible
from meetings.querysets import CalendarEventQuerySet
from organization.calendar.weeks import WEEKDAYS
from organization.models import Officer


class CalendarEvent(models.Model):
    """An event of the leaders. Internal unless marked public; cancelled, never deleted.

    ``leaders`` is text as of that day, by default from the chosen officer.
    """

    title = models.CharField("nội dung", max_length=250)
    officer = models.ForeignKey(
        Officer, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="lãnh đạo"
    )
    leaders = models.CharField(
        "lãnh đạo dự",
        max_length=300,
        blank=True,
        help_text="Để trống: lấy theo lãnh đạo đã chọn. Nhiều người: ghi cả.",
    )
    starts_at = DateTimeField("bắt đầu lúc", bounds=EVENT)
    ends_at = DateTimeField("kết thúc lúc", null=True, blank=True, bounds=EVENT_DETAIL)
    place = models.CharField("địa điểm", max_length=160, blank=True)
    is_public = models.BooleanField(
        "công khai", default=False, help_text="Hiện ở trang Lịch công tác của cổng."
    )
    is_cancelled = models.BooleanField(
        "đã hủy", default=False, help_text="Lịch công khai vẫn nêu sự kiện, ghi rõ đã hủy."
    )

    objects = CalendarEventQuerySet.as_manager()

    class Meta:
        verbose_name = "lịch công tác"
        verbose_name_plural = "lịch công tác"
        ordering = ["-starts_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gt=F("starts_at")),
                name="meetings_calendarevent_in_order",
                violation_error_message="Giờ kết thúc phải sau giờ bắt đầu.",
            )
        ]
        indexes = [models.Index(fields=["starts_at"], name="meetings_calendarevent_starts")]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Normalize the texts; default ``leaders`` to name and title of the officer."""
        self.title = clean_line(self.title)
        self.place = clean_line(self.place)
        self.leaders = clean_line(self.leaders)
        if self.officer and not self.leaders:
            self.leaders = f"{self.officer.name}, {self.officer.title}"


class ReceptionDay(models.Model):
    """A recurring reception of citizens; ``meetings.calendar.reception`` computes its days.

    An announced row does not change: another day is another row, after the last day of this one.
    ``announced_on`` is the first day of its publication.
    """

    class Frequency(models.TextChoices):
        WEEKLY = "weekly", "Hằng tuần"
        MONTHLY = "monthly", "Hằng tháng"

    leaders = models.CharField(
        "người tiếp", max_length=300, help_text="Ví dụ: Chủ tịch Ủy ban nhân dân phường."
    )
    frequency = models.CharField(
        "định kỳ", max_length=8, choices=Frequency, default=Frequency.WEEKLY
    )
    weekday = models.PositiveSmallIntegerField(
        "thứ", choices=list(enumerate(WEEKDAYS)), null=True, blank=True
    )
    day_of_month = models.PositiveSmallIntegerField(
        "ngày trong tháng",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(31)],
        help_text="Tháng không có ngày ấy: ngày cuối tháng.",
    )
    starts = TimeField("từ giờ")
    ends = TimeField("đến giờ")
    place = models.CharField("địa điểm", max_length=160)
    note = models.CharField(
        "ghi chú", max_length=300, blank=True, help_text="Người dân đọc, ví dụ: mang theo giấy tờ."
    )
    valid_from = DateField("từ ngày", default=timezone.localdate, bounds=VALIDITY)
    valid_until = DateField(
        "đến hết ngày",
        null=True,
        blank=True,
        help_text="Để trống nếu chưa có lịch khác.",
        bounds=VALIDITY,
    )
    announced_on = DateField(
        "thông báo từ ngày", default=timezone.localdate, editable=False, bounds=PORTAL
    )

    class Meta:
        verbose_name = "ngày tiếp công dân"
        verbose_name_plural = "ngày tiếp công dân"
        ordering = ["-valid_from", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__gt=F("starts")),
                name="meetings_receptionday_hours",
                violation_error_message="Giờ kết thúc phải sau giờ bắt đầu.",
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="meetings_receptionday_days",
                violation_error_message="Ngày cuối phải sau ngày đầu.",
            ),
            models.CheckConstraint(
                condition=Q(
                    frequency="weekly",
                    weekday__isnull=False,
                    weekday__range=(0, 6),
                    day_of_month=None,
                )
                | Q(
                    frequency="monthly",
                    weekday=None,
                    day_of_month__isnull=False,
                    day_of_month__range=(1, 31),
                ),
                name="meetings_receptionday_regular",
                violation_error_message=(
                    "Hằng tuần: xin chọn thứ. Hằng tháng: xin ghi ngày trong tháng."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.leaders}: {self.regular_day}"

    def clean(self) -> None:
        """Normalize the texts; reject a new row that starts in the past."""
        for name in ("leaders", "place", "note"):
            setattr(self, name, clean_line(visible(getattr(self, name))))
        if self.pk is None and self.valid_from and self.valid_from < timezone.localdate():
            raise ValidationError(
                {"valid_from": "Lịch tiếp công dân không đặt lùi về trước hôm nay."}
            )

    @property
    def regular_day(self) -> str:
        """Return the recurrence in words: "thứ Năm hằng tuần", "ngày 15 hằng tháng"."""
        if self.weekday is None:
            return f"ngày {self.day_of_month} hằng tháng"
        return f"{day_name(self.weekday)} hằng tuần"


def day_name(weekday: int) -> str:
    """Return the weekday as it stands in a sentence: "thứ Năm", "Chủ nhật"."""
    return WEEKDAYS[weekday].replace("Thứ", "thứ")


def day_in_words(day: date) -> str:
    """Return the day with its weekday: "thứ Năm 31/12/2026"."""
    return f"{day_name(day.weekday())} {day:%d/%m/%Y}"
