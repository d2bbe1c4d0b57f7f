"""Tasks of dissolved units without a successor: their assigners are told once."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from meetings.models import Task
from organization.assignments.services import notify_orphaned
from organization.models import Succession


def notify_assigners(now: datetime) -> str | None:
    """Tell the assigners of the open tasks that nobody holds, as a job of ``run_due``.

    One query while no unit was dissolved without a successor.
    """
    today = timezone.localdate(now)
    succession = Succession.load()
    if not succession.orphaned(on=today):
        return None
    tasks = Task.objects.orphaned(succession=succession, on=today)
    count = notify_orphaned(tasks.select_related("lead_unit", "assigned_by"), now=now)
    return f"{count} nhiệm vụ không còn đơn vị" if count else None
