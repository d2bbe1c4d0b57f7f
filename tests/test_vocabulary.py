"""One name for one thing: no screen, paper or handbook uses a word that the glossary rejects."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
GLOSSARY = ROOT / "docs/huong-dan/tu-ngu.md"
APPS = ("core", "organization", "news", "meetings", "documents", "broadcasts", "reports")
# Words that hold a rejected one and mean something else.
OTHER_MEANINGS = re.compile(r"nhà xuất bản|đề xuất bản tin|các bạn|bạn đọc|bạn bè", re.IGNORECASE)


def rejected() -> list[str]:
    rows = re.findall(r"^\| ([^|]+) \| [^|]+ \| ([^|]*) \|$", GLOSSARY.read_text("utf-8"), re.M)
    return [word.strip() for _, words in rows[1:] for word in words.split(",") if word.strip()]


def python_texts(path: Path) -> Iterator[str]:
    """Yield the string literals of a module that are no docstrings."""
    nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
    docstrings = {
        id(node.body[0].value)
        for node in nodes
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
    }
    for node in nodes:
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in docstrings
        ):
            yield node.value


def texts() -> Iterator[tuple[Path, str]]:
    """Yield what a person may read, with the file it stands in."""
    for app in (*APPS, "wardportal"):
        for path in (ROOT / app).rglob("*.py"):
            if "migrations" not in path.parts:
                yield path, "\n".join(python_texts(path))
        for path in [*(ROOT / app).rglob("*.html"), *(ROOT / app).rglob("*.toml")]:
            yield path, path.read_text("utf-8")
    for folder, pattern in (
        ("templates", "*.html"),
        ("static/admin_site", "*.js"),
        ("static/public", "*.js"),
        ("docs/huong-dan", "*.md"),
    ):
        for path in (ROOT / folder).rglob(pattern):
            if path != GLOSSARY:
                yield path, path.read_text("utf-8")


@pytest.fixture(scope="module")
def all_texts() -> list[tuple[Path, str]]:
    found = [(path, OTHER_MEANINGS.sub("", text)) for path, text in texts()]
    assert len(found) > 800
    return found


def test_the_glossary_rejects_doublets() -> None:
    assert {"vui lòng", "hãy", "xuất bản", "bạn", "bản tự lưu"} <= set(rejected())
    assert len(rejected()) > 12


@pytest.mark.parametrize("word", rejected())
def test_no_text_uses_a_rejected_word(word: str, all_texts: list[tuple[Path, str]]) -> None:
    pattern = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)", re.IGNORECASE)
    where = [str(path.relative_to(ROOT)) for path, text in all_texts if pattern.search(text)]
    assert where == []
