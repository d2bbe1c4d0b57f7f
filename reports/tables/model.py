"""A table of a report: plain values that a page, a paper, a spreadsheet and JSON show alike."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from core.papers.model import shown

Value = int | str | None


@dataclass(frozen=True)
class Cell:
    """A value; with ``code`` it is a figure, and the list behind it is that of ``group``, or of
    the ward (None).
    """

    value: Value
    code: str = ""
    group: str | None = None

    @property
    def is_number(self) -> bool:
        return isinstance(self.value, int)

    @property
    def shown(self) -> str:
        """Return the value as page and paper write it: 2.317; a dash where there is none."""
        return "–" if self.value is None else shown(self.value)


@dataclass(frozen=True)
class ReportColumn:
    label: str
    is_number: bool = True
    width: float = 9


@dataclass(frozen=True)
class ReportRow:
    """A row: ``line`` names it for comments ("bang-1:5"), ``names_unit`` says that its label is the
    name of a unit, which is internal.
    """

    label: str
    cells: tuple[Cell, ...]
    line: str = ""
    names_unit: bool = False


@dataclass(frozen=True)
class ReportTable:
    """A table with a label for its first column, and a row of totals if it has any."""

    code: str
    title: str
    first: str
    columns: tuple[ReportColumn, ...]
    rows: tuple[ReportRow, ...]
    total: ReportRow | None = None
    note: str = ""
    is_internal: bool = field(default=False)

    @property
    def is_empty(self) -> bool:
        return not self.rows

    def as_json(self) -> dict[str, Any]:
        """Return everything as plain data; ``from_json`` gives the same table."""
        return {
            "code": self.code,
            "title": self.title,
            "first": self.first,
            "columns": [[one.label, one.is_number, one.width] for one in self.columns],
            "rows": [_row_json(row) for row in self.rows],
            "total": _row_json(self.total) if self.total else None,
            "note": self.note,
            "is_internal": self.is_internal,
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> ReportTable:
        return cls(
            code=data["code"],
            title=data["title"],
            first=data["first"],
            columns=tuple(ReportColumn(*one) for one in data["columns"]),
            rows=tuple(_row_of(one) for one in data["rows"]),
            total=_row_of(data["total"]) if data["total"] else None,
            note=data["note"],
            is_internal=data["is_internal"],
        )


def _row_json(row: ReportRow) -> list[Any]:
    cells = [[cell.value, cell.code, cell.group] for cell in row.cells]
    return [row.label, cells, row.line, row.names_unit]


def _row_of(data: list[Any]) -> ReportRow:
    label, cells, line, names_unit = data
    return ReportRow(label, tuple(Cell(*cell) for cell in cells), line, names_unit)


def tables_json(tables: Iterable[ReportTable]) -> list[dict[str, Any]]:
    return [table.as_json() for table in tables]
