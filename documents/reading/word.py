"""Text of a DOCX: paragraphs and tables in order; the two columns of its head and end by cells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from docx import Document
from docx.shared import Cm
from docx.table import Table
from docx.text.paragraph import Paragraph

from core.text.vietnamese import visible
from documents.reading.errors import UnreadablePaper
from documents.reading.layout import PageText, Segment
from documents.reading.word_changes import accept_changes

_MAX_LINES = 20_000
_LEFT_HALF, _RIGHT_HALF = (0.05, 0.45), (0.55, 0.95)
_FAR_IN = Cm(6)
_GAP = re.compile(r"[ \t]*\t[ \t]*| {6,}")
_INDENT = re.compile(r"\t{4,}| {30,}")
_LINES_OF_PAGE = 45
_MAX_XML = 40_000_000  # bytes; a paper of 500 pages has some eight million


def docx_pages(path: Path) -> list[PageText]:
    """Return the text as one page; its places are those of the order and of the cells.

    Raises UnreadablePaper. The caller has checked the package, here its XML is bounded: a parsed
    tree takes many times its text.
    """
    if _xml_size(path) > _MAX_XML:
        raise UnreadablePaper(
            "Tệp Word bung ra lớn bất thường nên không đọc chữ: xin lưu lại thành PDF rồi tải lên."
        )
    try:
        document = Document(str(path))
        accept_changes(document.element.body)
        lines = list(_lines(document))
    except Exception:  # python-docx and lxml raise a dozen unrelated kinds
        raise UnreadablePaper(
            "Tệp Word bị hỏng, không đọc được: xin mở lại trên máy, lưu lại rồi tải lên."
        ) from None
    total = max(len(lines), _LINES_OF_PAGE)
    segments = [
        Segment(text, left, place / total, right, (place + 0.8) / total)
        for place, parts in enumerate(lines)
        for text, left, right in parts
    ]
    text = "\n".join("\t".join(part[0] for part in parts) for parts in lines)
    return [PageText(text, tuple(segments))]


def _xml_size(path: Path) -> int:
    """Return the unpacked size of the XML in a package; no more than is declared is ever read."""
    try:
        with ZipFile(path) as package:
            members = package.infolist()
    except (BadZipFile, OSError):
        return 0
    return sum(
        member.file_size
        for member in members
        if member.filename.lower().endswith((".xml", ".rels"))
    )


def _lines(document: object) -> Iterator[list[tuple[str, float, float]]]:
    """Yield each line as its parts: text, left and right edge."""
    for count, block in enumerate(document.iter_inner_content()):  # type: ignore[attr-defined]
        if count > _MAX_LINES:
            return
        if isinstance(block, Paragraph):
            for line in visible(block.text).splitlines():
                if line.strip():
                    yield _columns(line) or [(" ".join(line.split()), *_edges(block))]
        elif isinstance(block, Table):
            yield from _rows(block)


def _columns(line: str) -> list[tuple[str, float, float]]:
    """Return the two parts of a line that tabs or many blanks part, none for another line."""
    parts = [" ".join(part.split()) for part in _GAP.split(line.strip()) if part.strip()]
    if len(parts) == 2:
        return [(parts[0], *_LEFT_HALF), (parts[1], *_RIGHT_HALF)]
    return [(parts[0], *_RIGHT_HALF)] if len(parts) == 1 and _INDENT.match(line) else []


def _edges(paragraph: Paragraph) -> tuple[float, float]:
    """Return the edges of a paragraph: one that is set right or far in stands in the right half."""
    indent = paragraph.paragraph_format.left_indent or 0
    return _RIGHT_HALF if paragraph.alignment == 2 or indent > _FAR_IN else (0.15, 0.95)


def _rows(table: Table) -> Iterator[list[tuple[str, float, float]]]:
    for row in table.rows:
        cells: list[list[str]] = []
        seen = set()
        for cell in row.cells:
            if cell._tc not in seen:  # merged cells come once per column
                seen.add(cell._tc)
                paragraphs = (visible(one.text) for one in cell.paragraphs)
                cells.append(
                    [" ".join(t.split()) for p in paragraphs for t in p.splitlines() if t.strip()]
                )
        share = 0.9 / max(len(cells), 1)
        for place in range(max(map(len, cells), default=0)):
            yield [
                # A gap between the cells: lines of two columns are not one.
                (lines[place], 0.05 + share * column, 0.05 + share * (column + 0.8))
                for column, lines in enumerate(cells)
                if place < len(lines)
            ]
