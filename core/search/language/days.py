"""Days in a search, in every spelling: ``24/11``, ``24-11-2016``, ``ngày 24 tháng 11 năm 2016``;
and those named from today on: ``tối nay``, ``thứ 7 này``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import product

from django.utils import timezone

from core.dates import day_start
from core.search.expressions import fold_words
from core.search.language.terms import Word, Words, plain_words

DAY = (
    r"(?<![\w/.-])(?:(?:ngày|ngay|mùng|mồng)\s+)?(?P<day>\d{1,2})"
    r"(?:\s*(?P<sign>[/.-])\s*(?P<month>\d{1,2})(?:\s*(?P=sign)\s*(?P<year>\d{4}|\d{2}))?"
    r"|\s+(?:tháng|thang)\s+(?P<named>\d{1,2})(?:\s*(?:năm|nam|/)\s*(?P<of>\d{4}))?)"
    r"(?![\w/-])"
)
_DAY = re.compile(DAY, re.IGNORECASE)
_MONTH = Word("thang", "thang1")
_YEAR = Word("nam", "na8m")
SATURDAY = 5
_YEARS_BACK = 4  # a day without a year is one of these and of the next
_AROUND = timedelta(days=200)  # a text of this time that gives no year means this one


# "tối nay", "sáng mai", "thứ 7 này", "chủ nhật tuần sau", "cuối tuần này", with and without marks.
_PART = r"(?:sáng|sang|trưa|trua|chiều|chieu|tối|toi|đêm|dem|khuya)"
_NEXT_WEEK = r"(?:tuần|tuan)\s+(?:sau|tới|toi)"
RELATIVE_DAY = (
    rf"(?<![\w/.-])(?:(?:{_PART}\s+)?(?:hôm|hom)\s+(?P<today>nay)|{_PART}\s+(?P<part_today>nay)"
    rf"|(?:{_PART}\s+)?(?:ngày|ngay)\s+(?P<tomorrow>mai)|{_PART}\s+(?P<part_tomorrow>mai)"
    rf"|(?:hôm|hom)\s+(?P<yesterday>qua)"
    r"|(?:cuối|cuoi)\s+(?:tuần|tuan)\s+(?:(?P<next_weekend>sau)|(?P<weekend>này|nay|tới|toi))"
    r"|(?:(?:thứ|thu)\s*(?P<weekday>hai|ba|tư|tu|năm|nam|sáu|sau|bảy|bẩy|bay|[2-7])"
    r"|(?P<sunday>(?:chủ|chu)\s+(?:nhật|nhat)|CN))"
    rf"\s+(?:(?P<next_week>{_NEXT_WEEK})|(?:tuần|tuan)\s+(?:này|nay)|này|nay|tới|toi))(?!\w)"
)
_RELATIVE_DAY = re.compile(RELATIVE_DAY, re.IGNORECASE)
_RELATIVE_TIME = re.compile(
    rf"{RELATIVE_DAY}|(?<![\w/.-])(?:tuần|tuan|tháng|thang|năm|nam)\s+(?:này|nay|sau|tới|toi)(?!\w)",
    re.IGNORECASE,
)
_WEEKDAYS = {"hai": 0, "ba": 1, "tu": 2, "nam": 3, "sau": 4, "bay": 5}


@dataclass(frozen=True)
class Day:
    """A day of the calendar; ``year`` is None where none was typed. ``also`` is another day that is
    meant too.
    """

    day: int
    month: int
    year: int | None = None
    also: Day | None = None

    @property
    def words(self) -> Words:
        """Return the day as it is written in figures."""
        return plain_words(str(part) for part in (self.day, self.month, self.year) if part)

    @property
    def spellings(self) -> tuple[Words, ...]:
        """Return all spellings with everything that was typed."""
        return self._spellings() + (self.also.spellings if self.also else ())

    def _spellings(self) -> tuple[Words, ...]:
        if self.year is None:
            return self._without_year()
        year = plain_words([str(self.year)])
        figures, words = self._without_year()[::2], self._without_year()[1::2]
        return (
            *(spelling + year for spelling in figures),
            *((*spelling, _YEAR, *year) for spelling in words),
            *(spelling + plain_words([f"{self.year % 100:02}"]) for spelling in figures[:1]),
        )

    @property
    def without_year(self) -> tuple[Words, ...]:
        """Return the spellings that leave the year out."""
        return self._without_year() + (self.also.without_year if self.also else ())

    def _without_year(self) -> tuple[Words, ...]:
        days = dict.fromkeys([str(self.day), f"{self.day:02}"])
        months = dict.fromkeys([str(self.month), f"{self.month:02}"])
        found: list[Words] = []
        for day, month in product(days, months):
            (first, second) = plain_words([day, month])
            found += [(first, second), (first, _MONTH, second)]
        return tuple(found)

    @property
    def spans(self) -> list[tuple[datetime, datetime]]:
        """Return from when to when the day is, in each year that may be meant."""
        this = timezone.localdate().year
        years = [self.year] if self.year else range(this - _YEARS_BACK, this + 2)
        days = [found for year in years if (found := _date(year, self.month, self.day))]
        own = [(day_start(found), day_start(found + timedelta(days=1))) for found in days]
        return own + (self.also.spans if self.also else [])

    @property
    def around(self) -> list[tuple[datetime, datetime]]:
        """Return the time in which a text without a year means this day; none without a year."""
        return [(first - _AROUND, last + _AROUND) for first, last in self.spans if self.year]


def day_of(text: str) -> Day | None:
    """Return the day that ``text`` is as a whole; None if it is no day of the calendar."""
    match = _DAY.fullmatch(text)
    if match is None:
        return None
    day, month = int(match["day"]), int(match["month"] or match["named"])
    typed = match["year"] or match["of"]
    year = None if typed is None else int(typed) + (2000 if len(typed) == 2 else 0)
    return Day(day, month, year) if _date(year or 2000, month, day) else None


def relative_day(text: str, today: date) -> Day | None:
    """Return the day that ``text`` names from today on: "thứ 7 này" is the next Saturday, today
    included, "thứ 7 tuần sau" that of the next week, "cuối tuần này" Saturday and Sunday. None if
    it names none.
    """
    match = _RELATIVE_DAY.fullmatch(text)
    if match is None:
        return None
    day = today + timedelta(days=_days_ahead(match, today.weekday()))
    is_weekend = bool(match["weekend"] or match["next_weekend"]) and day.weekday() == SATURDAY
    sunday = _day(day + timedelta(days=1)) if is_weekend else None
    return replace(_day(day), also=sunday)


def without_relative_times(text: str) -> str:
    """Return the text without the days and times named from today on: "tối nay", "tuần này"."""
    return _RELATIVE_TIME.sub(" ", text).strip()


def _day(day: date) -> Day:
    return Day(day.day, day.month, day.year)


def _days_ahead(match: re.Match[str], weekday: int) -> int:
    if match["today"] or match["part_today"]:
        return 0
    if match["tomorrow"] or match["part_tomorrow"]:
        return 1
    if match["yesterday"]:
        return -1
    if match["weekend"] or match["next_weekend"]:
        saturday = max(SATURDAY - weekday, 0)  # on Sunday today
        return saturday + 7 if match["next_weekend"] else saturday
    wanted = 6 if match["sunday"] else _weekday(match["weekday"])
    return wanted + 7 - weekday if match["next_week"] else (wanted - weekday) % 7


def _weekday(text: str) -> int:
    """Return the day of the week, 0 for Monday: "thứ 2", "thứ hai"."""
    return int(text) - 2 if text.isdigit() else _WEEKDAYS[fold_words(text)]


def _date(year: int, month: int, day: int) -> date | None:
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found if 1900 < year < 2200 else None
