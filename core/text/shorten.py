"""Shortening of sentences that must not lose their date."""

from __future__ import annotations

import re

from django.utils.text import Truncator

_QUOTED = re.compile(r"“([^“”]+)”")
_DATE = re.compile(r"(?:(?:hạn|ngày|lúc|trước|từ) )?\b\d{1,2}/\d{1,2}(?:/\d{4})?\b", re.ASCII)
_LEAST_TITLE = 20


def has_date(text: str) -> bool:
    return _DATE.search(text) is not None


def shorten(text: str, length: int) -> str:
    """Return the text within ``length``: quoted titles are cut if that is enough, else the end,
    and the last date stays.
    """
    if len(text) <= length:
        return text
    shorter = _with_short_titles(text, len(text) - length)
    if len(shorter) <= length:
        return shorter
    dates = _DATE.findall(text)
    cut = Truncator(text).chars(length)
    if not dates or dates[-1] in cut:
        return cut
    return f"{Truncator(text).chars(length - len(dates[-1]) - 1)} {dates[-1]}"


def _with_short_titles(text: str, excess: int) -> str:
    """Return the text with titles in quotation marks cut by ``excess`` characters if they have as
    many to spare.
    """

    def cut(match: re.Match[str]) -> str:
        nonlocal excess
        title = match[1]
        room = max(_LEAST_TITLE, len(title) - excess)
        shorter = Truncator(title).chars(room)
        excess -= len(title) - len(shorter)
        return f"“{shorter}”"

    return _QUOTED.sub(cut, text)
