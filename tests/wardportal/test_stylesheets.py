"""Stylesheets: a rule that is not closed takes all behind it into itself, and no browser tells."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SHEETS = sorted((ROOT / "static").rglob("*.css"))
# At-rules hold rules; other rules of ours hold none.
GROUPS = re.compile(r"@(media|supports|layer|container|keyframes)[^{;]*$")


def unclosed(text: str) -> list[str]:
    """Return the rules that hold other rules, or are not closed."""
    bare = re.sub(r"/\*.*?\*/|\"[^\"]*\"", "", text, flags=re.DOTALL)
    open_rules: list[str] = []
    found = []
    for head, brace in re.findall(r"([^{};]*)([{};])", bare):
        if brace == "{":
            if open_rules and not GROUPS.search(open_rules[-1]):
                found.append(open_rules[-1].strip())
            open_rules.append(head)
        elif brace == "}":
            open_rules = open_rules[:-1]
    return found + [rule.strip() for rule in open_rules]


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_every_rule_is_closed(sheet: Path) -> None:
    assert unclosed(sheet.read_text()) == []


def test_an_open_rule_is_found() -> None:
    assert unclosed(".a { color: red;\n.b { color: blue; }\n}") == [".a"]
    assert unclosed("@media print { .a { color: red; } }") == []
