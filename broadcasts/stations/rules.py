"""What may not be stored of slots and absences, in sentences."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from django.db.models import Q

from broadcasts.models import AnnouncerAbsence, Slot
from broadcasts.stations.weekdays import weekday_words

DAY_MINUTES = 24 * 60
MAX_MINUTES = 240


def minute_of(at: time) -> int:
    """Return the minute of the day."""
    return at.hour * 60 + at.minute


def midnight_problem(starts_at: time, minutes: int) -> str:
    """Return why a session would end after its day; "" if it does not."""
    if minute_of(starts_at) + minutes <= DAY_MINUTES:
        return ""
    return (
        "Buổi phát phải hết trước 24 giờ cùng ngày: xin bắt đầu sớm hơn, rút ngắn, hoặc chia"
        " thành hai buổi."
    )


def overlap_problem(slot: Slot) -> str:
    """Return which other slot is on air at the same time on a day they share; "" for none."""
    first, last = _minutes(slot)
    for other in _of_same_days(Slot.objects.all(), slot):
        shared = "".join(day for day in slot.weekdays if day in other.weekdays)
        begin, end = _minutes(other)
        if shared and first < end and begin < last:
            return (
                f"Trùng giờ với {other.session_name}, {other.starts_at:%H:%M}"
                f" ({other.minutes} phút), {weekday_words(shared)}."
                " Nếu buổi mới thay buổi cũ, xin ghi ngày cuối cho buổi cũ trước."
            )
    return ""


def absence_problem(absence: AnnouncerAbsence) -> str:
    """Return who already stands in on one of these days; "" for nobody."""
    others = AnnouncerAbsence.objects.filter(announcer=absence.announcer_id)
    for other in _of_same_days(others.select_related("stand_in"), absence):
        return f"{other.stand_in} đã làm thay trong những ngày này, từ {_day(other.valid_from)}."
    return ""


def _minutes(slot: Slot) -> tuple[int, int]:
    first = minute_of(slot.starts_at)
    return first, first + slot.minutes


def _of_same_days(rules: Any, rule: Any) -> Any:
    """Return the other rules that hold on a day on which this one holds."""
    rows = rules.exclude(pk=rule.pk).filter(
        Q(valid_until=None) | Q(valid_until__gte=rule.valid_from)
    )
    return rows.filter(valid_from__lte=rule.valid_until) if rule.valid_until else rows


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"
