"""The monthly report: its sections, comments, snapshots and confirmed editions."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import models
from django.db.models import Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from core.date_fields import DateField, DateTimeField
from core.dates import DUE, EVENT
from core.models import StoredFile, Versioned
from meetings.models import Meeting
from organization.models import ReportingPeriod, Unit, User
from reports.querysets import EditionQuerySet, MonthlyReportQuerySet
from reports.states import FileKind, ReportState, SectionCode

# Workflow columns, recorded by the transition log and excluded from revisions.
STATE_FIELDS = ["state", "sent_by", "sent_at", "confirmed_by", "confirmed_at"]
MAX_SECTION = 20_000  # characters


class MonthlyReport(Versioned):
    """The report of a period. ``state`` is written by ``core.workflow.engine.perform`` alone.

    While it is open its figures are counted when it is read; a confirmed one shows its newest
    ``Edition``. ``paragraphs_due_on`` is the day by which units hand in their own paragraphs;
    ``confirmed_at`` is the last time it was confirmed, also while it is open again.
    """

    period = models.OneToOneField(
        ReportingPeriod, models.PROTECT, related_name="report", verbose_name="kỳ báo cáo"
    )
    number = models.CharField("số, ký hiệu", max_length=60, blank=True)
    paragraphs_due_on = DateField("các đơn vị gửi đoạn trước hết ngày", null=True, bounds=DUE)
    state = models.CharField(
        "trạng thái",
        max_length=11,
        choices=ReportState,
        default=ReportState.DRAFT,
        editable=False,
    )
    created_by = models.ForeignKey(User, models.PROTECT, editable=False, related_name="+")
    created_at = DateTimeField(editable=False)
    sent_by = models.ForeignKey(User, models.PROTECT, null=True, editable=False, related_name="+")
    sent_at = DateTimeField(null=True, editable=False)
    confirmed_by = models.ForeignKey(
        User, models.PROTECT, null=True, editable=False, related_name="+"
    )
    confirmed_at = DateTimeField(null=True, editable=False)

    objects = MonthlyReportQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=STATE_FIELDS, cascade_delete_history=True)

    class Meta:
        verbose_name = "báo cáo tháng"
        verbose_name_plural = "báo cáo tháng"
        ordering = ["-period__starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ReportState.values), name="reports_report_state_known"
            )
        ]

    def __str__(self) -> str:
        return f"Báo cáo {self.period}"

    @property
    def is_confirmed(self) -> bool:
        return self.state == ReportState.CONFIRMED

    @property
    def confirmable_from(self) -> date:
        """Return the first day on which its figures can be confirmed: the period is over."""
        return self.period.ends_on + timedelta(days=1)

    @property
    def address(self) -> str:
        """Return the path of its page in the admin."""
        return reverse("admin:report", args=[self.period.code])

    def get_absolute_url(self) -> str:
        return reverse("public_report", args=[self.period.code])


class ReportSection(Versioned):
    """A written part of a report; without ``text`` its proposal stands there, marked as one.

    ``proposed_text`` is the proposal that whoever stored it had before them; None if unknown.
    """

    report = models.ForeignKey(MonthlyReport, models.CASCADE, related_name="sections")
    code = models.CharField(max_length=12, choices=SectionCode)
    text = models.TextField("nội dung", max_length=MAX_SECTION, blank=True)
    proposed_text = models.TextField(  # noqa: DJ001  ("" is a proposal of nothing)
        "đề xuất khi nhận", null=True, editable=False
    )
    taken_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    taken_at = DateTimeField(null=True)

    history = HistoricalRecords(cascade_delete_history=True)

    class Meta:
        verbose_name = "phần của báo cáo"
        verbose_name_plural = "phần của báo cáo"
        ordering = ["report", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["report", "code"], name="reports_section_once")
        ]

    def __str__(self) -> str:
        return self.get_code_display()

    @property
    def is_taken(self) -> bool:
        """Return whether a person wrote it or took the proposal."""
        return self.taken_at is not None


class UnitParagraph(Versioned):
    """What a unit reports in its own words, handed in by the day of the report."""

    report = models.ForeignKey(MonthlyReport, models.CASCADE, related_name="paragraphs")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="đơn vị")
    text = models.TextField("nội dung", max_length=5_000)
    handed_in_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    handed_in_at = DateTimeField("gửi lúc")

    history = HistoricalRecords(cascade_delete_history=True)

    class Meta:
        verbose_name = "đoạn của đơn vị"
        verbose_name_plural = "đoạn của các đơn vị"
        ordering = ["report", "unit"]
        constraints = [
            models.UniqueConstraint(fields=["report", "unit"], name="reports_paragraph_once")
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {self.report}"


class LineComment(models.Model):
    """A comment on a line of a report: of a section ("portal") or of a figure ("news.late:5")."""

    report = models.ForeignKey(MonthlyReport, models.CASCADE, related_name="comments")
    line = models.CharField(max_length=120)
    label = models.CharField(max_length=200)
    text = models.TextField("ý kiến", max_length=2_000)
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = DateTimeField()
    answer = models.TextField("trả lời", max_length=2_000, blank=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    answered_at = DateTimeField(null=True)

    class Meta:
        verbose_name = "ý kiến về một dòng"
        verbose_name_plural = "ý kiến về các dòng"
        ordering = ["created_at", "pk"]

    def __str__(self) -> str:
        return self.text


class FigureSnapshot(models.Model):
    """The figures of a period as of a day, kept for a briefing; never changed."""

    period = models.ForeignKey(ReportingPeriod, models.PROTECT, related_name="snapshots")
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, null=True, related_name="+", verbose_name="cuộc họp"
    )
    as_of = DateField("số liệu tính đến hết ngày", bounds=EVENT)
    data = models.JSONField()
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = DateTimeField()

    class Meta:
        verbose_name = "số liệu tính đến một ngày"
        verbose_name_plural = "số liệu tính đến một ngày"
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"Số liệu {self.period} tính đến hết ngày {self.as_of:%d/%m/%Y}"

    @property
    def address(self) -> str:
        return reverse("admin:report_snapshot", args=[self.pk])


class PeriodFigures(models.Model):
    """The figures of an earlier period as last counted, for comparison: values by code and group.

    A confirmed report's are those of its edition and stay; others are counted anew each night.
    """

    period = models.OneToOneField(ReportingPeriod, models.CASCADE, related_name="figures")
    values = models.JSONField(default=dict)
    counted_at = DateTimeField()
    is_frozen = models.BooleanField(default=False)

    class Meta:
        verbose_name = "số liệu của kỳ"
        verbose_name_plural = "số liệu của các kỳ"

    def __str__(self) -> str:
        return str(self.period)


class Edition(models.Model):
    """A report as it was confirmed: figures with the keys behind them, tables, texts and files.

    Written once, never changed: ``data`` is hashed (SHA-256 of its canonical JSON), each file too.
    Only the three ``reopened`` columns are set, once, when the report is opened again.
    """

    report = models.ForeignKey(MonthlyReport, models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField("lần chốt")
    data = models.JSONField()
    sha256 = models.CharField(max_length=64)
    confirmed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    on_behalf_of = models.CharField(max_length=120, blank=True)
    confirmed_at = DateTimeField("chốt lúc")
    reopened_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    reopened_at = DateTimeField("mở lại lúc", null=True)
    reopened_reason = models.TextField("lý do mở lại", blank=True)

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = "bản đã chốt"
        verbose_name_plural = "các bản đã chốt"
        ordering = ["report", "number"]
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="reports_edition_once")
        ]

    def __str__(self) -> str:
        return f"{self.report}, chốt lần {self.number}"


class EditionFile(models.Model):
    """A file of an edition, kept byte for byte; ``sha256`` is of its bytes when it was stored."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="files")
    kind = models.CharField(max_length=6, choices=FileKind)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    added_at = DateTimeField()

    class Meta:
        verbose_name = "tệp của báo cáo"
        verbose_name_plural = "tệp của báo cáo"
        ordering = ["edition", "pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.edition}"
