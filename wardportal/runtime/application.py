"""The WSGI application of a process that serves the portal."""

from __future__ import annotations

from typing import Any


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
    return readable_feeds(KeptPages(application))
