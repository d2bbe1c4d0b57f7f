"""List numbering: numbers that Word computes from rules, as numbers of the text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element

from core.docx_import.number_forms import counted, custom_form, is_known
from core.docx_import.package import child, children, is_on, named, value

_MAX_LEVEL = 8
_MAX_HTML_DEPTH = 4
# What an HTML list can begin with; other counts become words.
_HTML_COUNTS = range(1, 1000)
_MAX_LINKS = 5
_COUNTER = re.compile("%([1-9])")


@dataclass(frozen=True)
class Level:
    """The rule of one level (``w:lvl``).

    ``restart`` is None where the level begins again after every higher one, 0 where it never does,
    else the number of levels whose use begins it again.
    """

    form: str
    pattern: str
    start: int
    restart: int | None = None
    is_legal: bool = False
    suffix: str = "tab"
    style: str = ""
    is_hidden: bool = False
    is_caps: bool | None = None


@dataclass(frozen=True)
class Number:
    """The marker of one paragraph: a bullet, a counted list item, or words such as "Điều 3." and
    "b)".

    ``is_exact`` is False where Word shows another form of number than the label.
    """

    level: int
    form: str
    count: int
    label: str
    gap: str = " "
    is_caps: bool | None = None
    is_exact: bool = True

    @property
    def is_bullet(self) -> bool:
        return self.form == "bullet"

    @property
    def is_plain(self) -> bool:
        """Return whether an HTML list shows this number; it cannot show "b)", "IV." or "2.1."."""
        return (
            self.form == "decimal"
            and self.count in _HTML_COUNTS
            and self.label in {f"{self.count}.", f"{self.count})", f"{self.count}"}
        )


@dataclass(frozen=True)
class _List:
    """A ``w:num``: the key of its counters, its levels, and the levels that it begins anew."""

    counters: str
    levels: dict[int, Level]
    begun: frozenset[int]


class NumberingState:
    """The counters of one document; ``next`` is called once per numbered paragraph, in reading
    order.

    ``list_of_style`` names the list (``w:numId``) of a numbering style.
    """

    def __init__(
        self, root: Element | None, list_of_style: Callable[[str], str | None] = lambda _: None
    ) -> None:
        self._list_of_style = list_of_style
        self._abstract = {
            item.get(named("w:abstractNumId"), ""): item for item in children(root, "w:abstractNum")
        }
        self._items = {item.get(named("w:numId"), ""): item for item in children(root, "w:num")}
        self._lists: dict[str, _List] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._started: set[tuple[str, int]] = set()

    def style_level(
        self, number: str | None, styles: Iterable[tuple[str, str | None]]
    ) -> str | None:
        """Return the level that a paragraph has by its style.

        ``styles`` are (style, its ``w:ilvl``), the paragraph's own first. A level that names the
        style goes before the level that the style names.
        """
        found = self._list(number or "")
        tied = {rule.style: str(level) for level, rule in found.levels.items()} if found else {}
        for style, level in styles:
            if style in tied or level is not None:
                return tied.get(style, level)
        return None

    def next(self, number: str | None, level: str | None) -> Number | None:
        """Return the number of the next paragraph of list ``number``, None for no list and for one
        that shows nothing.
        """
        found = self._list(number or "")
        depth = int(level) if level and level.isdecimal() else 0
        if found is None or depth > _MAX_LEVEL or depth not in found.levels:
            return None
        counts = self._counts.setdefault(found.counters, {})
        self._count(number or "", found, counts, depth)
        rule = found.levels[depth]
        if rule.is_hidden or (rule.form == "none" and not rule.pattern):
            return None
        label = _label(found.levels, counts, depth)
        return Number(
            depth,
            rule.form,
            counts[depth],
            label.lstrip() if rule.suffix == "nothing" else label.strip(),
            "" if rule.suffix == "nothing" else " ",
            rule.is_caps,
            _is_exact(found.levels, depth),
        )

    def _count(self, number: str, found: _List, counts: dict[int, int], depth: int) -> None:
        """Count the paragraph; lists of one pattern count on, unless this one begins anew."""
        if depth in found.begun and (number, depth) not in self._started:
            self._started.add((number, depth))
            counts.pop(depth, None)
        for upper in range(depth):  # a level that was left out counts as begun
            if upper in found.levels:
                counts.setdefault(upper, found.levels[upper].start)
        for deeper in [key for key in counts if key > depth]:
            if _restarts(found.levels.get(deeper), deeper, depth):
                del counts[deeper]
        counts[depth] = counts[depth] + 1 if depth in counts else found.levels[depth].start

    def _list(self, number: str) -> _List | None:
        if number not in self._lists and number in self._items:
            self._lists[number] = self._resolved(self._items[number])
        return self._lists.get(number)

    def _resolved(self, item: Element) -> _List:
        levels = dict(self._levels(item, _MAX_LINKS))
        begun = set()
        for override in children(item, "w:lvlOverride"):
            index = _natural(override.get(named("w:ilvl")))
            if index is None:
                continue
            rule = child(override, "w:lvl")
            if rule is not None:
                levels[index] = _level(rule)
            start = _natural(value(override, "w:startOverride"))
            if start is not None and index in levels:
                levels[index] = replace(levels[index], start=start)
                begun.add(index)
        return _List(value(item, "w:abstractNumId") or "", levels, frozenset(begun))

    def _levels(self, item: Element, links_left: int) -> dict[int, Level]:
        """Return the levels of a list, through list styles (``w:numStyleLink``)."""
        abstract = self._abstract.get(value(item, "w:abstractNumId") or "")
        style = value(abstract, "w:numStyleLink")
        if style and links_left:
            target = self._items.get(self._list_of_style(style) or "")
            if target is not None and target is not item:
                return self._levels(target, links_left - 1)
            for other in self._abstract.values():
                if value(other, "w:styleLink") == style:
                    return _levels_of(other)
        return _levels_of(abstract)


def _restarts(rule: Level | None, deeper: int, used: int) -> bool:
    if rule is None or rule.restart is None or rule.restart > deeper:
        return True
    return used < rule.restart


def _levels_of(abstract: Element | None) -> dict[int, Level]:
    found = {}
    for position, level in enumerate(children(abstract, "w:lvl")):
        index = _natural(level.get(named("w:ilvl")))
        found[position if index is None else index] = _level(level)
    return found


def _level(level: Element) -> Level:
    form = child(level, "w:numFmt")
    if form is None:  # newer forms have an older one beside them
        form = child(level, "mc:AlternateContent", "mc:Choice", "w:numFmt")
    name = "decimal" if form is None else form.get(named("w:val"), "decimal")
    if form is not None and name == "custom":
        name = custom_form(form.get(named("w:format"), ""))
    return Level(
        form=name,
        pattern=value(level, "w:lvlText") or "",
        start=_natural(value(level, "w:start")) or 0,
        restart=_natural(value(level, "w:lvlRestart")),
        is_legal=bool(is_on(level, "w:isLgl")),
        suffix=value(level, "w:suff") or "tab",
        style=value(level, "w:pStyle") or "",
        is_hidden=bool(is_on(level, "w:rPr", "w:vanish")),
        is_caps=is_on(level, "w:rPr", "w:caps"),
    )


def _natural(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 6 else None


def _label(levels: dict[int, Level], counts: dict[int, int], depth: int) -> str:
    def counter(match: re.Match[str]) -> str:
        upper = int(match[1]) - 1
        if upper > depth or upper not in levels:
            return ""
        form = levels[upper].form
        if levels[depth].is_legal and form not in {"none", "bullet"}:
            form = "decimal"
        return counted(counts.get(upper, levels[upper].start), form)

    return _COUNTER.sub(counter, levels[depth].pattern)


def _is_exact(levels: dict[int, Level], depth: int) -> bool:
    rule = levels[depth]
    shown = {int(index) - 1 for index in _COUNTER.findall(rule.pattern)}
    forms = {levels[index].form for index in shown if index in levels}
    return rule.is_legal or all(form in {"none", "bullet"} or is_known(form) for form in forms)


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
