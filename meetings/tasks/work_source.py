"""What tasks add to each unit's one work list, and to the board's calendar."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, datetime
from typing import Any, cast

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from core.registries import CalendarEntry, Tone
from meetings.models import Task
from meetings.states import TaskState
from organization.models import User
from organization.work.work_list import WorkItem


def task_items(units: Collection[int] | None, today: date) -> Iterator[WorkItem]:
    """Return what the units still have to do, in one query; what they said is finished waits for
    somebody else.

    What recurs is owed without a day and is never late.
    """
    owed = Task.objects.owed().select_related("lead_unit")
    if units is not None:
        owed = owed.filter(Q(lead_unit__in=units) | Q(person__unit__in=units))
    for task in owed.order_by("due_on", "pk"):
        yield WorkItem(
            key=f"task:{task.pk}",
            kind="Nhiệm vụ",
            title=str(task),
            url=address(task),
            unit_id=task.lead_unit_id,
            person_id=task.person_id,
            due_on=task.due_on,
            note=note(task),
        )


def note(task: Task) -> str:
    """Return in a few words where a task stands and that it is urgent or recurs."""
    words = [task.get_state_display().lower()]
    words += [task.get_recurrence_display().lower()] if task.recurrence else []
    return ", ".join([*words, "gấp"] if task.priority else words)


def address(task: Task) -> str:
    return reverse("admin:meetings_task_change", args=[task.pk])


def task_entries(
    user: User, starts_at: datetime, ends_at: datetime, now: datetime
) -> Iterator[CalendarEntry]:
    """Return the deadlines of the tasks the person may read, in one query; cancelled ones are left
    out.
    """
    first, last = (timezone.localtime(at).date() for at in (starts_at, ends_at))
    found = Task.objects.readable_by(user).filter(due_on__gte=first, due_on__lt=last)
    for task in (
        found.exclude(state=TaskState.CANCELLED)
        .select_related("lead_unit")
        .order_by("due_on", "pk")
    ):
        yield CalendarEntry(
            at=cast(date, task.due_on),  # the rows are filtered by it
            url=address(task),
            about=task.lead_unit.short_name,
            **_said(task, now),
        )


def _said(task: Task, now: datetime) -> dict[str, Any]:
    if task.state in (TaskState.FINISHED, TaskState.DONE):
        return {"kind": task.get_state_display(), "title": str(task), "tone": Tone.DONE}
    is_late = task.is_late(timezone.localdate(now))
    return {
        "kind": "Nhiệm vụ quá hạn" if is_late else "Hạn nhiệm vụ",
        "title": str(task),
        "tone": Tone.ENDING,
    }
