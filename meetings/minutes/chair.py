"""The chair: change of a chair, who is notified of it, and who approves the minutes."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from meetings.models import Meeting, MeetingSeries
from meetings.permissions import by_chair, by_minutes_approver, minutes_hands
from organization.models import User, notify
from organization.roles import CHAIRS


def taking_over_problem(meeting: Meeting, stored: Meeting, actor: User) -> str:
    """Return why the change of chair is refused; empty if it is allowed.

    Nobody makes themselves the chair of a meeting that exists, be it by name or, as a leader or
    head, by leaving the chair blank.
    """
    if meeting.chair_id == stored.chair_id:
        return ""
    if by_chair(stored, actor) or not by_chair(meeting, actor):
        return ""
    return (
        "Quý vị không tự nhận chủ trì một cuộc họp đã lập; xin để biên tập viên hoặc thư ký khác"
        " đổi chủ trì."
    )


def notify_chairs(
    row: Meeting | MeetingSeries, former: User | None, *, actor: User, now: datetime
) -> None:
    """Notify the former and the present chair of a change, each once; nobody without one."""
    if row.chair == former:
        return
    kind = "cuộc họp" if isinstance(row, Meeting) else "loại họp"
    text = f"{actor} đổi chủ trì {kind} “{row}”: trước là {former or 'chưa ghi'}, nay là"
    event = f"chair:{row._meta.model_name}:{row.pk}:{now.isoformat()}"
    sentence = f"{text} {row.chair or 'chưa ghi'}."
    notify([former], event=event, text=sentence, now=now)  # who may not open the meeting any more
    url = reverse(f"admin:meetings_{row._meta.model_name}_change", args=[row.pk])
    notify([row.chair], event=event, text=sentence, url=url, now=now)


def minutes_approvers(meeting: Meeting) -> list[User]:
    """Return who may approve the minutes: the chair, or the leaders and heads who stand in.

    Nobody who had a hand in them.
    """
    hands = minutes_hands(meeting)
    names = [role.value for role in CHAIRS]
    standing_in = User.objects.filter(is_active=True, groups__name__in=names).distinct()
    people = [meeting.chair, *standing_in.order_by("pk")] if meeting.chair else [*standing_in]
    return [
        person
        for person in dict.fromkeys(people)
        if person.pk not in hands and by_minutes_approver(meeting, person)
    ]
