"""Integer parameters of URLs and posted forms."""

from __future__ import annotations

MAX_BIGINT = 2**63 - 1


def int_param(text: str | None, *, maximum: int = MAX_BIGINT) -> int | None:
    """Return the integer that ``text`` holds, from 0 to ``maximum``; None for anything else.

    Only ASCII digits count; the default maximum is what a primary key can hold, so that no URL
    makes Postgres refuse a query.
    """
    if not text or not text.isascii() or not text.isdecimal() or len(text) > 19:
        return None
    number = int(text)
    return number if number <= maximum else None
