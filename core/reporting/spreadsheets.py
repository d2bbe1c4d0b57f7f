"""Spreadsheets: CSV and XLSX that Excel reads as Vietnamese text and never as formulas.

A workbook consists of ``Sheet`` values; a view returns ``xlsx_response("chi-tieu-2016-07",
Sheet(...))``.
"""

from __future__ import annotations

import csv
import io
import re
import textwrap
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header

from core.text.vietnamese import clean_line, slug, visible

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

# Spreadsheets evaluate text with these prefixes, also behind blanks, and in their full-width forms.
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")

_FORBIDDEN_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\]")
_MAX_SHEET_NAME = 31
_MAX_CELL = 32_767
_A4 = 9
_MAX_EXACT_DIGITS = 15
_TEXT_SIZE, _HEAD_SIZE = 11, 9  # points
_LINE_HEIGHT = 15  # points, of the default font
_PIXELS = 20  # of a row of the default height
_MAX_HEIGHT = 405  # points, Excel's limit is 409


def csv_bytes(header: Iterable[str], rows: Iterable[Iterable[Any]]) -> bytes:
    """Return the table as UTF-8 with a byte order mark and the line ends of RFC 4180.

    A text that a spreadsheet would evaluate gets an apostrophe prefix; numbers stay numbers, None
    is an empty cell.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _cell(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float):
        return value
    text = str(value)
    is_formula = text.startswith(_FORMULA) or text.lstrip().startswith(_FORMULA)
    return "'" + text if is_formula else text


@dataclass(frozen=True)
class Column:
    """One column: label, width in characters; with ``is_number`` quantities, right-aligned with
    dots between thousands. Other numbers are centred.
    """

    label: str
    width: float = 12
    is_number: bool = False


@dataclass(frozen=True)
class Chart:
    """A bar chart of the rows beneath them, several values of a row in one bar: ``labels`` and
    ``values`` are numbers of columns from 0; a row of totals is left out.
    """

    title: str
    values: Sequence[int]
    labels: int = 0


@dataclass(frozen=True)
class Sheet:
    """One sheet: ``rows`` and ``totals`` hold values in the order of ``columns``.

    A value is text, a number, a date, a time (shown in the ward's time zone), a bool, or None for
    an empty cell. ``agency`` stands above the title, ``taken`` (the time of the figures) beneath
    it. The rows ``struck``, from 0, are struck through. The first ``frozen_columns`` stay in view
    beside the head and are repeated in print.
    """

    name: str
    title: str
    columns: Sequence[Column]
    rows: Iterable[Iterable[Any]]
    subtitle: str = ""
    totals: Iterable[Any] | None = None
    agency: str = ""
    taken: str = ""
    frozen_columns: int = 0
    struck: Collection[int] = ()
    chart: Chart | None = None


def xlsx_response(filename: str, *sheets: Sheet) -> HttpResponse:
    """Return the workbook as a download that is never cached; its name is reduced to ASCII."""
    name = slug(filename.removesuffix(".xlsx")) + ".xlsx"
    response = HttpResponse(xlsx_bytes(*sheets), content_type=XLSX_TYPE)
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["Cache-Control"] = "private, no-store"
    return response


def xlsx_bytes(*sheets: Sheet) -> bytes:
    """Return one workbook ready for print: title, and a head that is frozen and repeated on each
    page.
    """
    from xlsxwriter import Workbook  # slow to import, seldom needed

    content = io.BytesIO()
    options = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = Workbook(content, {"in_memory": True, **options})
    taken: set[str] = set()
    for sheet in sheets:
        _Writer(book, book.add_worksheet(_sheet_name(sheet.name, taken)), sheet).write()
    book.close()
    return content.getvalue()


def _sheet_name(wanted: str, taken: set[str]) -> str:
    """Return a valid sheet name: at most 31 characters, without forbidden signs, unique in the
    workbook.
    """
    plain = clean_line(_FORBIDDEN_IN_SHEET_NAMES.sub(" ", wanted)).strip("' ")
    if not plain or plain.lower() == "history":
        plain = f"Bảng {plain}".strip()
    name = plain[:_MAX_SHEET_NAME].strip("' ")
    number = 1
    while name.lower() in taken:
        number += 1
        ending = f" {number}"
        name = plain[: _MAX_SHEET_NAME - len(ending)].rstrip() + ending
    taken.add(name.lower())
    return name


class _Writer:
    """Writer of one sheet; the workbook's formats are made once per style."""

    def __init__(self, book: Workbook, worksheet: Worksheet, sheet: Sheet) -> None:
        self.book = book
        self.worksheet = worksheet
        self.sheet = sheet
        self.formats: dict[tuple[str, str], Format] = {}

    def write(self) -> None:
        first_row = self._head()
        row = first_row - 1
        for row, values in enumerate(self.sheet.rows, start=first_row):
            is_struck = row - first_row in self.sheet.struck
            self._row(row, values, emphasis="font_strikeout" if is_struck else "")
        last_row = row
        if self.sheet.totals is not None:
            row += 1
            self._row(row, self.sheet.totals, emphasis="bold")
        if self.sheet.chart and last_row >= first_row:
            row = self._chart(self.sheet.chart, first_row, last_row, row + 2)
        self._print_setup(last_row=row, first_row=first_row)

    def _chart(self, wanted: Chart, first: int, last: int, row: int) -> int:
        """Insert the chart of the rows ``first`` to ``last`` at ``row``; return its last row."""
        kind = {"subtype": "stacked"} if len(wanted.values) > 1 else {}
        chart = self.book.add_chart({"type": "bar", **kind})
        name = self.worksheet.get_name()
        for column in wanted.values:
            chart.add_series(
                {
                    "name": [name, first - 1, column],
                    "categories": [name, first, wanted.labels, last, wanted.labels],
                    "values": [name, first, column, last, column],
                    "data_labels": {"value": True, "num_format": "#,##0;;"},
                    "gap": 60,
                }
            )
        chart.set_title({"name": visible(wanted.title), "name_font": {"size": 12}})
        chart.set_legend({"position": "bottom"})
        # The first row on top, as in the table.
        chart.set_y_axis({"reverse": True})
        chart.set_x_axis({"num_format": "#,##0", "min": 0})
        lines = max(8, last - first + 6)
        chart.set_size({"width": 720, "height": lines * _PIXELS})
        options = {"description": visible(wanted.title)}
        self.worksheet.insert_chart(row, 0, chart, options)
        return row + lines

    def _head(self) -> int:
        """Write title, subtitle and labels; return the first row beneath them."""
        lines = (
            (self.sheet.agency, {"bold": True}),
            (self.sheet.title, {"bold": True, "font_size": 14}),
            (self.sheet.subtitle, {"italic": True}),
            (self.sheet.taken, {"italic": True}),
        )
        row = 0
        for text, properties in lines:
            if text or text is self.sheet.title:
                self.worksheet.write_string(row, 0, visible(text), self.book.add_format(properties))
                row += 1
        style = {
            "bold": True,
            "font_size": _HEAD_SIZE,
            "border": 1,
            "text_wrap": True,
            "align": "center",
            "valign": "vcenter",
        }
        label_format = self.book.add_format({**style, "bg_color": "#F1F1F1"})
        for index, column in enumerate(self.sheet.columns):
            self.worksheet.set_column(index, index, column.width)
            self.worksheet.write_string(row, index, visible(column.label), label_format)
        self._fit_height(row, [column.label for column in self.sheet.columns], size=_HEAD_SIZE)
        self.worksheet.freeze_panes(row + 1, self.sheet.frozen_columns)
        return row + 1

    def _row(self, row: int, given: Iterable[Any], *, emphasis: str) -> None:
        """Write a row; ``emphasis`` is a property of its font, "" for none."""
        values = list(given)
        self._fit_height(row, values)
        for index, (column, value) in enumerate(zip(self.sheet.columns, values, strict=True)):
            self._value(row, index, value, is_number=column.is_number, emphasis=emphasis)

    def _fit_height(self, row: int, values: Sequence[Any], *, size: int = _TEXT_SIZE) -> None:
        """Set the height of a row with wrapped text: programs differ in whether they do."""
        lines = max(
            (
                _wrapped_lines(value, column.width * _TEXT_SIZE / size)
                for column, value in zip(self.sheet.columns, values, strict=True)
                if isinstance(value, str)
            ),
            default=1,
        )
        if lines > 1:
            self.worksheet.set_row(row, min(lines * _LINE_HEIGHT, _MAX_HEIGHT))

    def _value(self, row: int, column: int, value: Any, *, is_number: bool, emphasis: str) -> None:
        match value:
            case None | "":
                self.worksheet.write_blank(row, column, None, self._format("text", emphasis))
            case bool():
                self.worksheet.write_string(
                    row, column, "Có" if value else "Không", self._format("text", emphasis)
                )
            case int() | float() | Decimal() if abs(value) < 10**_MAX_EXACT_DIGITS:
                style = "plain"
                if is_number:
                    style = "number" if value == int(value) else "decimal"
                self.worksheet.write_number(row, column, value, self._format(style, emphasis))
            case datetime():
                moment = timezone.make_naive(value) if timezone.is_aware(value) else value
                self.worksheet.write_datetime(row, column, moment, self._format("moment", emphasis))
            case date():
                self.worksheet.write_datetime(row, column, value, self._format("day", emphasis))
            case _:
                text = visible(str(value))[:_MAX_CELL]
                self.worksheet.write_string(row, column, text, self._format("text", emphasis))

    def _format(self, style: str, emphasis: str) -> Format:
        if (style, emphasis) not in self.formats:
            properties = {"border": 1, "valign": "top", **_STYLES[style]}
            if emphasis:
                properties[emphasis] = True
            self.formats[style, emphasis] = self.book.add_format(properties)
        return self.formats[style, emphasis]

    def _print_setup(self, *, first_row: int, last_row: int) -> None:
        worksheet = self.worksheet
        worksheet.set_paper(_A4)
        worksheet.set_landscape()
        worksheet.fit_to_pages(1, 0)
        worksheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        worksheet.repeat_rows(first_row - 1)
        if self.sheet.frozen_columns:
            worksheet.repeat_columns(0, self.sheet.frozen_columns - 1)
        worksheet.print_area(0, 0, last_row, max(len(self.sheet.columns) - 1, 0))
        worksheet.set_footer("&CTrang &P/&N")


def _wrapped_lines(text: str, width: float) -> int:
    """Return how many lines a text takes in a column so wide, in characters."""
    room = max(int(width), 1)
    return sum(max(len(textwrap.wrap(line, room)), 1) for line in visible(text).splitlines())


# Excel shows the separators of its own locale: dots for thousands in Vietnamese.
_STYLES: dict[str, dict[str, Any]] = {
    "text": {"text_wrap": True},
    "plain": {"align": "center"},
    "number": {"num_format": "#,##0"},
    "decimal": {"num_format": "#,##0.0#"},
    "day": {"num_format": "dd/mm/yyyy", "align": "center"},
    "moment": {"num_format": "dd/mm/yyyy hh:mm", "align": "center"},
}
