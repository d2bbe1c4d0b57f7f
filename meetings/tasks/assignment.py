"""Assignment of tasks, at approval of minutes or directly, and numbering of conclusions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.text import capfirst

from core.text.vietnamese import visible
from core.workflow import classified
from meetings.models import Conclusion, ConclusionNumbers, Meeting, Task
from meetings.states import TaskSource
from organization.assignments import services as assignments
from organization.assignments.forms import check_unit
from organization.models import Unit, User


def number_conclusions(meeting: Meeting) -> None:
    """Number the conclusions of the meeting within its year, in order, without gaps or duplicates.

    The row of the year stays locked until the transaction ends, so that concurrent approvals wait
    and a rollback releases its numbers. Existing numbers never change.
    """
    unnumbered = list(meeting.conclusions.filter(number=None))
    if not unnumbered:
        return
    year = meeting.held_on.year
    ConclusionNumbers.objects.get_or_create(year=year)
    numbers = ConclusionNumbers.objects.select_for_update().get(year=year)
    for conclusion in unnumbered:
        numbers.last += 1
        conclusion.number = numbers.last
        conclusion.number_year = year
    Conclusion.objects.bulk_update(unnumbered, ["number", "number_year"])
    numbers.save()


def assign_tasks(meeting: Meeting, *, actor: User, now: datetime) -> list[Task]:
    """Create the missing tasks, one per conclusion and lead unit, and notify the units."""
    tasks = []
    assigned = assigned_units(meeting)
    conclusions = meeting.conclusions.filter(has_no_task=False).select_related("person")
    for conclusion in conclusions.prefetch_related("lead_units", "supporting_units"):
        for unit in conclusion.lead_units.all():
            if unit.pk not in assigned.get(conclusion.pk, ()):
                tasks.append(_assign_conclusion(conclusion, unit, actor=actor, now=now))
    return tasks


def assigned_units(meeting: Meeting) -> dict[int, set[int]]:
    """Return the units that were ever assigned a task of each conclusion, by its id.

    Also the former unit of a task that was handed over. One query.
    """
    units: dict[int, set[int]] = defaultdict(set)
    revisions = Task.history.filter(conclusion__meeting=meeting).order_by()
    for conclusion, unit in revisions.values_list("conclusion", "lead_unit").distinct():
        units[conclusion].add(unit)
    return units


def lead_units_of(meeting: Meeting) -> QuerySet[Unit]:
    """Return the units that the conclusions of the meeting are assigned to."""
    return Unit.objects.filter(
        led_conclusions__meeting=meeting, led_conclusions__has_no_task=False
    ).distinct()


def _assign_conclusion(conclusion: Conclusion, unit: Unit, *, actor: User, now: datetime) -> Task:
    person = conclusion.person
    task = Task(
        source=TaskSource.CONCLUSION,
        conclusion=conclusion,
        text=capfirst(conclusion.text),
        lead_unit=unit,
        person=person if person and person.unit_id == unit.pk else None,
        due_on=conclusion.due_on,
        recurrence=conclusion.recurrence,
    )
    assign(task, actor=actor, now=now, supporting_units=conclusion.supporting_units.all())
    return task


@transaction.atomic
def assign(
    task: Task, *, actor: User, supporting_units: Iterable[Unit] = (), now: datetime | None = None
) -> None:
    """Store a new task with its assigner and original due date; notify units and person.

    The caller has checked ``may_assign_tasks``, or approves minutes. Raises ClassifiedText, and
    ValidationError for a unit that is not there on the day, which names its successor. Units of a
    conclusion are those of the day of the meeting, checked by its approval.
    """
    task.text = visible(task.text).strip()
    classified.reject_classified(task.text, task.source_text)
    units = list(supporting_units)
    if task.conclusion is None:
        for unit in (task.lead_unit, *units):
            check_unit(unit, on=timezone.localdate(now))
    source = f" theo kết luận số {task.conclusion.code}" if task.conclusion else ""
    assignments.assign(task, actor=actor, supporting_units=units, source=source, now=now)
