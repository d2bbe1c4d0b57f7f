"""The report as a spreadsheet: a sheet for each table, with charts."""

from __future__ import annotations

from core.reporting.spreadsheets import Chart, Column, Sheet, xlsx_bytes
from reports.editions.data import ReportContent
from reports.editions.public_version import public_content
from reports.tables.model import ReportTable

_LABEL_WIDTH, _LONE_LABEL_WIDTH = 32, 60  # the second one beside few figures
_FEW = 2
_WORDS_WIDTH = 16
# Columns of a chart of each table, counted from the label, which is 0.
_CHARTS: dict[str, tuple[str, tuple[int, ...]]] = {
    "bang-1": ("Tin, bài nộp đúng hạn và muộn", (4, 5)),
    "bang-2": ("Tin, bài đã đăng theo chuyên mục", (4,)),
    "bang-5": ("Văn bản xong đúng hạn, xong muộn, quá hạn", (3, 4, 6)),
    "bang-6": ("Văn bản phát hành theo sổ", (1,)),
    "bang-7": ("Điểm cơ quan điện tử", (1,)),
    "bang-8": ("Nhiệm vụ đúng hạn, muộn, quá hạn", (2, 3, 5)),
    "bang-9": ("Lượt xem theo chuyên mục", (1,)),
}


def report_xlsx(content: ReportContent, *, is_public: bool = False) -> bytes:
    """Return the workbook with all tables; the public version names no unit.

    Figures are numbers, and all else is text, never a formula.
    """
    shown = public_content(content) if is_public else content
    return xlsx_bytes(*(_sheet(table, shown) for table in shown.tables))


def sheet_name(table: ReportTable) -> str:
    """Return the name of its sheet: "Bảng 1", or the whole title without a number."""
    number, point, _ = table.title.partition(".")
    return number if point else table.title


def _sheet(table: ReportTable, content: ReportContent) -> Sheet:
    chart = _CHARTS.get(table.code)
    lacks = f". {content.missing_words.rstrip('.')}" if content.missing_words else ""
    draft = "" if content.confirmed else "Dự thảo. "
    return Sheet(
        name=sheet_name(table),
        title=table.title,
        columns=[
            Column(table.first, _LABEL_WIDTH if len(table.columns) > _FEW else _LONE_LABEL_WIDTH),
            *(
                Column(one.label, _width(table, place), one.is_number)
                for place, one in enumerate(table.columns)
            ),
        ],
        rows=[[row.label, *(cell.value for cell in row.cells)] for row in table.rows],
        subtitle=table.note,
        totals=[table.total.label, *(cell.value for cell in table.total.cells)]
        if table.total
        else None,
        agency=content.ward["agency_name"],
        taken=(
            f"{draft}{content.title}. Số liệu tính đến hết ngày {content.as_of:%d/%m/%Y}{lacks}"
        ),
        frozen_columns=1,
        chart=Chart(chart[0], chart[1]) if chart else None,
    )


def _width(table: ReportTable, place: int) -> float:
    """Return the width of a column; words among figures ("Chưa có số liệu") stand on one line."""
    column = table.columns[place]
    has_words = any(isinstance(row.cells[place].value, str) for row in table.rows)
    return max(column.width, _WORDS_WIDTH) if column.is_number and has_words else column.width
