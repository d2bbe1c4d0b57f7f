"""Forms that are read sign by sign, or are no numbers: plates, file codes, hotlines, scores."""

from __future__ import annotations

import re
from collections.abc import Callable

from broadcasts.reading.numbers import digit_words, roman_value, whole_words
from broadcasts.reading.vocabulary import LETTERS

Rule = tuple[re.Pattern[str], Callable[[re.Match[str]], str]]

_FREE = r"(?<![\w.,/-])"
_END = r"(?![\w/-]|[.,]\d)"
_DASH = r"\s*[-–—]\s*"
_DOTTED = re.compile(r"\d{1,2}\.\d\d")
_DOTTED_BEHIND = re.compile(rf"{_DASH}\d{{1,2}}\.\d\d(?![\w/]|[.,]\d)")
_DOTTED_BEFORE = re.compile(rf"(?<![\w.,/-])\d{{1,2}}\.\d\d{_DASH}$")
_SECTION_BEFORE = re.compile(
    r"(?<!\w)(?:mục|điều|khoản|phần|bài|chương|tiểu mục)\s+$", re.IGNORECASE
)
_HOTLINE = re.compile(
    r"(?<![\w.,/-])(?:11[1-9]|1022)"
    r"(?=\s*(?:[,;:.!?)]|$|(?:và|hoặc|hay|để|khi|nếu|của|tại|là|ngay)(?!\w)))(?![.,]\d)"
)


def signs_one_by_one(text: str) -> str:
    """Return letters by their names and digits one by one: "51F" is "năm một ép"."""
    return " ".join(
        digit_words(sign) if sign.isdigit() else LETTERS.get(sign.upper(), sign)
        for sign in text
        if sign.isalnum()
    )


def _grouped_code(match: re.Match[str]) -> str:
    return ", ".join(signs_one_by_one(part) for part in re.split(r"[-.\s]", match[0]) if part)


def _plate(match: re.Match[str]) -> str:
    return f"{signs_one_by_one(match['place'])}, {signs_one_by_one(match['number'])}"


def _hotlines(match: re.Match[str]) -> str:
    return match["lead"] + _HOTLINE.sub(lambda found: digit_words(found[0]), match["rest"])


def _score(match: re.Match[str]) -> str:
    return f"{match['before']}{whole_words(match['first'])} {whole_words(match['last'])}"


def _roman_section(match: re.Match[str]) -> str:
    value = roman_value(match["roman"])
    if value is None:
        return match[0]
    parts = match["rest"].strip(".").split(".")
    return " chấm ".join(whole_words(part) for part in [str(value), *parts])


def _section(match: re.Match[str]) -> str:
    """Read the number of a section; "8.00 - 11.00" may be times or amounts, and is left."""
    if _may_be_times(match):
        return match[0]
    return " chấm ".join(whole_words(part) for part in match[0].split("."))


def _may_be_times(match: re.Match[str]) -> bool:
    """Return whether it is one side of "8.00 - 11.00", not named as sections."""
    before = match.string[max(0, match.start() - 40) : match.start()]
    first = _DOTTED_BEFORE.search(before)
    is_pair = first or _DOTTED_BEHIND.match(match.string[match.end() : match.end() + 12])
    named = before[: first.start()] if first else before
    return bool(is_pair and _DOTTED.fullmatch(match[0]) and not _SECTION_BEFORE.search(named))


SECTION_RULE: Rule = (
    re.compile(r"(?<![\w.,/-])\d{1,2}(?:\.\d{1,2}){1,4}(?![\w/]|[.,]\d)"),
    _section,
)
# Before numbers of documents, which "59-X1" looks like.
FIRST_RULES: tuple[Rule, ...] = (
    # "PM2.5", fine dust.
    (
        re.compile(r"(?<![\w.,/-])PM\s?2[.,]5(?![\w/-]|[.,]\d)"),
        lambda match: f"{signs_one_by_one('PM')} hai phẩy năm",
    ),
    # "000.00.12.H29-261130-0001", the code of a file at the counter.
    (
        re.compile(_FREE + r"\d{3}(?:\.\d{2,3}){1,3}\.[A-Z]\d{2}-\d{6}-\d{3,6}" + _END),
        _grouped_code,
    ),
    # "51F-123.45", "59-X1 123.45", "29A-12345".
    (
        re.compile(
            _FREE + r"(?P<place>\d{2}-?[A-ZĐ]{1,2}\d?)(?:-\s?|\s(?=\d{3}\.))"
            r"(?P<number>\d{3}\.\d{2}|\d{4,5})" + _END
        ),
        _plate,
    ),
    (
        re.compile(_FREE + r"(?P<roman>[IVX]{1,5})(?P<rest>(?:\.\d{1,2}){1,4})" + _END),
        _roman_section,
    ),
    # "thắng 3-1", "thắng đội bạn với tỉ số 2-0".
    (
        re.compile(
            r"(?P<before>(?<!\w)(?i:thắng|thua|hòa|hoà|tỉ số|tỷ số|dẫn trước|dẫn|luân lưu)"
            r"(?:\s+[^\W\d_]{1,12}){0,4}\s+)(?P<first>\d{1,2})\s?[-–]\s?(?P<last>\d{1,2})" + _END
        ),
        _score,
    ),
    # "2-2 (luân lưu 4-3)".
    (
        re.compile(
            _FREE + r"(?P<before>)(?P<first>\d{1,2})\s?[-–]\s?(?P<last>\d{1,2})"
            r"(?=\s*[(,]?\s*(?:thắng |thua )?luân lưu)"
        ),
        _score,
    ),
)
# Once whole telephone numbers are read: "gọi Công an phường hoặc 114".
HOTLINE_RULE: Rule = (
    re.compile(
        r"(?P<lead>(?<!\w)(?i:gọi|liên hệ|điện thoại|đường dây nóng|hotline|tổng đài|số máy|báo)"
        r"(?!\w))(?P<rest>[^.;!?\n]{1,200})"
    ),
    _hotlines,
)
