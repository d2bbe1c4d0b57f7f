"""Reading of spreadsheets: formats, heads, totals, and what is refused with which sentence."""

from __future__ import annotations

import io
import time
import unicodedata
import zipfile
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from core.files.uploads import InvalidUpload
from core.spreadsheet_import.fields import ImportField, Kind, recognise
from core.spreadsheet_import.reading import read_table
from core.spreadsheet_import.table import CellProblem, Table
from core.spreadsheet_import.xlsx import MAX_MARKS, MAX_OTHER_MARKS
from tests.core.spreadsheet_import.make_files import rewritten, upload, with_cached, workbook

FIELDS = (
    ImportField("name", "Họ và tên", ("Họ tên",), is_required=True),
    ImportField("unit", "Đơn vị"),
    ImportField("born", "Ngày sinh", (), Kind.DATE),
    ImportField("number", "Số văn bản"),
    ImportField("signed", "Ngày văn bản", (), Kind.DATE),
)
HEAD = ["STT", "Họ và tên", "Đơn vị"]
ROW = [1, "Nguyễn Thị Hoà", "Tổ 1"]
OTHER = [2, "Trần Đức Ưng", "Tổ 2"]


# CPU seconds, far above what a slow machine under coverage needs.
LIMIT = 30


def read(content: bytes, name: str = "bang.xlsx") -> Table:
    return read_table(upload(content, name), FIELDS)


def refused(content: bytes, name: str = "bang.xlsx") -> str:
    with pytest.raises(InvalidUpload) as error:
        read(content, name)
    return str(error.value.message)


def cells(table: Table) -> list[tuple[Any, ...]]:
    return [(row.number, *row.cells) for row in table.rows]


TEXT = "STT;Họ và tên;Đơn vị\r\n1;Nguyễn Thị Hoà;Tổ 1\r\n2;Trần Đức Ưng;Tổ 2\r\n"
READ = [(2, "1", "Nguyễn Thị Hoà", "Tổ 1"), (3, "2", "Trần Đức Ưng", "Tổ 2")]


def cp1258(text: str) -> bytes:
    """Return the text as Windows writes it: base letters, tones behind them."""
    tones = "\u0300\u0309\u0303\u0301\u0323"
    written = []
    for character in text:
        parts = unicodedata.normalize("NFD", character)
        tone = "".join(part for part in parts if part in tones)
        base = unicodedata.normalize("NFC", "".join(part for part in parts if part not in tones))
        written.append(base + tone)
    return "".join(written).encode("cp1258")


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("utf-16"),
        b"\xfe\xff" + TEXT.encode("utf-16-be"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        cp1258(TEXT),
        unicodedata.normalize("NFD", TEXT).encode(),
        TEXT.replace(";", ",").encode(),
        TEXT.replace(";", "\t").encode("utf-16"),
        TEXT.replace("\r\n", "\n").encode(),
        TEXT.replace("\r\n", "\r").encode(),
    ],
    ids=[
        *("utf8", "bom", "utf16", "utf16be", "le-no-bom", "be-no-bom", "cp1258", "decomposed"),
        *("comma", "tab", "lf", "cr"),
    ],
)
def test_every_csv_gives_the_same_table(content: bytes) -> None:
    table = read(content, "bang.csv")
    assert table.heads == ("STT", "Họ và tên", "Đơn vị")
    assert cells(table) == READ
    assert table.notes == ("tiêu đề cột ở dòng 1.",)


def test_a_named_separator_and_commas_within_cells() -> None:
    table = read(b"sep=|\r\n" + TEXT.replace(";", "|").encode(), "bang.csv")
    assert cells(table) == [(3, *READ[0][1:]), (4, *READ[1][1:])]
    table = read('Họ và tên;Đơn vị\nA, B, C;1,5\n"X; Y";"hai\ndòng"\n'.encode(), "b.csv")
    assert cells(table) == [(2, "A, B, C", "1,5"), (3, "X; Y", "hai\ndòng")]


def test_a_workbook() -> None:
    table = read(workbook([HEAD, ROW, OTHER]))
    assert cells(table) == [(2, *ROW), (3, *OTHER)]
    assert table.notes == ("Trang tính “Trang 1”, tiêu đề cột ở dòng 1.",)
    assert Table.from_json(table.to_json()) == table


def test_what_stands_around_the_table_is_left_out_and_named() -> None:
    rows = [
        ["ỦY BAN NHÂN DÂN PHƯỜNG", None, None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
        [],
        ["DANH SÁCH CÁN BỘ"],
        ["(Kèm theo Tờ trình số 12)"],
        [],
        [*HEAD, "Ghi chú"],
        ["(1)", "(2)", "(3)", "(4)"],
        ROW,
        [],
        [*HEAD, "Ghi chú"],
        OTHER,
        [None, "Tổng cộng:", None, 2],
        [None, None, None, "Người lập biểu"],
        [None, None, None, "(Ký, ghi rõ họ tên)"],
    ]
    table = read(workbook(rows))
    assert table.heads == ("STT", "Họ và tên", "Đơn vị", "Ghi chú")
    assert cells(table) == [(8, *ROW), (11, *OTHER)]
    assert table.notes == (
        "Trang tính “Trang 1”, tiêu đề cột ở dòng 6.",
        "Bỏ qua dòng 7 và 10: là tiêu đề lặp lại hoặc số thứ tự cột.",
        "Bỏ qua dòng 12: là dòng tổng cộng.",
        "Bỏ qua dòng 13 và 14: ở dưới dòng tổng cộng (chữ ký, ghi chú).",
    )


@pytest.mark.parametrize(
    "total", ["Cộng", "TỔNG CỘNG", "Tổng số: 3 người", "Cộng (3)", "tong cong", "Tổng"]
)
def test_words_for_totals(total: str) -> None:
    assert cells(read(workbook([HEAD, ROW, [None, total, None, 3]]))) == [(2, *ROW)]


@pytest.mark.parametrize("name", ["Công Văn Tổng", "Cộng Đồng", "Tống Cộng", "Công đoàn phường"])
def test_names_that_begin_like_totals_are_data(name: str) -> None:
    assert cells(read(workbook([HEAD, [1, name, "Tổ 1"]]))) == [(2, 1, name, "Tổ 1")]


def test_a_head_over_two_merged_rows() -> None:
    def merge(book: Workbook) -> None:
        sheet = book.active
        for area in ("A1:A2", "B1:B2", "C1:D1", "E1:E2"):
            sheet.merge_cells(area)

    rows = [
        ["STT", "Họ và tên", "Văn bản", None, "Đơn vị"],
        [None, None, "Số", "Ngày", None],
        [1, "Nguyễn Thị Hoà", "12/QĐ", date(2026, 3, 5), "Tổ 1"],
    ]
    for content in (workbook(rows, change=merge), workbook(rows)):
        table = read(content)
        assert table.heads == (*("STT", "Họ và tên", "Văn bản › Số", "Văn bản › Ngày", "Đơn vị"),)
        assert cells(table) == [(3, *rows[2])]
        assert recognise(table.heads, [*FIELDS]).columns == {"name": 1, "unit": 4}
        assert table.notes[0] == "Trang tính “Trang 1”, tiêu đề cột ở dòng 1 và 2."


def test_the_words_of_both_levels_name_a_field() -> None:
    fields = (
        ImportField("name", "Họ và tên", is_required=True),
        ImportField("number", "Số", ("Văn bản số",)),
        ImportField("signed", "Ngày"),
        ImportField("born", "Sinh ngày"),
    )
    heads = ("Họ và tên", "Văn bản › Số", "Văn bản › Ngày", "Ngày › Sinh")
    found = recognise(heads, fields)
    assert found.columns == {"name": 0, "number": 1, "signed": 2}
    assert (found.doubled, found.unknown) == ({}, (3,))


def test_columns_that_are_not_recognised_and_matched_twice_are_named() -> None:
    heads = ("TT", "HỌ TÊN (*)", "Ho va ten", "Don vi [tên đầy đủ]", "Quê quán", "")
    found = recognise(heads, FIELDS)
    assert found.columns == {"unit": 3}
    assert found.doubled == {"name": (1, 2)}
    assert found.unknown == (4,)


def test_the_first_sheet_with_a_recognised_head_is_taken() -> None:
    def hide(book: Workbook) -> None:
        book.worksheets[0].sheet_state = "hidden"
        book.worksheets[2].row_dimensions[2].hidden = True

    content = workbook([HEAD, OTHER], [["Lời dẫn"], ["Bảng ở trang sau"]], [HEAD, ROW], change=hide)
    table = read(content)
    assert cells(table) == [(2, *ROW)]
    assert table.notes == (
        "Trang tính “Trang 3”, tiêu đề cột ở dòng 1.",
        "Có 1 dòng đang ẩn trong tệp (do lọc); vẫn được đọc.",
    )
    only_hidden = workbook([HEAD, OTHER], [["Lời dẫn"]], [["x"]], change=hide)
    assert "Trang tính này đang ẩn trong tệp." in read(only_hidden).notes


def test_an_unknown_head_is_the_row_with_the_most_texts() -> None:
    table = read(workbook([["Tiêu đề"], ["Cột A", "Cột B"], ["x", 1]]))
    assert (table.heads, cells(table)) == (("Cột A", "Cột B"), [(3, "x", 1)])


def test_formulas_give_what_excel_last_computed() -> None:
    rows = [HEAD, [1, '="Trần"&" Bình"', "Tổ 1"], [2, "=B9", "Tổ 2"]]
    content = with_cached(workbook(rows), {"B2": "Trần Bình"})
    content = rewritten(
        content,
        "xl/worksheets/sheet1.xml",
        lambda text: text.replace(b'<c r="B2"', b'<c r="B2" t="str"'),
    )
    assert cells(read(content)) == [
        (2, 1, "Trần Bình", "Tổ 1"),
        (
            3,
            2,
            CellProblem(
                "ô có công thức chưa được tính; xin mở tệp bằng Excel, lưu lại rồi tải lên lần nữa"
            ),
            "Tổ 2",
        ),
    ]


def test_an_error_value_is_named() -> None:
    def error(book: Workbook) -> None:
        cell = book.active["B2"]
        cell.value, cell.data_type = "#REF!", "e"

    assert read(workbook([HEAD, ROW], change=error)).rows[0].cells[1] == CellProblem(
        "ô báo lỗi #REF!"
    )


def test_days_count_from_1904_where_the_workbook_says_so() -> None:
    def mac(book: Workbook) -> None:
        book.epoch = CALENDAR_MAC_1904

    rows = [["Họ và tên", "Ngày sinh"], ["A", date(1980, 2, 29)]]
    table = read(workbook(rows, change=mac))
    assert (table.rows[0].cells[1], table.is_1904) == (date(1980, 2, 29), True)


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def zipped(**members: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in members.items():
            package.writestr(name, text)
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Tệp trống (0 byte)"),
        (OLE + "Workbook".encode("utf-16-le"), "Tệp Excel kiểu cũ (.xls)"),
        (OLE, "Tệp Word, Excel, PowerPoint kiểu cũ"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "Tệp có mật khẩu"),
        (zipped(a=b"x"), "Tệp nén (.zip, .rar, .7z) không nhận"),
        (workbook([HEAD, ROW])[:-300], "Tệp bị hỏng"),
        (workbook([HEAD, ROW])[:2000], "Tệp bị hỏng"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "Tệp này không phải bảng tính"),
        (b"\xff\xd8\xff\xe0" + bytes(50), "Tệp này không phải bảng tính"),
        (b"%PDF-1.7 x", "Tệp này không phải bảng tính"),
        (b"<html><table><tr><td>a</td></tr></table>", "Tệp này không phải bảng tính"),
        (bytes(range(256)) * 20, "Tệp này không phải bảng tính"),
        (b"\xff\xfea", "Tệp này không phải bảng tính"),
        (b"   \r\n\r\n", "Không tìm thấy bảng nào"),
        (workbook([[]]), "Không tìm thấy bảng nào"),
        (workbook([HEAD]), "Bảng chỉ có tên cột"),
        (workbook([HEAD, *[ROW] * 5_001]), "Bảng có hơn 5.000 dòng"),
        (TEXT.encode() + b"1;a;b\n" * 5_001, "Bảng có hơn 5.000 dòng"),
        (workbook([["x"] * 101, ["y"] * 101]), "Bảng có hơn 100 cột"),
        (b";".join([b"x"] * 101), "Bảng có hơn 100 cột"),
        (workbook(*[[HEAD, ROW]] * 41), "Tệp có hơn 40 trang tính"),
        (TEXT.encode() + b'3;"' + b"x" * 200_000, "Tệp CSV bị lỗi từ dòng 4"),
        (TEXT.encode() + b" " * 10 * 1024 * 1024, "Tệp lớn hơn 10 MB"),
    ],
    ids=lambda value: value[:24] if isinstance(value, str) else "",
)
def test_what_is_no_table_is_refused_with_a_sentence(content: bytes, sentence: str) -> None:
    assert refused(content).startswith(sentence)


def test_macros_and_word_files_are_refused() -> None:
    types = b"[Content_Types].xml"
    macro = rewritten(
        workbook([HEAD, ROW]),
        types.decode(),
        lambda text: text.replace(b"sheet.main+xml", b"sheet.macroEnabled.main+xml"),
    )
    assert refused(macro).startswith("Tệp có macro nên không nhận")


@pytest.mark.parametrize("name", ["don-vi.pdf", "don-vi.xlsx", "don-vi.csv"])
def test_a_program_by_another_name_is_no_table(name: str) -> None:
    program = b"MZ\x90\x00\x03\x00" + bytes(range(256)) * 8 + "NguyÔn ThÞ Hoµ".encode("latin-1")
    assert refused(program, name).startswith("Tệp này không phải bảng tính")


def test_legacy_encodings_are_refused() -> None:
    tcvn3 = "STT;Hä vµ tªn;§¬n vÞ\n1;NguyÔn ThÞ Hoµ;Tæ d©n phè\n2;TrÇn §øc ¦ng;Tæ d©n phè\n"
    vni = "STT;Hoï vaø teân;Ñôn vò\n1;Nguyeãn Thò Hoaø;Toå daân phoá\n2;Traàn Ñöùc;Toå\n"
    for text, name in ((tcvn3, "TCVN3"), (vni, "VNI")):
        sentence = f"Tệp gõ bằng bảng mã cũ ({name}) nên chữ Việt sẽ thành ký tự lạ"
        assert refused(text.encode("latin-1"), "b.csv").startswith(sentence)
        assert refused(text.encode(), "b.csv").startswith(sentence)
        rows = [line.split(";") for line in text.splitlines()]
        assert refused(workbook(rows)).startswith(sentence)


SHEET = "xl/worksheets/sheet1.xml"


def bomb(filling: bytes) -> bytes:
    return rewritten(
        workbook([HEAD, ROW]), SHEET, lambda text: text.replace(b"</sheetData>", filling)
    )


@pytest.mark.parametrize(
    "make",
    [
        lambda: bomb(b"<row/>" * MAX_MARKS + b"</sheetData>"),
        lambda: bomb(b"<row>" + b"<c/>" * MAX_MARKS + b"</row></sheetData>"),
        lambda: bomb(
            b"<row " + b" ".join(b'a%d=""' % n for n in range(MAX_MARKS)) + b"/></sheetData>"
        ),
        lambda: rewritten(
            workbook([HEAD, ROW]),
            "xl/styles.xml",
            lambda text: text.replace(b"</cellXfs>", b"<xf/>" * MAX_OTHER_MARKS + b"</cellXfs>"),
        ),
        lambda: bomb(b"<!--" + b" " * 31 * 1024 * 1024 + b"--></sheetData>"),
    ],
    ids=["rows", "cells", "attributes", "styles", "size"],
)
def test_a_bomb_is_refused_before_it_is_parsed(make: Callable[[], bytes]) -> None:
    content = make()
    started = time.process_time()
    assert refused(content).startswith(("Tệp bung ra quá lớn", "Tệp bung ra lớn bất thường"))
    assert time.process_time() - started < LIMIT


def test_a_part_declared_as_the_workbook_is_refused() -> None:
    odd = rewritten(
        workbook([HEAD, ROW]),
        "[Content_Types].xml",
        lambda text: text.replace(b"/xl/workbook.xml", b"/xl/worksheets/sheet1.xml"),
    )
    assert refused(odd).startswith("Tệp Excel bị hỏng")


def test_rows_and_columns_far_away_cost_nothing() -> None:
    started = time.process_time()
    far = b'<row r="99999999"><c r="B99999999" t="inlineStr"><is><t>A</t></is></c></row>'
    assert cells(read(bomb(far + b"</sheetData>"))) == [(2, *ROW), (99999999, None, "A")]
    wide = b'<row r="9"><c r="XFD9" t="inlineStr"><is><t>A</t></is></c></row></sheetData>'
    assert refused(bomb(wide)).startswith("Bảng có hơn 100 cột")
    assert time.process_time() - started < LIMIT


@pytest.mark.parametrize(
    "broken", [b'<row r="x"/>', b'<row><c r="?"><v>1</v></c></row>', b"<row><c><v>z</v></c></row>"]
)
def test_a_part_that_makes_no_sense_is_a_broken_file(broken: bytes) -> None:
    assert refused(bomb(broken + b"</sheetData>")).startswith("Tệp Excel bị hỏng")


def test_numbers_that_no_database_holds_become_texts() -> None:
    huge = b'<row r="3"><c r="B3"><v>1e999</v></c><c r="C3"><v>99999999999999999</v></c></row>'
    table = read(bomb(huge + b"</sheetData>"))
    assert cells(table)[1] == (3, None, "inf", "99999999999999999")


def test_what_cannot_be_stored_or_seen_is_taken_off() -> None:
    text = "Họ và tên;Đơn vị\nA\u200b\ufeffn\ufffe;\u3164\nB;Tổ\u00a01\n"
    assert cells(read(text.encode(), "b.csv")) == [(2, "An"), (3, "B", "Tổ\u00a01")]


@pytest.mark.parametrize("name", ["ghi-chú.md", "bài.docx", "cấu hình.json", "danh sách"])
def test_any_other_text_is_no_table(name: str) -> None:
    content = "Số,Ngày,Trích yếu\n1,01/11/2026,Về việc dọn sông\n".encode()
    with pytest.raises(InvalidUpload, match="không phải bảng tính: chỉ nhận Excel"):
        read(content, name)
    assert read(content, "Danh sách.CSV").rows
