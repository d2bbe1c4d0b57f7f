"""Values of cells by the kind of their field; each refusal is one Vietnamese sentence."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError

from core.spreadsheet_import.fields import ImportField, Kind, fold_head
from core.spreadsheet_import.table import Cell, CellProblem, Table, cell_text
from core.text.vietnamese import clean_line

_DAY_FIRST = re.compile(
    r"(?:ngày\s+)?(\d{1,2})(?:\s*[/.-]\s*|\s+tháng\s+)(\d{1,2})(?:\s*[/.-]\s*|\s+năm\s+)(\d{2}|\d{4})",
    re.ASCII | re.IGNORECASE,
)
_YEAR_FIRST = re.compile(
    r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?)?", re.ASCII
)
# A time of day before or after the day, as other programs export it.
_TIME = re.compile(
    r"^\d{1,2}[:h]\d{2}(?::\d{2})?[ ,|-]+|[ ,|-]+\d{1,2}[:h]\d{2}(?::\d{2})?(?: [AP]M)?$",
    re.ASCII | re.IGNORECASE,
)
# What lists write where nothing has happened: "Chưa xem", "Không có".
_NO_DAY = re.compile(r"chua(?: .*)?|khong|khong co|n a|")
# Serial numbers of 1927 to 2119; a smaller number in a column of days is a year alone.
_FIRST_SERIAL, _LAST_SERIAL = 10_000, 80_000
_YES = ("co", "x", "yes", "true", "1", "dung", "v")
_NO = ("khong", "no", "false", "0", "sai")
_SHOWN = 60


@dataclass(frozen=True)
class ParsedRow:
    """The values of one row by field, of mapped columns alone; None for a blank cell."""

    number: int
    values: dict[str, Any]
    problems: tuple[str, ...]
    questions: tuple[str, ...]

    def text(self, name: str) -> str:
        return self.values.get(name) or ""


def parse_rows(
    table: Table, columns: Mapping[str, int], fields: Sequence[ImportField], *, today: date
) -> list[ParsedRow]:
    """Return the rows of a table as values of the fields that have a column."""
    return [_parsed(row.number, row, table, columns, fields, today) for row in table.rows]


def _parsed(
    number: int,
    row: Any,
    table: Table,
    columns: Mapping[str, int],
    fields: Sequence[ImportField],
    today: date,
) -> ParsedRow:
    values: dict[str, Any] = {}
    problems, questions = [], []
    for field in fields:
        if field.name not in columns:
            continue
        index = columns[field.name]
        where = f"Dòng {number}, cột “{table.heads[index]}”"
        try:
            value = parse(field, row.cell(index), is_1904=table.is_1904, today=today)
        except ValidationError as error:
            problems.append(f"{where}: {error.messages[0]}")
            continue
        values[field.name] = value
        if field.kind == Kind.DATE and value:
            question = field.bounds.question(value, today=today)
            questions += [f"{where}: {question}"] if question else []
    return ParsedRow(number, values, tuple(problems), tuple(questions))


def parse(field: ImportField, cell: Cell, *, is_1904: bool, today: date) -> Any:
    """Return the value of a cell, None for a blank one. Raises ValidationError."""
    if isinstance(cell, CellProblem):
        raise ValidationError(f"{cell.sentence}.")
    if cell is None:
        return None
    match field.kind:
        case Kind.DATE if isinstance(cell, str) and _NO_DAY.fullmatch(fold_head(cell)):
            return None
        case Kind.DATE if field.has_lines and len(_lines(cell)) > 1:
            return None
        case Kind.DATE:
            return _date(field, cell, is_1904=is_1904, today=today)
        case Kind.NUMBER:
            return _number(field, cell)
        case Kind.YES_NO:
            return _yes_no(cell)
        case Kind.CHOICE:
            return _choice(field, cell)
    text = "\n".join(_lines(cell)) if field.has_lines else cell_text(cell)
    if len(text) > field.max_length:
        raise ValidationError(f"dài quá {field.max_length} ký tự.")
    return text or None


def _lines(cell: Cell) -> list[str]:
    """Return the lines of a cell that are not blank."""
    lines = cell.splitlines() if isinstance(cell, str) else [cell_text(cell)]
    return [line for line in map(clean_line, lines) if line]


def _quoted(cell: Cell) -> str:
    text = cell_text(cell)
    return f"“{text if len(text) <= _SHOWN else text[:_SHOWN] + '…'}”"


def _date(field: ImportField, cell: Cell, *, is_1904: bool, today: date) -> date:
    day = _day_of(cell, is_1904=is_1904, today=today)
    if problem := field.bounds.form_problem(day, today=today):
        raise ValidationError(problem)
    return day


def _day_of(cell: Cell, *, is_1904: bool, today: date) -> date:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = cell_text(cell)
    is_number = isinstance(cell, int | float) and not isinstance(cell, bool)
    if is_number or re.fullmatch(r"[0-9]{1,6}", text):
        return _from_serial(cell, is_1904=is_1904)
    text = _TIME.sub("", text)
    if match := _DAY_FIRST.fullmatch(text):
        day, month, year = match.groups()
    elif match := _YEAR_FIRST.fullmatch(text):
        year, month, day = match.groups()
    else:
        raise ValidationError(f"{_quoted(cell)} không phải ngày; xin ghi như 05/03/2026.")
    try:
        return date(_full_year(year, today), int(month), int(day))
    except ValueError:
        raise ValidationError(
            f"{_quoted(cell)} không phải ngày có thật; xin ghi ngày trước, tháng sau."
        ) from None


def _full_year(text: str, today: date) -> int:
    """Return the year; of two digits the one from 89 years ago to 10 years ahead."""
    year = int(text)
    if len(text) == 4:
        return year
    year += today.year // 100 * 100
    return year if year <= today.year + 10 else year - 100


def _from_serial(cell: Cell, *, is_1904: bool) -> date:
    from openpyxl.utils import datetime as excel  # slow to import, seldom needed

    number = float(cell_text(cell).replace(",", "."))
    if not _FIRST_SERIAL <= number <= _LAST_SERIAL:
        raise ValidationError(f"{_quoted(cell)} không phải ngày; xin ghi như 05/03/2026.")
    epoch = excel.CALENDAR_MAC_1904 if is_1904 else excel.CALENDAR_WINDOWS_1900
    found = excel.from_excel(number, epoch)
    return found.date() if isinstance(found, datetime) else date.fromisoformat(str(found))


def _number(field: ImportField, cell: Cell) -> int:
    text = cell_text(cell)
    if isinstance(cell, str):
        text = re.sub(r"(?<=\d)[. \u00a0](?=\d{3}(?:\D|$))", "", text)  # between thousands
    if not re.fullmatch(r"-?[0-9]{1,15}(?:,0+)?", text):
        raise ValidationError(f"{_quoted(cell)} không phải số nguyên.")
    number = int(text.split(",")[0])
    if not 0 <= number <= field.maximum:
        raise ValidationError(f"{_quoted(cell)} không hợp lý; số phải từ 0 đến {field.maximum}.")
    return number


def _yes_no(cell: Cell) -> bool:
    text = fold_head(cell_text(cell))
    if text in _YES:
        return True
    if text in _NO:
        return False
    raise ValidationError(f"{_quoted(cell)}: xin ghi “có” hoặc “không”.")


def _choice(field: ImportField, cell: Cell) -> str:
    wanted = fold_head(cell_text(cell))
    for value, words in field.choices.items():
        if wanted in {fold_head(word) for word in (value, *words)}:
            return value
    labels = ", ".join(words[0] for words in field.choices.values())
    raise ValidationError(f"không có {_quoted(cell)}; xin ghi một trong: {labels}.")


def same_name(text: str) -> str:
    """Return the key by which names are compared: case, marks and blanks do not count."""
    return fold_head(clean_line(text))
