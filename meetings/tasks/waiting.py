"""Minutes and tasks that wait for a decision of one person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from core.database.compiled_query import compiled_query
from core.dates import day_start
from meetings.models import Meeting, Task
from meetings.permissions import may_chair
from meetings.states import MeetingState, Priority, TaskState
from organization.models import User
from organization.roles import CHAIRS, Role
from organization.work.waiting import MAX_SHOWN, WaitingItem

# How long before a briefing its chair is reminded of it.
BRIEFING_AHEAD = timedelta(days=7)
_ANSWERS: dict[str, str] = {
    TaskState.FINISHED: "Xác nhận nhiệm vụ đã xong",
    TaskState.GIVEN: "Trả lời đề nghị giao đơn vị khác",
}
_CHAIR = ("chair__full_name", "chair__username")


def waiting_minutes(user: User, now: datetime) -> Iterator[WaitingItem]:
    """Yield the minutes that the chair or her substitute has to approve, requests to make a meeting
    public, and the briefings that she chairs in the next days, the oldest meeting first.

    One query, another for leaders.
    """
    if not may_chair(user):
        return
    for meeting in _meetings_of_chair(
        user.has_role(*CHAIRS),
        user=user.pk,
        leaders=list(user.substitutes_for),
        first=day_start(timezone.localdate(now)),
        last=now + BRIEFING_AHEAD,
    ):
        yield _waiting_item(meeting, user)


@compiled_query
def _meetings_of_chair(
    is_chair: bool, /, *, user: int, leaders: list[int], first: datetime, last: datetime
) -> QuerySet[Meeting]:
    mine = Q(chair=user) | Q(chair__any_of=leaders)
    if is_chair:
        mine |= Q(chair=None) | Q(chair__is_active=False)
    is_coming = Q(
        state=MeetingState.SCHEDULED, starts_at__gte=first, starts_at__lte=last, chair=user
    )
    is_written = Q(state__in=(MeetingState.HELD, MeetingState.SUBMITTED)) & ~Q(
        Exists(Meeting.writers.through.objects.filter(meeting=OuterRef("pk"), user=user))
    )
    is_asked = Q(publication_asked_at__isnull=False) & ~Q(publication_asked_by=user)
    found = Meeting.objects.filter(mine, is_coming | is_written | is_asked).exclude(secretary=user)
    shown = ("title", "starts_at", "state", "submitted_at", "publication_asked_at", *_CHAIR)
    shown_rows = found.select_related("chair").only(*shown)
    return shown_rows.order_by("starts_at", "pk")[: MAX_SHOWN + 1]


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
    """Yield the tasks whose assigner this is and that await an answer: done, more time asked for,
    or declined; one query. What was recorded for a unit without an account waits for others than
    who did.
    """
    # Who sees what was recorded, as `organization.assignments.permissions` has it.
    reads_recorded = user.has_role(Role.EDITOR, *CHAIRS)
    leaders = [user.pk, *user.substitutes_for]
    for task in _awaiting_tasks(reads_recorded, user=user.pk, leaders=leaders):
        note = task.lead_unit.short_name
        if task.assigned_by_id in user.substitutes_for:
            note = f"{note}, thay {task.assigned_by}"
        is_finished = task.state == TaskState.FINISHED
        yield WaitingItem(
            kind=_ANSWERS.get(task.state, "Trả lời xin gia hạn"),
            title=str(task),
            url=reverse("admin:meetings_task_change", args=[task.pk]),
            since=task.finished_at if is_finished else None,
            due_on=task.due_on,
            is_urgent=task.priority == Priority.HIGH,
            note=note,
        )


@compiled_query
def _awaiting_tasks(reads_recorded: bool, /, *, user: int, leaders: list[int]) -> QuerySet[Task]:
    recorded = Task.objects.recorded_for_units()
    mine = Q(assigned_by__any_of=leaders, conclusion=None)
    mine |= Q(conclusion__meeting__chair__any_of=leaders) | Q(conclusion__meeting__secretary=user)
    if reads_recorded:
        mine |= Q(Exists(recorded))
    awaiting = Task.objects.awaiting_answer().filter(mine, ~Exists(recorded.filter(actor=user)))
    return awaiting.select_related("lead_unit", "assigned_by")[: MAX_SHOWN + 1]
