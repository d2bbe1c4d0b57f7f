"""The calendar on the home page: the next reception of citizens, and the days ahead."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst

from meetings.calendar.public_calendar import public_calendar
from meetings.calendar.reception import next_reception
from meetings.models.calendar import day_name
from organization.models import CommonTask, Ward
from organization.pages.common_tasks import TaskTarget

DAYS = 7
MAX_ENTRIES = 4
MAX_ENTRIES_ON_PHONE = 3  # the style sheet hides the others


def _reception(ward: Ward) -> tuple[str, str] | None:
    """Return the calendar with day and time of the next reception; None while none is known."""
    reception = next_reception(timezone.now())
    if reception is None:
        return None
    day = f"{capfirst(day_name(reception.held_on.weekday()))} {reception.held_on:%d/%m}"
    hours = f"{reception.rule.starts:%H:%M}–{reception.rule.ends:%H:%M}"
    return f"{reverse('working_calendar')}#tiep-dan", f"{day}, {hours}"


TARGET = TaskTarget(CommonTask.Kind.RECEPTION, _reception)


def days_ahead() -> dict[str, Any] | None:
    """Return the next public entries of today and the six days after. Four queries."""
    now = timezone.now()
    today = timezone.localdate(now)
    entries = public_calendar(today, today + timedelta(days=DAYS - 1)).entries
    coming = [entry for entry in entries if (entry.ends_at or entry.starts_at) >= now]
    if not coming:
        return None
    return {"entries": coming[:MAX_ENTRIES], "more": len(coming) > MAX_ENTRIES_ON_PHONE}
