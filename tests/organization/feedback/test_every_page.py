"""Every public page asks whether it helps, takes an error report, and leads to the answers."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from core.registries import feedback_targets
from organization.feedback.site_pages import PARTS, SITE_PAGES, site_page_number
from organization.models import ErrorReport, Rating, SitePage
from tests.support.cast import Cast
from tests.wardportal.test_page_types import page_types

RATE = re.compile(r'action="(/huu-ich/[^"]*)"')
REPORT = re.compile(r'href="(/bao-sai-sot/[^/"]+/[0-9]+/)"')
OWN = {"origin": "http://testserver"}
# Nothing is left there to be helpful or wrong.
WITHOUT = ("withdrawn article",)


def test_every_kind_of_page_takes_both(cast: Cast, client: Client, file_root: Any) -> None:
    more = {"contact": "/lien-he/", "structure": "/co-cau-to-chuc/", "search": "/tim-kiem/?q=ba"}
    more |= {"page": "/trang/gioi-thieu/", "follow": "/nhan-tin-moi/", "documents": "/van-ban/"}
    for name, address in (page_types(cast) | more).items():
        page = client.get(address).content.decode()
        rates, reports = RATE.findall(page), REPORT.findall(page)
        if name in WITHOUT:
            assert (rates, reports) == ([], []), name
            continue
        assert (len(rates), len(reports)) == (1, 1), (name, rates, reports)
        assert 'href="/bao-sai-sot/">Xem câu trả lời</a>' in page, name
        assert client.get(reports[0]).status_code == 200, name
        assert client.post(rates[0], {"answer": "co"}, headers=OWN).status_code == 302, name
    assert Rating.objects.count() >= 10


@pytest.mark.parametrize(
    "address",
    [
        *("/phat-thanh/?tuan=2026-W54", "/lich-cong-tac/?tuan=2026-W54", "/bao-cao/2026-13/"),
        *("/van-ban/?trang=999", "/tin-tuc/2026/13/", "/bao-sai-sot/?ma=2222-2222-2222"),
        *("/khong-co/", "/bao-cao/1999-q1/"),
    ],
)
def test_an_error_page_asks_nothing(db: None, client: Client, address: str) -> None:
    answer = client.get(address)
    page = answer.content.decode()
    assert answer.status_code == 404
    assert (RATE.findall(page), REPORT.findall(page)) == ([], [])


def test_the_rows_are_those_of_the_list(db: None) -> None:
    rows = SitePage.objects.order_by("number").values_list("number", "view", "title")
    assert list(rows) == list(SITE_PAGES)
    for page in SitePage.objects.all():
        assert page.get_absolute_url() == reverse(page.view)
    assert {*PARTS.values()} <= {view for _, view, _ in SITE_PAGES}
    assert site_page_number("month") == site_page_number("all_news") == 9
    assert site_page_number("article") is None


def test_a_report_on_a_generated_page_names_it(db: None, client: Client) -> None:
    text = "Số điện thoại ở trang này không gọi được."
    answer = client.post("/bao-sai-sot/cong/2/", {"text": text}, headers=OWN)
    report = ErrorReport.objects.get()
    assert answer.status_code == 302 and report.item_title == "Liên hệ"
    assert 'href="/lien-he/"' in client.get(answer["Location"]).content.decode()


@pytest.mark.parametrize("address", ["/bao-sai-sot/cong/99/", "/bao-sai-sot/la/1/"])
def test_an_unknown_page_is_not_found(db: None, client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_kinds_are_distinct() -> None:
    kinds = [target.kind for target in feedback_targets]
    assert sorted(kinds) == ["cong", "hop", "muc", "phat-thanh", "tin", "trang", "van-ban"]
