"""A table as it was read: heads, rows with their numbers in the file, and their JSON."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from core.text.vietnamese import clean_line, visible

MAX_ROWS = 5_000
MAX_COLUMNS = 100
MAX_CELL = 2_000
TOO_MANY_ROWS = "Bảng có hơn 5.000 dòng: xin chia thành nhiều tệp rồi nhập từng tệp."
TOO_MANY_COLUMNS = (
    "Bảng có hơn 100 cột: xin xóa các cột không cần, lưu thành một tệp mới rồi tải lên."
)
_MAX_NUMBER = 10**15


@dataclass(frozen=True)
class CellProblem:
    """A cell without a value to read: a formula that was never computed, or an error value."""

    sentence: str


Cell = str | int | float | bool | date | CellProblem | None


@dataclass(frozen=True)
class Row:
    """A row; ``number`` is its number in the file, as the person's program shows it."""

    number: int
    cells: tuple[Cell, ...]

    @property
    def is_blank(self) -> bool:
        return all(cell is None for cell in self.cells)

    def cell(self, index: int) -> Cell:
        return self.cells[index] if index < len(self.cells) else None


@dataclass
class Sheet:
    """Rows of one sheet, blank ones left out."""

    name: str
    rows: list[Row]
    is_hidden: bool = False
    hidden_rows: int = 0
    is_1904: bool = False


@dataclass(frozen=True)
class Table:
    """The table found in a sheet. ``notes`` say in Vietnamese what was chosen and left out.

    A head of two rows reads "Văn bản › Số". ``is_1904``: serial numbers of days count from 1904.
    """

    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()
    is_1904: bool = False

    def to_json(self) -> dict[str, Any]:
        return {
            "heads": list(self.heads),
            "rows": [[row.number, [_packed(cell) for cell in row.cells]] for row in self.rows],
            "notes": list(self.notes),
            "is_1904": self.is_1904,
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Table:
        rows = (
            Row(number, tuple(_unpacked(cell) for cell in cells)) for number, cells in data["rows"]
        )
        return cls(tuple(data["heads"]), tuple(rows), tuple(data["notes"]), data["is_1904"])


@dataclass
class RowCollector:
    """Collects the rows of a sheet; blank ones are left out, trailing blank cells cut."""

    rows: list[Row] = field(default_factory=list)

    def add(self, number: int, cells: Iterable[Any]) -> None:
        values = [cell_of(value) for value in cells]
        while values and values[-1] is None:
            values.pop()
        if values:
            self.rows.append(Row(number, tuple(values)))


def cell_of(value: Any) -> Cell:
    """Return a value as it can be stored and shown; None for what a person sees nothing of."""
    match value:
        case None | CellProblem() | bool():
            return value
        case datetime():
            return value if value.time() != time.min else value.date()
        case date():
            return value
        case time() | timedelta():
            return str(value)
        case int() | float():
            is_storable = math.isfinite(value) and abs(value) < _MAX_NUMBER
            return value if is_storable else str(value)[:MAX_CELL]
    text = visible(str(value)).strip()
    return text[: MAX_CELL + 1] or None


def cell_text(cell: Cell) -> str:
    """Return a cell as one line, as a person would have typed it."""
    match cell:
        case None:
            return ""
        case CellProblem():
            return cell.sentence
        case bool():
            return "có" if cell else "không"
        case float():
            return str(int(cell)) if cell.is_integer() else str(cell).replace(".", ",")
        case datetime():
            return f"{cell:%d/%m/%Y %H:%M}"
        case date():
            return f"{cell.day:02}/{cell.month:02}/{cell.year:04}"
    return clean_line(str(cell))


def _packed(cell: Cell) -> Any:
    match cell:
        case CellProblem():
            return {"problem": cell.sentence}
        case datetime():
            return {"time": cell.isoformat()}
        case date():
            return {"day": cell.isoformat()}
    return cell


def _unpacked(data: Any) -> Cell:
    match data:
        case {"problem": sentence}:
            return CellProblem(sentence)
        case {"time": text}:
            return datetime.fromisoformat(text)
        case {"day": text}:
            return date.fromisoformat(text)
    cell: Cell = data
    return cell
