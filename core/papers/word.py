"""Word file of a paper, rendered from a template that a clerk may change."""

from __future__ import annotations

import io
import logging
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Length, Mm, Pt
from docx.table import _Row
from docx.text.paragraph import Paragraph
from docxtpl import DocxTemplate

from core.papers.model import Paper
from core.papers.template import (
    ANNEX_WIDTH,
    LEFT_HEAD,
    TEXT_WIDTH,
    built_template,
    template_bytes,
)

_CELL_MARGINS = Mm(3.8)
_KEPT_ROWS = 2  # on the page of the signatures
_ANNEX_SIZE = Pt(10)

_log = logging.getLogger(__name__)


def paper_docx(paper: Paper) -> bytes:
    """Return the paper as a Word file; texts are escaped, never evaluated as template tags.

    If the ward's own template fails to render, the failure is logged and the built-in template is
    used, so that an error in Word does not block a paper.
    """
    template = template_bytes()
    data = paper.data()
    try:
        return _rendered(template, data)
    except Exception:  # python-docx, docxtpl, jinja and zipfile each have errors of their own
        if template == built_template():
            raise
        _log.exception("giay-to/mau.docx cannot be filled")
        return _rendered(built_template(), data)


def _rendered(template: bytes, data: dict[str, Any]) -> bytes:
    document = DocxTemplate(io.BytesIO(template))
    document.init_docx()
    _fit_rules(document.docx, data)
    body = _body(Document(io.BytesIO(template)), data["blocks"])
    document.render(data | {"body": body}, autoescape=True)
    properties = document.docx.core_properties
    properties.title = data["title"]
    properties.author = " ".join(data["agency"].split())
    properties.language = "vi-VN"
    content = io.BytesIO()
    document.save(content)
    return _with_annex(content, data["annex"]) if data["annex"] else content.getvalue()


def _with_annex(content: io.BytesIO, annex: dict[str, Any]) -> bytes:
    """Return the Word file with the annex on landscape pages behind it."""
    document = Document(content)
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    section.different_first_page_header_footer = False
    title = document.add_paragraph(annex["title"], style=_style(document, "Heading 1"))
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.paragraph_format.first_line_indent = Mm(0)
    if annex["reference"]:
        reference = document.add_paragraph()
        reference.alignment = WD_ALIGN_PARAGRAPH.CENTER
        reference.paragraph_format.space_after = Pt(8)
        run = reference.add_run(annex["reference"])
        run.italic, run.font.size = True, Pt(13)
    for block in annex["blocks"]:
        if block["type"] == "table":
            _table(document, block, width=ANNEX_WIDTH, size=_ANNEX_SIZE)
        else:
            _WRITERS[block["type"]](document, block)
    whole = io.BytesIO()
    document.save(whole)
    return whole.getvalue()


def _fit_rules(document: WordDocument, data: dict[str, Any]) -> None:
    """Make the rules under agency and subject two fifths as long as the line above them."""
    for tag, width, letter in (
        ("agency", LEFT_HEAD - _CELL_MARGINS, Pt(7.2)),  # bold capitals of 12 points
        ("subject", TEXT_WIDTH, Pt(6.6)),  # bold letters of 14 points
    ):
        longest = max(map(len, str(data[tag]).split("\n")))
        indent = (width - min(longest * letter, width) * 2 // 5) // 2
        for tagged in document.element.body.iter(qn("w:p")):
            rule = tagged.getnext()
            if _is_rule(rule) and Paragraph(tagged, document).text.strip() == f"{{{{ {tag} }}}}":
                shape = Paragraph(rule, document).paragraph_format
                shape.left_indent = shape.right_indent = Emu(indent)


def _is_rule(element: Any) -> bool:
    return element is not None and element.find(f"{qn('w:pPr')}/{qn('w:pBdr')}") is not None


def _body(scratch: WordDocument, blocks: list[dict[str, Any]]) -> SafeString:
    """Return the blocks as WordprocessingML in the template's styles, made in a copy of it."""
    scratch.element.body.clear_content()
    for block in blocks:
        _WRITERS[block["type"]](scratch, block)
    parts = scratch.element.body.iterchildren("{*}p", "{*}tbl")
    # The XML is python-docx's: its texts are escaped.
    return mark_safe("".join(part.xml for part in parts))  # noqa: S308


def _paragraph(scratch: WordDocument, block: dict[str, Any]) -> None:
    paragraph = scratch.add_paragraph(style=_style(scratch, "Body Text"))
    if block["label"]:
        paragraph.add_run(block["label"] + " ").bold = True
    paragraph.add_run(block["text"])
    # A label alone introduces what follows.
    if block["label"] and not block["text"]:
        paragraph.paragraph_format.keep_with_next = True
    _keep(paragraph, block)


def _heading(scratch: WordDocument, block: dict[str, Any]) -> None:
    scratch.add_paragraph(block["text"], style=_style(scratch, f"Heading {block['level']}"))


def _item(scratch: WordDocument, block: dict[str, Any]) -> None:
    paragraph = scratch.add_paragraph(
        f"{block['mark']} {block['text']}".strip(), style=_style(scratch, "List Paragraph")
    )
    _keep(paragraph, block)


def _keep(paragraph: Paragraph, block: dict[str, Any]) -> None:
    if block.get("keep"):
        paragraph.paragraph_format.keep_with_next = True


def _table(
    scratch: WordDocument,
    block: dict[str, Any],
    *,
    width: int = TEXT_WIDTH,
    size: Length | None = None,
) -> None:
    table = scratch.add_table(rows=0, cols=len(block["labels"]))
    table.style = _style(scratch, "Table Grid")
    table.autofit = False
    shares = [width * one / sum(block["widths"]) for one in block["widths"]]
    for column, share in zip(table.columns, shares, strict=True):
        column.width = Emu(int(share))
    alignments = [WD_ALIGN_PARAGRAPH.RIGHT if is_number else None for is_number in block["numbers"]]
    head = table.add_row()
    head._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    centered = [WD_ALIGN_PARAGRAPH.CENTER] * len(shares)
    # Looked up once: python-docx reads every style of the document to find one by its name.
    style = scratch.styles[_style(scratch, "Table Text") or "Normal"].style_id
    fill = partial(_fill, widths=shares, style=style, size=size)
    fill(head, block["labels"], alignments=centered, bold=True)
    for values in block["rows"]:
        fill(table.add_row(), values, alignments=alignments)
    if block["totals"]:
        fill(table.add_row(), block["totals"], alignments=alignments, bold=True)
    last = scratch.add_paragraph()
    if block.get("keep"):
        for row in table.rows[-_KEPT_ROWS - bool(block["totals"]) :]:
            for cell in row.cells:
                _keep(cell.paragraphs[0], block)
        _keep(last, block)


def _fill(
    row: _Row,
    values: list[str],
    *,
    widths: list[float],
    alignments: Sequence[WD_ALIGN_PARAGRAPH | None],
    style: str,
    size: Length | None = None,
    bold: bool = False,
) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    for cell, value, width, alignment in zip(row.cells, values, widths, alignments, strict=True):
        cell.width = Emu(int(width))
        paragraph = cell.paragraphs[0]
        paragraph._p.style = style
        paragraph.alignment = alignment
        run = paragraph.add_run(value)
        run.bold, run.font.size = bold, size


def _style(scratch: WordDocument, name: str) -> str | None:
    """Return the style's name if the template has it, else None: the default style."""
    return name if name in scratch.styles else None


_WRITERS: dict[str, Callable[[WordDocument, dict[str, Any]], None]] = {
    "paragraph": _paragraph,
    "heading": _heading,
    "item": _item,
    "table": _table,
}
