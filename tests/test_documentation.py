"""The documentation names what there is."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DOCUMENTS = sorted(
    path
    for path in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"))
    if "huong-dan" not in path.parts
)
APPS = (
    *("core", "organization", "news", "meetings", "documents", "broadcasts", "reports"),
    *("wardportal", "demo", "bench"),
)
PATH = re.compile(r"`((?:\.?[\w.-]+/)+[\w.-]*|[\w-]+\.(?:md|toml|in))`")
FOLDERS = {path.name for path in (*ROOT.glob("*/"), *ROOT.glob("*/*/"))}
# What a running ward or a how-to's example has, not the repository.
ELSEWHERE = re.compile(
    r"^(?:library|DATA_DIR|postgres|files|giay-to|var|\.venv|admin|ban-nhap)/|^/"
)


def packages() -> set[str]:
    """The folders of product code with an ``__init__``, as ``core/files/``."""
    found = set()
    for app in APPS:
        for path in (ROOT / app).rglob("__init__.py"):
            relative = path.parent.relative_to(ROOT)
            if not {"migrations", "management", "commands"} & set(relative.parts):
                found.add(f"{relative}/")
    return found - {f"{app}/" for app in ("core", "organization", "news", "meetings", "wardportal")}


def test_each_package_is_named_in_the_where_of_exactly_one_page() -> None:
    named = Counter()
    for page in (ROOT / "docs" / "architecture").glob("*.md"):
        where = page.read_text(encoding="utf-8").split("\n## Where\n", 1)[1].split("\n## ", 1)[0]
        named.update(set(re.findall(r"`([\w/]+/)`", where)) & packages())
    assert {package: named[package] for package in sorted(packages()) if named[package] != 1} == {}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_path_exists(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    prose = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    links = [link.split("#")[0] for link in re.findall(r"\]\(([^)]+)\)", prose)]
    missing = [
        link
        for link in links
        if link and "://" not in link and not (document.parent / link).exists()
    ]
    for path in PATH.findall(prose):
        # Addresses of pages look like folders; their first part is none of ours.
        if ELSEWHERE.match(path) or ("/" in path and path.split("/")[0] not in FOLDERS):
            continue
        if not (ROOT / path).exists() and not list(ROOT.glob(f"*/{path}")):
            missing.append(path)
    assert missing == []


def test_every_architecture_page_has_the_same_parts() -> None:
    for page in (ROOT / "docs" / "architecture").glob("*.md"):
        heads = re.findall(r"^## (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
        assert heads == ["Purpose", "Rules", "Where", "Traps"], page.name


def test_every_test_that_a_page_names_exists() -> None:
    for document in DOCUMENTS:
        for path, name in re.findall(
            r"(tests/[\w/]+\.py)::(test_\w+)", document.read_text("utf-8")
        ):
            assert f"def {name}(" in (ROOT / path).read_text("utf-8"), (document.name, name)
