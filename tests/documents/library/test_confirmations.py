"""What is confirmed before a document goes on: a citizen's number, the same number twice."""

from __future__ import annotations

from datetime import date, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.workflow.engine import TransitionRefused
from documents.models import PublicDocument
from documents.states import DocumentState, FileRole
from organization.models import Ward
from tests.support.cast import Cast
from tests.support.documents import PAPER, TICKS, attach, make_document, publish, transition
from tests.support.files import EXCEL, office
from tests.support.scanned_papers import OfficePaper

pytestmark = pytest.mark.django_db

NUMBER = "079085001234"
BODY = (f"Cấp cho ông Trần Văn Bé, CCCD {NUMBER},", "ngụ số 12 đường Lê Lợi.")
TICK = {"accepts_identity_numbers": "on"}


@pytest.fixture
def document(cast: Cast) -> PublicDocument:
    draft = make_document(cast.clerk)
    attach(draft, cast.clerk, content=OfficePaper(**vars(PAPER) | {"body": BODY}).pdf())
    return draft


def step_url(document: PublicDocument, name: str) -> str:
    return reverse("admin:documents_publicdocument_transition", args=[document.pk, name])


def test_a_number_of_an_identity_card_is_confirmed_at_both_steps(
    document: PublicDocument, cast: Cast, client: Client
) -> None:
    for name, actor in (("submit", cast.clerk), ("publish", cast.approver)):
        with pytest.raises(TransitionRefused, match=NUMBER):
            transition(document, name, actor)
        client.force_login(actor)
        document.refresh_from_db()
        refused = client.post(step_url(document, name), {"version": document.version})
        assert refused.status_code == 409
        page = client.get(step_url(document, name)).content.decode()
        assert 'name="accepts_identity_numbers"' in page
        assert NUMBER in page
        client.post(step_url(document, name), TICK | {"version": document.version})
    document.refresh_from_db()
    assert document.state == DocumentState.PUBLISHED


def test_accounts_and_private_phones_are_confirmed_at_both_steps(
    cast: Cast, client: Client
) -> None:
    Ward.objects.update_or_create(pk=1, defaults={"phone": "0909 111 222"})
    draft = make_document(cast.clerk)
    body = (
        "Chi cho ông Trần Văn Bé, tài khoản 19034567890123,",
        "điện thoại 0912 345 678; hỏi thêm: 0909 111 222.",
    )
    attach(draft, cast.clerk, content=OfficePaper(**vars(PAPER) | {"body": body}).pdf())
    for name, actor in (("submit", cast.clerk), ("publish", cast.approver)):
        client.force_login(actor)
        draft.refresh_from_db()
        page = client.get(step_url(draft, name)).text
        assert 'name="accepts_accounts"' in page and "số tài khoản: “19034567890123”" in page
        assert "số điện thoại di động: “0912 345 678”." in page  # not the ward's own
        transition(draft, name, actor, data={"accepts_accounts": "on", "accepts_phones": "on"})
    draft.refresh_from_db()
    assert "tài khoản [số đã che]" in draft.search_text
    assert "19034567890123" not in client.get(draft.get_absolute_url()).text


def test_several_are_not_published_together_without_the_tick(
    document: PublicDocument, cast: Cast, client: Client
) -> None:
    submitted = transition(document, "submit", cast.clerk, data=TICK)
    client.force_login(cast.approver)
    posted = {"van-ban": document.pk, f"version-{document.pk}": submitted.version}
    client.post(reverse("admin:documents_publicdocument_publish_many"), posted)
    document.refresh_from_db()
    assert document.state == DocumentState.IN_REVIEW


def test_the_public_text_has_no_number_of_an_identity_card(
    document: PublicDocument, cast: Cast, client: Client
) -> None:
    publish(document, clerk=cast.clerk, approver=cast.approver)
    page = client.get(document.get_absolute_url()).content.decode()
    assert NUMBER not in page
    assert "CCCD [số đã che]" in page
    document.refresh_from_db()
    assert NUMBER not in document.search_text
    found = client.get(reverse("search"), {"q": NUMBER}).content.decode()
    assert "Trần Văn Bé" not in found


@pytest.mark.parametrize(
    ("subject", "is_refused"),
    [
        ("Cấp cho ông Trần Văn Bé, CCCD 001 085 012 345", True),
        ("Cấp cho ông Trần Văn Bé, số định danh cá nhân: 001085012345", True),
        ("Về thẻ CĂN CƯỚC số 0010.8501.2345 bị mất", True),
        ("Về giấy chứng minh nhân dân 012345678 bị mất", True),
        ("Kinh phí cấp căn cước 120 000 000 000 đồng", False),
        ("Đường dây nóng cấp căn cước 0912 345 678", False),
        ("Nộp vào tài khoản 001085012345", False),
    ],
)
def test_the_subject_has_no_number_of_an_identity_card(
    cast: Cast, client: Client, subject: str, is_refused: bool
) -> None:
    document = make_document(cast.clerk, subject=subject)
    attach(document, cast.clerk)
    client.force_login(cast.clerk)
    page = client.get(reverse("admin:documents_publicdocument_change", args=[document.pk]))
    assert ("xin bỏ số ấy khỏi trích yếu" in page.content.decode()) is is_refused
    if is_refused:
        with pytest.raises(TransitionRefused, match="Trích yếu có số căn cước"):
            transition(document, "submit", cast.clerk, data=TICK)
        PublicDocument.objects.filter(pk=document.pk).update(state=DocumentState.IN_REVIEW)
        document.refresh_from_db()
        with pytest.raises(TransitionRefused, match="Trích yếu có số căn cước"):
            transition(document, "publish", cast.approver, data=TICK)
    else:
        # Numbers of accounts and telephones are asked about.
        assert transition(document, "submit", cast.clerk, data=TICKS).state == "in_review"


def test_withdrawal_clears_the_tick_of_covered_data(document: PublicDocument, cast: Cast) -> None:
    publish(document, clerk=cast.clerk, approver=cast.approver)
    withdrawn = transition(document, "withdraw", cast.clerk, note="Lộ số căn cước")
    assert not withdrawn.covers_personal_data


DELETED = '<w:del w:id="1"><w:r><w:delText>Căn cước 001165098765</w:delText></w:r></w:del>'


def test_a_file_with_what_it_does_not_show_is_confirmed_at_both_steps(
    cast: Cast, client: Client
) -> None:
    document = make_document(cast.clerk)
    annex = office(more={"word/document.xml": DELETED})
    attach(document, cast.clerk, content=annex, name="phu-luc.docx", role=FileRole.ANNEX)
    client.force_login(cast.clerk)
    page = client.get(reverse("admin:documents_publicdocument_change", args=[document.pk]))
    assert "“phu-luc.docx” có chỗ sửa chưa chấp nhận" in page.content.decode()
    for name, actor in (("submit", cast.clerk), ("publish", cast.approver)):
        with pytest.raises(TransitionRefused, match="chỗ sửa chưa chấp nhận"):
            transition(document, name, actor)
        client.force_login(actor)
        assert 'name="accepts_unseen"' in client.get(step_url(document, name)).content.decode()
        transition(document, name, actor, data={"accepts_unseen": "on"})
    document.refresh_from_db()
    assert document.state == DocumentState.PUBLISHED


def test_numbers_where_no_text_is_read_are_confirmed_with_the_file(cast: Cast) -> None:
    document = make_document(cast.clerk)
    cell = '<worksheet><row r="1"><c r="A1"><v>179085001234</v></c></row></worksheet>'
    sheet = office(EXCEL, "xl/workbook.xml", {"xl/worksheets/sheet1.xml": cell})
    attach(document, cast.clerk, content=sheet, name="phu-luc.xlsx", role=FileRole.ANNEX)
    attach(document, cast.clerk, content=OfficePaper(**vars(PAPER) | {"body": BODY}).pdf())
    with pytest.raises(TransitionRefused, match="như “179085001234”") as refused:
        transition(document, "submit", cast.clerk)
    assert len(refused.value.reasons) == 2  # the number in the PDF is asked about by itself
    ticks = TICK | {"accepts_unseen": "on"}
    assert transition(document, "submit", cast.clerk, data=ticks).state == DocumentState.IN_REVIEW


def test_what_an_internal_file_does_not_show_is_not_asked_about(cast: Cast) -> None:
    document = make_document(cast.clerk)
    attach(document, cast.clerk, content=office(more={"word/document.xml": DELETED}), name="a.docx")
    attach(document, cast.clerk, name="da-che.pdf", role=FileRole.COVERED)
    assert transition(document, "submit", cast.clerk).state == DocumentState.IN_REVIEW


def test_the_file_of_another_document_is_confirmed_at_both_steps(
    cast: Cast, client: Client
) -> None:
    document = make_document(cast.clerk, number="61", notation="qđ-ubnd", subject="Về cây xanh")
    other = {"agency": ("SỞ NỘI VỤ",), "number": "Số: 77/QĐ-SNV"}
    wrong = OfficePaper(**vars(PAPER) | other).pdf()
    attach(document, cast.clerk, content=wrong, name="61.pdf")
    sentence = (
        "Trong tệp “61.pdf”, máy đọc được: số 77/QĐ-SNV, ở đây ghi 61/QĐ-UBND; cơ quan SỞ NỘI VỤ,"
        " ở đây ghi Ủy ban nhân dân phường Bến Sen."
    )
    for name, actor in (("submit", cast.clerk), ("publish", cast.approver)):
        with pytest.raises(TransitionRefused, match=sentence):
            transition(document, name, actor)
        client.force_login(actor)
        page = client.get(step_url(document, name)).content.decode()
        assert 'name="accepts_other_number"' in page and sentence in page
        transition(document, name, actor, data={"accepts_other_number": "on"})


def test_another_spelling_of_the_number_or_an_annex_is_not_asked_about(cast: Cast) -> None:
    document = make_document(cast.clerk, notation="qđ-ubnd")
    attach(document, cast.clerk)
    annex = OfficePaper(**vars(PAPER) | {"number": "Số: 77/QĐ-UBND"}).pdf()
    attach(document, cast.clerk, content=annex, name="phu-luc.pdf", role=FileRole.ANNEX)
    assert transition(document, "submit", cast.clerk).state == DocumentState.IN_REVIEW


def test_the_same_number_twice_is_confirmed(cast: Cast) -> None:
    publish(make_document(cast.clerk), clerk=cast.clerk, approver=cast.approver)
    again = make_document(cast.clerk, subject="Văn bản trùng số")
    attach(again, cast.clerk, name="lai.pdf")
    with pytest.raises(TransitionRefused, match="cùng số, ký hiệu"):
        transition(again, "submit", cast.clerk)
    data = {"accepts_duplicate": "on"}
    transition(again, "submit", cast.clerk, data=data)
    with pytest.raises(TransitionRefused, match="cùng số, ký hiệu"):
        transition(again, "publish", cast.approver)
    assert transition(again, "publish", cast.approver, data=data).state == "published"


def test_the_same_number_in_a_year_is_confirmed_whatever_the_day(cast: Cast) -> None:
    other = make_document(cast.clerk, issued_on=date(2026, 11, 26))
    again = make_document(cast.clerk, issued_on=date(2026, 10, 15), subject="Văn bản trùng số")
    attach(again, cast.clerk)
    sentence = "cùng số, ký hiệu, cơ quan trong năm 2026, ghi ngày 26/11/2026"
    with pytest.raises(TransitionRefused, match=sentence):
        transition(again, "submit", cast.clerk)
    PublicDocument.objects.filter(pk=other.pk).update(issued_on=date(2025, 11, 26))
    assert transition(again, "submit", cast.clerk).state == DocumentState.IN_REVIEW


def test_a_document_with_a_day_to_come_does_not_go_on(cast: Cast) -> None:
    day = timezone.localdate() + timedelta(days=1)
    document = make_document(cast.clerk, issued_on=day)
    attach(document, cast.clerk)
    sentence = f"Ngày ban hành {day:%d/%m/%Y} chưa tới"
    with pytest.raises(TransitionRefused, match=sentence):
        transition(document, "submit", cast.clerk)
    PublicDocument.objects.filter(pk=document.pk).update(state=DocumentState.IN_REVIEW)
    document.refresh_from_db()
    with pytest.raises(TransitionRefused, match=sentence):
        transition(document, "publish", cast.approver)


def test_a_document_without_questions_goes_on_at_once(cast: Cast, client: Client) -> None:
    document = make_document(cast.clerk)
    attach(document, cast.clerk)
    client.force_login(cast.clerk)
    document.refresh_from_db()
    page = client.get(reverse("admin:documents_publicdocument_change", args=[document.pk]))
    [has_page] = [has for option, _, has in page.context["options"] if option.label == "Trình đăng"]
    assert not has_page


def test_texts_stored_before_are_masked(document: PublicDocument) -> None:
    PublicDocument.objects.filter(pk=document.pk).update(search_text=f"CCCD {NUMBER}")
    import_module("documents.migrations.0004_mask_identity_numbers").mask_search_texts(apps, None)
    document.refresh_from_db()
    assert document.search_text == "CCCD [số đã che]"
    PublicDocument.objects.filter(pk=document.pk).update(search_text="Số tài khoản 19034567890123")
    import_module("documents.migrations.0008_mask_account_numbers").mask_search_texts(apps, None)
    document.refresh_from_db()
    assert document.search_text == "Số tài khoản [số đã che]"
