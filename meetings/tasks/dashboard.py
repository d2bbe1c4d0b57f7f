"""The tasks on the dashboard of whoever gives them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone

from meetings.models import Task
from meetings.states import TaskState
from organization.models import User
from organization.roles import TASK_ASSIGNERS

SHOWN = 12
# More than anybody settles in a day: the list has the rest.
READ = 60
FINISHED, ASKING, LATE = "finished", "asking", "late"
_GROUPS = ((LATE, "Chạy quá hạn"), (FINISHED, "Báo xong, chờ xác nhận"), (ASKING, "Xin gia hạn"))


def tasks_panel(user: User) -> dict[str, Any] | None:
    """Return what runs late, waits for verification, and asks for time; None when nothing does. One
    query.

    Leaders, heads and editors see all of it, others what they gave and what their own meetings
    gave. What waits for an answer is read first, so that many late tasks push nothing out.
    """
    today = timezone.localdate()
    found = Task.objects.for_assigners(on=today).select_related("lead_unit")
    if not user.has_role(*TASK_ASSIGNERS):
        mine = Q(conclusion__meeting__chair=user) | Q(conclusion__meeting__secretary=user)
        found = found.filter(mine | Q(assigned_by=user, conclusion=None))
    rows = list(found[:READ])
    groups = [
        (name, label, [task for task in rows if _stands_in(task, name, today)])
        for name, label in _GROUPS
    ]
    shown = [
        {"name": name, "label": label, "tasks": tasks[:SHOWN], "has_more": len(tasks) > SHOWN}
        for name, label, tasks in groups
        if tasks
    ]
    return {"groups": shown} if shown else None


def _stands_in(task: Any, group: str, today: date) -> bool:
    if group == FINISHED:
        return task.state == TaskState.FINISHED
    return task.is_asking if group == ASKING else task.is_late(today)
