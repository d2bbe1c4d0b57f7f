"""Lists in plain text: a text pasted with its bullets as the items of a list."""

from __future__ import annotations

import re

_BULLET = re.compile(r"^\s*(?:[-–—+*•·▪◦●○■□]|\d{1,2}[.)])\s+(?=\S)")


def list_items(text: str) -> list[str]:
    """Return the items of a text that is nothing but a list of two or more; else an empty list.

    Each line begins with a bullet or a number; blank lines between them are skipped. Lettered
    lines (``a)``) are parts of one item and make no list.
    """
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) < 2 or not all(_BULLET.match(line) for line in lines):
        return []
    return [_BULLET.sub("", line).strip() for line in lines]
