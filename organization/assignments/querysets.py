"""Querysets of assignments; each model's own queryset extends ``AssignmentQuerySet``."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import (
    Case,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.lookups import Exact
from django.utils import timezone

from core.dates import day_end, day_start
from core.models import TransitionLog
from organization.assignments.states import (
    DECLINING,
    OPEN_STATES,
    OWED_STATES,
    RECORDED,
    REPORTING,
    AssignmentState,
    Recurrence,
    RequestState,
)
from organization.models import Succession, Unit, User
from organization.permissions import may_see_all_work

if TYPE_CHECKING:
    from organization.assignments.models import Assignment

_Row = TypeVar("_Row", bound="Assignment", covariant=True)


class AssignmentQuerySet(models.QuerySet[_Row]):
    def readable_by(self, user: User) -> Self:
        """Return the assignments a user may view.

        All for the board and leaders; for others those that involve them.
        """
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self.all() if may_see_all_work(user) else self.filter(self.involving(user))

    def involving(self, user: User) -> Q:
        """Return the condition that an assignment involves the user.

        As a member of the lead unit, of a supporting unit or of a successor of these, as the person
        named, or as the assigner.
        """
        own = Q(person=user) | Q(assigned_by=user)
        if user.unit_id:
            units = Unit.objects.with_predecessors(user.unit_id, on=timezone.localdate())
            supporting = self.model.supporting_units.through._default_manager.filter(
                **{str(self.model._meta.model_name): OuterRef("pk")}, unit__in=units.values("pk")
            )
            own |= Q(lead_unit__in=units.values("pk")) | Q(Exists(supporting))
        return own

    def with_account(self) -> Self:
        """Annotate ``lead_has_account``: somebody of the lead unit, or the person named, can log
        in. Spares the queries of ``organization.assignments.units.has_account``.
        """
        members = User.objects.able_to_log_in().filter(
            Q(unit=OuterRef("lead_unit")) | Q(pk=OuterRef("person"))
        )
        return self.annotate(lead_has_account=Exists(members))

    def open(self) -> Self:
        """Return the assignments that are neither done nor cancelled."""
        return self.filter(state__in=OPEN_STATES)

    def owed(self) -> Self:
        """Return the assignments not yet reported as finished."""
        return self.filter(state__in=OWED_STATES)

    def owed_by(self, units: Collection[int], *, on: date) -> list[_Row]:
        """Return by due date what the units, or persons of them, have not yet reported as finished.

        Open assignments of a dissolved unit are owed by its successor. One query, and another
        where a unit with owed assignments is dissolved.
        """
        found = self.owed().filter(
            Q(lead_unit__in=units) | Q(person__unit__in=units) | Q(lead_unit__valid_until__lt=on)
        )
        rows = list(found.select_related("lead_unit", "person").order_by("due_on", "pk"))
        if not any(row.lead_unit.is_dissolved(on=on) for row in rows):
            return rows
        held = Succession.load().held_by(units, on=on)
        return [
            row
            for row in rows
            if row.lead_unit_id in held or (row.person and row.person.unit_id in units)
        ]

    def orphaned(self, *, succession: Succession, on: date) -> Self:
        """Return the open assignments of dissolved units without a successor."""
        return self.open().filter(lead_unit__in=succession.orphaned(on=on))

    def overdue(self, *, on: date) -> Self:
        """Return what is not yet reported as finished and past its due date, and weekly ones
        without the report of the last week.
        """
        return self.owed().filter(Q(due_on__lt=on) | self.missed_week(on=on))

    def missed_week(self, *, on: date) -> Q:
        """Return the condition that a weekly assignment has no report of the week that ended last
        before the day, and none since.

        Weeks begin on Monday; the first is the one that begins on or after the day of assignment.
        """
        monday = on - timedelta(days=on.weekday() + 7)
        reports = TransitionLog.objects.filter(
            content_type=ContentType.objects.get_for_model(self.model),
            object_id=OuterRef("pk"),
            name__in=REPORTING,
            at__gte=day_start(monday),
            at__lt=day_end(on),
        )
        is_weekly = Q(recurrence=Recurrence.WEEKLY, assigned_at__lt=day_end(monday))
        return is_weekly & ~Q(Exists(reports))

    def with_missed_week(self, *, on: date) -> Self:
        """Annotate ``is_week_missed``, which spares ``is_late`` a query."""
        is_missed = ExpressionWrapper(self.missed_week(on=on), models.BooleanField())
        return self.annotate(is_week_missed=is_missed)

    def with_asking(self) -> Self:
        """Annotate ``is_asking``: an extension request of the unit is unanswered."""
        is_asking = Q(self._has_waiting_request(), state=AssignmentState.IN_HAND)
        return self.annotate(is_asking=ExpressionWrapper(is_asking, models.BooleanField()))

    def asking_for_time(self) -> Self:
        return self.filter(self._has_waiting_request(), state=AssignmentState.IN_HAND)

    def _has_waiting_request(self) -> Exists:
        relation: Any = self.model._meta.get_field("extension_requests")
        requests = relation.related_model._default_manager
        return Exists(
            requests.filter(**{relation.field.name: OuterRef("pk")}, state=RequestState.ASKED)
        )

    def awaiting_answer(self) -> Self:
        """Return the assignments reported as finished, those with more time asked for, and those
        that their unit declined, by due date; annotated with ``is_asking``.
        """
        awaits_answer = Q(state=AssignmentState.FINISHED) | Q(is_asking=True) | self._declined()
        return self.with_asking().filter(awaits_answer).order_by("due_on", "pk")

    def _declined(self) -> Q:
        """Return the condition that the unit asked to give it to another one, as ``is_declined``
        has it.
        """
        steps = TransitionLog.objects.filter(
            content_type=ContentType.objects.get_for_model(self.model),
            object_id=OuterRef("pk"),
            name__in=DECLINING,
        )
        last = Subquery(steps.order_by("-at", "-pk").values("name")[:1])
        return Q(Exact(last, Value("decline")), state=AssignmentState.GIVEN)

    def recorded_for_units(self) -> models.QuerySet[TransitionLog]:
        """Return the steps of the assignment of an outer query that somebody recorded for a unit
        without an account.
        """
        steps = TransitionLog.objects.filter(
            content_type=ContentType.objects.get_for_model(self.model),
            object_id=OuterRef("pk"),
            name__in=RECORDED,
        )
        return steps.exclude(on_behalf_of="")

    def for_assigners(self, *, on: date) -> Self:
        """Return the assignments that await an answer of the assigner, then overdue ones, by due
        date.

        Those of a dissolved unit whose successor is missing or dissolved too may await that they
        are handed over: ``Succession.orphaned`` decides.
        """
        may_be_orphaned = Q(state__in=OPEN_STATES, lead_unit__valid_until__lt=on) & (
            Q(lead_unit__successor=None) | Q(lead_unit__successor__valid_until__lt=on)
        )
        awaits_answer = Q(state=AssignmentState.FINISHED) | Q(is_asking=True) | may_be_orphaned
        is_late = Q(due_on__lt=on) | Q(is_week_missed=True)
        found = self.with_asking().with_missed_week(on=on)
        found = found.filter(awaits_answer | Q(is_late, state__in=OWED_STATES))
        return found.order_by(Case(When(awaits_answer, then=0), default=1), "due_on", "pk")
