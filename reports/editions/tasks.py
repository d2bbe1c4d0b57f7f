"""The tasks of a period as its report lists them: stored with an edition, else read now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from core.reporting.figures import Figures, pks_of
from meetings.models import Task
from organization.assignments.statistics import OUTCOMES, judged_assignments
from organization.models import ReportingPeriod

MAX_TASKS = 12
MAX_TEXT = 140
_WORDS = {
    "overdue": "Quá hạn",
    "running": "Đang làm, trong hạn",
    "done_late": "Hoàn thành muộn",
    "done_on_time": "Hoàn thành đúng hạn",
}
_ORDER = tuple(_WORDS)


@dataclass(frozen=True)
class OrderedTask:
    """A task as it stood at the end of a day; ``outcome`` is one of ``OUTCOMES``, as the figures
    of its period count it.
    """

    pk: int
    text: str
    unit: str
    deadline: str
    outcome: str

    @property
    def address(self) -> str:
        return reverse("admin:meetings_task_change", args=[self.pk])

    @property
    def is_overdue(self) -> bool:
        return self.outcome == "overdue"

    @property
    def words(self) -> str:
        return _WORDS[self.outcome]

    def as_json(self) -> list[Any]:
        return [self.pk, self.text, self.unit, self.deadline, self.outcome]


def ordered_tasks(
    period: ReportingPeriod, figures: Figures, as_of: date | None = None
) -> tuple[OrderedTask, ...]:
    """Return the tasks that the figures count, with the deadline that held on the day, overdue and
    open ones first. One query.
    """
    found = {
        pk: (outcome, group)
        for outcome in OUTCOMES
        for group in figures.groups(f"tasks.{outcome}")
        for pk in pks_of(figures.keys(f"tasks.{outcome}", group), "task")
    }
    units = {str(unit.pk): unit.short_name for unit in period.units}
    tasks = judged_assignments(Task, period, as_of, units=period.units).filter(pk__in=found)
    shown = sorted(
        tasks,
        key=lambda task: (
            _ORDER.index(found[task.pk][0]),
            task.deadline or date.max,
            task.pk,
        ),
    )
    return tuple(_ordered(task, *found[task.pk], units) for task in shown[:MAX_TASKS])


def _ordered(task: Any, outcome: str, group: str, units: dict[str, str]) -> OrderedTask:
    task.due_on = task.deadline  # as it was on the day
    text = task.text if len(task.text) <= MAX_TEXT else f"{task.text[: MAX_TEXT - 1].rstrip()}…"
    return OrderedTask(task.pk, text, units.get(group, ""), task.deadline_label, outcome)
