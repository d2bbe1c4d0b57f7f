"""Telephone numbers in Vietnamese running text, in every spelling people write."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

# A separator between the groups of a number; a no-break space too.
_GAP = r"[ \u00a0\u202f.-]?"
_PHONE = re.compile(
    r"(?<![\w/+.,-])(?<!\d[ \u00a0])"
    r"(?:"
    rf"\(?(?:\+|00)84\)?{_GAP}(?:\(0\){_GAP})?(?:\d{_GAP}){{8,9}}\d"  # +84 24 3825 1234
    rf"|\(0\d{{1,3}}\){_GAP}(?:\d{_GAP}){{6,8}}\d"  # (024) 3825 1234
    rf"|0(?:{_GAP}\d){{9,10}}"  # 024.3825.1234, 0912 345 678
    rf"|1[89]00(?:{_GAP}\d){{4,6}}"  # 1900 1234
    r")(?![\w/%]|[.,-]\d)"
)
# Emergency numbers are numbers only where a word says so: "gọi 113", "số 115".
_SHORT = re.compile(
    r"(?:\b(?:gọi|số|điện thoại|đường dây nóng|tổng đài|ĐT|hotline)\b[ \u00a0:]{1,3}"
    r"(?:(?:ngay|tới|đến|số|điện thoại)[ \u00a0]){0,2})"
    r"(?P<short>11[1-9]|1022|10[58]0?)(?![\w/.%-]|[ \u00a0]\d|,\d)",
    re.IGNORECASE,
)
MIN_DIGITS, MAX_DIGITS = 3, 13


@dataclass(frozen=True)
class Phone:
    """A number as it stands in a text; ``digits`` is its national form."""

    start: int
    end: int
    text: str
    digits: str

    @property
    def url(self) -> str:
        return f"tel:{self.digits}"


def find_phones(text: str) -> Iterator[Phone]:
    """Yield the numbers of a text in order. Linear in its length."""
    spans = [(match.start(), match.end()) for match in _PHONE.finditer(text)]
    spans += [match.span("short") for match in _SHORT.finditer(text)]
    last = 0
    for start, end in sorted(spans):
        if start >= last:
            yield Phone(start, end, text[start:end], national(text[start:end]))
            last = end


def national(number: str) -> str:
    """Return the digits of a number, +84 as 0: "+84 (0) 24 3825 1234" is 02438251234."""
    digits = re.sub(r"\D", "", number.replace("(0)", ""))
    if number.lstrip("(").startswith(("+84", "0084")):
        return "0" + digits.removeprefix("00").removeprefix("84")
    return digits
