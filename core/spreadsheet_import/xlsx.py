"""Reading of XLSX within bounds: values as Excel last computed them.

openpyxl's read-only mode hides which rows are hidden and which formulas have no value, and fills
gaps of a million rows; so its parser of worksheets is used directly.
"""

from __future__ import annotations

import logging
import re
import zipfile
from collections.abc import Iterator
from typing import IO, TYPE_CHECKING, Any

from django.core.files import File
from openpyxl import load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet._reader import ROW_TAG
from openpyxl.xml.functions import iterparse

from core.files.uploads import InvalidUpload
from core.spreadsheet_import.table import (
    MAX_COLUMNS,
    MAX_ROWS,
    TOO_MANY_COLUMNS,
    TOO_MANY_ROWS,
    CellProblem,
    RowCollector,
    Sheet,
)

if TYPE_CHECKING:
    _Parser: Any
else:
    from openpyxl.worksheet._reader import WorkSheetParser as _Parser

logger = logging.getLogger(__name__)

MAX_UNPACKED = 30 * 1024 * 1024
# Elements and attributes: what the parsers keep in memory grows with them. Sheets and their texts
# are read row by row; openpyxl makes an object of each element of all other parts.
MAX_MARKS = 700_000
MAX_OTHER_MARKS = 100_000
MAX_SHEETS = 40

TOO_LARGE = (
    "Tệp bung ra quá lớn: xin chép riêng bảng cần nhập sang một tệp mới (dán giá trị), lưu lại rồi"
    " tải lên."
)
TOO_MANY_SHEETS = "Tệp có hơn 40 trang tính: xin chép riêng bảng cần nhập sang một tệp mới."
BROKEN = "Tệp Excel bị hỏng nên không đọc được: xin mở bằng Excel, lưu lại rồi tải lên."
NO_VALUE = CellProblem(
    "ô có công thức chưa được tính; xin mở tệp bằng Excel, lưu lại rồi tải lên lần nữa"
)
_BOOK = "xl/workbook.xml"
_SHEET = re.compile(rb"<(?:\w+:)?sheet[\s/>]")
_MAIN_PART = re.compile(
    rb'<Override (?=[^<>]*PartName="/xl/workbook\.xml")(?=[^<>]*sheet\.main\+xml")'
)
_READ_BY_ROWS = re.compile(r"xl/(?:worksheets/[^/]+|sharedStrings)\.xml")
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"\x01\x00\x00\x00")


def read_xlsx(upload: File[Any]) -> list[Sheet]:
    """Return the sheets with rows, visible ones first. Raises InvalidUpload."""
    upload.seek(0)
    try:
        _check_size(upload)
        upload.seek(0)
        return _read(upload)
    except InvalidUpload:
        raise
    except Exception as error:  # openpyxl raises whatever its descriptors meet
        logger.info("a workbook was refused: %r", error)
        raise InvalidUpload(BROKEN) from None


def _check_size(upload: IO[bytes] | File[Any]) -> None:
    """Refuse what would fill the memory or take long, before anything parses it."""
    with zipfile.ZipFile(upload) as package:
        members = package.infolist()
        if sum(member.file_size for member in members) > MAX_UNPACKED:
            raise InvalidUpload(TOO_LARGE)
        # Any other part may be declared as the workbook, and would be read as a whole.
        if not _MAIN_PART.search(package.read("[Content_Types].xml")):
            raise InvalidUpload(BROKEN)
        marks = other_marks = 0
        for member in members:
            content = package.read(member)
            if content.startswith(_PICTURES):
                continue
            count = content.count(b"<") + content.count(b"=")
            if _READ_BY_ROWS.fullmatch(member.filename):
                marks += count
            else:
                other_marks += count
            if marks > MAX_MARKS or other_marks > MAX_OTHER_MARKS:
                raise InvalidUpload(TOO_LARGE)
            if member.filename == _BOOK and len(_SHEET.findall(content)) > MAX_SHEETS:
                raise InvalidUpload(TOO_MANY_SHEETS)


def _read(upload: File[Any]) -> list[Sheet]:
    book = load_workbook(upload, read_only=True, data_only=True, keep_links=False)
    try:
        sheets = [_sheet(book, worksheet) for worksheet in book.worksheets]
    finally:
        book.close()
    filled = [sheet for sheet in sheets if sheet.rows]
    return sorted(filled, key=lambda sheet: sheet.is_hidden)


def _sheet(book: Any, worksheet: Any) -> Sheet:
    with worksheet._get_source() as source:
        parser = _SheetParser(
            source,
            worksheet._shared_strings,
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        collected = RowCollector()
        for number, cells in parser.parse():
            collected.add(number, _dense(cells))
            if len(collected.rows) > MAX_ROWS:
                raise InvalidUpload(TOO_MANY_ROWS)
    numbers = {row.number for row in collected.rows}
    return Sheet(
        worksheet.title,
        collected.rows,
        is_hidden=worksheet.sheet_state != "visible",
        hidden_rows=len(parser.hidden & numbers),
        is_1904=book.epoch == CALENDAR_MAC_1904,
    )


def _dense(cells: list[dict[str, Any]]) -> Iterator[Any]:
    """Yield the values of a row in the order of columns, gaps as None."""
    values = {cell["column"]: _value(cell) for cell in cells if cell["value"] is not None}
    if not values:
        return
    if max(values) > MAX_COLUMNS:
        raise InvalidUpload(TOO_MANY_COLUMNS)
    for column in range(1, max(values) + 1):
        yield values.get(column)


def _value(cell: dict[str, Any]) -> Any:
    if cell["data_type"] == "e":
        return CellProblem(f"ô báo lỗi {str(cell['value'])[:20]}")
    return cell["value"]


class _SheetParser(_Parser):  # type: ignore[misc]  # a class without types
    """openpyxl's parser, which also notes hidden rows and formulas without a value."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.hidden: set[int] = set()

    def parse(self) -> Iterator[Any]:
        """Yield the rows alone, without an object for each merged cell, format and link."""
        for _, element in iterparse(self.source):
            if element.tag == ROW_TAG:
                row = self.parse_row(element)
                element.clear()
                yield row

    def parse_row(self, row: Any) -> Any:
        number, cells = super().parse_row(row)
        if row.get("hidden") in ("1", "true"):
            self.hidden.add(number)
        return number, cells

    def parse_cell(self, element: Any) -> Any:
        cell = super().parse_cell(element)
        if cell["value"] is None and any(child.tag.endswith("}f") for child in element):
            # A text formula whose result is "" has an empty value.
            is_empty_text = element.get("t") == "str"
            cell["value"] = None if is_empty_text else NO_VALUE
        return cell
