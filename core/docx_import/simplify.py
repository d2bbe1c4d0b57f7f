"""Simplifier: a Word document reduced to plain elements that mammoth converts well.

Styles are resolved, tracked changes accepted, numbers and pictures replaced by markers. mammoth
loses simple fields, text boxes without an older copy and the numbers of lists, keeps hidden text,
and takes a minute for a few megabytes of tags; so it gets a small new document.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from xml.etree.ElementTree import Element

from core.docx_import.blocks import END, MARKER, Block, ElementBudget, Line, inside
from core.docx_import.inline.drawings import DocxPicture, preferred_alternative
from core.docx_import.inline.runs import TRANSPARENT, InlineWriter, control_content
from core.docx_import.numbering import Number, NumberingState, OpenLists
from core.docx_import.package import DocxPackage, child, is_on, named, value
from core.docx_import.report import ImportReport
from core.docx_import.styles import Styles
from core.docx_import.tables import Cell, rows_of, vertical_merge
from core.text.vietnamese import clean_line

_MAX_HEADING = 300


class Simplifier:
    """Reads one package; ``pictures``, ``losses`` and ``links`` fill up while blocks are
    rewritten.
    """

    def __init__(self, package: DocxPackage, styles: Styles, numbers: NumberingState) -> None:
        self.package = package
        self.styles = styles
        self.numbers = numbers
        self.losses = ImportReport()
        self._budget = ElementBudget()
        self._new = self._budget.new
        self.inline = InlineWriter(package, styles, self.losses, self._budget)

    @property
    def pictures(self) -> list[DocxPicture]:
        return self.inline.pictures

    @property
    def links(self) -> list[str]:
        return self.inline.links

    def blocks(
        self, container: Element | None, part: str, *, with_headings: bool = True
    ) -> list[Block]:
        """Return the blocks of a body or a note in ``part``."""
        self.inline.begin(container, part)
        return self._blocks(container, with_headings=with_headings)

    def _blocks(
        self, container: Element | None, *, with_headings: bool, is_cell: bool = False
    ) -> list[Block]:
        result: list[Block] = []
        lists = OpenLists()
        drop_cap: list[Element] = []
        for element in self._flow(container):
            if element.tag == named("w:tbl"):
                lists.close()
                result += self._table(element)
                continue
            is_drop_cap = child(element, "w:pPr", "w:framePr") is not None and self._is_drop_cap(
                element
            )
            if is_drop_cap:
                drop_cap = list(element)
                continue
            result += self._paragraph(
                element, lists, drop_cap, with_headings=with_headings, is_cell=is_cell
            )
            drop_cap = []
        return result

    def _flow(self, container: Element | None) -> Iterable[Element]:
        """Yield paragraphs and tables of a container, through all wrappers."""
        for element in inside(container):
            if element.tag in {named("w:p"), named("w:tbl")}:
                yield element
            elif element.tag == named("w:sdt"):
                yield from self._flow(control_content(element))
            elif element.tag in TRANSPARENT:
                yield from self._flow(element)
            elif element.tag == named("mc:AlternateContent"):
                yield from self._flow(preferred_alternative(element))
            elif element.tag in {named("w:altChunk"), named("w:subDoc")}:
                self.losses.add("foreign_parts")
            elif element.tag == named("m:oMathPara"):
                self.losses.add("formulas")

    @staticmethod
    def _is_drop_cap(element: Element) -> bool:
        frame = child(element, "w:pPr", "w:framePr")
        return frame is not None and frame.get(named("w:dropCap"), "none") != "none"

    # Paragraphs

    def _paragraph(
        self,
        element: Element,
        lists: OpenLists,
        drop_cap: list[Element],
        *,
        with_headings: bool,
        is_cell: bool,
    ) -> list[Block]:
        properties = child(element, "w:pPr")
        style = value(properties, "w:pStyle") or self.styles.default
        if self.styles.is_contents(style):
            self.losses.has_contents = True
            self.inline.pass_over(element)
            return []
        level = self._level(properties, style) if with_headings else None
        line = Line(self._new(None, "w:p"), style, is_plain=level is not None)
        new = self._new(line.element, "w:pPr")
        if (
            child(properties, "w:rPr", "w:del") is not None
            or child(properties, "w:rPr", "w:moveFrom") is not None
        ):
            self._new(self._new(new, "w:rPr"), "w:del")  # mammoth joins it with the next one
        number = self._number(properties, style)
        first_picture = len(self.pictures)
        self.inline.write([*drop_cap, *element], line)
        text = clean_line("".join(line.text))
        block = Block(
            line.element,
            text,
            level if text and len(text) <= _MAX_HEADING else None,
            with_headings and self.styles.is_title(style),
            bool(line.letters) and line.bold_letters == line.letters,
            (value(properties, "w:jc") or self.styles.alignment(style)) == "center",
            line.has_marks,
        )
        self._mark(block, new, number, lists, is_cell=is_cell)
        if block.level is None and number is None:
            if self.styles.is_caption(style):
                self._new(new, "w:pStyle", val="caption")
            elif self.styles.is_quote(style):
                self._new(new, "w:pStyle", val="quote")
        self.losses.place(block.text)
        for picture in self.pictures[first_picture:]:
            picture.near = self.losses.words
        boxes = [inner for box in line.after for inner in self._box(box)]
        return [block, *boxes]

    def _box(self, content: Element) -> list[Block]:
        inner = self._blocks(content, with_headings=False)
        self.losses.add("text_boxes", any(block.text or not block.is_paragraph for block in inner))
        self.losses.place("")
        return inner

    def _level(self, properties: Element | None, style: str) -> int | None:
        direct = value(properties, "w:outlineLvl") or ""
        if direct.isdecimal():
            return int(direct) + 1 if int(direct) < 9 else None
        return self.styles.heading_level(style)

    # Numbers

    def _number(self, properties: Element | None, style: str) -> Number | None:
        list_, levels = self.styles.number(style)
        direct = child(properties, "w:numPr")
        if direct is not None:
            list_ = value(direct, "w:numId") or list_
        if list_ is None or child(properties, "w:rPr", "w:del") is not None:
            return None
        level = value(direct, "w:ilvl")
        if level is None:
            level = self.numbers.style_level(list_, levels)
        number = self.numbers.next(list_, level)
        # The number looks like the paragraph's mark, unless its level says otherwise.
        if number is None or self._mark_is(properties, style, "w:vanish"):
            return None
        is_upper = number.is_caps
        if is_upper is None:
            is_upper = self._mark_is(properties, style, "w:caps")
        return replace(number, label=number.label.upper()) if is_upper else number

    def _mark_is(self, properties: Element | None, style: str, name: str) -> bool:
        direct = is_on(properties, "w:rPr", name)
        return bool(self.styles.switch(style, name) if direct is None else direct)

    def _mark(
        self,
        block: Block,
        properties: Element,
        number: Number | None,
        lists: OpenLists,
        *,
        is_cell: bool,
    ) -> None:
        """Show the number of a paragraph; of an empty one only in a table, as in a column of
        numbers.
        """
        is_empty = not block.text and not block.has_marks
        if number is None or (is_empty and (number.is_bullet or not is_cell)):
            if not is_empty:
                lists.close()
            return
        if is_empty:
            self._insert(block, number.label)
            block.text = number.label
        else:
            self._set_number(block, properties, number, lists)
        self.losses.add("numbers", not number.is_exact)

    def _set_number(
        self, block: Block, properties: Element, number: Number, lists: OpenLists
    ) -> None:
        if block.level is None and (number.is_bullet or number.is_plain):
            depth, start = lists.place(number)
            new = self._new(properties, "w:numPr")
            self._new(new, "w:ilvl", val=str(depth))
            self._new(new, "w:numId", val="1" if number.is_bullet else "2")
            if start is not None:
                self._insert(block, f"{MARKER}start{start}{END}")
            return
        lists.close()
        if number.label and not number.is_bullet:
            self._insert(block, f"{number.label}{number.gap}")
            block.text = clean_line(f"{number.label}{number.gap}{block.text}")

    def _insert(self, block: Block, text: str) -> None:
        run = self._new(None, "w:r")
        self._new(run, "w:t").text = text
        block.element.insert(1, run)

    # Tables

    def _table(self, element: Element) -> list[Block]:
        """Rewrite a table; one of which nothing is seen is none."""
        rows = rows_of(element, self.losses)
        if not rows:
            return []
        table = self._new(None, "w:tbl")
        for index, row in enumerate(rows):
            new_row = self._new(table, "w:tr")
            properties = self._new(new_row, "w:trPr")
            self._empty_cells(new_row, row.before)
            cells = [self._cell(cell, new_row) for cell in row.cells]
            self._empty_cells(new_row, row.after)
            marked = is_on(row.element, "w:trPr", "w:tblHeader")
            looks_like_head = index == 0 and len(rows) > 1 and len(cells) > 1 and all(cells)
            if marked or (marked is None and looks_like_head):
                self._new(properties, "w:tblHeader")
        return [Block(table)]

    def _empty_cells(self, row: Element, count: int) -> None:
        for _ in range(count):
            self._new(self._new(row, "w:tc"), "w:p")

    def _cell(self, cell: Cell, row: Element) -> bool:
        """Rewrite a cell and return whether all its letters are bold, as in a table head."""
        new = self._new(row, "w:tc")
        properties = self._new(new, "w:tcPr")
        if cell.span > 1:
            self._new(properties, "w:gridSpan", val=str(cell.span))
        if merge := vertical_merge(cell.element):
            self._new(properties, "w:vMerge", val=merge)
        blocks = self._blocks(cell.element, with_headings=False, is_cell=True)
        new.extend(block.element for block in blocks)
        filled = [block for block in blocks if block.text]
        return bool(filled) and all(block.is_bold for block in filled)
