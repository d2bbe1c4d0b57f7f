"""Numbers behind a word that says what they number: no date, no decimal."""

from __future__ import annotations

import re
from collections.abc import Callable

from broadcasts.reading.dates import NEAR_YEAR
from broadcasts.reading.numbers import digit_words, month_words, whole_words
from broadcasts.reading.vocabulary import UNITS

Rule = tuple[re.Pattern[str], Callable[[re.Match[str]], str]]

_YEAR = r"(?:1[5-9]|20|21)\d{2}"
_END = r"(?![\w/]|[.,-]\d)"
_PERIODS = (
    r"(?:đợt|học kỳ|học kì|kỳ|kì|lần|vòng|số|khóa|khoá|phiên|lớp|tập|tuần|mũi|cuộc họp|đại hội"
    r"|hội nghị)(?: họp| báo cáo)?(?: thứ)?"
)
_PLACES = (
    r"TDP|tổ dân phố|tổ|khu phố|KP|khu|khóm|ấp|thôn|xóm|ngõ|ngách|hẻm|kiệt|cụm|lô|quầy|phòng"
    r"|tòa nhà|tòa|toà|chi bộ|khối|lớp"
)
_ROADS = r"ngõ|ngách|hẻm|kiệt"
_WORDS = ("nghìn", "ngàn", "triệu", "tỷ", "tỉ", "tấn", "tạ", "mét", "lít", "héc", "phần")
_COUNTED = "|".join((*sorted(map(re.escape, UNITS), key=len, reverse=True), *_WORDS))
# Before a number that is one of an address.
ADDRESS = rf"(?<!\w)(?i:{_ROADS}|số nhà|nhà số|nhà)\s+"
_NUMBER = r"\d{1,4}(?!\d)"


def _of_year(match: re.Match[str]) -> str:
    found = match.groupdict()
    years = f"năm {whole_words(found.get('year') or '20' + match['short'])}"
    if found.get("until"):
        years = f"năm học {whole_words(match['year'])}, {whole_words(match['until'])}"
    is_ordinal = match["before"].lower().rstrip().endswith("thứ")
    number = month_words(int(match["number"])) if is_ordinal else whole_words(match["number"])
    return f"{match['before']}{number} {years}"


def _listed(match: re.Match[str]) -> str:
    return match["before"] + ", ".join(map(whole_words, match["numbers"].split(",")))


def _address(match: re.Match[str]) -> str:
    return match["before"] + " trên ".join(map(whole_words, match["numbers"].split("/")))


def _several_of_year(match: re.Match[str]) -> str:
    numbers = re.sub(r"\d+", lambda number: whole_words(number[0]), match["numbers"])
    return f"{match['before']}{numbers} năm {whole_words(match['year'])}"


def _code(match: re.Match[str]) -> str:
    return match["before"] + digit_words(match["number"])


RULES: tuple[Rule, ...] = (
    # "mã số 07": a number is not written so.
    (
        re.compile(rf"(?P<before>(?<!\w)(?i:mã|mã số|số hiệu|mật khẩu)\s+)(?P<number>0\d+){_END}"),
        _code,
    ),
    # "Quý 3, 4/2026", "đợt 1 và 2/2026".
    (
        re.compile(
            rf"(?P<before>(?<!\w)(?i:{_PERIODS}|quý)\s+)"
            rf"(?P<numbers>\d{{1,2}}(?:(?:,| và|, và)\s+\d{{1,2}})+)/(?P<year>{_YEAR}){_END}"
        ),
        _several_of_year,
    ),
    # "Đợt 2/26", but not "số 5/26 đường Lê Lợi".
    (
        re.compile(
            rf"(?P<before>(?<!\w)(?!số)(?i:{_PERIODS})\s+)(?P<number>\d{{1,2}})/"
            rf"(?P<short>{NEAR_YEAR}){_END}"
        ),
        _of_year,
    ),
    # "Đợt 2/2026", "Học kỳ 1/2026-2027".
    (
        re.compile(
            rf"(?P<before>(?<!\w)(?i:{_PERIODS})\s+)(?P<number>\d{{1,3}})\s?[/-]\s?"
            rf"(?P<year>{_YEAR})(?:\s?-\s?(?P<until>{_YEAR}))?{_END}"
        ),
        _of_year,
    ),
    # "TDP 5,7".
    (
        re.compile(
            rf"(?P<before>(?<!\w)(?i:{_PLACES})\s+(?:số\s+)?)(?P<numbers>\d{{1,3}}(?:,\d{{1,3}})+){_END}"
            rf"(?!\s?(?:%|(?:{_COUNTED})(?![\w²³])))"
        ),
        _listed,
    ),
    # "ngõ 30/4", "số 30/4 đường Lê Lợi".
    (
        re.compile(rf"(?P<before>{ADDRESS})(?P<numbers>{_NUMBER}(?:/{_NUMBER})+){_END}"),
        _address,
    ),
    (
        re.compile(
            rf"(?P<before>(?<!\w)[Ss]ố\s+)(?P<numbers>{_NUMBER}(?:/{_NUMBER})+){_END}"
            rf"(?=,?\s+(?i:{_ROADS}|đường|phố)(?!\w))"
        ),
        _address,
    ),
)
