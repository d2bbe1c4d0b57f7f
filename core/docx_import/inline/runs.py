"""Runs and what holds them together: formatting, changes, links, fields, drawings of one line."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement

from core.docx_import.blocks import (
    END,
    LOST_SIGN,
    MARKER,
    ElementBudget,
    Line,
    inside,
    run_formatting,
    without_marks,
)
from core.docx_import.inline.drawings import DocxPicture, preferred_alternative, read_drawing
from core.docx_import.inline.fields import Field, Target, is_balanced, link_target
from core.docx_import.inline.symbols import (
    has_private,
    in_unicode,
    private_font,
    symbol,
    symbol_font,
)
from core.docx_import.legacy_fonts import in_capitals, is_capital_font
from core.docx_import.package import (
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

_SAFE_LINK = re.compile(r"(?:https?://|mailto:|tel:|www\.)", re.IGNORECASE)

# fmt: off
TRANSPARENT = {named(f"w:{name}") for name in (
    "ins", "moveTo", "smartTag", "customXml", "dir", "bdo", "sdtContent",
)}
_REFERENCES = {named("w:footnoteReference"), named("w:endnoteReference")}
# Whatever separates words: page and column breaks do as well.
_BREAKS = {named("w:br"), named("w:cr")}
_TABS = {named("w:tab"), named("w:ptab")}
# fmt: on
_LEAST_RAISE = 4  # half-points; less is the setting of type
_NUMBER = re.compile(r"-?[0-9]{1,4}")


def control_content(element: Element) -> Element | None:
    """Return the content of a content control, None while it shows its placeholder."""
    is_prompt = is_on(element, "w:sdtPr", "w:showingPlcHdr")
    return None if is_prompt else child(element, "w:sdtContent")


def _number(text: str | None) -> int:
    return int(text) if text and _NUMBER.fullmatch(text) else 0


@dataclass
class _Run:
    """A run in progress: the new element, and what its letters look like."""

    element: Element
    line: Line
    fonts: Element | None
    symbols: str
    is_hidden: bool
    is_upper: bool


class InlineWriter:
    """Rewrites the inline elements of one package; ``pictures``, ``losses`` and ``links`` fill
    up.
    """

    def __init__(
        self, package: DocxPackage, styles: Styles, losses: ImportReport, budget: ElementBudget
    ) -> None:
        self.package = package
        self.styles = styles
        self.losses = losses
        self.budget = budget
        self.pictures: list[DocxPicture] = []
        self.links: list[str] = []
        self.relations: dict[str, Relation] = {}
        self._fields: list[Field] = []
        self._counts_fields = True

    def begin(self, container: Element | None, part: str) -> None:
        """Begin a body or a note of ``part``."""
        self.relations = self.package.relations(part)
        self._fields = []
        self._counts_fields = container is None or is_balanced(container)

    def write(self, elements: Iterable[Element], line: Line) -> None:
        """Rewrite the inline elements of a whole line."""
        for field in self._fields:
            self._open_link(line, field.address)
        self._inline(elements, line)
        self._close_link(line)

    def pass_over(self, element: Element) -> None:
        """Follow the fields of a paragraph that is left out."""
        nowhere = Line(Element(named("w:p")), "")
        for part in element.iter():
            if part.tag in {named("w:fldChar"), named("w:instrText")}:
                self._field(part, nowhere)

    def _inline(self, elements: Iterable[Element], line: Line) -> None:
        for element in elements:
            tag = element.tag
            if tag == named("w:r"):
                self._run(element, line)
            elif tag in TRANSPARENT:
                self.losses.add("insertions", tag in {named("w:ins"), named("w:moveTo")})
                self._inline(element, line)
            elif tag in {named("w:del"), named("w:moveFrom")}:
                self.losses.add("deletions")
            elif tag == named("w:sdt"):
                self._inline(inside(control_content(element)), line)
            elif tag == named("w:hyperlink"):
                self._hyperlink(element, line)
            elif tag == named("w:fldSimple"):
                self._simple_field(element, line)
            elif tag == named("mc:AlternateContent"):
                self._inline(inside(preferred_alternative(element)), line)
            elif tag in {named("m:oMath"), named("m:oMathPara")}:
                self.losses.add("formulas")

    # Links and fields

    def _hyperlink(self, element: Element, line: Line) -> None:
        relation = self.relations.get(element.get(named("r:id"), ""))
        address = relation.target if relation is not None and relation.is_external else ""
        target = Target(address, element.get(named("w:anchor"), ""))
        is_opened = self._open_link(line, self._usable(target))
        self._inline(element, line)
        if is_opened:
            self._close_link(line)

    def _usable(self, target: Target) -> str:
        """Return the address of a link that the web can follow, else count it and return ""."""
        if _SAFE_LINK.match(target.address.strip()):
            return target.joined()
        is_inner = not target.address or target.address.startswith("#")
        self.losses.add("inner_links" if is_inner else "links")
        return ""

    def _open_link(self, line: Line, address: str) -> bool:
        """Let what follows stand in a link; a link within a link is none."""
        if not address or line.outer is not None:
            return False
        line.outer = line.element
        line.element = self.budget.new(line.outer, "w:hyperlink")
        line.element.set(named("r:id"), f"link{len(self.links)}")
        self.links.append(address)
        return True

    def _close_link(self, line: Line) -> None:
        if line.outer is not None:
            line.element, line.outer = line.outer, None

    def _simple_field(self, element: Element, line: Line) -> None:
        instruction = element.get(named("w:instr"), "")
        target = link_target(instruction)
        is_opened = target is not None and self._open_link(line, self._usable(target))
        self._inline(element, line)
        if is_opened:
            self._close_link(line)

    def _field(self, part: Element, line: Line) -> str:
        """Follow a complex field, whose result is the text; return the sign of a form field
        without a result.
        """
        if part.tag == named("w:instrText"):
            if self._fields:
                self._fields[-1].instruction.append(part.text or "")
            return ""
        kind = part.get(named("w:fldCharType"), "")
        if kind == "begin":
            self._fields.append(Field(child(part, "w:ffData")))
        elif not self._fields:
            return ""  # its beginning was dropped with deleted text
        elif kind == "separate":
            self._begin_result(self._fields[-1], line)
        elif kind == "end":
            return self._end_field(line)
        return ""

    def _begin_result(self, field: Field, line: Line) -> None:
        field.is_result = True
        target = link_target("".join(field.instruction))
        if target is not None:
            address = self._usable(target)
            field.address = address if self._open_link(line, address) else ""

    def _end_field(self, line: Line) -> str:
        field = self._fields.pop()
        if field.address:
            self._close_link(line)
        sign = field.sign()  # of a check box or a drop-down, which have no result
        return "" if field.has_words else sign

    def _instructed(self) -> Field | None:
        """Return the field whose instruction is being read, with results of fields in it."""
        if not self._counts_fields:
            return None
        return next((field for field in reversed(self._fields) if not field.is_result), None)

    # Runs

    def _run(self, element: Element, line: Line) -> None:
        properties = child(element, "w:rPr")
        run_style = value(properties, "w:rStyle") or ""
        fonts = child(properties, "w:rFonts")
        font = font_name(fonts) or self.styles.font(run_style, line.style)
        run = _Run(
            self._formatted(element, properties, run_style, line),
            line,
            fonts,
            symbol_font(font),
            self._switch(properties, "w:vanish", run_style, line.style),
            self._switch(properties, "w:caps", run_style, line.style) or is_capital_font(font),
        )
        words = "".join(text.text or "" for text in children(element, "w:t"))
        if run.is_hidden:
            self.losses.add("hidden", bool(words.strip()))
        elif words:
            letters = sum(character.isalpha() for character in words)
            line.letters += letters
            if self._switch(properties, "w:b", run_style, line.style):
                line.bold_letters += letters
            if self._switch(properties, "w:smallCaps", run_style, line.style):
                self.losses.add("small_capitals", not run.is_upper and words != words.upper())
                run.is_upper = True
        self._content(element, run)
        self._append(run)

    def _formatted(
        self, element: Element, properties: Element | None, run_style: str, line: Line
    ) -> Element:
        run = self.budget.new(None, "w:r")
        if not any(part.tag in _REFERENCES for part in element):
            self._set_formatting(run, properties, run_style, is_plain=line.is_plain)
        return run

    def _append(self, run: _Run) -> None:
        element, parent = run.element, run.line.element
        if len(element) > (child(element, "w:rPr") is not None) and not self._is_merged(
            element, parent
        ):
            parent.append(element)

    def _begin_anew(self, run: _Run) -> None:
        """End a run where a field begins or ends, and go on in one that looks the same."""
        self._append(run)
        new = self.budget.new(None, "w:r")
        if looks := run_formatting(run.element):
            properties = self.budget.new(new, "w:rPr")
            for tag, state in looks:
                SubElement(properties, tag, {} if state is None else {named("w:val"): state})
        run.element = new

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
        self.budget.give_back(sum(1 for _ in run.iter()))
        return True

    def _switch(self, properties: Element | None, name: str, run_style: str, style: str) -> bool:
        direct = is_on(properties, name)
        if direct is not None:
            return direct
        by_run = self.styles.switch(run_style, name)
        return bool(self.styles.switch(style, name) if by_run is None else by_run)

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
        is_reference = any(part.tag in _REFERENCES for part in run)  # raised as such
        if not is_reference and (raised := self._raised(properties, run_style)):
            looks["vertAlign"] = raised
        if looks:
            new = self.budget.new(run, "w:rPr")
            for name, state in looks.items():
                self.budget.new(new, f"w:{name}", val=state)

    def _raised(self, properties: Element | None, run_style: str) -> str:
        """Return "superscript", "subscript" or "" of a run, named so or moved from its line."""
        position = _number(value(properties, "w:position"))
        is_small = 0 < _number(value(properties, "w:sz")) < self.styles.default_size
        if abs(position) >= (1 if is_small else _LEAST_RAISE):
            return "superscript" if position > 0 else "subscript"
        direct = value(properties, "w:vertAlign")
        raised = self.styles.raised(run_style) if direct is None else direct
        return raised if raised in {"superscript", "subscript"} else ""

    def _content(self, element: Iterable[Element], run: _Run) -> None:
        for part in element:
            tag = part.tag
            if tag == named("mc:AlternateContent"):
                self._content(inside(preferred_alternative(part)), run)
            elif tag in {named("w:fldChar"), named("w:instrText")}:
                self._begin_anew(run)
                self._add_text(self._field(part, run.line), run)
            elif (told := self._instructed()) is not None:
                told.instruction.append(part.text or "" if tag == named("w:t") else "")
            elif not run.is_hidden:
                self._shown(part, run)

    def _shown(self, part: Element, run: _Run) -> None:
        """Rewrite one part of a run that is seen."""
        tag = part.tag
        if tag == named("w:t"):
            text = without_marks(part.text or "")
            if run.symbols:
                text = in_unicode(text, run.symbols)
            elif has_private(text) and (font := private_font(run.fonts)):
                text = in_unicode(text, font, is_private=True)
            self._add_text(text, run)
        elif tag == named("w:sym"):
            self._add_text(_sign(part), run)
        elif tag in _BREAKS or tag in _TABS:
            self.budget.new(run.element, "w:br" if tag in _BREAKS else "w:tab")
            run.line.text.append(" ")
        elif tag == named("w:noBreakHyphen"):
            self._add_text("\u2011", run)
        elif tag == named("w:softHyphen"):  # ư of TCVN3; of other texts it goes at the end
            self._add_text("\u00ad", run)
        elif tag in {named("w:drawing"), named("w:pict")}:
            self._drawing(part, run)
        elif tag == named("w:object"):
            self.losses.add("objects")
        elif tag == named("w:commentReference"):
            self.losses.add("comments")
        elif tag in _REFERENCES:
            note = "w:" + tag.rpartition("}")[2]
            self.budget.new(run.element, note, id=part.get(named("w:id"), ""))
            run.line.has_marks = True
            self.losses.add("notes")

    def _add_text(self, text: str, run: _Run) -> None:
        if LOST_SIGN in text:
            self.losses.add("signs", text.count(LOST_SIGN))
            text = text.replace(LOST_SIGN, "")
        if text:
            if run.is_upper:
                text, is_legacy = in_capitals(text)
                self.losses.add("legacy_capitals", is_legacy)
            if self._fields:
                self._fields[-1].has_words = True
            self.budget.text(run.element, text)
            run.line.text.append(text)

    def _drawing(self, part: Element, run: _Run) -> None:
        drawing = read_drawing(part, self.package, self.relations, self.losses)
        run.line.after += drawing.boxes
        for picture in drawing.pictures:
            is_opened = False
            if picture.link:
                self._begin_anew(run)
                is_opened = self._open_link(run.line, self._usable(Target(picture.link, "")))
            mark = f"{MARKER}picture{len(self.pictures)}{END}"
            self.budget.new(run.element, "w:t").text = mark
            self.pictures.append(picture)
            run.line.has_marks = True
            if is_opened:
                self._begin_anew(run)
                self._close_link(run.line)


def _sign(part: Element) -> str:
    code = part.get(named("w:char"), "")
    if not re.fullmatch("[0-9A-Fa-f]{1,5}", code):
        return LOST_SIGN
    return symbol(part.get(named("w:font"), ""), int(code, 16))
