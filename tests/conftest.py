"""The ground under every test: a data folder and a Postgres of their own, and a Chromium where
there is one.
"""

import atexit
import gc
import importlib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from django.conf import settings
from django.template import RequestContext, Template
from django.test.signals import template_rendered
from django.utils.safestring import SafeString
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from playwright.sync_api import Browser, sync_playwright

from wardportal.runtime import environment
from wardportal.runtime.postgres import leave_database
from wardportal.runtime.startup import prepare

pytest_plugins = [
    "tests.support.cast",
    "tests.support.databases",
    "tests.support.demo_ward",
    "tests.support.files",
    "tests.support.pages",
]

# Nothing depends on the machine being idle. Fixtures hold across the examples of a test.
hypothesis_settings.register_profile(
    "ward",
    deadline=None,
    suppress_health_check=[
        HealthCheck.data_too_large,
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
    ],
)
hypothesis_settings.load_profile("ward")

# The first has no window to prepare for each visitor: a third less work.
BROWSERS = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"]
CHROMIUM = next(filter(None, map(shutil.which, BROWSERS)), None)
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # No page lives long enough for its scripts to be worth optimising: a tenth less work.
    "--js-flags=--no-maglev,--no-turbofan",
    # A microphone that beeps once a second, and nobody asked for leave to use it.
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
]

# In memory, where there is room, nobody waits for a disk.
MEMORY = Path("/dev/shm")
ROOM = MEMORY if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > 2_000_000_000 else None


def _own_ground() -> None:
    """Point the environment at a new data folder, and at its Postgres unless DATABASE_URL names a
    server.
    """
    folder = Path(tempfile.mkdtemp(prefix="ward-tests-", dir=ROOM))
    atexit.register(_leave, folder)
    folder.chmod(0o711)  # as root, Postgres is somebody else and has to pass
    os.environ |= {
        "DATA_DIR": str(folder),
        "SECRET_KEY": "only-for-tests-" + "x" * 50,
        "BENCH": "1",
    }
    for name in ("SITE_URL", "ALLOWED_HOSTS", "EMAIL_URL", "REDIS_URL"):
        os.environ.pop(name, None)
    environment.FILE = Path(os.devnull)  # a developer's own .env is not that of the tests
    is_private = not os.environ.get("DATABASE_URL")
    prepare()
    if is_private:
        _do_without_durability(os.environ["DATABASE_URL"])
    # pytest-django has read the settings before this file: read them again, now that the
    # environment is right.
    again = importlib.reload(sys.modules["wardportal.settings"])
    for name in filter(str.isupper, dir(again)):
        if (
            name == "DATABASES"
        ):  # in place: Django's connection exists already and holds on to this dictionary
            settings.DATABASES["default"].update(again.DATABASES["default"])
        else:
            setattr(settings, name, getattr(again, name))


def _do_without_durability(url: str) -> None:
    """Let the server of this run write nothing to disk on purpose: nobody wants its data after a
    crash.
    """
    server = psycopg2.connect(url)
    server.autocommit = True
    with server.cursor() as cursor:
        for name in ("autovacuum", "fsync", "full_page_writes", "synchronous_commit"):
            cursor.execute(f"ALTER SYSTEM SET {name} = off")
        cursor.execute("SELECT pg_reload_conf()")
    server.close()


def _leave(folder: Path) -> None:
    leave_database(folder)
    shutil.rmtree(folder)


# Until all tests are collected: little of what is imported becomes garbage, and all of it would be
# looked through again and again, a third of the time of collecting.
gc.disable()

# The workers of xdist are born with the environment of the process that starts them.
if "PYTEST_XDIST_WORKER" not in os.environ:
    _own_ground()
# Names without hashes: nothing has been collected here, and the live server serves what stands in
# the checkout.
settings.STORAGES["staticfiles"] = {
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
settings.STATIC_ROOT = Path(os.environ["DATA_DIR"]) / "static"
settings.STATIC_ROOT.mkdir(exist_ok=True)
# A test that wants a backup names the folder.
settings.BACKUP_DIR = ""
# A test sees at once what it has changed.
settings.PAGE_CACHE_SECONDS = 0
# Passwords are hashed slowly on purpose: half a second for each person of the cast.
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def no_part_fails(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test during which a part of a page was left out: a page answers 200 all the same."""
    from core.failsafe import failures

    before = failures()
    yield
    if not request.node.get_closest_marker("parts_fail"):
        assert failures() == before, "a part of a page failed; see the log"


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("browser") and not CHROMIUM:
        if os.environ.get("REQUIRE_BROWSER") == "1":
            pytest.fail("REQUIRE_BROWSER=1, but no Chromium is installed")
        pytest.skip(f"no Chromium is installed ({', '.join(BROWSERS)})")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the slow tests first, an equal share at the head of each worker's part, so that the
    quick ones at the end are left to even out.
    """
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    in_browser, slow, others = [], [], []
    for item in items:
        is_slow = item.get_closest_marker("slow")
        in_turn = in_browser if item.get_closest_marker("browser") else slow if is_slow else others
        in_turn.append(item)
    modules = list(dict.fromkeys(item.path for item in slow))  # whole: their fixtures are dear
    ordered: list[pytest.Item] = []
    for worker in range(workers):
        share = [item for item in slow if item.path in modules[worker::workers]]
        share += in_browser[worker::workers]
        # As ``--dist worksteal`` divides what is left among the workers that are left.
        length = (len(items) - len(ordered)) // (workers - worker)
        more = max(length - len(share), 0)
        ordered += share + others[:more]
        del others[:more]
    items[:] = ordered + others


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """Leave modules and collected tests, which stay to the end, out of every later collection of
    garbage: a tenth of the time of all tests.
    """
    gc.enable()
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)


@pytest.fixture(autouse=True, scope="session")
def pages_are_kept_for_tests(django_test_environment: None) -> None:
    """Keep the context of a page for ``response.context``, not that of each template, widget and
    field within it, as Django's test environment does: each is copied.
    """

    def render(template: Template, context: Any) -> SafeString:
        if isinstance(context, RequestContext) and context.template is template:
            template_rendered.send(sender=template, template=template, context=context)
        return template.nodelist.render(context)

    Template._render = render

    from wardportal.public_templates.environment import SafeTemplate  # after Django's set-up

    draw = SafeTemplate.render

    def render_jinja(template: SafeTemplate, context: dict[str, Any]) -> SafeString:
        if "request" in context:
            template_rendered.send(sender=template, template=template, context=context)
        return draw(template, context)

    SafeTemplate.render = render_jinja


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A Chromium for tests marked ``browser``."""
    # Playwright keeps an event loop in this thread; Django takes that for asynchronous code and
    # bars the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()
