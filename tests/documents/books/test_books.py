"""Books of the registers: all columns of decree 30/2020, read back by other programs."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from broadcasts.logbook.book import COLUMNS as LOG_COLUMNS
from core.models import TransitionLog
from core.reporting.spreadsheets import Column
from core.workflow.engine import perform
from documents.books import sheets
from documents.books.sheets import FOLLOW_UP, REGISTER, Span, book_of
from documents.models import IncomingDocument, IncomingUnit, OutgoingDocument, Register
from documents.states import IncomingState, OutgoingState, Urgency
from organization.assignments.states import AssignmentState
from tests.documents.incoming.test_page import cancel
from tests.news.test_access import client_of
from tests.support.cast import Cast
from tests.support.documents import document_type
from tests.support.incoming import import_path
from tests.support.office import run, spreadsheet_rows
from tests.support.registers import incoming_register, outgoing_register, registered

TODAY = date(2026, 7, 20)
YEAR = Span.of_year(2026)
INCOMING_HEAD = [
    *("Ngày đến", "Số đến", "Tác giả", "Số, ký hiệu văn bản", "Ngày, tháng văn bản"),
    *("Tên loại và trích yếu nội dung văn bản", "Đơn vị hoặc người nhận", "Ngày chuyển"),
    *("Ký nhận", "Ghi chú"),
]


@pytest.fixture(autouse=True)
def in_july() -> Any:
    with time_machine.travel("2026-07-20T09:00:00+07:00", tick=False):
        yield


@pytest.fixture
def register(cast: Cast) -> Register:
    """Three documents: passed on to two units, cancelled, and one that nobody has yet."""
    book = incoming_register()
    kind = document_type("Kế hoạch", "KH")
    unit, other = cast.contributor.unit, cast.other_contributor.unit
    first = registered(
        *(cast.clerk, book), number="15", type=kind, urgency=Urgency.URGENT, remarks="=2+3"
    )
    days = {"passed_on": date(2026, 7, 7), "due_on": date(2026, 7, 15)}
    IncomingUnit(
        entry=first, unit=unit, person="Lưu Đức Anh", first_opened_on=date(2026, 7, 8), **days
    ).save()
    IncomingUnit(entry=first, unit=other, is_lead=False, passed_on=date(2026, 7, 7)).save()
    second = registered(cast.clerk, book, number="16", issued_on=None)
    cancel(second, cast.clerk, "Vào nhầm sổ")
    third = registered(cast.clerk, book, number="17", arrived_on=date(2026, 7, 10))
    done = {"due_on": date(2026, 7, 15), "finished_on": date(2026, 7, 14)}
    IncomingUnit(entry=third, unit=unit, **done).save()
    answer(first, cast, number=5)
    return book


def test_a_document_returned_to_its_sender_says_why_and_when(
    cast: Cast, register: Register
) -> None:
    sent = registered(cast.clerk, register, number="18", arrived_on=date(2026, 7, 10))
    perform(sent, "return_sender", actor=cast.clerk, version=sent.version, note="Sai nơi nhận.")
    words = "Đã trả lại nơi gửi: Sai nơi nhận, ngày 20/07/2026"
    for kind in (REGISTER, FOLLOW_UP):
        assert book_of(register, kind, YEAR, today=TODAY).sheet.rows[-1][-1] == words
    client = client_of(cast, "clerk")
    assert "Đã trả lại nơi gửi: Sai nơi nhận. (20/07/2026)" in client.get(sent.address).text


def outgoing(cast: Cast, **given: Any) -> OutgoingDocument:
    """An issued document, as its transition leaves it."""
    facts = {
        "register": outgoing_register(),
        "number_year": 2026,
        "notation": "UBND-VX",
        "issued_on": date(2026, 7, 14),
        "subject": "Báo cáo kết quả ra quân",
        "signer": "Kiều Thị Minh Tâm",
        "signer_title": "Chủ tịch",
        "unit": cast.contributor.unit,
        "recipients": "UBND thành phố;\nLưu: VT.",
        "copies": 12,
        "sent_on": date(2026, 7, 15),
        "acknowledged": "Bưu điện Bến Sen",
        "state": OutgoingState.ISSUED,
        "created_by": cast.clerk,
        "created_at": timezone.now(),
    }
    return OutgoingDocument.objects.create(**facts | given)


def answer(entry: Any, cast: Cast, *, number: int) -> OutgoingDocument:
    return outgoing(cast, number=number, answers=entry)


def test_the_incoming_register_has_all_columns_in_the_order_of_the_decree(
    cast: Cast, register: Register
) -> None:
    book = book_of(register, REGISTER, YEAR, today=TODAY)
    assert [column.label for column in book.sheet.columns] == INCOMING_HEAD
    unit, other = cast.contributor.unit, cast.other_contributor.unit
    assert book.sheet.title == "Sổ đăng ký văn bản đến"
    assert book.sheet.subtitle == "Sổ văn bản đến. Năm 2026. Từ số 1 đến số 3."
    assert list(book.sheet.rows) == [
        [
            date(2026, 7, 6),
            1,
            "UBND thành phố",
            "15/KH-UBND",
            date(2026, 7, 3),
            "Kế hoạch: Ra quân vệ sinh môi trường",
            f"{unit.name} (Lưu Đức Anh)\n{other.name}, phối hợp",
            date(2026, 7, 7),
            f"{unit.short_name}: 08/07/2026",
            "Khẩn. =2+3",
        ],
        [
            *(date(2026, 7, 6), 2, "UBND thành phố", "16/KH-UBND", None),
            *("Ra quân vệ sinh môi trường", "", "", "", "Đã hủy số: Vào nhầm sổ"),
        ],
        [
            *(date(2026, 7, 10), 3, "UBND thành phố", "17/KH-UBND", date(2026, 7, 3)),
            *("Ra quân vệ sinh môi trường", unit.name, "", "", ""),
        ],
    ]
    assert book.sheet.struck == {1}


def test_the_follow_up_list_names_deadline_progress_and_answer(
    cast: Cast, register: Register
) -> None:
    book = book_of(register, FOLLOW_UP, YEAR, today=TODAY)
    assert [column.label for column in book.sheet.columns] == [
        *("Số đến", "Tên loại, số và ký hiệu, ngày tháng và tác giả văn bản"),
        *("Đơn vị hoặc người nhận", "Thời hạn giải quyết", "Tiến độ giải quyết"),
        *("Số, ký hiệu văn bản trả lời", "Ghi chú"),
    ]
    subject = "Ra quân vệ sinh môi trường"
    unit, other = cast.contributor.unit, cast.other_contributor.unit
    assert list(book.sheet.rows) == [
        [
            1,
            f"Kế hoạch số 15/KH-UBND ngày 03/07/2026 của UBND thành phố: {subject}",
            f"{unit.name} (Lưu Đức Anh)\n{other.name}, phối hợp",
            date(2026, 7, 15),
            "Quá hạn 3 ngày làm việc",
            "05/UBND-VX",
            "Khẩn. =2+3",
        ],
        [
            *(2, f"Văn bản số 16/KH-UBND của UBND thành phố: {subject}", "", None),
            *("Đã hủy số", "", "Đã hủy số: Vào nhầm sổ"),
        ],
        [
            *(3, f"Văn bản số 17/KH-UBND ngày 03/07/2026 của UBND thành phố: {subject}"),
            *(unit.name, date(2026, 7, 15), "Xong ngày 14/07/2026, đúng hạn", "", ""),
        ],
    ]


def test_the_outgoing_register_has_all_columns(cast: Cast) -> None:
    outgoing(cast, number=7)
    wrong = outgoing(cast, number=8, state=OutgoingState.CANCELLED)
    TransitionLog.objects.create(
        item=wrong,
        name="cancel",
        source=OutgoingState.ISSUED,
        target=OutgoingState.CANCELLED,
        actor=cast.clerk,
        at=timezone.now(),
        note="In sai nơi nhận",
        version=2,
    )
    outgoing(cast, number=None, number_year=None, issued_on=None, state=OutgoingState.DRAFT)
    book = book_of(outgoing_register(), REGISTER, YEAR, today=TODAY)
    assert [column.label for column in book.sheet.columns] == [
        *("Số, ký hiệu văn bản", "Ngày, tháng văn bản"),
        *("Tên loại và trích yếu nội dung văn bản", "Người ký", "Nơi nhận văn bản"),
        *("Đơn vị, người nhận bản lưu", "Số lượng bản", "Ngày chuyển", "Ký nhận", "Ghi chú"),
    ]
    rows = list(book.sheet.rows)
    assert rows[0] == [
        "07/UBND-VX",
        date(2026, 7, 14),
        "Báo cáo kết quả ra quân",
        "Kiều Thị Minh Tâm\nChủ tịch",
        "UBND thành phố;\nLưu: VT.",
        cast.contributor.unit.name,
        12,
        date(2026, 7, 15),
        "Bưu điện Bến Sen",
        "",
    ]
    assert [row[-1] for row in rows] == ["", "Đã hủy số: In sai nơi nhận"]
    assert book.sheet.struck == {1}


def download(client: Client, register: Register, address: str) -> bytes:
    response = client.get(f"/quan-tri/so-van-ban/{register.pk}/{address}")
    assert response.status_code == 200, address
    assert response["Cache-Control"].startswith("private, no-store")
    return bytes(response.content)


def test_the_spreadsheet_is_read_by_openpyxl(cast: Cast, register: Register) -> None:
    content = download(client_of(cast, "leader"), register, "so.xlsx?nam=2026")
    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    assert [row[0] for row in rows[:2]] == ["Ủy ban nhân dân phường", "Sổ đăng ký văn bản đến"]
    own = rows[rows.index(INCOMING_HEAD) + 1 :]
    assert [row[1] for row in own] == [1, 2, 3]
    assert [row[9] for row in own] == ["Khẩn. =2+3", "Đã hủy số: Vào nhầm sổ", None]
    first = rows.index(INCOMING_HEAD) + 2
    fonts = [sheet.cell(row=first + at, column=6).font for at in range(3)]
    assert [bool(font.strike) for font in fonts] == [False, True, False]
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)


def test_the_portal_reads_its_own_spreadsheet(
    cast: Cast, register: Register, tmp_path: Path
) -> None:
    registered(cast.clerk, register, number="18", arrived_on=date(2026, 7, 20))
    path = tmp_path / "so.xlsx"
    path.write_bytes(download(client_of(cast, "leader"), register, "so.xlsx?nam=2026"))
    before = list(IncomingUnit.objects.order_by("pk").values())
    report = import_path(path)
    assert (report["new"], report["changed"]) == ([], [])
    [refused] = report["refused"]
    assert "số đến 2 đã hủy trong sổ ở đây" in str(refused)
    assert list(IncomingUnit.objects.order_by("pk").values()) == before
    OutgoingDocument.objects.all().delete()
    IncomingUnit.objects.all().delete()
    IncomingDocument.objects.all().delete()
    assert len(import_path(path)["new"]) == 4
    found = IncomingUnit.objects.order_by("pk").values_list("unit", "is_lead", "person")
    unit, other = cast.contributor.unit_id, cast.other_contributor.unit_id
    lead = (unit, True, "Lưu Đức Anh")
    assert list(found) == [lead, (other, False, ""), (unit, True, "")]


def test_the_spreadsheet_is_read_by_libreoffice(
    cast: Cast, register: Register, tmp_path: Path
) -> None:
    path = tmp_path / "so.xlsx"
    path.write_bytes(download(client_of(cast, "leader"), register, "so.xlsx?nam=2026"))
    own = [line[:10] for line in spreadsheet_rows(path) if line[1] in ("1", "2", "3")]
    assert [line[0] for line in own] == ["06/07/2026", "06/07/2026", "10/07/2026"]
    assert [line[9] for line in own] == ["Khẩn. =2+3", "Đã hủy số: Vào nhầm sổ", ""]


@pytest.mark.parametrize(
    "columns",
    [sheets.INCOMING_COLUMNS, sheets.OUTGOING_COLUMNS, sheets.FOLLOW_UP_COLUMNS, LOG_COLUMNS],
)
def test_a_date_stays_within_its_column(columns: tuple[Column, ...]) -> None:
    """A date of ten characters is 15.3 mm wide in the PDF, the column's margins are 2.1 mm."""
    unit = 265 / sum(column.width for column in columns)
    for column in columns:
        if column.label.startswith(("Ngày", "Thời hạn")):
            assert column.width * unit > 17.4, column.label


@pytest.mark.parametrize("kind", ["so", "theo-doi"])
def test_the_pdf_is_landscape_and_has_every_entry(
    cast: Cast, register: Register, tmp_path: Path, kind: str
) -> None:
    path = tmp_path / "so.pdf"
    path.write_bytes(download(client_of(cast, "clerk"), register, f"{kind}.pdf?nam=2026"))
    facts = run("pdfinfo", path)
    assert "841.89 x 595.276 pts (A4)" in facts and "Tagged:          yes" in facts
    text = " ".join(run("pdftotext", "-layout", path, "-").split())
    assert "ỦY BAN NHÂN DÂN PHƯỜNG" in text and "Trang 1 / 1" in text
    for words in ("Năm 2026. Từ số 1 đến số 3.", "15/KH-UBND", "16/KH-UBND", "17/KH-UBND"):
        assert words in text
    assert "Đã hủy số: Vào" in text and "In lúc 09:00, ngày 20/07/2026" in text


def test_a_range_of_days_and_what_is_wrong_with_one(cast: Cast, register: Register) -> None:
    clerk = client_of(cast, "clerk")
    content = download(clerk, register, "so.xlsx?tu=2026-07-07&den=2026-07-20")
    rows = list(load_workbook(io.BytesIO(content)).worksheets[0].iter_rows(values_only=True))
    assert [row[1] for row in rows if isinstance(row[1], int)] == [3]
    assert "Từ ngày 07/07/2026 đến ngày 20/07/2026. Từ số 3 đến số 3." in str(rows)
    base = f"/quan-tri/so-van-ban/{register.pk}"
    for query in (
        *("", "?nam=x", "?nam=1200", "?tu=2026-07-20&den=2026-07-01", "?tu=2026-02-30&den=x"),
        "?nam=99999999999999999999",
    ):
        response = clerk.get(f"{base}/so.pdf{query}", follow=True)
        assert "Khoảng ngày chưa đúng" in response.content.decode(), query
    outgoing_book = f"/quan-tri/so-van-ban/{outgoing_register().pk}"
    for address in (f"{base}/so.csv", f"{base}/khac.pdf", f"{outgoing_book}/theo-doi.pdf"):
        assert clerk.get(f"{address}?nam=2026").status_code == 404, address


def test_a_print_has_a_stated_number_of_rows(
    cast: Cast, register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sheets.MAX_ROWS, "pdf", 2)
    response = client_of(cast, "clerk").get(
        f"/quan-tri/so-van-ban/{register.pk}/so.pdf?nam=2026", follow=True
    )
    assert (
        "Khoảng này có 3 văn bản; mỗi lần in nhiều nhất 2 văn bản: xin chọn khoảng ngày ngắn hơn"
        in response.content.decode()
    )


def test_the_page_lists_books_and_years(
    cast: Cast, register: Register, django_assert_num_queries: Any
) -> None:
    editor = client_of(cast, "editor")
    with django_assert_num_queries(6):
        page = editor.get("/quan-tri/so-van-ban/").content.decode()
    assert "Năm 2026: 3 số, từ 1 đến 3." in page
    assert f"/quan-tri/so-van-ban/{register.pk}/theo-doi.pdf?nam=2026" in page
    assert "Vào sổ văn bản đến" not in page
    registered(cast.clerk, incoming_register("Sổ đơn, thư đến"))
    with django_assert_num_queries(6):
        editor.get("/quan-tri/so-van-ban/")


def test_books_take_as_many_queries_for_one_and_many_rows(
    cast: Cast, django_assert_num_queries: Any
) -> None:
    book = incoming_register()
    for _ in range(2):
        entry = registered(cast.clerk, book)
        IncomingUnit(entry=entry, unit=cast.contributor.unit).save()
        cancel(registered(cast.clerk, book), cast.clerk, "Vào nhầm sổ")
        with django_assert_num_queries(3):
            book_of(book, REGISTER, YEAR, today=TODAY)
        with django_assert_num_queries(6):
            book_of(book, FOLLOW_UP, YEAR, today=TODAY)


def test_every_state_has_its_words_in_the_follow_up_list(cast: Cast) -> None:
    entry = registered(cast.clerk, incoming_register())
    for state in IncomingState:
        if state == IncomingState.LISTED:
            continue
        entry.state = state
        entry.save()
        (row,) = book_of(entry.register, FOLLOW_UP, YEAR, today=TODAY).sheet.rows
        assert list(row)[4] == state.label


def test_the_incoming_register_says_who_has_what_no_unit_was_given(cast: Cast) -> None:
    book = incoming_register()
    waiting = registered(cast.clerk, book, number="1")
    filed = registered(cast.clerk, book, number="2")
    for entry, state in ((waiting, IncomingState.WAITING), (filed, IncomingState.FILED)):
        entry.state, entry.decider = state, cast.leader
        entry.save()
    rows = book_of(book, REGISTER, YEAR, today=TODAY).sheet.rows
    assert [list(row)[6] for row in rows] == [
        f"{cast.leader} (chờ quyết định)",
        "Văn thư (lưu, không giao)",
    ]


def test_what_nobody_confirmed_yet_says_so(cast: Cast) -> None:
    book = incoming_register()
    done = {"due_on": date(2026, 7, 15), "finished_on": date(2026, 7, 14)}
    for number, state in ((1, AssignmentState.FINISHED), (2, AssignmentState.DONE)):
        entry = registered(cast.clerk, book, number=str(number))
        unit = cast.contributor.unit
        IncomingUnit(entry=entry, unit=unit, state=state.label, **done).save()
    rows = book_of(book, FOLLOW_UP, YEAR, today=TODAY).sheet.rows
    assert [list(row)[4] for row in rows] == [
        "Xong ngày 14/07/2026, đúng hạn, chờ xác nhận",
        "Xong ngày 14/07/2026, đúng hạn",
    ]
