"""Conclusions of meetings and their yearly numbering."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from core.date_fields import DateField
from core.dates import DUE
from meetings.models.meetings import Meeting
from meetings.models.minutes import MinutesPart
from meetings.querysets import ConclusionQuerySet
from meetings.states import Recurrence, Verb
from meetings.wording.conclusions import conclusion_sentence, support_note
from organization.models import Unit, User


class Conclusion(MinutesPart):
    """A conclusion: verb, addressee, text, due date. Internal unless marked public.

    ``addressee`` is the wording of the minutes ("các ngành, đoàn thể"), by default the names of
    ``lead_units``; each of these is assigned a task at approval. ``has_no_task`` marks, with a
    reason, a conclusion without tasks. ``number`` and ``number_year`` are assigned at approval and
    never change.
    """

    meeting = models.ForeignKey(
        Meeting, models.PROTECT, related_name="conclusions", verbose_name="cuộc họp"
    )
    verb = models.CharField("giao việc", max_length=8, choices=Verb, default=Verb.ASSIGN)
    addressee = models.CharField("ai", max_length=300, blank=True)
    text = models.TextField("việc gì", max_length=5_000)
    lead_units = models.ManyToManyField(
        Unit, blank=True, related_name="led_conclusions", verbose_name="đơn vị chủ trì"
    )
    supporting_units = models.ManyToManyField(
        Unit, blank=True, related_name="+", verbose_name="đơn vị phối hợp"
    )
    person = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="người thực hiện",
    )
    due_on = DateField("hạn", null=True, blank=True, bounds=DUE)
    # The day off that whoever wrote the minutes confirmed as the deadline.
    day_off_confirmed_on = DateField("ngày nghỉ đã xác nhận", null=True, editable=False, bounds=DUE)
    recurrence = models.CharField("cách làm", max_length=8, choices=Recurrence, blank=True)
    has_no_task = models.BooleanField("không giao việc", default=False)
    no_task_reason = models.CharField("lý do không giao việc", max_length=300, blank=True)
    is_public = models.BooleanField("công khai", default=False)
    number = models.PositiveIntegerField("số", null=True, editable=False)
    number_year = models.PositiveSmallIntegerField("năm", null=True, editable=False)

    objects = ConclusionQuerySet.as_manager()

    class Meta:
        verbose_name = "kết luận"
        verbose_name_plural = "kết luận"
        ordering = ["meeting", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["number_year", "number"], name="meetings_conclusion_number_once"
            ),
            models.CheckConstraint(
                condition=Q(number=None, number_year=None)
                | Q(number__gt=0, number_year__isnull=False),
                name="meetings_conclusion_numbered_whole",
            ),
            models.CheckConstraint(
                condition=Q(due_on=None) | Q(recurrence=""),
                name="meetings_conclusion_one_time",
                violation_error_message=(
                    "Việc thường xuyên không có ngày hạn: xin bỏ một trong hai."
                ),
            ),
            models.CheckConstraint(
                condition=Q(verb__in=Verb.values), name="meetings_conclusion_verb_known"
            ),
        ]

    def __str__(self) -> str:
        return self.sentence

    @property
    def sentence(self) -> str:
        """Return the sentence of the minutes: "Giao Tổ CNTT kiểm tra …".

        Reads ``lead_units``, whose names stand in for a blank addressee: prefetched by
        ``ConclusionQuerySet.with_units``.
        """
        return conclusion_sentence(
            self.get_verb_display(),
            self.addressee,
            self.text,
            [unit.name for unit in self.lead_units.all()] if self.pk else [],
        )

    @property
    def support(self) -> str:
        """Return "phối hợp: Công an phường"; "" without supporting units."""
        return support_note([unit.name for unit in self.supporting_units.all()])

    @property
    def anchor(self) -> str:
        """Return the anchor on the public page of its meeting."""
        return f"ket-luan-{self.pk}"

    @property
    def code(self) -> str:
        """Return number and year, ``12/2016``; empty before approval."""
        return f"{self.number}/{self.number_year}" if self.number else ""


class ConclusionNumbers(models.Model):
    """The last assigned number of a year; its row is locked to assign the next one."""

    year = models.PositiveSmallIntegerField("năm", primary_key=True)
    last = models.PositiveIntegerField("số cuối", default=0)

    class Meta:
        verbose_name = "số kết luận trong năm"
        verbose_name_plural = "số kết luận trong năm"

    def __str__(self) -> str:
        return f"{self.last}/{self.year}"
