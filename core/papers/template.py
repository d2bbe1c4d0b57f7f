"""Built-in Word template of official papers: built by python-docx, rendered by docxtpl.

A clerk may change it, but not its tags in braces; the blocks of a paper replace ``{{p body }}``, in
the template's own styles: "Body Text" for running text, "List Paragraph" for entries, "Heading 1"
and "Heading 2", "Table Text" in cells.
"""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

from django.conf import settings
from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import _Cell
from docx.text.paragraph import Paragraph

FONT = "Times New Roman"
TEXT_WIDTH = Mm(165)
ANNEX_WIDTH = Mm(252)
LEFT_HEAD = Mm(60)
_RIGHT_HEAD = Mm(105)
_CENTER = WD_ALIGN_PARAGRAPH.CENTER


def own_template() -> Path:
    """Return the path of the ward's own template, which may not exist."""
    return Path(settings.DATA_DIR) / "giay-to" / "mau.docx"


def template_bytes() -> bytes:
    """Return the template to render: the ward's own, else the built-in one."""
    own = own_template()
    return own.read_bytes() if own.exists() else built_template()


@cache
def built_template() -> bytes:
    """Return the built-in template: A4, margins of 20, 20, 30 and 15 mm, page numbers at the top
    from page two.
    """
    document = Document()
    _page(document)
    _styles(document)
    _head(document)
    _line(document, "{{ kind }}", size=14, bold=True, before=18)
    _line(document, "{{ subject }}", size=14, bold=True)
    _rule(document.add_paragraph(), Mm(57)).paragraph_format.space_after = Pt(12)
    document.add_paragraph("{{p body }}")
    document.add_paragraph().paragraph_format.keep_with_next = True
    _signatures(document)
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def _page(document: WordDocument) -> None:
    section = document.sections[0]
    section.page_width = Mm(210)
    section.page_height = Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin = Mm(30)
    section.right_margin = Mm(15)
    section.header_distance = Mm(10)
    section.different_first_page_header_footer = True
    number = section.header.paragraphs[0]
    number.alignment = _CENTER
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        run = number.add_run()
        run.font.size = Pt(13)
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run._r.append(element)


def _styles(document: WordDocument) -> None:
    styles = document.styles
    styles.element.find(f".//{qn('w:lang')}").set(qn("w:val"), "vi-VN")
    _look(styles["Normal"], 14)
    _look(styles["Body Text"], 14, indent=True)
    _look(styles["List Paragraph"], 14, indent=True)
    entries = styles["List Paragraph"]
    entries.paragraph_format.left_indent = Mm(0)
    entries.element.pPr.remove(entries.element.pPr.find(qn("w:contextualSpacing")))
    for name in ("Heading 1", "Heading 2"):
        _look(styles[name], 14, bold=True, indent=True)
        styles[name].paragraph_format.keep_with_next = True
    cells = styles.add_style("Table Text", WD_STYLE_TYPE.PARAGRAPH)
    _look(cells, 12)
    cells.paragraph_format.space_before = cells.paragraph_format.space_after = Pt(2)
    _look(styles["Header"], 13)


def _look(style: ParagraphStyle, size: int, *, bold: bool = False, indent: bool = False) -> None:
    style.font.name = FONT
    style.font.size = Pt(size)
    style.font.bold = bold
    style.font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for attribute in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{attribute}"), None)
    for attribute in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{attribute}"), FONT)
    shape = style.paragraph_format
    shape.space_before = Pt(0)
    shape.space_after = Pt(6 if indent else 0)
    shape.line_spacing_rule = WD_LINE_SPACING.SINGLE
    if indent:
        shape.first_line_indent = Mm(12.7)
        shape.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY


def _head(document: WordDocument) -> None:
    left, right = _cells(document, LEFT_HEAD, _RIGHT_HEAD)
    _block(left, "{%p if parent %}")
    _line(left, "{{ parent }}", size=12)
    _block(left, "{%p endif %}")
    _line(left, "{{ agency }}", size=12, bold=True)
    _rule(left.add_paragraph(), Mm(18))
    _line(left, "{{ number }}", size=13)
    _line(right, "{{ country }}", size=12, bold=True)
    _line(right, "{{ motto }}", size=13, bold=True)
    _rule(right.add_paragraph(), Mm(22.5))
    _line(right, "{{ place_and_date }}", size=13, italic=True)
    _drop_first(left, right)


def _signatures(document: WordDocument) -> None:
    left, right = _cells(document, TEXT_WIDTH // 2, TEXT_WIDTH // 2)
    _signature(left, "left")
    _block(left, "{%p if recipients and not left %}")
    _recipients(left)
    _block(left, "{%p endif %}")
    _signature(right, "right")
    left.add_paragraph(), right.add_paragraph()
    _drop_first(left, right)
    _block(document, "{%p if recipients and left %}")
    _recipients(document)
    _block(document, "{%p endif %}")


def _signature(cell: _Cell, side: str) -> None:
    _block(cell, f"{{%p if {side} %}}")
    _block(cell, f"{{%p if {side}.authority %}}")
    _line(cell, f"{{{{ {side}.authority }}}}", size=14, bold=True)
    _block(cell, "{%p endif %}")
    _line(cell, f"{{{{ {side}.title }}}}", size=14, bold=True)
    _block(cell, f"{{%p if {side}.hint %}}")
    _line(cell, f"{{{{ {side}.hint }}}}", size=13, italic=True)
    _block(cell, "{%p endif %}")
    _line(cell, f"{{{{ {side}.name }}}}", size=14, bold=True, before=66)
    _block(cell, "{%p endif %}")


def _recipients(where: _Cell | WordDocument) -> None:
    for text, size, is_strong in (
        ("Nơi nhận:", 12, True),
        ("{%p for line in recipients %}", 11, False),
    ):
        _line(
            where,
            text,
            size=size,
            bold=is_strong,
            italic=is_strong,
            alignment=WD_ALIGN_PARAGRAPH.LEFT,
        )
    _line(where, "{{ line }}", size=11, alignment=WD_ALIGN_PARAGRAPH.LEFT)
    _block(where, "{%p endfor %}")


def _cells(document: WordDocument, *widths: Length | int) -> tuple[_Cell, ...]:
    table = document.add_table(rows=1, cols=len(widths))
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = column.cells[0].width = width
    row = table.rows[0]._tr.get_or_add_trPr()
    row.append(OxmlElement("w:cantSplit"))
    return tuple(table.rows[0].cells)


def _drop_first(*cells: _Cell) -> None:
    for cell in cells:
        cell._tc.remove(cell.paragraphs[0]._p)


def _block(where: _Cell | WordDocument, mark: str) -> None:
    """Add a paragraph with a single tag, which docxtpl removes."""
    where.add_paragraph(mark)


def _line(
    where: _Cell | WordDocument,
    text: str,
    *,
    size: int,
    bold: bool = False,
    italic: bool = False,
    before: int = 0,
    alignment: WD_ALIGN_PARAGRAPH = _CENTER,
) -> Paragraph:
    paragraph = where.add_paragraph()
    paragraph.alignment = alignment
    paragraph.paragraph_format.space_before = Pt(before)
    run = paragraph.add_run(text)
    run.font.size = Pt(size)
    run.font.bold = bold
    run.font.italic = italic
    return paragraph


def _rule(paragraph: Paragraph, indent: Length) -> Paragraph:
    """Turn the paragraph into a thin rule with ``indent`` free at both ends."""
    shape = paragraph.paragraph_format
    shape.left_indent = shape.right_indent = indent
    shape.space_before = Pt(3)
    shape.line_spacing = Pt(6)
    borders = OxmlElement("w:pBdr")
    top = OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        top.set(qn(f"w:{name}"), value)
    borders.append(top)
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc")
    return paragraph
