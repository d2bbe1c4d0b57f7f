"""Abstract models of assignments, their reports and extension requests.

A concrete model has a foreign key ``reports`` of an ``AssignmentReport`` and one
``extension_requests`` of an ``AssignmentExtension``; see ``docs/howto/add-an-assignment.md``.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from core.date_fields import DateField, DateTimeField
from core.dates import DUE
from core.models import FileUse, TransitionLog, Versioned
from core.workflow.engine import log_of
from organization.assignments.states import (
    DECLINING,
    OPEN_STATES,
    OWED_STATES,
    AssignmentState,
    Priority,
    Recurrence,
    RequestState,
)
from organization.models import Unit, User
from organization.roles import CHAIRS

# Workflow columns, recorded by the transition log and excluded from revisions.
STATE_FIELDS = [
    "state",
    "received_at",
    "first_opened_at",
    "finished_at",
    "done_at",
    "cancelled_at",
]


class Assignment(Versioned):
    """What a unit must do, with a due date or a recurrence.

    ``due_on`` is the current due date, ``first_due_on`` the original one, for statistics.
    ``state`` and the times are written by ``core.workflow.engine.perform`` alone: ``finished_at``
    at the unit's report of completion, ``done_at`` at its verification; ``first_opened_at`` by
    ``organization.assignments.services.record_opening``. Assignments are stored by
    ``organization.assignments.services.assign`` alone.
    """

    lead_unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="%(class)ss", verbose_name="đơn vị chủ trì"
    )
    supporting_units = models.ManyToManyField(
        Unit, blank=True, related_name="supported_%(class)ss", verbose_name="đơn vị phối hợp"
    )
    person = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)ss",
        verbose_name="người thực hiện",
    )
    due_on = DateField("hạn", null=True, blank=True, bounds=DUE)
    first_due_on = DateField("hạn đầu tiên", null=True, editable=False, bounds=DUE)
    recurrence = models.CharField("cách làm", max_length=8, choices=Recurrence, blank=True)
    priority = models.PositiveSmallIntegerField("mức độ", choices=Priority, default=Priority.NORMAL)
    state = models.CharField(
        "trạng thái",
        max_length=10,
        choices=AssignmentState,
        default=AssignmentState.GIVEN,
        editable=False,
    )
    assigned_by = models.ForeignKey(
        User, models.PROTECT, editable=False, related_name="+", verbose_name="người giao"
    )
    assigned_at = DateTimeField("giao lúc", editable=False)
    first_opened_at = DateTimeField("đơn vị mở xem lúc", null=True, editable=False)
    received_at = DateTimeField("nhận lúc", null=True, editable=False)
    finished_at = DateTimeField("báo xong lúc", null=True, editable=False)
    done_at = DateTimeField("xác nhận xong lúc", null=True, editable=False)
    cancelled_at = DateTimeField("hủy lúc", null=True, editable=False)

    class Meta:
        abstract = True
        ordering = ["-assigned_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(due_on__isnull=False, first_due_on__isnull=False, recurrence="")
                | (Q(due_on=None, first_due_on=None) & ~Q(recurrence="")),
                name="%(app_label)s_%(class)s_due_or_recurring",
                violation_error_message="Xin ghi hạn, hoặc chọn việc thường xuyên, hằng tuần.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=AssignmentState.values),
                name="%(app_label)s_%(class)s_state_known",
            ),
        ]
        indexes = [
            # AssignmentQuerySet.open(): the work list, the dashboard, the calendar.
            models.Index(
                fields=["due_on", "id"],
                condition=Q(state__in=list(OPEN_STATES)),
                name="%(app_label)s_%(class)s_open",
            )
        ]

    # What a concrete model may define anew.

    @property
    def origin(self) -> str:
        """Return what it goes back to, in a few words: a conclusion, a document."""
        return ""

    @property
    def description(self) -> str:
        """Return what is to be done, whole."""
        return str(self)

    def is_assigner(self, actor: User) -> bool:
        """Return whether the active user answers the unit: who assigned it.

        The substitute while that leader is away; leaders and heads if that account is inactive.
        """
        if self.assigned_by.is_active:
            return actor.pk == self.assigned_by_id or bool(self.acted_for(actor))
        return actor.has_role(*CHAIRS)

    def is_canceller(self, actor: User) -> bool:
        """Return whether the active user may cancel it."""
        return self.is_assigner(actor)

    def acted_for(self, actor: User) -> str:
        """Return the leader who is away and for whom the actor answers the unit; "" for oneself."""
        is_substitute = (
            actor.pk != self.assigned_by_id and self.assigned_by_id in actor.substitutes_for
        )
        return self.assigned_by.full_name if is_substitute else ""

    @property
    def giver(self) -> str:
        """Return who assigned it and, where there is one, for whom."""
        return str(self.assigned_by)

    @property
    def answering_leader(self) -> User | None:
        """Return for whom a substitute answers the unit."""
        return self.assigned_by

    def assigners(self) -> list[User]:
        """Return who is told what the unit reports: the assigner, and a substitute."""
        return User.objects.with_substitutes([self.assigned_by])

    @property
    def given_labels(self) -> tuple[str, str, str]:
        """Return how notices of a new one begin, to the person, the lead unit and the others."""
        noun, lead = self._meta.verbose_name, self.lead_unit.name
        supporting = f"Đơn vị phối hợp {noun}, {lead} chủ trì"
        return f"Quý vị được giao {noun}", f"Đơn vị được giao {noun}", supporting

    @property
    def direction(self) -> str:
        """Return what the assigner said beside the title, as a sentence; "" for nothing."""
        return ""

    def handing_over_problem(self, unit: Unit) -> str:
        """Return why the assignment cannot be handed over to the unit; "" if it can.

        Called in the transaction of the transition: locks here last until it ends.
        """
        return ""

    def restoring_problem(self) -> str:
        """Return why it cannot be restored once it is cancelled; "" if it can."""
        return ""

    # What all assignments share.

    @property
    def address(self) -> str:
        """Return the path of its page in the admin."""
        return reverse(
            f"admin:{self._meta.app_label}_{self._meta.model_name}_change", args=[self.pk]
        )

    @property
    def deadline_label(self) -> str:
        """Return the due date or the recurrence: "Hạn 05/07/2016", "Việc thường xuyên"."""
        if self.due_on:
            return f"Hạn {self.due_on:%d/%m/%Y}"
        return f"Việc {Recurrence(self.recurrence).label.lower()}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def state_label(self) -> str:
        """Return the state as people read it, of what was finished late with the day."""
        label = AssignmentState(self.state).label
        day = self.late_finish
        if day is None:
            return label
        word, comma, rest = label.partition(", ")
        return f"{word} muộn, ngày {day:%d/%m/%Y}{comma}{rest}"

    @property
    def late_finish(self) -> date | None:
        """Return the day on which it was reported as finished, if that was after the due date."""
        is_finished = self.state in (AssignmentState.FINISHED, AssignmentState.DONE)
        if not is_finished or self.due_on is None or self.finished_at is None:
            return None
        day = timezone.localdate(self.finished_at)
        return day if day > self.due_on else None

    def state_on(self, day: date) -> str:
        """Return ``state_label``, or that it is not finished and was past its due date on a day."""
        if self.state in OWED_STATES and self.due_on and self.due_on < day:
            return "Quá hạn, chưa xong"
        return self.state_label

    @property
    def waiting_request(self) -> Any:
        """Return the extension request without an answer; None without one."""
        requests: Any = getattr(self, "extension_requests")  # noqa: B009  (of the concrete model)
        return next((row for row in requests.all() if row.state == RequestState.ASKED), None)

    @property
    def is_declined(self) -> bool:
        """Return whether the unit asked to give it to another one and has not taken it since."""
        if self.state != AssignmentState.GIVEN:
            return False
        last = log_of(self).filter(name__in=DECLINING).values_list("name", flat=True).last()
        return last == "decline"

    @property
    def finisher_id(self) -> int | None:
        """Return the id of the user who last reported completion."""
        return log_of(self).filter(name="finish").values_list("actor", flat=True).last()

    def answered_for(self) -> dict[datetime, str]:
        """Return the leaders for whom substitutes answered requests for time, by moment."""
        rows = log_of(self).filter(name__in=("grant_time", "refuse_time")).exclude(on_behalf_of="")
        return dict(rows.values_list("at", "on_behalf_of"))

    def recorders(self, *names: str) -> set[int]:
        """Return the ids of those who recorded one of these transitions on the unit's behalf."""
        rows = log_of(self).filter(name__in=names).exclude(on_behalf_of="")
        return {pk for pk in rows.values_list("actor", flat=True) if pk}

    def is_late(self, today: date) -> bool:
        """Return whether it is not yet reported as finished and past its due date or, of a weekly
        one, without the report of the last week.

        One query for a weekly one that was not read ``with_missed_week``.
        """
        if self.state not in OWED_STATES:
            return False
        if self.recurrence == Recurrence.WEEKLY:
            return self._misses_week(today)
        return self.due_on is not None and self.due_on < today

    def _misses_week(self, today: date) -> bool:
        annotated: bool | None = getattr(self, "is_week_missed", None)
        if annotated is not None:
            return annotated
        rows: Any = type(self)._default_manager.filter(pk=self.pk)
        return bool(rows.overdue(on=today).exists())


class AssignmentReport(models.Model):
    """Files of a unit's report; the text is the note of the log row."""

    log = models.OneToOneField(TransitionLog, models.PROTECT, related_name="+")

    file_uses = GenericRelation(FileUse)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        return self.log.note

    @property
    def at(self) -> datetime:
        return self.log.at

    @property
    def author(self) -> Any:
        return self.log.actor


class AssignmentExtension(models.Model):
    """A unit's request for a later due date, with the assigner's answer.

    At most one per assignment is unanswered: the concrete model has that constraint.
    ``on_behalf_of`` names the unit if somebody else recorded the request.
    """

    due_on = DateField("hạn lúc xin", bounds=DUE)
    asked_due_on = DateField("xin gia hạn đến", bounds=DUE)
    reason = models.TextField("lý do")
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người xin")
    on_behalf_of = models.CharField("thay mặt", max_length=120, blank=True, default="")
    asked_at = DateTimeField("xin lúc")
    state = models.CharField(
        "trả lời", max_length=8, choices=RequestState, default=RequestState.ASKED
    )
    granted_due_on = DateField("gia hạn đến", null=True, blank=True, bounds=DUE)
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name="người trả lời"
    )
    decided_at = DateTimeField("trả lời lúc", null=True)
    answer = models.TextField("lời trả lời", blank=True)

    class Meta:
        abstract = True
        verbose_name = "xin gia hạn"
        verbose_name_plural = "xin gia hạn"
        constraints = [
            models.CheckConstraint(
                condition=Q(asked_due_on__gt=models.F("due_on")),
                name="%(app_label)s_extension_later",
                violation_error_message="Hạn mới phải sau hạn hiện nay.",
            ),
            models.CheckConstraint(
                condition=Q(state=RequestState.ASKED, decided_at=None, granted_due_on=None)
                | Q(
                    state=RequestState.GRANTED,
                    decided_at__isnull=False,
                    granted_due_on__isnull=False,
                )
                | Q(state=RequestState.REFUSED, decided_at__isnull=False, granted_due_on=None),
                name="%(app_label)s_extension_answered",
            ),
        ]

    def __str__(self) -> str:
        return f"Xin gia hạn đến {self.asked_due_on:%d/%m/%Y}"

    @property
    def is_withdrawn(self) -> bool:
        """Return whether nobody answered it: the unit reported that it had finished."""
        return self.state == RequestState.REFUSED and self.decided_by_id is None

    def days_words(self, due_on: date | None) -> str:
        """Return the days of the request, with the present deadline ``due_on`` if that was changed
        while the request waits.
        """
        days = f"từ {self.due_on:%d/%m/%Y} đến {self.asked_due_on:%d/%m/%Y}"
        if self.state != RequestState.ASKED or due_on in (None, self.due_on):
            return days
        return f"{days} (hạn nay đã đổi thành {due_on:%d/%m/%Y})"
