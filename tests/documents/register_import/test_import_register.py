"""The list of another software by ``manage.py import_register``: real workbooks and CSV files."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import Workbook

from documents.models import IncomingDocument, IncomingUnit, UserActivity
from documents.states import EntrySource
from organization.models import Unit
from tests.core.spreadsheet_import.make_files import workbook
from tests.support.factories import UnitFactory
from tests.support.incoming import HEAD, import_path, import_rows, line

TODAY = date(2026, 7, 31)


@pytest.fixture(autouse=True)
def july() -> Any:
    with time_machine.travel(datetime(2026, 7, 31, 3, 0), tick=False):
        yield


@pytest.fixture
def unit(db: None) -> Unit:
    return UnitFactory(name="Phòng Văn hóa - Xã hội", short_name="Phòng Văn hóa")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "so-den.xlsx"


def test_a_list_is_stored_with_its_source_and_day(path: Path, unit: Unit) -> None:
    report = import_rows(path, HEAD, line(unit), line("Phòng VHXH", code="16/QĐ-UBND", number=13))
    assert report["columns"] == {
        "code": "Số ký hiệu",
        "agency": "Cơ quan ban hành",
        "issued_on": "Ngày văn bản",
        "arrival_number": "Số đến",
        "arrived_on": "Ngày đến",
        "subject": "Trích yếu",
        "unit": "Đơn vị xử lý",
        "person": "Người xử lý",
        "due_on": "Hạn xử lý",
        "first_opened_on": "Ngày mở/xem",
        "finished_on": "Ngày hoàn thành",
        "state": "Trạng thái",
    }
    assert (report["list"], report["unknown_columns"]) == ("van-ban-den", [])
    assert [row["row"] for row in report["new"]] == [2, 3]
    assert (report["changed"], report["unchanged"], report["refused"]) == ([], [], [])
    entry = IncomingDocument.objects.get(code_key="15 kh ubnd")
    assert (entry.number, entry.notation, entry.arrival_number) == ("15", "KH-UBND", 12)
    assert (entry.agency, entry.issued_on) == ("UBND thành phố", date(2026, 7, 3))
    assert entry.source_words == "Danh sách của phần mềm khác, nhập ngày 31/07/2026"
    row = entry.units.get()
    assert (row.unit, row.person, row.due_on) == (unit, "Đoàn Thị Thu Ngân", date(2026, 7, 20))
    assert (row.received_on, row.first_opened_on) == (date(2026, 7, 6), date(2026, 7, 7))
    assert (row.finished_on, row.state, row.source) == (None, "Đang xử lý", EntrySource.IMPORTED)


def test_a_dry_run_tells_the_same_and_stores_nothing(path: Path, unit: Unit) -> None:
    rows = [HEAD, line(unit), line(unit, code="0/QĐ", number=13)]
    dry = import_rows(path, *rows, dry_run=True)
    assert not IncomingDocument.objects.exists()
    wet = import_rows(path, *rows)
    assert dry | {"stored": True} == wet
    assert IncomingDocument.objects.count() == 1


def test_a_repeated_import_updates_by_number_agency_and_date(path: Path, unit: Unit) -> None:
    import_rows(path, HEAD, line(unit))
    same = import_rows(path, HEAD, line(unit))
    assert (same["new"], same["changed"], same["unchanged"]) == ([], [], [2])
    later = line(
        unit,
        code="Số: 15 / kh-ubnd",
        agency="Ủy ban nhân dân TP",
        finished=date(2026, 7, 21),
        state="Đã hoàn thành",
    )
    changed = import_rows(path, HEAD, later)["changed"]
    assert changed == [
        {
            "row": 2,
            "title": "15/KH-UBND – Kế hoạch ra quân vệ sinh môi trường",
            "changes": [
                {"column": "Ngày hoàn thành", "old": "", "new": "21/07/2026"},
                {"column": "Trạng thái", "old": "Đang xử lý", "new": "Đã hoàn thành"},
            ],
        }
    ]
    assert IncomingUnit.objects.get().finished_on == date(2026, 7, 21)
    next_year = line(unit, issued=date(2025, 7, 3), arrived=date(2025, 7, 6), due=None, opened=None)
    assert len(import_rows(path, HEAD, next_year)["new"]) == 1
    assert IncomingDocument.objects.count() == 2


def test_what_was_typed_stays_and_the_difference_is_told(path: Path, unit: Unit) -> None:
    entry = IncomingDocument(
        number="15",
        notation="KH-UBND",
        agency="UBND thành phố",
        issued_on=date(2026, 7, 3),
        arrived_on=date(2026, 7, 6),
        subject="Kế hoạch vệ sinh",
        typed_fields=["number", "notation", "agency", "issued_on", "arrived_on", "subject"],
    )
    entry.save()
    report = import_rows(path, HEAD, line(unit))
    assert report["new"] == []
    assert [change["column"] for change in report["changed"][0]["changes"]][:2] == [
        "Số đến",
        "Trích yếu (khác nhau, giữ điều đã ghi tay)",
    ]
    entry.refresh_from_db()
    assert (entry.subject, entry.arrival_number) == ("Kế hoạch vệ sinh", 12)
    assert entry.differences == {"subject": "Kế hoạch ra quân vệ sinh môi trường"}
    assert (entry.source, entry.imported_on) == (EntrySource.TYPED, TODAY)
    assert import_rows(path, HEAD, line(unit))["unchanged"] == [2]  # told once
    import_rows(path, HEAD, line(unit, subject="Kế hoạch vệ sinh"))
    entry.refresh_from_db()
    assert entry.differences == {}


def test_one_line_for_each_unit_and_each_person(path: Path, unit: Unit) -> None:
    women = UnitFactory(name="Hội Liên hiệp Phụ nữ phường", short_name="Hội Phụ nữ")
    first = line(unit, person="Lê A", opened=date(2026, 7, 9), finished=date(2026, 7, 10))
    second = line(unit, person="Lê B", opened=date(2026, 7, 7), finished=date(2026, 7, 14))
    report = import_rows(path, HEAD, first, second, line("LHPN", opened=None))
    assert ([row["row"] for row in report["new"]], report["unchanged"]) == ([2], [3])
    assert report["changed"][0]["changes"][0] == {
        "column": "Đơn vị xử lý",
        "old": "",
        "new": "Hội Liên hiệp Phụ nữ phường",
    }
    assert IncomingDocument.objects.count() == 1
    own = IncomingUnit.objects.get(unit=unit)
    assert (own.person, own.first_opened_on) == ("Lê A, Lê B", date(2026, 7, 7))
    assert own.finished_on == date(2026, 7, 14)  # done when all of them are
    assert IncomingUnit.objects.get(unit=women).first_opened_on is None
    again = import_rows(path, HEAD, first, second, line("LHPN", opened=None))
    assert again["unchanged"] == [2, 3, 4]


def test_several_units_in_a_cell_and_supporting_ones(path: Path, unit: Unit) -> None:
    UnitFactory(name="Phòng Kinh tế, Hạ tầng và Đô thị", short_name="Phòng Kinh tế")
    UnitFactory(name="Trạm Y tế phường", short_name="Trạm Y tế")
    head = [*HEAD, "Đơn vị phối hợp"]
    cell = "Phòng Kinh tế, Hạ tầng và Đô thị; Phòng Văn hóa"
    import_rows(path, head, [*line(cell), "Trạm y tế"])
    rows = IncomingUnit.objects.order_by("unit__name").values_list("unit__short_name", "is_lead")
    assert list(rows) == [("Phòng Kinh tế", True), ("Phòng Văn hóa", True), ("Trạm Y tế", False)]


def test_moved_columns_other_heads_and_days_as_text(path: Path, unit: Unit) -> None:
    head = ["TT", "Tên loại và trích yếu nội dung", "Đơn vị chủ trì", "Số", "Ký hiệu"]
    head += ["Ngày tháng", "Nơi gửi", "Ngày vào sổ", "Thời hạn", "Ngày xem", "Ghi chú"]
    row = [1, "Báo cáo quý II", "phong van hoa - xa hoi", "08", "CV/ĐU", "03/07/2026", "Đảng ủy"]
    row += ["06/07/2026 08:15", "20.7.2026", "Chưa xem", "x"]
    title = ["", "SỔ VĂN BẢN ĐẾN THÁNG 7"]
    report = import_rows(path, title, head, row, ["", "Tổng cộng", "", 1])
    assert report["refused"] == [] and report["unknown_columns"] == ["Ghi chú"]
    entry = IncomingDocument.objects.get()
    assert (entry.code, entry.arrived_on) == ("08-CV/ĐU", date(2026, 7, 6))
    assert (entry.units.get().due_on, entry.units.get().first_opened_on) == (
        date(2026, 7, 20),
        None,
    )


def test_a_csv_of_excel_with_semicolons(tmp_path: Path, unit: Unit) -> None:
    file = tmp_path / "so.csv"
    text = "Số đến;Ngày đến;Số ký hiệu;Đơn vị xử lý\n7;06/07/2026;15/KH-UBND;Phòng Văn hóa\n"
    file.write_bytes(text.encode("utf-8-sig"))
    assert len(import_path(file)["new"]) == 1
    assert IncomingDocument.objects.get().arrival_number == 7


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"code": "0/KH-UBND"}, "cột “Số, ký hiệu”: số văn bản là 0, không phải một số có thật."),
        ({"code": "12.34"}, "cột “Số, ký hiệu”: không tách được số và ký hiệu từ “12.34”; xin ghi"),
        ({"code": "12.34/UBND-VX"}, "cột “Số, ký hiệu”: không tách được số và ký hiệu từ “12.34/U"),
        ({"number": 0}, "cột “Số đến”: số đến là 0; số đến bắt đầu từ 1."),
        (
            {"arrived": date(2026, 8, 1), "opened": None},
            "cột “Ngày đến”: ngày đến 01/08/2026 chưa tới (hôm nay 31/07/2026).",
        ),
        (
            {"arrived": date(2026, 7, 2)},
            "cột “Ngày đến”: ngày đến 02/07/2026 trước ngày văn bản 03/07/2026.",
        ),
        (
            {"opened": date(2026, 7, 5)},
            "cột “Ngày mở”: ngày mở 05/07/2026 trước ngày đến 06/07/2026.",
        ),
        (
            {"finished": date(2026, 7, 1)},
            "cột “Ngày hoàn thành”: ngày hoàn thành 01/07/2026 trước ngày đến 06/07/2026.",
        ),
        (
            {"due": "ngày mai"},
            "cột “Hạn xử lý”: “ngày mai” không phải ngày; xin ghi như 05/03/2026.",
        ),
        ({"due": "31/02/2026"}, "cột “Hạn xử lý”: “31/02/2026” không phải ngày có thật"),
        ({"unit": "Phòng Mây"}, "cột “Đơn vị xử lý”: không có đơn vị “Phòng Mây”."),
        (
            {"unit": "Tổ cũ"},
            "cột “Đơn vị xử lý”: Tổ dân phố cũ đã kết thúc hoạt động ngày 30/06/2026;"
            " đơn vị kế tục: Phòng Văn hóa - Xã hội.",
        ),
        ({"code": "", "number": None}, ": thiếu cả số, ký hiệu và số đến"),
        ({"arrived": None}, "cột “Ngày đến”: thiếu ngày đến."),
        ({"subject": "Báo cáo TUYỆT MẬT quý I"}, ": văn bản mật không được đưa vào hệ thống này"),
        (
            {"state": "Đã hoàn thành"},
            "cột “Trạng thái”: “Đã hoàn thành” mà không có ngày hoàn thành, nên không biết đúng",
        ),
    ],
)
def test_a_bad_row_is_a_sentence_and_changes_nothing(
    path: Path, unit: Unit, given: dict[str, Any], reason: str
) -> None:
    UnitFactory(
        name="Tổ dân phố cũ",
        short_name="Tổ cũ",
        valid_until=date(2026, 6, 30),
        successor=unit,
    )
    good = line(unit, code="16/QĐ-UBND", number=13)
    report = import_rows(path, HEAD, line(**{"unit": unit} | given), good)
    assert [row["row"] for row in report["new"]] == [3]
    assert [row["row"] for row in report["refused"]] == [2]
    (told,) = report["refused"][0]["reasons"]
    assert told.startswith(f"Dòng 2, {reason}" if reason.startswith("cột") else f"Dòng 2{reason}")
    assert (IncomingDocument.objects.count(), IncomingUnit.objects.count()) == (1, 1)


def test_a_formula_without_a_value_is_told(path: Path, unit: Unit) -> None:
    report = import_rows(path, HEAD, line(unit, due="=B2+14"))
    (reason,) = report["refused"][0]["reasons"]
    assert reason.startswith("Dòng 2, cột “Hạn xử lý”: ") and "công thức" in reason


def test_a_repeated_line_is_told(path: Path, unit: Unit) -> None:
    report = import_rows(path, HEAD, line(unit), line(unit))
    assert report["refused"][0]["reasons"] == ["Dòng 3: trùng với dòng 2 của bảng này."]


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("so.xlsx", b"", "so.xlsx: Tệp trống (0 byte)"),
        (
            "so.xls",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"),
            "so.xls: Tệp Excel kiểu cũ",
        ),
        ("so.zip", b"PK\x03\x04" + b"0" * 600, "so.zip: "),
        ("so.csv", b"a;b;c\nmot;hai;ba\n1;2;3\n", "so.csv: Không thấy cột “Số, ký hiệu”."),
        ("so.csv", b"So den;Ngay den\n", "so.csv: Bảng chỉ có tên cột"),
    ],
)
def test_a_bad_file_is_a_sentence(
    tmp_path: Path, db: None, name: str, content: bytes, sentence: str
) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    with pytest.raises(CommandError) as error:
        import_path(file)
    assert str(error.value).startswith(sentence)


def test_a_missing_file_is_a_sentence(tmp_path: Path, db: None) -> None:
    with pytest.raises(CommandError, match=r"khong-co\.xlsx: không mở được tệp"):
        import_path(tmp_path / "khong-co.xlsx")


def test_the_queries_do_not_grow(path: Path, unit: Unit) -> None:
    found = []
    for number in (1, 40):
        rows = [line(unit, code=f"{n}/TB-{number}", number=n) for n in range(1, number + 1)]
        path.write_bytes(workbook([HEAD, *rows]))
        for _ in range(2):
            with CaptureQueriesContext(connection) as asked:
                import_path(path)
            found.append(len(asked))
    assert found == [8, 6, 8, 6]


def test_who_has_logged_in(path: Path, unit: Unit) -> None:
    head = ["Họ và tên", "Tài khoản", "Phòng ban", "Lần đăng nhập cuối"]
    report = import_rows(
        path,
        head,
        ["Lê A", "lea", "Phòng Văn hóa", "30/07/2026 16:20:05"],
        ["Lê B", "leb", "Phòng Văn hóa", "Chưa đăng nhập"],
        ["Lê C", "lec", "Phòng Văn hóa", date(2026, 8, 2)],
    )
    assert (report["list"], [row["row"] for row in report["new"]]) == ("dang-nhap", [2, 3])
    assert report["refused"][0]["reasons"] == [
        "Dòng 4, cột “Lần đăng nhập cuối”: ngày 02/08/2026 chưa tới."
    ]
    rows = UserActivity.objects.order_by("username").values_list("username", "last_login_on")
    assert list(rows) == [("lea", date(2026, 7, 30)), ("leb", None)]
    assert {row.seen_on for row in UserActivity.objects.all()} == {TODAY}


def test_the_lists_own_totals_and_hidden_first_sheet(path: Path, unit: Unit) -> None:
    book = Workbook()
    book.active.append(["Hướng dẫn sử dụng"])
    sheet = book.create_sheet("Văn bản đến")
    for row in (HEAD, line(unit)):
        sheet.append(row)
    book.save(path)
    assert len(import_path(path)["new"]) == 1
