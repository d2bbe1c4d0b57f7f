"""A request that takes too long ends, and leaves its thread as it found it."""

from __future__ import annotations

import sys
import threading
import time
from typing import Any

import pytest
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from psycopg2.errors import QueryCanceled

from core.http.deadline import DeadlineMiddleware, RequestTimeout, too_late, watchdog
from tests.news.test_access import client_of
from tests.support.cast import Cast
from wardportal.system.error_views import server_error


@pytest.fixture(autouse=True)
def short(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.REQUEST_TIME_LIMIT = 0.4
    # The database of the test stays open.
    monkeypatch.setattr("core.http.deadline.connections.close_all", lambda: None)


def in_a_thread(view: Any, request: HttpRequest | None = None) -> tuple[HttpResponse, float]:
    """What the view's request is answered, and after how long."""
    found: list[HttpResponse] = []
    request = request or RequestFactory().get("/cham/")
    started = time.monotonic()
    thread = threading.Thread(target=lambda: found.append(DeadlineMiddleware(view)(request)))
    thread.start()
    thread.join(20)
    assert not thread.is_alive()
    return found[0], time.monotonic() - started


def busy(seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        sum(range(1000))


def test_a_late_request_ends_with_a_page() -> None:
    answer, seconds = in_a_thread(lambda request: busy(15))
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    assert "quá nhiều thời gian" in answer.content.decode()
    assert seconds < 5
    assert not watchdog._running


def test_handlers_of_errors_do_not_hold_it() -> None:
    def stubborn(request: HttpRequest) -> HttpResponse:
        for _ in range(100):
            try:
                busy(10)
            except Exception:
                continue
        return HttpResponse("xong")

    assert in_a_thread(stubborn)[0].status_code == 503


def test_what_is_done_at_the_end_is_still_done() -> None:
    done: list[str] = []

    def view(request: HttpRequest) -> HttpResponse:
        try:
            busy(15)
        finally:
            done.append("dọn")
        return HttpResponse("xong")

    assert in_a_thread(view)[0].status_code == 503
    assert done == ["dọn"]


def test_others_are_answered_meanwhile() -> None:
    slow = threading.Thread(target=in_a_thread, args=[lambda request: busy(10)])
    slow.start()
    answers = [DeadlineMiddleware(lambda request: HttpResponse("tốt"))(RequestFactory().get("/"))]
    while slow.is_alive():
        quick = DeadlineMiddleware(lambda request: HttpResponse("tốt"))
        answers.append(quick(RequestFactory().get("/")))
        time.sleep(0.01)
    assert len(answers) > 3
    assert {answer.status_code for answer in answers} == {200}


def test_a_request_at_the_limit_leaves_nothing_behind() -> None:
    """The exception that comes as a request ends never reaches the next one of the thread."""
    failed: list[BaseException] = []

    def many() -> None:
        middleware = DeadlineMiddleware(lambda request: busy(0.399) or HttpResponse("tốt"))
        try:
            for _ in range(6):
                assert middleware(RequestFactory().get("/")).status_code in (200, 503)
                busy(0.2)
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=many) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failed == []


def test_a_slow_line_is_not_a_slow_request() -> None:
    class Line:
        def read(self, *args: int) -> bytes:
            time.sleep(1.5)
            return b"a=1"

    request = RequestFactory().post("/", {"a": "1"})
    request._stream = Line()
    answer, seconds = in_a_thread(lambda request: HttpResponse(request._stream.read(3)), request)
    assert (answer.status_code, answer.content) == (200, b"a=1")
    assert seconds > 1.4


def test_a_query_that_postgres_ended_is_the_same_page() -> None:
    def status(error: Exception, cause: Exception | None = None) -> int:
        request = RequestFactory().get("/")
        try:
            raise error from cause
        except Exception:
            return server_error(request).status_code

    assert status(OperationalError("statement timeout"), QueryCanceled()) == 503
    assert status(OperationalError("gone")) == 500
    assert status(ValueError()) == 500


def test_every_request_is_watched(db: None, settings: Any) -> None:
    settings.REQUEST_TIME_LIMIT = 60  # the first request imports every view
    assert settings.MIDDLEWARE[0] == "core.http.deadline.DeadlineMiddleware"
    assert not issubclass(RequestTimeout, Exception)
    assert Client().get("/healthz").status_code == 200
    assert too_late()["Cache-Control"] == "no-store"


def test_what_was_typed_comes_back(
    cast: Cast, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.REQUEST_TIME_LIMIT = 3

    def wait(*_: Any, **__: Any) -> None:
        for _ in range(100):
            time.sleep(0.1)

    monkeypatch.setattr("news.models.Article.save", wait)
    answer = client_of(cast, "contributor").post(
        reverse("admin:news_article_add"),
        {
            "core-fileuse-content_type-object_id-TOTAL_FORMS": "0",
            "core-fileuse-content_type-object_id-INITIAL_FORMS": "0",
            "kind": "brief",
            "title": "Dọn bờ sông",
            "body": "<p>Bà con cùng dọn.</p>",
        },
    )
    page = answer.content.decode()
    assert answer.status_code == 503
    assert "mất quá nhiều thời gian" in page
    assert "Dọn bờ sông" in page


def test_a_debugger_works_after_a_request() -> None:
    """Traced code must not wait for ever on a signal that no request has sent."""
    answer, _ = in_a_thread(lambda request: HttpResponse("ok"))
    assert answer.status_code == 200
    lines: list[int] = []

    def trace(frame: Any, event: str, argument: Any) -> Any:
        lines.append(frame.f_lineno)
        return trace

    def traced() -> None:
        sys.settrace(trace)
        try:
            [busy(0) for _ in range(3)]
        finally:
            sys.settrace(None)

    thread = threading.Thread(target=traced, daemon=True)
    thread.start()
    thread.join(10)
    assert not thread.is_alive()
    assert lines
