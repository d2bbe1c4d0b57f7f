"""A part of a page that raises is left out, and the page answers."""

from __future__ import annotations

import ast
import logging
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from core import failsafe
from core import registries as r
from core.failsafe import failures, guard
from core.models import PartFailure
from core.registries import Registry
from core.retention import delete_over
from news.models import Article
from news.planning import suggestions
from organization.models import User
from organization.work import work_list
from tests.news.test_access import client_of
from tests.support.cast import Cast

pytestmark = pytest.mark.parts_fail
ROOT = Path(__file__).resolve().parents[1]
ROOMS = (
    *("core", "organization", "news", "meetings", "documents", "broadcasts"),
    *("reports", "wardportal"),
)

# Where entries of a registry are read for a page: each through ``guard``.
GUARDED = {
    "admin_menu": {"wardportal/admin_menu.py"},
    "article_panels": {"news/public/views.py"},
    "cache_dependencies": {"core/caching/cache_version.py"},
    "calendar_sources": {"organization/calendar/views.py"},
    "dashboard_panels": {"wardportal/admin_site.py"},
    "fact_sources": {"core/search/facts.py", "wardportal/search.py"},
    "home_strips": {"core/registries.py"},
    "line_proposals": {"news/planning/suggestions.py"},
    "menu_entries": {"core/registries.py"},
    "offboarding_checks": {"organization/admin/people.py"},
    "search_sources": {"core/search/item_addresses.py", "wardportal/search.py"},
    "site_context_parts": {"core/http/context_processors.py", "wardportal/system/readiness.py"},
    "sitemaps": {"wardportal/site_map.py"},
    "waiting_sources": {"organization/work/waiting.py"},
    "work_sources": {"organization/work/work_list.py"},
}
# Not parts of pages, and why none of their entries may be left out.
WHOLE = {
    "broadcast_sources": "a source that fails must not seem to have withdrawn its texts",
    "feedback_targets": "a table of models; none is called before its own page",
    "file_owners": "decides who may read a file: what fails must close",
    "figure_sources": "a figure that is left out would be a wrong figure",
    "substitutions": "decides who acts for whom: what fails must lend nothing",
    "lent_roles": "read in the query of the roles: what fails must lend nothing",
    "periodic_jobs": "run_due names each job that fails",
    "retention_rules": "core.retention stops no rule for another's failure",
    "statistics_columns": "a figure that is left out would be a wrong figure",
}


NAME = "Nguyễn Thị Bí Mật"


class Secret(Exception):
    """What the error quotes must not be logged."""


def fails(*_: Any, **__: Any) -> Any:
    raise Secret(NAME)


def fails_in_the_database(*_: Any, **__: Any) -> Any:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1/0")


FAILURES = [fails, fails_in_the_database]


class _Failing:
    """An entry of any registry of which every call fails."""

    def __init__(self, entry: Any, call: Callable[..., Any]) -> None:
        self._entry, self._call = entry, call

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._entry, name)
        return self._call if callable(value) else value


@pytest.fixture
def break_entries(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    def replace_entries(registry: Registry[Any], field: str, call: Callable[..., Any]) -> None:
        broken = [replace(entry, **{field: call}) for entry in registry]
        monkeypatch.setattr(registry, "_entries", broken)

    return replace_entries


def registries() -> set[str]:
    found = {name for name, value in vars(r).items() if isinstance(value, Registry)}
    assert suggestions.line_proposals and work_list.work_sources
    others = {"line_proposals", "work_sources", "waiting_sources", "statistics_columns"}
    return found | others | {"broadcast_sources", "figure_sources", "lent_roles", "substitutions"}


def readers() -> dict[str, set[str]]:
    """The modules in which each registry is read, other than to be filled."""
    found: dict[str, set[str]] = {}
    names = registries()
    for room in ROOMS:
        for path in (ROOT / room).rglob("*.py"):
            if path.name == "registrations.py":
                continue
            text = path.read_text(encoding="utf-8")
            if not any(name in text for name in names):
                continue
            nodes = list(ast.walk(ast.parse(text)))
            filled = {
                id(node.value)
                for node in nodes
                if isinstance(node, ast.Attribute) and node.attr == "register"
            }
            for node in nodes:
                if (
                    isinstance(node, ast.Name)
                    and isinstance(node.ctx, ast.Load)
                    and node.id in names
                    and id(node) not in filled
                ):
                    found.setdefault(node.id, set()).add(str(path.relative_to(ROOT)))
    return found


def test_every_reader_of_a_registry_is_known() -> None:
    assert set(GUARDED) | set(WHOLE) == registries()
    known = {name: where for name, where in readers().items() if name not in WHOLE}
    assert known == GUARDED


def test_every_reader_of_parts_guards_them() -> None:
    by_another = {
        "core/caching/cache_version.py": "wardportal/page_cache/middleware.py",
        "news/public/views.py": "core/registries.py",  # render_panels
        "wardportal/admin_site.py": "core/registries.py",  # render_dashboard
        "wardportal/system/readiness.py": "wardportal/system/readiness.py",  # answers 503 instead
    }
    for modules in GUARDED.values():
        for module in modules:
            guarding = (ROOT / by_another.get(module, module)).read_text(encoding="utf-8")
            assert "guard(" in guarding or "savepoint()" in guarding, module


# Each registry: its field that is called, a page that shows it, who asks, and whether a failure of
# the part is expected to be told.
PAGES: list[tuple[str, str, str, str]] = [
    ("site_context_parts", "read", "/", ""),
    ("site_context_parts", "read", "/khong-co/", ""),
    ("site_context_parts", "read", "/tim-kiem/?q=phường", ""),
    ("site_context_parts", "read", "/lien-he/", ""),
    ("site_context_parts", "read", "/so-do-trang/", ""),
    ("site_context_parts", "read", "/tin/", ""),
    ("home_strips", "context", "/", ""),
    ("article_panels", "context", "article", ""),
    ("search_sources", "rows", "/tim-kiem/?q=phường", ""),
    ("search_sources", "listed", "/tim-kiem/?q=phường", ""),
    ("search_sources", "hit", "/tim-kiem/?q=phường", ""),
    ("fact_sources", "read", "/tim-kiem/?q=phường", ""),
    ("sitemaps", "pages", "/sitemap.xml", ""),
    ("cache_dependencies", "times", "/", ""),
    ("dashboard_panels", "context", "/quan-tri/", "it_officer"),
    ("dashboard_panels", "context", "/quan-tri/", "editor"),
    ("admin_menu", "can_access", "/quan-tri/", "editor"),
    ("calendar_sources", "entries", "/quan-tri/lich-dang/", "editor"),
    ("work_sources", "items", "/quan-tri/viec/", "contributor"),
]
REGISTRIES = {**vars(r), "work_sources": work_list.work_sources}


@pytest.mark.parametrize("call", FAILURES)
@pytest.mark.parametrize(("name", "field", "address", "role"), PAGES)
def test_a_page_answers_without_the_part(
    cast: Cast,
    published: Article,
    break_entries: Callable[..., None],
    name: str,
    field: str,
    address: str,
    role: str,
    call: Callable[..., Any],
    caplog: pytest.LogCaptureFixture,
) -> None:
    address = {
        "article": published.get_absolute_url(),
        "/quan-tri/lich-dang/": reverse("admin:calendar"),
        "/quan-tri/viec/": reverse("admin:work"),
        "/lien-he/": reverse("contact"),
    }.get(address, address)
    client = client_of(cast, role) if role else Client()
    break_entries(REGISTRIES[name], field, call)
    with caplog.at_level(logging.ERROR, "portal.failsafe"):
        answer = client.get(address)
    assert answer.status_code == (404 if address == "/khong-co/" else 200)
    assert PartFailure.objects.exists()
    assert "đã bỏ qua" in caplog.text and NAME not in caplog.text
    if not role:
        assert answer["Cache-Control"] in ("no-store", "max-age=0, must-revalidate")
    assert Article.objects.filter(pk=published.pk).exists()  # the transaction is usable


@pytest.mark.parametrize("call", FAILURES)
def test_a_menu_entry_whose_address_fails_is_left_out(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, call: Callable[..., Any]
) -> None:
    broken: Iterator[Any] = (_Failing(entry, call) for entry in list(r.menu_entries))
    monkeypatch.setattr(r.menu_entries, "_entries", list(broken))
    page = Client().get("/khong-co/").content.decode()
    assert "Lịch công tác" not in page
    assert PartFailure.objects.filter(part="Thực đơn: Lịch công tác").exists()


def test_the_officer_is_told_and_nobody_else(cast: Cast, time_machine: Any) -> None:
    time_machine.move_to("2026-11-28T08:00:00+07:00")
    assert guard("Bảng thử", fails, "thay") == "thay"
    sentence = "Phần “Bảng thử” của trang bị lỗi lúc 28/11/2026 | 08:00; đã bỏ qua"
    assert sentence in client_of(cast, "it_officer").get("/quan-tri/").content.decode()
    for role in ("editor", "head", "contributor"):
        assert "Bảng thử" not in client_of(cast, role).get("/quan-tri/").content.decode()
    time_machine.move_to("2026-12-06T08:00:00+07:00")
    [rule] = [rule for rule in r.retention_rules if rule.model is PartFailure]
    assert delete_over(rule, PartFailure.objects.get().at + rule.period * 2) == 1
    assert not PartFailure.objects.exists()


@pytest.mark.parametrize("call", FAILURES)
def test_one_row_a_part_and_a_usable_transaction(db: None, call: Callable[..., Any]) -> None:
    before = failures()
    for _ in range(3):
        assert guard("Phần", call, None) is None
    failure = PartFailure.objects.get()
    assert failure.part == "Phần" and failures() == before + 3
    assert failure.kind.split(", ")[0] in ("Secret", "DataError")


def test_a_part_that_works_costs_no_query(
    db: None, django_assert_num_queries: Callable[[int], Any]
) -> None:
    with django_assert_num_queries(0):
        assert guard("Phần", lambda: 1, 0) == 1
    with django_assert_num_queries(1):
        assert guard("Phần", PartFailure.objects.count, None) == 0


@pytest.mark.parts_fail
def test_savepoints_are_made_before_the_first_statement_alone(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = []
    send = failsafe._send
    monkeypatch.setattr(failsafe, "_send", lambda text: (sent.append(text.split()[0]), send(text)))

    def ask() -> int:
        return User.objects.count()

    def fail() -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 / 0")
        return 1

    assert failsafe.guard("Không hỏi gì", lambda: 1, 0) == 1
    assert sent == []
    assert failsafe.guard("Hỏi hai lần", lambda: ask() + ask(), 9) == 0
    assert sent == ["SAVEPOINT", "RELEASE"]
    # One within another: the outer one is there before the inner one.
    assert failsafe.guard("Ngoài", lambda: (failsafe.guard("Trong", fail, 7), ask()), None) == (
        7,
        0,
    )
    assert sent[2:5] == ["SAVEPOINT", "SAVEPOINT", "ROLLBACK"]
    assert sent.count("SAVEPOINT") == sent.count("RELEASE") + sent.count("ROLLBACK")


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction(transactional_db: None) -> None:
    assert guard("Phần", fails_in_the_database, "thay") == "thay"
    assert PartFailure.objects.get().kind.startswith("DataError")


# Readiness


def test_ready(db: None, client: Client) -> None:
    assert client.get("/readyz").content == b"ok"


@pytest.mark.parametrize("call", FAILURES)
def test_not_ready_without_the_frame(
    db: None, client: Client, break_entries: Callable[..., None], call: Callable[..., Any]
) -> None:
    break_entries(r.site_context_parts, "read", call)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (503, b"frame")


def test_not_ready_without_the_cache_version(
    db: None, client: Client, break_entries: Callable[..., None]
) -> None:
    break_entries(r.cache_dependencies, "times", fails)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (503, b"cache version")


def test_not_ready_without_a_migration(db: None, client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'core'")
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (503, b"migrations")


def test_not_ready_without_the_search(db: None, client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER FUNCTION fold_words(text) RENAME TO lost")
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (503, b"search")


# Rows that older code or raw SQL stored


def test_a_row_that_cannot_be_shown_is_left_out(cast: Cast) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "ALTER TABLE meetings_calendarevent"
            " DROP CONSTRAINT meetings_calendarevent_starts_at_bounds"
        )
        for title, at in (("Lễ mừng", "2026-11-20"), ("Việc hỏng", "0001-01-01 00:00 BC")):
            cursor.execute(
                "INSERT INTO meetings_calendarevent (title, leaders, starts_at, place, is_public,"
                f" is_cancelled) VALUES ('{title}', '', '{at}', '', true, false)"
            )
    answer = client_of(cast, "editor").get(reverse("admin:meetings_calendarevent_changelist"))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Lễ mừng" in page and "Việc hỏng" not in page
    assert "Đã bỏ qua 1 dòng không đọc được" in page
    assert PartFailure.objects.filter(part__startswith="Danh sách: lịch công tác").exists()
    for address in ("/", "/lich-cong-tac/", "/lich.ics", "/quan-tri/"):
        assert client_of(cast, "editor").get(address).status_code == 200


def test_a_banner_of_year_1_takes_no_page_down(cast: Cast) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "ALTER TABLE organization_banner DROP CONSTRAINT organization_banner_starts_at_bounds"
        )
        cursor.execute(
            "INSERT INTO organization_banner (severity, text, url, starts_at, ends_at, put_up_at,"
            " put_up_by_id, version) VALUES (2, 'Nước lên', '', '0001-01-01 00:00+07',"
            f" '2099-01-01', now(), {cast.editor.pk}, 1)"
        )
    for address in ("/", "/tim-kiem/?q=a", reverse("contact"), "/khong-co/"):
        assert Client().get(address).status_code in (200, 404), address
    for role in ("head", "it_officer"):
        assert client_of(cast, role).get("/quan-tri/").status_code == 200
    assert Client().get("/readyz").status_code == 503
