"""PDF of a sheet: a wide table on landscape A4, its head repeated on each page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from core.papers.characters import printable
from core.papers.model import shown
from core.papers.pdf import typeset
from core.reporting.spreadsheets import Sheet

_SOURCE = Path(__file__).with_name("sheet.typ")


def sheet_pdf(sheet: Sheet) -> bytes:
    """Return the sheet as PDF/UA.

    Its texts are passed as data and never evaluated.
    """
    data = {
        "title": printable(sheet.title),
        "agency": printable(sheet.agency),
        "subtitle": printable(sheet.subtitle),
        "taken": printable(sheet.taken),
        "labels": [printable(column.label) for column in sheet.columns],
        "widths": [column.width for column in sheet.columns],
        "rows": [[_cell(value) for value in row] for row in sheet.rows],
        "struck": sorted(sheet.struck),
    }
    return typeset(_SOURCE, sheet=data)


def _cell(value: Any) -> str:
    """Return the value for people; the lines of a text stay lines, numbers have no dots."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, str):
        return "\n".join(printable(line) for line in value.splitlines())
    return printable(shown(value))
