"""Numbers and lists as official Vietnamese writes them."""

from __future__ import annotations

from collections.abc import Iterable

from reports.figures.comparison import Compared


def number(value: int) -> str:
    """Return a number with a leading zero below ten, and points between thousands."""
    return f"{value:02}" if 0 <= value < 10 else f"{value:,}".replace(",", ".")


def counted(value: int, noun: str) -> str:
    return f"{number(value)} {noun}"


def listed(parts: Iterable[str]) -> str:
    """Return the parts that say something: "a, b và c"."""
    words = [part for part in parts if part]
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} và {words[-1]}"


def lowered(text: str) -> str:
    """Return the text to go on within a sentence: an abbreviation keeps its capitals."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def joined(parts: Iterable[str]) -> str:
    """Return the parts that say something as one sentence: "A; b; c.".

    Every part begins with a common word.
    """
    words = [part for part in parts if part]
    if not words:
        return ""
    first, *others = words
    rest = [lowered(part) for part in others]
    return "; ".join([first[:1].upper() + first[1:], *rest]) + "."


def change_words(compared: Compared) -> str:
    """Return how a figure moved against the period before, behind a comma; "" where that has no
    figures.
    """
    if compared.change is None:
        return ""
    if compared.change == 0:
        return ", bằng kỳ trước"
    way = "tăng" if compared.change > 0 else "giảm"
    return f", {way} {number(abs(compared.change))} so với kỳ trước"


def dashes(lines: Iterable[str]) -> str:
    """Return the lines that say something, each behind a dash."""
    return "\n".join(f"- {line}" for line in lines if line)
