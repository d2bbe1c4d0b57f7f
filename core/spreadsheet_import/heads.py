"""Detection of a table in a sheet: head of one or two rows, titles above, totals below."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from core.spreadsheet_import.fields import BETWEEN_LEVELS, ImportField, fold_head, recognise
from core.spreadsheet_import.table import Cell, Row, Sheet, Table, cell_text

MAX_HEAD_ROW = 30
_MIN_SCORE = 2  # fields; one may be a word in any text
_MAX_HEAD = 200
_MAX_NAMED = 10
_TOTAL = re.compile(r"(?:tổng cộng|tổng số|tổng|cộng|tong cong|tong so|tong|cong)\s*(?:[:.(]|\d|$)")
_COLUMN_NUMBER = re.compile(r"\(?(?:\d{1,3}|[A-Z])\)?")


@dataclass(frozen=True)
class Head:
    """Rows ``first`` to ``last`` (indexes) as the head, and how many fields it names."""

    first: int
    last: int
    labels: tuple[str, ...]
    score: int


def find_table(sheet: Sheet, fields: Sequence[ImportField]) -> tuple[Table, bool] | None:
    """Return the table of a sheet, and whether its head was recognised by at least two fields.

    Without a recognised head the first row with the most texts is taken for one; None for a sheet
    without any.
    """
    recognised = _recognised_head(sheet.rows, fields)
    head = recognised or _likely_head(sheet.rows)
    if head is None:
        return None
    rows, notes = _data_rows(sheet.rows, head)
    first = [f"Trang tính “{sheet.name}”"] if sheet.name else []
    numbers = sorted({sheet.rows[index].number for index in (head.first, head.last)})
    first.append(f"tiêu đề cột ở dòng {' và '.join(map(str, numbers))}")
    notes.insert(0, ", ".join(first) + ".")
    if sheet.is_hidden:
        notes.append("Trang tính này đang ẩn trong tệp.")
    if sheet.hidden_rows:
        notes.append(f"Có {sheet.hidden_rows} dòng đang ẩn trong tệp (do lọc); vẫn được đọc.")
    table = Table(head.labels, tuple(rows), tuple(notes), sheet.is_1904)
    return table, recognised is not None


def _recognised_head(rows: Sequence[Row], fields: Sequence[ImportField]) -> Head | None:
    candidates = []
    for index in range(min(MAX_HEAD_ROW, len(rows))):
        single = _labels(rows[index])
        candidates.append(Head(index, index, single, _score(single, fields)))
        if index + 1 < len(rows) and _spans_above(rows[index], rows[index + 1]):
            double = _two_levels(rows[index], rows[index + 1])
            candidates.append(Head(index, index + 1, double, _score(double, fields)))
    enough = [head for head in candidates if head.score >= _MIN_SCORE]
    if not enough:
        return None
    # One row before two, whose first may be a title; ``max`` returns the first of equals.
    best = max(enough, key=lambda head: (head.score, head.first == head.last))
    return _with_second_row(best, rows, fields)


def _with_second_row(head: Head, rows: Sequence[Row], fields: Sequence[ImportField]) -> Head:
    """Return the head with the row below it, where that stands under its spans and is no data."""
    below = head.last + 1
    if head.first != head.last or below >= len(rows):
        return head
    upper, lower = rows[head.last], rows[below]
    if not _is_second_head_row(upper, lower):
        return head
    labels = _two_levels(upper, lower)
    score = _score(labels, fields)
    return Head(head.first, below, labels, score) if score >= head.score else head


def _is_second_head_row(upper: Row, lower: Row) -> bool:
    """Return whether each cell of the row stands beneath a cell that spans several columns, and at
    least one other column has a head alone.
    """
    spans = _spans_above(upper, lower)
    filled = [index for index, cell in enumerate(lower.cells) if cell is not None]
    starts = [index for index in filled if upper.cell(index) is not None]
    is_beneath_spans = bool(spans) and all(index + 1 in spans for index in starts)
    alone = [
        index
        for index, cell in enumerate(upper.cells)
        if cell is not None and lower.cell(index) is None
    ]
    return is_beneath_spans and bool(alone)


def _spans_above(upper: Row, lower: Row) -> list[int]:
    """Return the columns with a text below and nothing above, as beneath a merged cell; none unless
    the row below follows at once and holds texts alone.
    """
    filled = [index for index, cell in enumerate(lower.cells) if cell is not None]
    is_text = all(isinstance(lower.cells[index], str) for index in filled)
    if not is_text or lower.number != upper.number + 1:
        return []
    return [index for index in filled if upper.cell(index) is None]


def _two_levels(upper: Row, lower: Row) -> tuple[str, ...]:
    """Return the heads of two rows; an upper cell spans the blank ones to its right that have a
    lower cell.
    """
    labels = []
    parent = ""
    for index in range(max(len(upper.cells), len(lower.cells))):
        own, child = _label(upper.cell(index)), _label(lower.cell(index))
        parent = own or (parent if child else "")
        labels.append(BETWEEN_LEVELS.join(filter(None, (parent, child)))[:_MAX_HEAD])
    return tuple(labels)


def _labels(row: Row) -> tuple[str, ...]:
    return tuple(_label(cell) for cell in row.cells)


def _label(cell: Cell) -> str:
    return cell_text(cell)[:_MAX_HEAD] if isinstance(cell, str) else ""


def _score(labels: Sequence[str], fields: Sequence[ImportField]) -> int:
    found = recognise(labels, fields)
    return len(found.columns) + len(found.doubled)


def _likely_head(rows: Sequence[Row]) -> Head | None:
    """Return the first row with the most texts as the head."""
    candidates = [
        Head(index, index, labels, sum(map(bool, labels)))
        for index, row in enumerate(rows[:MAX_HEAD_ROW])
        if any(labels := _labels(row))
    ]
    return max(candidates, key=lambda head: head.score, default=None)


def _data_rows(rows: Sequence[Row], head: Head) -> tuple[list[Row], list[str]]:
    """Return the rows of data below the head, and notes that name what was left out."""
    repeated = {_folded(rows[index]) for index in range(head.first, head.last + 1)}
    data: list[Row] = []
    heads: list[int] = []
    totals: list[int] = []
    below: list[int] = []
    for position, row in enumerate(rows[head.last + 1 :]):
        if _folded(row) in repeated or (position == 0 and _is_column_numbers(row)):
            heads.append(row.number)
        elif _is_total(row):
            totals.append(row.number)
        elif totals and sum(cell is not None for cell in row.cells) <= 2:
            below.append(row.number)
        else:
            data.append(row)
    notes = []
    for numbers, why in (
        (heads, "là tiêu đề lặp lại hoặc số thứ tự cột"),
        (totals, "là dòng tổng cộng"),
        (below, "ở dưới dòng tổng cộng (chữ ký, ghi chú)"),
    ):
        if numbers:
            notes.append(f"Bỏ qua dòng {named(numbers)}: {why}.")
    return data, notes


def _folded(row: Row) -> tuple[str, ...]:
    return tuple(fold_head(cell_text(cell)) for cell in row.cells)


def _is_column_numbers(row: Row) -> bool:
    """Return whether the row numbers the columns: (1) (2) (3), or A, B, 1, 2."""
    texts = [cell_text(cell) for cell in row.cells if cell is not None]
    return len(texts) > 1 and all(_COLUMN_NUMBER.fullmatch(text) for text in texts)


def _is_total(row: Row) -> bool:
    """Return whether the first text is a word for totals, and only numbers follow."""
    texts = [cell for cell in row.cells if isinstance(cell, str) and not cell.strip().isdigit()]
    return len(texts) == 1 and bool(_TOTAL.match(cell_text(texts[0]).lower()))


def named(numbers: Sequence[int]) -> str:
    """Return row numbers in words: "3, 7 và 9"; of many only the first."""
    shown = [str(number) for number in numbers[:_MAX_NAMED]]
    if len(numbers) > _MAX_NAMED:
        return f"{', '.join(shown)} và {len(numbers) - _MAX_NAMED} dòng khác"
    return " và ".join(filter(None, (", ".join(shown[:-1]), shown[-1])))
