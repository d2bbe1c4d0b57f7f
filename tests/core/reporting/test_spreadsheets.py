"""Tables that a spreadsheet reads and does not run."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.reporting.spreadsheets import (
    XLSX_TYPE,
    Chart,
    Column,
    Sheet,
    csv_bytes,
    xlsx_bytes,
    xlsx_response,
)


def read(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_a_table_begins_with_its_mark_and_ends_lines_as_the_standard_wants() -> None:
    content = csv_bytes(["id", "tên"], [[1, 'Dọn "sông", hồ'], [2, None], [-3, "hai\ndòng"]])
    assert content.decode() == '\ufeffid,tên\r\n1,"Dọn ""sông"", hồ"\r\n2,\r\n-3,"hai\ndòng"\r\n'


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+84 24",
        "-5",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        " =1",
        "\u00a0=1",
        "＝1",
        '=HYPERLINK("x")',
        "\n=1",
    ],
)
def test_a_formula_becomes_text(text: str) -> None:
    assert read(csv_bytes(["a"], [[text]]))[1] == ["'" + text]


@given(
    st.lists(
        st.lists(
            st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")),
            min_size=2,
            max_size=2,
        )
    )
)
def test_every_text_comes_back(rows: list[list[str]]) -> None:
    back = read(csv_bytes(["a", "b"], rows))[1:]
    assert [[cell.removeprefix("'") for cell in row] for row in back] == [
        [cell.removeprefix("'") for cell in row] for row in rows
    ]
    assert not any(cell.lstrip()[:1] in tuple("=+-@") for row in back for cell in row)


NASTY = ["=1+1", "@SUM(A1)", "+84 24 3825", "-5", "{=1+1}", "https://phuong.example", "007", " =1"]


def one_sheet(rows: list[list[Any]], **more: Any) -> Sheet:
    columns = [Column("Đơn vị", 30), Column("Số tin", is_number=True), Column("Ngày")]
    return Sheet("Chỉ tiêu", "Chỉ tiêu tháng 7/2016", columns, rows, **more)


def opened(*sheets: Sheet) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(xlsx_bytes(*sheets)))


def test_a_workbook_is_ready_to_be_read_and_printed() -> None:
    late = datetime(2016, 6, 24, 17, 30, tzinfo=UTC)
    rows = [
        ["Tổ dân phố số 1", 1200, date(2016, 6, 24)],
        ["Công an phường", Decimal("2.5"), late],
        [None, 0, True],
    ]
    sheet = opened(
        one_sheet(rows, subtitle="Hạn nộp 25/06/2016", totals=["Cộng", 1202.5, ""])
    ).active

    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["Chỉ tiêu tháng 7/2016", None, None],
        ["Hạn nộp 25/06/2016", None, None],
        ["Đơn vị", "Số tin", "Ngày"],
        ["Tổ dân phố số 1", 1200, datetime(2016, 6, 24)],
        ["Công an phường", 2.5, datetime(2016, 6, 25, 0, 30)],
        [None, 0, "Có"],
        ["Cộng", 1202.5, None],
    ]
    assert [sheet["C4"].number_format, sheet["C5"].number_format] == [
        "dd/mm/yyyy",
        "dd/mm/yyyy hh:mm",
    ]
    assert sheet["B4"].number_format == "#,##0"
    assert [sheet["A3"].font.b, sheet["A4"].font.b, sheet["A7"].font.b] == [True, False, True]
    assert [sheet["A3"].border.top.style, sheet["A6"].border.left.style] == ["thin", "thin"]
    assert (sheet.freeze_panes, sheet.print_title_rows, sheet.print_area) == (
        "A4",
        "$3:$3",
        "'Chỉ tiêu'!$A$1:$C$7",
    )
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    # One page wide is what Excel takes where nothing is said; as many pages high as it needs.
    assert (sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToHeight) == (True, 0)
    assert sheet.column_dimensions["A"].width == pytest.approx(30, abs=1)


def test_no_text_in_a_workbook_becomes_a_formula_a_link_or_a_number() -> None:
    sheet = opened(
        one_sheet([[text, text, text] for text in NASTY], totals=["=1+1", "@a", "+1"])
    ).active
    for row, text in enumerate(NASTY, start=3):
        assert [(cell.value, cell.data_type, cell.hyperlink) for cell in sheet[row]] == [
            (text, "s", None)
        ] * 3
    assert [cell.data_type for cell in sheet[3 + len(NASTY)]] == ["s", "s", "s"]


def test_what_excel_cannot_hold_does_not_break_the_workbook() -> None:
    rows = [["a" * 40_000, float("nan"), "\x07chuông"], ["b", 10**17, float("inf")]]
    sheet = opened(one_sheet(rows)).active
    assert (len(sheet["A3"].value), sheet["B3"].value, sheet["C3"].value) == (
        32_767,
        "nan",
        "chuông",
    )
    assert [sheet["B4"].value, sheet["C4"].value] == ["1" + "0" * 17, "inf"]


def test_names_of_sheets_are_such_that_excel_opens_them() -> None:
    wanted = [
        "Tin/bài [7]",
        "tin bài 7",
        "",
        "History",
        "'x'",
        "Đơn vị hiệp quản trên địa bàn phường",
        "'",
    ]
    names = opened(*(Sheet(name, "t", [Column("a")], []) for name in wanted)).sheetnames
    assert names == [
        "Tin bài 7",
        "tin bài 7 2",
        "Bảng",
        "Bảng History",
        "x",
        "Đơn vị hiệp quản trên địa bàn p",
        "Bảng 2",
    ]


def test_a_workbook_is_saved_under_a_plain_name_and_kept_by_nobody() -> None:
    response = xlsx_response('chỉ tiêu "7/2016".xlsx', one_sheet([]))
    assert response["Content-Disposition"] == 'attachment; filename="chi-tieu-7-2016.xlsx"'
    assert (response["Content-Type"], response["Cache-Control"]) == (XLSX_TYPE, "private, no-store")
    assert response.content[:2] == b"PK"


LONG = (
    "Kế hoạch: Về việc triển khai thực hiện Nghị quyết của Hội đồng nhân dân thành phố về phát"
    " triển kinh tế – xã hội năm 2027 trên địa bàn phường, giao các đơn vị chủ trì thực hiện"
)


@pytest.mark.parametrize(("text", "height"), [("Ngắn", None), (LONG, 75), ("một\nhai\nba", 45)])
def test_a_row_is_as_high_as_its_text_and_numbers_stand_apart(
    text: str, height: int | None
) -> None:
    columns = (Column("Số đến", 8), Column("Trích yếu", 40), Column("Số tin", 8, is_number=True))
    sheet = opened(Sheet("Sổ", "Sổ", columns, [[412, text, 7]])).active
    assert sheet.row_dimensions[3].height == height
    assert [sheet[cell].alignment.horizontal for cell in ("A3", "C3")] == ["center", None]


def charts_of(sheet: Sheet) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(xlsx_bytes(sheet))) as book:
        names = [name for name in book.namelist() if name.startswith("xl/charts/chart")]
        return [book.read(name).decode() for name in names]


def test_a_chart_stands_beneath_its_rows_without_the_total() -> None:
    columns = (Column("Đơn vị"), Column("Đúng hạn", is_number=True), Column("Muộn", is_number=True))
    chart = Chart("=Đúng hạn và muộn", (1, 2))
    rows = [["=1+1", 3, 1], ["Tổ 2", 0, 2]]
    sheet = Sheet("Tin", "Tin", columns, rows, totals=["Cộng", 3, 3], chart=chart)
    [drawn] = charts_of(sheet)
    assert '<c:barDir val="bar"/><c:grouping val="stacked"/>' in drawn
    assert re.findall("<c:f>(.*?)</c:f>", drawn) == [
        *("Tin!$B$2", "Tin!$A$3:$A$4", "Tin!$B$3:$B$4"),
        *("Tin!$C$2", "Tin!$A$3:$A$4", "Tin!$C$3:$C$4"),
    ]
    assert "<a:t>=Đúng hạn và muộn</a:t>" in drawn, "a title is never a formula"
    opened_sheet = opened(sheet).active
    assert opened_sheet.print_area.endswith("$A$1:$C$15")
    assert charts_of(replace(sheet, chart=None)) == []
    assert charts_of(replace(sheet, rows=[])) == []
