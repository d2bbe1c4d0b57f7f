"""Editorial plans of a period with their lines and quotas, and the data they are made from."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from core.date_fields import DateField, DateTimeField
from core.dates import DUE
from core.models import Versioned
from news.querysets.planning import PlanLineQuerySet, PlanQuerySet
from news.states import DeadlineRule, Kind, PlanState
from organization.calendar.working_days import WorkingCalendar
from organization.models import Block, ReportingPeriod, Unit, User

MAX_REQUIRED = 999


class EditorialPlan(Versioned):
    """The editorial plan (*định hướng*) of a period: its words, lines and quotas, and the
    submission deadline.

    ``due_on`` is the day people were told; the rule it comes from makes the next period's.
    ``state`` is written by ``core.workflow.engine.perform`` alone: drafted by the board, in force
    for the units, closed.
    """

    period = models.OneToOneField(
        ReportingPeriod, models.PROTECT, related_name="editorial_plan", verbose_name="kỳ báo cáo"
    )
    text = models.TextField("định hướng chung", blank=True, max_length=10_000)
    deadline_rule = models.CharField("cách tính hạn nộp", max_length=12, choices=DeadlineRule)
    deadline_number = models.PositiveSmallIntegerField(
        "số",
        default=0,
        validators=[MaxValueValidator(31)],
        help_text="Số ngày làm việc, hoặc ngày trong tháng.",
    )
    due_on = DateField("hạn nộp của kỳ", bounds=DUE)
    state = models.CharField(
        "trạng thái", max_length=8, choices=PlanState, default=PlanState.DRAFT, editable=False
    )

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = "định hướng tháng"
        verbose_name_plural = "định hướng tháng"
        ordering = ["-period__starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=PlanState.values), name="news_plan_state_known"
            )
        ]

    def __str__(self) -> str:
        return f"Định hướng {self.period}"


def deadline_of(period: ReportingPeriod, rule: str, number: int, calendar: WorkingCalendar) -> date:
    """Return the day a rule means for a period; ``number`` is its working days, or its day of the
    month.

    A day of the month is looked for in the window, from its end; a month too short has its last
    day. Where the window holds no such day the last day of the window stands.
    """
    if rule == DeadlineRule.BEFORE_END:
        return calendar.add(calendar.on_or_before(period.ends_on), -number)
    if rule == DeadlineRule.DAY_OF_MONTH:
        days = [
            date.fromordinal(n)
            for n in range(period.ends_on.toordinal(), period.starts_on.toordinal() - 1, -1)
        ]
        return next((day for day in days if day.day == number), period.ends_on)
    return period.ends_on


class PlanLine(models.Model):
    """One line of a plan: topic, assignee, kind, channels and due date.

    Its state is computed from the items attached to it: see ``news.planning.line_status``. Without
    ``due_on`` the plan's holds.
    """

    plan = models.ForeignKey(
        EditorialPlan, models.PROTECT, related_name="lines", verbose_name="định hướng tháng"
    )
    topic = models.CharField("chủ đề", max_length=300)
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="plan_lines",
        verbose_name="đơn vị",
    )
    person = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="plan_lines",
        verbose_name="người viết",
    )
    kind = models.CharField("thể loại", max_length=10, choices=Kind, default=Kind.BRIEF)
    is_for_portal = models.BooleanField("cổng thông tin", default=True)
    is_for_loudspeaker = models.BooleanField("truyền thanh", default=False)
    is_for_upstream = models.BooleanField("liên thông", default=False)
    due_on = DateField("hạn nộp", null=True, blank=True, bounds=DUE)
    position = models.PositiveSmallIntegerField("thứ tự", default=0)

    objects = PlanLineQuerySet.as_manager()

    class Meta:
        verbose_name = "dòng định hướng"
        verbose_name_plural = "dòng định hướng"
        ordering = ["plan", "position", "pk"]

    def __str__(self) -> str:
        return self.topic


class DeadlineChange(models.Model):
    """A former deadline of a plan, or of one of its lines; the rows themselves hold the present."""

    plan = models.ForeignKey(EditorialPlan, models.CASCADE, related_name="deadline_changes")
    line = models.ForeignKey(
        PlanLine, models.CASCADE, null=True, related_name="deadline_changes", verbose_name="dòng"
    )
    due_on = DateField("hạn trước đó", null=True, bounds=DUE)
    changed_at = DateTimeField("đổi lúc")

    class Meta:
        verbose_name = "lần đổi hạn"
        verbose_name_plural = "các lần đổi hạn"
        ordering = ["changed_at", "pk"]

    def __str__(self) -> str:
        return f"{self.line or self.plan}: {self.due_on}"


class Quota(models.Model):
    """How many items of a kind a unit owes in a period.

    An exempt unit owes none, and the reason is written down.
    """

    period = models.ForeignKey(
        ReportingPeriod, models.PROTECT, related_name="quotas", verbose_name="kỳ báo cáo"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="quotas", verbose_name="đơn vị")
    kind = models.CharField("thể loại", max_length=10, choices=Kind)
    required = models.PositiveSmallIntegerField(
        "chỉ tiêu", validators=[MaxValueValidator(MAX_REQUIRED)]
    )
    is_exempt = models.BooleanField("được miễn", default=False)
    reason = models.CharField("lý do miễn", max_length=300, blank=True)

    class Meta:
        verbose_name = "chỉ tiêu"
        verbose_name_plural = "chỉ tiêu"
        ordering = ["period", "unit", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["period", "unit", "kind"], name="news_quota_once"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="news_quota_kind_known"),
            models.CheckConstraint(
                condition=Q(required__lte=MAX_REQUIRED), name="news_quota_not_absurd"
            ),
            models.CheckConstraint(
                condition=Q(is_exempt=False) | ~Q(reason=""),
                name="news_quota_exempt_for_a_reason",
                violation_error_message="Xin ghi lý do miễn chỉ tiêu.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit}, {self.period}: {self.required} {self.get_kind_display().lower()}"

    @property
    def owed(self) -> int:
        return 0 if self.is_exempt else self.required


class DefaultQuota(models.Model):
    """The quota of a unit, or of every unit of a block, where none was set; the unit's own row
    takes precedence.
    """

    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="default_quotas",
        verbose_name="đơn vị",
    )
    block = models.CharField("khối", max_length=20, choices=Block, blank=True)
    kind = models.CharField("thể loại", max_length=10, choices=Kind)
    required = models.PositiveSmallIntegerField(
        "chỉ tiêu mỗi kỳ", validators=[MaxValueValidator(MAX_REQUIRED)]
    )

    class Meta:
        verbose_name = "chỉ tiêu mặc định"
        verbose_name_plural = "chỉ tiêu mặc định"
        ordering = ["block", "unit", "kind"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(unit=None) & ~Q(block="")) | (Q(unit__isnull=False) & Q(block="")),
                name="news_defaultquota_unit_or_block",
                violation_error_message="Xin chọn hoặc một đơn vị, hoặc một khối.",
            ),
            models.UniqueConstraint(fields=["unit", "kind"], name="news_defaultquota_unit_once"),
            models.UniqueConstraint(
                fields=["block", "kind"],
                condition=~Q(block=""),
                name="news_defaultquota_block_once",
            ),
        ]

    def __str__(self) -> str:
        return (
            f"{self.unit or self.get_block_display()}: {self.required}"
            f" {self.get_kind_display().lower()}"
        )


class Anniversary(models.Model):
    """A day the board writes about every year; plan lines are proposed from it."""

    month = models.PositiveSmallIntegerField(
        "tháng", validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    day = models.PositiveSmallIntegerField(
        "ngày", validators=[MinValueValidator(1), MaxValueValidator(31)]
    )
    title = models.CharField("ngày kỷ niệm", max_length=200)
    since_year = models.PositiveSmallIntegerField(
        "năm đầu tiên",
        null=True,
        blank=True,
        help_text="Để ghi “kỷ niệm 80 năm”; để trống nếu không cần.",
    )

    class Meta:
        verbose_name = "ngày kỷ niệm"
        verbose_name_plural = "ngày kỷ niệm"
        ordering = ["month", "day"]
        constraints = [
            models.UniqueConstraint(fields=["month", "day", "title"], name="news_anniversary_once")
        ]

    def __str__(self) -> str:
        return f"{self.day}/{self.month}: {self.title}"

    def clean(self) -> None:
        """Refuse a day its month has not; a leap year has them all."""
        if self.month in range(1, 13) and self.day and self.day > monthrange(2000, self.month)[1]:
            raise ValidationError({"day": f"Tháng {self.month} không có ngày {self.day}."})


class QuotaRating(models.Model):
    """The label of a share of a quota, from ``least_percent`` on; the thresholds are the ward's
    data.
    """

    label = models.CharField("xếp loại", max_length=60, unique=True)
    least_percent = models.PositiveSmallIntegerField(
        "từ bao nhiêu phần trăm", unique=True, validators=[MaxValueValidator(1000)]
    )

    class Meta:
        verbose_name = "mức xếp loại"
        verbose_name_plural = "mức xếp loại"
        ordering = ["-least_percent"]

    def __str__(self) -> str:
        return f"{self.label} (từ {self.least_percent}%)"


class QuotaChange(models.Model):
    """One saving of a period's quotas: who, when, and in words what changed.

    The quotas themselves hold the present.
    """

    period = models.ForeignKey(ReportingPeriod, models.PROTECT, related_name="quota_changes")
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người sửa")
    changed_at = DateTimeField("lúc")
    summary = models.TextField("thay đổi")
    # What the changed units owed before, as ``news.quotas.services.seen_as_json`` writes it.
    before = models.JSONField("trước đó", default=dict)

    class Meta:
        verbose_name = "lần sửa chỉ tiêu"
        verbose_name_plural = "các lần sửa chỉ tiêu"
        ordering = ["-changed_at", "-pk"]

    def __str__(self) -> str:
        return self.summary
