"""The table in the documentation is the code's table."""

import re
from pathlib import Path

from news.workflow import ARTICLE_WORKFLOW

DOCUMENT = Path(__file__).parents[2] / "docs" / "workflow.md"


def test_documented_rows_are_the_transitions() -> None:
    lines = DOCUMENT.read_text(encoding="utf-8").splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if re.match(r"\| `", line)]
    documented = [(row[0].strip("`"), row[1], row[2], row[4]) for row in rows]
    declared = [
        (
            t.name,
            ", ".join(t.sources),
            t.target or ", ".join(t.sources),
            "required" if t.needs_note else "",
        )
        for t in ARTICLE_WORKFLOW.transitions
    ]
    assert documented == declared
