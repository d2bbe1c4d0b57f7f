"""How tasks come into being, and how conclusions get their numbers: at approval, or by a direct
order.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst

from core.revisions.authorship import set_revision_author
from core.text.vietnamese import visible
from core.workflow import classified
from meetings.models import Conclusion, ConclusionNumbers, Meeting, Task
from meetings.states import TaskSource
from organization.models import Topic, Unit, User, notify


def number_conclusions(meeting: Meeting) -> None:
    """Give the meeting's conclusions their numbers in the year of its day, in order, without gap or
    double.

    The year's row stays locked until the transaction ends, so that another approval waits and a
    refused one gives its numbers back. A number that was given stays.
    """
    without = list(meeting.conclusions.filter(number=None))
    if not without:
        return
    year = meeting.held_on.year
    ConclusionNumbers.objects.get_or_create(year=year)
    numbers = ConclusionNumbers.objects.select_for_update().get(year=year)
    for conclusion in without:
        numbers.last += 1
        conclusion.number, conclusion.number_year = numbers.last, year
    Conclusion.objects.bulk_update(without, ["number", "number_year"])
    numbers.save()


def assign_tasks(meeting: Meeting, *, actor: User, now: datetime) -> list[Task]:
    """Make one task for each lead unit of each conclusion that has none yet, and tell the units."""
    given = []
    conclusions = meeting.conclusions.filter(has_no_task=False).select_related("person")
    for conclusion in conclusions.prefetch_related("lead_units", "supporting_units", "tasks"):
        known = {task.lead_unit_id for task in conclusion.tasks.all()}
        for unit in conclusion.lead_units.all():
            if unit.pk not in known:
                given.append(_assign_conclusion(conclusion, unit, actor=actor, now=now))
    return given


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
    """Store a new task in the name of who gives it, remember its first deadline, tell the units and
    the person.

    The caller has asked ``may_assign_tasks``, or approves minutes. Raises ClassifiedText.
    """
    task.text = visible(task.text).strip()
    classified.reject_classified(task.text, task.source_text)
    task.assigned_by = actor
    task.assigned_at = now or timezone.now()
    task.first_due_on = task.due_on
    set_revision_author(task, actor, at=task.assigned_at, reason="Giao nhiệm vụ")
    task.save()
    task.supporting_units.set([unit for unit in supporting_units if unit.pk != task.lead_unit_id])
    _tell_given(task)


def _tell_given(task: Task) -> None:
    supporting = {unit.pk for unit in task.supporting_units.all()}
    members = User.objects.filter(is_active=True, unit__in={task.lead_unit_id, *supporting})
    source = f" theo kết luận số {task.conclusion.code}" if task.conclusion else ""
    own = [person for person in members if person.unit_id == task.lead_unit_id]
    for people, words in (
        ([task.person], "Quý vị được giao nhiệm vụ"),
        ([person for person in own if person != task.person], "Đơn vị được giao nhiệm vụ"),
        (
            [person for person in members if person.unit_id in supporting],
            "Đơn vị phối hợp nhiệm vụ",
        ),
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
    """Return in words when the task is due: "Hạn 05/07/2016", "Việc thường xuyên"."""
    return (
        f"Hạn {task.due_on:%d/%m/%Y}"
        if task.due_on
        else f"Việc {task.get_recurrence_display().lower()}"
    )
