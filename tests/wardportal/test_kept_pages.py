"""Kept pages answered before Django: the same bytes and headers, and none that Django would not
give.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection
from django.http import FileResponse, HttpRequest, HttpResponse
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from core.http import view_counts
from news.models import Article
from organization.models import Ward
from tests.support.cast import Cast
from tests.support.factories import transition
from wardportal.page_cache import middleware
from wardportal.page_cache.kept_pages import KeptPages
from wardportal.runtime.application import without_body_of_head

PHONE = "Mozilla/5.0 (Linux; Android 10)"
Answer = tuple[str, dict[str, str], bytes]


class Counted:
    """Django's own application, and how often it was asked."""

    def __init__(self) -> None:
        self.application = WSGIHandler()
        self.calls = 0

    def __call__(self, environ: Any, start_response: Any) -> Any:
        self.calls += 1
        return self.application(environ, start_response)


@pytest.fixture
def django(settings: Any) -> Iterator[Counted]:
    settings.PAGE_CACHE_SECONDS = 60
    # The connection is the test's, in a transaction.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield Counted()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def portal(django: Counted) -> KeptPages:
    return KeptPages(django)


def ask(
    application: Any, path: str, *, method: str = "GET", query: str = "", **more: str
) -> Answer:
    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path.encode().decode("latin-1"),
        "QUERY_STRING": query,
        "SERVER_NAME": "testserver",
        "SERVER_PORT": "80",
        "HTTP_HOST": "testserver",
        "HTTP_USER_AGENT": PHONE,
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.input": BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.url_scheme": "http",
        **more,
    }
    told: list[Any] = []
    response = application(
        environ, lambda status, headers, error=None: told.extend((status, headers))
    )
    body = b"".join(response)
    if hasattr(response, "close"):
        response.close()
    return told[0], dict(told[1]), body


@pytest.mark.parametrize("coding", ["", "gzip", "br", "gzip, deflate, br", "identity", "br;q=0"])
@pytest.mark.parametrize("address", ["/", "/tin/", "/rss.xml", "/lien-he/"])
def test_it_answers_what_django_answers(
    django: Counted, portal: KeptPages, published: Article, address: str, coding: str
) -> None:
    first = ask(portal, address, HTTP_ACCEPT_ENCODING=coding)
    with CaptureQueriesContext(connection) as asked:
        second = ask(portal, address, HTTP_ACCEPT_ENCODING=coding)
        head = ask(portal, address, method="HEAD", HTTP_ACCEPT_ENCODING=coding)
        known = ask(
            portal, address, HTTP_ACCEPT_ENCODING=coding, HTTP_IF_NONE_MATCH=first[1]["ETag"]
        )
    assert (django.calls, len(asked)) == (1, 0)
    assert second == first == ask(django, address, HTTP_ACCEPT_ENCODING=coding)
    assert head == (first[0], first[1], b"")
    status, headers, body = ask(
        django, address, HTTP_ACCEPT_ENCODING=coding, HTTP_IF_NONE_MATCH=first[1]["ETag"]
    )
    assert (known[0], known[2]) == (status, body) == ("304 Not Modified", b"")
    assert headers.items() <= known[1].items()


@pytest.mark.parametrize("address", ["/", "/khong-co/", "/quan-tri/", "/robots.txt"])
def test_head_is_answered_as_get_without_a_body(django: Counted, db: None, address: str) -> None:
    got, asked = (
        ask(without_body_of_head(django), address, method=method) for method in ("GET", "HEAD")
    )
    assert (asked[0], asked[1]["Content-Type"], asked[2]) == (got[0], got[1]["Content-Type"], b"")


def test_a_change_is_shown_once_the_version_is_asked_for(
    django: Counted, portal: KeptPages, published: Article, settings: Any, cast: Cast
) -> None:
    address = published.get_absolute_url()
    assert ask(portal, address)[0] == "200 OK"
    transition(published, "withdraw", cast.approver, note="Sai", public_as="gone")
    assert ask(portal, address)[0] == "200 OK", "for PAGE_CACHE_SECONDS, as Django's own store"
    settings.PAGE_CACHE_SECONDS = 0
    assert ask(portal, address)[0] == "410 Gone"
    assert ask(portal, "/")[0] == "200 OK"
    Ward.objects.update(name="Phường Khác")
    settings.PAGE_CACHE_SECONDS = 60
    assert ask(django, "/lien-he/")[0] == "200 OK"


@pytest.mark.parametrize(
    ("method", "path", "query", "more"),
    [
        ("GET", "/", "", {"HTTP_COOKIE": "sessionid=x"}),
        ("GET", "/", "trang=2", {}),
        ("POST", "/", "", {}),
        ("GET", "/quan-tri/", "", {}),
        ("GET", "/khong-co/", "", {}),
        ("GET", "/healthz", "", {}),
    ],
)
def test_other_requests_are_always_djangos(
    django: Counted,
    portal: KeptPages,
    published: Article,
    method: str,
    path: str,
    query: str,
    more: dict[str, str],
) -> None:
    ask(portal, "/")
    before = django.calls
    for _ in range(2):
        ask(portal, path, method=method, query=query, **more)
    assert django.calls == before + 2


def test_another_host_or_scheme_is_another_page(
    django: Counted, portal: KeptPages, published: Article
) -> None:
    ask(portal, "/")
    assert ask(portal, "/", HTTP_HOST="evil.example")[0] == "400 Bad Request"
    ask(portal, "/", HTTP_X_FORWARDED_PROTO="https")
    assert django.calls == 3


def test_views_are_counted_of_people_alone(
    django: Counted, portal: KeptPages, published: Article
) -> None:
    view_counts.flush()
    address = published.get_absolute_url()
    for _ in range(3):
        ask(portal, address)
    ask(portal, address, HTTP_USER_AGENT="Googlebot/2.1")
    ask(portal, address, method="HEAD")
    view_counts.flush()
    published.refresh_from_db()
    assert (published.view_count, django.calls) == (3, 1)


def test_a_page_with_an_old_number_of_views_is_made_again(
    django: Counted, portal: KeptPages, published: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = published.get_absolute_url()
    assert "Lượt xem: 0" in ask(portal, address)[2].decode()
    view_counts.flush()
    assert "Lượt xem: 0" in ask(portal, address)[2].decode()
    monkeypatch.setattr(middleware, "VIEWS_KEPT", 0)
    assert "Lượt xem: 1" in ask(portal, address)[2].decode()
    assert django.calls == 2


def test_a_page_that_nobody_viewed_is_kept(
    django: Counted, portal: KeptPages, published: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(middleware, "VIEWS_KEPT", 0)
    for path in (published.get_absolute_url(), "/"):
        for _ in range(3):
            ask(portal, path, HTTP_USER_AGENT="Googlebot/2.1")
    assert django.calls == 2


@pytest.mark.parametrize(("patience", "made"), [(60, 1), (0, 4)])
def test_one_thread_makes_a_page_while_others_wait(
    patience: float, made: int, rf: RequestFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(middleware, "MAX_WAIT", patience)
    monkeypatch.setattr(middleware.VersionClock, "version", lambda _: (1,))
    all_ask = threading.Barrier(4)
    calls: list[str] = []

    def view(request: HttpRequest) -> HttpResponse:
        calls.append(request.path)
        time.sleep(0.3)  # while the others ask
        return HttpResponse("Trang")

    cached = middleware.page_cache(view)

    def read() -> bytes:
        all_ask.wait(10)
        return cached(rf.get("/tin/")).content

    with ThreadPoolExecutor(4) as pool:
        pages = [future.result() for future in [pool.submit(read) for _ in range(4)]]
    assert (pages, len(calls)) == ([b"Trang"] * 4, made)


def test_a_streamed_file_passes(rf: RequestFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(middleware.VersionClock, "version", lambda _: (1,))
    cached = middleware.page_cache(lambda request: FileResponse(BytesIO(b"ID3")))
    for _ in range(2):
        response = cached(rf.get("/phat-thanh/4/ban-tin.mp3"))
        assert b"".join(response.streaming_content) == b"ID3"
