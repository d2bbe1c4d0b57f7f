"""The board's calendar: one month of the entries of all registered calendar sources."""

from __future__ import annotations

import re
from calendar import Calendar
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import partial

from django.contrib import admin
from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.admin.staff_page import staff_page
from core.dates import day_start
from core.failsafe import guard
from core.registries import CalendarEntry, CalendarSource, calendar_sources
from core.text.vietnamese import sort_key
from organization.calendar.weeks import WEEKDAYS
from organization.models import User
from organization.permissions import may_see_board_calendar
from organization.requests import StaffRequest

FIRST_YEAR = 2000
YEARS_AHEAD = 10
CELL_SIZE = 6  # entries


@dataclass(frozen=True, order=True)
class Month:
    """A calendar month, ``2026-11`` in URLs."""

    year: int
    month: int

    @classmethod
    def of(cls, day: date) -> Month:
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, text: str) -> Month:
        """Return the month of ``YYYY-MM``. Raises ValueError for anything else."""
        if not re.fullmatch(r"[0-9]{4}-(0[1-9]|1[0-2])", text):
            raise ValueError(text)
        return cls(int(text[:4]), int(text[5:]))

    def __str__(self) -> str:
        return f"{self.year:04}-{self.month:02}"

    @property
    def label(self) -> str:
        return f"tháng {self.month}/{self.year}"

    @property
    def next(self) -> Month:
        return Month(self.year + self.month // 12, self.month % 12 + 1)

    @property
    def previous(self) -> Month:
        return Month(self.year - (self.month == 1), (self.month - 2) % 12 + 1)

    @property
    def starts_at(self) -> datetime:
        """Return the start of the month in the ward's time zone."""
        return day_start(date(self.year, self.month, 1))


@dataclass(frozen=True)
class CalendarDay:
    """One day of the month; ``more`` are the entries beyond the size of a cell, folded."""

    date: date
    is_today: bool
    entries: list[CalendarEntry]

    @property
    def weekday(self) -> str:
        return WEEKDAYS[self.date.weekday()]

    @property
    def shown(self) -> list[CalendarEntry]:
        return self.entries if len(self.entries) == CELL_SIZE + 1 else self.entries[:CELL_SIZE]

    @property
    def more(self) -> list[CalendarEntry]:
        return self.entries[len(self.shown) :]


def entries_of(user: User, month: Month, *, now: datetime) -> list[CalendarEntry]:
    """Return the entries the person may see in the month: whole days first, then by time."""
    entries: list[CalendarEntry] = []
    for source in calendar_sources:
        entries += guard(
            f"Lịch đăng: {source.name}", partial(_entries, source, user, month, now), []
        )
    return sorted(
        entries, key=lambda entry: (entry.day, entry.time or time.min, sort_key(entry.title))
    )


def _entries(
    source: CalendarSource, user: User, month: Month, now: datetime
) -> list[CalendarEntry]:
    return list(source.entries(user, month.starts_at, month.next.starts_at, now))


def weeks_of(
    month: Month, entries: Iterable[CalendarEntry], *, today: date
) -> list[list[CalendarDay | None]]:
    """Return the month as weeks from Monday to Sunday, with None for days of other months."""
    by_day: dict[date, list[CalendarEntry]] = defaultdict(list)
    for entry in entries:
        by_day[entry.day].append(entry)
    return [
        [
            CalendarDay(day, day == today, by_day[day]) if day.month == month.month else None
            for day in week
        ]
        for week in Calendar().monthdatescalendar(month.year, month.month)
    ]


@staff_page(may_see_board_calendar)
@require_safe
def calendar_month(request: StaffRequest) -> HttpResponse:
    """Show a month (``?thang=2026-11``, default the current one).

    404 for a malformed month, one before ``FIRST_YEAR`` or more than ``YEARS_AHEAD`` ahead.
    """
    now = timezone.now()
    today = timezone.localdate(now)
    first = Month(FIRST_YEAR, 1)
    last = Month(today.year + YEARS_AHEAD, 12)
    try:
        month = Month.parse(request.GET["thang"]) if "thang" in request.GET else Month.of(today)
    except ValueError:
        raise Http404 from None
    if not first <= month <= last:
        raise Http404
    entries = entries_of(request.user, month, now=now)
    context = admin.site.each_context(request) | {
        "title": f"Lịch đăng {month.label}",
        "month": month,
        "previous": month.previous if month > first else None,
        "next": month.next if month < last else None,
        "is_present": month == Month.of(today),
        "weekdays": WEEKDAYS,
        "weeks": weeks_of(month, entries, today=today),
        "is_empty": not entries,
    }
    return TemplateResponse(request, "organization/calendar.html", context)
