"""What the code may stand on: one driver, rooms that look only downwards, documented variables."""

from __future__ import annotations

import ast
import importlib.util
import re
import sys
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import NamedTuple

import pytest
from django.conf import settings
from django.db import connection

ENGINE = "django.db.backends.postgresql"
ROOT = Path(__file__).parents[1]
ROOMS = {
    "core": {"core"},
    "organization": {"core", "organization"},
    "news": {"core", "organization", "news"},
    "meetings": {"core", "organization", "news", "documents", "meetings"},
    "documents": {"core", "organization", "documents"},
    "broadcasts": {"core", "organization", "news", "documents", "broadcasts"},
    "reports": {
        "core",
        "organization",
        "news",
        "meetings",
        "documents",
        "broadcasts",
        "reports",
    },
    "demo": {
        "core",
        "organization",
        "news",
        "meetings",
        "documents",
        "broadcasts",
        "reports",
        "demo",
    },
    "bench": {
        "core",
        "organization",
        "news",
        "meetings",
        "documents",
        "broadcasts",
        "reports",
        "wardportal",
        "demo",
        "bench",
    },
    "wardportal": {
        "core",
        "organization",
        "news",
        "meetings",
        "documents",
        "broadcasts",
        "reports",
        "wardportal",
    },
}


# Packages, and the modules of ours that may import them at once.
SELDOM_NEEDED = {"docxtpl", "icalendar", "mammoth", "markdown_it", "openpyxl", "xlsxwriter"}
SELDOM_NEEDED |= {"core.papers.template", "core.papers.word", "core.spreadsheet_import.xlsx"}


class ImportedName(NamedTuple):
    """A module that is imported, or a name from it; at once, or when a function is called."""

    module: str
    name: str = ""
    is_for_types: bool = False
    is_deferred: bool = False


@cache
def imports(path: Path) -> list[ImportedName]:
    """The imports of a module, those within functions too."""
    found = []
    blocks = [(ast.parse(path.read_text(encoding="utf-8")), False, False)]
    for node, is_for_types, is_deferred in blocks:  # grows on the way
        if isinstance(node, ast.Import):
            found += [
                ImportedName(alias.name, "", is_for_types, is_deferred) for alias in node.names
            ]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            found += [
                ImportedName(node.module, alias.name, is_for_types, is_deferred)
                for alias in node.names
            ]
        is_deferred |= isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for field in ("body", "handlers", "orelse", "finalbody", "cases"):
            is_checked = (
                field == "body"
                and isinstance(node, ast.If)
                and ast.unparse(node.test) == "TYPE_CHECKING"
            )
            blocks += [
                (child, is_for_types or is_checked, is_deferred)
                for child in getattr(node, field, ())
            ]
    return found


def imported(path: Path) -> set[str]:
    """The top names of all imports of a module, those within functions too."""
    return {one.module.split(".")[0] for one in imports(path)}


def test_psycopg_3_is_absent_and_psycopg2_drives() -> None:
    assert importlib.util.find_spec("psycopg") is None
    assert connection.Database.__name__ == "psycopg2"
    assert (connection.vendor, settings.DATABASES["default"]["ENGINE"]) == ("postgresql", ENGINE)


@pytest.mark.parametrize("room", ROOMS)
def test_no_room_looks_up_or_sideways(room: str) -> None:
    modules = [path for path in (ROOT / room).rglob("*.py") if "migrations" not in path.parts]
    assert modules
    wrong = {
        str(path.relative_to(ROOT)): sorted(foreign)
        for path in modules
        if (foreign := imported(path) & ROOMS.keys() - ROOMS[room])
    }
    assert wrong == {}


# Packages and modules of an app in the order of their imports: each may import what stands before
# it. Names in one group are modules without imports of each other.
PACKAGES = {
    "core": [
        "os_errors",
        "generics",
        "os_errors",
        "sorting",
        "dates",
        "date_fields",
        "fields",
        "models",
        "database",
        "failsafe",
        "registries",
        "broadcast_sources",
        "retention",
        "caching",
        "http",
        "text",
        "richtext",
        "workflow",
        "jobs",
        "files",
        "rendering",
        "revisions",
        "autosave",
        "comments",
        "admin",
        "search",
        "docx_import",
        "reporting",
        "spreadsheet_import",
        "papers",
        "templatetags",
        "registrations",
        "apps",
    ],
    "organization": [
        "redirects",
        "roles",
        "querysets",
        "feedback_querysets",
        "models",
        "requests",
        "redirect_targets",
        "permissions",
        "identity",
        "pages",
        "searching",
        "mail",
        "calendar",
        "accounts",
        "imports",
        "work",
        "admin",
        "failures",
        "banners",
        "feedback",
        "notices",
        "assignments",
        "urls",
        "admin_urls",
        "registrations",
        "apps",
    ],
    "news": [
        "states",
        "querysets",
        "models",
        "permissions",
        "times",
        "notices",
        "public",
        "quotas",
        "planning",
        "statistics",
        "honoraria",
        "upstream",
        "editorial",
        "importing",
        "curation",
        "reassignment",
        "quick",
        "admin",
        "urls",
        "admin_urls",
        "registrations",
        "apps",
    ],
    "meetings": [
        "permissions",
        "states",
        "wording",
        "querysets",
        "models",
        "invitations",
        "calendar",
        "tasks",
        "guards",
        "minutes",
        "figures",
        "papers",
        "plan_suggestions",
        "forms",
        "effects",
        "workflow",
        "admin",
        "public",
        "urls",
        "admin_urls",
        "registrations",
        "apps",
    ],
    "documents": [
        "defaults",
        "states",
        "reading",
        "permissions",
        "querysets",
        "models",
        "numbering",
        "guards",
        "publication",
        "workflow",
        "library",
        "jobs",
        "uploads",
        "register_import",
        "incoming",
        "routing",
        "outgoing",
        "books",
        "statistics",
        "admin",
        "urls",
        "admin_urls",
        "registrations",
        "apps",
    ],
    "reports": [
        "states",
        "querysets",
        "models",
        "permissions",
        "figures",
        "agency",
        "tables",
        "texts",
        "editions",
        "public",
        "monthly",
        "admin",
        "urls",
        "admin_urls",
        "registrations",
        "apps",
    ],
    "broadcasts": [
        "reading",
        "audio",
        "states",
        "querysets",
        "models",
        "permissions",
        "timing",
        "approved",
        "on_air",
        "session_log",
        "stations",
        "sources",
        "recording",
        "bulletins",
        "script",
        "logbook",
        "playout",
        "emergency",
        "public",
        "views",
        "admin",
        "urls",
        "admin_urls",
        "registrations",
        "apps",
    ],
    "wardportal": [
        "content_security",
        "middleware",
        "page_cache",
        "search",
        "following",
        "open_data",
        "public_templates",
        "runtime",
        "backup",
        "system",
        "admin_menu",
        "admin_site",
        "site_map",
        "views",
        "settings",
        "urls",
        "wsgi",
        "formats",
        "registrations",
        "apps",
    ],
}


def _package(module: str) -> str:
    """Return the package or module directly below the app: ``files`` of ``core.files.views``."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else ""


def _internal_imports(path: Path, app: str) -> set[str]:
    """Return the packages of the same app that a module imports at run time."""
    at_run_time = [one for one in imports(path) if one.name and not one.is_for_types]
    return {one.name for one in at_run_time if one.module == app} | {
        _package(one.module) for one in at_run_time if one.module.startswith(f"{app}.")
    }


@pytest.mark.parametrize("app", PACKAGES)
def test_packages_import_only_those_before_them(app: str) -> None:
    order = PACKAGES[app]
    wrong = []
    for path in sorted((ROOT / app).rglob("*.py")):
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
        own = _package(module)
        if own in ("migrations", "management", "__init__"):
            continue
        assert own in order, f"{module}: {own} is not in PACKAGES"
        later = set(order[order.index(own) + 1 :])
        wrong += [f"{module} imports {name}" for name in _internal_imports(path, app) & later]
    assert wrong == []


@pytest.mark.parametrize("app", ROOMS)
def test_a_folder_past_twelve_modules_is_split_by_subject(app: str) -> None:
    folders = {path.parent for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts}
    crowded = {}
    for folder in folders:
        modules = [path for path in folder.glob("*.py") if path.name != "__init__.py"]
        if len(modules) > 12:
            crowded[str(folder.relative_to(ROOT))] = len(modules)
    assert crowded == {}


def test_every_room_is_in_the_table() -> None:
    apps = {path.parent.name for path in ROOT.glob("*/apps.py")}
    assert apps == set(ROOMS)


def test_what_is_seldom_needed_is_imported_where_it_is_used() -> None:
    """Every process would pay 0.3 seconds and 14 MB at its start, and no job needs it."""
    wrong = []
    for room in ROOMS.keys() - {"bench"}:
        for path in (ROOT / room).rglob("*.py"):
            module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            if module in SELDOM_NEEDED or "management" in path.parts:
                continue
            wrong += [
                f"{module} imports {one.module}"
                for one in imports(path)
                if not (one.is_for_types or one.is_deferred)
                and {one.module, one.module.split(".")[0]} & SELDOM_NEEDED
            ]
    assert wrong == []


def test_no_code_needs_the_tests() -> None:
    for room in ROOMS:
        for path in (ROOT / room).rglob("*.py"):
            assert "tests" not in imported(path), path


def variables_read() -> set[str]:
    """The names of environment variables that settings, start and server ask for."""
    names: set[str] = set()
    for module in ("settings", "runtime/startup", "runtime/serve"):
        text = (ROOT / "wardportal" / f"{module}.py").read_text(encoding="utf-8")
        names |= set(re.findall(r"\benv(?:\.\w+)?\(\s*\"([A-Z_]+)\"", text))
        names |= set(re.findall(r"\benviron(?:\.(?:get|setdefault|pop)\(|\[)\"([A-Z_]+)\"", text))
    return names - {"DJANGO_SETTINGS_MODULE", "BENCH"}  # set by our own code alone


def test_every_variable_stands_in_the_example() -> None:
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    documented = [match[1] for line in lines if (match := re.match(r"#?([A-Z_]+)=", line))]
    assert {"DATA_DIR", "DATABASE_URL", "SECRET_KEY", "SITE_URL", "PORT"} <= variables_read()
    assert sorted(variables_read() - set(documented)) == []
    assert len(documented) == len(set(documented))
    for number, line in enumerate(lines):
        if re.match(r"#?[A-Z_]+=", line):
            assert re.match(r"# \S", lines[number - 1]), f"{line}: a line says what it is for"


def asked_for(name: str) -> set[str]:
    """The distributions named in one of the two hand-written requirement files, spelt as indexes
    normalise them.
    """
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    names = {re.match(r"[\w.-]+", line)[0] for line in lines if re.match(r"\w", line)}
    return {re.sub(r"[-_.]+", "-", one).lower() for one in names}


@pytest.mark.parametrize(
    ("folders", "files"),
    [
        (tuple(room for room in ROOMS if room != "bench"), ("requirements.in",)),
        (("bench", "tests"), ("requirements.in", "requirements-dev.in")),
    ],
)
def test_what_is_imported_is_asked_for_by_name(
    folders: tuple[str, ...], files: tuple[str, ...]
) -> None:
    """A package that merely happens to be installed here is lacking on the next machine."""
    own = ROOMS.keys() | {"tests"} | sys.stdlib_module_names
    foreign = {
        name
        for folder in folders
        for path in (ROOT / folder).rglob("*.py")
        for name in imported(path)
    } - own
    owners = packages_distributions()
    wanted = {
        re.sub(r"[-_.]+", "-", owners[name][0]).lower() if name in owners else name
        for name in foreign
    }
    assert wanted - {"pytest"} - {one for file in files for one in asked_for(file)} == set()
