"""Page of one registered document: facts, correction, log, openings, certified copy."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from core.models import StoredFile, TransitionLog
from core.registries import file_owners
from documents.incoming.openings import log_opening
from documents.incoming.services import files_of, set_files
from documents.library.services import store_upload
from documents.models import FileOpening, IncomingDocument, IncomingUnit
from documents.states import FileRole, IncomingState
from tests.news.test_access import client_of
from tests.support.cast import Cast
from tests.support.documents import PAPER, attach, make_document
from tests.support.incoming import make_incoming
from tests.support.registers import incoming_register, outgoing_register, registered


@pytest.fixture
def clerk(cast: Cast) -> Client:
    return client_of(cast, "clerk")


def words(response: Any) -> str:
    return str(response.content.decode())


def edit_data(document: IncomingDocument, page: Any, **given: Any) -> dict[str, Any]:
    return {
        "seen": page.context["form"]["seen"].value(),
        "number": document.number,
        "notation": document.notation,
        "agency": document.agency,
        "issued_on": document.issued_on.isoformat() if document.issued_on else "",
        "subject": document.subject,
        "urgency": document.urgency,
    } | given


def cancel(document: IncomingDocument, actor: Any, note: str) -> None:
    """As the transition leaves it."""
    document.state = IncomingState.CANCELLED
    document.version += 1
    document.save()
    TransitionLog.objects.create(
        item=document,
        name="cancel",
        source=IncomingState.WAITING,
        target=IncomingState.CANCELLED,
        actor=actor,
        at=timezone.now(),
        note=note,
        version=document.version,
    )


def add_file(document: IncomingDocument, cast: Cast, name: str = "15-kh.pdf") -> StoredFile:
    upload = SimpleUploadedFile(name, PAPER.pdf(), "application/pdf")
    stored = store_upload(upload, actor=cast.clerk)
    set_files(document, [*files_of(document), stored], actor=cast.clerk)
    return stored


def test_facts_are_corrected_and_logged_and_the_number_stays(
    clerk: Client, cast: Cast, file_root: Path
) -> None:
    document = registered(cast.clerk, number="15")
    page = f"{document.address}sua/"
    data = edit_data(document, clerk.get(page), subject="Ra quân tháng 7", signer="Trần Văn Bình")
    data |= {"arrival_number": "99", "register": incoming_register("Sổ khác").pk}
    upload = SimpleUploadedFile("ban-scan.pdf", PAPER.pdf(), "application/pdf")
    sent = clerk.post(page, data | {"files": upload, "is_not_classified": "on"}, follow=True)
    assert "Đã lưu." in words(sent) and "Ra quân tháng 7" in words(sent)
    document.refresh_from_db()
    assert (document.arrival_number, document.register.name) == (1, "Sổ văn bản đến")
    assert (document.signer, document.version) == ("Trần Văn Bình", 2)
    assert [file.name for file in files_of(document)] == ["ban-scan.pdf"]
    log = [(one.label, str(one.actor)) for one in sent.context["timeline"]]
    assert log == [
        ("Sửa thông tin; Thêm tệp ban-scan.pdf", str(cast.clerk)),
        ("Vào sổ", str(cast.clerk)),
    ]


def test_a_stale_correction_is_refused_and_keeps_what_was_typed(clerk: Client, cast: Cast) -> None:
    document = registered(cast.clerk, number="15")
    page = f"{document.address}sua/"
    shown = clerk.get(page)
    assert clerk.post(page, edit_data(document, shown, subject="Một")).status_code == 302
    stale = clerk.post(page, edit_data(document, shown, subject="Hai", signer="Bình"))
    assert stale.status_code == 409
    assert "Trong lúc quý vị sửa, chỗ này đã được lưu ở nơi khác: “Một”." in words(stale)
    assert stale.context["form"]["subject"].value() == "Hai"
    document.refresh_from_db()
    assert (document.subject, document.signer, document.version) == ("Một", "", 2)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"issued_on": "2026-07-07"}, "Ngày đến 06/07/2026 trước ngày văn bản 07/07/2026."),
        ({"number": "0"}, "Số văn bản là 0"),
        ({"subject": " "}, "Xin ghi trích yếu."),
        ({"agency": ""}, "Xin ghi cơ quan ban hành."),
        ({"remarks": "TUYỆT MẬT"}, "Văn bản mang dấu chỉ độ mật"),
        ({"number": "15"}, "Văn bản đến này đã có trong danh sách"),
    ],
)
def test_a_bad_correction_changes_nothing(
    clerk: Client, cast: Cast, given: dict[str, str], sentence: str
) -> None:
    registered(cast.clerk, number="15")
    document = registered(cast.clerk, number="16")
    page = f"{document.address}sua/"
    response = clerk.post(page, edit_data(document, clerk.get(page), **given))
    assert (response.status_code, sentence in words(response)) == (409, True)
    document.refresh_from_db()
    assert (document.version, document.number) == (1, "16")


def test_only_a_registered_document_is_corrected_here(clerk: Client, cast: Cast) -> None:
    listed = make_incoming(cast.contributor.unit).entry
    assert clerk.get(f"{listed.address}sua/").status_code == 404
    document = registered(cast.clerk)
    admin = f"/quan-tri/documents/incomingdocument/{document.pk}/change/"
    assert clerk.get(admin)["Location"] == document.address
    assert client_of(cast, "leader").get(f"{document.address}sua/").status_code == 404
    cancel(document, cast.clerk, "Vào nhầm sổ")
    assert clerk.get(f"{document.address}sua/").status_code == 404
    page = words(clerk.get(document.address))
    assert "đã hủy, lý do: Vào nhầm sổ" in page and f"<del>{document}</del>" in page
    listing = words(clerk.get("/quan-tri/documents/incomingdocument/"))
    assert f"<del>{document.subject}</del>" in listing and "Đã hủy số" in listing
    add = clerk.get("/quan-tri/documents/incomingdocument/add/")
    assert add["Location"] == "/quan-tri/van-ban-den/vao-so/"


def test_answers_and_certified_copies_begin_with_what_the_document_says(
    clerk: Client, cast: Cast
) -> None:
    document = registered(cast.clerk)
    IncomingUnit(entry=document, unit=cast.contributor.unit).save()
    member = client_of(cast, "contributor")
    add = "/quan-tri/documents/outgoingdocument/add/"
    for client in (clerk, member):
        assert add not in words(client.get(document.address))
    outgoing_register()
    for client in (clerk, member):
        page = words(client.get(document.address))
        for name in ("tra-loi", "sao-y"):
            assert f"{add}?{name}={document.pk}" in page
    assert add not in words(client_of(cast, "leader").get(document.address))
    answer = clerk.get(f"{add}?tra-loi={document.pk}").context["adminform"].form
    assert answer["recipients"].value() == document.agency
    copy = clerk.get(f"{add}?sao-y={document.pk}").context["adminform"].form
    assert copy["notation"].value() == "SY-UBND"
    posted = {"subject": "Trả lời", "unit": cast.contributor.unit_id, "urgency": "0"}
    assert member.post(f"{add}?tra-loi={document.pk}", posted).status_code == 302
    assert document.answers.get().subject == "Trả lời"
    # Another's document is not named.
    other = client_of(cast, "other_contributor")
    posted |= {"unit": cast.other_contributor.unit_id, "subject": "Của người khác"}
    assert other.post(f"{add}?tra-loi={document.pk}", posted).status_code == 302
    assert document.answers.count() == 1


def test_openings_of_internal_files_are_logged_once_a_minute(cast: Cast, file_root: Path) -> None:
    document = registered(cast.clerk)
    file = add_file(document, cast)
    clerk, leader = client_of(cast, "clerk"), client_of(cast, "leader")
    with time_machine.travel(datetime(2026, 7, 6, 2, 15, 10, tzinfo=UTC), tick=False):
        for _ in range(3):
            assert leader.get(file.url).status_code == 200
        assert leader.get(file.url, HTTP_RANGE="bytes=0-9").status_code == 206
        assert leader.head(file.url).status_code == 200
        clerk.get(file.url)
    with time_machine.travel(datetime(2026, 7, 6, 2, 16, tzinfo=UTC), tick=False):
        leader.get(file.url)
    client_of(cast, "contributor").get(file.url)
    found = list(FileOpening.objects.order_by("at", "user").values_list("user", "at"))
    minute = datetime(2026, 7, 6, 2, 15, tzinfo=UTC)
    assert found == [
        *sorted([(cast.leader.pk, minute), (cast.clerk.pk, minute)]),
        (cast.leader.pk, datetime(2026, 7, 6, 2, 16, tzinfo=UTC)),
    ]
    for role, sees in (("clerk", True), ("leader", True), ("head", True), ("editor", False)):
        page = client_of(cast, role).get(document.address)
        assert ("Ai đã mở tệp này" in words(page)) is sees
    assert "09:16, 06/07/2026" in words(clerk.get(document.address))


def test_an_internal_original_is_logged_and_a_public_file_is_not(
    cast: Cast, file_root: Path
) -> None:
    from tests.support import documents

    paper = make_document(cast.clerk)
    signed = attach(paper, cast.clerk)
    covered = attach(paper, cast.clerk, name="che.pdf", role=FileRole.COVERED)
    documents.publish(paper, clerk=cast.clerk, approver=cast.approver)
    leader = client_of(cast, "leader")
    for file in (signed, covered):
        assert leader.get(file.file.url).status_code == 200
    assert list(FileOpening.objects.values_list("file", "user")) == [
        (signed.file_id, cast.leader.pk)
    ]


def test_the_page_takes_as_many_queries_for_one_and_many_rows(
    cast: Cast, clerk: Client, file_root: Path, django_assert_num_queries: Any
) -> None:
    document = registered(cast.clerk)
    units = [cast.contributor.unit, cast.other_contributor.unit]
    for unit in units:
        IncomingUnit(entry=document, unit=unit, is_lead=unit is units[0]).save()
        file = add_file(document, cast, f"{unit.pk}.pdf")
        client_of(cast, "leader").get(file.url)
        with django_assert_num_queries(14):
            clerk.get(document.address)


def test_readers_are_those_of_the_document(cast: Cast) -> None:
    document = registered(cast.clerk, arrived_on=date(2026, 7, 6))
    assert client_of(cast, "contributor").get(document.address).status_code == 404
    IncomingUnit(entry=document, unit=cast.contributor.unit).save()
    assert client_of(cast, "contributor").get(document.address).status_code == 200
    assert client_of(cast, "it_officer").get(document.address).status_code == 404


def test_every_owner_of_internal_files_of_documents_logs_openings() -> None:
    owners = [one for one in file_owners if one.model._meta.app_label == "documents"]
    assert {one.model.__name__ for one in owners} >= {"DocumentFile", "IncomingDocument"}
    assert [one.model.__name__ for one in owners if one.on_opened is not log_opening] == []
