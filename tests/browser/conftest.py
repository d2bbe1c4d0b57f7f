"""A portal that answers, and a Chromium to look at it: people open pages, and what the pages ask
for is kept.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Generator, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.test import Client
from django.test.utils import override_settings
from playwright.sync_api import Error, expect
from pytest_django.live_server_helper import LiveServer
from whitenoise import WhiteNoise

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

DESKTOP = 1366
PHONE = 360
NARROWEST = 320
PATIENCE = 60_000  # milliseconds: costs nothing where all is well
PLAIN_STATIC = "django.contrib.staticfiles.storage.StaticFilesStorage"
FILES = "django.core.files.storage.FileSystemStorage"

expect.set_options(timeout=PATIENCE)


@dataclass
class Portal:
    """The portal's address, its visitors, and what their browsers asked for and complained
    about.
    """

    address: str
    browser: Browser
    asked_for: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)

    def visit(self, user: Any = None, *, width: int = DESKTOP, **options: Any) -> Page:
        """Return a page of a browser of one's own, logged in without the login page."""
        context = self.browser.new_context(
            base_url=self.address,
            locale="vi-VN",
            viewport={"width": width, "height": 800},
            **options,
        )
        context.set_default_timeout(PATIENCE)
        context.on("request", lambda request: self.asked_for.append(request.url))
        context.on("response", self._keep_missing)
        context.on("console", self._keep_complaint)
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        self.contexts.append(context)
        if user:
            client = Client()
            client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
            context.add_cookies(
                [
                    {
                        "name": "sessionid",
                        "value": client.cookies["sessionid"].value,
                        "url": self.address,
                    }
                ]
            )
        return context.new_page()

    def _keep_complaint(self, message: Any) -> None:
        """Keep errors but the two that CKEditor brings upon itself in every frame it makes for a
        dialog or a menu.

        The frame's address is a JavaScript URL and its script stands inline: the policy blocks
        both, nothing needs them. Answers with an error are kept as ``missing``.
        """
        of_editor = message.location["url"].endswith("/ckeditor/ckeditor/ckeditor.js")
        is_harmless = message.text.startswith(
            ("Running the JavaScript URL", "Executing inline script")
        )
        is_answer = message.text.startswith("Failed to load resource")
        if message.type == "error" and not is_answer and not (of_editor and is_harmless):
            self.complaints.append(message.text)

    def _keep_missing(self, response: Any) -> None:
        if response.status >= 400:
            self.missing.append(f"{response.status} {response.url.removeprefix(self.address)}")


@pytest.fixture(scope="package")
def server(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """The portal on a port of its own, with just the static files that a ward's server would have
    collected.
    """
    storages = {"default": {"BACKEND": FILES}, "staticfiles": {"BACKEND": PLAIN_STATIC}}
    with override_settings(
        STATIC_ROOT=tmp_path_factory.mktemp("static"),
        STORAGES=storages,
        # Else Django's test server looks for every page among the media files first.
        MEDIA_URL="/unused/",
    ):
        call_command("collectstatic", interactive=False, link=True, verbosity=0)
        server = LiveServer("localhost")
        # Django's handler looks for a file anew at each request, and each visitor's browser asks
        # for all files of a page.
        httpd = server.thread.httpd
        httpd.set_app(
            WhiteNoise(
                httpd.get_app(), root=settings.STATIC_ROOT, prefix=settings.STATIC_URL, max_age=3600
            )
        )
        request_started.connect(_begin)
        request_finished.connect(_end)
        yield server
        request_started.disconnect(_begin)
        request_finished.disconnect(_end)
        server.stop()


@pytest.fixture
def db(transactional_db: None) -> None:
    """What a test has made must be committed before the server's thread can see it."""


@pytest.fixture(autouse=True)
def file_root(settings: Any, tmp_path: Any) -> None:
    """Stored files of each test in a folder of its own."""
    own = {"default": {"BACKEND": FILES, "OPTIONS": {"location": tmp_path / "files"}}}
    settings.STORAGES = settings.STORAGES | own


@pytest.fixture
def portal(chromium: Browser, server: LiveServer, db: None, file_root: None) -> Iterator[Portal]:
    portal = Portal(server.url, chromium)
    yield portal
    for context in portal.contexts:
        with suppress(Error):  # the test may have closed it
            context.set_offline(
                True
            )  # a page that goes still sends what was typed, into tables being emptied
        context.close()
    _wait_for_answers()


_answering: set[int] = set()  # threads of the server, each at one request


def _begin(**_: Any) -> None:
    _answering.add(threading.get_ident())


def _end(**_: Any) -> None:
    _answering.discard(threading.get_ident())


def _wait_for_answers() -> None:
    """Wait until the server has nothing to answer, twice: what is on its way has arrived then."""
    deadline = time.monotonic() + PATIENCE / 1000
    quiet = 0
    while quiet < 2:
        assert time.monotonic() < deadline, "the server is still at a request"
        time.sleep(0.02)
        quiet = 0 if _answering else quiet + 1


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Tell of a failed test what its pages show."""
    report = yield
    portal = getattr(item, "funcargs", {}).get("portal")
    if report.when == "call" and report.failed and portal:
        for page in (page for context in portal.contexts for page in context.pages):
            with suppress(Error):
                words = page.evaluate("document.body.innerText")
                report.sections.append((f"page {page.url}", words))
        report.sections.append(("missing", "\n".join(portal.missing + portal.complaints)))
    return report
