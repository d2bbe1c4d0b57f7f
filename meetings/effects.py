"""Effects of transitions of meetings and tasks, in the same transaction: rows and notices."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from core.models import FileUse
from core.workflow.engine import TransitionAttempt
from meetings.forms import EvidenceForm
from meetings.minutes.revisions import store_version
from meetings.models import ExtensionRequest, Task, TaskReport
from meetings.states import RequestState
from meetings.tasks.assignment import assign_tasks, number_conclusions
from organization.models import Topic, User, notify
from organization.roles import Role

# Meetings


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


# Tasks


def store_evidence(attempt: TransitionAttempt) -> None:
    """Store the files of a report; without files the log row is enough."""
    if files := EvidenceForm.files_in(attempt.data):
        report = TaskReport.objects.create(task=attempt.item, log_id=attempt.log_id)
        FileUse.objects.bulk_create(
            FileUse(file=file, item=report, role=FileUse.Role.ATTACHMENT, position=position)
            for position, file in enumerate(files)
        )


def ask_time(attempt: TransitionAttempt) -> None:
    ExtensionRequest.objects.create(
        task=attempt.item,
        due_on=attempt.item.due_on,
        asked_due_on=attempt.data["due_on"],
        reason=attempt.note,
        asked_by=attempt.actor,
        asked_at=attempt.at,
    )


def grant_time(attempt: TransitionAttempt) -> None:
    _answer(attempt, RequestState.GRANTED, granted_due_on=attempt.item.due_on)


def refuse_time(attempt: TransitionAttempt) -> None:
    _answer(attempt, RequestState.REFUSED)


def _answer(attempt: TransitionAttempt, state: RequestState, **fields: object) -> None:
    attempt.item.extension_requests.filter(state=RequestState.ASKED).update(
        state=state, decided_by=attempt.actor, decided_at=attempt.at, answer=attempt.note, **fields
    )


def assigners_of(task: Task) -> list[User]:
    """Return who answers the unit: the assigner, or the secretary of the meeting of its
    conclusion, without an active one the editors.
    """
    if not task.conclusion:
        return [task.assigned_by]
    secretary = task.conclusion.meeting.secretary
    if secretary and secretary.is_active:
        return [secretary]
    return list(User.objects.with_role(Role.EDITOR))


def notify_assigners_reported(attempt: TransitionAttempt) -> None:
    _notify_assigners(attempt, "báo cáo tiến độ", topic=Topic.OTHER)


def notify_assigners_asked(attempt: TransitionAttempt) -> None:
    _notify_assigners(attempt, f"xin gia hạn đến {attempt.data['due_on']:%d/%m/%Y}")


def notify_assigners_finished(attempt: TransitionAttempt) -> None:
    _notify_assigners(attempt, "báo xong, chờ xác nhận")


def _notify_assigners(attempt: TransitionAttempt, verb: str, *, topic: Topic = Topic.ASKED) -> None:
    task = attempt.item
    _notify(
        attempt,
        assigners_of(task),
        f"{task.lead_unit.short_name} {verb}: “{task}”. {attempt.note}",
        topic,
    )


def notify_unit_granted(attempt: TransitionAttempt) -> None:
    _notify_unit(attempt, f"được gia hạn đến {attempt.item.due_on:%d/%m/%Y}")


def notify_unit_refused(attempt: TransitionAttempt) -> None:
    _notify_unit(attempt, "không được gia hạn")


def notify_unit_verified(attempt: TransitionAttempt) -> None:
    _notify_unit(attempt, "đã được xác nhận hoàn thành")


def notify_unit_sent_back(attempt: TransitionAttempt) -> None:
    _notify_unit(attempt, "chưa đạt, cần làm tiếp")


def notify_unit_cancelled(attempt: TransitionAttempt) -> None:
    _notify_unit(attempt, "đã hủy", with_supporting=True)


def _notify_unit(attempt: TransitionAttempt, verb: str, *, with_supporting: bool = False) -> None:
    task = attempt.item
    units = [task.lead_unit_id]
    if with_supporting:
        units += task.supporting_units.values_list("pk", flat=True)
    people = [*User.objects.filter(is_active=True, unit__in=units), task.person]
    ending = f": {attempt.note}" if attempt.note else "."
    _notify(attempt, people, f"Nhiệm vụ “{task}” {verb}{ending}", Topic.TASK)


def _notify(
    attempt: TransitionAttempt, people: Iterable[User | None], text: str, topic: Topic
) -> None:
    notify(
        [person for person in people if person != attempt.actor],
        event=f"task:{attempt.item.pk}:{attempt.log_id}",
        text=text,
        url=reverse("admin:meetings_task_change", args=[attempt.item.pk]),
        now=attempt.at,
        topic=topic,
    )
