"""Relative dates of the demonstration, so that its texts are up to date on the day it is loaded.

An expression is an anchor with offsets: ``u`` is the day of loading, ``d`` the day an article is
written from.

    u-3        three days earlier              u-3w       three working days earlier
    d>sat      the next Saturday after d       d<sun+1    the day after the last Sunday before d

In a text an expression is written in braces: ``{d+2}`` 26/11/2026, ``{d+2:short}`` 26/11,
``{d+2:weekday}`` thứ Năm, ``{d:day}`` 26, ``{d:year}`` 2026. ``{m}`` is the month of d and
``{m+1}`` the next one (tháng 12), ``{q}`` and ``{q+1}`` its quarter (quý IV). As in official
papers, days below 10 and months 1 and 2 have a leading zero.
"""

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

WARD_TIME = ZoneInfo("Asia/Ho_Chi_Minh")
WEEKDAYS = ["thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật"]
_WEEKDAY_CODES = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
_QUARTERS = ["I", "II", "III", "IV"]
_EXPRESSION = re.compile(r"([ud])((?:[+-]\d+w?|[<>](?:mon|tue|wed|thu|fri|sat|sun))*)")
_STEP = re.compile(r"[+-]\d+w?|[<>][a-z]{3}")
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


def resolve(expression: str, *, until: date, day: date | None = None) -> date:
    """Return the date of an expression. Raises ValueError for an invalid one."""
    match = _EXPRESSION.fullmatch(expression)
    found = until if match and match[1] == "u" else day
    if match is None or found is None:
        raise ValueError(f"not a date expression: {expression!r}")
    for step in _STEP.findall(match[2]):
        found = _walk(found, step)
    return found


def resolve_time(expression: str, *, until: date) -> datetime:
    """Return the time of ``u-2w 16:20``, aware, in the ward's time zone."""
    on, clock = expression.split(" ")
    return datetime.combine(resolve(on, until=until), time.fromisoformat(clock), tzinfo=WARD_TIME)


def passed(at: datetime) -> datetime:
    """Return the time, or now where it is still to come: the day of loading may have just begun."""
    return min(at, timezone.now())


def render(text: str, *, until: date, day: date) -> str:
    """Return the text with every placeholder resolved; raise ValueError for an unknown one."""

    def replace(match: re.Match[str]) -> str:
        expression, _, form = match[1].partition(":")
        if expression[:1] == "m":
            return _month(day, _offset(expression))
        if expression[:1] == "q":
            return _quarter(day, _offset(expression))
        return _write(resolve(expression, until=until, day=day), form)

    return _PLACEHOLDER.sub(replace, text)


def _walk(start: date, step: str) -> date:
    if step[0] in "<>":
        ahead = (_WEEKDAY_CODES.index(step[1:]) - start.weekday()) % 7
        return start + timedelta(ahead or 7) if step[0] == ">" else start - timedelta(7 - ahead)
    if not step.endswith("w"):
        return start + timedelta(int(step))
    left = abs(int(step[:-1]))
    direction = 1 if step[0] == "+" else -1
    while left:
        start += timedelta(direction)
        left -= start.weekday() < 5
    return start


def _offset(expression: str) -> int:
    return int(expression[1:] or 0)


def _month(day: date, offset: int) -> str:
    return f"tháng {(day.month - 1 + offset) % 12 + 1}"


def _quarter(day: date, offset: int) -> str:
    return f"quý {_QUARTERS[((day.month - 1) // 3 + offset) % 4]}"


def _write(value: date, form: str) -> str:
    month = f"{value.month:02}" if value.month < 3 else str(value.month)
    forms = {
        "": f"{value.day:02}/{month}/{value.year}",
        "short": f"{value.day:02}/{month}",
        "weekday": WEEKDAYS[value.weekday()],
        "day": str(value.day),
        "year": str(value.year),
    }
    if form not in forms:
        raise ValueError(f"not a form of date: {form!r}")
    return forms[form]
