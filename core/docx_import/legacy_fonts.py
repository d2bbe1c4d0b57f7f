"""Capitals of fonts before Unicode: .VnTimeH draws the letters of .VnTime as capitals."""

from __future__ import annotations

import re

from core.text.legacy_encoding import converter_of

_CAPITAL_FONT = re.compile(r"\.vn[a-z0-9 ]*h", re.IGNORECASE)


def is_capital_font(font: str) -> bool:
    return bool(_CAPITAL_FONT.fullmatch(font))


def in_capitals(text: str) -> tuple[str, bool]:
    """Return the text in capitals, and whether it was in a legacy encoding: then it is in Unicode,
    since TCVN3 has no accented capitals of its own.
    """
    found = converter_of(text)
    return (found[1](text) if found else text).upper(), found is not None
