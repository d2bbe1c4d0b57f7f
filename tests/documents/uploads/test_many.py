"""Many documents at once: files become drafts, corrected in a table, submitted together."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.models import StoredFile
from documents.jobs import read_file
from documents.models import Authority, DocumentFile, PublicDocument
from documents.reading import recognition
from documents.states import DocumentState, ReadingState
from organization.models import Ward
from tests.support.cast import Cast
from tests.support.documents import (
    PAPER,
    attach,
    document_type,
    make_document,
    publish,
    transition,
    ward_authority,
)
from tests.support.files import office, package
from tests.support.jobs import run_jobs
from tests.support.scanned_papers import OfficePaper, Stamp

pytestmark = pytest.mark.django_db
PAGE, SEND, READ = (reverse(f"admin:documents_many{part}") for part in ("", "_upload", "_read"))
KEY = "0" * 32


@pytest.fixture
def clerk(cast: Cast, client: Client, file_root: Any) -> Client:
    ward_authority(), document_type()
    client.force_login(cast.clerk)
    return client


def paper(number: int = 15, **changes: Any) -> bytes:
    return OfficePaper(**vars(PAPER) | {"number": f"Số: {number}/QĐ-UBND"} | changes).pdf()


def pdf(content: bytes, name: str = "15-qd.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/pdf")


def send(client: Client, content: bytes, name: str = "15-qd.pdf", key: str = "") -> Any:
    data = {"is_not_classified": "on", "file": pdf(content, name), "idempotency_key": key}
    return client.post(SEND, data)


def fields_of(client: Client, pk: int) -> dict[str, str]:
    """What a browser would send of one row as the page shows it."""
    page = client.get(PAGE)
    [row] = [row for row in page.context["rows"] if row.document.pk == pk]
    data = {"van-ban": str(pk)}
    for bound in row.form:
        value = bound.value()
        if value not in (None, False):
            data[bound.html_name] = "on" if value is True else str(value)
    return data


def row_url(pk: int) -> str:
    return reverse("admin:documents_many_row", args=[pk])


def test_a_dropped_file_becomes_a_row(
    clerk: Client, cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        told = send(clerk, paper()).json()
    document = PublicDocument.objects.get()
    assert told["key"] == document.pk
    assert "Đang chờ đọc" in told["html"]
    query = {"van-ban": [document.pk, 999_999]}
    assert clerk.get(READ, query).json()["rows"] == {}
    run_jobs()
    answer = clerk.get(READ, query).json()
    assert 'value="15"' in answer["rows"][str(document.pk)]
    assert answer["gone"] == [999_999]
    document.refresh_from_db()
    assert (document.code, document.issued_on) == ("15/QĐ-UBND", date(2026, 1, 5))
    assert document.history.filter(history_user=cast.clerk).exists()


def test_a_repeated_sending_stores_once(clerk: Client) -> None:
    content = paper()
    first, second = (send(clerk, content, key=KEY).json() for _ in range(2))
    assert first["key"] == second["key"]
    counts = (PublicDocument.objects.count(), DocumentFile.objects.count())
    assert (*counts, StoredFile.objects.count()) == (1, 1, 1)
    # Another key is another document, with a word of the same file.
    PublicDocument.objects.update(number="15", notation="QĐ-UBND", subject="Về việc vệ sinh")
    third = send(clerk, content, key="1" * 32).json()
    named = "“15/QĐ-UBND – Về việc vệ sinh” (tệp “15-qd.pdf”, bản nháp)"
    assert f"Tệp này cũng có ở {named}." in third["html"]
    # Once for all the others, however many.
    for key in "2345":
        last = send(clerk, content, key=key * 32).json()
    assert last["html"].count("Tệp này cũng có ở") == 1
    assert "và 2 văn bản khác." in last["html"]


def test_an_authority_is_known_by_its_usual_abbreviation(clerk: Client) -> None:
    Authority.objects.update(name="UBND phường Bến Sen", short_name="")
    pk = send(clerk, paper()).json()["key"]
    run_jobs_of(pk)
    assert PublicDocument.objects.get(pk=pk).authority == Authority.objects.get()


def test_nothing_is_ticked_that_nobody_chose(clerk: Client, cast: Cast) -> None:
    first, second = (send(clerk, paper(number), f"{number}.pdf").json() for number in (1, 2))
    # What was just dropped is chosen, as the page shows it.
    for told in (first, second):
        assert re.search(r'name="chon"[^>]* checked', told["html"])
        assert re.search(r'autocomplete="off" name="chon"', told["html"])
    assert [row.is_chosen for row in clerk.get(PAGE).context["rows"]] == [False, False]
    data = fields_of(clerk, first["key"]) | {"do": "save", "chon": [first["key"]]}
    page = clerk.post(PAGE, data, follow=True)
    assert [row.is_chosen for row in page.context["rows"]] == [True, False]
    dropped = {"do": "upload", "is_not_classified": "on", "file": [pdf(paper(3), "3.pdf")]}
    page = clerk.post(PAGE, dropped, follow=True)
    assert [row.is_chosen for row in page.context["rows"]] == [False, False, True]


def test_a_withdrawn_document_is_not_in_the_table(clerk: Client, cast: Cast) -> None:
    document = make_document(cast.clerk)
    attach(document, cast.clerk)
    publish(document, clerk=cast.clerk, approver=cast.approver)
    transition(document, "withdraw", cast.approver, note="Đăng nhầm bản, gỡ để sửa")
    document.refresh_from_db()
    assert document.state == DocumentState.DRAFT
    assert clerk.get(PAGE).context["rows"] == []
    assert clerk.post(row_url(document.pk), {}).status_code == 404


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "trong.pdf", "Tệp trống (0 byte)"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "cu.doc", "kiểu cũ hoặc có mật khẩu"),
        (package({"a.txt": b"a"}), "nhieu.zip", "Tệp nén (.zip, .rar, .7z) không nhận"),
        (b"MZ" + b"x" * 600, "may.exe", "Chỉ nhận PDF"),
        (b"%PDF-1.7 only a head", "dut.pdf", "chưa tải lên trọn vẹn"),
    ],
)
def test_a_refused_file_is_named_and_others_go_on(
    clerk: Client, content: bytes, name: str, sentence: str
) -> None:
    answer = send(clerk, content, name)
    assert answer.status_code == 400
    assert answer.json()["refused"].startswith(f"Tệp “{name}” chưa được nhận: ")
    assert sentence in answer.json()["refused"]
    files = [pdf(content, name), pdf(paper())]
    data = {"do": "upload", "is_not_classified": "on", "file": files}
    page = clerk.post(PAGE, data, follow=True).content.decode()
    assert f"Tệp “{name}” chưa được nhận: " in page
    assert "Đã nhận 1 tệp" in page
    assert [file.file.name for file in DocumentFile.objects.all()] == ["15-qd.pdf"]
    assert StoredFile.objects.count() == 1


def test_pictures_are_no_documents(clerk: Client) -> None:
    from tests.support.files import picture

    answer = send(clerk, picture(), "anh.jpg")
    assert "không nhận ảnh rời" in answer.json()["refused"]
    assert not StoredFile.objects.exists()


def test_nothing_is_taken_without_the_tick(clerk: Client) -> None:
    answer = clerk.post(SEND, {"file": pdf(paper())})
    assert (answer.status_code, "không phải văn bản mật" in answer.json()["refused"]) == (400, True)
    page = clerk.post(PAGE, {"do": "upload", "file": [pdf(paper())]})
    assert (page.status_code, "không phải văn bản mật" in page.content.decode()) == (400, True)
    assert not StoredFile.objects.exists()
    assert clerk.post(SEND, {"is_not_classified": "on"}).status_code == 400
    assert send(clerk, paper(), key="x").status_code == 400


@pytest.mark.parametrize("name", ["../../etc/passwd.pdf", "tên rất dài " * 30 + ".pdf", "..pdf"])
def test_odd_names_stay_within_bounds(clerk: Client, name: str) -> None:
    assert send(clerk, paper(), name).status_code == 200
    stored = StoredFile.objects.get()
    assert "/" not in stored.name
    assert len(stored.name.encode()) <= 200
    assert stored.name.endswith(".pdf")


def test_a_row_is_saved_alone(clerk: Client, cast: Cast) -> None:
    pk = send(clerk, paper()).json()["key"]
    run_jobs_of(pk)
    data = fields_of(clerk, pk) | {f"v{pk}-subject": "Sửa bằng bàn phím"}
    answer = clerk.post(row_url(pk), data)
    assert (answer.status_code, "Sửa bằng bàn phím" in answer.json()["html"]) == (200, True)
    document = PublicDocument.objects.get()
    assert (document.subject, document.number) == ("Sửa bằng bàn phím", "15")
    assert document.history.latest().history_user == cast.clerk


def run_jobs_of(pk: int) -> None:
    from documents.jobs import read_file

    for file in DocumentFile.objects.filter(document=pk):
        read_file.call(file.pk)


def test_a_mistake_stands_at_its_field_and_nothing_is_lost(clerk: Client) -> None:
    pk = send(clerk, paper()).json()["key"]
    run_jobs_of(pk)
    before = PublicDocument.objects.get()
    data = fields_of(clerk, pk)
    data |= {f"v{pk}-issued_on": "2026-02-31", f"v{pk}-subject": "Chữ vừa gõ"}
    answer = clerk.post(row_url(pk), data)
    html = answer.json()["html"]
    assert answer.status_code == 400
    assert f'id="id_v{pk}-issued_on_error"' in html
    assert "Chữ vừa gõ" in html
    page = clerk.post(PAGE, data | {"do": "save"})
    assert (page.status_code, "Chữ vừa gõ" in page.content.decode()) == (409, True)
    after = PublicDocument.objects.get()
    assert (after.subject, after.version) == (before.subject, before.version)


def test_the_reading_does_not_write_over_what_was_typed(clerk: Client) -> None:
    pk = send(clerk, paper()).json()["key"]
    data = fields_of(clerk, pk) | {f"v{pk}-subject": "Trích yếu của văn thư"}
    run_jobs_of(pk)
    # The row came before the reading: the untouched fields take what was read, the typed one asks.
    answer = clerk.post(row_url(pk), data)
    assert answer.status_code == 400
    html = answer.json()["html"]
    assert "đã được lưu ở nơi khác: “Về việc thành lập Tổ công nghệ số cộng đồng”" in html
    assert "Trích yếu của văn thư" in html
    again = {name: data[name] for name in data if not name.endswith("-seen")}
    seen = re.search(rf'name="v{pk}-seen" value="([^"]+)"', html)
    assert seen
    again |= {f"v{pk}-seen": seen[1], f"v{pk}-number": "15", f"v{pk}-notation": "QĐ-UBND"}
    again |= {f"v{pk}-issued_on": "2026-01-05"}
    assert clerk.post(row_url(pk), again).status_code == 200
    document = PublicDocument.objects.get()
    assert (document.subject, document.number) == ("Trích yếu của văn thư", "15")


def test_a_secret_stamp_in_a_row_is_refused(clerk: Client) -> None:
    pk = send(clerk, paper()).json()["key"]
    answer = clerk.post(row_url(pk), fields_of(clerk, pk) | {f"v{pk}-subject": "TUYỆT MẬT"})
    assert (answer.status_code, "dấu chỉ độ mật" in answer.json()["html"]) == (400, True)
    assert PublicDocument.objects.get().subject == ""


def test_checks_of_a_row(clerk: Client, cast: Cast) -> None:
    known = publish(make_document(cast.clerk), clerk=cast.clerk, approver=cast.approver)
    body = ("Căn cước công dân số 012345678901.",)
    pk = send(clerk, paper(body=body)).json()["key"]
    run_jobs_of(pk)
    [row] = clerk.get(PAGE).context["rows"]
    assert row.problems == ["Chưa đánh dấu “đã che dữ liệu cá nhân”."]
    assert row.warnings[0] == (
        f"Đã có văn bản cùng số, ký hiệu, cơ quan và ngày: “{known}” (đã đăng)."
    )
    assert "012345678901" in row.warnings[1]
    DocumentFile.objects.filter(document=pk).update(hidden=["CCCD"])
    [row] = clerk.get(PAGE).context["rows"]
    assert "Dưới ô đen" in row.problems[1]


def test_a_dropped_file_with_what_it_does_not_show_says_so_in_its_row(clerk: Client) -> None:
    parts: dict[str, bytes | str] = {"word/comments.xml": '<w:comment w:id="0"/>'}
    html = send(clerk, office(more=parts), "du-thao.docx").json()["html"]
    assert "“du-thao.docx” có lời bình (comment) mà ai tải tệp về cũng đọc được" in html
    [row] = clerk.get(PAGE).context["rows"]
    assert row.needs_confirmation


def test_save_all_and_submit_the_chosen(clerk: Client, cast: Cast) -> None:
    keys = [send(clerk, paper(number), f"{number}.pdf").json()["key"] for number in (1, 2, 3, 4)]
    data: dict[str, Any] = {"do": "submit", "van-ban": keys, "chon": keys[:3]}
    for pk in keys:
        run_jobs_of(pk)
        data |= {name: value for name, value in fields_of(clerk, pk).items() if name != "van-ban"}
        data[f"v{pk}-covers_personal_data"] = "on"
    del data[f"v{keys[1]}-covers_personal_data"]
    data[f"v{keys[2]}-number_year"] = "hai nghìn"
    page = clerk.post(PAGE, data)
    assert page.status_code == 409
    html = page.content.decode()
    assert "Đã lưu 3 văn bản." in html
    assert "Đã trình 1 văn bản" in html
    assert "chưa trình được: Chưa đánh dấu “đã che dữ liệu cá nhân”." in html
    assert "hai nghìn" in html
    states = dict(PublicDocument.objects.values_list("pk", "state"))
    assert [states[pk] for pk in keys] == ["in_review", "draft", "draft", "draft"]
    assert [row.document.pk for row in page.context["rows"]] == keys[1:]
    # The third was not stored; the fourth was, and stays a draft: it was not chosen.
    covered = PublicDocument.objects.filter(covers_personal_data=True)
    assert set(covered.values_list("pk", flat=True)) == {keys[0], keys[3]}


def test_a_row_that_is_no_draft_any_more_gives_its_text_back(clerk: Client, cast: Cast) -> None:
    pk = send(clerk, paper()).json()["key"]
    data = fields_of(clerk, pk) | {f"v{pk}-subject": "Chữ đã gõ"}
    transition(PublicDocument.objects.get(), "discard", cast.clerk)
    assert clerk.post(row_url(pk), data).status_code == 404
    page = clerk.post(PAGE, data | {"do": "save"})
    assert (page.status_code, "Chữ đã gõ" in page.content.decode()) == (409, True)
    assert PublicDocument.objects.get().subject == ""


def test_the_table_shows_own_drafts_only(clerk: Client, cast: Cast, client: Client) -> None:
    attach(make_document(cast.clerk), cast.other_approver)
    mine = make_document(cast.clerk, number="16")
    attach(mine, cast.clerk)
    submitted = make_document(cast.clerk, number="17")
    attach(submitted, cast.clerk)
    transition(submitted, "submit", cast.clerk)
    assert [row.document for row in clerk.get(PAGE).context["rows"]] == [mine]
    other = PublicDocument.objects.exclude(pk__in=[mine.pk, submitted.pk]).get()
    assert clerk.post(row_url(other.pk), {}).status_code == 404
    assert clerk.get(READ, {"van-ban": other.pk}).json()["gone"] == [other.pk]
    for role in ("approver", "leader", "contributor", "it_officer"):
        client.force_login(getattr(cast, role))
        answers = [client.get(PAGE), client.get(READ), client.post(SEND), client.post(row_url(1))]
        assert {answer.status_code for answer in answers} == {404}


def test_one_and_many_rows_take_equal_queries(clerk: Client, cast: Cast) -> None:
    counts = []
    for number in (1, 2, 3):
        attach(make_document(cast.clerk, number=str(number)), cast.clerk, is_read=False)
        with CaptureQueriesContext(connection) as captured:
            assert len(clerk.get(PAGE).context["rows"]) == number
        counts.append(len(captured))
    assert counts[1] == counts[0] == counts[2]


def test_a_row_is_not_done_before_it_is_filled(clerk: Client, cast: Cast) -> None:
    pk = send(clerk, paper()).json()["key"]
    file = DocumentFile.objects.get(document=pk)
    is_read = False

    def read_after_first(execute: Any, sql: str, *rest: Any) -> Any:
        """Read the file once the first of its two tables was asked for."""
        nonlocal is_read
        answer = execute(sql, *rest)
        if not is_read and '"documents_publicdocument"."id"' in sql and "SELECT" in sql:
            is_read = True
            read_file.call(file.pk)
        return answer

    with connection.execute_wrapper(read_after_first):
        assert clerk.get(READ, {"van-ban": pk}).json()["rows"] == {}
    assert "Tổ công nghệ số cộng đồng" in clerk.get(READ, {"van-ban": pk}).json()["rows"][str(pk)]


def test_a_classified_paper_leaves_nothing(clerk: Client, cast: Cast) -> None:
    content = paper(urgency="TUYỆT MẬT", title=("Việc kín",))
    pk = send(clerk, content, "viec-kin.pdf").json()["key"]
    clerk.post(row_url(pk), fields_of(clerk, pk) | {f"v{pk}-subject": "Việc kín"})
    [row] = clerk.get(PAGE).context["rows"]
    key = row.file.file.key
    assert f'data-name="viec-kin.pdf" data-file="{key}"' in clerk.get(PAGE).text
    run_jobs_of(pk)
    assert not PublicDocument.objects.exists()
    assert not PublicDocument.history.exists()
    assert not StoredFile.objects.exists()
    answer = clerk.get(READ, {"van-ban": pk, "tep": key}).json()
    assert (answer["gone"], answer["classified"]) == ([pk], [key])
    assert "Chánh Văn phòng" in answer["classified_notice"]


@pytest.mark.skipif(not recognition.is_available(), reason="Tesseract is not installed")
@pytest.mark.slow
def test_a_scan_with_a_red_stamp_leaves_nothing(clerk: Client) -> None:
    scan = PAPER.scan(is_stamped=True, stamp=Stamp("MẬT", (210, 30, 40)))
    run_jobs_of(send(clerk, scan, "viec-kin.pdf").json()["key"])
    assert not PublicDocument.objects.exists()
    assert not StoredFile.objects.exists()


def test_a_draft_discarded_elsewhere_is_no_classified_paper(clerk: Client, cast: Cast) -> None:
    pk = send(clerk, paper(), "giay-moi.pdf").json()["key"]
    key = StoredFile.objects.get().key
    DocumentFile.objects.all().delete()
    PublicDocument.objects.get(pk=pk).delete()
    answer = clerk.get(READ, {"van-ban": pk, "tep": key}).json()
    assert (answer["gone"], answer["classified"]) == ([pk], [])


def test_an_unreadable_word_file_is_told_in_its_row(clerk: Client) -> None:
    pk = send(clerk, office(), "hong.docx").json()["key"]
    run_jobs_of(pk)
    [row] = clerk.get(PAGE).context["rows"]
    assert row.document.pk == pk
    assert row.file.reading in (ReadingState.READ, ReadingState.FAILED)
    assert row.document.state == DocumentState.DRAFT


def test_a_new_ward_has_its_own_authority(clerk: Client) -> None:
    Authority.objects.all().delete()
    identity = {"agency_name": "Ủy ban nhân dân phường Bến Sen"}
    Ward.objects.update_or_create(pk=1, defaults=identity)
    pk = send(clerk, paper()).json()["key"]
    run_jobs_of(pk)
    [row] = clerk.get(PAGE).context["rows"]
    assert str(row.document.authority) == "Ủy ban nhân dân phường Bến Sen"


def test_a_form_of_a_new_ward_offers_its_authority(clerk: Client) -> None:
    Authority.objects.all().delete()
    identity = {"agency_name": "Ủy ban nhân dân phường Bến Sen"}
    Ward.objects.update_or_create(pk=1, defaults=identity)
    page = clerk.get(reverse("admin:documents_publicdocument_add")).content.decode()
    assert "Ủy ban nhân dân phường Bến Sen</option>" in page
