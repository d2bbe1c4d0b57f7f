"""WSGI layer before Django: answers a page that the page cache holds without making a request of
it.

It stores what Django and all its middleware answered, status and headers included, and only that:
each rule of the page cache is the page cache's. Once in ``PAGE_CACHE_SECONDS`` the cache version
has to be asked for again, and a request goes through to Django, which asks.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings

from core.http.view_counts import is_robot
from wardportal.page_cache.middleware import KEPT, KeptPage, content_coding

MAX_BYTES = 48 * 1024 * 1024
Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]
# What a host or a scheme may be told by, besides the address.
_OF_ADDRESS = ("HTTP_HOST", "wsgi.url_scheme", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST")
# What an answer without a body does not tell.
_OF_BODY = ("content-length", "content-encoding", "content-type")


@dataclass(frozen=True)
class Answer:
    """An answer of status 200: its headers as Django gave them, and its body."""

    kept: KeptPage
    headers: list[tuple[str, str]]
    body: bytes
    etag: str


class KeptPages:
    """WSGI application that answers kept pages, and leaves all other requests to Django's."""

    def __init__(self, application: Application) -> None:
        self._application = application
        self._lock = threading.Lock()
        self._answers: dict[tuple[str, ...], Answer] = {}
        self._version: Any = None
        self._size = 0

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        key = _key(environ)
        if key is None:
            return self._application(environ, start_response)
        answer = self._answers.get(key)
        if answer and answer.kept.is_valid:
            return _answer(answer, environ, start_response)
        return self._ask(key, environ, start_response)

    def _ask(
        self, key: tuple[str, ...], environ: Environ, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Let Django answer, and keep what it answered if the page cache keeps the page."""
        told: list[Any] = []

        def listen(status: str, headers: list[tuple[str, str]], *error: Any) -> Any:
            told[:] = [status, headers]
            return start_response(status, headers, *error)

        response = self._application(environ, listen)
        kept: KeptPage | None = environ.get(KEPT)
        is_whole = environ["REQUEST_METHOD"] == "GET" and told and told[0] == "200 OK"
        if kept is not None and is_whole:
            self._keep(key, kept, told[1], b"".join(response))
        return response

    def _keep(
        self, key: tuple[str, ...], kept: KeptPage, headers: list[tuple[str, str]], body: bytes
    ) -> None:
        etag = next((value for name, value in headers if name.lower() == "etag"), "")
        with self._lock:
            if self._version != kept.version:
                self._answers = {}
                self._version, self._size = kept.version, 0
            former = self._answers.get(key)
            growth = len(body) - (len(former.body) if former else 0)
            if etag and self._size + growth <= MAX_BYTES:
                self._answers[key] = Answer(kept, list(headers), body, etag)
                self._size += growth


def _key(environ: Environ) -> tuple[str, ...] | None:
    """Return what an answer depends on; None for a request that Django has to read."""
    if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or environ.get("QUERY_STRING"):
        return None
    if settings.SESSION_COOKIE_NAME in environ.get("HTTP_COOKIE", ""):
        return None
    return (
        environ.get("SCRIPT_NAME", "") + environ.get("PATH_INFO", ""),
        _coding(environ.get("HTTP_ACCEPT_ENCODING", "")),
        *(environ.get(name, "") for name in _OF_ADDRESS),
    )


@lru_cache(maxsize=200)
def _coding(accepted: str) -> str:
    return content_coding(accepted)


def _answer(answer: Answer, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
    is_get = environ["REQUEST_METHOD"] == "GET"
    if is_get and not is_robot(environ.get("HTTP_USER_AGENT", "")):
        answer.kept.page.count_view()
    if answer.etag in _etags(environ.get("HTTP_IF_NONE_MATCH", "")):
        headers = [one for one in answer.headers if one[0].lower() not in _OF_BODY]
        start_response("304 Not Modified", headers)
        return []
    start_response("200 OK", list(answer.headers))
    return [answer.body] if is_get else []


def _etags(text: str) -> list[str]:
    return [part.strip() for part in text.split(",")] if text else []
