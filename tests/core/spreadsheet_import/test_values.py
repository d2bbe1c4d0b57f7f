"""Values of cells: days as text and number, numbers, yes and no, choices."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from core.dates import VALIDITY, Bounds
from core.spreadsheet_import.fields import ImportField, Kind
from core.spreadsheet_import.table import CellProblem, Row, Table
from core.spreadsheet_import.values import parse, parse_rows

TODAY = date(2026, 11, 28)
DAY = ImportField("day", "Từ ngày", (), Kind.DATE, bounds=VALIDITY)
NUMBER = ImportField("n", "Thứ tự", (), Kind.NUMBER, maximum=32_767)
CHOICE = ImportField("c", "Khối", (), Kind.CHOICE, choices={"party": ("Khối Đảng", "Đảng ủy")})
YES_NO = ImportField("y", "Còn dùng", (), Kind.YES_NO)
NAME = ImportField("name", "Tên", max_length=10)


def value(field: ImportField, cell: Any, **options: Any) -> Any:
    return parse(field, cell, **{"is_1904": False, "today": TODAY} | options)


def refusal(field: ImportField, cell: Any) -> str:
    with pytest.raises(ValidationError) as error:
        value(field, cell)
    return str(error.value.messages[0])


@pytest.mark.parametrize(
    "cell",
    [
        *("05/03/2026", "5/3/2026", "5-3-26", "5.3.2026", "5 / 3 / 2026", "2026-03-05"),
        *("2026-03-05 00:00:00", "2026/3/5", "ngày 5 tháng 3 năm 2026", "05 tháng 03 năm 2026"),
        *(46086, 46086.75, "46086", date(2026, 3, 5), datetime(2026, 3, 5, 14, 30)),
    ],
)
def test_a_day_however_it_is_written(cell: Any) -> None:
    assert value(DAY, cell) == date(2026, 3, 5)


def test_serial_numbers_count_from_1900_or_1904() -> None:
    assert value(DAY, 44624, is_1904=True) == date(2026, 3, 5)
    assert value(DAY, 10_000) == date(1927, 5, 18)


@pytest.mark.parametrize(
    ("text", "year"), [("1/1/26", 2026), ("1/1/36", 2036), ("1/1/37", 1937), ("1/1/99", 1999)]
)
def test_a_year_of_two_digits(text: str, year: int) -> None:
    assert value(DAY, text) == date(year, 1, 1)


@pytest.mark.parametrize(
    ("cell", "sentence"),
    [
        ("31/02/2026", "“31/02/2026” không phải ngày có thật; xin ghi ngày trước, tháng sau."),
        ("12/31/2026", "“12/31/2026” không phải ngày có thật; xin ghi ngày trước, tháng sau."),
        ("hôm qua", "“hôm qua” không phải ngày; xin ghi như 05/03/2026."),
        ("3/2026", "“3/2026” không phải ngày; xin ghi như 05/03/2026."),
        (2026, "“2026” không phải ngày; xin ghi như 05/03/2026."),
        ("2026", "“2026” không phải ngày; xin ghi như 05/03/2026."),
        (-5, "“-5” không phải ngày; xin ghi như 05/03/2026."),
        ("1/1/1026", "Năm 1026 không hợp lý; xin xem lại. Năm phải từ 1900 đến 2100."),
        ("1/1/20026", "“1/1/20026” không phải ngày; xin ghi như 05/03/2026."),
        (date(2101, 1, 1), "Năm 2101 không hợp lý; xin xem lại. Năm phải từ 1900 đến 2100."),
        (True, "“có” không phải ngày; xin ghi như 05/03/2026."),
    ],
)
def test_what_is_no_day(cell: Any, sentence: str) -> None:
    assert refusal(DAY, cell) == sentence


@pytest.mark.parametrize(
    ("cell", "number"),
    [(7, 7), (7.0, 7), ("7", 7), ("1.234", 1234), ("12 345", 12345), ("7,0", 7)],
)
def test_a_number(cell: Any, number: int) -> None:
    assert value(NUMBER, cell) == number


@pytest.mark.parametrize("cell", ["x", 1.5, "1,5", "1e5", "٣", date(2026, 1, 1)])
def test_what_is_no_number(cell: Any) -> None:
    assert refusal(NUMBER, cell).endswith("không phải số nguyên.")


@pytest.mark.parametrize("cell", [-1, 32_768, "999999999999999"])
def test_a_number_out_of_bounds(cell: Any) -> None:
    assert refusal(NUMBER, cell).endswith("không hợp lý; số phải từ 0 đến 32767.")


def test_yes_no_and_choices() -> None:
    assert [value(YES_NO, cell) for cell in ("Có", "x", 1, True, "KHÔNG", 0, False)] == (
        [True] * 4 + [False] * 3
    )
    assert refusal(YES_NO, "chắc") == "“chắc”: xin ghi “có” hoặc “không”."
    assert [value(CHOICE, cell) for cell in ("khoi dang", "Đảng uỷ", "party")] == ["party"] * 3
    assert refusal(CHOICE, "Chùa") == "không có “Chùa”; xin ghi một trong: Khối Đảng."


def test_a_text_and_its_length() -> None:
    assert value(NAME, "  Tổ\u200b  1\n") == "Tổ 1"
    assert value(NAME, 12.0) == "12"
    assert value(NAME, None) is None
    assert refusal(NAME, "x" * 11) == "dài quá 10 ký tự."
    assert refusal(NAME, CellProblem("ô báo lỗi #REF!")) == "ô báo lỗi #REF!."


def test_rows_name_their_number_and_column_and_ask_about_unusual_years() -> None:
    field = ImportField("day", "Ngày", (), Kind.DATE, bounds=Bounds(usual_ahead=5))
    table = Table(("Tên", "Hạn › Ngày"), (Row(7, ("A", "hôm qua")), Row(9, (None, "1/1/2050"))))
    rows = parse_rows(table, {"name": 0, "day": 1}, (NAME, field), today=TODAY)
    assert [(row.number, row.values, row.problems, row.questions) for row in rows] == [
        (
            7,
            {"name": "A"},
            ("Dòng 7, cột “Hạn › Ngày”: “hôm qua” không phải ngày; xin ghi như 05/03/2026.",),
            (),
        ),
        (
            9,
            {"name": None, "day": date(2050, 1, 1)},
            (),
            ("Dòng 9, cột “Hạn › Ngày”: Ngày 01/01/2050 còn hơn 5 năm nữa; có đúng không?",),
        ),
    ]
