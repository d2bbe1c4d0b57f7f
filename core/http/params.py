"""Integers and days in URLs and posted forms."""

from __future__ import annotations

import re
from datetime import date

from django.utils import timezone

from core.dates import Bounds

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


def day_param(text: str, bounds: Bounds) -> date | None:
    """Return the day written ``2026-11-24`` within the bounds; None for anything else."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return None if bounds.form_problem(day, today=timezone.localdate()) else day
