"""The rows that minutes consist of.

Each has a version of its own, so that two people may type in one meeting.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from core.text.vietnamese import clean_line, visible
from meetings.models.meetings import Meeting
from meetings.states import Presence
from organization.models import Unit, User


class MinutesPart(models.Model):
    """A row of a meeting's minutes.

    Stored and removed by ``meetings.minutes.services`` alone, which compares ``version``.
    """

    position = models.PositiveSmallIntegerField("thứ tự", default=0)
    version = models.PositiveIntegerField("phiên bản", default=1, editable=False)
    # The sender's own mark of a new row: after a lost answer the same row comes again under the
    # same mark.
    idempotency_key = models.CharField(max_length=32, blank=True, editable=False)

    if TYPE_CHECKING:  # every row is of a meeting, under a related name of its own
        meeting: models.ForeignKey[Meeting, Meeting]
        meeting_id: int

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Bring every text into one form: lines become one line, invisible characters of Word
        go.
        """
        for field in (field for field in self._meta.concrete_fields if not field.generated):
            value = getattr(self, field.attname)
            if isinstance(value, str) and not field.choices:
                is_text = field.get_internal_type() == "TextField"
                setattr(
                    self, field.attname, visible(value).strip() if is_text else clean_line(value)
                )


class Attendance(MinutesPart):
    """Who was expected, by group, and whether they came. Internal for ever."""

    meeting = models.ForeignKey(
        Meeting, models.PROTECT, related_name="attendances", verbose_name="cuộc họp"
    )
    group = models.CharField("thành phần", max_length=120)
    person = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="tài khoản"
    )
    name = models.CharField("họ và tên", max_length=80)
    title = models.CharField("chức vụ", max_length=240, blank=True)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="đơn vị"
    )
    presence = models.CharField("có mặt", max_length=8, choices=Presence, default=Presence.PRESENT)
    deputy_name = models.CharField("người dự thay", max_length=80, blank=True)
    deputy_title = models.CharField("chức vụ người dự thay", max_length=240, blank=True)
    reason = models.CharField("lý do vắng", max_length=200, blank=True)

    class Meta:
        verbose_name = "người dự họp"
        verbose_name_plural = "thành phần dự họp"
        ordering = ["meeting", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(presence__in=Presence.values),
                name="meetings_attendance_presence_known",
            )
        ]

    def __str__(self) -> str:
        return self.name


class AgendaItem(MinutesPart):
    """One point of the agenda; ``notes`` is what the minutes say was presented under it."""

    meeting = models.ForeignKey(
        Meeting, models.PROTECT, related_name="agenda_items", verbose_name="cuộc họp"
    )
    title = models.CharField("nội dung", max_length=300)
    presenter = models.CharField("người trình bày", max_length=200, blank=True)
    minutes_planned = models.PositiveSmallIntegerField("số phút dự kiến", null=True, blank=True)
    notes = models.TextField("diễn biến", blank=True, max_length=20_000)

    class Meta:
        verbose_name = "nội dung họp"
        verbose_name_plural = "chương trình họp"
        ordering = ["meeting", "position", "pk"]

    def __str__(self) -> str:
        return self.title


class Result(MinutesPart):
    """A result the meeting recognised."""

    meeting = models.ForeignKey(
        Meeting, models.PROTECT, related_name="results", verbose_name="cuộc họp"
    )
    text = models.TextField("kết quả", max_length=5_000)

    class Meta:
        verbose_name = "kết quả"
        verbose_name_plural = "kết quả đạt được"
        ordering = ["meeting", "position", "pk"]

    def __str__(self) -> str:
        return self.text


class Limitation(MinutesPart):
    """What is still lacking, at which units, and why.

    Internal for ever: the public reads "một số ngành, đoàn thể".
    """

    meeting = models.ForeignKey(
        Meeting, models.PROTECT, related_name="limitations", verbose_name="cuộc họp"
    )
    text = models.TextField("tồn tại, hạn chế", max_length=5_000)
    units = models.ManyToManyField(Unit, blank=True, related_name="+", verbose_name="đơn vị")
    cause = models.TextField("nguyên nhân", blank=True, max_length=5_000)

    class Meta:
        verbose_name = "tồn tại, hạn chế"
        verbose_name_plural = "tồn tại, hạn chế"
        ordering = ["meeting", "position", "pk"]

    def __str__(self) -> str:
        return self.text


class Opinion(MinutesPart):
    """One opinion that was given; how many there were is ``Meeting.opinion_count``."""

    meeting = models.ForeignKey(
        Meeting, models.PROTECT, related_name="opinions", verbose_name="cuộc họp"
    )
    speaker = models.CharField("người phát biểu", max_length=240)
    text = models.TextField("ý kiến", blank=True, max_length=10_000)

    class Meta:
        verbose_name = "ý kiến phát biểu"
        verbose_name_plural = "ý kiến phát biểu"
        ordering = ["meeting", "position", "pk"]

    def __str__(self) -> str:
        return self.speaker
