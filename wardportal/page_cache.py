"""Public pages kept whole: the same bytes for everybody, made once for each state of the ward's
news.

A page is kept when its view left no word on caching, set no cookie and varied on none; so whatever
asks who is asking is never kept. People who are logged in are never served from here. Each process
keeps its own pages.
"""

from __future__ import annotations

import gzip
import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from math import inf
from typing import Any

import brotli
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers

from core.http.cache_version import cache_version
from core.http.requests import portal_request
from core.http.view_counts import count_view, is_robot

MAX_BYTES = 48 * 1024 * 1024
# Not pages: these are spared the question to the database.
MAX_PAGES = ("/quan-tri/", "/tep/", "/xem-truoc/", "/healthz", "/readyz")
MIN_COMPRESSED_BYTES = 500  # bytes; below, packing saves nothing
# Asked again each time: an answer of "unchanged" is cheap, and nobody reads what has been
# withdrawn.
CACHE_CONTROL = "public, max-age=0, must-revalidate"


@dataclass
class CachedPage:
    """One answer, ready to be sent, plain and packed; ``viewed`` is the item whose reading
    counts.
    """

    body: bytes
    headers: dict[str, str]
    etag: str
    viewed: tuple[str, int] | None = None
    packed: dict[str, bytes] = field(default_factory=dict)

    @property
    def size(self) -> int:
        return len(self.body) + sum(map(len, self.packed.values()))


class VersionClock:
    """The generation as this process knows it, asked for again after
    ``settings.PAGE_CACHE_SECONDS``.
    """

    def __init__(self) -> None:
        self._answer: tuple[tuple[Any, ...], float] = (
            (),
            -inf,
        )  # replaced as a whole: threads need no lock

    def generation(self) -> tuple[Any, ...]:
        value, asked_at = self._answer
        now = time.monotonic()
        if not 0 <= now - asked_at < settings.PAGE_CACHE_SECONDS:
            # Its time counts from the question, not from when the answer came.
            value = cache_version(timezone.now())
            self._answer = (value, now)
        return value


class PageStore:
    """The pages of one generation, the least asked for dropped first; safe for many threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pages: OrderedDict[str, CachedPage] = OrderedDict()
        self._generation: tuple[Any, ...] | None = None
        self._size = 0

    def get(self, key: str, generation: tuple[Any, ...]) -> CachedPage | None:
        with self._lock:
            if generation != self._generation:
                self._pages.clear()
                self._size, self._generation = 0, generation
            page = self._pages.get(key)
            if page:
                self._pages.move_to_end(key)
            return page

    def keep(self, key: str, generation: tuple[Any, ...], page: CachedPage) -> None:
        with self._lock:
            if generation != self._generation or page.size > MAX_BYTES // 10:
                return
            old = self._pages.pop(key, None)
            self._pages[key] = page
            self._size += page.size - (old.size if old else 0)
            while self._size > MAX_BYTES:
                self._size -= self._pages.popitem(last=False)[1].size


def page_cache(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Answer from what is kept, or keep what the views answer; conditional and packed answers
    either way.
    """
    pages, known = PageStore(), VersionClock()

    def middleware(request: HttpRequest) -> HttpResponse:
        is_anonymous_reading = (
            request.method in ("GET", "HEAD")
            and settings.SESSION_COOKIE_NAME not in request.COOKIES
        )
        if not is_anonymous_reading or request.path.startswith(MAX_PAGES):
            return get_response(request)
        key = request.build_absolute_uri()
        current = known.generation()
        portal_request(request).cache_version = current
        page = pages.get(key, current)
        if page is None:
            response = get_response(request)
            if not _may_be_kept(response):
                return _forbid_caching(response)
            page = _page(response)
            if request.method == "GET":
                pages.keep(key, current, page)
        if (
            page.viewed
            and request.method == "GET"
            and not is_robot(request.headers.get("User-Agent", ""))
        ):
            count_view(*page.viewed)
        return _answer(request, page)

    return middleware


def _may_be_kept(response: HttpResponse) -> bool:
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and not response.has_header("Cache-Control")
        and "cookie" not in response.get("Vary", "").lower()
    )


def _forbid_caching(response: HttpResponse) -> HttpResponse:
    """Let nobody hold on to an answer that leads away or says no: tomorrow there may be a page, or
    another way.

    A title that is corrected and corrected back would else send a browser in a circle.
    """
    if response.status_code in (301, 302, 404, 410) and not response.cookies:
        response.setdefault("Cache-Control", "max-age=0, must-revalidate")
    return response


def _page(response: HttpResponse) -> CachedPage:
    body = response.content
    # Django dates feeds and maps by their newest item, and so says nothing of one that was
    # withdrawn or corrected.
    left_out = ("Content-Length", "Last-Modified")
    headers = {name: value for name, value in response.items() if name not in left_out}
    packed = {}
    if len(body) >= MIN_COMPRESSED_BYTES:
        packed = {
            "br": brotli.compress(body, quality=5),
            "gzip": gzip.compress(body, compresslevel=6, mtime=0),
        }
    return CachedPage(
        body,
        headers,
        f'"{hashlib.sha256(body).hexdigest()[:32]}"',
        getattr(response, "viewed", None),
        packed,
    )


def _answer(request: HttpRequest, page: CachedPage) -> HttpResponse:
    coding = _coding(request.headers.get("Accept-Encoding", ""), page)
    response = HttpResponse(page.packed.get(coding, page.body), headers=page.headers)
    if coding:
        response["Content-Encoding"] = coding
    response["Content-Length"] = str(len(response.content))
    response["Cache-Control"] = CACHE_CONTROL
    # Weak: the packed bytes differ, the page does not.
    response["ETag"] = f"W/{page.etag}"
    patch_vary_headers(response, ["Accept-Encoding"])
    return get_conditional_response(request, etag=response["ETag"], response=response) or response


def _coding(accepted: str, page: CachedPage) -> str:
    """Return the best way of packing that the browser takes and the page has; empty for none."""
    wanted = {}
    for part in accepted.lower().split(","):
        name, _, quality = part.strip().partition(";")
        wanted[name.strip()] = quality.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return next((name for name in ("br", "gzip") if wanted.get(name) and name in page.packed), "")
