"""Lists typed or pasted into one text field: its lines, its list marks, its items."""

from __future__ import annotations

import re

from core.text.vietnamese import clean_line, visible

# Bullets of keyboards and of Word, whose own stand in the private area.
_BULLET = "[-–—+*•·●○▪■◦◾➢➤\ue000-\uf8ff]"
# A number or a letter is a mark before a blank alone: "24/6/2016" and "1.500" are none.
_MARK = re.compile(
    rf"(?P<bullet>{_BULLET})(?:\s+|(?=[^\W\d_]))"
    r"|(?P<open>\(?)(?:(?P<number>\d{1,2})|(?P<letter>[a-zđ]))(?P<close>[.)/])\s+",
    re.IGNORECASE,
)
_LETTERS = "abcdđeghiklmnopqrstuvxy"


def text_lines(text: str) -> list[str]:
    """Return the lines of the text, each clean, without empty ones."""
    lines = (clean_line(line) for line in visible(text).splitlines())
    return [line for line in lines if line]


def without_mark(line: str) -> str:
    """Return the line without the bullet, number or letter at its beginning."""
    mark = _MARK.match(line)
    return line[mark.end() :] if mark and mark.end() < len(line) else line


def is_list_item(line: str) -> bool:
    """Return whether the line begins with a bullet, a number or a letter of a list."""
    return without_mark(line) != line


def split_list_items(text: str) -> list[str]:
    """Return the items of a text that is nothing but a list of two or more, without their marks.

    The first mark decides which lines begin an item; lines with other marks stay lines of theirs
    ("a)" beneath "1."). Numbers and letters count up. Any other text is returned as one item.
    """
    lines = text_lines(text)
    kinds = [_kind(line) for line in lines]
    if not kinds or None in kinds:
        return [text]
    items: list[list[str]] = []
    places: list[int] = []
    for line, kind in zip(lines, kinds, strict=True):
        if kind == kinds[0]:
            items.append([without_mark(line)])
            places.append(_place(line))
        else:
            items[-1].append(line)
    is_bullet = places[0] < 0
    counts_up = places == list(range(places[0], places[0] + len(places)))
    if len(items) < 2 or not (is_bullet or counts_up):
        return [text]
    return ["\n".join(item) for item in items]


def _kind(line: str) -> str | None:
    """Return what the marks of one list have in common; None for a line without a mark."""
    mark = _MARK.match(line)
    if mark is None or mark.end() == len(line):
        return None
    if mark["bullet"]:
        return mark["bullet"]
    sign = "1" if mark["number"] else "a"
    if mark["letter"] and mark["letter"].isupper():
        sign = "A"
    return f"{mark['open']}{sign}{mark['close']}"


def _place(line: str) -> int:
    """Return the place that a number or a letter counts; -1 for a bullet."""
    mark = _MARK.match(line)
    if mark is None or mark["bullet"]:
        return -1
    return int(mark["number"]) if mark["number"] else _LETTERS.find(mark["letter"].lower())
