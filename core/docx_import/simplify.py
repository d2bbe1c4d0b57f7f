"""Simplifier: a Word document reduced to plain elements that mammoth converts well.

Styles are resolved, tracked changes accepted, numbers and pictures replaced by markers. mammoth
loses simple fields, text boxes without an older copy and the numbers of lists, keeps hidden text,
and takes a minute for a few megabytes of tags; so it gets a small new document.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from xml.etree.ElementTree import Element, SubElement

from core.docx_import.blocks import END, MARKER, Block, Line, inside, run_formatting, without_marks
from core.docx_import.drawings import DocxPicture, preferred_alternative, read_drawing
from core.docx_import.legacy_fonts import LegacyTextDetector
from core.docx_import.numbering import Number, NumberingState, OpenLists
from core.docx_import.package import (
    TOO_LONG,
    DocxPackage,
    Relation,
    child,
    children,
    is_on,
    named,
    value,
)
from core.docx_import.report import ImportReport
from core.docx_import.styles import Styles, font_name
from core.files.validation import InvalidUpload
from core.text.vietnamese import clean_line

# Measured: the densest texts of this size take 2 s of one core and 50 MB; an article of 8,000 words
# has about 2,000.
MAX_ELEMENTS = 40_000
MAX_LETTERS = 400_000
_MAX_HEADING = 300
_SAFE_LINK = re.compile(r"(?:https?://|mailto:|tel:|www\.)", re.IGNORECASE)

# fmt: off
_TRANSPARENT = {named(f"w:{name}") for name in (
    "ins", "moveTo", "smartTag", "customXml", "dir", "bdo", "sdtContent",
)}
_REFERENCES = ("w:footnoteReference", "w:endnoteReference")
_COPIED_IN_RUNS = {named(f"w:{name}") for name in ("tab", "br", "cr", "noBreakHyphen", "sym")}
# fmt: on


class Simplifier:
    """Reads one package; ``pictures``, ``losses`` and ``links`` fill up while blocks are
    rewritten.
    """

    def __init__(self, package: DocxPackage, styles: Styles, numbers: NumberingState) -> None:
        self.package = package
        self.styles = styles
        self.numbers = numbers
        self.losses = ImportReport()
        self.old_text = LegacyTextDetector()
        self.pictures: list[DocxPicture] = []
        self.links: list[str] = []
        self.relations: dict[str, Relation] = {}
        self._elements = self._letters = 0
        self._fields = 0

    def blocks(
        self, container: Element | None, part: str, *, with_headings: bool = True
    ) -> list[Block]:
        """Return the blocks of a body or a note in ``part``."""
        self.relations = self.package.relations(part)
        self._fields = 0
        return self._blocks(container, with_headings=with_headings)

    def _blocks(self, container: Element | None, *, with_headings: bool) -> list[Block]:
        result: list[Block] = []
        lists = OpenLists()
        drop_cap: list[Element] = []
        for element in self._flow(container):
            if element.tag == named("w:tbl"):
                lists.close()
                result.append(Block(self._table(element)))
                continue
            is_drop_cap = child(element, "w:pPr", "w:framePr") is not None and self._is_drop_cap(
                element
            )
            if is_drop_cap:
                drop_cap = list(element)
                continue
            result += self._paragraph(element, lists, drop_cap, with_headings=with_headings)
            drop_cap = []
        return result

    def _flow(self, container: Element | None) -> Iterable[Element]:
        """Yield paragraphs and tables of a container, through all wrappers."""
        for element in inside(container):
            if element.tag in {named("w:p"), named("w:tbl")}:
                yield element
            elif element.tag == named("w:sdt"):
                yield from self._flow(self._control(element))
            elif element.tag in _TRANSPARENT:
                yield from self._flow(element)
            elif element.tag == named("mc:AlternateContent"):
                yield from self._flow(preferred_alternative(element))
            elif element.tag in {named("w:altChunk"), named("w:subDoc")}:
                self.losses.foreign_parts += 1
            elif element.tag == named("m:oMathPara"):
                self.losses.formulas += 1

    @staticmethod
    def _control(element: Element) -> Element | None:
        """Return the content of a content control, None while it shows its placeholder."""
        is_prompt = is_on(element, "w:sdtPr", "w:showingPlcHdr")
        return None if is_prompt else child(element, "w:sdtContent")

    @staticmethod
    def _is_drop_cap(element: Element) -> bool:
        frame = child(element, "w:pPr", "w:framePr")
        return frame is not None and frame.get(named("w:dropCap"), "none") != "none"

    def _new(self, parent: Element | None, name: str, **attributes: str) -> Element:
        self._elements += 1
        if self._elements > MAX_ELEMENTS:
            raise InvalidUpload(TOO_LONG)
        values = {named(f"w:{key}"): text for key, text in attributes.items()}
        return (
            Element(named(name), values)
            if parent is None
            else SubElement(parent, named(name), values)
        )

    # Paragraphs

    def _paragraph(
        self, element: Element, lists: OpenLists, drop_cap: list[Element], *, with_headings: bool
    ) -> list[Block]:
        properties = child(element, "w:pPr")
        style = value(properties, "w:pStyle") or self.styles.default
        if self.styles.is_contents(style):
            self.losses.has_contents = True
            return []
        line = Line(self._new(None, "w:p"))
        new = self._new(line.element, "w:pPr")
        if (
            child(properties, "w:rPr", "w:del") is not None
            or child(properties, "w:rPr", "w:moveFrom") is not None
        ):
            self._new(self._new(new, "w:rPr"), "w:del")  # mammoth joins it with the next one
        level = self._level(properties, style) if with_headings else None
        number = self._number(properties, style)
        self._inline([*drop_cap, *element], line, style, is_plain=level is not None)
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
        if number is not None and (text or line.has_marks):
            self._set_number(block, new, number, lists)
        elif text or line.has_marks:
            lists.close()
        if block.level is None and number is None:
            if self.styles.is_caption(style):
                self._new(new, "w:pStyle", val="caption")
            elif self.styles.is_quote(style):
                self._new(new, "w:pStyle", val="quote")
        boxes = [inner for box in line.after for inner in self._box(box)]
        return [block, *boxes]

    def _box(self, content: Element) -> list[Block]:
        inner = self._blocks(content, with_headings=False)
        self.losses.text_boxes += any(block.text or not block.is_paragraph for block in inner)
        return inner

    def _level(self, properties: Element | None, style: str) -> int | None:
        direct = value(properties, "w:outlineLvl") or ""
        if direct.isdecimal():
            return int(direct) + 1 if int(direct) < 9 else None
        return self.styles.heading_level(style)

    def _number(self, properties: Element | None, style: str) -> Number | None:
        list_, level = self.styles.number(style)
        if child(properties, "w:numPr") is not None:
            list_ = value(properties, "w:numPr", "w:numId") or list_
            level = value(properties, "w:numPr", "w:ilvl") or level
        if child(properties, "w:rPr", "w:del") is not None:
            return None
        return self.numbers.next(list_, level)

    def _set_number(
        self, block: Block, properties: Element, number: Number, lists: OpenLists
    ) -> None:
        if block.level is None and (number.is_bullet or number.is_plain):
            depth, start = lists.place(number)
            new = self._new(properties, "w:numPr")
            self._new(new, "w:ilvl", val=str(depth))
            self._new(new, "w:numId", val="1" if number.is_bullet else "2")
            if start is not None and 0 < start < 1000:
                self._insert(block, f"{MARKER}start{start}{END}")
            return
        lists.close()
        if number.label and not number.is_bullet:
            self._insert(block, f"{number.label} ")
            block.text = f"{number.label} {block.text}"

    def _insert(self, block: Block, text: str) -> None:
        run = self._new(None, "w:r")
        self._new(run, "w:t").text = text
        block.element.insert(1, run)

    # Runs

    def _inline(
        self, elements: Iterable[Element], line: Line, style: str, *, is_plain: bool
    ) -> None:
        """Rewrite the inline elements of a line; ``is_plain`` drops bold and italics, as in a
        heading.
        """
        for element in elements:
            tag = element.tag
            if tag == named("w:r"):
                self._run(element, line, style, is_plain=is_plain)
            elif tag in _TRANSPARENT:
                self.losses.insertions += tag in {named("w:ins"), named("w:moveTo")}
                self._inline(element, line, style, is_plain=is_plain)
            elif tag in {named("w:del"), named("w:moveFrom")}:
                self.losses.deletions += 1
            elif tag == named("w:sdt"):
                self._inline(inside(self._control(element)), line, style, is_plain=is_plain)
            elif tag == named("w:hyperlink"):
                self._hyperlink(element, line, style, is_plain=is_plain)
            elif tag == named("w:fldSimple"):
                self._simple_field(element, line, style, is_plain=is_plain)
            elif tag == named("mc:AlternateContent"):
                self._inline(inside(preferred_alternative(element)), line, style, is_plain=is_plain)
            elif tag in {named("m:oMath"), named("m:oMathPara")}:
                self.losses.formulas += 1

    def _hyperlink(self, element: Element, line: Line, style: str, *, is_plain: bool) -> None:
        relation = self.relations.get(element.get(named("r:id"), ""))
        if relation is None or not relation.is_external or not self._is_usable(relation.target):
            self._inline(element, line, style, is_plain=is_plain)
            return
        link = self._new(line.element, "w:hyperlink")
        link.set(named("r:id"), f"link{len(self.links)}")
        self.links.append(relation.target)
        outer = line.element
        line.element = link
        self._inline(element, line, style, is_plain=is_plain)
        line.element = outer

    def _is_usable(self, address: str) -> bool:
        if _SAFE_LINK.match(address.strip()):
            return True
        self.losses.links += not address.startswith("#")
        return False

    def _simple_field(self, element: Element, line: Line, style: str, *, is_plain: bool) -> None:
        begin = Element(named("w:r"))
        end = Element(named("w:r"))
        SubElement(begin, named("w:fldChar"), {named("w:fldCharType"): "begin"})
        SubElement(begin, named("w:instrText")).text = element.get(named("w:instr"), "")
        SubElement(begin, named("w:fldChar"), {named("w:fldCharType"): "separate"})
        SubElement(end, named("w:fldChar"), {named("w:fldCharType"): "end"})
        self._inline([begin, *element, end], line, style, is_plain=is_plain)

    def _run(self, element: Element, line: Line, style: str, *, is_plain: bool) -> None:
        properties = child(element, "w:rPr")
        run_style = value(properties, "w:rStyle") or ""
        run = self._new(None, "w:r")
        is_bold = self._switch(properties, "w:b", run_style, style)
        if not any(child(element, name) is not None for name in _REFERENCES):
            self._set_formatting(run, properties, run_style, is_plain=is_plain)
        is_hidden = self._switch(properties, "w:vanish", run_style, style)
        words = "".join(text.text or "" for text in children(element, "w:t"))
        if is_hidden:
            self.losses.hidden += bool(words.strip())
        else:
            font = font_name(child(properties, "w:rFonts")) or self.styles.font(run_style, style)
            self.old_text.note(words, font)
            letters = sum(character.isalpha() for character in words)
            line.letters += letters
            line.bold_letters += letters if is_bold else 0
        self._run_content(element, run, line, is_hidden=is_hidden)
        if len(run) > (child(run, "w:rPr") is not None) and not self._is_merged(run, line.element):
            line.element.append(run)

    def _is_merged(self, run: Element, parent: Element) -> bool:
        """Merge plain text into the run before it; Word splits runs wherever typing paused."""
        before = parent[-1] if len(parent) else None
        if before is None or before.tag != run.tag or run_formatting(before) != run_formatting(run):
            return False
        if (
            before[-1].tag != named("w:t")
            or run[-1].tag != named("w:t")
            or len(run) > 1 + bool(run_formatting(run))
        ):
            return False
        before[-1].text = f"{before[-1].text or ''}{run[-1].text or ''}"
        self._elements -= sum(1 for _ in run.iter())
        return True

    def _switch(self, properties: Element | None, name: str, run_style: str, style: str) -> bool:
        direct = is_on(properties, name)
        if direct is not None:
            return direct
        return bool(self.styles.switch(run_style, name) or self.styles.switch(style, name))

    def _set_formatting(
        self, run: Element, properties: Element | None, run_style: str, *, is_plain: bool
    ) -> None:
        """Set bold, italic, struck out, superscript and subscript: all formatting that a text may
        have.
        """
        looks = {}
        for name, old_names in {
            "b": ["w:b"],
            "i": ["w:i"],
            "strike": ["w:strike", "w:dstrike"],
        }.items():
            direct = next(
                (on for old in old_names if (on := is_on(properties, old)) is not None), None
            )
            inherited = self.styles.switch(run_style, old_names[0])
            if (inherited if direct is None else direct) and not (is_plain and name in "bi"):
                looks[name] = "1"
        raised = value(properties, "w:vertAlign") or ""
        if raised in {"superscript", "subscript"}:
            looks["vertAlign"] = raised
        if looks:
            new = self._new(run, "w:rPr")
            for name, state in looks.items():
                self._new(new, f"w:{name}", val=state)

    def _run_content(
        self, element: Iterable[Element], run: Element, line: Line, *, is_hidden: bool
    ) -> None:
        for part in element:
            tag = part.tag
            if tag == named("mc:AlternateContent"):
                self._run_content(
                    inside(preferred_alternative(part)), run, line, is_hidden=is_hidden
                )
            elif tag in {named("w:fldChar"), named("w:instrText")}:
                self._field(part, run)
            elif is_hidden:
                continue
            elif tag == named("w:t"):
                self._add_text(without_marks(part.text or ""), run, line)
            elif tag in _COPIED_IN_RUNS:
                self._new(
                    run, "w:br" if tag == named("w:cr") else "w:" + tag.rpartition("}")[2]
                ).attrib |= part.attrib
                line.text.append(" ")
            elif tag in {named("w:drawing"), named("w:pict")}:
                self._drawing(part, run, line)
            elif tag == named("w:object"):
                self.losses.objects += 1
            elif tag in map(named, _REFERENCES):
                self._new(run, "w:" + tag.rpartition("}")[2], id=part.get(named("w:id"), ""))
                line.has_marks = True
                self.losses.notes += 1

    def _add_text(self, text: str, run: Element, line: Line) -> None:
        self._letters += len(text)
        if self._letters > MAX_LETTERS:
            raise InvalidUpload(TOO_LONG)
        self._new(run, "w:t").text = text
        line.text.append(text)

    def _field(self, part: Element, run: Element) -> None:
        """Copy a field, whose result is the text; of its instructions only an external link
        matters.
        """
        if part.tag == named("w:instrText"):
            address = re.search(r'HYPERLINK\s+"([^"]*)"', part.text or "")
            keeps = address is not None and self._is_usable(address[1])
            self._new(run, "w:instrText").text = (
                f' HYPERLINK "{address[1]}" ' if keeps and address else " "
            )
            return
        kind = part.get(named("w:fldCharType"), "")
        if kind == "begin":
            self._fields += 1
        elif self._fields == 0:
            return  # its beginning was dropped with a table of contents or deleted text
        elif kind == "end":
            self._fields -= 1
        self._new(run, "w:fldChar", fldCharType=kind)

    def _drawing(self, part: Element, run: Element, line: Line) -> None:
        drawing = read_drawing(part, self.package, self.relations, self.losses)
        line.after += drawing.boxes
        for picture in drawing.pictures:
            self._new(run, "w:t").text = f"{MARKER}picture{len(self.pictures)}{END}"
            self.pictures.append(picture)
            line.has_marks = True

    # Tables

    def _table(self, element: Element) -> Element:
        table = self._new(None, "w:tbl")
        rows = [
            row for row in self._parts(element, "w:tr") if child(row, "w:trPr", "w:del") is None
        ]
        self.losses.deletions += len(self._parts(element, "w:tr")) - len(rows)
        for index, row in enumerate(rows):
            new_row = self._new(table, "w:tr")
            properties = self._new(new_row, "w:trPr")
            cells = [self._cell(cell, new_row) for cell in self._parts(row, "w:tc")]
            marked = is_on(row, "w:trPr", "w:tblHeader")
            looks_like_head = index == 0 and len(rows) > 1 and len(cells) > 1 and all(cells)
            if marked or (marked is None and looks_like_head):
                self._new(properties, "w:tblHeader")
        return table

    def _parts(self, element: Iterable[Element], name: str) -> list[Element]:
        """Return the rows of a table or the cells of a row, through all wrappers."""
        parts = []
        for part in element:
            if part.tag == named(name):
                parts.append(part)
            elif part.tag == named("w:sdt"):
                parts += self._parts(inside(self._control(part)), name)
            elif part.tag in _TRANSPARENT:
                parts += self._parts(part, name)
        return parts

    def _cell(self, element: Element, row: Element) -> bool:
        """Rewrite a cell and return whether all its letters are bold, as in a table head."""
        cell = self._new(row, "w:tc")
        properties = self._new(cell, "w:tcPr")
        if span := value(element, "w:tcPr", "w:gridSpan"):
            self._new(
                properties, "w:gridSpan", val=span if span.isdecimal() and len(span) < 4 else "1"
            )
        if child(element, "w:tcPr", "w:vMerge") is not None:
            self._new(
                properties, "w:vMerge", val=value(element, "w:tcPr", "w:vMerge") or "continue"
            )
        blocks = self._blocks(element, with_headings=False)
        cell.extend(block.element for block in blocks)
        filled = [block for block in blocks if block.text]
        return bool(filled) and all(block.is_bold for block in filled)
