"""Blocks: paragraphs and tables of the simplified document."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from core.docx_import.package import children, named

# Delimiters of markers in the text that mammoth gets; Word texts cannot hold these two
# noncharacters.
MARKER, END = "\ufdd0", "\ufdd1"
_MARKS = re.compile(f"[{MARKER}{END}]")


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
    """

    element: Element
    after: list[Element] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    bold_letters: int = 0
    letters: int = 0
    has_marks: bool = False


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
