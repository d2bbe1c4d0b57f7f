"""The library: reading fills drafts, four eyes publish, residents find every document."""

from __future__ import annotations

import hashlib
import re
import threading
from contextlib import closing
from datetime import date, timedelta
from typing import Any
from unittest.mock import patch
from urllib.parse import quote

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from pytest_django import DjangoAssertNumQueries

from core.dates import day_end
from core.files import storage
from core.files.uploads import InvalidUpload
from core.models import StoredFile
from core.workflow.engine import TransitionRefused, log_of
from documents.guards import document_problems
from documents.library.dashboard import waiting_documents
from documents.library.filters import DocumentFilters
from documents.library.search_source import SOURCE
from documents.models import DocumentArticle, DocumentFile, PublicDocument
from documents.states import DocumentState, Level, ReadingState, Validity, ValidityToday
from organization.models import Notice, Topic, User
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
from tests.support.files import office
from tests.support.scanned_papers import OfficePaper

pytestmark = pytest.mark.django_db


def test_reading_fills_an_empty_draft(cast: Cast) -> None:
    ward_authority(), document_type()
    document = PublicDocument()
    document.save()
    attach(document, cast.clerk)
    document.refresh_from_db()
    assert (document.code, document.issued_on, document.subject) == (
        "15/QĐ-UBND",
        date(2026, 1, 5),
        "Về việc thành lập Tổ công nghệ số cộng đồng",
    )
    assert (document.type, document.authority) == (document_type(), ward_authority())
    assert (document.signer, document.code_key) == ("Kiều Thị Minh Tâm", "15 qd ubnd")
    # What a person wrote stays.
    written = make_document(cast.clerk, subject="Của văn thư")
    attach(written, cast.clerk)
    written.refresh_from_db()
    assert written.subject == "Của văn thư"


def test_who_stored_or_uploaded_does_not_publish(cast: Cast) -> None:
    document = make_document(cast.clerk)
    attach(document, cast.clerk)
    transition(document, "submit", cast.clerk)
    with pytest.raises(TransitionRefused, match=r"quyền|không"):
        transition(document, "publish", cast.clerk)
    document.files.get().file.uploader = cast.approver
    StoredFile.objects.update(uploader=cast.approver)
    with pytest.raises(TransitionRefused, match="cần một người khác đăng"):
        transition(document, "publish", cast.approver)
    assert transition(document, "publish", cast.leader).state == DocumentState.PUBLISHED


def test_what_a_document_lacks_is_named(cast: Cast) -> None:
    document = PublicDocument()
    document.save()
    assert document_problems(document) == [
        "Chưa ghi loại văn bản.",
        "Chưa ghi cơ quan ban hành.",
        "Chưa ghi ngày ban hành.",
        "Chưa ghi trích yếu.",
        "Chưa đánh dấu “đã che dữ liệu cá nhân”.",
        "Chưa có tệp nào để công khai.",
    ]
    complete = make_document(cast.clerk)
    file = attach(complete, cast.clerk, is_read=False)
    assert "đang được đọc chữ" in document_problems(complete)[0]
    DocumentFile.objects.filter(pk=file.pk).update(
        reading=ReadingState.READ, hidden=["CCCD 012345678901"]
    )
    assert "Dưới ô đen" in document_problems(complete)[0]
    with pytest.raises(TransitionRefused, match="Dưới ô đen"):
        transition(complete, "submit", cast.clerk)


def test_a_number_is_one(cast: Cast) -> None:
    assert make_document(cast.clerk, number="1.234").number == "1234"
    assert make_document(cast.clerk, number="1 234").number == "1234"
    for odd in ("abc", "12345678901"):
        document = make_document(cast.clerk, number=odd)
        assert f"Số “{odd}” không đúng dạng số văn bản" in document_problems(document)[0]
    with pytest.raises(ValidationError, match="Năm trong số phải từ 1945"):
        make_document(cast.clerk, number_year=32767)


def test_a_document_has_the_same_bytes_once(cast: Cast) -> None:
    document = make_document(cast.clerk)
    content = PAPER.pdf()
    attach(document, cast.clerk, content=content)
    with pytest.raises(InvalidUpload, match="Tệp này đã có ở đây"):
        attach(document, cast.clerk, content=content, name="b.pdf")
    assert document.files.count() == 1


def test_a_covered_copy_keeps_the_original_inside(cast: Cast, client: Client) -> None:
    document = make_document(cast.clerk)
    original = attach(document, cast.clerk)
    content = PAPER.pdf()
    covered = attach(document, cast.clerk, content=content, name="che.pdf", role="covered")
    publish(document, clerk=cast.clerk, approver=cast.approver)
    original.refresh_from_db()
    assert (original.is_public, covered.is_public) == (False, True)
    assert client.get(original.file.url).status_code == 404
    answer = client.get(covered.file.url)
    served = b"".join(answer.streaming_content) if answer.streaming else answer.content
    # Byte for byte as it came.
    assert hashlib.sha256(served).hexdigest() == covered.file.sha256
    assert hashlib.sha256(content).hexdigest() == covered.file.sha256
    page = client.get(document.get_absolute_url()).content.decode()
    assert "Bản đã che" in page
    assert original.file.url not in page
    client.force_login(cast.clerk)
    assert client.get(original.file.url).status_code == 200


def test_files_follow_their_document(cast: Cast, client: Client) -> None:
    document = make_document(cast.clerk)
    file = attach(document, cast.clerk)
    assert client.get(file.file.url).status_code == 404
    publish(document, clerk=cast.clerk, approver=cast.approver)
    assert client.get(file.file.url).status_code == 200
    transition(document, "withdraw", cast.clerk, note="Sai số")
    assert client.get(file.file.url).status_code == 404
    assert client.get(document.get_absolute_url()).status_code == 410


def test_the_address_of_a_withdrawn_document_says_so(cast: Cast, client: Client) -> None:
    document = publish(make_document(cast.clerk), clerk=cast.clerk, approver=cast.approver)
    address = document.get_absolute_url()
    transition(document, "withdraw", cast.clerk, note="Sai số")
    with patch("documents.library.views.redirect_cut_off") as cut_off:
        answer = client.get(address)
    cut_off.assert_not_called()
    page = answer.content.decode()
    assert answer.status_code == 410 and "Văn bản này đã được gỡ khỏi trang" in page
    assert document.subject not in page and "Sai số" not in page
    PublicDocument.objects.filter(pk=document.pk).update(covers_personal_data=True)
    document.refresh_from_db()
    transition(document, "submit", cast.clerk)
    transition(document, "publish", cast.approver)
    assert client.get(address).status_code == 200
    never = make_document(cast.clerk, number="77")
    assert client.get(never.get_absolute_url()).status_code == 404


def test_a_stamped_file_is_deleted_whole(cast: Cast) -> None:
    secret = OfficePaper(**vars(PAPER) | {"urgency": "TUYỆT MẬT", "title": ("Việc kín",)})
    document = PublicDocument()
    document.save()
    file = attach(document, cast.clerk, content=secret.pdf(), is_read=False)
    path = storage.path_of(file.file)
    assert path.exists()
    from documents.jobs import read_file

    read_file.call(file.pk)
    assert not DocumentFile.objects.exists()
    assert not PublicDocument.objects.exists()
    assert not StoredFile.objects.exists()
    notices = Notice.objects.filter(text__contains="chỉ độ mật")
    assert {notice.person for notice in notices} >= {cast.clerk, cast.it_officer}
    assert not any("kín" in notice.text for notice in notices)


@pytest.mark.parametrize(
    "typed",
    [
        "15/QĐ-UBND",
        "15/qd-ubnd",
        "số 15/QĐ-UBND",
        "15 qd ubnd",
        "015/QĐ-UBND",
        "xung kích",
        "15/2026/QĐ-UBND",
        "QĐ 15/2026",
        "15/QĐ-UBND ngày 05/01/2026",
        "QD15/2026",
        "QĐ15",
        "01/2026",
        "tháng 1/2026",
        "thang 1 nam 2026",
        "15/2026",
    ],
)
def test_residents_find_it(cast: Cast, client: Client, typed: str) -> None:
    found = publish(make_document(cast.clerk), clerk=cast.clerk, approver=cast.approver)
    other = make_document(
        cast.clerk, number="16", subject="Khen thưởng", issued_on=date(2026, 2, 1)
    )
    changed = {"number": "Số: 16/QĐ-UBND", "body": ("Khen.",)}
    attach(other, cast.clerk, content=OfficePaper(**vars(PAPER) | changed).pdf())
    publish(other, clerk=cast.clerk, approver=cast.approver)
    in_list_alone = (
        *("015/QĐ-UBND", "QĐ 15/2026", "15/QĐ-UBND ngày 05/01/2026"),
        *("01/2026", "tháng 1/2026", "thang 1 nam 2026", "15/2026"),
    )
    for address in ("documents",) if typed in in_list_alone else ("documents", "search"):
        page = client.get(reverse(address), {"q": typed}).content.decode()
        assert found.get_absolute_url() in page, address
    listed = client.get(reverse("documents"), {"q": typed}).content.decode()
    assert other.get_absolute_url() not in listed


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("12/2026", ["December", "number", "normative"]),
        ("12 - 2026", ["December", "number", "normative"]),
        ("tháng 12/2026", ["December"]),
        ("Tháng 12 năm 2026", ["December"]),
        ("thang 12 2026", ["December"]),
        ("120/2027", ["January"]),
        *((typed, []) for typed in ("02/2026", "tháng 13/2026", "0/2026", "1/12/2026")),
    ],
)
def test_a_month_or_the_number_of_a_year(cast: Cast, typed: str, found: list[str]) -> None:
    for subject, facts in (
        ("December", {"number": "1", "issued_on": date(2026, 12, 31)}),
        ("January", {"number": "120", "issued_on": date(2027, 1, 1)}),
        ("number", {"number": "12", "issued_on": date(2026, 3, 5)}),
        ("normative", {"number": "12", "number_year": 2026, "issued_on": date(2026, 3, 4)}),
        ("another year", {"number": "12", "issued_on": date(2025, 3, 5)}),
    ):
        make_document(cast.clerk, subject=subject, **facts)
    documents = DocumentFilters(query=typed).apply(PublicDocument.objects.for_list())
    assert [document.subject for document in documents] == found


@pytest.mark.parametrize("typed", ["13/QĐ", "nha van hoaa", 'a "b" & c'])
def test_an_empty_list_leads_to_the_search_of_the_portal(
    db: None, client: Client, typed: str
) -> None:
    page = client.get(reverse("documents"), {"q": typed, "nam": "2026"}).content.decode()
    address = f"{reverse('search')}?q={quote(typed, safe='')}"
    assert f'<a href="{address}">Tìm “{escape(typed)}” trong cả cổng</a>' in page
    assert "trong cả cổng" not in client.get(reverse("documents"), {"nam": "1999"}).content.decode()


def test_filters_of_the_list(cast: Cast, client: Client) -> None:
    superior = ward_authority()
    superior.pk, superior.name, superior.level = None, "Sở Y tế", Level.SUPERIOR
    superior.save()
    notice = document_type("Thông báo", "TB")
    decision = publish(make_document(cast.clerk), clerk=cast.clerk, approver=cast.approver)
    expired = publish(
        make_document(
            cast.clerk,
            type=notice,
            number="3",
            notation="TB-SYT",
            authority=superior,
            issued_on=date(2025, 3, 1),
            validity=Validity.EXPIRED,
        ),
        clerk=cast.clerk,
        approver=cast.approver,
    )
    for query, shown in (
        ({}, [decision, expired]),
        ({"loai": notice.pk}, [expired]),
        ({"nam": "2026"}, [decision]),
        ({"co-quan": superior.pk}, [expired]),
        ({"hieu-luc": "expired"}, [expired]),
        ({"hieu-luc": "expired", "nam": "2026"}, []),
        ({"loai": "x", "nam": "-1", "hieu-luc": "gì"}, [decision, expired]),
        ({"nam": "0"}, [decision, expired]),
        ({"q": "-"}, []),
    ):
        page = client.get(reverse("documents"), query).content.decode()
        for document in (decision, expired):
            assert (document.get_absolute_url() in page) == (document in shown), query
    page = client.get(reverse("documents")).content.decode()
    assert "Văn bản cấp trên" in page
    assert client.get(reverse("documents"), {"trang": "2"}).status_code == 404


def test_a_document_ends_with_its_last_day_everywhere(cast: Cast, client: Client) -> None:
    document = publish(
        make_document(
            cast.clerk, issued_on=date(2026, 1, 5), expires_on=timezone.localdate() + timedelta(1)
        ),
        clerk=cast.clerk,
        approver=cast.approver,
    )
    day = timezone.localdate()
    for days, label, force, hit_note in (
        (0, "Còn hiệu lực", "InForce", ""),
        (1, "Hết hiệu lực", "NotInForce", "Hết hiệu lực"),
    ):
        with time_machine.travel(day_end(day + timedelta(days)) - timedelta(1 / 1440), tick=False):
            page = client.get(document.get_absolute_url()).content.decode()
            row = client.get(reverse("documents")).content.decode()
            listed = {
                validity: document.get_absolute_url()
                in client.get(reverse("documents"), {"hieu-luc": validity}).content.decode()
                for validity in Validity.values
            }
            hit = SOURCE.hit(SOURCE.listed(PublicDocument.objects.all()).get())
        assert f"<dd>{label}</dd>" in page
        assert f"https://schema.org/{force}" in page
        assert ("document-mark--over" in row) == bool(days)
        assert [name for name, is_there in listed.items() if is_there] == [
            "expired" if days else "in_effect"
        ]
        assert hit.note == hit_note


@pytest.mark.parametrize(
    ("facts", "listed", "mark"),
    [
        ({}, ["in_effect"], ""),
        ({"effective_on": 0, "expires_on": 1}, ["in_effect"], ""),
        ({"effective_on": 1}, ["pending"], "Có hiệu lực từ {:%d/%m/%Y}"),
        ({"effective_on": 1, "expires_on": 9}, ["pending"], "Có hiệu lực từ {:%d/%m/%Y}"),
        ({"expires_on": 0}, ["expired"], "Hết hiệu lực"),
        ({"validity": "expired", "effective_on": 1}, ["expired"], "Hết hiệu lực"),
        ({"validity": "amended"}, ["in_effect", "amended"], "Được sửa đổi, bổ sung"),
        ({"validity": "amended", "effective_on": 1}, ["pending"], "Có hiệu lực từ {:%d/%m/%Y}"),
        ({"validity": "amended", "expires_on": 0}, ["expired"], "Hết hiệu lực"),
        ({"validity": "replaced", "effective_on": 1}, ["replaced"], "Bị thay thế"),
    ],
)
def test_lists_pages_and_search_say_what_is_valid_today(
    cast: Cast, client: Client, published: Any, facts: dict[str, Any], listed: list[str], mark: str
) -> None:
    today = timezone.localdate()
    document = publish(make_document(cast.clerk), clerk=cast.clerk, approver=cast.approver)
    days = {n: today + timedelta(v) if isinstance(v, int) else v for n, v in facts.items()}
    PublicDocument.objects.filter(pk=document.pk).update(**days)
    DocumentArticle.objects.create(document=document, article_id=published.pk)
    document.refresh_from_db()
    address, mark = document.get_absolute_url(), mark.format(today + timedelta(1))

    def shown(path: str, **query: str) -> str:
        return client.get(path, query).content.decode()

    of_validity = {v: shown(reverse("documents"), **{"hieu-luc": v}) for v in ValidityToday.values}
    found = [validity for validity, page in of_validity.items() if address in page]
    assert (found, document.validity_note) == (listed, mark)
    assert found[-1] == document.current_validity
    assert f"<dd>{mark or 'Còn hiệu lực'}</dd>" in shown(address)
    assert (f'<p class="document__notice">{mark}.</p>' in shown(address)) == bool(mark)
    for page in (
        shown(reverse("documents")),
        shown(reverse("search"), q="Tổ công nghệ số cộng đồng"),
        shown(published.get_absolute_url()),
        shown(reverse("document_feed")),
    ):
        assert address in page and mark in page
    [entry] = re.findall("<item>.*?</item>", shown(reverse("document_feed")), re.DOTALL)
    of_entry = [re.search(f"<{n}>(.*?)</{n}>", entry) for n in ("title", "description")]
    assert all(found and f"({mark})" in found[1] for found in of_entry) or not mark
    [item] = client.get("/du-lieu/van-ban.json").json()["items"]
    assert item["validity"] == document.current_validity


def test_pages_keep_their_filters(cast: Cast, client: Client) -> None:
    kind = document_type()
    PublicDocument.objects.bulk_create(
        PublicDocument(
            type=kind,
            authority=ward_authority(),
            number=str(number),
            subject=f"Việc {number}",
            issued_on=date(2026, 1, 1) + timedelta(days=number),
            state=DocumentState.PUBLISHED,
            published_at=timezone.now(),
        )
        for number in range(45)
    )
    url = reverse("documents")
    seen = []
    query = f"?loai={kind.pk}"
    for _ in range(3):
        page = client.get(f"{url}{query}")
        seen += [document.subject for document in page.context["page_obj"]]
        query = page.context["page_obj"].next_address
        assert f"loai={kind.pk}&" in query or not query
    assert seen == [f"Việc {number}" for number in range(44, -1, -1)]


def test_one_and_many_rows_take_equal_queries(
    cast: Cast, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    document = publish(make_document(cast.clerk), clerk=cast.clerk, approver=cast.approver)
    counts: list[Any] = []
    from django.test.utils import CaptureQueriesContext

    for number in (1, 4):
        for extra in range(number - 1):
            publish(
                make_document(cast.clerk, number=str(20 + extra), replaced_by=document),
                clerk=cast.clerk,
                approver=cast.approver,
            )
        client.get(reverse("documents"))
        with CaptureQueriesContext(
            connection,
        ) as listed:
            client.get(reverse("documents"), {"nam": "2026", "x": number})
        with CaptureQueriesContext(connection) as shown:
            client.get(f"{document.get_absolute_url()}?x={number}")
        counts.append((len(listed), len(shown)))
    assert counts[0] == counts[1]


def test_a_replaced_document_links_both_ways(cast: Cast, client: Client) -> None:
    new = publish(make_document(cast.clerk, number="16"), clerk=cast.clerk, approver=cast.approver)
    old = publish(
        make_document(cast.clerk, validity=Validity.REPLACED, replaced_by=new),
        clerk=cast.clerk,
        approver=cast.approver,
    )
    page = client.get(old.get_absolute_url()).content.decode()
    assert new.get_absolute_url() in page
    assert "Bị thay thế" in page
    assert old.get_absolute_url() in client.get(new.get_absolute_url()).content.decode()
    wrong = f"/van-ban/khac-{old.pk}/"
    assert client.get(wrong).status_code == 301
    assert client.get(f"/van-ban/khac-{old.pk + 999}/").status_code == 404


def test_an_address_cut_off_after_the_number_of_a_document(cast: Cast, client: Client) -> None:
    withdrawn = transition(published_under("91", cast), "withdraw", cast.clerk, note="Sửa")
    for number in ("852", "997741"):
        address = published_under(number, cast).get_absolute_url()
        answer = client.get(f"/van-ban/quyet-dinh-so-{number}/")
        assert (answer.status_code, answer["Location"]) == (302, address)
        assert client.get(f"/van-ban/quyet-dinh-so-{number[:-1]}/").status_code == 404
    cut_off = f"/van-ban/quyet-dinh-so-{withdrawn.pk:02}/"
    assert client.get(cut_off).status_code == 410
    address = published_under(str(withdrawn.pk), cast).get_absolute_url()
    answer = client.get(cut_off)
    assert (answer.status_code, answer["Location"]) == (302, address)


def test_articles_and_documents_name_each_other(cast: Cast, client: Client, published: Any) -> None:
    document = publish(make_document(cast.clerk), clerk=cast.clerk, approver=cast.approver)
    DocumentArticle.objects.create(document=document, article_id=published.pk)
    assert published.title in client.get(document.get_absolute_url()).content.decode()
    assert document.get_absolute_url() in client.get(published.get_absolute_url()).content.decode()


def test_feed_site_map_and_metadata(cast: Cast, client: Client) -> None:
    document = publish(make_document(cast.clerk), clerk=cast.clerk, approver=cast.approver)
    feed = client.get(reverse("document_feed")).content.decode()
    assert "Quyết định số 15/QĐ-UBND" in feed
    assert document.get_absolute_url() in client.get("/sitemap-van-ban.xml").content.decode()
    page = client.get(document.get_absolute_url()).content.decode()
    assert '"legislationIdentifier":"15/QĐ-UBND"' in page
    assert "mười tổ xung kích" in page


def test_documents_late_on_the_portal_stand_on_the_dashboard(cast: Cast, client: Client) -> None:
    make_document(cast.clerk)
    client.force_login(cast.clerk)
    assert "chưa đăng" in client.get(reverse("admin:index")).content.decode()
    PublicDocument.objects.update(issued_on=timezone.localdate())
    assert "chưa lên cổng" not in client.get(reverse("admin:index")).content.decode()


def test_who_submitted_does_not_publish_though_a_publisher_too(cast: Cast) -> None:
    document = make_document(cast.clerk)
    attach(document, cast.clerk)
    cast.approver.groups.add(*cast.clerk.groups.all())
    both = User.objects.get(pk=cast.approver.pk)
    transition(document, "submit", both)
    with pytest.raises(TransitionRefused, match="cần một người khác đăng"):
        transition(document, "publish", both)
    assert list(waiting_documents(both, timezone.now())) == []
    assert len(list(waiting_documents(cast.leader, timezone.now()))) == 1


def test_no_browser_restores_the_tick_of_a_row_by_its_place(cast: Cast, client: Client) -> None:
    make_document(cast.clerk)
    client.force_login(cast.approver)
    page = client.get(reverse("admin:documents_publicdocument_changelist")).content.decode()
    assert re.search(r'<input autocomplete="off"[^>]* name="_selected_action"', page)


@pytest.mark.parametrize(
    ("typed", "is_found"),
    [
        *(("140/TB-UBND", True), ("140/TB", True), ("140 tb ubnd", True), ("0140/TB-UBND", True)),
        *(("ket luan", True), ("Kết luận cây xanh", True), ("140/KH", False), ("- /", False)),
    ],
)
def test_the_clerk_finds_a_number_and_words_without_marks(
    cast: Cast, client: Client, typed: str, is_found: bool
) -> None:
    facts = {"number": "140", "notation": "TB-UBND", "subject": "Kết luận về cây xanh"}
    make_document(cast.clerk, **facts)
    client.force_login(cast.clerk)
    page = client.get(reverse("admin:documents_publicdocument_changelist"), {"q": typed})
    assert (page.context["cl"].result_count == 1) is is_found


def test_validity_is_changed_while_the_document_is_public(cast: Cast, client: Client) -> None:
    old = publish(make_document(cast.clerk), clerk=cast.clerk, approver=cast.approver)
    new = make_document(cast.clerk, number="16", subject="Thay quyết định số 15")
    attach(new, cast.clerk, name="16.pdf")
    new = publish(new, clerk=cast.clerk, approver=cast.approver)
    client.force_login(cast.clerk)
    address = reverse("admin:documents_publicdocument_transition", args=[old.pk, "change_validity"])
    assert client.get(address).status_code == 200
    sent = {"version": old.version, "validity": "replaced", "expires_on": ""}
    for typed in ("", "99/QĐ-UBND"):
        assert client.post(address, sent | {"replaced_by": typed}).status_code == 409
    client.post(address, sent | {"replaced_by": "16/QĐ-UBND"})
    old.refresh_from_db()
    assert (old.state, old.validity, old.replaced_by) == ("published", "replaced", new)
    page = client.get(old.get_absolute_url()).content.decode()
    assert (
        f'<p class="document__notice">Bị thay thế bởi <a href="{new.get_absolute_url()}">' in page
    )
    assert log_of(old).last().name == "change_validity"
    assert old.history.first().validity == "replaced"
    bare = {"replaced_by": "16", "validity": "replaced"}  # only one has the number
    old = transition(old, "change_validity", cast.approver, data=bare)
    assert old.replaced_by == new
    # Where several have the number, the address says which.
    again = make_document(cast.clerk, number="16", subject="Cùng số")
    with pytest.raises(TransitionRefused, match="Có nhiều văn bản số"):
        transition(old, "change_validity", cast.approver, data=sent | {"replaced_by": "16/qd-ubnd"})
    data = sent | {"replaced_by": f"https://phuong.vn{again.get_absolute_url()}"}
    assert transition(old, "change_validity", cast.approver, data=data).replaced_by == again


def shown_facts(client: Client, address: str) -> dict[str, Any]:
    """What a form shows, as a browser posts it."""
    form = client.get(address).context["adminform"].form
    values = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in values.items() if value not in (None, "", False)}


@pytest.mark.parametrize(
    ("validity", "days", "words"),
    [
        ("in_effect", -1, "hoặc chọn “Hết hiệu lực”"),
        ("amended", 0, "hoặc chọn “Hết hiệu lực”"),
        ("expired", 1, "đến ngày ấy cổng tự ghi hết hiệu lực"),
        ("in_effect", 1, ""),
        ("expired", 0, ""),
    ],
)
def test_the_day_of_expiry_fits_the_validity(
    cast: Cast, client: Client, validity: str, days: int, words: str
) -> None:
    day = timezone.localdate() + timedelta(days=days)
    sent = {"validity": validity, "expires_on": f"{day:%d/%m/%Y}", "replaced_by": ""}
    document = make_document(cast.clerk)
    client.force_login(cast.clerk)
    address = reverse("admin:documents_publicdocument_change", args=[document.pk])
    facts = shown_facts(client, address)
    answer = client.post(address, facts | {"covers_personal_data": "on"} | sent)
    document.refresh_from_db()
    if words:
        assert words in answer.content.decode()
        assert document.expires_on is None
    else:
        assert document.expires_on == day
        PublicDocument.objects.filter(pk=document.pk).update(expires_on=None, validity="in_effect")
        document.refresh_from_db()
    public = publish(document, clerk=cast.clerk, approver=cast.approver)
    if words:
        with pytest.raises(TransitionRefused, match=words):
            transition(public, "change_validity", cast.clerk, data=sent)
    else:
        assert transition(public, "change_validity", cast.clerk, data=sent).expires_on == day


@pytest.mark.parametrize(
    ("validity", "is_named"),
    [("replaced", True), ("amended", False), ("expired", False), ("in_effect", False)],
)
def test_a_replaced_document_names_the_other(
    cast: Cast, client: Client, validity: str, is_named: bool
) -> None:
    old = publish(make_document(cast.clerk), clerk=cast.clerk, approver=cast.approver)
    new = make_document(cast.clerk, number="16", subject="Thay quyết định số 15")
    attach(new, cast.clerk, name="16.pdf")
    new = publish(new, clerk=cast.clerk, approver=cast.approver)
    PublicDocument.objects.filter(pk=old.pk).update(validity=validity, replaced_by=new)
    page = client.get(old.get_absolute_url()).content.decode()
    assert (f'bởi <a href="{new.get_absolute_url()}">' in page) is is_named
    page = client.get(new.get_absolute_url()).content.decode()
    assert ("Văn bản được thay thế" in page) is is_named


def test_days_of_effect_are_shown_to_the_approver_and_to_residents(
    cast: Cast, client: Client
) -> None:
    today = timezone.localdate()
    days = [today + timedelta(days=ahead) for ahead in (20, 400)]
    document = make_document(cast.clerk, effective_on=days[0], expires_on=days[1])
    attach(document, cast.clerk)
    transition(document, "submit", cast.clerk)
    client.force_login(cast.approver)
    address = reverse("admin:documents_publicdocument_change", args=[document.pk])
    page = client.get(address).content.decode()
    transition(document, "publish", cast.approver)
    public = client.get(document.get_absolute_url()).content.decode()
    for day in days:
        assert f"{day:%d/%m/%Y}</dd>" in page
        assert f"{day:%d/%m/%Y}</time>" in public


def test_a_notation_is_written_in_capitals(cast: Cast) -> None:
    assert make_document(cast.clerk, notation="qđ-ubnd").code == "15/QĐ-UBND"


@pytest.mark.parametrize(
    ("content", "name", "label"),
    [(office(), "15.docx", "Văn bản, DOCX"), (b"", "15.pdf", "Bản ký, PDF")],
)
def test_a_word_file_is_not_called_signed(
    cast: Cast, client: Client, content: bytes, name: str, label: str
) -> None:
    document = make_document(cast.clerk)
    attach(document, cast.clerk, content=content, name=name)
    public = publish(document, clerk=cast.clerk, approver=cast.approver)
    assert label in client.get(public.get_absolute_url()).content.decode()


def published_under(number: str, cast: Cast, **fields: Any) -> PublicDocument:
    document = make_document(cast.clerk, number=number, **fields)
    attach(document, cast.clerk, name=f"{number}.pdf")
    return publish(document, clerk=cast.clerk, approver=cast.approver)


def test_documents_do_not_replace_each_other(cast: Cast, client: Client) -> None:
    first, second, third = (published_under(number, cast) for number in ("15", "16", "17"))
    sent = {"validity": "replaced", "expires_on": ""}
    for old, new in ((first, "16/QĐ-UBND"), (second, "17/QĐ-UBND")):
        transition(old, "change_validity", cast.clerk, data=sent | {"replaced_by": new})
    sentence = "đang ghi là bị văn bản này thay thế hoặc sửa đổi"
    for number in ("15/QĐ-UBND", "16/QĐ-UBND"):
        with pytest.raises(TransitionRefused, match=sentence):
            transition(third, "change_validity", cast.clerk, data=sent | {"replaced_by": number})
    draft = transition(third, "withdraw", cast.clerk, note="Sửa", data=TICKS)
    client.force_login(cast.clerk)
    address = reverse("admin:documents_publicdocument_change", args=[draft.pk])
    facts = shown_facts(client, address)
    answer = client.post(address, facts | {"validity": "replaced", "replaced_by": first.pk})
    assert sentence in answer.content.decode()


@pytest.mark.parametrize(
    ("first", "second"), [("amended", "replaced"), ("replaced", "amended"), ("amended", "amended")]
)
def test_no_circle_of_amended_and_replaced_documents(cast: Cast, first: str, second: str) -> None:
    one, other = published_under("15", cast), published_under("16", cast)
    fields = {"amended": "amended_by", "replaced": "replaced_by"}
    day = timezone.localdate() + timedelta(days=9)
    coming = {"validity": "in_effect", "expires_on": f"{day:%d/%m/%Y}", "replaced_by": "16/QĐ-UBND"}
    data = {"validity": second, "expires_on": "", fields[second]: "15/QĐ-UBND"}
    for sent in ({"validity": first, "expires_on": "", fields[first]: "16/QĐ-UBND"}, coming):
        transition(one, "change_validity", cast.clerk, data=sent)
        with pytest.raises(TransitionRefused, match="đang ghi là bị văn bản này thay thế"):
            transition(other, "change_validity", cast.approver, data=data)
    with pytest.raises(TransitionRefused, match="xin xóa văn bản ấy, chọn hiệu lực khác"):
        transition(one, "change_validity", cast.clerk, data=coming | {"expires_on": ""})
    left = {"validity": "in_effect", "expires_on": "", "replaced_by": ""}
    transition(one, "change_validity", cast.clerk, data=left)
    changed = transition(other, "change_validity", cast.approver, data=data)
    assert [changed.replaced_by, *changed.amended_by.all()].count(one) == 1


def test_what_cannot_be_of_a_document_is_refused(cast: Cast, client: Client) -> None:
    today = timezone.localdate()
    older = published_under("14", cast, issued_on=today - timedelta(days=90))
    document = published_under("15", cast, issued_on=today - timedelta(days=9))
    later = published_under("16", cast, issued_on=today, effective_on=today + timedelta(days=9))
    sent = {"validity": "replaced", "expires_on": "", "replaced_by": ""}
    before = f"{today - timedelta(days=30):%d/%m/%Y}"
    for data, words in (
        ({"replaced_by": "14/QĐ-UBND"}, "nên không thay thế hay sửa đổi được nó"),
        ({"validity": "amended", "amended_by": "14/QĐ-UBND"}, "Có thể cần ghi ở văn bản kia"),
        ({"validity": "amended", "amended_by": "16/QĐ-UBND"}, "đến ngày ấy xin ghi"),
        ({"validity": "expired", "expires_on": before}, "trước ngày ban hành"),
    ):
        with pytest.raises(TransitionRefused, match=words):
            transition(document, "change_validity", cast.clerk, data=sent | data)
    data = sent | {"replaced_by": "15/QĐ-UBND"}
    assert transition(older, "change_validity", cast.clerk, data=data).replaced_by == document
    client.force_login(cast.clerk)
    listed = reverse("admin:documents_publicdocument_changelist")
    for chosen, expected in (
        ("replaced", [older]),
        ("in_effect", [document]),
        ("pending", [later]),
    ):
        found = client.get(listed, {"hieu-luc": chosen}).context["cl"].result_list
        assert list(found) == expected


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("validity", "field"), [("replaced", "replaced_by"), ("amended", "amended_by")]
)
def test_two_people_do_not_enter_a_circle_at_once(cast: Cast, validity: str, field: str) -> None:
    one, other = published_under("15", cast), published_under("16", cast)
    is_held, is_answered = threading.Event(), threading.Event()

    def hold() -> None:
        with closing(connection), transaction.atomic():
            PublicDocument.objects.select_for_update().get(pk=other.pk)
            is_held.set()
            is_answered.wait(10)

    holder = threading.Thread(target=hold)
    holder.start()
    assert is_held.wait(10)
    try:
        with pytest.raises(TransitionRefused, match="Có người đang ghi “16/QĐ-UBND"):
            data = {"validity": validity, "expires_on": "", field: "16/QĐ-UBND"}
            transition(one, "change_validity", cast.clerk, data=data)
    finally:
        is_answered.set()
        holder.join(10)
    changed = transition(one, "change_validity", cast.clerk, data=data)
    assert [changed.replaced_by, *changed.amended_by.all()].count(other) == 1


def test_a_document_is_replaced_once_the_other_takes_effect(cast: Cast) -> None:
    day = timezone.localdate() + timedelta(days=20)
    old = published_under("15", cast)
    published_under("16", cast, effective_on=day)
    data = {"validity": "replaced", "expires_on": "", "replaced_by": "16/QĐ-UBND"}
    with pytest.raises(TransitionRefused, match=f"có hiệu lực từ ngày {day:%d/%m/%Y}: xin giữ"):
        transition(old, "change_validity", cast.clerk, data=data)
    kept = {"validity": "in_effect", "expires_on": f"{day:%d/%m/%Y}", "replaced_by": "16/QĐ-UBND"}
    assert transition(old, "change_validity", cast.clerk, data=kept).expires_on == day
    with time_machine.travel(day_end(day), tick=False):
        assert transition(old, "change_validity", cast.clerk, data=data | {"expires_on": ""})


def test_a_replacement_to_come_is_named_on_both_pages_and_in_the_data(
    cast: Cast, client: Client
) -> None:
    day = timezone.localdate() + timedelta(days=20)
    old, new = published_under("15", cast), published_under("16", cast, effective_on=day)
    kept = {"validity": "in_effect", "expires_on": f"{day:%d/%m/%Y}", "replaced_by": "16/QĐ-UBND"}
    transition(old, "change_validity", cast.clerk, data=kept)
    staff_page = reverse("admin:documents_publicdocument_change", args=[old.pk])
    link = f'bởi <a href="{new.get_absolute_url()}">{new.title}</a>'

    def shown(path: str, **query: str) -> str:
        return client.get(path, query).content.decode()

    def row() -> tuple[str, int]:
        [item] = [
            i for i in client.get("/du-lieu/van-ban.json").json()["items"] if i["id"] == old.pk
        ]
        return item["validity"], item["replaced_by_id"]

    issued = f"(ngày {new.issued_on:%d/%m/%Y})"
    assert f"Sẽ bị thay thế {link} {issued} từ {day:%d/%m/%Y}." in shown(old.get_absolute_url())
    assert f"sẽ bị thay thế từ {day:%d/%m/%Y}" in shown(new.get_absolute_url())
    assert row() == ("in_effect", new.pk)
    assert old.get_absolute_url() in shown(reverse("documents"), **{"hieu-luc": "in_effect"})
    client.force_login(cast.clerk)
    assert "<dt>Sẽ bị thay thế bởi</dt>" in shown(staff_page)
    client.logout()
    with time_machine.travel(day_end(day), tick=False):
        assert f"Bị thay thế {link} {issued}." in shown(old.get_absolute_url())
        assert old.get_absolute_url() in shown(new.get_absolute_url())
        assert row() == ("replaced", new.pk)
        for validity in ValidityToday.values:
            listed = shown(reverse("documents"), **{"hieu-luc": validity})
            assert (old.get_absolute_url() in listed) is (validity == "replaced")


def test_publishers_are_told_of_what_waits_by_one_mail(cast: Cast) -> None:
    for number in ("15", "16"):
        document = make_document(cast.clerk, number=number)
        attach(document, cast.clerk, name=f"{number}.pdf")
        transition(document, "submit", cast.clerk, data=TICKS)
    told = Notice.objects.filter(person=cast.approver, text__startswith="Văn bản chờ đăng: ")
    assert [notice.topic for notice in told.order_by("pk")] == [Topic.ASKED, Topic.OTHER]
    assert "16/QĐ-UBND" in told.latest("pk").text
    assert not Notice.objects.filter(person__in=[cast.clerk, cast.editor]).exists()
    transition(document, "return", cast.approver, note="Thiếu phụ lục")
    returned = Notice.objects.get(person=cast.clerk)
    assert (returned.topic, "Thiếu phụ lục" in returned.text) == (Topic.RETURNED, True)
