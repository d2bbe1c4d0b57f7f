"""What the working calendar adds to the board's calendar, and when its public pages change by
themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import DateTimeField, QuerySet, Value
from django.urls import reverse
from django.utils import timezone

from core.dates import day_end
from core.registries import CalendarEntry, Tone
from meetings.calendar.public_calendar import PublicCalendarWeek
from meetings.models import CalendarEvent, Meeting
from meetings.permissions import may_edit_calendar, may_read_all
from meetings.states import MeetingState
from organization.models import User, Ward


def event_entries(
    user: User, starts_at: datetime, ends_at: datetime, now: datetime
) -> Iterator[CalendarEntry]:
    """Return the events the person may read, on their first day, in one query; cancelled ones are
    left out.
    """
    found = CalendarEvent.objects.readable_by(user).filter(
        starts_at__gte=starts_at, starts_at__lt=ends_at
    )
    keeps = may_edit_calendar(user)
    opens = keeps or may_read_all(user)
    for event in found.filter(is_cancelled=False):
        address = (
            reverse("admin:meetings_calendarevent_change", args=[event.pk])
            if opens
            else _public(event)
        )
        yield CalendarEntry(
            at=event.starts_at,
            kind="Lịch công tác" if event.is_public else "Lịch nội bộ",
            title=event.title,
            url=address,
            about=" · ".join(filter(None, [event.leaders, event.place])),
            tone=Tone.DONE if (event.ends_at or event.starts_at) < now else Tone.AHEAD,
            change_url=address if keeps else "",
        )


def meeting_entries(
    user: User, starts_at: datetime, ends_at: datetime, now: datetime
) -> Iterator[CalendarEntry]:
    """Return the meetings the person may read, in one query; cancelled ones are left out."""
    found = Meeting.objects.readable_by(user).filter(
        starts_at__gte=starts_at, starts_at__lt=ends_at
    )
    for meeting in found.exclude(state=MeetingState.CANCELLED):
        yield CalendarEntry(
            at=meeting.starts_at,
            kind="Họp",
            title=meeting.title,
            url=reverse("admin:meetings_meeting_change", args=[meeting.pk]),
            about=meeting.place,
            tone=Tone.DONE if meeting.starts_at < now else Tone.AHEAD,
        )


def _public(event: CalendarEvent) -> str:
    return PublicCalendarWeek.of(timezone.localtime(event.starts_at).date()).url


def next_midnight(now: datetime) -> list[QuerySet[Any, Any]]:
    """Return when the present week may be another one, and receptions are over."""
    at = day_end(timezone.localdate(now))
    return [Ward.objects.values(at=Value(at, output_field=DateTimeField()))[:1]]
