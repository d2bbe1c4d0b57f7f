"""Calendar sources of events and meetings."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from core.registries import CalendarEntry, Tone
from meetings.calendar.public_calendar import PublicCalendarWeek
from meetings.invitations.notices import invitation_url
from meetings.models import CalendarEvent, Meeting
from meetings.permissions import may_edit_calendar, may_read_all
from meetings.states import MeetingState
from organization.models import User


def event_entries(
    user: User, starts_at: datetime, ends_at: datetime, now: datetime
) -> Iterator[CalendarEntry]:
    """Yield the events the person may read, on their first day, without cancelled ones.

    One query.
    """
    events = CalendarEvent.objects.readable_by(user).filter(
        starts_at__gte=starts_at, starts_at__lt=ends_at
    )
    may_edit = may_edit_calendar(user)
    may_open = may_edit or may_read_all(user)
    for event in events.filter(is_cancelled=False):
        admin_url = reverse("admin:meetings_calendarevent_change", args=[event.pk])
        yield CalendarEntry(
            at=event.starts_at,
            kind="Lịch công tác" if event.is_public else "Lịch nội bộ",
            title=event.title,
            url=admin_url if may_open else _public_url(event),
            about=" · ".join(filter(None, [event.leaders, event.place])),
            tone=Tone.DONE if (event.ends_at or event.starts_at) < now else Tone.AHEAD,
            change_url=admin_url if may_edit else "",
        )


def meeting_entries(
    user: User, starts_at: datetime, ends_at: datetime, now: datetime
) -> Iterator[CalendarEntry]:
    """Yield the meetings the person may read or is invited to, not cancelled ones. One query."""
    readable = Meeting.objects.readable_by(user) | Meeting.objects.attended_by(user)
    meetings = readable.filter(starts_at__gte=starts_at, starts_at__lt=ends_at)
    reads_all = may_read_all(user)
    for meeting in meetings.exclude(state=MeetingState.CANCELLED):
        is_reader = reads_all or user.pk in (meeting.chair_id, meeting.secretary_id)
        yield CalendarEntry(
            at=meeting.starts_at,
            kind="Họp",
            title=meeting.title,
            url=meeting.address if is_reader else invitation_url(meeting),
            about=meeting.place,
            tone=Tone.DONE if meeting.starts_at < now else Tone.AHEAD,
        )


def _public_url(event: CalendarEvent) -> str:
    return PublicCalendarWeek.of(timezone.localtime(event.starts_at).date()).url
