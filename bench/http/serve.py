"""``python -m bench.http.serve MODE``: a server to measure, with the options of the portal's own.

kept: the portal as a ward has it. crawled: no page is kept; what pages share is, as for a robot
that reads page after page. changed: nothing is kept, as for the first reader after each change.
hello: no portal, but an empty Django project that answers "hello".
"""

from __future__ import annotations

import itertools
import os
import sys
from collections.abc import Callable
from typing import Any

from wardportal.runtime import serve
from wardportal.runtime.application import make_application
from wardportal.runtime.listener import listen


def hello_application() -> Any:
    """Return a Django project of one view, without middleware and database."""
    from django.conf import settings
    from django.core.handlers.wsgi import WSGIHandler
    from django.http import HttpRequest, HttpResponse
    from django.urls import path

    def hello(request: HttpRequest) -> HttpResponse:
        return HttpResponse("hello", headers={"Content-Length": "5"})

    settings.configure(ALLOWED_HOSTS=["*"], MIDDLEWARE=[], ROOT_URLCONF=(path("", hello),))
    return WSGIHandler()


def crawled_application() -> Any:
    """Return the portal's application without its stores of whole pages."""
    application = make_application()
    from wardportal.page_cache import kept_pages, middleware

    middleware.PageStore.get = lambda *_: None  # type: ignore[method-assign]
    kept_pages.KeptPages._keep = lambda *_: None  # type: ignore[method-assign]
    return application


def changed_application() -> Any:
    """Return the same, where each request finds another cache version."""
    application = crawled_application()
    from wardportal.page_cache.middleware import VersionClock

    numbers = itertools.count()
    VersionClock.version = lambda _: (next(numbers),)  # type: ignore[method-assign, assignment]
    return application


APPLICATIONS: dict[str, Callable[[], Any]] = {
    "kept": make_application,
    "crawled": crawled_application,
    "changed": changed_application,
    "hello": hello_application,
}


def main(mode: str) -> int:
    application = APPLICATIONS[mode]
    serve.Server.load = lambda _: application()  # type: ignore[method-assign, assignment]
    if mode != "hello":
        return serve.main()
    with listen(os.environ["PORT"]) as listener:
        serve.Server(listener, []).run()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
