"""Querysets of meetings, conclusions, tasks and calendar events."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from core.models import TransitionLog
from core.search.expressions import folded_words, query_words
from meetings.permissions import may_edit_calendar, may_read_all
from meetings.states import MeetingState, TaskState
from organization.assignments.querysets import AssignmentQuerySet
from organization.assignments.states import OPEN_STATES

if TYPE_CHECKING:
    from meetings.models import (
        ApprovedConclusion,
        ApprovedMeeting,
        CalendarEvent,
        Conclusion,
        Meeting,
        Task,  # noqa: F401  (the parameter of a base class, as a string)
        TaskReport,
    )
    from organization.models import User

SEARCH_COLUMNS = ("search_vector", "title_words")  # read by the database alone
_AFTER_APPROVAL = (MeetingState.APPROVED, MeetingState.CLOSED)


def _was_approved(prefix: str = "") -> Q:
    """Return the condition of approval, now or before the correction that is under way."""
    is_approved = Q(**{f"{prefix}state__in": _AFTER_APPROVAL})
    return is_approved | Q(**{f"{prefix}approved__isnull": False})


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def published(self) -> MeetingQuerySet:
        """Return the meetings residents may view: public and approved, also while their minutes
        are being corrected. What they read is ``ApprovedMeeting``.
        """
        return self.filter(_was_approved(), is_public=True)

    def announced(self) -> MeetingQuerySet:
        """Return the meetings of the public calendar: those that are public, cancelled ones
        included, so that imported calendars are told.
        """
        return self.filter(is_public=True)

    def announced_between(self, starts_at: datetime, ends_at: datetime) -> MeetingQuerySet:
        """Return the announced meetings that start from ``starts_at`` to before ``ends_at``.

        With ``approved``, whose words and times hold once there is one.
        """
        announced = self.announced().select_related("approved")
        return announced.alias(begins=Coalesce("approved__starts_at", "starts_at")).filter(
            begins__gte=starts_at, begins__lt=ends_at
        )

    def for_list(self) -> MeetingQuerySet:
        return self.all()

    def readable_by(self, user: User) -> MeetingQuerySet:
        """Return the meetings a user may view with internal content.

        All for the board and leaders, for others those they chair or are secretary of.
        """
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self.all() if may_read_all(user) else self.filter(Q(chair=user) | Q(secretary=user))

    def attended_by(self, user: User) -> MeetingQuerySet:
        """Return the meetings on whose list of attendees the account is: read as an invitation,
        without internal content.
        """
        if not user.is_authenticated or not user.is_active:
            return self.none()
        rows: Any = self.model._meta.get_field("attendances").related_model
        return self.filter(
            Exists(rows._default_manager.filter(meeting=OuterRef("pk"), person=user))
        )

    def before(self, meeting: Meeting) -> MeetingQuerySet:
        """Return the earlier meetings of the same series, latest first, without cancelled ones.

        None of a single meeting.
        """
        if meeting.series.is_of_single_meetings:
            return self.none()
        earlier = self.filter(series=meeting.series_id, starts_at__lt=meeting.starts_at)
        return (
            earlier.exclude(pk=meeting.pk)
            .exclude(state=MeetingState.CANCELLED)
            .order_by("-starts_at", "-pk")
        )


class ConclusionQuerySet(models.QuerySet["Conclusion"]):
    def published(self) -> ConclusionQuerySet:
        """Return the conclusions residents may view: public as approved, of published meetings.

        What they read is ``ApprovedConclusion``.
        """
        is_public = Q(approved__is_public=True) | Q(
            approved=None, is_public=True, meeting__state__in=_AFTER_APPROVAL
        )
        return self.filter(is_public, _was_approved("meeting__"), meeting__is_public=True)

    def for_list(self) -> ConclusionQuerySet:
        return self.all()

    def with_units(self) -> ConclusionQuerySet:
        """Prefetch the units that ``Conclusion.sentence`` and ``support`` name: two queries."""
        return self.prefetch_related("lead_units", "supporting_units")


class ApprovedMeetingQuerySet(models.QuerySet["ApprovedMeeting"]):
    def published(self) -> ApprovedMeetingQuerySet:
        """Return what residents read of meetings: all that is marked public."""
        return self.filter(meeting__is_public=True)

    def with_correction(self) -> ApprovedMeetingQuerySet:
        """Annotate ``corrected_at``: when a correction was approved last; None without one."""
        meeting: Any = self.model._meta.get_field("meeting").related_model
        versions = meeting._meta.get_field("minutes_versions").related_model._default_manager
        later = versions.filter(meeting=OuterRef("pk"), number__gt=1).order_by("-number")
        return self.annotate(corrected_at=Subquery(later.values("approved_at")[:1]))

    def for_list(self) -> ApprovedMeetingQuerySet:
        return self.defer(*SEARCH_COLUMNS)


class ApprovedConclusionQuerySet(models.QuerySet["ApprovedConclusion"]):
    def published(self) -> ApprovedConclusionQuerySet:
        """Return what residents read of conclusions: the public ones of public meetings."""
        return self.filter(is_public=True, meeting__meeting__is_public=True)

    def with_progress(self) -> ApprovedConclusionQuerySet:
        """Annotate whether a task of the conclusion is open, whether one is under way, whether one
        is done, whether one was cancelled, the latest deadline of those that were not, and the
        names of the units that others handed their task over to.
        """
        conclusion: Any = self.model._meta.get_field("conclusion").related_model
        tasks: Any = conclusion._meta.get_field("tasks").related_model._default_manager
        own = tasks.filter(conclusion=OuterRef("pk"))
        kept = own.exclude(state=TaskState.CANCELLED)
        dated = kept.filter(due_on__isnull=False)
        handed_over = TransitionLog.objects.filter(
            content_type__app_label=tasks.model._meta.app_label,
            content_type__model=tasks.model._meta.model_name,
            object_id=OuterRef("pk"),
            name="hand_over",
        )
        moved = kept.filter(Exists(handed_over)).order_by("pk").values("lead_unit__name")
        return self.annotate(
            has_open_task=Exists(own.filter(state__in=OPEN_STATES)),
            has_begun_task=Exists(own.filter(state__in=(TaskState.IN_HAND, TaskState.FINISHED))),
            has_done_task=Exists(own.filter(state=TaskState.DONE)),
            has_cancelled_task=Exists(own.filter(state=TaskState.CANCELLED)),
            task_due_on=Subquery(dated.order_by("-due_on").values("due_on")[:1]),
            handed_over_to=ArraySubquery(moved),
        )

    def for_list(self) -> ApprovedConclusionQuerySet:
        return self.defer(*SEARCH_COLUMNS)


class TaskQuerySet(AssignmentQuerySet["Task"]):
    def involving(self, user: User) -> Q:
        """Those of meetings the user chairs or is secretary of involve them too."""
        own_meetings = Q(conclusion__meeting__chair=user) | Q(conclusion__meeting__secretary=user)
        return own_meetings | super().involving(user)

    def matching(self, query: str) -> TaskQuerySet:
        """Return the tasks with all words in text, source or name of the lead unit.

        Diacritics are ignored. The columns are folded at query time, without an index: a ward has
        thousands of tasks, not millions.
        """
        words = query_words(query)
        if not words:
            return self.none()
        tasks = self.alias(folded=folded_words("text", "source_text", "lead_unit__name"))
        for word in words:
            tasks = tasks.filter(folded__contains=f" {word}")
        return tasks


class TaskReportQuerySet(models.QuerySet["TaskReport"]):
    def readable_by(self, user: User) -> TaskReportQuerySet:
        """Return the reports, and so their files, of the tasks the user may view."""
        tasks: Any = self.model._meta.get_field("task").related_model
        return self.filter(task__in=tasks.objects.readable_by(user))


class CalendarEventQuerySet(models.QuerySet["CalendarEvent"]):
    def published(self) -> CalendarEventQuerySet:
        """Return the events residents may view, cancelled ones included."""
        return self.filter(is_public=True)

    def readable_by(self, user: User) -> CalendarEventQuerySet:
        """Return all events for the board, leaders and calendar editors, else the public ones."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self.all() if may_read_all(user) or may_edit_calendar(user) else self.published()

    def between(self, starts_at: datetime, ends_at: datetime) -> CalendarEventQuerySet:
        """Return the events that overlap the range up to before ``ends_at``, in order of time."""
        overlaps = Q(starts_at__gte=starts_at) | Q(ends_at__gt=starts_at)
        return self.filter(overlaps, starts_at__lt=ends_at).order_by("starts_at", "pk")

    def clashing_with(self, event: CalendarEvent) -> CalendarEventQuerySet:
        """Return the other events at that time with the same officer or in the same place; one
        without an end is taken to last an hour.
        """
        same = Q(pk__in=[])
        if event.officer_id:
            same |= Q(officer=event.officer_id)
        if event.place:
            same |= Q(place__iexact=event.place)
        hour = timedelta(hours=1)
        ends_at = event.ends_at or event.starts_at + hour
        return (
            self.filter(same, is_cancelled=False, starts_at__lt=ends_at)
            .exclude(pk=event.pk)
            .alias(until=Coalesce("ends_at", F("starts_at") + hour))
            .filter(until__gt=event.starts_at)
            .order_by("starts_at")
        )
