"""Entry of incoming documents in a register: by the form, once, in order of time."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.models import StoredFile
from documents.incoming.agencies import sentence_case
from documents.incoming.reading import read_entry_file, settle_unread, start_reading
from documents.incoming.services import files_of, set_files
from documents.jobs import CLASSIFIED_NOTICE
from documents.library.services import store_upload
from documents.models import Authority, FileReading, IncomingDocument, Register, RegisterYear
from documents.models.incoming import agency_key
from documents.numbering import set_first_number
from documents.reading import recognition
from documents.reading.layout import PageText, Segment
from documents.states import EntrySource, IncomingState, ReadingState
from organization.models import Notice
from tests.news.test_access import client_of
from tests.support.cast import Cast
from tests.support.documents import PAPER, document_type
from tests.support.files import picture
from tests.support.incoming import HEAD, import_rows, line, make_incoming
from tests.support.registers import entry_data, incoming_register, registered
from tests.support.scanned_papers import OfficePaper

ENTER = "/quan-tri/van-ban-den/vao-so/"
pytestmark = pytest.mark.usefixtures("in_july")


@pytest.fixture
def in_july() -> Any:
    with time_machine.travel("2026-07-06T09:00:00+07:00", tick=False):
        yield


@pytest.fixture
def clerk(cast: Cast) -> Client:
    return client_of(cast, "clerk")


def paper(name: str = "15-kh.pdf", content: bytes = b"") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content or PAPER.pdf(), "application/pdf")


def words(response: Any) -> str:
    return str(response.content.decode())


def test_without_a_register_the_page_leads_to_where_one_is_opened(clerk: Client) -> None:
    response = clerk.get(ENTER)
    assert (response.status_code, response["Location"]) == (
        302,
        "/quan-tri/documents/register/",
    )
    page = words(clerk.get(response["Location"]))
    assert "Phường chưa mở sổ nào ở đây" in page and "Mở ba sổ thường dùng" in page
    opened = clerk.post("/quan-tri/so-van-ban/mo-so/", follow=True)
    assert "Đã mở 3 sổ: Sổ văn bản đến; Sổ văn bản đi; " in words(opened)
    assert list(Register.objects.values_list("name", "direction", "notation")) == [
        ("Sổ văn bản đến", "incoming", ""),
        ("Sổ văn bản đi", "outgoing", ""),
        ("Sổ văn bản đi của Hội đồng nhân dân", "outgoing", "NQ-HĐND"),
    ]
    clerk.post("/quan-tri/so-van-ban/mo-so/")
    assert Register.objects.count() == 3
    assert "Số đến tiếp theo: <strong>1</strong>" in words(clerk.get(ENTER))


def test_a_document_gets_the_next_number_and_the_form_comes_empty(
    clerk: Client, cast: Cast
) -> None:
    register = incoming_register()
    set_first_number(register, 2026, 127)
    registered(cast.clerk, register, number="14")
    document_type("Kế hoạch", "KH")
    assert "Số đến tiếp theo: <strong>128</strong>" in words(clerk.get(ENTER))
    response = clerk.post(ENTER, entry_data(register, code="số  15 / kh-ubnd"))
    document = IncomingDocument.objects.get(arrival_number=128)
    assert response.status_code == 302
    assert (document.number, document.notation, document.state) == ("15", "KH-UBND", "waiting")
    assert (document.type.name, document.decider) == ("Kế hoạch", None)
    assert document.typed_fields == [
        *("agency", "arrival_number", "arrived_on", "issued_on", "notation", "number", "subject")
    ]
    page = clerk.get(response["Location"])
    assert f'Đã vào sổ, số đến 128: <a href="{document.address}">15/KH-UBND' in words(page)
    form = page.context["form"]
    assert (form["register"].value(), form["arrived_on"].value()) == (
        register.pk,
        date(2026, 7, 6),
    )
    assert (form["agency"].value(), form["code"].value()) == ("UBND thành phố", None)
    assert form["decider"].value() is None
    assert cursor(page) == "code"
    assert '<option value="UBND thành phố"></option>' in words(page)
    assert "Số đến tiếp theo: <strong>129</strong>" in words(page)


@pytest.mark.parametrize("code", ["1.234/UBND-VX", "1 234/UBND-VX", "1,234/UBND-VX"])
def test_a_number_with_thousands_is_not_cut(clerk: Client, cast: Cast, code: str) -> None:
    register = incoming_register()
    registered(cast.clerk, register, number="1234", notation="UBND-VX")
    page = words(clerk.post(ENTER, entry_data(register, code=code)))
    assert 'name="accepts_repeat"' in page
    clerk.post(ENTER, entry_data(register, code=code, accepts_repeat="on"))
    assert IncomingDocument.objects.latest("pk").number == "1234"


@pytest.mark.parametrize("code", ["12.34/UBND-VX", "1.2345/UBND-VX"])
def test_a_number_nobody_can_read_is_refused(clerk: Client, code: str) -> None:
    page = words(clerk.post(ENTER, entry_data(incoming_register(), code=code)))
    assert f"Không tách được số và ký hiệu từ “{code}”" in page
    assert not IncomingDocument.objects.exists()


def test_a_form_sent_twice_registers_once(clerk: Client) -> None:
    register = incoming_register()
    data = entry_data(register)
    first, second = clerk.post(ENTER, data), clerk.post(ENTER, data)
    assert (first.status_code, second.status_code) == (302, 302)
    assert IncomingDocument.objects.get().arrival_number == 1
    other = clerk.post(ENTER, data | {"code": "16/KH-UBND"})
    assert other.status_code == 400 and "Trang này đã vào sổ" in words(other)
    renewed = other.context["form"]["idempotency_key"].value()
    assert renewed != data["idempotency_key"]
    clerk.post(ENTER, data | {"code": "16/KH-UBND", "idempotency_key": renewed})
    assert list(IncomingDocument.objects.order_by("pk").values_list("arrival_number")) == [
        (1,),
        (2,),
    ]


BAD = [
    ({"arrived_on": "2026-07-07"}, "Ngày đến 07/07/2026 chưa tới (hôm nay 06/07/2026)."),
    ({"arrived_on": "2026-07-01"}, "Ngày đến 01/07/2026 trước ngày văn bản 03/07/2026."),
    ({"issued_on": "2026-07-09"}, "Ngày văn bản 09/07/2026 chưa tới (hôm nay 06/07/2026)."),
    ({"code": "0/KH-UBND"}, "Số văn bản là 0, không phải một số có thật."),
    ({"code": "công văn hỏa tốc"}, "Không tách được số và ký hiệu từ “công văn hỏa tốc”"),
    ({"agency": " "}, "Xin ghi cơ quan ban hành."),
    ({"subject": ""}, "Xin ghi trích yếu."),
    ({"subject": "TỐI MẬT"}, "Văn bản mang dấu chỉ độ mật"),
    ({"subject": "RES báo cáo TUYỆT MẬT"}, "Văn bản mang dấu chỉ độ mật (MẬT, TỐI MẬT"),
    ({"arrived_on": ""}, "Xin ghi ngày đến."),
    ({"arrived_on": "hôm qua"}, "Xin nhập ngày hợp lệ."),
    ({"idempotency_key": "x"}, "Trang gửi lên thiếu dấu nhận"),
    ({"register": ""}, "Xin chọn sổ."),
    ({"signer": "A" * 51}, "50 ký tự"),
    ({"issued_on": "1926-07-03"}, "Năm 1926 không hợp lý"),
    (
        {"code": "12/2026/QĐ-UBND", "issued_on": "2025-12-03"},
        "Số văn bản ghi năm 2026 mà ngày văn bản là 03/12/2025: xin xem lại.",
    ),
]


@pytest.mark.parametrize(("given", "sentence"), BAD, ids=[sentence for _, sentence in BAD])
def test_bad_input_is_told_and_takes_no_number(
    clerk: Client, given: dict[str, str], sentence: str
) -> None:
    register = incoming_register()
    response = clerk.post(ENTER, entry_data(register, remarks="Bản giấy gửi sau") | given)
    assert response.status_code == 400
    page = words(response)
    assert sentence in page, response.context["form"].errors
    assert "Bản giấy gửi sau" in page and "Chưa vào sổ, chưa lấy số." in page
    assert not IncomingDocument.objects.exists() and not RegisterYear.objects.exists()


@pytest.mark.parametrize("day", [date(2026, 7, 4), date(2025, 12, 31)])
def test_a_day_before_the_last_number_is_refused(clerk: Client, cast: Cast, day: date) -> None:
    """Also one of a year before, as people write in January."""
    register = incoming_register()
    registered(cast.clerk, register, arrived_on=date(2026, 7, 5))
    data = entry_data(register, arrived_on=day.isoformat(), issued_on="")
    response = clerk.post(ENTER, data)
    assert response.status_code == 400
    assert (
        "Sổ văn bản đến đã cấp số 1 ngày 05/07/2026, nên không cấp số cho ngày"
        f" {day:%d/%m/%Y} nữa." in words(response)
    )
    assert RegisterYear.objects.get().last == 1


def test_corrected_parts_of_the_number_win_over_the_code(clerk: Client) -> None:
    register = incoming_register()
    clerk.post(ENTER, entry_data(register, code="15/KHUBND", number="15", notation="KH-UBND"))
    assert IncomingDocument.objects.get().code == "15/KH-UBND"
    # The parts that a page showed for another code are no correction.
    data = entry_data(register, code="16/TB-VP", parsed_code="15/KH-UBND")
    clerk.post(ENTER, data | {"number": "15", "notation": "KH-UBND"})
    assert IncomingDocument.objects.latest("pk").code == "16/TB-VP"
    clerk.post(ENTER, entry_data(register, code="01/2026/QĐ-UBND"))
    normative = IncomingDocument.objects.latest("pk")
    assert (normative.number, normative.number_year) == ("01", 2026)
    clerk.post(ENTER, entry_data(register, code="", subject="Thư cảm ơn"))
    assert IncomingDocument.objects.latest("pk").code_key == "den 4 2026"
    answer = clerk.get(f"{ENTER}so/?so=08-CV/ĐU").json()
    assert answer == {
        "is_understood": True,
        "number": "08",
        "number_year": "",
        "notation": "CV/ĐU",
    }


def test_a_repeat_is_told_and_registered_by_a_tick(clerk: Client, cast: Cast) -> None:
    register = incoming_register()
    earlier = registered(cast.clerk, register, number="15")
    data = entry_data(register, code="015/kh-ubnd", agency="Ủy ban nhân dân thành phố")
    response = clerk.post(ENTER, data)
    assert response.status_code == 400 and response.context["page"].repeat == earlier
    assert f'<a href="{earlier.address}"' in words(response)
    assert RegisterYear.objects.get().last == 1
    assert clerk.post(ENTER, data | {"accepts_repeat": "on"}).status_code == 302
    assert IncomingDocument.objects.get(arrival_number=2).is_repeat


@pytest.mark.parametrize(
    "given",
    [
        {"issued_on": "2026-07-02"},
        {"issued_on": ""},
        {"agency": "Sở Y tế thành phố Sông Lam"},
        {"agency": "SỞ Y TẾ", "code": "4507/SYTNVY"},
        {"code": "4507/syt-nvy", "agency": "Sở y tế thành phố Sông Lam", "issued_on": "2026-07-06"},
    ],
)
def test_a_probable_repeat_is_asked_about(clerk: Client, cast: Cast, given: dict[str, str]) -> None:
    register = incoming_register()
    agency = {"notation": "SYT-NVY", "agency": "Sở Y tế"}
    earlier = registered(cast.clerk, register, number="4507", **agency)
    data = entry_data(register, code="4507/SYT-NVY", agency="Sở Y tế") | given
    response = clerk.post(ENTER, data)
    assert response.status_code == 400 and response.context["page"].repeat == earlier
    assert "Có thể văn bản này đã vào sổ" in words(response)
    assert 'name="accepts_repeat"' in words(response)
    assert clerk.post(ENTER, data | {"accepts_repeat": "on"}).status_code == 302
    assert not IncomingDocument.objects.get(arrival_number=2).is_repeat


@pytest.mark.parametrize(
    "given",
    [
        {"issued_on": "2026-06-03"},
        {"agency": "Sở Y tế Bắc Ninh"},
        {"code": "4508/SYT-NVY"},
        {"code": "4507/SYT-VP"},
    ],
)
def test_another_document_is_not_asked_about(
    clerk: Client, cast: Cast, given: dict[str, str]
) -> None:
    register = incoming_register()
    agency = {"notation": "SYT-NVY", "agency": "Sở Y tế thành phố Sông Lam"}
    registered(cast.clerk, register, number="4507", **agency)
    data = entry_data(register, code="4507/SYT-NVY", agency="Sở Y tế thành phố Sông Lam")
    assert clerk.post(ENTER, data | given).status_code == 302


def test_a_document_of_a_list_is_taken_over(clerk: Client, cast: Cast) -> None:
    row = make_incoming(
        cast.contributor.unit,
        number="15",
        issued_on=date(2026, 7, 3),
        arrived_on=date(2026, 7, 5),
        arrival_number=990,
        subject="Kế hoạch ra quân",
        first_opened_on=date(2026, 7, 5),
    )
    IncomingDocument.objects.update(imported_on=date(2026, 7, 1))
    response = clerk.post(ENTER, entry_data(incoming_register(), subject="Ra quân"), follow=True)
    said = "đã có trong danh sách nhập ngày 01/07/2026, số đến cũ 990"
    assert f"; văn bản {said}." in words(response)
    document = IncomingDocument.objects.get()
    assert (document.pk, document.arrival_number) == (row.entry_id, 1)
    assert document.history.latest().history_change_reason == f"Vào sổ; {said}"
    assert (document.state, document.subject) == (IncomingState.ROUTED, "Ra quân")
    assert (document.source, document.version) == (EntrySource.IMPORTED, 2)
    row.refresh_from_db()
    assert (row.passed_on, row.received_on) == (date(2026, 7, 5), date(2026, 7, 5))
    assert document.agency_key == agency_key("UBND thành phố")


def test_a_listed_document_without_units_waits_for_a_decision(clerk: Client, cast: Cast) -> None:
    row = make_incoming(
        cast.contributor.unit, number="15", issued_on=date(2026, 7, 3), passed_on=date(2026, 7, 6)
    )
    register = incoming_register()
    row.delete()
    page = clerk.post(ENTER, entry_data(register), follow=True)
    assert "; văn bản đã có trong danh sách." in words(page)
    assert IncomingDocument.objects.get().state == IncomingState.WAITING
    page = clerk.post(ENTER, entry_data(register, code="16/KH-UBND"), follow=True)
    assert "đã có trong danh sách" not in words(page)
    # The day on which it was passed on stays as the list says it.
    row = make_incoming(
        cast.contributor.unit, number="17", issued_on=date(2026, 7, 3), passed_on=date(2026, 7, 6)
    )
    clerk.post(ENTER, entry_data(register, code="17/KH-UBND"))
    row.refresh_from_db()
    assert (row.passed_on, row.entry.state) == (date(2026, 7, 6), IncomingState.ROUTED)


def test_an_import_changes_nothing_of_what_was_registered(
    clerk: Client, cast: Cast, tmp_path: Path
) -> None:
    register = incoming_register()
    clerk.post(ENTER, entry_data(register))
    clerk.post(ENTER, entry_data(register, accepts_repeat="on"))
    document = IncomingDocument.objects.get(arrival_number=1)
    given = {"number": 990, "arrived": date(2026, 7, 5), "subject": "Khác", "opened": None}
    row = line(cast.contributor.unit, **given)
    report = import_rows(tmp_path / "so.xlsx", HEAD, row)
    assert (IncomingDocument.objects.count(), report["refused"]) == (2, [])
    document.refresh_from_db()
    assert (document.arrival_number, document.arrived_on) == (1, date(2026, 7, 6))
    assert document.differences == {
        "arrival_number": "990",
        "arrived_on": "05/07/2026",
        "subject": "Khác",
    }
    assert document.units.get().unit == cast.contributor.unit


def test_a_reading_that_ended_without_a_word_is_settled(file_root: Path, cast: Cast) -> None:
    stored = store_upload(paper(), actor=cast.clerk)
    start_reading(stored)
    start_reading(stored)
    now = timezone.now()
    assert settle_unread(now + timedelta(minutes=4)) is None
    assert settle_unread(now + timedelta(minutes=6)) == "1 tệp văn bản đến không đọc được chữ"
    assert FileReading.objects.get().reading == ReadingState.FAILED


def test_files_survive_a_mistake_and_go_with_the_document(
    clerk: Client, cast: Cast, file_root: Path
) -> None:
    register = incoming_register()
    data = entry_data(register, subject="", is_not_classified="on")
    content = PAPER.pdf()
    sent = [paper(content=content), paper("phu-luc.pdf", content + b"\n")]
    response = clerk.post(ENTER, data | {"files": sent})
    assert response.status_code == 400
    kept = [file.key for file in response.context["files"].files]
    assert len(kept) == 2 and words(response).count('name="kept"') == 2
    again = data | {"subject": "Ra quân", "kept": kept, "dropped": kept[1:]}
    assert clerk.post(ENTER, again).status_code == 302
    document = IncomingDocument.objects.get()
    assert [file.name for file in files_of(document)] == ["15-kh.pdf"]
    served: Any = clerk.get(files_of(document)[0].url)
    assert b"".join(served.streaming_content) == content
    stranger = client_of(cast, "other_contributor")
    assert stranger.get(files_of(document)[0].url).status_code == 404
    # Another person's upload is no file of mine.
    other = StoredFile.objects.create(key="a" * 32, name="x.pdf", size=1, uploader=cast.editor)
    refused = clerk.post(ENTER, entry_data(register, code="16/KH-UBND", kept=[other.key]))
    assert "Có tệp không còn hoặc quý vị không được dùng" in words(refused)


def cursor(response: Any) -> str:
    """The name of the field in which the page opens."""
    found = re.findall(r"<(?:input|select|textarea)[^>]*\bautofocus\b[^>]*>", words(response))
    assert len(found) == 1, found
    return re.findall(r'name="(\w+)"', found[0])[0]


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ({"code": "không số"}, "code"),
        ({"agency": "", "subject": ""}, "agency"),
        ({"subject": ""}, "subject"),
        ({"arrived_on": "2026-07-07"}, "arrived_on"),
        ({"arrived_on": "2026-07-04"}, "arrived_on"),  # after the last number
        ({"signer": "A" * 51}, "signer"),
        ({"number": "0", "notation": "KH"}, "number"),
        ({"code": "10/KH-UBND"}, "accepts_repeat"),
    ],
)
def test_the_page_opens_in_the_first_wrong_field(
    clerk: Client, cast: Cast, given: dict[str, str], name: str
) -> None:
    register = incoming_register()
    registered(cast.clerk, register, number="10", arrived_on=date(2026, 7, 5))
    response = clerk.post(ENTER, entry_data(register) | given)
    assert (response.status_code, cursor(response)) == (400, name)


def test_a_file_taken_off_stays_with_its_tick_after_a_mistake(
    clerk: Client, cast: Cast, file_root: Path
) -> None:
    document = registered(cast.clerk, incoming_register())
    stored = [store_upload(paper(name), actor=cast.clerk) for name in ("a.pdf", "b.pdf")]
    set_files(document, stored, actor=cast.clerk)
    address = f"{document.address}sua/"
    keys = [file.key for file in stored]
    form = clerk.get(address).context["form"]
    data = {name: form[name].value() or "" for name in form.fields}
    data |= {"seen": form["seen"].value(), "kept": keys, "dropped": keys[:1]}
    response = clerk.post(address, data | {"subject": ""})
    page = words(response)
    assert response.status_code == 409 and cursor(response) == "subject"
    assert page.count('name="kept"') == 2
    assert f'name="dropped" value="{keys[0]}" checked' in page
    assert f'name="dropped" value="{keys[1]}">' in page
    assert clerk.post(address, data | {"subject": "Ra quân"}).status_code == 302
    assert [file.name for file in files_of(document)] == ["b.pdf"]


def test_a_file_needs_the_tick_and_a_bad_one_is_named(clerk: Client, file_root: Path) -> None:
    data = entry_data(incoming_register())
    response = clerk.post(ENTER, data | {"files": paper()})
    page = words(response)
    assert "Xin đánh dấu “không phải văn bản mật” trước khi tải tệp lên. Tệp vừa chọn" in page
    assert "xin chọn lại tệp." in page and "còn nguyên; xin sửa" in page
    assert "và tệp trong danh sách" not in page
    assert cursor(response) == "is_not_classified"
    empty = paper("rỗng.pdf", b" ")
    response = clerk.post(ENTER, data | {"files": empty, "is_not_classified": "on"})
    assert "Tệp “rỗng.pdf” chưa được nhận" in words(response)
    assert not IncomingDocument.objects.exists()


def test_the_same_file_twice_is_named_and_kept_once(clerk: Client, file_root: Path) -> None:
    data = entry_data(incoming_register(), is_not_classified="on")
    content = PAPER.pdf()
    twice = [paper("a.pdf", content), paper("b.pdf", content)]
    response = clerk.post(ENTER, data | {"files": twice})
    said = "Tệp “b.pdf” chưa được nhận: Tệp này đã có ở đây, tên “a.pdf”"
    assert said in words(response)
    assert [file.name for file in response.context["files"].files] == ["a.pdf"]


@pytest.mark.parametrize(
    ("known", "proposed"),
    [
        ("", "Ủy ban nhân dân phường Bến Sen"),
        ("UBND phường Bến Sen", "UBND phường Bến Sen"),
        ("Ủy ban Nhân dân phường Bến Sen", "Ủy ban Nhân dân phường Bến Sen"),
        ("ỦY BAN NHÂN DÂN PHƯỜNG BẾN SEN", "Ủy ban nhân dân phường Bến Sen"),
        ("UBND phường Bến Đông", "Ủy ban nhân dân phường Bến Sen"),
    ],
)
def test_an_agency_is_proposed_as_the_register_spells_it(
    clerk: Client, cast: Cast, file_root: Path, known: str, proposed: str
) -> None:
    register = incoming_register()
    if known:
        registered(cast.clerk, register, agency=known)
    clerk.post(ENTER, {"do": "read", "files": paper(), "is_not_classified": "on"})
    reading = FileReading.objects.get()
    read_entry_file.call(reading.pk)
    reading.refresh_from_db()
    assert reading.proposal["agency"] == proposed


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("sở  y tế", "Sở Y tế"),
        ("Sở Y Tế", "Sở Y tế"),
        ("SỞ Y TẾ", "Sở Y tế"),
        ("sở tài chính", "Sở Tài chính"),
        ("Sở Ý tế", "Sở Ý tế"),
        ("Trường mầm non", "Trường mầm non"),
    ],
)
def test_an_agency_that_differs_in_case_alone_is_the_known_one(
    clerk: Client, cast: Cast, typed: str, stored: str
) -> None:
    register = incoming_register()
    Authority.objects.create(name="Sở Tài chính")
    for name in ("Sở Y tế", "Sở Y tế", "Sở Y Tế", "sở y tế"):
        registered(cast.clerk, register, agency=name)
    clerk.post(ENTER, entry_data(register, agency=typed))
    assert IncomingDocument.objects.latest("pk").agency == stored
    assert IncomingDocument.objects.count() == 5


def test_an_authority_is_not_entered_twice(clerk: Client) -> None:
    Authority.objects.create(name="Sở Y tế")
    add = reverse("admin:documents_authority_add")
    page = clerk.post(add, {"name": "sở y  tế", "level": "superior", "position": "1"})
    assert "Đã có “Sở Y tế”" in page.content.decode()


@pytest.mark.parametrize(
    ("shouted", "spelled"),
    [
        ("SỞ TÀI CHÍNH", "Sở Tài chính"),
        ("PHÒNG VĂN HÓA - XÃ HỘI", "Phòng Văn hóa - Xã hội"),
        ("TỈNH ỦY BẮC NINH", "Tỉnh ủy Bắc Ninh"),
        ("HĐND VÀ UBND PHƯỜNG BẾN SEN", "HĐND và UBND phường Bến Sen"),
        ("BAN QUẢN LÝ CHỢ, THÀNH PHỐ HẢI PHÒNG", "Ban quản lý chợ, thành phố Hải Phòng"),
    ],
)
def test_capitals_become_sentence_case(shouted: str, spelled: str) -> None:
    assert sentence_case(shouted) == spelled


def test_a_read_file_fills_the_empty_fields_alone(clerk: Client, file_root: Path) -> None:
    register = incoming_register()
    kind = document_type()
    data = {"register": register.pk, "agency": "UBND phường Bến Sen", "do": "read"}
    sent = clerk.post(ENTER, data | {"files": paper(), "is_not_classified": "on"})
    assert sent.status_code == 302  # the page is gone back to without sending it again
    response = clerk.get(sent["Location"])
    assert response.status_code == 200 and "Máy đang đọc tệp…" in words(response)
    assert response.context["form"]["agency"].value() == "UBND phường Bến Sen"
    reading = FileReading.objects.select_related("file").get()
    read_entry_file.call(reading.pk)
    reading.refresh_from_db()
    assert reading.reading == ReadingState.READ
    kept = data | {"kept": [reading.file.key], "is_not_classified": "on"}
    form = clerk.post(ENTER, kept, follow=True).context["form"]
    names = ("code", "parsed_code", "number", "notation", "agency", "issued_on", "type")
    assert {name: form[name].value() for name in names} == {
        "code": "15/QĐ-UBND",
        "parsed_code": "15/QĐ-UBND",
        "number": "15",
        "notation": "QĐ-UBND",
        "agency": "UBND phường Bến Sen",
        "issued_on": "2026-01-05",
        "type": str(kind.pk),
    }
    answer = clerk.get(f"{ENTER}doc/?tep={reading.file.key}").json()
    read = {name: answer["fields"][name] for name in ("code", "number", "number_year", "notation")}
    assert read == {"code": "15/QĐ-UBND", "number": "15", "number_year": "", "notation": "QĐ-UBND"}
    assert answer["is_waiting"] is False
    # Whatever part of the number a person typed, the others stay as they are.
    for name, value in {
        "code": "7/TB",
        "number": "7",
        "notation": "TB",
        "number_year": "2026",
    }.items():
        form = clerk.post(ENTER, kept | {name: value}, follow=True).context["form"]
        found = {part: form[part].value() for part in read if form[part].value()}
        assert found == {name: value}
    picture = clerk.get(answer["picture"])
    assert (picture.status_code, picture["Content-Type"]) == (200, "image/webp")
    assert not IncomingDocument.objects.exists() and not RegisterYear.objects.exists()


def test_a_stamped_file_is_deleted_with_its_uses(
    clerk: Client, cast: Cast, file_root: Path
) -> None:
    stamped = replace(PAPER, kind="TỐI MẬT")
    data = entry_data(incoming_register(), is_not_classified="on")
    clerk.post(ENTER, data | {"files": paper(content=stamped.pdf())})
    document = IncomingDocument.objects.get()
    read_entry_file.call(FileReading.objects.get().pk)
    assert not StoredFile.objects.exists() and not FileReading.objects.exists()
    assert files_of(document) == []
    told = {notice.person: notice.url for notice in Notice.objects.filter(text=CLASSIFIED_NOTICE)}
    assert told == {cast.clerk: document.address, cast.it_officer: ""}
    for address in ("/quan-tri/", ENTER):
        page = words(clerk.get(address))
        assert CLASSIFIED_NOTICE in page and f'href="{document.address}"' in page
    # Told once.
    assert CLASSIFIED_NOTICE not in words(clerk.get(ENTER))


@pytest.mark.parametrize("subject", ["TỐI MẬT", "Báo cáo TUYỆT MẬT quý I"])
def test_text_with_a_stamp_is_not_kept_in_the_session(clerk: Client, subject: str) -> None:
    data = entry_data(incoming_register(), do="read", subject=subject)
    assert clerk.post(ENTER, data).status_code == 200
    assert "incoming_drafts" not in clerk.session


def test_a_photographed_document_is_read(
    clerk: Client, file_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    incoming_register()
    page = PageText("Số: 15/KH-UBND", (Segment("Số: 15/KH-UBND", 0.1, 0.1, 0.3, 0.12),))
    monkeypatch.setattr(recognition, "is_available", lambda: True)
    monkeypatch.setattr(recognition, "recognize", lambda picture, is_first: page)
    photo = SimpleUploadedFile("anh.jpg", picture(), "image/jpeg")
    clerk.post(ENTER, {"do": "read", "files": photo, "is_not_classified": "on"})
    reading = FileReading.objects.get()
    read_entry_file.call(reading.pk)
    reading.refresh_from_db()
    assert (reading.reading, reading.proposal["code"]) == (ReadingState.READ, "15/KH-UBND")
    shown = clerk.get(reverse("admin:incoming_entry_picture", args=[reading.pk]))
    assert (shown.status_code, shown["Content-Type"]) == (200, "image/webp")


def test_nobody_is_asked_to_alter_an_incoming_file(clerk: Client) -> None:
    incoming_register()
    body = ("Cấp cho ông Trần Văn Bé, CCCD 079085001234.",)
    content = OfficePaper(**vars(PAPER) | {"body": body}).pdf()
    data = {"do": "read", "files": paper("den.pdf", content), "is_not_classified": "on"}
    page = clerk.post(ENTER, data, follow=True).text
    assert "den.pdf" in page and "nếu không định công bố" not in page


def test_a_file_that_is_not_what_its_name_says(clerk: Client) -> None:
    incoming_register()
    data = {"do": "read", "files": paper("gia.pdf", b"chi la chu"), "is_not_classified": "on"}
    assert "kết thúc bằng .pdf nhưng bên trong không phải loại ấy" in words(clerk.post(ENTER, data))


@pytest.mark.parametrize("first_line", ["MẬT", "TỐI MẬT", "Độ mật: Tối mật"])
def test_a_stamped_file_is_told_before_the_entry(
    clerk: Client, cast: Cast, file_root: Path, first_line: str
) -> None:
    stamped = replace(PAPER, kind=first_line).pdf()
    data = entry_data(incoming_register(), is_not_classified="on")
    clerk.post(ENTER, data | {"do": "read", "files": paper(content=stamped)})
    key = StoredFile.objects.get().key
    read_entry_file.call(FileReading.objects.get().pk)
    assert not StoredFile.objects.exists()
    answer = clerk.get(f"{ENTER}doc/?tep={key}").json()
    assert (answer["classified"], answer["fields"]) == (CLASSIFIED_NOTICE, {})
    assert answer["gone"] == [key]
    other = client_of(cast, "editor").get(f"{ENTER}doc/?tep={key}")
    assert other.status_code in (403, 404) or other.json()["classified"] == ""
    for do in ("read", "register"):
        response = clerk.post(ENTER, data | {"do": do, "kept": [key]})
        assert CLASSIFIED_NOTICE in words(response)
        assert response.status_code == (200 if do == "read" else 400)
    assert not IncomingDocument.objects.exists()
    odd = clerk.post(ENTER, data | {"kept": ["\0", "a" * 500]})
    assert odd.status_code == 400 and CLASSIFIED_NOTICE not in words(odd)


def test_pages_take_as_many_queries_for_one_and_many_rows(
    clerk: Client, cast: Cast, django_assert_num_queries: Any
) -> None:
    register = incoming_register()
    registered(cast.clerk, register)
    listing = reverse("admin:documents_incomingdocument_changelist")
    for count in (1, 3):
        while IncomingDocument.objects.count() < count:
            registered(cast.clerk, register)
        with django_assert_num_queries(13):
            clerk.get(ENTER)
        with django_assert_num_queries(8):
            clerk.get(listing)
