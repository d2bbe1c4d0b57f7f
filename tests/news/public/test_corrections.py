"""The public list of corrections and withdrawals."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from news.editorial.forms.correction import correction_data
from news.models import Article
from news.public import corrections
from tests.support.cast import Cast
from tests.support.factories import make_draft, transition


def published(cast: Cast, title: str) -> Article:
    handed_in = transition(make_draft(cast.contributor, title=title), "submit", cast.contributor)
    return transition(handed_in, "publish", cast.approver)


def correct(cast: Cast, article: Article, note: str, **how: str) -> Article:
    data = correction_data(article, body="<p>Sửa lại con số.</p>", **how)
    return transition(article, "correct", cast.approver, note=note, **data)


def test_public_corrections_and_withdrawals_are_listed(cast: Cast, client: Client) -> None:
    correct(cast, published(cast, "Bài đính chính"), "Số đúng là 60 hộ.", is_public="1")
    correct(cast, published(cast, "Bài sửa nhỏ"), "Sửa dấu", is_public="0", accepts_small="on")
    gone = published(cast, "Bài đã gỡ")
    gone = transition(
        gone, "withdraw", cast.approver, note="Nội bộ", public_as="notice", public_note="Sai số."
    )
    silent = published(cast, "Bài gỡ hẳn")
    transition(silent, "withdraw", cast.approver, note="Nội bộ", public_as="gone")
    page = client.get("/dinh-chinh/").content.decode()
    assert "Bài đính chính" in page and "Số đúng là 60 hộ." in page
    assert "Bài đã gỡ" in page and "Sai số." in page
    for hidden in ("Bài sửa nhỏ", "Bài gỡ hẳn", "Nội bộ"):
        assert hidden not in page, hidden
    gone = transition(gone, "reopen", cast.approver, note="Viết lại")
    Article.objects.filter(pk=gone.pk).update(title="Tên mới chưa duyệt")
    page = client.get("/dinh-chinh/").content.decode()
    assert "Bài đã gỡ" in page and "Tên mới chưa duyệt" not in page
    assert "/dinh-chinh/" in client.get("/so-do-trang/").content.decode()


@pytest.mark.parametrize("rows", [1, 10])
def test_its_queries_do_not_grow_with_its_rows(
    cast: Cast, client: Client, rows: int, django_assert_num_queries: Any
) -> None:
    for number in range(rows):
        correct(cast, published(cast, f"Bài {number}"), "Sửa", is_public="1")
    client.get("/khong-co/")
    with django_assert_num_queries(4):  # one of them asks for the generation
        client.get("/dinh-chinh/")


def test_older_changes_are_on_further_pages(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(corrections, "PAGE_SIZE", 2)
    for number in range(3):
        article = published(cast, f"Bài {number}")
        correct(cast, article, f"Lần sửa {number}.", is_public="1")
    gone = published(cast, "Bài đã gỡ")
    transition(
        gone, "withdraw", cast.approver, note="Nội bộ", public_as="notice", public_note="Sai số."
    )
    first = client.get("/dinh-chinh/").content.decode()
    second = client.get("/dinh-chinh/?trang=2").content.decode()
    assert "Bài đã gỡ" in first and "Lần sửa 2." in first and "Lần sửa 1." not in first
    assert "Lần sửa 1." in second and "Lần sửa 0." in second and "Bài đã gỡ" not in second
    assert 'href="?trang=2"' in first and 'href="/dinh-chinh/"' in second
    for number in ("0", "3", "x"):
        assert client.get(f"/dinh-chinh/?trang={number}").status_code == 404, number
