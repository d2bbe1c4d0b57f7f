"""What the deadlines of a given plan were before, by whom they were changed and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from core.workflow.engine import log_of
from news.models import EditorialPlan
from news.permissions import may_see_ward_statistics
from organization.models import User


@dataclass(frozen=True)
class DeadlineStep:
    """One change: the deadline of a line, or of the plan (no topic), before and after; None: a
    line had or has none of its own.
    """

    topic: str
    before: date | None
    after: date | None
    at: datetime
    who: str


def deadline_steps(plan: EditorialPlan, reader: User) -> list[DeadlineStep]:
    """Return the changes since the plan was given, the last first: all for who sees the ward, else
    those of the plan's own deadline. Two queries at most.
    """
    changes = plan.deadline_changes.select_related("line").order_by("-changed_at", "-pk")
    if not may_see_ward_statistics(reader):
        changes = changes.filter(line=None)
    if not (found := list(changes)):
        return []
    log = list(log_of(plan).filter(name__in=("give", "revise")))
    given_at = next((entry.at for entry in log if entry.name == "give"), None)
    actors = {entry.at: str(entry.actor or "Hệ thống") for entry in log}
    after: dict[int | None, date | None] = {None: plan.due_on}
    steps = []
    for change in found:
        line = change.line
        now = after.get(change.line_id, line.due_on if line else None)
        after[change.line_id] = change.due_on
        if given_at and change.changed_at > given_at:
            who = actors.get(change.changed_at, "")
            topic = line.topic if line else ""
            steps.append(DeadlineStep(topic, change.due_on, now, change.changed_at, who))
    return steps
