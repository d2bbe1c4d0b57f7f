"""Telephone numbers as a phone dials them."""

import re

_NUMBER = re.compile(r"[+(]?\d[\d\s().-]*")
MAX_DIGITS = 13  # with +84; longer, and two numbers stand in one another's way


def phone_url(written: str) -> str:
    """Return the ``tel:`` address of the first number in what people wrote; empty when there is
    none to dial.
    """
    found = _NUMBER.search(written)
    if not found:
        return ""
    digits = re.sub(r"[^\d+]", "", found[0])
    return f"tel:{digits}" if 3 <= len(digits) <= MAX_DIGITS else ""
