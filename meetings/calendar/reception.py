"""Receptions of citizens: the regular days, moved from days off to the next working day.

A reception is announced at least ``NOTICE_DAYS`` ahead: a new row has no earlier one.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db.models import DateTimeField, QuerySet
from django.db.models.expressions import RawSQL
from django.utils import timezone

from core.database.compiled_query import compiled_query
from meetings.models import ReceptionDay
from meetings.models.calendar import day_in_words
from organization.calendar.working_days import WorkingCalendar
from organization.identity.facts import OpeningHours

NOTICE_DAYS = 5  # working days
MAX_SHIFT = timedelta(days=20)  # longer than any run of days off
MAX_AHEAD = timedelta(days=45)  # a monthly reception, and its move


@dataclass(frozen=True)
class Reception:
    """One reception of citizens; ``regular_on`` is its day before it was moved from a day off."""

    rule: ReceptionDay
    regular_on: date
    held_on: date

    @property
    def is_moved(self) -> bool:
        return self.held_on != self.regular_on

    @property
    def moved(self) -> str:
        """Return the sentence about the move, empty without one."""
        if not self.is_moved:
            return ""
        regular_on, held_on = day_in_words(self.regular_on), day_in_words(self.held_on)
        return f"Chuyển từ {regular_on} (ngày nghỉ) sang {held_on}."

    @property
    def day(self) -> str:
        """Return the day in words."""
        return day_in_words(self.held_on)

    @property
    def starts_at(self) -> datetime:
        return _moment(self.held_on, self.rule.starts)

    @property
    def ends_at(self) -> datetime:
        return _moment(self.held_on, self.rule.ends)


@compiled_query
def reception_days() -> QuerySet[ReceptionDay]:
    return ReceptionDay.objects.all()


def receptions(
    rules: Iterable[ReceptionDay], first: date, last: date, days: WorkingCalendar
) -> list[Reception]:
    """Return the receptions held on the days, both inclusive, in order of time. No query."""
    held: list[Reception] = []
    for rule in rules:
        regular = _of(rule, first - MAX_SHIFT, last, days)
        held += [reception for reception in regular if first <= reception.held_on <= last]
    return sorted(held, key=lambda reception: (reception.starts_at, reception.rule.pk or 0))


def next_reception(now: datetime) -> Reception | None:
    """Return the next reception that has not ended, within ``MAX_AHEAD``. Two queries."""
    today = timezone.localdate(now)
    held = receptions(reception_days(), today, today + MAX_AHEAD, WorkingCalendar.load())
    return next((reception for reception in held if reception.ends_at > now), None)


def next_end(now: datetime) -> list[QuerySet[Any, Any]]:
    """Return when a reception of today may end: then another one is the next."""
    zone = settings.TIME_ZONE
    ends_at = RawSQL(
        "(%s::date + ends) AT TIME ZONE %s", (timezone.localdate(now), zone), DateTimeField()
    )
    rows = ReceptionDay.objects.annotate(at=ends_at).filter(at__gt=now)
    return [rows.order_by("at").values("at")[:1]]


def moved_from(
    rules: Iterable[ReceptionDay], first: date, last: date, days: WorkingCalendar
) -> list[Reception]:
    """Return the receptions moved from the days, both inclusive, in order of their regular day."""
    moved: list[Reception] = []
    for rule in rules:
        moved += [reception for reception in _of(rule, first, last, days) if reception.is_moved]
    return sorted(moved, key=lambda reception: (reception.regular_on, reception.rule.pk or 0))


def first_reception(rule: ReceptionDay, days: WorkingCalendar) -> Reception | None:
    """Return the first reception that can be announced in time; None if the row ends before."""
    start = max(rule.valid_from, rule.announced_on)
    return next(_of(rule, start, start + timedelta(days=100), days), None)


def _of(rule: ReceptionDay, first: date, last: date, days: WorkingCalendar) -> Iterator[Reception]:
    """Yield the receptions whose regular day is in the range, while the row is valid.

    Those that could not be announced in time are left out.
    """
    first_announced = days.add(rule.announced_on, NOTICE_DAYS)
    first = max(first, rule.valid_from)
    last = min(last, rule.valid_until or last)
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
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
    """Return the message after a row is saved: the first reception and why it is then."""
    first = first_reception(rule, days)
    if first is None:
        return "Lịch này kết thúc trước khi kịp thông báo đủ 5 ngày làm việc: chưa có buổi nào."
    words = (
        f"Buổi đầu tiên: {day_in_words(first.held_on)},"
        f" sau khi thông báo đủ {NOTICE_DAYS} ngày làm việc."
    )
    return f"{words} {first.moved}".strip()


def reception_hours() -> list[OpeningHours]:
    """Return the hours of all receptions that texts of today may announce."""
    today = timezone.localdate()
    rules = ReceptionDay.objects.exclude(valid_until__lt=today)
    spans = frozenset(rules.values_list("starts", "ends"))
    return [OpeningHours("giờ tiếp dân", ("tiếp công dân", "tiếp dân"), spans)]
