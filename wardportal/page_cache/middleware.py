"""Page cache: whole public responses, cached per cache version of the public data.

A response is cached when its view set no Cache-Control, no cookie and no variation on cookies; so
no response that depends on the user is cached. Logged-in users bypass the cache. Each process has
its own cache.
"""

from __future__ import annotations

import gzip
import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from math import inf
from typing import Any

import brotli
from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers

from core.caching.cache_version import cache_version
from core.failsafe import failures, guard
from core.http.params import known_query
from core.http.requests import portal_request
from core.http.view_counts import count_view, is_robot

MAX_BYTES = 48 * 1024 * 1024
# Prefixes that are never cached, and cost no query for the cache version.
UNCACHED_PREFIXES = ("/quan-tri/", "/tep/", "/xem-truoc/", "/phat/", "/healthz", "/readyz")
MIN_COMPRESSED_BYTES = 500  # bytes; smaller bodies are not compressed
VIEWS_KEPT = 10  # seconds that a page may show an old number of views
MAX_WAIT = 2  # seconds that a request waits while another makes the same page
# By preference.
COMPRESSORS: dict[str, Callable[[bytes], bytes]] = {
    "br": partial(brotli.compress, quality=5),
    "gzip": partial(gzip.compress, compresslevel=6, mtime=0),
}
# Revalidated each time: a 304 is cheap, and no withdrawn page is read from a cache.
CACHE_CONTROL = "public, max-age=0, must-revalidate"


@dataclass
class CachedPage:
    """One response, plain and compressed; ``viewed`` is the item whose views are counted."""

    body: bytes
    headers: dict[str, str]
    etag: str
    viewed: tuple[str, int] | None = None
    compressed: dict[str, bytes] = field(default_factory=dict)
    made_at: float = field(default_factory=time.monotonic)
    was_viewed: bool = False

    def count_view(self) -> None:
        """Count a view of the item, which the page shows when it is made again."""
        if self.viewed:
            self.was_viewed = True
            count_view(*self.viewed)

    @property
    def is_outdated(self) -> bool:
        """Return whether the page shows fewer views than there are, for a while already."""
        return self.was_viewed and time.monotonic() - self.made_at >= VIEWS_KEPT

    @property
    def size(self) -> int:
        """Return what the page takes once both codings were asked for, about."""
        return len(self.body) * 3 // 2

    @property
    def is_compressible(self) -> bool:
        return len(self.body) >= MIN_COMPRESSED_BYTES

    def encoded(self, coding: str) -> bytes:
        """Return the body in a content coding, made when first asked for; "" for the plain body."""
        if not coding:
            return self.body
        if coding not in self.compressed:
            self.compressed[coding] = COMPRESSORS[coding](self.body)
        return self.compressed[coding]


class VersionClock:
    """The cache version as this process knows it, refreshed after
    ``settings.PAGE_CACHE_SECONDS``.
    """

    def __init__(self) -> None:
        # Version and time of its query; replaced as a whole, so that threads need no lock.
        self._cached: tuple[tuple[Any, ...], float] = ((), -inf)

    def version(self) -> tuple[Any, ...]:
        value, queried_at = self._cached
        now = time.monotonic()
        if not 0 <= now - queried_at < settings.PAGE_CACHE_SECONDS:
            # Its age counts from the query, not from its result.
            value = cache_version(timezone.now())
            self._cached = (value, now)
        return value

    def unexpired(self) -> tuple[Any, ...] | None:
        """Return the version if it need not be asked for yet."""
        value, queried_at = self._cached
        is_fresh = 0 <= time.monotonic() - queried_at < settings.PAGE_CACHE_SECONDS
        return value if is_fresh else None


@dataclass(frozen=True)
class KeptPage:
    """What ``environ[KEPT]`` tells of an answer that is the page cache's: a layer before Django may
    repeat it while it is valid.
    """

    page: CachedPage
    version: tuple[Any, ...]
    clock: VersionClock

    @property
    def is_valid(self) -> bool:
        """Return whether the version is the same and need not be asked for yet."""
        return self.version == self.clock.unexpired() and not self.page.is_outdated


KEPT = "wardportal.kept_page"


class PageStore:
    """LRU cache of the pages of one cache version; thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pages: OrderedDict[str, CachedPage] = OrderedDict()
        self._version: tuple[Any, ...] | None = None
        self._size = 0

    def get(self, key: str, version: tuple[Any, ...]) -> CachedPage | None:
        with self._lock:
            if version != self._version:
                self._pages.clear()
                self._size = 0
                self._version = version
            page = self._pages.get(key)
            if page is None or page.is_outdated:
                return None
            self._pages.move_to_end(key)
            return page

    def put(self, key: str, version: tuple[Any, ...], page: CachedPage) -> None:
        with self._lock:
            if version != self._version or page.size > MAX_BYTES // 10:
                return
            old = self._pages.pop(key, None)
            self._pages[key] = page
            self._size += page.size - (old.size if old else 0)
            while self._size > MAX_BYTES:
                self._size -= self._pages.popitem(last=False)[1].size


class Makers:
    """Lets one thread make a page while others that ask for it wait, ``MAX_WAIT`` seconds at most.

    Few locks stand for all pages: two that share one are made one after the other.
    """

    def __init__(self) -> None:
        self._locks = [threading.Lock() for _ in range(64)]

    @contextmanager
    def of(self, key: str) -> Iterator[None]:
        lock = self._locks[hash(key) % len(self._locks)]
        is_first = lock.acquire(timeout=MAX_WAIT)
        try:
            yield
        finally:
            if is_first:
                lock.release()


def page_cache(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware that serves cached pages and caches new ones; conditional and compressed
    responses.
    """
    pages = PageStore()
    makers = Makers()
    clock = VersionClock()

    def middleware(request: HttpRequest) -> HttpResponse:
        is_anonymous_reading = (
            request.method in ("GET", "HEAD")
            and settings.SESSION_COOKIE_NAME not in request.COOKIES
        )
        if not is_anonymous_reading or request.path.startswith(UNCACHED_PREFIXES):
            return get_response(request)
        query = _drop_unknown_parameters(request)
        key = f"{request.scheme}://{request.get_host()}{request.path}?{query}"
        current = guard("Bộ nhớ đệm của trang", clock.version, None)
        if current is None:
            return _uncached(get_response(request))
        portal_request(request).cache_version = current
        page = pages.get(key, current)
        if page is None:
            with makers.of(key):
                # Perhaps made meanwhile.
                made = pages.get(key, current) or _make(get_response, request)
                if isinstance(made, CachedPage) and request.method == "GET":
                    pages.put(key, current, made)
            if not isinstance(made, CachedPage):  # perhaps a file that is streamed
                return made
            page = made
        request.META[KEPT] = KeptPage(page, current, clock)
        if request.method == "GET" and not is_robot(request.headers.get("User-Agent", "")):
            page.count_view()
        return _response(request, page)

    return middleware


def _make(
    get_response: Callable[[HttpRequest], HttpResponse], request: HttpRequest
) -> CachedPage | HttpResponse:
    """Return the page, or the answer as it is if it may not be kept."""
    failed_before = failures()
    response = get_response(request)
    if failures() != failed_before:
        return _uncached(response)
    if not _is_cacheable(response):
        return _forbid_caching(response)
    return _cached_page(response)


def _drop_unknown_parameters(request: HttpRequest) -> str:
    """Leave the parameters that the view knows, and return them: others make no other page."""
    query = known_query(request)
    if query != request.META.get("QUERY_STRING", ""):
        request.META["QUERY_STRING"] = query
        request.GET = QueryDict(query)
    return query


def _is_cacheable(response: HttpResponse) -> bool:
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and not response.has_header("Cache-Control")
        and "cookie" not in response.get("Vary", "").lower()
    )


def _uncached(response: HttpResponse) -> HttpResponse:
    """Return a page that lacks a part: nobody keeps it."""
    response.setdefault("Cache-Control", "no-store")
    return response


def _forbid_caching(response: HttpResponse) -> HttpResponse:
    """Make redirects and errors revalidate: there may soon be a page, or another redirect.

    Otherwise a title that is corrected and corrected back would send a browser in a redirect loop.
    """
    if response.status_code in (301, 302, 404, 410) and not response.cookies:
        response.setdefault("Cache-Control", "max-age=0, must-revalidate")
    return response


def _cached_page(response: HttpResponse) -> CachedPage:
    body = response.content
    # Django dates feeds and site maps by their newest item, which ignores withdrawals and
    # corrections.
    uncached_headers = ("Content-Length", "Last-Modified")
    headers = {name: value for name, value in response.items() if name not in uncached_headers}
    return CachedPage(
        body,
        headers,
        f'"{hashlib.sha256(body).hexdigest()[:32]}"',
        getattr(response, "viewed", None),
    )


def _response(request: HttpRequest, page: CachedPage) -> HttpResponse:
    coding = content_coding(request.headers.get("Accept-Encoding", ""))
    coding = coding if page.is_compressible else ""
    response = HttpResponse(page.encoded(coding), headers=page.headers)
    if coding:
        response["Content-Encoding"] = coding
    response["Content-Length"] = str(len(response.content))
    response["Cache-Control"] = CACHE_CONTROL
    # Weak: the compressed bytes differ, the page does not.
    response["ETag"] = f"W/{page.etag}"
    patch_vary_headers(response, ["Accept-Encoding"])
    return get_conditional_response(request, etag=response["ETag"], response=response) or response


def content_coding(accepted: str) -> str:
    """Return the best content coding that the browser accepts; "" for none."""
    is_accepted = {}
    for part in accepted.lower().split(","):
        name, _, quality = part.strip().partition(";")
        is_accepted[name.strip()] = quality.replace(" ", "") not in (
            "q=0",
            "q=0.0",
            "q=0.00",
            "q=0.000",
        )
    return next((name for name in COMPRESSORS if is_accepted.get(name)), "")
