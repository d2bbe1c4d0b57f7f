"""Styles of paragraphs and runs, with inheritance: heading, title, caption, hidden, bold, font."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from xml.etree.ElementTree import Element

from core.docx_import.package import child, children, is_on, named, value

# Word and LibreOffice name their built-in styles in English, whatever the language.
_HEADING = re.compile(r"heading (\d)")
_CAPTIONS = {"caption", "figure", "illustration", "table", "drawing"}
_CONTENTS = re.compile(r"(?:toc|contents) (?:\d|heading)")
_MAX_INHERITANCE = 20
DEFAULT_SIZE = 20  # half-points, of a document that names none


class Styles:
    """The styles of one document by id; an unknown id is no style."""

    def __init__(self, root: Element | None) -> None:
        self._by_id = {
            style.get(named("w:styleId"), ""): style for style in children(root, "w:style")
        }
        size = value(root, "w:docDefaults", "w:rPrDefault", "w:rPr", "w:sz") or ""
        self.default_size = int(size) if size.isdecimal() else DEFAULT_SIZE
        self._default_fonts = child(root, "w:docDefaults", "w:rPrDefault", "w:rPr", "w:rFonts")
        defaults = (key for key, style in self._by_id.items() if self._is_default_paragraph(style))
        self.default = next(defaults, "")
        # One document looks up the same few styles thousands of times.
        self.heading_level = cache(self._heading_level)
        self.is_title = cache(lambda style: self._is_named(style, {"title"}))
        self.is_caption = cache(lambda style: self._is_named(style, _CAPTIONS))
        self.is_quote = cache(
            lambda style: self._is_named(style, {"quote", "intense quote", "quotations"})
        )
        self.is_contents = cache(
            lambda style: any(_CONTENTS.fullmatch(name) for name in self._names(style))
        )
        self.switch = cache(self._switch)
        self.number = cache(self._number)
        self.font = cache(self._font)
        self.raised = cache(self._raised)
        self.alignment = cache(self._alignment)

    @staticmethod
    def _is_default_paragraph(style: Element) -> bool:
        is_default = style.get(named("w:default")) in {"1", "true"}
        return is_default and style.get(named("w:type")) == "paragraph"

    def _chain(self, style: str) -> Iterator[Element]:
        for _ in range(_MAX_INHERITANCE):
            element = self._by_id.get(style)
            if element is None:
                return
            yield element
            style = value(element, "w:basedOn") or ""

    def _names(self, style: str) -> Iterator[str]:
        return ((value(element, "w:name") or "").lower() for element in self._chain(style))

    def _is_named(self, style: str, names: set[str]) -> bool:
        return any(name in names for name in self._names(style))

    def _heading_level(self, style: str) -> int | None:
        """Return 1 to 9 for headings and what inherits from them or has an outline level of its
        own.
        """
        for element in self._chain(style):
            if match := _HEADING.fullmatch((value(element, "w:name") or "").lower()):
                return int(match[1])
            level = value(element, "w:pPr", "w:outlineLvl") or ""
            if level.isdecimal() and int(level) < 9:
                return int(level) + 1
        return None

    def _switch(self, style: str, name: str) -> bool | None:
        """Return whether the style turns ``w:b`` and the like on or off, None when it does not
        say.
        """
        for element in self._chain(style):
            state = is_on(element, "w:rPr", name)
            if state is not None:
                return state
        return None

    def _raised(self, style: str) -> str:
        """Return ``superscript``, ``subscript``, ``baseline`` or "" of a run's style."""
        found = (value(element, "w:rPr", "w:vertAlign") for element in self._chain(style))
        return next((raised for raised in found if raised), "")

    def _number(self, style: str) -> tuple[str | None, tuple[tuple[str, str | None], ...]]:
        """Return (the list that the style gives its paragraphs, (style, its level) for the style
        and what it inherits from).
        """
        where = ("w:pPr", "w:numPr")
        chain = list(self._chain(style))
        lists = (value(element, *where, "w:numId") for element in chain)
        levels = (
            (element.get(named("w:styleId"), ""), value(element, *where, "w:ilvl"))
            for element in chain
        )
        return next((list_ for list_ in lists if list_), None), tuple(levels)

    def list_of(self, style: str) -> str | None:
        """Return the list of a numbering style."""
        return self.number(style)[0]

    def _alignment(self, style: str) -> str:
        for element in self._chain(style):
            if alignment := value(element, "w:pPr", "w:jc"):
                return alignment
        return ""

    def _font(self, run_style: str, paragraph_style: str) -> str:
        for style in (run_style, paragraph_style or self.default):
            for element in self._chain(style):
                if name := font_name(child(element, "w:rPr", "w:rFonts")):
                    return name
        return font_name(self._default_fonts)


def font_name(fonts: Element | None) -> str:
    if fonts is None:
        return ""
    return fonts.get(named("w:ascii")) or fonts.get(named("w:hAnsi")) or ""
