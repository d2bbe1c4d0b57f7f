"""Reads of meetings, conclusions and tasks in the ward's words."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Case, Exists, ExpressionWrapper, OuterRef, Q, When

from core.search.expressions import folded_words, query_words
from meetings.permissions import may_edit_calendar, may_read_all
from meetings.states import MeetingState, RequestState, TaskState

if TYPE_CHECKING:
    from meetings.models import CalendarEvent, Conclusion, Meeting, Task, TaskReport
    from organization.models import User

SEARCH_COLUMNS = ("search_vector", "title_words")  # only the database reads them
_AFTER_APPROVAL = (MeetingState.APPROVED, MeetingState.CLOSED)


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def published(self) -> MeetingQuerySet:
        """Return the meetings residents may read about: marked public, held, and their minutes
        approved.
        """
        return self.filter(is_public=True, state__in=_AFTER_APPROVAL)

    def announced(self) -> MeetingQuerySet:
        """Return the meetings whose time and place stand in the public calendar: marked public and
        not cancelled.
        """
        return self.filter(is_public=True).exclude(state=MeetingState.CANCELLED)

    def between(self, starts_at: datetime, ends_at: datetime) -> MeetingQuerySet:
        """Return what begins from one moment to before another, in order of time."""
        return self.filter(starts_at__gte=starts_at, starts_at__lt=ends_at).order_by(
            "starts_at", "pk"
        )

    def for_list(self) -> MeetingQuerySet:
        return self.defer(*SEARCH_COLUMNS)

    def readable_by(self, user: User) -> MeetingQuerySet:
        """Return what a person reads whole: the board and leaders everything, a chair or secretary
        their own.
        """
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self.all() if may_read_all(user) else self.filter(Q(chair=user) | Q(secretary=user))

    def before(self, meeting: Meeting) -> MeetingQuerySet:
        """Return the meetings of the same series that began before this one, the last one first."""
        earlier = self.filter(series=meeting.series_id, starts_at__lt=meeting.starts_at)
        return (
            earlier.exclude(pk=meeting.pk)
            .exclude(state=MeetingState.CANCELLED)
            .order_by("-starts_at", "-pk")
        )


class ConclusionQuerySet(models.QuerySet["Conclusion"]):
    def published(self) -> ConclusionQuerySet:
        """Return the conclusions residents may read: marked public, of meetings that are
        published.
        """
        return self.filter(
            is_public=True, meeting__is_public=True, meeting__state__in=_AFTER_APPROVAL
        )

    def for_list(self) -> ConclusionQuerySet:
        return self.defer(*SEARCH_COLUMNS)


class TaskQuerySet(models.QuerySet["Task"]):
    def readable_by(self, user: User) -> TaskQuerySet:
        """Return the board's and leaders' all; else those of the own unit, one's own, those one
        gave or presides over.

        A unit that merely supports reads the task too.
        """
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if may_read_all(user):
            return self.all()
        mine = Q(person=user) | Q(assigned_by=user)
        mine |= Q(conclusion__meeting__chair=user) | Q(conclusion__meeting__secretary=user)
        if user.unit_id:
            supporting = self.model.supporting_units.through.objects.filter(
                task=OuterRef("pk"), unit=user.unit_id
            )
            mine |= Q(lead_unit=user.unit_id) | Q(Exists(supporting))
        return self.filter(mine)

    def matching(self, typed: str) -> TaskQuerySet:
        """Return what has each typed word in its text, its source or the name of its unit, with or
        without marks.

        The words are folded while they are looked for: a ward has thousands of tasks, not millions.
        """
        found = self.alias(said=folded_words("text", "source_text", "lead_unit__name"))
        wanted = query_words(typed)
        for word in wanted:
            found = found.filter(said__contains=f" {word}")
        return found if wanted else self.none()

    def open(self) -> TaskQuerySet:
        """Return what is not settled: given, in hand, or finished and not verified yet."""
        return self.filter(state__in=[TaskState.GIVEN, TaskState.IN_HAND, TaskState.FINISHED])

    def owed(self) -> TaskQuerySet:
        """Return what a unit still has to do."""
        return self.filter(state__in=[TaskState.GIVEN, TaskState.IN_HAND])

    def overdue(self, *, on: date) -> TaskQuerySet:
        return self.owed().filter(due_on__lt=on)

    def with_asking(self) -> TaskQuerySet:
        """Annotate ``is_asking``: the unit asks for time and nobody has answered."""
        is_asking = Q(self._has_waiting_request(), state=TaskState.IN_HAND)
        return self.annotate(is_asking=ExpressionWrapper(is_asking, models.BooleanField()))

    def asking_for_time(self) -> TaskQuerySet:
        return self.filter(self._has_waiting_request(), state=TaskState.IN_HAND)

    def _has_waiting_request(self) -> Exists:
        requests = self.model.extension_requests.rel.related_model._default_manager
        return Exists(requests.filter(task=OuterRef("pk"), state=RequestState.ASKED))

    def for_assigners(self, *, on: date) -> TaskQuerySet:
        """Return what waits for the word of who gave it, then what runs late; what is due first
        before the rest.
        """
        waits = Q(state=TaskState.FINISHED) | Q(is_asking=True)
        found = self.with_asking().filter(
            waits | Q(state__in=[TaskState.GIVEN, TaskState.IN_HAND], due_on__lt=on)
        )
        return found.order_by(Case(When(waits, then=0), default=1), "due_on", "pk")


class TaskReportQuerySet(models.QuerySet["TaskReport"]):
    def readable_by(self, user: User) -> TaskReportQuerySet:
        """Return the reports, and so their files, of the tasks the person reads."""
        tasks: Any = self.model._meta.get_field("task").related_model
        return self.filter(task__in=tasks.objects.readable_by(user))


class CalendarEventQuerySet(models.QuerySet["CalendarEvent"]):
    def published(self) -> CalendarEventQuerySet:
        """Return the events residents may read of; a cancelled one stays and says so."""
        return self.filter(is_public=True)

    def readable_by(self, user: User) -> CalendarEventQuerySet:
        """Return all events for the board, leaders and edit_roles of the calendar, the public ones
        for other officers.
        """
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self.all() if may_read_all(user) or may_edit_calendar(user) else self.published()

    def between(self, starts_at: datetime, ends_at: datetime) -> CalendarEventQuerySet:
        """Return what takes place, in part at least, from one moment to before another, in order of
        time.
        """
        goes_on = Q(starts_at__gte=starts_at) | Q(ends_at__gt=starts_at)
        return self.filter(goes_on, starts_at__lt=ends_at).order_by("starts_at", "pk")
