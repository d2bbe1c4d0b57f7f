"""What the approver of minutes is shown: the whole of them, and what changed since she looked."""

from __future__ import annotations

import json
from typing import Any

from django.utils import timezone

from meetings.guards import minutes_problems
from meetings.minutes.forms import SECTIONS
from meetings.minutes.presenter import line_of, minutes_sections, rows_of
from meetings.minutes.revisions import correction_changes, correction_reason
from meetings.models import Meeting
from meetings.models.paper_facts import PAPER_FIELDS
from meetings.tasks.assignment import planned_tasks, units_of
from meetings.tasks.corrections import task_changes
from meetings.tasks.open_tasks import carried_tasks
from organization.assignments.units import without_account_warning

_MEETING_FIELDS = (
    "title",
    "starts_at",
    "ends_at",
    "place",
    "chair_name",
    "chair_title",
    "secretary_name",
    "secretary_title",
    "review_period",
    "plan_period",
    "figures_as_of",
    "other_opinions",
    "is_public",
    *PAPER_FIELDS,
)


def approval_context(meeting: Meeting, *, seen: str = "") -> dict[str, Any]:
    """Return the context of the approval page; ``seen`` is the ``seen`` of an older page.

    The page posts ``seen`` back, so that a refusal can say what changed. It decides nothing: the
    version does.
    """
    present = minutes_lines(meeting)
    changes = task_changes(meeting)
    moved = {(change.conclusion.pk, change.unit.pk) for change in changes if change.unit}
    planned = planned_tasks(meeting, on=timezone.localdate())
    conclusions = meeting.conclusions.prefetch_related("lead_units", "supporting_units")
    return carried_tasks(meeting) | {
        "meeting": meeting,
        "sections": minutes_sections(meeting),
        # A unit to which a given task moves gets no second one of the same conclusion.
        "plans": [one for one in planned if (one.conclusion.pk, one.unit.pk) not in moved],
        "changes_of_tasks": changes,
        "public": [row for row in conclusions if row.is_public],
        "is_public": meeting.goes_public,
        "problems": minutes_problems(meeting),
        "account_warning": without_account_warning(units_of(meeting)),
        "correction_reason": correction_reason(meeting),
        "corrected": correction_changes(meeting),
        "seen": json.dumps(present, ensure_ascii=False),
        "changed": changes_since(seen, present) if seen else [],
    }


def minutes_lines(meeting: Meeting) -> dict[str, str]:
    """Return every fact of the meeting and every row of its minutes as a line, by a stable key."""
    lines = {}
    for field in Meeting._meta.concrete_fields:
        if field.name in _MEETING_FIELDS:
            lines[field.name] = f"{field.verbose_name}: {_words(getattr(meeting, field.name))}"
    for section in SECTIONS:
        for place, part in enumerate(rows_of(meeting, section), start=1):
            lines[section.key(part)] = f"{section.heading}, dòng {place}: {line_of(part)}"
    return lines


def changes_since(seen: str, present: dict[str, str]) -> list[str]:
    """Return a sentence on each line that was added, changed or removed since ``seen``."""
    try:
        before = json.loads(seen)
    except ValueError:
        return []
    if not isinstance(before, dict):
        return []
    sentences = []
    for key, line in present.items():
        if key not in before:
            sentences.append(f"Thêm – {line}")
        elif before[key] != line:
            sentences.append(f"Sửa – trước: {before[key]}; nay: {line}")
    sentences += [f"Bỏ – {line}" for key, line in before.items() if key not in present]
    return sentences


def _words(value: Any) -> str:
    if value is None or value == "":
        return "chưa ghi"
    if isinstance(value, bool):
        return "có" if value else "không"
    if hasattr(value, "hour"):
        return f"{timezone.localtime(value):%d/%m/%Y %H:%M}"
    return f"{value:%d/%m/%Y}" if hasattr(value, "isoformat") else str(value)
