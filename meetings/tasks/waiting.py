"""Minutes and tasks that wait for a decision of one person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from core.dates import day_start
from core.models import TransitionLog
from meetings.models import Meeting, Task
from meetings.permissions import may_chair
from meetings.states import MeetingState, Priority, TaskState
from organization.assignments.permissions import RECORDED
from organization.models import User
from organization.roles import CHAIRS, Role
from organization.work.waiting import MAX_SHOWN, WaitingItem

# How long before a briefing its chair is reminded of it.
BRIEFING_AHEAD = timedelta(days=7)
_CHAIR = ("chair__full_name", "chair__username")


def waiting_minutes(user: User, now: datetime) -> Iterator[WaitingItem]:
    """Yield the minutes that the chair or her substitute has to approve, requests to make a meeting
    public, and the briefings that she chairs in the next days, the oldest meeting first.

    One query, another for leaders.
    """
    if not may_chair(user):
        return
    mine = Q(chair=user) | Q(chair__in=user.substitutes_for)
    if user.has_role(*CHAIRS):
        mine |= Q(chair=None) | Q(chair__is_active=False)
    is_coming = Q(
        state=MeetingState.SCHEDULED,
        starts_at__gte=day_start(timezone.localdate(now)),
        starts_at__lte=now + BRIEFING_AHEAD,
        chair=user,
    )
    is_written = Q(state__in=(MeetingState.HELD, MeetingState.SUBMITTED)) & ~Q(
        Exists(Meeting.writers.through.objects.filter(meeting=OuterRef("pk"), user=user))
    )
    is_asked = Q(publication_asked_at__isnull=False) & ~Q(publication_asked_by=user)
    found = Meeting.objects.filter(mine, is_coming | is_written | is_asked).exclude(secretary=user)
    for meeting in (
        found.select_related("chair")
        .only("title", "starts_at", "state", "submitted_at", "publication_asked_at", *_CHAIR)
        .order_by("starts_at", "pk")[: MAX_SHOWN + 1]
    ):
        yield _waiting_item(meeting, user)


def _waiting_item(meeting: Meeting, user: User) -> WaitingItem:
    kind, since, due_on, note = "Duyệt biên bản", meeting.submitted_at, None, ""
    if meeting.state == MeetingState.SCHEDULED:
        kind, due_on = "Chủ trì cuộc họp", meeting.held_on
    elif meeting.state == MeetingState.HELD:
        since, note = meeting.starts_at, "thư ký chưa trình"
    elif meeting.state != MeetingState.SUBMITTED:
        kind, since = "Trả lời đề nghị công khai", meeting.publication_asked_at
    if meeting.chair_id in user.substitutes_for:
        note = ", ".join(filter(None, [f"thay {meeting.chair}", note]))
    return WaitingItem(
        kind=kind,
        title=str(meeting),
        url=meeting.address,
        since=since,
        due_on=due_on,
        note=note,
    )


def waiting_tasks(user: User, now: datetime) -> Iterator[WaitingItem]:
    """Yield the tasks whose assigner this is and that await an answer: done, or more time asked
    for; one query. What was recorded for a unit without an account waits for others than who did.
    """
    behalf = TransitionLog.objects.filter(
        content_type=ContentType.objects.get_for_model(Task),
        object_id=OuterRef("pk"),
        name__in=RECORDED,
    ).exclude(on_behalf_of="")
    leaders = {user.pk, *user.substitutes_for}
    mine = Q(assigned_by__in=leaders, conclusion=None)
    mine |= Q(conclusion__meeting__chair__in=leaders) | Q(conclusion__meeting__secretary=user)
    if user.has_role(Role.EDITOR, *CHAIRS):  # as `organization.assignments.permissions` has it
        mine |= Q(Exists(behalf))
    tasks = Task.objects.for_assigners(on=timezone.localdate(now)).filter(
        mine, ~Exists(behalf.filter(actor=user))
    )
    awaiting = tasks.filter(Q(state=TaskState.FINISHED) | Q(is_asking=True))
    for task in awaiting.select_related("lead_unit", "assigned_by")[: MAX_SHOWN + 1]:
        note = task.lead_unit.short_name
        if task.assigned_by_id in user.substitutes_for:
            note = f"{note}, thay {task.assigned_by}"
        is_finished = task.state == TaskState.FINISHED
        yield WaitingItem(
            kind="Xác nhận nhiệm vụ đã xong" if is_finished else "Trả lời xin gia hạn",
            title=str(task),
            url=reverse("admin:meetings_task_change", args=[task.pk]),
            since=task.finished_at if is_finished else None,
            due_on=task.due_on,
            is_urgent=task.priority == Priority.HIGH,
            note=note,
        )
