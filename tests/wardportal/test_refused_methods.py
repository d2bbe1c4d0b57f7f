"""Addresses that take forms alone lead back when opened; what refuses a method says so."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from news.models import Article
from organization.feedback.workflow import receive
from tests.news.test_access import client_of
from tests.support.cast import Cast
from tests.wardportal.test_access_table import PARAMETER, addresses
from wardportal.system.refused_methods import page_above

PAGE = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


def test_an_address_of_a_form_leads_to_its_item(cast: Cast, published: Article) -> None:
    report = receive(published, code="2222-2222-2222", text="Sai ngày họp", quote="")
    client = client_of(cast, "editor")
    address = reverse("admin:answer_error_report", args=[report.pk])
    assert client.post(address, {"version": "1"}, headers=PAGE).status_code == 409
    answer = client.get(address, headers=PAGE)
    assert (answer.status_code, answer.url) == (
        302,
        reverse("admin:error_report", args=[report.pk]),
    )


def test_an_address_of_a_model_admin_leads_to_its_item(cast: Cast, published: Article) -> None:
    client = client_of(cast, "editor")
    change = reverse("admin:news_article_change", args=[published.pk])
    for name in ("comment", "copy", "keep"):
        address = reverse(f"admin:news_article_{name}", args=[published.pk])
        answer = client.get(address, headers=PAGE, follow=True)
        assert (answer.status_code, answer.redirect_chain[-1][0]) == (200, change), name
    deep = f"{reverse('admin:news_article_comment', args=[published.pk])}7/dong/"
    answer = client.get(deep, headers=PAGE, follow=True)
    assert (answer.status_code, answer.redirect_chain[-1][0]) == (200, change)


def test_scripts_read_the_status(cast: Cast, published: Article) -> None:
    address = reverse("admin:news_article_keep", args=[published.pk])
    answer = client_of(cast, "contributor").get(address, headers={"accept": "*/*"})
    assert (answer.status_code, answer.content) == (405, b"")


def test_whoever_may_not_open_it_learns_nothing(cast: Cast, published: Article) -> None:
    report = receive(published, code="2222-2222-2222", text="Sai ngày họp", quote="")
    address = reverse("admin:answer_error_report", args=[report.pk])
    assert client_of(cast, "contributor").get(address, headers=PAGE).status_code == 404


@pytest.mark.parametrize("method", ["post", "put"])
def test_a_refused_method_has_a_page(db: None, method: str) -> None:
    answer = getattr(Client(), method)("/van-ban/", headers=PAGE)
    content = answer.content.decode()
    assert (answer.status_code, "GET" in answer["Allow"]) == (405, True)
    assert "không nhận biểu mẫu" in content and 'href="/"' in content
    assert "Content-Security-Policy" in answer


def test_redirects_lead_upwards() -> None:
    found = [route for _, route in addresses() if route.startswith("/quan-tri/")]
    assert len(found) > 100
    for route in found:
        address = PARAMETER.sub("5", route)
        above = page_above(address)
        assert address.startswith(above), route
        assert above != address or address == "/quan-tri/", route
