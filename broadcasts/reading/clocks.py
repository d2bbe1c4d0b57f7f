"""Clock times as they are spoken."""

from __future__ import annotations

import re
from collections.abc import Callable

from broadcasts.reading.numbers import whole_words

Rule = tuple[re.Pattern[str], Callable[[re.Match[str]], str]]

_DASH = r"\s*[-–—]\s*"
_CLOCK_END = r"(?![\w/]|[.,:]\d)"


def _clock(hours: str, minutes: str | None, seconds: str | None = None) -> str:
    words = f"{whole_words(hours)} giờ"
    if minutes and int(minutes):
        words += f" {whole_words(minutes)} phút"
    if seconds and int(seconds):
        words += f" {whole_words(seconds)} giây"
    return words


def _time(match: re.Match[str]) -> str:
    if int(match["hours"]) > 24 or int(match["minutes"] or 0) > 59:
        return match[0]
    return _clock(match["hours"], match["minutes"], match.groupdict().get("seconds"))


def _span_of_times(match: re.Match[str]) -> str:
    # Both are times once one has minutes: "7g30-9g".
    is_in_grams = all(re.fullmatch(r"\d+g", match[side]) for side in ("left", "right"))
    if is_in_grams:
        return match[0]
    return f"{_in_hours(match['left'])} đến {_in_hours(match['right'])}"


def _in_hours(written: str) -> str:
    return re.sub(r"(?<=\d)g", "h", written)


def _hours_and_minutes(match: re.Match[str]) -> str:
    return _clock(match["hours"], match["minutes"])


_MINUTES = r"(?:\s?(?:phút|ph|p|['’′])(?!\w))?"  # the word or sign behind the minutes
_TIME = rf"\d{{1,2}}\s?[hH](?:\s?\d{{2}}|\d)?{_MINUTES}|\d{{1,2}}g(?:\d{{2}})?|\d{{1,2}}:\d{{2}}"
_HOUR = r"(?:[01]?\d|2[0-4])"

RULES: tuple[Rule, ...] = (
    # "8h - 11h30", before each time is read.
    (
        re.compile(rf"(?P<left>(?<![\w/.,:-])(?:{_TIME})){_DASH}(?P<right>(?:{_TIME}))(?!\w)"),
        _span_of_times,
    ),
    # "từ 7g đến 9g", "lúc 9g", "9g sáng": hours, no weights.
    (
        re.compile(
            rf"(?P<before>(?<!\w)(?:[Tt]ừ|[Ll]úc)\s+)(?P<left>{_HOUR}g(?:[0-5]\d)?)"
            rf"(?P<between>\s+đến\s+)(?P<right>{_HOUR}g(?:[0-5]\d)?)(?![\w/])"
        ),
        lambda match: (
            f"{match['before']}{_in_hours(match['left'])}{match['between']}"
            f"{_in_hours(match['right'])}"
        ),
    ),
    (
        re.compile(
            rf"(?<![\w.,:/-])(?P<hours>{_HOUR})g(?P<minutes>)"
            r"(?=\s+(?:sáng|trưa|chiều|tối|đêm|khuya|ngày)(?!\w))"
        ),
        _time,
    ),
    (
        re.compile(rf"(?<=[Ll]úc )(?P<hours>{_HOUR})g(?P<minutes>)(?!\w)"),
        _time,
    ),
    (
        re.compile(
            r"(?<![\w.,:/-])(?P<hours>\d{1,2})\s?[hH]"
            rf"(?:(?:\s(?=\d\d))?(?P<minutes>[0-5]?\d))?{_MINUTES}(?![\w/])"
        ),
        _time,
    ),
    (
        re.compile(
            r"(?<![\w.,:/-])(?P<hours>\d{1,2})(?:g|\sg\s)(?P<minutes>[0-5]\d)(?!\w)"
            r"(?!\s*(?:g|gam|gr|kg|viên|gói|lon|hộp|con|người|hộ|suất|lạng)(?!\w))"
        ),
        _time,
    ),
    (
        re.compile(
            r"(?<![\w.,:/-])(?P<hours>[01]?\d|2[0-4]):(?P<minutes>[0-5]\d)"
            rf"(?::(?P<seconds>[0-5]\d))?{_CLOCK_END}"
        ),
        _time,
    ),
    (
        re.compile(
            r"(?<![\w.,:/-])(?P<hours>\d{1,2}) giờ (?P<minutes>\d{1,2})(?: phút)?"
            r"(?=[\s.,;)]|$)(?!\s*(?:giờ|tháng))(?!,\d)"
        ),
        _hours_and_minutes,
    ),
)
