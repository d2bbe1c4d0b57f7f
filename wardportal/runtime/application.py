"""The WSGI application of a process that serves the portal."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

Application = Callable[..., Iterable[bytes]]


def make_application() -> Any:
    """Return Django's application with the layers before it; the settings must be there.

    Statements are limited and view counts flushed from now on.
    """
    from django.core.wsgi import get_wsgi_application

    application = get_wsgi_application()

    from core.http.deadline import limit_statements  # models are there only now
    from core.http.view_counts import start_flushing
    from wardportal.following.readable_feeds import readable_feeds
    from wardportal.page_cache.kept_pages import KeptPages

    limit_statements()
    start_flushing()
    return without_body_of_head(readable_feeds(KeptPages(application)))


def without_body_of_head(application: Application) -> Application:
    """Answer HEAD without a body: Django's views make one, and the server warns of each."""

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        response = application(environ, start_response)
        if environ["REQUEST_METHOD"] != "HEAD":
            return response
        if hasattr(response, "close"):
            response.close()  # which ends the request for Django
        return []

    return answer
