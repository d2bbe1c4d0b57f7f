"""Kept pages: the same bytes without asking again, and never older than the last change."""

from __future__ import annotations

import gzip
import re
import threading
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

import brotli
import pytest
import time_machine
from django.db import connection, transaction
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, get_resolver, resolve, reverse
from django.utils import timezone

from core.caching.cache_version import _Statement, cache_version, delete_old_invalidations
from core.models import CacheInvalidation
from core.registries import cache_dependencies
from news.models import Article
from news.public.archive import months
from organization.models import Ward
from tests.news.public.test_views import publish
from tests.news.test_access import client_of
from tests.support.cast import Cast
from tests.support.factories import make_draft, transition


def questions(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


@pytest.mark.parametrize("address", ["/", "/tin/", "/rss.xml", "/sitemap.xml", "/so-do-trang/"])
def test_a_kept_page_asks_one_question(published: Article, client: Client, address: str) -> None:
    first = client.get(address)
    assert questions(client, address) == 1
    second = client.get(address)
    assert second.content == first.content
    assert second.headers == first.headers
    assert (second["Cache-Control"], second["Vary"]) == (
        "public, max-age=0, must-revalidate",
        "Accept-Encoding",
    )


@pytest.mark.parametrize("address", ["/", "/tin/", "/tim-kiem/?q=tin", "/lich-cong-tac/"])
def test_unknown_parameters_make_no_other_page(
    published: Article, client: Client, address: str
) -> None:
    first = client.get(address)
    joint = "&" if "?" in address else "?"
    for unknown in ("fbclid=x", "utm_source=zalo&lan=2", "xyz", "%00=1", "trangg=2"):
        with CaptureQueriesContext(connection) as asked:
            page = client.get(f"{address}{joint}{unknown}")
        assert (page.content, len(asked)) == (first.content, 1)
        assert page.wsgi_request.GET.dict() == first.wsgi_request.GET.dict()


def test_a_view_reads_the_parameters_it_declares_alone(
    published: Article, cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A parameter that is read and not declared never reaches the view: nobody would notice."""
    read: set[str] = set()

    class Recorded(QueryDict):
        def __getitem__(self, key: Any) -> Any:
            read.add(key)
            return super().__getitem__(key)

        def __contains__(self, key: Any) -> bool:
            read.add(key)
            return super().__contains__(key)

        def getlist(self, key: Any, default: Any = None) -> Any:
            read.add(key)
            return super().getlist(key, default)

    monkeypatch.setattr("django.core.handlers.wsgi.QueryDict", Recorded)
    routes = [f"/{pattern.pattern}" for pattern in _patterns(get_resolver().url_patterns)]
    plain = [route for route in routes if not re.search(r"[<(\\]|quan-tri", route)]
    others = [
        published.category.get_absolute_url(),
        months()[0].url,
        reverse("open_data_json", args=["tin-bai"]),
        reverse("open_data_csv", args=["tin-bai"]),
        reverse("sitemap_part", args=["tin"]),
        published.get_absolute_url(),
    ]
    assert len(plain) > 15
    for address in [*plain, *others]:
        read.clear()
        client.get(address)
        view = resolve(address).func
        declared = getattr(getattr(view, "view_class", view), "query_parameters", ())
        assert read <= set(declared), (address, read)


def _patterns(patterns: list[Any]) -> Iterator[URLPattern]:
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield pattern
        elif not str(pattern.pattern):
            yield from _patterns(pattern.url_patterns)


def test_what_changes_is_shown_at_once(client: Client, cast: Cast) -> None:
    assert "Tin sắp đăng" not in client.get("/").content.decode()
    article = publish(cast, "Tin sắp đăng")
    assert "Tin sắp đăng" in client.get("/").content.decode()
    transition(article, "withdraw", cast.approver, note="Sai", public_as="gone")
    assert "Tin sắp đăng" not in client.get("/").content.decode()
    assert client.get(article.get_absolute_url()).status_code == 410


def test_a_process_asks_for_changes_no_more_often_than_it_has_to(
    client: Client, cast: Cast, settings: Any
) -> None:
    settings.PAGE_CACHE_SECONDS = 60
    client.get("/")
    publish(cast, "Tin sắp đăng")
    assert questions(client, "/") == 0
    assert "Tin sắp đăng" not in client.get("/").content.decode()
    settings.PAGE_CACHE_SECONDS = 0  # as if its time were over
    assert "Tin sắp đăng" in client.get("/").content.decode()


def test_the_wards_name_is_on_every_page_at_once(client: Client, db: None) -> None:
    client.get("/")
    Ward.objects.create(pk=1, name="Phường Bến Sen", agency_name="UBND phường Bến Sen")
    assert "UBND phường Bến Sen" in client.get("/").content.decode()
    Ward.objects.update(agency_name="UBND phường Bến Mới")
    assert "UBND phường Bến Mới" in client.get("/").content.decode()


def test_a_page_ends_when_an_item_appears_or_goes(client: Client, cast: Cast) -> None:
    now = timezone.localtime().replace(second=0, microsecond=0)
    times = {"published_at": now + timedelta(minutes=10), "expires_at": now + timedelta(minutes=20)}
    article = transition(
        make_draft(cast.contributor, title="Tin hẹn giờ"), "submit", cast.contributor
    )
    transition(
        article,
        "publish",
        cast.approver,
        **{name: f"{at:%Y-%m-%dT%H:%M}" for name, at in times.items()},
    )
    for minutes, is_shown in ((9, False), (11, True), (19, True), (21, False)):
        with time_machine.travel(now + timedelta(minutes=minutes), tick=False):
            assert ("Tin hẹn giờ" in client.get("/").content.decode()) is is_shown, minutes
            assert ("Tin hẹn giờ" in client.get("/").content.decode()) is is_shown, minutes


def test_whoever_is_logged_in_gets_nothing_kept(
    published: Article, cast: Cast, client: Client
) -> None:
    client.get("/")
    answer = client_of(cast, "editor").get("/")
    assert answer.status_code == 200
    assert "public" not in answer.get("Cache-Control", "")


@pytest.mark.parametrize("address", ["/quan-tri/login/", "/khong-co/", "/healthz", "/readyz"])
def test_what_is_not_a_public_page_is_not_kept(client: Client, db: None, address: str) -> None:
    first = client.get(address)
    assert "public" not in first.get("Cache-Control", "")
    assert not first.has_header("ETag")


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip, deflate, br", "br"),
        ("gzip", "gzip"),
        ("", ""),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("identity", ""),
    ],
)
def test_a_page_is_packed_as_the_browser_likes(
    published: Article, client: Client, accepted: str, coding: str
) -> None:
    plain = client.get("/").content
    answer = client.get("/", headers={"accept-encoding": accepted})
    assert answer.get("Content-Encoding", "") == coding
    unpack: dict[str, Any] = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}
    assert unpack[coding](answer.content) == plain
    assert int(answer["Content-Length"]) == len(answer.content)


def test_an_unchanged_page_is_not_sent_again(
    published: Article, client: Client, cast: Cast
) -> None:
    etag = client.get("/")["ETag"]
    answer = client.get("/", headers={"if-none-match": etag})
    assert (answer.status_code, answer.content, answer["ETag"]) == (304, b"", etag)
    publish(cast, "Tin mới hơn")
    assert client.get("/", headers={"if-none-match": etag}).status_code == 200


def test_head_gets_the_headers_of_the_page(published: Article, client: Client) -> None:
    head = client.head("/")
    assert (head.status_code, head.content) == (200, b"")
    assert head["ETag"] == client.get("/")["ETag"]


def test_counting_a_view_changes_no_page(published: Article) -> None:
    before = cache_version(timezone.now())
    Article.objects.update(view_count=5)
    assert cache_version(timezone.now()) == before
    Article.objects.update(view_count=5, title="Đổi")
    assert cache_version(timezone.now()) != before


@pytest.mark.parametrize(
    "model", [model for source in cache_dependencies for model in source.models]
)
def test_every_table_named_has_its_trigger(db: None, model: Any) -> None:
    before = cache_version(timezone.now())
    model._base_manager.filter(pk=0).delete()
    with connection.cursor() as cursor:
        cursor.execute(
            f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)} WHERE id = 0"
        )
    assert cache_version(timezone.now()) != before


def local(day: date, at: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, at))


def test_what_is_compiled_once_a_day_is_right_all_day() -> None:
    day, dependencies = date(2026, 11, 24), tuple(cache_dependencies)
    first, *others = (local(day, at) for at in (time(0, 0, 0, 1), time(7, 30), time(23, 59, 59)))
    compiled = _Statement.compiled((day, dependencies), first)
    assert len(compiled.places_of_now) > 5
    for now in others:
        again = _Statement.compiled((day, dependencies), now)
        assert (again.sql, list(again.values)) == (compiled.sql, compiled.values_at(now))


def test_midnight_changes_all_pages(db: None) -> None:
    times = (
        local(date(2026, 11, 25), time()) + timedelta(seconds=at) for at in (0, 86_399, 86_400)
    )
    first, last, following = (cache_version(now) for now in times)
    assert first == last != following


@pytest.mark.django_db(transaction=True)
def test_a_change_tells_of_itself_when_it_is_there_to_be_seen(published: Article) -> None:
    """Two writers at once, the later number committed first: no reader keeps a page that lacks the
    earlier one.
    """
    seen: list[tuple[Any, ...]] = []
    written, ended = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            Article.objects.update(title="Chậm")
            written.set()
            ended.wait(10)
        connection.close()

    thread = threading.Thread(target=slow)
    start = cache_version(timezone.now())
    thread.start()
    assert written.wait(10)
    seen.append(cache_version(timezone.now()))
    Ward.objects.create(pk=1, name="Nhanh")
    seen.append(cache_version(timezone.now()))
    ended.set()
    thread.join()
    seen.append(cache_version(timezone.now()))
    assert seen[0] == start
    assert len({start, *seen}) == 3


def test_old_notes_are_cleared_away(db: None) -> None:
    now = timezone.now()
    Ward.objects.create(pk=1, name="Phường")
    CacheInvalidation.objects.update(at=now - timedelta(hours=2))
    Ward.objects.update(name="Phường Bến Sen")
    delete_old_invalidations(now)
    assert CacheInvalidation.objects.count() == 1
