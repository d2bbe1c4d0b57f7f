"""List of incoming documents: search, links, filters."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from documents.models import IncomingDocument
from documents.states import Urgency
from tests.news.test_access import client_of
from tests.support.cast import Cast
from tests.support.registers import incoming_register, outgoing_register, register_document

LIST = "/quan-tri/documents/incomingdocument/"


@pytest.fixture
def clerk(cast: Cast) -> Client:
    return client_of(cast, "clerk")


@pytest.fixture
def papers(cast: Cast) -> dict[str, IncomingDocument]:
    given: dict[str, dict[str, Any]] = {
        "budget": {
            "number": "08",
            "notation": "STC-QLNS",
            "agency": "Sở Tài chính",
            "subject": "Hướng dẫn lập dự toán ngân sách năm 2027",
            "signer": "Trần Văn Bình",
        },
        "army": {"number": "61", "notation": "BCH", "agency": "Ban chỉ huy quân sự"},
        "health": {"number": "2051", "notation": "SYT-NVY", "agency": "Sở Y tế"},
        "animals": {"number": "15A", "notation": "TY-NVY", "agency": "Chi cục"},
        "law": {"number": "1", "notation": "QĐ-UBND", "number_year": 2026},
        "letter": {"number": "", "notation": "", "subject": "Thư cảm ơn", "agency": "Trường học"},
    }
    made = {name: register_document(cast.clerk, **values) for name, values in given.items()}
    IncomingDocument.objects.filter(pk=made["letter"].pk).update(arrival_number=436)
    return made


FOUND = [
    ("436", "letter"),
    ("du toan ngan sach", "budget"),
    ("Dự toán", "budget"),
    ("so tai chinh", "budget"),
    ("van binh", "budget"),
    ("BINH tran", "budget"),
    ("61BCH", "army"),
    ("61/BCH", "army"),
    ("061 - bch", "army"),
    ("8/STC", "budget"),
    ("2051/SYT-NVY", "health"),
    ("2.051/SYT-NVY", "health"),
    ("Sở Y tế 2.051", "health"),
    ("15 A/TY-NVY", "animals"),
    ("08STCQLNS", "budget"),
    ("1/2026/QĐ-UBND", "law"),
    ("01/2026", "law"),
    ("Ủy ban nhân dân thành phố", "law"),
    ("2051/SYT-NVY ngày 16/11/2026", "health"),
    ("Công văn số 2051/SYT-NVY", "health"),
    ("SYT 2051", "health"),
    ("số đến 436", "letter"),
    ("số đến 43", ""),
    ("oan", ""),
    ("%", ""),
    ("dự toán cảm ơn", ""),
]


@pytest.mark.parametrize(("typed", "name"), FOUND, ids=[typed for typed, _ in FOUND])
def test_the_search_finds_numbers_and_words(
    clerk: Client, papers: dict[str, IncomingDocument], typed: str, name: str
) -> None:
    found = clerk.get(LIST, {"q": typed}).context["cl"].result_list
    assert [one.pk for one in found] == ([papers[name].pk] if name else [])


def test_the_search_takes_as_many_queries_as_the_list(
    clerk: Client, papers: dict[str, IncomingDocument], django_assert_num_queries: Any
) -> None:
    for asked in ({}, {"q": "ngan sach"}, {"q": "61BCH"}):
        with django_assert_num_queries(8):
            clerk.get(LIST, asked)


@pytest.mark.parametrize("typed", ["436", "du toan ngan sach", "61BCH"])
def test_the_search_of_many_uses_the_index(cast: Cast, typed: str) -> None:
    first = register_document(cast.clerk)
    names = ("source", "typed_fields", "differences", "agency", "subject", "state", "version")
    rows = [
        IncomingDocument(number=str(n), notation="KH", code_key=f"{n} kh")
        for n in range(1000, 21_000)
    ]
    for row in rows:
        for name in names:
            setattr(row, name, getattr(first, name))
        row.state = "listed"
    IncomingDocument.objects.bulk_create(rows, batch_size=5_000)
    with connection.cursor() as cursor:
        cursor.execute("SELECT gin_clean_pending_list('documents_incoming_words')")
        cursor.execute("ANALYZE documents_incomingdocument")
    plan = IncomingDocument.objects.search(typed).explain()
    assert "documents_incoming_words" in plan, plan


def test_a_paper_without_number_is_reached_by_its_subject(
    clerk: Client, papers: dict[str, IncomingDocument]
) -> None:
    page = clerk.get(LIST, {"q": "cảm ơn"}).content.decode()
    assert f'<a href="/quan-tri/documents/incomingdocument/{papers["letter"].pk}/change/' in page
    assert ">Thư cảm ơn</a>" in page


def test_the_list_offers_incoming_registers_alone(clerk: Client, cast: Cast) -> None:
    own, other = incoming_register(), incoming_register("Sổ đơn thư")
    outgoing_register("Sổ công văn đi")
    document = register_document(cast.clerk, register=other)
    page = clerk.get(LIST)
    spec = page.context["cl"].filter_specs[2]
    assert {str(name) for _, name in spec.lookup_choices} == {own.name, other.name}
    assert "Sổ công văn đi" not in page.content.decode()
    found = clerk.get(LIST, {"so": other.pk}).context["cl"].result_list
    assert [one.pk for one in found] == [document.pk]
    assert not clerk.get(LIST, {"so": "x"}).context["cl"].result_list


def test_urgency_is_shown_filtered_and_found(clerk: Client, cast: Cast) -> None:
    documents = {
        urgency: register_document(
            cast.clerk, number=str(urgency + 50), urgency=urgency, subject="Phòng, chống bão"
        )
        for urgency in Urgency
    }
    page = clerk.get(LIST).content.decode()
    assert '<span class="badge badge--priority">Hỏa tốc</span> Phòng, chống bão</a>' in page
    assert page.count("badge--priority") == 3
    found = clerk.get(LIST, {"urgency__exact": "3"}).context["cl"].result_list
    assert [one.pk for one in found] == [documents[Urgency.IMMEDIATE].pk]
    for typed, urgency in (
        ("hoa toc", Urgency.IMMEDIATE),
        ("Hỏa tốc", Urgency.IMMEDIATE),
        ("thượng khẩn chống bão", Urgency.VERY_URGENT),
        ("khẩn", Urgency.URGENT),
    ):
        found = clerk.get(LIST, {"q": typed}).context["cl"].result_list
        assert [one.pk for one in found] == [documents[urgency].pk], typed
    assert not clerk.get(LIST, {"q": "hỏa tốc ngân sách"}).context["cl"].result_list


def test_a_list_that_nothing_narrows_counts_no_results(cast: Cast) -> None:
    address = reverse("admin:documents_incomingdocument_changelist")
    clerk = client_of(cast, "clerk")
    assert "kết quả" not in clerk.get(address).content.decode()
    assert "0 kết quả" in clerk.get(address, {"q": "15"}).content.decode()
