"""Public once: an item that is not public leaks from no public address, whichever room answers
there.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from core.files import renditions
from core.files.storage import store
from core.http.view_counts import count_view, flush
from core.models import StoredFile
from news.models import Article
from tests.news.test_access import client_of
from tests.support.cast import Cast
from tests.support.factories import CategoryFactory, make_draft, transition
from tests.support.files import picture, upload

# One word for title and address, which no page has by itself; another to search for, which the
# search repeats.
SECRET, WORD = "chuyenkin", "hiemco"
ROLES = [None, "contributor", "editor", "superuser"]
# What a resident's browser is told at the address of an item that is not public.
STATUSES = {
    "draft": 404,
    "discarded": 404,
    "in_review": 404,
    "scheduled": 404,
    "expired": 410,
    "withdrawn": 410,
    "withdrawn with notice": 200,
}


def item_in(cast: Cast, state: str, **fields: Any) -> Article:
    """Return an item brought into the state by real transitions, two days ago where it was public
    once.
    """
    now = timezone.now()
    past = now - timedelta(days=2)
    article = make_draft(
        cast.contributor, title="Chuyenkin của tổ", lead=f"Có {WORD} trong bài.", **fields
    )
    if state == "draft":
        return article
    if state == "discarded":
        return transition(article, "discard", cast.contributor)
    article = transition(article, "submit", cast.contributor, now=past)
    if state == "in_review":
        return article
    if state == "scheduled":
        return transition(
            article, "publish", cast.approver, published_at=typed(now + timedelta(days=1))
        )
    if state in ("expired", "over"):
        return transition(
            article,
            "publish",
            cast.approver,
            now=past,
            expires_at=typed(now - timedelta(hours=1)),
            stays_after_expiry="stays" if state == "over" else "goes",
        )
    article = transition(article, "publish", cast.approver, now=past)
    if state == "withdrawn":
        return transition(article, "withdraw", cast.approver, note="Sai", public_as="gone")
    if state == "withdrawn with notice":
        return transition(
            article,
            "withdraw",
            cast.approver,
            note="Sai",
            public_as="notice",
            public_note="Số liệu sai.",
        )
    return article


def typed(at: datetime) -> str:
    return f"{timezone.localtime(at):%Y-%m-%dT%H:%M}"


def places(beside: Article, at: datetime) -> set[str]:
    """Return the pages, feeds, maps and files of data that would tell of a public item of this
    category and month.
    """
    category = beside.category.get_absolute_url()
    month = timezone.localtime(at)
    return {
        "/", "/tin/", f"/tin/{month:%Y/%m}/", category, "/rss.xml", f"{category}rss.xml",
        "/sitemap-tin.xml",
        "/du-lieu/tin-bai.json", "/du-lieu/tin-bai.json?day-du=1", "/du-lieu/tin-bai.csv",
        f"/tim-kiem/?q={WORD}", f"/tim-kiem/?q={WORD}&chuyen-muc={beside.category.slug}",
        beside.get_absolute_url(),
    }  # fmt: skip


def own_addresses(article: Article) -> list[str]:
    """Return what exists beside the item's page only while it is public: forms, its picture in
    every size.
    """
    file = article.picture
    shared = renditions.url(file, renditions.shared_name("centre"))
    sizes = [renditions.url(file, name) for name in renditions.names(file)]
    forms = [
        f"/bao-sai-sot/tin/{article.pk}/",
        f"/huu-ich/tin/{article.pk}/",
        f"/huu-ich/tin/{article.pk}/co/",
    ]
    return [*forms, file.url, shared, *sizes]


def ground(cast: Cast, *states: str) -> tuple[dict[str, Article], Article]:
    """Return an item in each state, read by many when it could be, and a public one of the same
    category.
    """
    category = CategoryFactory()
    beside = transition(
        make_draft(cast.contributor, title="Bài đứng cạnh", category=category),
        "submit",
        cast.contributor,
    )
    beside = transition(beside, "publish", cast.approver)
    items = {}
    for number, state in enumerate(states):
        data = upload(picture(size=(900, 600), colour=(number, 90, 9)))
        file = store(data, uploader=cast.contributor, kind=StoredFile.Kind.PICTURE)
        items[state] = item_in(cast, state, category=category, picture=file, picture_alt="Bờ sông")
        for _ in range(9):
            count_view("news.article", items[state].pk)
    flush()
    return items, beside


def telling(visitor: Client, addresses: set[str]) -> set[str]:
    answers = {address: visitor.get(address) for address in addresses}
    assert {answer.status_code for answer in answers.values()} == {200}
    return {
        address for address, answer in answers.items() if SECRET in answer.content.decode().lower()
    }


def test_all_these_places_tell_of_a_public_item(
    cast: Cast, client: Client, file_root: Path
) -> None:
    items, beside = ground(cast, "published")
    article = items["published"]
    everywhere = places(beside, article.published_at)
    assert telling(client, everywhere) == everywhere
    # Redirected is whoever comes to a form's address without having sent it.
    assert {client.get(address).status_code for address in own_addresses(article)} == {200, 302}


@pytest.mark.parametrize("role", ROLES)
def test_none_of_them_tells_of_one_that_is_not(
    cast: Cast, file_root: Path, role: str | None
) -> None:
    """To no role either: public pages are the same for everybody.

    Files alone open to those who read the item.
    """
    items, beside = ground(cast, *STATUSES)
    visitor = client_of(cast, role) if role else Client()
    assert telling(visitor, places(beside, beside.published_at)) == set()
    for state, article in items.items():
        answer = visitor.get(article.get_absolute_url())
        assert (state, answer.status_code) == (state, STATUSES[state])
        assert WORD not in answer.content.decode()
        own = own_addresses(article)
        closed = own[:3] if role in ("contributor", "editor") else own
        assert {visitor.get(address).status_code for address in closed} == {404}, state
