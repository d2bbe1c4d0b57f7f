"""Assignment of tasks, at approval of minutes or directly, and numbering of conclusions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst

from core.models.revisions import attribute_revision
from core.text.vietnamese import visible
from core.workflow import classified
from meetings.models import Conclusion, ConclusionNumbers, Meeting, Task
from meetings.states import TaskSource
from organization.models import Topic, Unit, User, notify


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
    conclusions = meeting.conclusions.filter(has_no_task=False).select_related("person")
    for conclusion in conclusions.prefetch_related("lead_units", "supporting_units", "tasks"):
        assigned_units = {task.lead_unit_id for task in conclusion.tasks.all()}
        for unit in conclusion.lead_units.all():
            if unit.pk not in assigned_units:
                tasks.append(_assign_conclusion(conclusion, unit, actor=actor, now=now))
    return tasks


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

    The caller has checked ``may_assign_tasks``, or approves minutes. Raises ClassifiedText.
    """
    task.text = visible(task.text).strip()
    classified.reject_classified(task.text, task.source_text)
    task.assigned_by = actor
    task.assigned_at = now or timezone.now()
    task.first_due_on = task.due_on
    attribute_revision(task, user=actor, at=task.assigned_at, reason="Giao nhiệm vụ")
    task.save()
    task.supporting_units.set([unit for unit in supporting_units if unit.pk != task.lead_unit_id])
    _notify_assigned(task)


def _notify_assigned(task: Task) -> None:
    supporting = {unit.pk for unit in task.supporting_units.all()}
    members = User.objects.filter(is_active=True, unit__in={task.lead_unit_id, *supporting})
    source = f" theo kết luận số {task.conclusion.code}" if task.conclusion else ""
    lead = [
        person
        for person in members
        if person.unit_id == task.lead_unit_id and person != task.person
    ]
    other = [person for person in members if person.unit_id in supporting]
    for people, words in (
        ([task.person], "Quý vị được giao nhiệm vụ"),
        (lead, "Đơn vị được giao nhiệm vụ"),
        (other, "Đơn vị phối hợp nhiệm vụ"),
    ):
        notify(
            [person for person in people if person != task.assigned_by],
            event=f"task:{task.pk}:given",
            text=f"{words}{source}: {task}. {deadline_label(task)}.",
            url=reverse("admin:meetings_task_change", args=[task.pk]),
            now=task.assigned_at,
            topic=Topic.TASK,
        )


def deadline_label(task: Task) -> str:
    """Return the due date or the recurrence in words: "Hạn 05/07/2016", "Việc thường xuyên"."""
    if task.due_on:
        return f"Hạn {task.due_on:%d/%m/%Y}"
    return f"Việc {task.get_recurrence_display().lower()}"
