"""Start and end of days in the ward's time zone."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.utils import timezone


def day_start(day: date) -> datetime:
    """Return midnight at the beginning of the day, aware."""
    return timezone.make_aware(datetime.combine(day, time.min))


def day_end(day: date) -> datetime:
    """Return midnight at the end of the day, aware and exclusive."""
    return day_start(day + timedelta(days=1))
