"""Tables: rows and cells as they are seen once all changes are accepted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from core.docx_import.blocks import inside
from core.docx_import.inline.runs import TRANSPARENT, control_content
from core.docx_import.package import child, children, is_on, named, value
from core.docx_import.report import ImportReport

_MAX_COLUMNS = 63  # of Word
_TOLERANCE = 30  # twentieths of a point


@dataclass
class Cell:
    """A cell of Word with the columns it spans."""

    element: Element
    span: int


@dataclass
class Row:
    """A row; ``before`` and ``after`` are the columns that it leaves out at its ends."""

    element: Element
    cells: list[Cell]
    before: int
    after: int


def rows_of(table: Element, losses: ImportReport) -> list[Row]:
    """Return the rows that are seen, with their cells; count what was deleted or hidden."""
    columns = [_width(column) for column in children(child(table, "w:tblGrid"), "w:gridCol")]
    rows = []
    for row in parts(table, "w:tr"):
        if child(row, "w:trPr", "w:del") is not None:
            losses.add("deletions")
        elif is_on(row, "w:trPr", "w:hidden"):
            losses.add("hidden")
        else:
            losses.add("insertions", child(row, "w:trPr", "w:ins") is not None)
            if cells := _cells(row, losses):
                before = _skipped(row, "Before", columns)
                rows.append(Row(row, cells, before, _skipped(row, "After", columns[::-1])))
    return rows


def parts(element: Iterable[Element], name: str) -> list[Element]:
    """Return the rows of a table or the cells of a row, through all wrappers."""
    found = []
    for part in element:
        if part.tag == named(name):
            found.append(part)
        elif part.tag == named("w:sdt"):
            found += parts(inside(control_content(part)), name)
        elif part.tag in TRANSPARENT:
            found += parts(part, name)
    return found


def vertical_merge(cell: Element) -> str:
    """Return "restart" or "continue" where the cell is part of a merged one, else ""."""
    merged = child(cell, "w:tcPr", "w:cellMerge")  # a merge that is tracked as a change
    if merged is not None and merged.get(named("w:vMerge")):
        return {"rest": "restart"}.get(merged.get(named("w:vMerge"), ""), "continue")
    if child(cell, "w:tcPr", "w:vMerge") is None:
        return ""
    return value(cell, "w:tcPr", "w:vMerge") or "continue"


def _cells(row: Element, losses: ImportReport) -> list[Cell]:
    cells: list[Cell] = []
    for cell in parts(row, "w:tc"):
        if child(cell, "w:tcPr", "w:cellDel") is not None:
            losses.add("deletions")
            continue
        losses.add("insertions", child(cell, "w:tcPr", "w:cellIns") is not None)
        span = max(_columns(value(cell, "w:tcPr", "w:gridSpan")), 1)
        merge = child(cell, "w:tcPr", "w:hMerge")
        if cells and merge is not None and merge.get(named("w:val"), "continue") == "continue":
            cells[-1].span = min(cells[-1].span + span, _MAX_COLUMNS)
        else:
            cells.append(Cell(cell, span))
    return cells


def _skipped(row: Element, side: str, columns: list[int]) -> int:
    """Return the columns that a row leaves out: by their number, else by the width of the gap."""
    properties = child(row, "w:trPr")
    if (number := value(properties, f"w:grid{side}")) is not None:
        return _columns(number)
    gap = child(properties, f"w:w{side}")
    if gap is None or gap.get(named("w:type"), "dxa") != "dxa":
        return 0
    width = _width(gap)
    skipped = 0
    for column in columns:
        width -= column
        if not column or width < -_TOLERANCE:
            break
        skipped += 1
    return skipped


def _columns(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and int(text[:4]) <= _MAX_COLUMNS else 0


def _width(element: Element) -> int:
    text = element.get(named("w:w"), "")
    return int(text) if text.isdecimal() and len(text) < 7 else 0
