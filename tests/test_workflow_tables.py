"""The tables in the documentation are the code's tables."""

import re
from pathlib import Path

import pytest

from broadcasts.bulletins.workflow import BULLETIN_WORKFLOW
from core.workflow.engine import Workflow
from documents.outgoing.workflow import OUTGOING_WORKFLOW
from documents.routing.workflow import INCOMING_WORKFLOW, ROUTING_WORKFLOW
from documents.workflow import DOCUMENT_WORKFLOW
from meetings.workflow import MEETING_WORKFLOW, TASK_WORKFLOW
from news.editorial.workflow import ARTICLE_WORKFLOW
from news.honoraria.closing import CLOSING_WORKFLOW
from news.planning.workflow import PLAN_WORKFLOW
from organization.feedback.workflow import ERROR_REPORT_WORKFLOW
from reports.agency.workflow import ASSESSMENT_WORKFLOW
from reports.monthly.workflow import REPORT_WORKFLOW

DOCUMENT = Path(__file__).parents[1] / "docs" / "workflow.md"


def documented(heading: str) -> list[tuple[str, str, str, str]]:
    """The rows of the table beneath a heading of the first rank: name, from, to, note."""
    text = DOCUMENT.read_text(encoding="utf-8").split(f"# {heading}\n", 1)[1].split("\n# ", 1)[0]
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in text.splitlines()
        if line.startswith("| `")
    ]
    return [(row[0].strip("`"), row[1], row[2], row[4]) for row in rows]


@pytest.mark.parametrize(
    ("heading", "workflow"),
    [
        ("The workflow of an article", ARTICLE_WORKFLOW),
        ("The workflow of an error report", ERROR_REPORT_WORKFLOW),
        ("The workflow of a meeting", MEETING_WORKFLOW),
        ("The workflow of a task", TASK_WORKFLOW),
        ("The workflow of a plan", PLAN_WORKFLOW),
        ("The workflow of a list of honoraria", CLOSING_WORKFLOW),
        ("The workflow of a document", DOCUMENT_WORKFLOW),
        ("The workflow of an outgoing document", OUTGOING_WORKFLOW),
        ("The workflow of an incoming document", INCOMING_WORKFLOW),
        ("The workflow of a routing", ROUTING_WORKFLOW),
        ("The workflow of a bulletin", BULLETIN_WORKFLOW),
        ("The workflow of a monthly report", REPORT_WORKFLOW),
        ("The workflow of an assessment", ASSESSMENT_WORKFLOW),
    ],
)
def test_documented_rows_are_the_transitions(heading: str, workflow: Workflow) -> None:
    assert documented(heading) == [
        (
            t.name,
            ", ".join(t.sources),
            t.target or ", ".join(t.sources),
            "required" if t.needs_note else "",
        )
        for t in workflow.transitions
    ]


def test_every_table_of_the_document_is_compared() -> None:
    assert len(re.findall(r"^# ", DOCUMENT.read_text(encoding="utf-8"), re.M)) == 13
