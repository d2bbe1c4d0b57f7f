"""Meetings, conclusions and tasks that nothing is wrong with; states only through real
transitions.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from core.workflow.engine import perform
from meetings.minutes.services import new_meeting, store_meeting, store_part
from meetings.models import Conclusion, Meeting, MeetingSeries, Task
from meetings.tasks.assignment import assign
from organization.models import Unit, User


def at(text: str) -> datetime:
    """A moment of the ward: "2016-06-24 14:00"."""
    return timezone.make_aware(datetime.fromisoformat(text))


def make_series(**fields: Any) -> MeetingSeries:
    number = MeetingSeries.objects.count() + 1
    defaults = {
        "name": f"Giao ban ban biên tập {number}",
        "place": "Phòng họp số 1",
        "chair_name": "Nguyễn Thị An",
    }
    return MeetingSeries.objects.create(**defaults | fields)


def make_meeting(editor: User, *, series: MeetingSeries | None = None, **fields: Any) -> Meeting:
    """A scheduled meeting of 24/6/2016 with a closing time."""
    meeting = new_meeting(series or make_series())
    starts_at = fields.setdefault("starts_at", at("2016-06-24 14:00"))
    fields.setdefault("ends_at", starts_at + timedelta(hours=2))
    for name, value in fields.items():
        setattr(meeting, name, value)
    store_meeting(meeting, actor=editor)
    return meeting


def conclude(meeting: Meeting, editor: User, *units: Unit, **fields: Any) -> Conclusion:
    """A conclusion due a week and a half after the meeting, on a Tuesday for that of June 2016."""
    defaults: dict[str, Any] = {"addressee": "các đơn vị", "text": "gửi tin bài đúng hạn"}
    if not fields.get("recurrence") and not fields.get("has_no_task"):
        defaults["due_on"] = meeting.held_on + timedelta(days=11)
    conclusion = Conclusion(meeting=meeting, **defaults | fields)
    store_part(conclusion, actor=editor, relations={"lead_units": units})
    return conclusion


def step(
    item: Any,
    name: str,
    actor: User | None,
    *,
    note: str = "",
    now: datetime | None = None,
    **data: Any,
) -> Any:
    """Carry out a transition on the latest version."""
    item.refresh_from_db()
    return perform(item, name, actor=actor, version=item.version, note=note, data=data, now=now)


def approve(meeting: Meeting, *, chair: User, editor: User, now: datetime | None = None) -> Meeting:
    if meeting.state == "scheduled":
        step(meeting, "hold", editor, now=now)
    ticks = {"keeps_day_off": "on", "accepts_no_conclusions": "on"}
    return step(meeting, "approve", chair, now=now, **ticks)


def make_task(giver: User, unit: Unit, **fields: Any) -> Task:
    """A direct order due in ten days, on whatever weekday that is."""
    now = fields.pop("now", None)
    supporting = fields.pop("supporting_units", ())
    if not fields.get("recurrence"):
        fields.setdefault("due_on", timezone.localdate(now) + timedelta(days=10))
    task = Task(**{"text": "Kiểm tra việc dùng phần mềm văn bản", "lead_unit": unit} | fields)
    assign(task, actor=giver, supporting_units=supporting, now=now)
    return task


def day(text: str) -> date:
    return date.fromisoformat(text)
