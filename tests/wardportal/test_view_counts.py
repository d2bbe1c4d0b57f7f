"""Readings are counted without a write for each, by people only."""

from __future__ import annotations

import threading

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.http import view_counts
from core.models import ViewCount
from news.models import Article
from tests.news.test_access import client_of
from tests.support import documents
from tests.support.cast import Cast
from tests.support.factories import transition

PHONE = (
    "Mozilla/5.0 (Linux; Android 11; SM-A125F) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36"
)


@pytest.fixture(autouse=True)
def nothing_counted() -> None:
    view_counts._pending.clear()


def read(client: Client, article: Article, agent: str = PHONE, **more: str) -> None:
    assert client.get(
        article.get_absolute_url(), headers={"user-agent": agent} | more
    ).status_code in (200, 304)


def counted(article: Article) -> tuple[int, list[int]]:
    view_counts.flush()
    article.refresh_from_db()
    return article.view_count, list(
        ViewCount.objects.order_by("day").values_list("count", flat=True)
    )


def test_each_reading_counts_kept_page_or_not(client: Client, published: Article) -> None:
    for _ in range(3):
        read(client, published)
    etag = client.get(published.get_absolute_url())["ETag"]
    read(client, published, **{"if-none-match": etag})
    assert counted(published) == (4, [4])
    read(client, published)
    assert counted(published) == (5, [5])
    assert ViewCount.objects.get().day == timezone.localdate()
    assert published.date_line.endswith("Lượt xem: 5")


def test_reading_writes_nothing(client: Client, published: Article) -> None:
    read(client, published)
    with CaptureQueriesContext(connection) as asked:
        read(client, published)
    assert [query["sql"].split()[0] for query in asked] == ["SELECT"]


@pytest.mark.parametrize(
    "agent",
    [
        "",
        "Mozilla/5.0 (compatible; Googlebot/2.1)",
        "curl/8.0",
        "python-requests/2.31",
        "facebookexternalhit/1.1",
    ],
)
def test_machines_do_not_count(client: Client, published: Article, agent: str) -> None:
    read(client, published, agent)
    assert counted(published) == (0, [])


def test_the_board_and_askers_of_headers_do_not_count(
    client: Client, cast: Cast, published: Article
) -> None:
    read(client_of(cast, "editor"), published)
    client.head(published.get_absolute_url(), headers={"user-agent": PHONE})
    assert counted(published) == (0, [])


def test_a_withdrawn_item_does_not_count(client: Client, cast: Cast, published: Article) -> None:
    transition(
        published,
        "withdraw",
        cast.approver,
        note="Sai",
        public_as="notice",
        public_note="Có số liệu sai.",
    )
    assert (
        client.get(published.get_absolute_url(), headers={"user-agent": PHONE}).status_code == 200
    )
    assert counted(published) == (0, [])


def test_many_readers_at_once_are_all_counted(client: Client, published: Article) -> None:
    threads = [
        threading.Thread(
            target=lambda: [
                view_counts.count_view("news.article", published.pk) for _ in range(200)
            ]
        )
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counted(published) == (1600, [1600])


def test_an_item_that_is_gone_is_passed_over(published: Article) -> None:
    view_counts.count_view("news.article", 0)
    view_counts.count_view("news.article", published.pk)
    assert counted(published) == (1, [1])


def test_an_item_without_a_number_of_its_own_counts_by_day(client: Client, cast: Cast) -> None:
    document = documents.publish(
        documents.make_document(cast.clerk), clerk=cast.clerk, approver=cast.approver
    )
    for _ in range(2):
        client.get(document.get_absolute_url(), headers={"user-agent": PHONE})
    view_counts.flush()
    (row,) = ViewCount.objects.all()
    assert (row.content_type.model, row.object_id, row.count) == ("publicdocument", document.pk, 2)


def test_what_fails_once_does_not_end_counting(monkeypatch: pytest.MonkeyPatch) -> None:
    class Stopped(BaseException):
        """Ends the loop of the test."""

    turns: list[str] = []

    def fail() -> None:
        turns.append("turn")
        if len(turns) == 3:
            raise Stopped
        raise ValueError("broken")

    monkeypatch.setattr(view_counts, "FLUSH_EVERY", 0)
    monkeypatch.setattr(view_counts, "flush", fail)
    monkeypatch.setattr(view_counts.connection, "close", lambda: None)
    with pytest.raises(Stopped):
        view_counts._flush_forever()
    assert len(turns) == 3
