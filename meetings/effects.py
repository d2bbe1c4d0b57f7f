"""Effects of transitions of meetings, in the same transaction: rows and notices."""

from __future__ import annotations

from collections.abc import Iterable

from core.workflow.engine import TransitionAttempt
from meetings.minutes.revisions import store_version
from meetings.tasks.assignment import assign_tasks, number_conclusions
from organization.models import User, notify


def number_and_assign(attempt: TransitionAttempt) -> None:
    """Number the conclusions, store the version of the minutes, assign the tasks."""
    number_conclusions(attempt.item)
    store_version(attempt.item, actor=attempt.actor, now=attempt.at)
    assign_tasks(attempt.item, actor=attempt.actor, now=attempt.at)


def notify_secretary_approved(attempt: TransitionAttempt) -> None:
    meeting = attempt.item
    _notify_of_meeting(
        attempt, [meeting.secretary], f"{attempt.actor} đã duyệt biên bản “{meeting}”."
    )


def notify_attendees_cancelled(attempt: TransitionAttempt) -> None:
    meeting = attempt.item
    expected = User.objects.filter(pk__in=meeting.attendances.values("person"))
    _notify_of_meeting(
        attempt,
        [*expected, meeting.chair, meeting.secretary],
        f"Hủy họp “{meeting}”: {attempt.note}",
    )


def _notify_of_meeting(
    attempt: TransitionAttempt, people: Iterable[User | None], text: str
) -> None:
    """Notify people of a meeting, without a link: not all of them may open its page."""
    notify(
        [person for person in people if person != attempt.actor],
        event=f"meeting:{attempt.item.pk}:{attempt.log_id}",
        text=text,
        now=attempt.at,
    )
