"""Dashboard panel of tasks for their assigners."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone

from meetings.models import Task
from meetings.states import TaskState
from organization.models import Succession, User
from organization.roles import TASK_ASSIGNERS

GROUP_SIZE = 12
MAX_ROWS = 60  # the change list has the rest
FINISHED = "finished"
ASKING = "asking"
LATE = "late"
ORPHANED = "orphaned"
_GROUPS = (
    (ORPHANED, "Đơn vị đã kết thúc, cần chuyển đơn vị khác"),
    (LATE, "Chạy quá hạn"),
    (FINISHED, "Báo xong, chờ xác nhận"),
    (ASKING, "Xin gia hạn"),
)


def tasks_panel(user: User) -> dict[str, Any] | None:
    """Return the tasks overdue, awaiting verification, with extension requests, and of dissolved
    units without a successor; None without any. One query, and another where one is dissolved.

    Leaders, heads and editors see all of them, others those they assigned and those of their own
    meetings. Tasks that await an answer come first within ``MAX_ROWS``, before overdue ones.
    """
    today = timezone.localdate()
    tasks = Task.objects.for_assigners(on=today).select_related("lead_unit")
    if not user.has_role(*TASK_ASSIGNERS):
        own_meetings = Q(conclusion__meeting__chair=user) | Q(conclusion__meeting__secretary=user)
        tasks = tasks.filter(own_meetings | Q(assigned_by=user, conclusion=None))
    rows = list(tasks[:MAX_ROWS])
    has_dissolved = any(task.lead_unit.is_dissolved(on=today) for task in rows)
    orphaned = Succession.load().orphaned(on=today) if has_dissolved else set()
    groups = []
    for name, label in _GROUPS:
        members = [task for task in rows if _is_in_group(task, name, today, orphaned)]
        if members:
            has_more = len(members) > GROUP_SIZE
            groups.append(
                {"name": name, "label": label, "tasks": members[:GROUP_SIZE], "has_more": has_more}
            )
    return {"groups": groups} if groups else None


def _is_in_group(task: Any, group: str, today: date, orphaned: set[int]) -> bool:
    if group == ORPHANED:
        return task.lead_unit_id in orphaned
    if group == FINISHED:
        return task.state == TaskState.FINISHED
    return task.is_asking if group == ASKING else task.is_late(today)
