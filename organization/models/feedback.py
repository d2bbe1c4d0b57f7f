"""Error reports and ratings by residents, what they searched for in vain, and the synonyms made of
it. No row identifies the sender.
"""

from __future__ import annotations

import secrets
from datetime import date

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from core.date_fields import DateField, DateTimeField
from core.dates import DUE, PORTAL
from core.models import Versioned
from core.sorting import NameOrder
from core.text.vietnamese import clean_line
from organization.feedback_querysets import ErrorReportQuerySet, RatingQuerySet, VisitorMarkQuerySet

MAX_PHRASES = 12  # of one group of synonyms
MAX_PHRASE_WORDS = 10


class ReportState(models.TextChoices):
    RECEIVED = "received", "Chờ trả lời"
    ANSWERED = "answered", "Đã trả lời"
    DISMISSED = "dismissed", "Không cần trả lời"


class Outcome(models.TextChoices):
    CORRECTED = "corrected", "Đã sửa"
    NO_ERROR = "no_error", "Không sai"
    UNUSABLE = "unusable", "Không xử lý được"


class Dismissal(models.TextChoices):
    """Why a report is closed without a written answer."""

    SPAM = "spam", "Thư rác"
    DUPLICATE = "duplicate", "Trùng báo khác"


class SitePage(models.Model):
    """A public page that is generated from tables, so that residents can rate it and report errors.

    ``number`` is part of URLs and fixed; the rows are those of ``SITE_PAGES``.
    """

    number = models.PositiveSmallIntegerField(primary_key=True)
    view = models.CharField(max_length=40, unique=True)
    title = models.CharField("tên trang", max_length=80)

    class Meta:
        verbose_name = "trang của cổng"
        verbose_name_plural = "trang của cổng"

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse(self.view)


class ErrorReport(Versioned):
    """A resident's report of an error in a public item, and the board's answer.

    ``state``, ``outcome``, ``answer`` and ``answered_at`` are written by
    ``core.workflow.engine.perform`` alone. The resident reads the answer at the URL of ``code``,
    the only link between sender and report. ``due_on`` never changes after receipt. One that was
    dismissed has no answer; ``answered_at`` is when it was closed.
    """

    State = ReportState

    code = models.CharField("mã", max_length=14, unique=True, editable=False)
    content_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    object_id = models.PositiveBigIntegerField()
    item = GenericForeignKey("content_type", "object_id")
    item_title = models.CharField("tiêu đề lúc báo", max_length=250)
    text = models.TextField("điều sai sót", max_length=2000)
    quote = models.CharField("chỗ sai trong bài", max_length=300, blank=True)
    received_at = DateTimeField("nhận lúc", default=timezone.now)
    due_on = DateField("hạn trả lời", bounds=DUE)
    state = models.CharField(
        "trạng thái", max_length=10, choices=ReportState, default=ReportState.RECEIVED
    )
    outcome = models.CharField(
        "kết quả", max_length=10, choices=[*Outcome.choices, *Dismissal.choices], blank=True
    )
    answer = models.TextField("trả lời", blank=True)
    answered_at = DateTimeField("trả lời lúc", null=True)

    objects = ErrorReportQuerySet.as_manager()

    class Meta:
        verbose_name = "báo sai sót"
        verbose_name_plural = "báo sai sót"
        ordering = ["-received_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=ReportState.RECEIVED, outcome="", answer="", answered_at=None)
                | (
                    Q(
                        state=ReportState.ANSWERED,
                        outcome__in=Outcome.values,
                        answered_at__isnull=False,
                    )
                    & ~Q(answer="")
                )
                | Q(
                    state=ReportState.DISMISSED,
                    outcome__in=Dismissal.values,
                    answer="",
                    answered_at__isnull=False,
                ),
                name="organization_errorreport_answered",
            )
        ]
        indexes = [
            # ErrorReportQuerySet.of(): the reports of an item, on its page in the admin.
            models.Index(fields=["content_type", "object_id"], name="organization_report_item"),
            # ErrorReportQuerySet.open().most_urgent_first(): the dashboard.
            models.Index(
                fields=["due_on", "id"],
                condition=Q(state=ReportState.RECEIVED),
                name="organization_report_open",
            ),
        ]

    def __str__(self) -> str:
        return f"Báo sai sót về “{self.item_title}”"

    def get_absolute_url(self) -> str:
        return reverse("error_report", args=[self.code])

    @property
    def item_model(self) -> type[models.Model] | None:
        return ContentType.objects.get_for_id(self.content_type_id).model_class()

    @property
    def is_open(self) -> bool:
        return self.state == ReportState.RECEIVED

    @property
    def is_dismissed(self) -> bool:
        return self.state == ReportState.DISMISSED

    @property
    def is_reopened(self) -> bool:
        return self.is_open and self.version > 1

    @property
    def days_left(self) -> int:
        """Return the days until the due date: 0 on that day, negative when overdue."""
        return (self.due_on - timezone.localdate()).days

    @property
    def days_late(self) -> int:
        """Return by how many days the answer is, or was, late."""
        until = timezone.localdate(self.answered_at) if self.answered_at else timezone.localdate()
        return max(0, (until - self.due_on).days)


class Rating(models.Model):
    """Votes of one day on the page of an item, helpful and unhelpful."""

    content_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    object_id = models.PositiveBigIntegerField()
    day = DateField("ngày")
    yes = models.PositiveIntegerField("có", default=0)
    no = models.PositiveIntegerField("không", default=0)

    objects = RatingQuerySet.as_manager()

    class Meta:
        verbose_name = "đánh giá trang"
        verbose_name_plural = "đánh giá trang"
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "day"], name="organization_rating_once"
            )
        ]
        indexes = [
            models.Index(fields=["day"], name="organization_rating_day")
        ]  # RatingQuerySet.counts()

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y}: {self.yes} có, {self.no} không"


class DailySecret(models.Model):
    """Daily part of the key of visitor marks; deleted after the day."""

    day = DateField(primary_key=True)
    secret = models.CharField(max_length=64)

    class Meta:
        verbose_name = "khóa trong ngày"
        verbose_name_plural = "khóa trong ngày"

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y}"

    @classmethod
    def of(cls, day: date) -> str:
        """Return the secret of the day, generated on first use."""
        row, _ = cls.objects.get_or_create(day=day, defaults={"secret": secrets.token_hex(32)})
        return row.secret


class VisitorMark(models.Model):
    """Counter of one action of one visitor, both in a keyed hash; deleted after the day.

    Neither time nor order is stored.
    """

    mark = models.CharField(max_length=64, primary_key=True)
    day = DateField()
    count = models.PositiveIntegerField(default=1)

    objects = VisitorMarkQuerySet.as_manager()

    class Meta:
        verbose_name = "dấu trong ngày"
        verbose_name_plural = "dấu trong ngày"

    def __str__(self) -> str:
        return self.mark[:8]


class SynonymGroup(models.Model):
    """Words and phrases of equal meaning for the public search, separated by commas."""

    words = models.CharField(
        "các từ cùng nghĩa",
        max_length=400,
        help_text=(
            "Cách nhau bằng dấu phẩy, ví dụ: cắt nước, mất nước, cúp nước. Người dân tìm một từ thì"
            " thấy cả tin bài viết từ kia."
        ),
    )

    class Meta:
        verbose_name = "từ cùng nghĩa khi tìm"
        verbose_name_plural = "từ cùng nghĩa khi tìm"
        ordering = [NameOrder("words"), "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["words"],
                name="organization_synonymgroup_once",
                violation_error_message="Nhóm từ này đã có trong bảng.",
            )
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def phrases(self) -> list[str]:
        found = (clean_line(phrase) for phrase in self.words.split(","))
        return list(dict.fromkeys(phrase for phrase in found if phrase))

    def clean(self) -> None:
        """Normalize the list; refuse one with a single phrase, with too many or too long ones."""
        phrases = self.phrases
        self.words = ", ".join(phrases)
        if len(phrases) < 2:
            raise ValidationError({"words": "Cần ít nhất hai từ, cách nhau bằng dấu phẩy."})
        if len(phrases) > MAX_PHRASES:
            problem = f"Một nhóm có nhiều nhất {MAX_PHRASES} từ; xin chia làm hai nhóm."
            raise ValidationError({"words": problem})
        if too_long := [phrase for phrase in phrases if len(phrase.split()) > MAX_PHRASE_WORDS]:
            problem = f"“{too_long[0]}” dài quá {MAX_PHRASE_WORDS} chữ; xin viết gọn lại."
            raise ValidationError({"words": problem})


class MissedSearch(models.Model):
    """How often something was searched for in vain on a day; nothing tells by whom."""

    day = DateField("ngày", bounds=PORTAL)
    words = models.CharField("từ đã tìm", max_length=100)
    count = models.PositiveIntegerField("số lượt", default=1)

    class Meta:
        verbose_name = "từ tìm không thấy"
        verbose_name_plural = "từ tìm không thấy"
        ordering = ["-day", "-count", NameOrder("words")]
        constraints = [
            models.UniqueConstraint(
                fields=["day", "words"], name="organization_missedsearch_once_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.words} ({self.count} lượt)"
