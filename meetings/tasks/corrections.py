"""Changes of tasks given before that a corrected conclusion asks for, offered at approval."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest

from core.workflow.engine import perform
from meetings.models import ApprovedConclusion, Conclusion, Meeting, Task
from meetings.tasks.assignment import assigned_units, task_text
from organization.assignments.services import amend, for_leader
from organization.assignments.states import OWED_STATES, Recurrence
from organization.models import Succession, Unit, User


@dataclass(frozen=True)
class TaskChange:
    """A given task, and what its corrected conclusion has now: unit, supporting units, deadline or
    words; ``is_dropped``: it orders the task no more of the unit, nor of another in its place.
    """

    task: Task
    conclusion: Conclusion
    unit: Unit | None = None  # None: the unit stays
    has_deadline: bool = False
    text: str = ""  # "": the words stay
    supporting: tuple[Unit, ...] | None = None  # None: the supporting units stay
    is_dropped: bool = False

    @property
    def key(self) -> str:
        return str(self.task.pk)

    @property
    def sentence(self) -> str:
        """Return the change in words: "…: đổi hạn từ 05/07/2016 thành 08/07/2016"."""
        words = []
        if self.is_dropped:
            words.append("hủy, vì kết luận nay không giao đơn vị này chủ trì")
        if self.unit:
            words.append(f"chuyển từ {self.task.lead_unit.name} sang {self.unit.name}")
        if self.has_deadline:
            before = _lower(self.task.deadline_label)
            words.append(f"đổi {before} thành {_deadline(self.conclusion)}")
        if self.text:
            words.append(f"đổi nội dung thành “{self.text}”")
        if self.supporting is not None:
            names = ", ".join(unit.name for unit in self.supporting)
            words.append(
                f"đơn vị phối hợp nay là {names}" if names else "không còn đơn vị phối hợp"
            )
        return f"Nhiệm vụ “{self.task}” ({self.task.lead_unit.name}): {', '.join(words)}."

    def apply(self, *, actor: User, now: datetime, on_behalf_of: str = "") -> None:
        """Change the task, its first deadline kept, or cancel it; its units are told."""
        conclusion = self.conclusion
        reason = f"Đính chính kết luận số {conclusion.code}"
        if self.is_dropped:
            version = self.task.version
            perform(self.task, "cancel", actor=actor, version=version, note=reason, now=now)
            return
        amend(
            self.task,
            actor=actor,
            unit=self.unit,
            due_on=conclusion.due_on if self.has_deadline else self.task.due_on,
            recurrence=conclusion.recurrence if self.has_deadline else self.task.recurrence,
            reason=f"{reason}{for_leader(on_behalf_of)}",
            now=now,
            facts={"text": self.text} if self.text else None,
            supporting_units=self.supporting,
        )


def task_changes(meeting: Meeting) -> list[TaskChange]:
    """Return the changes of tasks not yet finished, by conclusion; [] before the first approval.

    A deadline that was extended meanwhile is no change: the conclusion is compared with its last
    approved words. A unit taken out of a conclusion is paired with one put in; the task of one that
    is left over is dropped. Eight queries.
    """
    approved = ApprovedConclusion.objects.filter(meeting=meeting.pk).in_bulk()
    if not approved:
        return []
    tasks: dict[int, list[Task]] = defaultdict(list)
    given = Task.objects.filter(conclusion__in=approved, state__in=OWED_STATES)
    given = given.select_related("lead_unit").prefetch_related("supporting_units")
    for task in given.order_by("pk"):
        tasks[task.conclusion_id or 0].append(task)
    units = assigned_units(meeting)
    succession = Succession.load()
    changes: list[TaskChange] = []
    rows = meeting.conclusions.filter(pk__in=list(tasks))
    for conclusion in rows.prefetch_related("lead_units", "supporting_units"):
        changes += _changes_of(
            conclusion,
            approved[conclusion.pk],
            tasks[conclusion.pk],
            moved=_moved(conclusion, tasks[conclusion.pk], units[conclusion.pk], succession),
        )
    return changes


def _changes_of(
    conclusion: Conclusion,
    before: ApprovedConclusion,
    tasks: list[Task],
    *,
    moved: dict[int, Unit | None],
) -> Iterator[TaskChange]:
    deadline = (conclusion.due_on, conclusion.recurrence)
    is_corrected = deadline != (before.due_on, before.recurrence)
    words = task_text(conclusion) if conclusion.text != before.text else ""
    support = list(conclusion.supporting_units.all())
    has_support = ", ".join(unit.name for unit in support) != before.supporting
    for task in tasks:
        if task.pk in moved and moved[task.pk] is None:
            yield TaskChange(task, conclusion, is_dropped=True)
            continue
        has_deadline = is_corrected and deadline != (task.due_on, task.recurrence)
        unit = moved.get(task.pk)
        text = words if words != task.text else ""
        lead = unit or task.lead_unit
        supporting = tuple(one for one in support if one != lead)
        is_same = not has_support or {*supporting} == {*task.supporting_units.all()}
        if unit or has_deadline or text or not is_same:
            others = None if is_same else supporting
            yield TaskChange(task, conclusion, unit, has_deadline, text, others)


def _moved(
    conclusion: Conclusion, tasks: list[Task], assigned: set[int], succession: Succession
) -> dict[int, Unit | None]:
    """Return the new unit of each task whose unit was taken out of the conclusion, by task; None
    where no other was put in its place.

    A task that was handed over, or given to a successor, had a unit that is still named.
    """
    leads = {} if conclusion.has_no_task else {one.pk: one for one in conclusion.lead_units.all()}
    named = {pk for unit in leads for pk in succession.chain(unit)[0]}
    units = _units_ever(tasks)
    left = [task for task in tasks if named.isdisjoint(units[task.pk])]
    added = [
        unit for pk, unit in leads.items() if not assigned.intersection(succession.chain(pk)[0])
    ]
    return {task.pk: unit for task, unit in zip_longest(left, added[: len(left)])}


def _units_ever(tasks: list[Task]) -> dict[int, set[int]]:
    """Return the units that ever led each task, by task. One query."""
    units: dict[int, set[int]] = defaultdict(set)
    revisions = Task.history.filter(id__in=[task.pk for task in tasks]).order_by()
    for task, unit in revisions.values_list("id", "lead_unit").distinct():
        units[task].add(unit)
    return units


def _deadline(conclusion: Conclusion) -> str:
    if conclusion.due_on:
        return f"hạn {conclusion.due_on:%d/%m/%Y}"
    return f"việc {Recurrence(conclusion.recurrence).label.lower()}"


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]
