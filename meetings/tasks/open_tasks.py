"""Tasks carried over to a meeting from earlier meetings of its series."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils import timezone

from meetings.models import Meeting, Task
from meetings.querysets import TaskQuerySet
from meetings.states import TaskState


def carried_tasks(meeting: Meeting) -> dict[str, Any]:
    """Return the context of a page: open tasks, and those done since the last meeting."""
    tasks = list(carry_over(meeting))
    return {
        "open_tasks": [task for task in tasks if task.state != TaskState.DONE],
        "done_tasks": [task for task in tasks if task.state == TaskState.DONE],
        "today": timezone.localdate(),
    }


def carry_over(meeting: Meeting) -> TaskQuerySet:
    """Return the tasks of earlier meetings of the series that were open when this one started, or
    done since the last.

    Nothing is stored: the result for a past meeting does not change. Cancelled tasks are left out.
    Ordered by due date, recurring ones last. Two queries, one of them the caller's.
    """
    last = Meeting.objects.before(meeting).values_list("starts_at", "ends_at").first()
    if last is None:
        return Task.objects.none()
    starts_at, ends_at = last
    return (
        Task.objects.filter(
            Q(done_at=None) | Q(done_at__gt=ends_at or starts_at),
            conclusion__meeting__in=Meeting.objects.before(meeting).order_by(),
            assigned_at__lt=meeting.starts_at,
        )
        .exclude(state=TaskState.CANCELLED)
        .select_related("lead_unit", "person", "conclusion__meeting")
        .order_by("due_on", "pk")
    )
