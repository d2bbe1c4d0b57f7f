"""Work source and calendar source of tasks."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, datetime
from typing import Any, cast

from django.utils import timezone

from core.registries import CalendarEntry, Tone
from meetings.models import Task
from meetings.states import Recurrence, TaskState
from organization.assignments.statistics import weekly_reports
from organization.calendar.working_days import WorkingCalendar
from organization.models import Succession, User
from organization.work.work_list import WorkItem


def task_items(units: Collection[int] | None, today: date) -> Iterator[WorkItem]:
    """Yield the tasks not yet reported as finished. One query, and more where a unit is dissolved
    or a task is weekly.

    A weekly one is due with the report of the week, late without that of the last; other recurring
    ones have no due date. Those of a dissolved unit belong to its successor.
    """
    if units is None:
        owed = list(Task.objects.owed().select_related("lead_unit").order_by("due_on", "pk"))
    else:
        owed = Task.objects.owed_by(units, on=today)
    has_dissolved = any(task.lead_unit.is_dissolved(on=today) for task in owed)
    succession = Succession.load() if has_dissolved else Succession({})
    is_weekly = any(task.recurrence == Recurrence.WEEKLY for task in owed)
    calendar = WorkingCalendar.load() if is_weekly else WorkingCalendar()
    weeks = weekly_reports(owed, today=today, calendar=calendar)
    for task in owed:
        week = weeks.get(task.pk)
        yield WorkItem(
            key=f"task:{task.pk}",
            kind="Nhiệm vụ",
            title=str(task),
            url=task.address,
            unit_id=succession.holder(task.lead_unit_id, on=today),
            person_id=task.person_id,
            due_on=week.due_on if week else task.due_on,
            note=", ".join(filter(None, [note(task), week.words if week else ""])),
        )


def note(task: Task) -> str:
    """Return state, recurrence and urgency of a task in a few words."""
    words = [task.state_label.lower()]
    if task.recurrence:
        words.append(task.get_recurrence_display().lower())
    if task.priority:
        words.append("gấp")
    return ", ".join(words)


def task_entries(
    user: User, starts_at: datetime, ends_at: datetime, now: datetime
) -> Iterator[CalendarEntry]:
    """Yield the deadlines of the tasks the person may view, without cancelled ones. One query."""
    first = timezone.localdate(starts_at)
    last = timezone.localdate(ends_at)
    tasks = Task.objects.readable_by(user).filter(due_on__gte=first, due_on__lt=last)
    for task in (
        tasks.exclude(state=TaskState.CANCELLED)
        .select_related("lead_unit")
        .order_by("due_on", "pk")
    ):
        yield CalendarEntry(
            at=cast(date, task.due_on),  # not None: the rows are filtered by it
            url=task.address,
            about=task.lead_unit.short_name,
            **_label(task, now),
        )


def _label(task: Task, now: datetime) -> dict[str, Any]:
    if task.state in (TaskState.FINISHED, TaskState.DONE):
        return {"kind": task.state_label, "title": str(task), "tone": Tone.DONE}
    is_late = task.is_late(timezone.localdate(now))
    return {
        "kind": "Nhiệm vụ quá hạn" if is_late else "Hạn nhiệm vụ",
        "title": str(task),
        "tone": Tone.ENDING,
    }
