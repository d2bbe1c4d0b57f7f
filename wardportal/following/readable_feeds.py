"""WSGI wrapper: feeds as XML for browsers, which show them by their stylesheet; RSS they show as
text. It stands before the page cache, whose answers are the same for all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

RSS = "application/rss+xml"
XML = "application/xml; charset=utf-8"

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def readable_feeds(application: Application) -> Application:
    """Return the application; the type of its feeds depends on ``Accept``."""

    def wrapped(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        is_browser = "text/html" in environ.get("HTTP_ACCEPT", "")

        def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            return start_response(status, _negotiated(headers, is_browser=is_browser), *rest)

        return application(environ, start)

    return wrapped


def _negotiated(headers: list[tuple[str, str]], *, is_browser: bool) -> list[tuple[str, str]]:
    named = {name.lower(): value for name, value in headers}
    if not named.get("content-type", "").startswith(RSS):
        return headers
    kept = [pair for pair in headers if pair[0].lower() not in ("content-type", "vary")]
    vary = ", ".join(filter(None, [named.get("vary", ""), "Accept"]))
    kind = XML if is_browser else named["content-type"]
    return [*kept, ("Content-Type", kind), ("Vary", vary)]
