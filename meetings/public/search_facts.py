"""Facts of the working calendar for the search: receptions, public events and meetings to come."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone

from core.registries import Fact, FactSource, SearchKind
from meetings.calendar.public_calendar import PublicCalendarWeek, public_calendar
from meetings.models.calendar import day_in_words

KIND = SearchKind("lich", "Lịch tiếp công dân, lịch công tác")
AHEAD = timedelta(days=31)
_RECEPTION = "lịch tiếp công dân, tiếp dân, ngày tiếp dân, gặp lãnh đạo, buổi, sắp tới, tới, kỳ"
_EVENT = "lịch công tác, lịch làm việc, sự kiện, tuần, lãnh đạo"


def _entries() -> Iterator[Fact]:
    """Yield the regular receptions with their next day, then public events and meetings to come."""
    now = timezone.now()
    today = timezone.localdate(now)
    calendar = public_calendar(today, today + AHEAD)
    seen: set[int] = set()
    for reception in calendar.receptions:
        rule = reception.rule
        if reception.ends_at <= now or rule.pk in seen:
            continue
        seen.add(rule.pk)
        hours = f"{rule.starts:%H:%M} - {rule.ends:%H:%M}"
        lines = [
            f"Buổi tới: {reception.day}, {hours}",
            rule.place,
            f"Định kỳ: {rule.regular_day}",
            reception.moved,
            rule.note,
        ]
        yield Fact(
            f"Lịch tiếp công dân: {rule.leaders}",
            _week_url(reception.starts_at),
            "\n".join(line for line in lines if line),
            _RECEPTION,
        )
    for entry in calendar.entries:
        is_shown = entry.key.startswith("lich-") or (entry.key.startswith("hop-") and not entry.url)
        if is_shown and (entry.ends_at or entry.starts_at) > now:
            at = timezone.localtime(entry.starts_at)
            lines = [f"{day_in_words(at.date())}, {at:%H:%M}", entry.place, entry.who]
            cancelled = " (đã hủy)" if entry.is_cancelled else ""
            text = "\n".join(line for line in lines if line)
            yield Fact(f"{entry.title}{cancelled}", _week_url(entry.starts_at), text, _EVENT)


def _week_url(at: datetime) -> str:
    day = timezone.localdate(at)
    return f"{reverse('working_calendar')}?tuan={PublicCalendarWeek.of(day)}"


SOURCE = FactSource("calendar", KIND, _entries, position=93)
