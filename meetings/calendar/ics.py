"""iCalendar feed of the public working calendar: ``/lich.ics``."""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.http.context_processors import site_context
from meetings.calendar.public_calendar import PublicEntry, public_calendar
from organization.identity.metadata import absolute_url

if TYPE_CHECKING:
    from icalendar import Event

PAST = timedelta(days=30)
FUTURE = timedelta(days=180)


@require_safe
def calendar_file(request: HttpRequest) -> HttpResponse:
    """Return the public entries of the last 30 and the next 180 days. Five queries."""
    from icalendar import Calendar  # slow to import, seldom needed

    today = timezone.localdate()
    calendar = Calendar()
    calendar.add("prodid", "-//wardportal//lich-cong-tac//VI")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", f"Lịch công tác {site_context(request)['ward'].name}")
    for entry in public_calendar(today - PAST, today + FUTURE).entries:
        calendar.add_component(_event(entry))
    response = HttpResponse(calendar.to_ical(), content_type="text/calendar; charset=utf-8")
    response["X-Robots-Tag"] = "noindex"
    return response


def _event(entry: PublicEntry) -> Event:
    """Return the entry as an event with a stable UID, its times in UTC."""
    from icalendar import Event  # as above

    event = Event()
    event.add("uid", f"{entry.key}@{urlsplit(settings.SITE_URL).hostname}")
    event.add("dtstamp", timezone.now().astimezone(UTC))
    event.add("summary", f"{entry.title} (đã hủy)" if entry.is_cancelled else entry.title)
    if entry.is_whole_day:
        event.add("dtstart", entry.first_day)
        event.add("dtend", entry.last_day + timedelta(days=1))
    else:
        event.add("dtstart", entry.starts_at.astimezone(UTC))
        if entry.ends_at:
            event.add("dtend", entry.ends_at.astimezone(UTC))
    if entry.place:
        event.add("location", entry.place)
    if description := "\n".join(filter(None, [entry.who, entry.note])):
        event.add("description", description)
    if entry.url:
        event.add("url", absolute_url(entry.url))
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    return event
