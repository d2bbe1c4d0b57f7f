"""Telephone numbers: what may be typed, and their ``tel:`` URLs."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError

_NUMBER = re.compile(r"[+(]?\d[\d\s().-]*")
MAX_DIGITS = 13  # with +84; a longer match is two numbers


def phone_url(text: str) -> str:
    """Return the ``tel:`` URL of the first number in the text, empty without one."""
    match = _NUMBER.search(text)
    if not match:
        return ""
    digits = re.sub(r"[^\d+]", "", match[0])
    return f"tel:{digits}" if 3 <= len(digits) <= MAX_DIGITS else ""


@dataclass(frozen=True)
class Phone:
    """One number as it was typed, and its ``tel:`` URL, empty for what cannot be dialled."""

    text: str
    url: str

    def __str__(self) -> str:
        return self.text


def phones(text: str) -> list[Phone]:
    """Return the numbers of a text in their order; see ``validate_phone``."""
    parts = [part.strip() for part in _BETWEEN.split(text.strip())]
    return [Phone(part, phone_url(part)) for part in parts if part]


# An area code or +84 with 8 to 10 digits behind it, a number of three or four digits, a hot line.
_DIGITS = re.compile(r"0\d{9,10}|\+84\d{9,10}|1\d{2,3}|1[89]00\d{4,6}")
_FORM = re.compile(r"\(?\+?\d[\d\s().-]*")
_BETWEEN = re.compile(r"\s*(?:[,;/]| hoặc | - )\s*")
_EXTENSION = re.compile(r"\s*\(?máy lẻ:? \d{1,5}\)?$", re.IGNORECASE)


def validate_phone(text: str) -> None:
    """Refuse what is no telephone number; several stand apart by commas, each may have an
    extension ("máy lẻ 12"). Raises ValidationError.
    """
    for part in _BETWEEN.split(text.strip()):
        number = _EXTENSION.sub("", part.strip())
        digits = re.sub(r"[\s().-]", "", number)
        if not (_FORM.fullmatch(number) and _DIGITS.fullmatch(digits)):
            raise ValidationError(
                f"“{part}” không phải số điện thoại. Xin ghi như 024 3825 1234, 0912 345 678 hoặc"
                " +84 24 3825 1234; nhiều số cách nhau bằng dấu phẩy."
            )
