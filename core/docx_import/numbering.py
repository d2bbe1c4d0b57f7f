"""List numbering: numbers that Word computes from rules, as numbers of the text."""

from __future__ import annotations

from dataclasses import dataclass
from xml.etree.ElementTree import Element

from core.docx_import.package import children, named, value

_MAX_LEVEL = 8
_MAX_HTML_DEPTH = 4
_ROMAN = [(10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")]
_ROMAN_TENS = [
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
]


@dataclass(frozen=True)
class Level:
    form: str
    pattern: str
    start: int


@dataclass(frozen=True)
class Number:
    """The marker of one paragraph: a bullet, a counted list item, or words such as "Điều 3." and
    "b)".
    """

    level: int
    form: str
    count: int
    label: str

    @property
    def is_bullet(self) -> bool:
        return self.form == "bullet"

    @property
    def is_plain(self) -> bool:
        """Return whether an HTML list shows this number; it cannot show "b)", "IV." or "2.1."."""
        return self.form == "decimal" and self.label in {
            f"{self.count}.",
            f"{self.count})",
            f"{self.count}",
        }


class NumberingState:
    """The counters of one document; ``next`` is called once per numbered paragraph, in reading
    order.
    """

    def __init__(self, root: Element | None) -> None:
        self._abstract = {
            item.get(named("w:abstractNumId"), ""): _levels(item)
            for item in children(root, "w:abstractNum")
        }
        self._lists = {item.get(named("w:numId"), ""): item for item in children(root, "w:num")}
        self._counts: dict[str, dict[int, int]] = {}
        self._started: set[tuple[str, int]] = set()

    def next(self, number: str | None, level: str | None) -> Number | None:
        """Return the number of the next paragraph of list ``number``, None for no list."""
        item = self._lists.get(number or "")
        depth = int(level) if level and level.isdecimal() else 0
        if item is None or depth > _MAX_LEVEL:
            return None
        abstract = value(item, "w:abstractNumId") or ""
        levels = self._abstract.get(abstract, {})
        if depth not in levels:
            return None
        rule = levels[depth]
        if rule.form == "none" and not rule.pattern:
            return None
        counts = self._counts.setdefault(abstract, {})
        self._restart(number or "", item, counts)
        for deeper in [key for key in counts if key > depth]:
            del counts[deeper]
        counts[depth] = counts.get(depth, rule.start - 1) + 1
        return Number(depth, rule.form, counts[depth], _label(levels, counts, depth))

    def _restart(self, number: str, item: Element, counts: dict[int, int]) -> None:
        """Set counters back where the list has a start of its own; else lists of one pattern count
        on.
        """
        for override in children(item, "w:lvlOverride"):
            level = override.get(named("w:ilvl"), "")
            start = value(override, "w:startOverride") or ""
            if (
                level.isdecimal()
                and start.isdecimal()
                and (number, int(level)) not in self._started
            ):
                self._started.add((number, int(level)))
                counts[int(level)] = int(start) - 1


def _levels(abstract: Element) -> dict[int, Level]:
    found = {}
    for position, level in enumerate(children(abstract, "w:lvl")):
        index = level.get(named("w:ilvl"), "")
        start = value(level, "w:start") or ""
        found[int(index) if index.isdecimal() else position] = Level(
            form=value(level, "w:numFmt") or "decimal",
            pattern=value(level, "w:lvlText") or "",
            start=int(start) if start.isdecimal() and len(start) < 6 else 1,
        )
    return found


def _label(levels: dict[int, Level], counts: dict[int, int], depth: int) -> str:
    label = levels[depth].pattern
    for upper in range(depth + 1):
        rule = levels.get(upper)
        if rule is not None and f"%{upper + 1}" in label:
            label = label.replace(
                f"%{upper + 1}", _counted(counts.get(upper, rule.start), rule.form)
            )
    return label.strip()


def _counted(count: int, form: str) -> str:
    match form:
        case "lowerLetter" | "upperLetter":
            letters = chr(ord("a") + (count - 1) % 26) * min((count - 1) // 26 + 1, 9)
            return letters.upper() if form == "upperLetter" else letters
        case "lowerRoman" | "upperRoman":
            return _roman(count).upper() if form == "upperRoman" else _roman(count)
        case "decimalZero":
            return f"{count:02}"
        case "none":
            return ""
    return str(count)


def _roman(count: int) -> str:
    numeral = ""
    for worth, letters in [*_ROMAN_TENS, *_ROMAN]:
        times = min(count // worth, 9)
        numeral += letters * times
        count -= worth * times
    return numeral


class OpenLists:
    """Stack of the open HTML lists: depth of the next item, and the number it continues."""

    def __init__(self) -> None:
        self._open: list[tuple[int, bool, int]] = []

    def close(self) -> None:
        self._open.clear()

    def place(self, number: Number) -> tuple[int, int | None]:
        """Return (depth from 0, the start number where HTML would count otherwise)."""
        before = 0
        while self._open and self._open[-1][0] >= number.level:
            level, was_bullet, count = self._open.pop()
            before = count if level == number.level and was_bullet == number.is_bullet else 0
        depth = min(len(self._open), _MAX_HTML_DEPTH)
        self._open.append((number.level, number.is_bullet, number.count))
        is_natural = number.is_bullet or number.count == before + 1
        return depth, None if is_natural else number.count
