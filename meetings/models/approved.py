"""What residents read of a meeting: copies of its approved words, stored at each approval."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from core.date_fields import DateField, DateTimeField
from core.dates import DUE, EVENT, EVENT_DETAIL
from core.http.addresses import item_address
from core.search.expressions import FoldWords, InTitle, SearchVectorOf
from meetings.models.conclusions import Conclusion
from meetings.models.meetings import Meeting
from meetings.querysets import ApprovedConclusionQuerySet, ApprovedMeetingQuerySet
from meetings.states import Recurrence, Verb
from meetings.wording.conclusions import conclusion_sentence, joined
from organization.models import ReportingPeriod


class ApprovedMeeting(models.Model):
    """The public facts of a meeting as last approved; every public page reads them, and no other.

    Written by ``meetings.minutes.revisions.store_approved`` alone. Whether residents may read it,
    ``Meeting.is_public`` says. ``title`` carries the month ("Giao ban tháng 6/2016").
    """

    meeting = models.OneToOneField(
        Meeting, models.PROTECT, primary_key=True, related_name="approved", verbose_name="cuộc họp"
    )
    title = models.CharField("tên cuộc họp", max_length=280)
    slug = models.CharField(max_length=250)
    starts_at = DateTimeField("bắt đầu lúc", bounds=EVENT)
    ends_at = DateTimeField("kết thúc lúc", null=True, bounds=EVENT_DETAIL)
    place = models.CharField("địa điểm", max_length=160)
    chair_name = models.CharField("họ và tên chủ trì", max_length=80)
    chair_title = models.CharField("chức vụ chủ trì", max_length=240, blank=True)
    plan_period = models.ForeignKey(
        ReportingPeriod, models.PROTECT, null=True, related_name="+", verbose_name="kỳ triển khai"
    )
    approved_at = DateTimeField("duyệt lúc")

    title_words = models.GeneratedField(
        expression=FoldWords("title"), output_field=models.TextField(), db_persist=True
    )
    search_vector = models.GeneratedField(
        expression=SearchVectorOf("title", Value(""), "chair_name", "place"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = ApprovedMeetingQuerySet.as_manager()

    if TYPE_CHECKING:
        meeting_id: int

    class Meta:
        verbose_name = "cuộc họp đã duyệt"
        verbose_name_plural = "cuộc họp đã duyệt"
        ordering = ["-starts_at", "-pk"]
        indexes = [
            # The public list and calendar.
            models.Index(fields=["-starts_at", "-meeting"], name="meetings_approved_starts"),
            # The public search: whole words, words of titles alone.
            GinIndex(fields=["search_vector"], name="meetings_approved_vector"),
            GinIndex(InTitle("search_vector"), name="meetings_approved_in_title"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return item_address("meeting", self.slug, self.pk)


# "Kết luận số 4/2026", as people cite it, and who it is for.
NUMBER_IN_WORDS = Concat(
    Value("Kết luận số "),
    Cast("number", models.TextField()),
    Value("/"),
    Cast("number_year", models.TextField()),
    Value(" "),
    "addressee",
    output_field=models.TextField(),
)


class ApprovedConclusion(models.Model):
    """A conclusion as last approved; public if it was marked so then, and its meeting is.

    ``addressee`` is that of the minutes or, where it was blank, the names of the lead units.
    """

    conclusion = models.OneToOneField(
        Conclusion,
        models.PROTECT,
        primary_key=True,
        related_name="approved",
        verbose_name="kết luận",
    )
    meeting = models.ForeignKey(
        ApprovedMeeting, models.PROTECT, related_name="conclusions", verbose_name="cuộc họp"
    )
    position = models.PositiveSmallIntegerField("thứ tự")
    number = models.PositiveIntegerField("số")
    number_year = models.PositiveSmallIntegerField("năm")
    verb = models.CharField("giao việc", max_length=8, choices=Verb)
    addressee = models.TextField("ai", blank=True)
    text = models.TextField("việc gì")
    supporting = models.TextField("phối hợp", blank=True)
    due_on = DateField("hạn", null=True, bounds=DUE)
    recurrence = models.CharField("cách làm", max_length=8, choices=Recurrence, blank=True)
    is_public = models.BooleanField("công khai")

    title_words = models.GeneratedField(
        expression=FoldWords("text"), output_field=models.TextField(), db_persist=True
    )
    search_vector = models.GeneratedField(
        expression=SearchVectorOf("text", NUMBER_IN_WORDS, "supporting", Value("")),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = ApprovedConclusionQuerySet.as_manager()

    if TYPE_CHECKING:  # of with_progress
        has_begun_task: bool
        has_open_task: bool
        has_done_task: bool
        has_cancelled_task: bool
        task_due_on: date | None
        handed_over_to: list[str]

    class Meta:
        verbose_name = "kết luận đã duyệt"
        verbose_name_plural = "kết luận đã duyệt"
        ordering = ["meeting", "position", "pk"]
        indexes = [
            # The public search, as of meetings.
            GinIndex(fields=["search_vector"], name="meetings_approvedcon_vector"),
            GinIndex(InTitle("search_vector"), name="meetings_approvedcon_title"),
        ]

    def __str__(self) -> str:
        return self.sentence

    @property
    def sentence(self) -> str:
        return conclusion_sentence(self.get_verb_display(), self.addressee, self.text)

    @property
    def anchor(self) -> str:
        """Return the anchor on the public page of its meeting, that of the conclusion."""
        return f"ket-luan-{self.pk}"

    @property
    def progress(self) -> str:
        """Return how far it is, of a row of ``with_progress``; "" without a task."""
        if self.has_open_task:
            is_begun = self.has_begun_task or self.has_done_task
            return "Đang thực hiện" if is_begun else "Đã giao"
        if self.has_done_task:
            return "Đã thực hiện xong"
        return "Không thực hiện nữa" if self.has_cancelled_task else ""

    @property
    def present_units(self) -> str:
        """Return who has the work now where its unit handed it over, of a row of
        ``with_progress``; "" where nobody did.
        """
        return joined(self.handed_over_to)

    @property
    def shown_due_on(self) -> date | None:
        """Return the deadline as residents read it, of a row of ``with_progress``: the extended
        one, once a task was given more time.

        None once it has passed, whether a task is done or late, since a named unit that is late is
        internal, and where nothing is to be done any more.
        """
        is_dropped = self.has_cancelled_task and not self.has_open_task and not self.has_done_task
        if self.due_on is None or is_dropped:
            return None
        due_on = max(self.due_on, self.task_due_on or self.due_on)
        return due_on if due_on >= timezone.localdate() else None

    @property
    def code(self) -> str:
        return f"{self.number}/{self.number_year}"
