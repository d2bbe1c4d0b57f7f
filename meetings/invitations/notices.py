"""Who is told of a meeting that is to come."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from meetings.models import Meeting
from meetings.states import MeetingState
from organization.models import Notice, Topic, User, notify


def invitation_url(meeting: Meeting) -> str:
    return reverse("admin:meeting_invitation", args=[meeting.pk])


def people_expected(meeting: Meeting) -> list[User]:
    """Return the accounts on the list of attendees, the chair and the secretary, each once."""
    expected = User.objects.filter(pk__in=meeting.attendances.values("person"))
    named = filter(None, [meeting.chair, meeting.secretary])
    return list(dict.fromkeys([*expected, *named]))


def invite(meeting: Meeting, people: Iterable[User | None], *, actor: User, now: datetime) -> None:
    """Tell people once that they are expected; of a meeting that is to come alone."""
    if meeting.state != MeetingState.SCHEDULED or meeting.starts_at < now:
        return
    words = f"Mời họp “{meeting.title}”: {moment(meeting.starts_at)}, tại {meeting.place}"
    notify(
        [person for person in people if person != actor],
        event=_invitation_event(meeting),
        text=f"{words}; {meeting.chair_name} chủ trì.",
        url=invitation_url(meeting),
        now=now,
        topic=Topic.MEETING,
    )


def withdraw_invitation(meeting: Meeting, person: User | None, *, actor: User) -> None:
    """Tell who is not on the list any more; put on it again, she is invited again."""
    now = timezone.now()
    if person is None or meeting.state != MeetingState.SCHEDULED or meeting.starts_at < now:
        return
    if person in people_expected(meeting):
        return
    event = _invitation_event(meeting)
    # The invitation that was sent gives its event free.
    invitation = Notice.objects.filter(person=person, event=event)
    invitation.update(event=f"{event}:until:{meeting.version}")
    notify(
        [person] if person != actor else [],
        event=f"meeting:{meeting.pk}:withdrawn:{meeting.version}",
        text=(
            f"Quý vị không còn trong thành phần dự họp “{meeting.title}”"
            f" lúc {moment(meeting.starts_at)}."
        ),
        now=now,
        topic=Topic.MEETING,
    )


def _invitation_event(meeting: Meeting) -> str:
    return f"meeting:{meeting.pk}:invited"


def notify_moved(meeting: Meeting, former: Meeting, *, actor: User, now: datetime) -> None:
    """Tell those expected of another time or place; of a meeting that is to come alone."""
    if meeting.state != MeetingState.SCHEDULED or max(meeting.starts_at, former.starts_at) < now:
        return
    changes = []
    if meeting.starts_at != former.starts_at:
        changes.append(f"họp lúc {moment(meeting.starts_at)} (trước: {moment(former.starts_at)})")
    if meeting.place != former.place:
        changes.append(f"họp tại {meeting.place} (trước: {former.place})")
    if changes:
        notify(
            [person for person in people_expected(meeting) if person != actor],
            event=f"meeting:{meeting.pk}:moved:{meeting.version}",
            text=f"Đổi lịch họp “{meeting.title}”: {'; '.join(changes)}."[:500],
            url=invitation_url(meeting),
            now=now,
            topic=Topic.MEETING,
        )


def moment(at: datetime) -> str:
    return f"{timezone.localtime(at):%H:%M ngày %d/%m/%Y}"
