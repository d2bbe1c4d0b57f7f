"""Sentences of conclusions, heads of papers and names of agencies are each made at one place."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[3]
APPS = ("core", "organization", "news", "meetings", "wardportal", "demo")


def users_of(pattern: str, *, suffix: str = ".py") -> set[str]:
    """Return the files, migrations aside, in which the pattern occurs."""
    folders = [ROOT / app for app in APPS] if suffix == ".py" else [ROOT / "templates"]
    return {
        str(path.relative_to(ROOT))
        for folder in folders
        for path in folder.rglob(f"*{suffix}")
        if "migrations" not in path.parts and re.search(pattern, path.read_text(encoding="utf-8"))
    }


def test_verb_and_addressee_are_joined_by_one_function() -> None:
    callers = users_of(r"\bconclusion_sentence\(")
    assert callers == {
        "meetings/wording/conclusions.py",
        "meetings/models/conclusions.py",  # minutes, article draft
        "meetings/models/approved.py",  # public page, search
        "meetings/papers/sections.py",  # minutes and notice, of a version
    }
    assert users_of(r"get_verb_display|\bVerb\(") <= callers | {"meetings/states.py"}
    assert users_of(r"get_verb_display|\.addressee", suffix=".html") == set()


def test_heads_of_papers_are_made_by_one_function() -> None:
    others = {"core/spreadsheet_import/heads.py"}  # of a table, a class of the same name
    assert users_of(r"(?:return |=)Head\(") - others == {
        "core/papers/model.py",
        "organization/identity/paper_head.py",
    }
    assert users_of(r"(?<!\w)Paper\($|= Paper\(|return Paper\(") == {
        "core/papers/model.py",
        "meetings/papers/content.py",
        "news/honoraria/views.py",
    }
