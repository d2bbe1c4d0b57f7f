"""Times of events in Vietnamese running text: "từ 22 giờ ngày 24/11 đến 4 giờ ngày 25/11".

One scan finds hours, days and the words between them; spans are read from runs of these without
other words between. Linear in the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from core.text.vietnamese import nfc

MAX_TEXT = 100_000
MAX_SPANS = 20
# A day without a year is the one nearest to the text's own day, rather ahead than back.
_BACK = timedelta(days=60)
_MAX_LENGTH = timedelta(days=366)

_TOKEN = re.compile(
    r"(?P<day>(?:(?P<weekday_day>ngày|mùng|mồng)\s{1,3})?"
    r"(?<![\d/.,:-])(?P<d>[0-3]?\d)(?:(?P<sep>\s?/\s?|[.-])(?P<m>[01]?\d)"
    r"(?:(?P=sep)(?P<y>20\d\d|\d\d(?!\d)))?|\s{1,3}tháng\s{1,3}(?P<mw>[01]?\d)"
    r"(?:,?\s{1,3}năm\s{1,3}(?P<yw>20\d\d)|\s?/\s?(?P<ym>20\d\d))?)(?![\d%]|[./]\d))"
    r"|(?P<hour>(?<![\d/.,])(?P<h>[0-2]?\d)\s{0,2}"
    r"(?:(?:giờ|g(?![a-zà-ỹ])|h(?![a-zà-ỹ]))(?:\s{0,2}(?P<half>rưỡi|(?P<mi>[0-5]\d)"
    r"(?!\s{0,2}(?:giờ|g\b|h\b|/)|-\d{1,2}-|[.]\d|\d)(?:\s{0,2}(?:phút|ph|p\b|'))?))?"
    r"|:(?P<mc>[0-5]\d)(?::[0-5]\d)?(?:\s{0,2}(?:giờ|h)\b)?)"
    r"(?:\s{1,3}(?P<part>sáng|trưa|chiều|tối|đêm|khuya)(?!\s{1,3}(?:mai|nay)))?)"
    r"|(?P<to>(?:cho\s)?(?:đến|tới)(?:\s{1,3}hết)?(?![a-zà-ỹ])|[–—−]|-(?=[\s\d])|~)"
    r"|(?P<same>cùng\s{1,3}ngày)"
    r"|(?P<filler>(?<!\w)(?:bắt đầu|kết thúc|từ|vào|lúc|hồi|khoảng|và|các|buổi|trong|ngày|cả ngày|"
    r"sáng|trưa|chiều|tối|đêm|thứ\s{1,3}(?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ\s{1,3}nhật|cn|giờ)"
    r"(?!\w)|[,;:()\s\u00a0|])",
    re.IGNORECASE,
)
# In a run of tokens: T an hour, D a day, - "đến". The longest readings first.
_SPAN = re.compile(
    r"(?P<both>TD-TD|DT-DT)|(?P<day_first>D(?:T-T)+(?!-))"
    r"|(?P<day_last>(?:T-T)+D)|(?P<day_only_first>DT(?!-))|(?P<hour_first>TD)|(?P<days>D-D)"
)


@dataclass(frozen=True)
class TimeSpan:
    """A time of an event; without an hour it lasts whole days. ``ends_at`` may be unknown."""

    starts_at: datetime
    ends_at: datetime | None = None
    is_whole_day: bool = False


@dataclass(frozen=True)
class HourSpan:
    """Hours of a day as they stand in a text: "8h đến 11h30"."""

    start: int
    end: int
    text: str
    span: tuple[time, time]


@dataclass(frozen=True)
class NamedTime:
    """A day or an hour as it stands in a text: "5/12", "4 giờ"."""

    text: str
    value: date | time


@dataclass(frozen=True)
class _Token:
    kind: str
    value: time | tuple[int, int, int | None] | None = None


def find_times(text: str, *, near: date) -> list[TimeSpan]:
    """Return the times that a text names, in the order of the text, each once.

    ``near`` is the day the text is of: a day without a year is the next such one. What is no day of
    the calendar is passed over; a day that stands alone is the date of something, not a time.
    """
    found: list[TimeSpan] = []
    for run in _runs(nfc(text[:MAX_TEXT])):
        shape = "".join(token.kind for token in run)
        for match in _SPAN.finditer(shape):
            tokens = run[match.start() : match.end()]
            found += _read(str(match.lastgroup), tokens, near)
            if len(found) > MAX_SPANS:
                return list(dict.fromkeys(found))[:MAX_SPANS]
    return list(dict.fromkeys(found))


def find_named(text: str, *, near: date) -> list[NamedTime]:
    """Return each day and each hour that a text names, in the order of the text.

    Numbers with a point or hyphen between them ("tổ 2-3") are days only with a year.
    """
    found = []
    for match in _TOKEN.finditer(nfc(text[:MAX_TEXT])):
        token = _token(match)
        if token is None:
            continue
        value: date | time | None = token.value if isinstance(token.value, time) else None
        if value is None and (match["sep"] not in (".", "-") or match["y"]):
            value = _day(token.value, near)
        if value is not None:
            found.append(NamedTime(match[0].strip(), value))
    return found


def impossible_days(text: str) -> list[str]:
    """Return what a text names as days that no calendar has, "31/11", each once."""
    found = []
    for match in _TOKEN.finditer(nfc(text[:MAX_TEXT])):
        token = _token(match)
        if token is None or not isinstance(token.value, tuple):
            continue
        number, month, year = token.value
        is_meant = match["sep"] not in (".", "-") or match["y"]
        # Other pairs of numbers are shares: "12/15 hộ".
        if is_meant and 28 < number <= 31 and 1 <= month <= 12:
            leap_year = 2000
            if _date(leap_year if year is None else year, month, number) is None:
                found.append(match[0].strip())
    return list(dict.fromkeys(found))


def find_hours(text: str) -> list[HourSpan]:
    """Return the hours from and to that a text names, with or without a day."""
    found: list[HourSpan] = []
    first: tuple[int, time] | None = None
    is_open = False
    end = 0
    for match in _TOKEN.finditer(text[:MAX_TEXT]):
        if text[end : match.start()].strip():
            first = None
        end = match.end()
        token = _token(match)
        if token is None:
            continue
        if token.kind == "-" and first:
            is_open = True
        elif isinstance(token.value, time):
            if first and is_open:
                start, begins = first
                found.append(HourSpan(start, end, text[start:end], (begins, token.value)))
                first = None
            else:
                first = (match.start(), token.value)
            is_open = False
        else:
            first = None
    return found


def _runs(text: str) -> Iterator[list[_Token]]:
    """Yield the hours and days that stand together, with nothing but small words between."""
    run: list[_Token] = []
    end = 0
    for match in _TOKEN.finditer(text):
        if text[end : match.start()].strip() and run:
            yield run
            run = []
        end = match.end()
        token = _token(match)
        if token and token.kind == "S":
            days = [one for one in run if one.kind == "D"]
            token = _Token("D", days[-1].value) if days else None
        if token:
            run.append(token)
    if run:
        yield run


def _token(match: re.Match[str]) -> _Token | None:
    if match["to"]:
        return _Token("-")
    if match["same"]:
        return _Token("S")
    if match["hour"]:
        at = _hour(match)
        return _Token("T", at) if at else _Token("X")
    if match["day"]:
        year = match["y"] or match["yw"] or match["ym"]
        whole = None if year is None else int(year) + (2000 if len(year) == 2 else 0)
        return _Token("D", (int(match["d"]), int(match["m"] or match["mw"]), whole))
    return None


def _hour(match: re.Match[str]) -> time | None:
    hour = int(match["h"])
    minute = 30 if match["half"] and match["mi"] is None else int(match["mi"] or match["mc"] or 0)
    part = (match["part"] or "").lower()
    if part in ("chiều", "tối") and hour < 12:
        hour += 12
    if part in ("đêm", "khuya") and 6 <= hour <= 12:
        hour = (hour + 12) % 24
    if part == "trưa" and hour < 4:
        hour += 12
    return time(hour % 24, minute) if hour <= 24 and (hour < 24 or not minute) else None


def _read(shape: str, tokens: list[_Token], near: date) -> list[TimeSpan]:
    days = [day for one in tokens if one.kind == "D" and (day := _day(one.value, near))]
    hours = [one.value for one in tokens if isinstance(one.value, time)]
    if len(days) != sum(one.kind == "D" for one in tokens):
        return []
    if shape == "days":
        first, last = days[0], _not_before(days[0], days[1])
        return _whole(first, last)
    if shape == "both":
        starts = _moment(days[0], hours[0])
        ends = _moment(_not_before(days[0], days[1]), hours[1])
        return [TimeSpan(starts, ends)] if starts < ends <= starts + _MAX_LENGTH else []
    if shape in ("day_only_first", "hour_first"):
        return [TimeSpan(_moment(days[0], hours[0]))]
    return [
        _within(days[0], start, end) for start, end in zip(hours[::2], hours[1::2], strict=True)
    ]


def _within(day: date, start: time, end: time) -> TimeSpan:
    """Return the hours of one day; an end before the start is one of the next day."""
    last = day if end > start else day + timedelta(days=1)
    return TimeSpan(_moment(day, start), _moment(last, end))


def _whole(first: date, last: date) -> list[TimeSpan]:
    if not first <= last <= first + _MAX_LENGTH:
        return []
    return [TimeSpan(_moment(first, time()), _moment(last, time()), is_whole_day=True)]


def _day(value: object, near: date) -> date | None:
    if not isinstance(value, tuple):
        return None
    number, month, year = value
    if year is not None:
        return _date(year, month, number)
    years = (near.year - 1, near.year, near.year + 1)
    possible = [day for one in years if (day := _date(one, month, number))]
    return next((day for day in possible if day >= near - _BACK), None)


def _date(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None


def _not_before(first: date, last: date) -> date:
    """Return the last day in the first one's year, or the next: "30/12/2016 đến 2/1"."""
    later = _date(first.year + 1, last.month, last.day)
    return later if later and last < first <= last + _MAX_LENGTH else last


def _moment(day: date, at: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, at))
