"""``tel:`` URLs of telephone numbers."""

import re

_NUMBER = re.compile(r"[+(]?\d[\d\s().-]*")
MAX_DIGITS = 13  # with +84; a longer match is two numbers


def phone_url(text: str) -> str:
    """Return the ``tel:`` URL of the first number in the text, empty without one."""
    match = _NUMBER.search(text)
    if not match:
        return ""
    digits = re.sub(r"[^\d+]", "", match[0])
    return f"tel:{digits}" if 3 <= len(digits) <= MAX_DIGITS else ""
