"""Blocks: paragraphs and tables of the simplified document, made within a budget."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, SubElement

from core.docx_import.package import TOO_LONG, children, named
from core.files.validation import InvalidUpload

# Measured: the densest texts of this size take 2 s of one core and 50 MB; an article of 8,000 words
# has about 2,000.
MAX_ELEMENTS = 40_000
MAX_LETTERS = 400_000
# Delimiters of markers in the text that mammoth gets, and the stand-in for a sign that is lost;
# Word texts cannot hold these noncharacters.
MARKER, END, LOST_SIGN = "\ufdd0", "\ufdd1", "\ufdd2"
_MARKS = re.compile(f"[{MARKER}{END}{LOST_SIGN}]")


@dataclass
class Block:
    """A paragraph or table of the simplified document, with facts about the original."""

    element: Element
    text: str = ""
    level: int | None = None
    is_title: bool = False
    is_bold: bool = False
    is_centred: bool = False
    has_marks: bool = False

    @property
    def is_paragraph(self) -> bool:
        return self.element.tag == named("w:p")


@dataclass
class Line:
    """A paragraph in progress: its new element, text boxes to insert after it, facts about its
    letters.

    ``element`` takes what comes next: the paragraph, or a link in it whose paragraph is ``outer``.
    """

    element: Element
    style: str
    is_plain: bool = False
    outer: Element | None = None
    after: list[Element] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    bold_letters: int = 0
    letters: int = 0
    has_marks: bool = False


class ElementBudget:
    """Maker of the new document's elements; raises InvalidUpload beyond what an article needs."""

    def __init__(self) -> None:
        self._elements = self._letters = 0

    def new(self, parent: Element | None, name: str, **attributes: str) -> Element:
        self._elements += 1
        if self._elements > MAX_ELEMENTS:
            raise InvalidUpload(TOO_LONG)
        values = {named(f"w:{key}"): text for key, text in attributes.items()}
        if parent is None:
            return Element(named(name), values)
        return SubElement(parent, named(name), values)

    def give_back(self, elements: int) -> None:
        self._elements -= elements

    def text(self, run: Element, words: str) -> None:
        self._letters += len(words)
        if self._letters > MAX_LETTERS:
            raise InvalidUpload(TOO_LONG)
        self.new(run, "w:t").text = words


def inside(element: Element | None) -> Iterable[Element]:
    return () if element is None else element


def run_formatting(run: Element) -> list[tuple[str, str | None]]:
    return [
        (look.tag, look.get(named("w:val")))
        for properties in children(run, "w:rPr")
        for look in properties
    ]


def without_marks(text: str) -> str:
    return _MARKS.sub("", text)
