"""Assessments of units by the criteria: rounds, scores, checks of the committee."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from core.date_fields import DateField, DateTimeField
from core.dates import DUE, EVENT
from core.models import StoredFile, Versioned
from organization.models import ReportingPeriod, Unit, User
from reports.models.agency import POINTS, CriteriaSet, Criterion, Measure
from reports.states import ReportState

MAX_NOTE = 1_000  # characters


class AssessmentState(models.TextChoices):
    DRAFT = "draft", "Chờ đơn vị tự chấm"
    SUBMITTED = "submitted", "Chờ thẩm định"
    VERIFIED = "verified", "Đã thẩm định"


class AssessmentRound(models.Model):
    """The scoring of a period by one set; both days are inclusive."""

    period = models.OneToOneField(
        ReportingPeriod, models.PROTECT, related_name="agency_round", verbose_name="kỳ báo cáo"
    )
    criteria_set = models.ForeignKey(
        CriteriaSet, models.PROTECT, related_name="rounds", verbose_name="bộ tiêu chí"
    )
    self_due_on = DateField("các đơn vị tự chấm trước hết ngày", bounds=DUE)
    verify_due_on = DateField("tổ CNTT thẩm định trước hết ngày", bounds=DUE)

    class Meta:
        verbose_name = "kỳ chấm điểm"
        verbose_name_plural = "các kỳ chấm điểm"
        ordering = ["-period__starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(verify_due_on__gte=F("self_due_on")),
                name="reports_round_days_in_order",
                violation_error_message="Hạn thẩm định phải từ hạn tự chấm trở đi.",
            )
        ]

    def __str__(self) -> str:
        return f"Chấm điểm cơ quan điện tử {self.period}"

    def clean(self) -> None:
        if self.self_due_on and self.verify_due_on and self.verify_due_on < self.self_due_on:
            raise ValidationError({"verify_due_on": "Hạn thẩm định phải từ hạn tự chấm trở đi."})


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    def for_pages(self) -> AssessmentQuerySet:
        return self.select_related(
            "unit", "round__period__report", "round__criteria_set", "submitted_by", "verified_by"
        )

    def of_units(self, units: set[int]) -> AssessmentQuerySet:
        return self.filter(unit__in=units)


class Assessment(Versioned):
    """The scores of a unit in a period. ``state`` is written by ``core.workflow.engine.perform``.

    Totals are of 100, rescaled to what applies; None where nothing does. ``scorers`` wrote a
    self-score: none of them verifies it.
    """

    round = models.ForeignKey(AssessmentRound, models.PROTECT, related_name="assessments")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị")
    state = models.CharField(
        "trạng thái",
        max_length=9,
        choices=AssessmentState,
        default=AssessmentState.DRAFT,
        editable=False,
    )
    scorers = models.ManyToManyField(User, related_name="+", editable=False)
    self_total = models.DecimalField("điểm tự chấm", null=True, editable=False, **POINTS)
    verified_total = models.DecimalField("điểm thẩm định", null=True, editable=False, **POINTS)
    rating = models.CharField("xếp loại", max_length=40, blank=True, editable=False)
    submitted_by = models.ForeignKey(
        User, models.PROTECT, null=True, editable=False, related_name="+"
    )
    submitted_at = DateTimeField(null=True, editable=False)
    verified_by = models.ForeignKey(
        User, models.PROTECT, null=True, editable=False, related_name="+"
    )
    verified_at = DateTimeField(null=True, editable=False)

    # The sheet (``reports.agency.scoring.Line``) of a locked row, counted once in a transition.
    lines: list[Any] | None = None

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = "phiếu chấm điểm"
        verbose_name_plural = "phiếu chấm điểm"
        ordering = ["round", "unit"]
        constraints = [
            models.UniqueConstraint(fields=["round", "unit"], name="reports_assessment_once"),
            models.CheckConstraint(
                condition=Q(state__in=AssessmentState.values), name="reports_assessment_state_known"
            ),
        ]

    def __str__(self) -> str:
        return f"Phiếu chấm điểm {self.round.period} của {self.unit}"

    @property
    def period(self) -> ReportingPeriod:
        return self.round.period

    @property
    def address(self) -> str:
        return reverse("admin:assessment", args=[self.pk])

    @property
    def is_frozen(self) -> bool:
        """Return whether the period's report is confirmed: no score moves any more."""
        report = getattr(self.round.period, "report", None)
        return report is not None and report.state == ReportState.CONFIRMED


class Score(models.Model):
    """A criterion of an assessment. None among the points: not scored yet.

    What the criterion said is copied when the assessment is verified, as is what was measured:
    ``measured`` has its value, its base and the keys behind them.
    """

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="scores")
    self_points = models.DecimalField(null=True, **POINTS)
    self_applies = models.BooleanField(default=True)
    self_note = models.TextField("thuyết minh", max_length=MAX_NOTE, blank=True)
    evidence_url = models.URLField("liên kết minh chứng", max_length=500, blank=True)
    evidence = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    verified_points = models.DecimalField(null=True, **POINTS)
    verified_applies = models.BooleanField(default=True)
    reason = models.TextField("lý do chấm khác", max_length=MAX_NOTE, blank=True)
    measured = models.JSONField(default=dict)
    group_name = models.CharField(max_length=150, blank=True)
    code = models.CharField(max_length=10, blank=True)
    text = models.CharField(max_length=500, blank=True)
    max_points = models.PositiveSmallIntegerField(default=0)
    measure = models.CharField(max_length=6, choices=Measure, blank=True)

    class Meta:
        verbose_name = "điểm tiêu chí"
        verbose_name_plural = "điểm các tiêu chí"
        ordering = ["assessment", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "criterion"], name="reports_score_once"),
            models.CheckConstraint(
                condition=Q(self_points=None) | Q(self_points__range=(Decimal(0), Decimal(100))),
                name="reports_score_self_points",
            ),
            models.CheckConstraint(
                condition=Q(verified_points=None)
                | Q(verified_points__range=(Decimal(0), Decimal(100))),
                name="reports_score_verified_points",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code or self.criterion.code}: {self.assessment}"

    @property
    def has_evidence(self) -> bool:
        return bool(self.evidence_url or self.evidence_id)


class CheckRound(models.Model):
    """A round of checks by the IT committee, planned over the units (``PlannedCheck``)."""

    name = models.CharField("tên đợt kiểm tra", max_length=150)
    starts_on = DateField("từ ngày", bounds=EVENT)
    ends_on = DateField("đến hết ngày", bounds=EVENT)
    created_by = models.ForeignKey(User, models.PROTECT, editable=False, related_name="+")

    class Meta:
        verbose_name = "đợt kiểm tra"
        verbose_name_plural = "các đợt kiểm tra"
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="reports_check_round_in_order",
                violation_error_message="Ngày cuối đợt phải từ ngày đầu trở đi.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def address(self) -> str:
        return reverse("admin:agency_check_round", args=[self.pk])


class PlannedCheck(models.Model):
    round = models.ForeignKey(CheckRound, models.CASCADE, related_name="planned")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    planned_on = DateField(bounds=EVENT)

    class Meta:
        verbose_name = "lượt kiểm tra"
        verbose_name_plural = "các lượt kiểm tra"
        ordering = ["round", "planned_on", "unit"]
        constraints = [
            models.UniqueConstraint(fields=["round", "unit"], name="reports_planned_check_once")
        ]

    def __str__(self) -> str:
        return f"{self.unit}, {self.planned_on:%d/%m/%Y}"


class CheckResult(models.TextChoices):
    MET = "met", "Đạt"
    TO_MEND = "to_mend", "Cần khắc phục"


class CheckRecord(Versioned):
    """What the IT committee found at a unit on a day."""

    round = models.ForeignKey(
        CheckRound,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="records",
        verbose_name="thuộc đợt kiểm tra",
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị")
    checked_on = DateField("ngày kiểm tra", bounds=EVENT)
    checked_by = models.CharField("người kiểm tra", max_length=200)
    criterion = models.ForeignKey(
        Criterion,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="về tiêu chí",
    )
    result = models.CharField("kết quả", max_length=7, choices=CheckResult, default=CheckResult.MET)
    finding = models.TextField("nhận xét", max_length=5_000)
    photo = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="ảnh"
    )
    created_by = models.ForeignKey(User, models.PROTECT, editable=False, related_name="+")
    created_at = DateTimeField(editable=False)

    history = HistoricalRecords(cascade_delete_history=True)

    class Meta:
        verbose_name = "lần kiểm tra"
        verbose_name_plural = "các lần kiểm tra"
        ordering = ["-checked_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.unit}, {self.checked_on:%d/%m/%Y}"

    @property
    def address(self) -> str:
        return reverse("admin:agency_check", args=[self.pk])
