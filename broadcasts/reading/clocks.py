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
    if _is_in_grams(match):
        return match[0]
    return f"{_in_hours(match['left'])} đến {_in_hours(match['right'])}"


def _is_in_grams(match: re.Match[str]) -> bool:
    return all(re.fullmatch(r"\d+g", match[side]) for side in ("left", "right"))


def _in_hours(written: str) -> str:
    return re.sub(r"(?<=\d)g", "h", written)


def _hours_between(match: re.Match[str]) -> str:
    """Both are times once one has minutes: "8g đến 11g30"."""
    if (
        all(re.fullmatch(r"\d+g", match[side]) for side in ("left", "right"))
        and not match["before"]
    ):
        return match[0]
    sides = (_in_hours(match[side]) for side in ("left", "right"))
    return match["before"] + match["between"].join(sides)


def _dotted_times(match: re.Match[str]) -> str:
    """Read "8.00" and, where there is one, the time behind it."""
    times = [_clock(*match[side].split(".")) for side in ("left", "right") if match[side]]
    return match["before"] + " đến ".join(times)


def _signed_minutes(match: re.Match[str]) -> str:
    """Read "15'", unless the sign may close a quotation."""
    if _OPENING.search(match.string, max(0, match.start() - _QUOTED), match.start()):
        return match[0]
    return f"{whole_words(match['minutes'])} phút"


def _hours_and_minutes(match: re.Match[str]) -> str:
    return _clock(match["hours"], match["minutes"])


_MINUTES = r"(?:\s?(?:phút|ph|p|['’′])(?!\w))?"  # the word or sign behind the minutes
_TIME = (
    rf"\d{{1,2}}\s?[hH](?:\s?\d{{2}}|\d)?{_MINUTES}|\d{{1,2}}g(?:\d{{2}}{_MINUTES})?|"
    r"\d{1,2}:\d{2}"
)
_HOUR = r"(?:[01]?\d|2[0-4])"

_WITH_MINUTES = rf"{_HOUR}g(?:[0-5]\d{_MINUTES})?"
# With a point, minutes that are no month: "5.12" is a day, "1.20" an amount.
_DOTTED = r"(?:[01]?\d|2[0-4])\.(?:00|[1-5]5|[2-5]0)"
_ROUND_DOTTED = r"(?:[01]?\d|2[0-4])\.(?:00|15|30|45)"
_UNTIL = rf"(?:{_DASH}|\s+(?:đến|tới)\s+)"
_PART_OF_DAY = r"(?=\s+(?:sáng|trưa|chiều|tối|đêm|khuya)(?!\w))"
# What is measured, not a time.
_NO_MEASURE = (
    r"(?!\s?(?:%|°|₫|(?:điểm|lần|người|hộ|đ|đồng|nghìn|triệu|tỷ|tỉ|m|m2|m3|km|cm|mm|kg|g|tấn|tạ|lít|ha|độ|giờ)"
    r"(?![\w²³])|m[²³]))"
)
# Words before "9g" that make it an hour; elsewhere it may be a weight.
BEFORE_HOUR = (
    r"(?<!\w)(?i:lúc|họp|hồi|vào|đúng|trước|sau|bắt đầu|kết thúc|khai mạc|bế mạc|tập trung|có mặt|"
    r"xuất phát|diễn ra|tổ chức)\s"
)
_OPENING = re.compile(r"(?<!\w)['‘’]")
_QUOTED = 200  # letters in which a quotation may have begun

RULES: tuple[Rule, ...] = (
    # "12'30\"".
    (
        re.compile(r"(?<![\w.,'’′])(\d{1,3})['’′]\s?([0-5]?\d)(?:[\"”″]|['’′]{2})"),
        lambda match: f"{whole_words(match[1])} phút {whole_words(match[2])} giây",
    ),
    # "từ 8.00 đến 11.00", "lúc 8.00", "sáng 7.30 - 11.30", "19.30 - 20.00 tối nay".
    (
        re.compile(
            rf"(?P<before>(?<!\w)[Tt]ừ\s+)(?P<left>{_ROUND_DOTTED})"
            rf"{_UNTIL}(?P<right>{_ROUND_DOTTED}){_CLOCK_END}{_NO_MEASURE}"
        ),
        _dotted_times,
    ),
    (
        re.compile(
            rf"(?P<before>(?<!\w)(?i:lúc|hồi|sáng|trưa|chiều|tối|đêm|khuya)\s+)(?P<left>{_DOTTED})"
            rf"(?:{_UNTIL}(?P<right>{_DOTTED})|(?!{_UNTIL}\d)){_CLOCK_END}{_NO_MEASURE}"
        ),
        _dotted_times,
    ),
    (
        re.compile(
            rf"(?P<before>)(?<![\w.,:/-])(?P<left>{_DOTTED})"
            rf"(?:{_DASH}(?P<right>{_DOTTED}))?{_CLOCK_END}{_PART_OF_DAY}"
        ),
        _dotted_times,
    ),
    # "8h - 11h30", before each time is read.
    (
        re.compile(rf"(?P<left>(?<![\w/.,:-])(?:{_TIME})){_DASH}(?P<right>(?:{_TIME}))(?!\w)"),
        _span_of_times,
    ),
    # "từ 7g đến 9g", "8g đến 11g30p": hours, no weights.
    (
        re.compile(
            rf"(?P<before>(?:(?<!\w)(?:[Tt]ừ|[Ll]úc)\s+)?)(?<![\w/.,:-])(?P<left>{_WITH_MINUTES})"
            rf"(?P<between>\s+(?:đến|tới)\s+)(?P<right>{_WITH_MINUTES})(?![\w/])"
        ),
        _hours_between,
    ),
    (
        re.compile(
            rf"(?<![\w.,:/-])(?P<hours>{_HOUR})g(?P<minutes>)"
            r"(?=\s+(?:sáng|trưa|chiều|tối|đêm|khuya|ngày)(?!\w))"
        ),
        _time,
    ),
    # "Họp 9g tại đình".
    (
        re.compile(rf"(?P<before>{BEFORE_HOUR})(?P<hours>{_HOUR})g(?P<minutes>)(?![\w/])"),
        lambda match: match["before"] + _time(match),
    ),
    (
        re.compile(
            rf"(?<![\w.,:/-])(?P<hours>{_HOUR})g(?P<minutes>)(?=,?\s(?:tại|ở|hôm|thứ|mỗi ngày)\s)"
        ),
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
            r"(?<![\w.,:/-])(?P<hours>\d{1,2})(?:g|\sg\s)(?P<minutes>[0-5]\d)"
            rf"{_MINUTES}(?!\w)"
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
    # "trong 48h": hours that pass; one of no day is marked before.
    (
        re.compile(r"(?<![\w.,:/-])(?P<hours>\d{2,3})\s?[hH](?![\w/])"),
        lambda match: f"{whole_words(match['hours'])} giờ",
    ),
    # "nghỉ 15'".
    (
        re.compile(r"(?<![\w.,:/'’′-])(?P<minutes>\d{1,3})['’′](?![\w'’′\"”″])"),
        _signed_minutes,
    ),
)
