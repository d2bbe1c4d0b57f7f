"""Effects of transitions of meetings, in the same transaction: rows and notices."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import F

from core.workflow.engine import TransitionAttempt, log_of
from meetings.invitations.notices import invitation_url, moment, people_expected
from meetings.minutes.chair import minutes_approvers
from meetings.minutes.revisions import store_approved, store_version
from meetings.states import Presence
from meetings.tasks.assignment import assign_tasks, number_conclusions
from meetings.tasks.corrections import task_changes
from organization.models import Topic, User, notify


def number_and_assign(attempt: TransitionAttempt) -> None:
    """Number the conclusions, store the version and what residents read, assign the tasks.

    The ticked changes of tasks given before come first, so that a task that moves to another unit
    is not assigned a second time. Nothing is assigned where minutes are only kept for the record.
    """
    meeting, data = attempt.item, attempt.data
    leader = attempt.log.on_behalf_of if attempt.log else ""
    changes = [] if data["records_only"] else task_changes(meeting)
    number_conclusions(meeting)
    for change in changes:
        if change.key in data["amendments"]:
            change.apply(actor=attempt.actor, now=attempt.at, on_behalf_of=leader)
    if not data["records_only"]:
        assign_tasks(
            meeting,
            actor=attempt.actor,
            now=attempt.at,
            replaced={int(pk) for pk in data["successors"]},
            on_behalf_of=leader,
        )
    store_version(meeting, actor=attempt.actor, now=attempt.at)
    store_approved(meeting)


def notify_secretaries(attempt: TransitionAttempt) -> None:
    """Tell the new secretary, and the former one."""
    meeting = attempt.item
    earlier = meeting.history.filter(version__lt=meeting.version).order_by("version", "history_id")
    former = earlier.last()
    people = [meeting.secretary, former.secretary if former else None]
    text = f"{attempt.actor} cử {meeting.secretary} làm thư ký cuộc họp “{meeting}”."
    _notify_of_meeting(attempt, people, text, topic=Topic.ASKED)


def notify_approvers_submitted(attempt: TransitionAttempt) -> None:
    text = f"{attempt.actor} trình duyệt biên bản “{attempt.item}”."
    _notify_approvers(attempt, text, Topic.ASKED)


def notify_approvers_recalled(attempt: TransitionAttempt) -> None:
    text = f"{attempt.actor} lấy lại biên bản “{attempt.item}” để sửa; chưa cần duyệt."
    _notify_approvers(attempt, text, Topic.OTHER)


def notify_secretary_returned(attempt: TransitionAttempt) -> None:
    text = f"{attempt.actor} trả lại biên bản “{attempt.item}”: {attempt.note}"
    _notify_of_meeting(attempt, _writers(attempt), text, topic=Topic.ASKED, has_link=True)


def notify_publication_answered(attempt: TransitionAttempt) -> None:
    is_public = attempt.item.is_public
    answer = "đồng ý" if is_public else "không đồng ý"
    reason = f": {attempt.note}" if attempt.note else "."
    text = f"{attempt.actor} {answer} đưa cuộc họp “{attempt.item}” lên trang công khai{reason}"
    _notify_of_meeting(attempt, [attempt.item.secretary], text, has_link=True)


def notify_secretary_approved(attempt: TransitionAttempt) -> None:
    meeting = attempt.item
    if meeting.is_records_only:
        return
    _notify_of_meeting(
        attempt, [meeting.secretary], f"{attempt.actor} đã duyệt biên bản “{meeting}”."
    )


def notify_attendees_cancelled(attempt: TransitionAttempt) -> None:
    meeting = attempt.item
    text = f"Hủy họp “{meeting}”: {attempt.note}"
    people = people_expected(meeting)
    _notify_of_meeting(attempt, people, text, topic=Topic.MEETING, url=invitation_url(meeting))


def notify_attendees_restored(attempt: TransitionAttempt) -> None:
    meeting = attempt.item
    when = f"{moment(meeting.starts_at)}, tại {meeting.place}"
    text = f"Vẫn họp “{meeting.title}” như đã mời: {when}."
    people = people_expected(meeting)
    _notify_of_meeting(attempt, people, text, topic=Topic.MEETING, url=invitation_url(meeting))


def mark_present(attempt: TransitionAttempt) -> None:
    """Count those invited as present once the meeting begins; absences are recorded then."""
    expected = attempt.item.attendances.filter(presence=Presence.EXPECTED)
    expected.update(presence=Presence.PRESENT, version=F("version") + 1)


def _writers(attempt: TransitionAttempt) -> list[User | None]:
    """Return the secretary, or who submitted the minutes where there is none."""
    submitted = log_of(attempt.item).filter(name="submit").last()
    return [attempt.item.secretary, submitted.actor if submitted else None]


def _notify_approvers(attempt: TransitionAttempt, text: str, topic: Topic) -> None:
    _notify_of_meeting(attempt, minutes_approvers(attempt.item), text, topic=topic, has_link=True)


def _notify_of_meeting(
    attempt: TransitionAttempt,
    people: Iterable[User | None],
    text: str,
    *,
    topic: Topic = Topic.OTHER,
    has_link: bool = False,
    url: str = "",
) -> None:
    """Notify people of a meeting; with a link those alone who may all open its page."""
    meeting = attempt.item
    if has_link:
        url = meeting.address
    notify(
        [person for person in people if person != attempt.actor],
        event=f"meeting:{meeting.pk}:{attempt.log_id}",
        text=text,
        url=url,
        now=attempt.at,
        topic=topic,
    )
