"""Forms that may mean two things, or nothing: somebody has to decide how they are read."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Mapping

from broadcasts.reading import amounts, clocks, dates, numbered
from broadcasts.reading.vocabulary import ABBREVIATIONS

_TIMES_OF_DAY = [
    word
    for lower in ("sáng", "trưa", "chiều", "tối", "đêm", "khuya", "hôm")
    for word in (lower, lower.capitalize())
]
# "9g" with nothing behind it that is weighed.
_HOUR_OR_WEIGHT = re.compile(r"(?<![\w.,:/-])(?:1?\d|2[0-4])g(?=\s*(?:[,;:!?)]|\.(?!\d)|$))")
_WEIGHED = re.compile(
    rf"(?:{clocks.BEFORE_HOUR}|(?<!\w)(?:nặng|mỗi|suất|gói|liều|hơn|dưới|trên|đến|tới|từ|thêm|mua)\s|"
    r"[-–]\s?)$",
    re.IGNORECASE,
)
_COUNTED = ("km", "m", "kg", "ha", "tấn", "nghìn", "triệu", "tỷ", "tỉ", "người", "hộ", "lượt")

_Test = Callable[[re.Match[str]], bool]

# What cannot be read stands within these, as it was written.
MARK = "[?{}]"
MARKED = re.compile(r"(\[\?[^\]\n]*\])")
_MARKED_WORDS = re.compile(r"\[\?([^\]\n]*)")  # also where a person took the end away
# "T7" is a day of the week beside "CN" or a date; it may be a month elsewhere.
_BESIDE_SUNDAY = re.compile(
    r"(?<![\w./-])T(?P<day>[2-7])(?P<between>\s*(?:,|;|và|hoặc|đến|&|-|–|/)\s*)CN(?![\w&/-])"
)
_BEFORE_DATE = re.compile(
    r"(?<![\w./-])(?:T(?P<day>[2-7])|CN)(?=(?:,|\s*\(|\s)\s*(?:ngày\s+)?\d{1,2}/\d{1,2}(?!\d))"
)
_DOUBTFUL_DAY = re.compile(
    r"(?<![\w./&])(?<!nhà )(?<!tòa )(?<!toà )(?<!khu )(?<!lô )T[2-7](?![\w/&]|[.,]\d)"
)
# "HS" before a number may be a file ("hồ sơ") or pupils.
_DOUBTFUL_FILE = re.compile(r"(?<![\w&/-])HS:?\s*(?:số:?\s*)?\d[\w./-]*(?<![./-])")
# Times and days that there are not: "25h", "25h30", "31/2/2026", "ngày 30/2".
_CLOCK = re.compile(r"(?<![\w.,:/-])(\d{1,2})\s?[hH]\s?(\d{2})(?!\w)")
_HOUR = re.compile(r"(?<![\w.,:/-])(\d{2})\s?[hH](?![\w/])")
# Before hours that pass: "trong 48h", "sau 36h".
_PASSING = re.compile(
    r"(?<!\w)(?:trong|vòng|suốt|sau|quá|mất|hơn|gần|khoảng|đủ|dài|hết|tối đa|tối thiểu|ít nhất)"
    r"\s+$",
    re.IGNORECASE,
)
# "10^3".
_POWER = re.compile(r"(?<!\w)\d{1,12}\s?\^\s?[-+]?\w{1,12}")
_DATE = re.compile(r"(?<![\w/.-])(\d{1,2})([/.-])(\d{1,2})\2((?:19|20)\d\d)(?![\w/])")
_DAY_AND_MONTH = re.compile(r"(?<=[Nn]gày )(30|31)[/-](0?[1-9]|1[0-2])(?![\w/]|[.,-]\d)")
_LEAP_YEAR = 2024
# "2/12/75": a year of another century, or no day; "số 5/12/75" is an address.
_SHORT_YEAR = re.compile(r"(?<![\w/.,-])(\d{1,2})/(\d{1,2})/(\d\d)(?![\w/]|[.,]\d)")
_BEFORE_ADDRESS = re.compile(rf"(?:{numbered.ADDRESS}|(?<!\w)[Ss]ố\s+)$")
_NEAR_YEAR = re.compile(dates.NEAR_YEAR)
_BEFORE = 20  # signs
# "Sáng 2.12" is a day or a time.
_DOTTED = re.compile(
    rf"(?:{'|'.join(f'(?<={word} )' for word in _TIMES_OF_DAY)})"
    rf"\d{{1,2}}\.(?:0?[1-9]|1[0-2])(?![\w/]|[.,-]\d)(?!\s?(?:{'|'.join(_COUNTED)})(?!\w))"
)


_WEEKDAYS = re.compile(r"(?<![\w./&-])T([2-6])\s?[-–]\s?T([3-7])(?![\w/&-]|[.,]\d)")


def _weekdays(match: re.Match[str]) -> str:
    return f"thứ {match[1]} đến thứ {match[2]}" if match[1] < match[2] else match[0]


def _beside_sunday(match: re.Match[str]) -> str:
    between = " và " if match["between"].strip() == "/" else match["between"]
    return f"thứ {match['day']}{between}Chủ nhật"


def mark_doubts(line: str, abbreviations: Mapping[str, str]) -> str:
    """Return the line with these forms marked, days of the week named."""
    line = _BESIDE_SUNDAY.sub(_beside_sunday, line)
    line = _BEFORE_DATE.sub(
        lambda found: f"thứ {found['day']}" if found["day"] else "Chủ nhật", line
    )
    line = _WEEKDAYS.sub(_weekdays, line)
    for pattern, is_possible in _DOUBTFUL:
        line = _marked(line, pattern, is_possible)
    if abbreviations.get("HS") == ABBREVIATIONS["HS"]:
        line = _marked(line, _DOUBTFUL_FILE, _never)
    return line


def unread_words(reading: str) -> list[str]:
    """Return the words of a reading text that are marked, each once."""
    return list(dict.fromkeys(_MARKED_WORDS.findall(reading)))


def _marked(line: str, pattern: re.Pattern[str], is_possible: _Test) -> str:
    """Return the line with what the pattern finds marked unless it is possible, once each."""
    return "".join(
        piece
        if place % 2
        else pattern.sub(
            lambda found: found[0] if is_possible(found) else MARK.format(found[0]), piece
        )
        for place, piece in enumerate(MARKED.split(line))
    )


def _never(_: re.Match[str]) -> bool:
    return False


def _is_clock(match: re.Match[str]) -> bool:
    return int(match[1]) <= 24 and int(match[2]) <= 59


def _is_said_what(match: re.Match[str]) -> bool:
    before = match.string[max(0, match.start() - _BEFORE) : match.start()]
    return _WEIGHED.search(before) is not None


def _is_hour(match: re.Match[str]) -> bool:
    before = match.string[max(0, match.start() - _BEFORE) : match.start()]
    return int(match[1]) <= 24 or _PASSING.search(before) is not None


def _is_date(match: re.Match[str]) -> bool:
    return _is_day(match[1], match[3], int(match[4]))


def _is_near_date(match: re.Match[str]) -> bool:
    before = match.string[max(0, match.start() - _BEFORE) : match.start()]
    if _BEFORE_ADDRESS.search(before):
        return True
    is_near = _NEAR_YEAR.fullmatch(match[3]) is not None
    return is_near and _is_day(match[1], match[2], 2000 + int(match[3]))


def _is_day_of_year(match: re.Match[str]) -> bool:
    return _is_day(match[1], match[2], _LEAP_YEAR)


def _is_day(day: str, month: str, year: int) -> bool:
    return 1 <= int(month) <= 12 and 1 <= int(day) <= monthrange(year, int(month))[1]


_DOUBTFUL: tuple[tuple[re.Pattern[str], _Test], ...] = (
    (_DOUBTFUL_DAY, _never),
    (amounts.DOUBTFUL, _never),
    (_CLOCK, _is_clock),
    (_HOUR, _is_hour),
    (_HOUR_OR_WEIGHT, _is_said_what),
    (_POWER, _never),
    (_DATE, _is_date),
    (_SHORT_YEAR, _is_near_date),
    (_DOTTED, _never),
    (_DAY_AND_MONTH, _is_day_of_year),
)
