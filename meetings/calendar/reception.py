"""On which days citizens are received: the regular ones, moved off days on which the ward does not
work.

A reception is announced at least five working days ahead (DAYS_AHEAD): a new row holds no earlier
one.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from meetings.models import ReceptionDay
from meetings.models.calendar import spoken
from organization.calendar.working_days import WorkingCalendar

DAYS_AHEAD = 5  # working days
MOVES_AT_MOST = timedelta(days=20)  # the longest row of days off, with room


@dataclass(frozen=True)
class Reception:
    """One day of receiving citizens; ``regular_on`` is the day it would be on but for days off."""

    rule: ReceptionDay
    regular_on: date
    held_on: date

    @property
    def is_moved(self) -> bool:
        return self.held_on != self.regular_on

    @property
    def moved(self) -> str:
        """Return why it is on another day, in words; empty where it is not."""
        if not self.is_moved:
            return ""
        return f"Chuyển từ {spoken(self.regular_on)} (ngày nghỉ) sang {spoken(self.held_on)}."

    @property
    def day(self) -> str:
        """Return its day in words."""
        return spoken(self.held_on)

    @property
    def starts_at(self) -> datetime:
        return _moment(self.held_on, self.rule.starts)

    @property
    def ends_at(self) -> datetime:
        return _moment(self.held_on, self.rule.ends)


def receptions(
    rules: Iterable[ReceptionDay], first: date, last: date, days: WorkingCalendar
) -> list[Reception]:
    """Return the receptions held from one day to another, both inclusive, in order of time.

    Asks nothing.
    """
    found = [
        reception
        for rule in rules
        for reception in _of(rule, first - MOVES_AT_MOST, last, days)
        if first <= reception.held_on <= last
    ]
    return sorted(found, key=lambda reception: (reception.starts_at, reception.rule.pk or 0))


def moved_from(
    rules: Iterable[ReceptionDay], first: date, last: date, days: WorkingCalendar
) -> list[Reception]:
    """Return the receptions that would regularly be from one day to another, and are on other
    days.
    """
    found = [
        reception
        for rule in rules
        for reception in _of(rule, first, last, days)
        if reception.is_moved
    ]
    return sorted(found, key=lambda reception: (reception.regular_on, reception.rule.pk or 0))


def first_reception(rule: ReceptionDay, days: WorkingCalendar) -> Reception | None:
    """Return the first one there is time to announce; None when the row ends before it."""
    start = max(rule.valid_from, rule.announced_on)
    return next(_of(rule, start, start + timedelta(days=100), days), None)


def _of(rule: ReceptionDay, first: date, last: date, days: WorkingCalendar) -> Iterator[Reception]:
    """Yield what is regularly within the days, as far as the row holds and there was time to
    announce it.
    """
    first_announced = days.add(rule.announced_on, DAYS_AHEAD)
    first = max(first, rule.valid_from)
    last = min(last, rule.valid_until or last)
    for day in (first + timedelta(days=number) for number in range((last - first).days + 1)):
        held_on = days.on_or_after(day) if _is_regular(rule, day) else None
        if held_on and held_on >= first_announced:
            yield Reception(rule, day, held_on)


def _is_regular(rule: ReceptionDay, day: date) -> bool:
    if rule.day_of_month is None:
        return day.weekday() == rule.weekday
    return day.day == min(rule.day_of_month, calendar.monthrange(day.year, day.month)[1])


def _moment(day: date, at: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, at))


def announcement(rule: ReceptionDay, days: WorkingCalendar) -> str:
    """Return what a keeper of the calendar is told after storing a row: when the first reception
    is, and why then.
    """
    first = first_reception(rule, days)
    if first is None:
        return "Lịch này kết thúc trước khi kịp thông báo đủ 5 ngày làm việc: chưa có buổi nào."
    words = (
        f"Buổi đầu tiên: {spoken(first.held_on)}, sau khi thông báo đủ {DAYS_AHEAD} ngày làm việc."
    )
    return f"{words} {first.moved}".strip()
