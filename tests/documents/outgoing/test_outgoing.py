"""Outgoing documents: the number after the signature, dispatch, files, library, meetings."""

from __future__ import annotations

import hashlib
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.dates import day_start
from core.workflow.classified import ClassifiedText
from core.workflow.engine import TransitionNotAllowed, TransitionRefused, log_of, perform
from documents.library.dashboard import late_documents
from documents.models import (
    Authority,
    OutgoingDocument,
    PublicDocument,
    Register,
    RegisterYear,
)
from documents.numbering import missing_numbers, next_number, set_first_number, take_number
from documents.outgoing.attachments import attach_file, attachments
from documents.outgoing.services import make_library_draft, store_outgoing
from documents.states import Direction, DocumentState, Level, OutgoingState, ReadingState
from organization.models import Notice, User
from organization.work.waiting import waits_for
from tests.news.test_access import client_of
from tests.support.cast import Cast
from tests.support.documents import (
    PAPER,
    TICKS,
    attach,
    document_type,
    make_document,
    publish,
    transition,
    ward_authority,
)
from tests.support.jobs import run_jobs
from tests.support.scanned_papers import OfficePaper

NOW = datetime(2026, 7, 31, 3, 0)
TODAY = date(2026, 7, 31)


@pytest.fixture(autouse=True)
def july(db: None) -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def register() -> Register:
    return Register.objects.create(name="Sổ văn bản đi", direction=Direction.OUTGOING)


def pdf_of(words: str) -> bytes:
    """A paper that differs from others by its words."""
    return OfficePaper(**vars(PAPER) | {"body": (words,)}).pdf()


def waiting_kinds(user: User) -> list[str]:
    return [item.kind for item in waits_for(user, timezone.now())]


def draft(actor: User, **fields: Any) -> OutgoingDocument:
    defaults: dict[str, Any] = {
        "type": document_type(),
        "subject": "Về việc thành lập Tổ công nghệ số cộng đồng",
        "recipients": "Các tổ dân phố",
        "unit": actor.unit,
    }
    document = OutgoingDocument(**defaults | fields)
    store_outgoing(document, actor=actor)
    return document


def step(document: OutgoingDocument, name: str, actor: User, **given: Any) -> OutgoingDocument:
    document.refresh_from_db()
    moved: OutgoingDocument = perform(
        document, name, actor=actor, version=document.version, **given
    )
    return moved


def sign(document: OutgoingDocument, actor: User, **given: Any) -> OutgoingDocument:
    data = {"signer": "Kiều Thị Minh Tâm", "signer_title": "Chủ tịch", "signed_on": TODAY}
    return step(document, "sign", actor, data=data | given)


def issue(document: OutgoingDocument, actor: User, register: Register, **given: Any) -> Any:
    data = {"register": register.pk, "notation": "QĐ-UBND", "issued_on": TODAY}
    return step(document, "issue", actor, data=data | given)


def test_a_subject_that_names_a_degree_of_secrecy_is_refused(cast: Cast) -> None:
    with pytest.raises(ClassifiedText):
        draft(cast.contributor, subject="Báo cáo TUYỆT MẬT về diễn tập")
    with pytest.raises(ClassifiedText):
        make_document(cast.clerk, subject="Báo cáo TUYỆT MẬT về diễn tập")


def test_the_number_comes_after_the_signature(cast: Cast, register: Register) -> None:
    document = draft(cast.contributor)
    with pytest.raises(TransitionRefused):
        issue(document, cast.clerk, register)
    sign(document, cast.leader)
    waiting = [(item.kind, item.title) for item in waits_for(cast.clerk, timezone.now())]
    assert ("Cấp số, phát hành", document.subject) in waiting
    issued = issue(document, cast.clerk, register)
    assert (issued.code, issued.issued_on, issued.state) == ("01/QĐ-UBND", TODAY, "issued")
    assert [(row.name, row.actor) for row in log_of(issued)] == [
        ("sign", cast.leader),
        ("issue", cast.clerk),
    ]
    assert issued.history.first().signer == "Kiều Thị Minh Tâm"


def test_the_clerk_records_a_signature_on_paper(cast: Cast, register: Register) -> None:
    signed = sign(draft(cast.contributor), cast.clerk)
    assert log_of(signed).get().on_behalf_of == "lãnh đạo ký trên giấy"
    back = step(signed, "return", cast.clerk, note="Sai thể thức")
    assert (back.state, back.signed_on) == ("draft", None)


@pytest.mark.parametrize(("role", "is_proposed"), [("clerk", False), ("leader", True)])
def test_only_a_leader_is_proposed_as_the_signer(cast: Cast, role: str, is_proposed: bool) -> None:
    document = draft(cast.contributor)
    address = reverse("admin:documents_outgoingdocument_transition", args=[document.pk, "sign"])
    page = client_of(cast, role).get(address)
    proposed = page.context["form"]["signer"].value()
    assert proposed == (cast.leader.full_name if is_proposed else "")
    with pytest.raises(TransitionRefused, match="Xin ghi người ký"):
        sign(document, cast.clerk, signer="")


def test_a_name_in_small_letters_is_asked_about(cast: Cast) -> None:
    document = draft(cast.contributor)
    with pytest.raises(TransitionRefused, match="như “Kiều Thị Minh Tâm”"):
        sign(document, cast.clerk, signer="kiều thị  minh tâm")
    for model in ("outgoingdocument", "publicdocument"):
        address = reverse(f"admin:documents_{model}_add")
        page = client_of(cast, "clerk").post(address, {"signer": "kiều thị minh tâm"})
        assert "Họ tên viết hoa chữ đầu mỗi tiếng" in page.content.decode()


def test_a_wrong_signer_is_corrected_until_the_paper_is_public(
    cast: Cast, register: Register
) -> None:
    wrong = sign(draft(cast.contributor), cast.clerk, signer="Văn Thư", signer_title="")
    document = issue(wrong, cast.clerk, register)
    ward_authority()
    public = make_library_draft(document, actor=cast.clerk)
    right = {"signer": "Kiều Thị Minh Tâm", "signer_title": "Chủ tịch", "signed_on": TODAY}
    late = right | {"signed_on": TODAY + timedelta(days=1)}
    with (
        time_machine.travel(NOW + timedelta(days=1), tick=False),
        pytest.raises(TransitionRefused, match="sau ngày văn bản"),
    ):
        step(document, "correct_signer", cast.clerk, note="Ghi nhầm", data=late)
    document = step(document, "correct_signer", cast.clerk, note="Ghi nhầm", data=right)
    public.refresh_from_db()
    assert (document.code, document.state) == ("01/QĐ-UBND", OutgoingState.ISSUED)
    assert document.signer == public.signer == document.history.first().signer == right["signer"]
    PublicDocument.objects.filter(pk=public.pk).update(state=DocumentState.IN_REVIEW)
    with pytest.raises(TransitionRefused, match="đang chờ đăng"):
        step(document, "correct_signer", cast.clerk, note="Ghi nhầm", data=right)


def test_a_unit_hands_its_draft_in_and_the_clerk_is_told(cast: Cast, register: Register) -> None:
    document = draft(cast.contributor)
    client = client_of(cast, "contributor")
    assert "Gửi văn thư trình ký" in client.get(document.address).content.decode()
    assert (
        "Gửi văn thư trình ký"
        not in client_of(cast, "clerk").get(document.address).content.decode()
    )
    assert "Trình ký dự thảo của đơn vị" not in waiting_kinds(cast.clerk)
    document = step(document, "submit", cast.contributor)
    [told] = Notice.objects.filter(person=cast.clerk)
    assert told.awaits_mail and document.subject in told.text
    [waiting] = [
        item for item in waits_for(cast.clerk, timezone.now()) if item.url == document.address
    ]
    assert waiting.kind == "Trình ký dự thảo của đơn vị"
    document = step(document, "return", cast.clerk, note="Sai thể thức")
    assert document.state == OutgoingState.DRAFT
    assert "Sai thể thức" in Notice.objects.get(person=cast.contributor).text
    assert sign(step(document, "submit", cast.colleague), cast.leader).state == "signed"


@pytest.mark.parametrize(
    ("name", "allowed"),
    [
        ("sign", {"leader", "head", "clerk"}),
        ("issue", {"clerk"}),
        ("cancel", {"clerk"}),
    ],
)
def test_who_may_do_what(cast: Cast, register: Register, name: str, allowed: set[str]) -> None:
    document = draft(cast.contributor)
    if name != "sign":
        document = sign(document, cast.leader)
    may = set()
    for role in ("contributor", "other_contributor", "editor", "approver", "head", "leader"):
        try:
            step(document, name, getattr(cast, role), note="x")
        except TransitionNotAllowed:
            continue
        except TransitionRefused:
            may.add(role)  # the form is empty
    assert may == allowed - {"clerk"}
    assert name != "cancel" or step(document, name, cast.clerk, note="x").state == "cancelled"


def test_numbers_run_by_register_and_year_and_stay_with_cancelled_entries(
    cast: Cast, register: Register
) -> None:
    council = Register.objects.create(
        name="Sổ nghị quyết", direction=Direction.OUTGOING, has_year_in_number=True
    )
    first, second = (sign(draft(cast.contributor), cast.leader) for _ in range(2))
    first = issue(first, cast.clerk, register)
    first = step(first, "cancel", cast.clerk, note="Ghi nhầm")
    second = issue(second, cast.clerk, register)
    third = issue(
        sign(draft(cast.contributor), cast.leader), cast.clerk, council, notation="NQ-HĐND"
    )
    assert [first.code, second.code, third.code] == ["01/QĐ-UBND", "02/QĐ-UBND", "01/2026/NQ-HĐND"]
    assert missing_numbers(RegisterYear.objects.get(register=register)) == []


def test_numbers_follow_the_days(cast: Cast, register: Register) -> None:
    issue(sign(draft(cast.contributor), cast.leader), cast.clerk, register)
    earlier = sign(draft(cast.contributor), cast.leader, signed_on=date(2026, 7, 30))
    with pytest.raises(TransitionRefused, match="đã cấp số 1 ngày 31/07/2026"):
        issue(earlier, cast.clerk, register, issued_on=date(2026, 7, 30))
    with pytest.raises(TransitionRefused, match="chưa tới"):
        issue(earlier, cast.clerk, register, issued_on=date(2026, 8, 1))
    with pytest.raises(TransitionRefused, match="trước ngày ký"):
        issue(earlier, cast.clerk, register, issued_on=date(2026, 7, 29))
    earlier.refresh_from_db()
    assert (earlier.state, earlier.number, next_number(register, on=TODAY)) == ("signed", None, 2)


@pytest.mark.parametrize(
    ("today", "day", "is_given"),
    [
        (date(2026, 11, 30), date(2025, 12, 31), False),
        (date(2026, 2, 1), date(2025, 12, 31), False),
        (date(2026, 1, 31), date(2025, 12, 31), True),
        (date(2026, 1, 31), date(2024, 12, 31), False),
        (date(2026, 11, 30), date(2026, 1, 2), True),
    ],
)
def test_a_past_year_gives_no_number_after_january(
    register: Register, today: date, day: date, is_given: bool
) -> None:
    with time_machine.travel(day_start(today), tick=False):
        if is_given:
            assert take_number(register, on=day) == 1
        else:
            with pytest.raises(TransitionRefused, match=f"thuộc năm {day.year}"):
                take_number(register, on=day)
            assert not RegisterYear.objects.exists()


def test_the_first_number_is_set_until_one_is_taken(register: Register) -> None:
    set_first_number(register, 2026, 41)
    assert take_number(register, on=TODAY) == 41
    with pytest.raises(TransitionRefused, match="đã cấp số 41"):
        set_first_number(register, 2026, 1)
    assert take_number(register, on=date(2027, 1, 2)) == 1
    with pytest.raises(TransitionRefused):
        set_first_number(register, 2028, 0)
    assert missing_numbers(RegisterYear.objects.get(register=register, year=2026)) == [41]


def test_a_signed_file_is_kept_byte_for_byte_and_read_by_its_readers_alone(
    cast: Cast, register: Register
) -> None:
    document = draft(cast.contributor)
    content = PAPER.pdf()
    address = reverse("admin:outgoing_file_add", args=[document.pk])
    client = client_of(cast, "contributor")
    for posted in ({}, {"file": SimpleUploadedFile("a.pdf", content)}):
        client.post(address, posted)
    assert not attachments(document)
    client.post(address, {"file": SimpleUploadedFile("a.pdf", content), "is_not_classified": "on"})
    again = {"file": SimpleUploadedFile("b.pdf", content), "is_not_classified": "on"}
    page = client.post(address, again, follow=True).content.decode()
    assert "Tệp này đã có ở đây, tên “a.pdf”: không thêm lần nữa." in page
    [use] = attachments(document)
    served = client.get(use.file.url)
    assert hashlib.sha256(b"".join(served.streaming_content)).digest() == (
        hashlib.sha256(content).digest()
    )
    for role, status in (("clerk", 200), ("other_contributor", 404), ("announcer", 404)):
        assert client_of(cast, role).get(use.file.url).status_code == status
    gone = client_of(cast, "other_contributor").post(
        reverse("admin:outgoing_file_remove", args=[document.pk, use.pk])
    )
    assert gone.status_code == 404
    client.post(reverse("admin:outgoing_file_remove", args=[document.pk, use.pk]))
    assert not attachments(document)


def test_an_issued_document_goes_to_the_library_once(cast: Cast, register: Register) -> None:
    council = Authority.objects.create(
        name="Hội đồng nhân dân phường Bến Sen", level=Level.WARD, position=1
    )
    committee = ward_authority()
    document = draft(cast.contributor)
    attach_file(document, SimpleUploadedFile("thao.pdf", pdf_of("Bản thảo")), actor=cast.clerk)
    clerk = client_of(cast, "clerk")
    address = reverse("admin:outgoing_make_public", args=[document.pk])
    clerk.post(address)
    assert not PublicDocument.objects.exists()
    issued = issue(sign(document, cast.leader), cast.clerk, register)
    assert client_of(cast, "contributor").post(address).status_code == 404
    for _ in range(2):
        clerk.post(address)
    public = PublicDocument.objects.get()
    assert (public.code, public.subject, public.state, public.authority) == (
        issued.code,
        issued.subject,
        DocumentState.DRAFT,
        committee,
    )
    assert not public.files.exists()  # the draft before the number does not go out
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        for name in ("ky.pdf", "phu-luc.pdf"):
            attach_file(issued, SimpleUploadedFile(name, pdf_of(name)), actor=cast.clerk)
    assert [(str(file), file.role) for file in public.files.order_by("position")] == [
        ("ky.pdf", "signed"),
        ("phu-luc.pdf", "annex"),
    ]
    assert make_library_draft(issued, actor=cast.clerk) == public
    page = clerk.get(issued.address).content.decode()
    assert "Bản ở thư viện công khai (bản nháp)" in page and "Thêm tệp “ky.pdf”" in page
    resolution = issue(
        sign(draft(cast.contributor), cast.leader), cast.clerk, register, notation="NQ-HĐND"
    )
    assert make_library_draft(resolution, actor=cast.clerk).authority == council


def test_what_must_be_public_is_in_the_library_from_the_day_of_its_number(
    cast: Cast, register: Register
) -> None:
    told = draft(cast.contributor, goes_public=True)
    for document in (told, draft(cast.contributor)):
        issue(sign(document, cast.leader), cast.clerk, register)
    assert late_documents(cast.clerk) is None
    public = PublicDocument.objects.get()
    assert public.outgoing == told
    ward_authority()
    with time_machine.travel(datetime(2026, 8, 5, 3, 0), tick=False):
        assert (late_documents(cast.clerk) or {})["rows"] == [(public, date(2026, 8, 4))]


def test_the_unit_is_told_of_the_number_and_of_its_cancellation(
    cast: Cast, register: Register
) -> None:
    issued = issue(sign(draft(cast.contributor), cast.leader), cast.clerk, register)
    told = Notice.objects.filter(person=cast.contributor).order_by("-pk")
    first = told[0]
    assert (issued.code in first.text, first.url) == (True, issued.address)
    step(issued, "cancel", cast.clerk, note="Sai thẩm quyền")
    assert f"Số của văn bản “{issued}” đã bị hủy: Sai thẩm quyền" in told[0].text
    unsigned = draft(cast.contributor)
    step(unsigned, "cancel", cast.clerk, note="Lập nhầm")
    assert "Dự thảo “" in told[0].text and "Lập nhầm" in told[0].text


def test_clerks_are_told_of_a_change_after_the_draft_was_handed_in(cast: Cast) -> None:
    document = draft(cast.contributor)
    told = Notice.objects.filter(person=cast.clerk, event__contains=":changed:").order_by("pk")
    document.recipients = "Các tổ dân phố"
    store_outgoing(document, actor=cast.contributor)
    assert not told.exists()
    document = step(document, "submit", cast.contributor)
    document.recipients = "Các phòng"
    store_outgoing(document, actor=cast.contributor)
    attach_file(document, SimpleUploadedFile("nhap.pdf", pdf_of("Nháp")), actor=cast.contributor)
    assert [one.text.rpartition("sau khi gửi văn thư: ")[2] for one in told] == [
        "nơi nhận.",
        "thêm tệp “nhap.pdf”.",
    ]
    document.refresh_from_db()
    document.recipients = "Các hội"
    store_outgoing(document, actor=cast.clerk)
    assert told.count() == 2


def test_only_what_the_ward_issued_is_late(cast: Cast) -> None:
    police = Authority.objects.create(name="Công an thành phố", level=Level.SUPERIOR)
    own = make_document(cast.clerk, issued_on=date(2026, 7, 1))
    for authority in (police, None):
        make_document(cast.clerk, issued_on=date(2026, 7, 1), authority=authority)
    with time_machine.travel(datetime(2026, 8, 5, 3, 0), tick=False):
        rows = (late_documents(cast.clerk) or {})["rows"]
    assert [document for document, _ in rows] == [own]


def test_the_copy_of_a_cancelled_document_is_taken_off_the_portal(
    cast: Cast, register: Register
) -> None:
    document = issue(sign(draft(cast.contributor), cast.leader), cast.clerk, register)
    ward_authority()
    public = make_library_draft(document, actor=cast.clerk)
    address = reverse("admin:documents_publicdocument_change", args=[public.pk])
    cancelling = reverse(
        "admin:documents_outgoingdocument_transition", args=[document.pk, "cancel"]
    )
    clerk = client_of(cast, "clerk")
    assert "không đăng được nữa" in clerk.get(cancelling).content.decode()
    PublicDocument.objects.filter(pk=public.pk).update(covers_personal_data=True)
    publish(public, clerk=cast.clerk, approver=cast.approver)
    page = clerk.get(cancelling).content.decode()
    assert "đang công khai trên cổng" in page and f'href="{address}"' in page
    assert "Gỡ văn bản đã hủy khỏi cổng" not in waiting_kinds(cast.clerk)
    step(document, "cancel", cast.clerk, note="Sai thẩm quyền")
    assert "bản trên cổng vẫn công khai" in clerk.get(document.address).content.decode()
    [told] = [item for item in waits_for(cast.clerk, timezone.now()) if item.url == address]
    assert told.kind == "Gỡ văn bản đã hủy khỏi cổng"
    transition(public, "withdraw", cast.clerk, note="Đã hủy")
    assert "Gỡ văn bản đã hủy khỏi cổng" not in waiting_kinds(cast.clerk)


@pytest.mark.parametrize("submitted", [False, True])
def test_the_draft_of_a_cancelled_document_does_not_go_on(
    cast: Cast, register: Register, submitted: bool
) -> None:
    document = issue(sign(draft(cast.contributor), cast.leader), cast.clerk, register)
    ward_authority()
    public = make_library_draft(document, actor=cast.clerk)
    PublicDocument.objects.filter(pk=public.pk).update(covers_personal_data=True)
    attach(public, cast.clerk)
    if submitted:
        transition(public, "submit", cast.clerk, data=TICKS)
    step(document, "cancel", cast.clerk, note="Sai thẩm quyền")
    name, actor = ("publish", cast.approver) if submitted else ("submit", cast.clerk)
    with pytest.raises(TransitionRefused, match="đã hủy ở sổ văn bản đi"):
        transition(public, name, actor, data=TICKS)
    client = client_of(cast, "approver" if submitted else "clerk")
    address = reverse("admin:documents_publicdocument_change", args=[public.pk])
    page = client.get(address).text
    way_out = "xin trả lại, rồi bỏ bản nháp." if submitted else "xin bỏ bản nháp."
    assert f"đã hủy ở sổ văn bản đi nên không đăng được: {way_out}" in page
    assert ">Trình đăng…</" not in page and ">Trình đăng</button>" not in page
    step_page = client.get(f"{address[: -len('change/')]}buoc/{name}/").text
    assert "đã hủy ở sổ văn bản đi" in step_page
    assert "btn--primary" not in step_page and "accepts_" not in step_page
    with time_machine.travel(datetime(2026, 8, 20, 3, 0), tick=False):
        assert late_documents(cast.clerk) is None


def test_a_signed_file_is_read_in_its_draft_of_the_library(
    cast: Cast, register: Register, django_capture_on_commit_callbacks: Any
) -> None:
    issued = issue(
        sign(draft(cast.contributor, goes_public=True), cast.leader), cast.clerk, register
    )
    with (
        time_machine.travel(NOW + timedelta(hours=1), tick=False),
        django_capture_on_commit_callbacks(execute=True),
    ):
        attach_file(issued, SimpleUploadedFile("ky.pdf", pdf_of("Ký")), actor=cast.clerk)
    run_jobs()
    [file] = PublicDocument.objects.get().files.all()
    assert file.reading == ReadingState.READ and "thành lập Tổ công nghệ" in file.text


def test_a_notation_is_written_in_capitals(cast: Cast, register: Register) -> None:
    signed = sign(draft(cast.contributor, notation="ubnd - tcd"), cast.leader)
    assert signed.notation == "UBND-TCD"
    assert issue(signed, cast.clerk, register, notation="ttr-ubnd").code == "01/TTr-UBND"


@pytest.mark.parametrize(
    ("notation", "sentence"),
    [
        ("12/TB-UBND", "Xin chỉ ghi ký hiệu, như TB-UBND"),
        ("175-12/tb-ubnd", "Xin chỉ ghi ký hiệu"),
        ("UBND VX", "“UBND VX” có khoảng trắng"),
    ],
)
def test_no_number_is_spent_on_an_impossible_notation(
    cast: Cast, register: Register, client: Client, notation: str, sentence: str
) -> None:
    document = sign(draft(cast.contributor), cast.leader)
    with pytest.raises(TransitionRefused, match=sentence):
        issue(document, cast.clerk, register, notation=notation)
    assert next_number(register, on=TODAY) == 1
    client.force_login(cast.clerk)
    typed = {
        "type": document.type_id,
        "subject": "A",
        "unit": cast.contributor.unit_id,
        "copies": "1",
    }
    page = client.post(
        reverse("admin:documents_outgoingdocument_add"), typed | {"notation": notation}
    )
    assert sentence in page.content.decode()


def test_a_paper_without_recipients_gets_no_number(cast: Cast, register: Register) -> None:
    document = sign(draft(cast.contributor, recipients=" "), cast.leader)
    with pytest.raises(TransitionRefused, match="Chưa ghi nơi nhận"):
        issue(document, cast.clerk, register)
    assert next_number(register, on=TODAY) == 1


def test_a_unit_drafts_and_the_clerk_enters_the_dispatch(cast: Cast, register: Register) -> None:
    client = client_of(cast, "contributor")
    add = reverse("admin:documents_outgoingdocument_add")
    form = {
        "type": document_type().pk,
        "subject": "Báo cáo tháng 7",
        "unit": cast.contributor.unit_id,
        "urgency": "0",
        "recipients": "UBND thành phố",
    }
    refused = client.post(add, form | {"unit": cast.other_contributor.unit_id})
    assert refused.status_code == 200 and not OutgoingDocument.objects.exists()
    assert client.post(add, form).status_code == 302
    document = OutgoingDocument.objects.get()
    sign(document, cast.leader)
    document.refresh_from_db()
    assert client.post(document.address, form | {"subject": "Khác"}).status_code == 409
    dispatch = {
        "seen_version": document.version,
        "recipients": "UBND thành phố; lưu VT",
        "copies": "3",
        "sent_on": "2026-08-05",
    }
    clerk = client_of(cast, "clerk")
    assert "chưa tới" in clerk.post(document.address, dispatch).content.decode()
    assert clerk.post(document.address, dispatch | {"sent_on": "2026-07-31"}).status_code == 302
    document.refresh_from_db()
    assert (document.subject, document.copies, document.sent_on) == ("Báo cáo tháng 7", 3, TODAY)


@pytest.mark.parametrize("rows", [1, 30])
def test_the_queries_do_not_grow(cast: Cast, register: Register, rows: int) -> None:
    for _ in range(rows):
        issue(sign(draft(cast.contributor), cast.leader), cast.clerk, register)
    client = client_of(cast, "clerk")
    first = OutgoingDocument.objects.earliest("pk")
    counts = []
    for address in (reverse("admin:documents_outgoingdocument_changelist"), first.address):
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        counts.append(len(asked))
    assert counts == [8, 10]


def test_a_number_is_found_in_any_spelling(cast: Cast, register: Register) -> None:
    issued = issue(sign(draft(cast.contributor), cast.leader), cast.clerk, register)
    clerk = client_of(cast, "clerk")
    address = reverse("admin:documents_outgoingdocument_changelist")
    for typed, is_found in (
        ("1 qd ubnd", True),
        ("01/QĐ-UBND", True),
        ("2/QĐ", False),
        ("thanh lap", True),
        ("01/QĐ-UBND ngày 31/07/2026", True),
        ("số 01/QĐ-UBND ngày 31 tháng 7 năm 2026", True),
        ("Quyết định số 01/QĐ-UBND", True),
        ("QĐ 01", True),
        ("KH 01", False),
        ("01/2026/QĐ-UBND", True),
        ("01/2025/QĐ-UBND", False),
    ):
        page = clerk.get(address, {"q": typed}).content.decode()
        assert (issued.subject in page) is is_found, typed
    assert issued.state == OutgoingState.ISSUED
