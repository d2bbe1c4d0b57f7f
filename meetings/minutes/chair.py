"""Change of the chair of a meeting or a series: who may take it over, and who is notified."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from meetings.models import Meeting, MeetingSeries
from meetings.permissions import by_chair
from organization.models import User, notify


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
