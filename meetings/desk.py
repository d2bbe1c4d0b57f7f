"""The tasks on the desk of whoever gives them."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils import timezone

from meetings.models import Task
from meetings.permissions import reads_all
from meetings.querysets import TaskQuerySet
from organization.models import User
from organization.roles import Role

SHOWN = 12


def tasks_panel(user: User) -> dict[str, Any] | None:
    """Return what runs late, waits for verification, and asks for time: all for a leader or editor, one's own else.

    Three queries, and a fourth for others to know whether they have given anything. None when there is nothing.
    """
    tasks: TaskQuerySet = Task.objects.select_related("lead_unit")
    if not (reads_all(user) and user.has_role(Role.EDITOR, Role.HEAD, Role.LEADER)):
        tasks = tasks.filter(
            Q(given_by=user, conclusion=None)
            | Q(conclusion__meeting__chair=user)
            | Q(conclusion__meeting__secretary=user)
        )
    groups = (
        ("Chạy quá hạn", tasks.overdue(on=timezone.localdate()).order_by("due_on", "pk"), "?tinh-trang=late"),
        ("Báo xong, chờ xác nhận", tasks.unverified().order_by("finished_at", "pk"), "?tinh-trang=finished"),
        ("Xin gia hạn", tasks.asking_for_time().order_by("due_on", "pk"), "?tinh-trang=asking"),
    )
    shown = [(label, list(rows[: SHOWN + 1]), query) for label, rows, query in groups]
    filled = [(label, rows[:SHOWN], len(rows) > SHOWN, query) for label, rows, query in shown if rows]
    return {"groups": filled} if filled else None
