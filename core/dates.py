"""Days in the ward's time zone, and the bounds of dates that people, imports and commands set."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

FIRST_YEAR = 1900
LAST_YEAR = 2100


def day_start(day: date) -> datetime:
    """Return midnight at the beginning of the day, aware."""
    return timezone.make_aware(datetime.combine(day, time.min))


def day_end(day: date) -> datetime:
    """Return midnight at the end of the day, aware and exclusive."""
    return day_start(day + timedelta(days=1))


def local_day(value: date | datetime) -> date:
    """Return the day in the ward's time zone; of a time that overflows there, its own day."""
    if not isinstance(value, datetime):
        return value
    if timezone.is_naive(value):
        return value.date()
    try:
        return timezone.localdate(value)
    except (OverflowError, ValueError):
        return value.date()


@dataclass(frozen=True)
class Bounds:
    """Bounds of one use of dates.

    ``first_year`` and ``last_year``, inclusive, also bind the database. Forms refuse a day more
    than ``years_ahead`` from today, and ask about one more than ``usual_back`` or ``usual_ahead``
    years away.
    """

    first_year: int = FIRST_YEAR
    last_year: int = LAST_YEAR
    years_ahead: int | None = None
    usual_back: int | None = None
    usual_ahead: int | None = None

    def deconstruct(self) -> tuple[str, tuple[int, int], dict[str, Any]]:
        """Return what a migration stores: the part that the database knows."""
        return "core.dates.Bounds", (self.first_year, self.last_year), {}

    @property
    def first_day(self) -> date:
        return date(self.first_year, 1, 1)

    @property
    def last_day(self) -> date:
        return date(self.last_year, 12, 31)

    def problem(self, day: date) -> str:
        """Return why the database refuses the day; empty for a day within the years."""
        if self.first_day <= day <= self.last_day:
            return ""
        return self.sentence(day.year)

    def form_problem(self, day: date, *, today: date) -> str:
        """Return why a form refuses the day; empty for a possible one."""
        if problem := self.problem(day):
            return problem
        last_day = self.latest(today)
        if day <= last_day:
            return ""
        return f"Ngày {day:%d/%m/%Y} quá xa; xin xem lại năm (muộn nhất {last_day:%d/%m/%Y})."

    def latest(self, today: date) -> date:
        if self.years_ahead is None:
            return self.last_day
        return min(self.last_day, _years_from(today, self.years_ahead))

    def question(self, day: date, *, today: date) -> str:
        """Return the question about an unusual year; empty for a usual one."""
        if self.usual_back is not None and day < _years_from(today, -self.usual_back):
            return f"Ngày {day:%d/%m/%Y} đã qua hơn {self.usual_back} năm; có đúng không?"
        if self.usual_ahead is not None and day > _years_from(today, self.usual_ahead):
            return f"Ngày {day:%d/%m/%Y} còn hơn {self.usual_ahead} năm nữa; có đúng không?"
        return ""

    def sentence(self, year: int) -> str:
        return (
            f"Năm {year} không hợp lý; xin xem lại."
            f" Năm phải từ {self.first_year} đến {self.last_year}."
        )


def _years_from(day: date, years: int) -> date:
    """Return the same day other years away, for 29/02 the 28th where there is none."""
    year = min(max(day.year + years, date.min.year), date.max.year)
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, day=28)


# Documents, articles of an old portal, minutes of former years.
HISTORY = Bounds()
# What the portal itself shows or plans: nothing of it is older than this century.
PORTAL = Bounds(first_year=2000)
PUBLICATION = Bounds(first_year=1990)
BANNER = Bounds(first_year=2000, years_ahead=1)
# Of a text that another office sent, entered for it afterwards.
RECEIVED = Bounds(first_year=1990, usual_back=1)
EXPIRY = Bounds(first_year=1990, usual_ahead=5)
EVENT = Bounds(first_year=1990, years_ahead=5, usual_back=15, usual_ahead=2)
# What belongs to an event whose own day is asked about.
EVENT_DETAIL = Bounds(first_year=1990, years_ahead=5)
DUE = Bounds(first_year=2000, years_ahead=10, usual_ahead=5)
VALIDITY = Bounds(usual_ahead=30)
PLACEMENT = Bounds(first_year=2000, years_ahead=5)
