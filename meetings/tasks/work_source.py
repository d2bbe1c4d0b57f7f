"""Work source and calendar source of tasks."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, datetime
from typing import Any, cast

from django.db.models import Q
from django.utils import timezone

from core.registries import CalendarEntry, Tone
from meetings.models import Task
from meetings.states import Recurrence, TaskState
from organization.assignments.states import OWED_STATES
from organization.assignments.statistics import weekly_reports
from organization.calendar.working_days import WorkingCalendar
from organization.models import Succession, User
from organization.work.work_list import WorkItem


def task_items(units: Collection[int] | None, today: date) -> Iterator[WorkItem]:
    """Yield the tasks not yet reported as finished, for the lead unit and for each supporting one.
    Two queries, and more where a unit is dissolved or a task is weekly.

    A weekly one is due with the report of the week, late without that of the last; other recurring
    ones have no due date. Those of a dissolved unit belong to its successor. Supporting units are
    not reminded.
    """
    if units is None:
        owed = list(Task.objects.owed().select_related("lead_unit").order_by("due_on", "pk"))
    else:
        owed = Task.objects.owed_by(units, on=today)
    supported = _supported(units, today)
    involved = [task.lead_unit for task in owed]
    involved += [unit for row in supported for unit in (row.unit, row.task.lead_unit)]
    has_dissolved = any(unit.is_dissolved(on=today) for unit in involved)
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
    for row in supported:
        task, holder = row.task, succession.holder(row.unit_id, on=today)
        is_asked = units is None or holder in units
        if not is_asked or holder == succession.holder(task.lead_unit_id, on=today):
            continue
        yield WorkItem(
            key=f"task:{task.pk}:{holder}",
            kind="Nhiệm vụ",
            title=str(task),
            url=task.address,
            unit_id=holder,
            due_on=task.due_on,
            note=f"phối hợp, {task.lead_unit.short_name} chủ trì, {note(task)}",
            has_reminders=False,
        )


def _supported(units: Collection[int] | None, today: date) -> list[Any]:
    """Return the rows of the supporting units of tasks that are not yet reported as finished."""
    rows: Any = Task.supporting_units.through._default_manager.filter(task__state__in=OWED_STATES)
    if units is not None:
        rows = rows.filter(Q(unit__in=units) | Q(unit__valid_until__lt=today))
    found = rows.select_related("unit", "task__lead_unit").order_by("task__due_on", "task", "unit")
    return list(found)


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
