"""Minutes and tasks that wait for a decision of one person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from core.models import TransitionLog
from meetings.models import Meeting, Task
from meetings.permissions import may_chair
from meetings.states import MeetingState, Priority, TaskState
from organization.models import User
from organization.roles import CHAIRS, Role
from organization.work.waiting import MAX_SHOWN, WaitingItem


def waiting_minutes(user: User, now: datetime) -> Iterator[WaitingItem]:
    """Yield the minutes that the chair has to approve, the oldest meeting first; one query."""
    if not may_chair(user):
        return
    mine = Q(chair=user)
    if user.has_role(*CHAIRS):
        mine |= Q(chair=None) | Q(chair__is_active=False)
    held = Meeting.objects.filter(mine, state=MeetingState.HELD).exclude(secretary=user)
    held = held.exclude(writers=user).order_by("starts_at", "pk")
    for meeting in held.only("title", "starts_at", "state")[: MAX_SHOWN + 1]:
        yield WaitingItem(
            kind="Duyệt biên bản",
            title=str(meeting),
            url=reverse("admin:meetings_meeting_change", args=[meeting.pk]),
            since=meeting.starts_at,
        )


def waiting_tasks(user: User, now: datetime) -> Iterator[WaitingItem]:
    """Yield the tasks whose assigner this is and that await an answer: done, or more time asked
    for; one query. What was recorded for a unit without an account waits for others than who did.
    """
    behalf = TransitionLog.objects.filter(
        content_type=ContentType.objects.get_for_model(Task), object_id=OuterRef("pk")
    ).exclude(on_behalf_of="")
    mine = Q(assigned_by=user, conclusion=None)
    mine |= Q(conclusion__meeting__chair=user) | Q(conclusion__meeting__secretary=user)
    if user.has_role(Role.EDITOR, *CHAIRS):  # as `organization.assignments.permissions` has it
        mine |= Q(Exists(behalf))
    tasks = Task.objects.for_assigners(on=timezone.localdate(now)).filter(
        mine, ~Exists(behalf.filter(actor=user))
    )
    awaiting = tasks.filter(Q(state=TaskState.FINISHED) | Q(is_asking=True))
    for task in awaiting.select_related("lead_unit")[: MAX_SHOWN + 1]:
        is_finished = task.state == TaskState.FINISHED
        yield WaitingItem(
            kind="Xác nhận nhiệm vụ đã xong" if is_finished else "Trả lời xin gia hạn",
            title=str(task),
            url=reverse("admin:meetings_task_change", args=[task.pk]),
            since=task.finished_at if is_finished else None,
            due_on=task.due_on,
            is_urgent=task.priority == Priority.HIGH,
            note=task.lead_unit.short_name,
        )
