"""Effects of the transitions of assignments, in the same transaction: rows and notices."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.text import capfirst

from core.models import FileUse
from core.workflow.engine import TransitionAttempt
from organization.assignments.forms import EvidenceForm
from organization.assignments.states import RequestState
from organization.assignments.units import holder_of, members_of, split_by_access
from organization.models import Topic, User, notify
from organization.roles import CHAIRS


def store_evidence(attempt: TransitionAttempt) -> None:
    """Store the files of a report; without files the log row is enough."""
    if files := EvidenceForm.files_in(attempt.data):
        report = attempt.item.reports.create(log_id=attempt.log_id)
        FileUse.objects.bulk_create(
            FileUse(file=file, item=report, role=FileUse.Role.ATTACHMENT, position=position)
            for position, file in enumerate(files)
        )


def ask_time(attempt: TransitionAttempt) -> None:
    attempt.item.extension_requests.create(
        due_on=attempt.item.due_on,
        asked_due_on=attempt.data["due_on"],
        reason=attempt.note,
        asked_by=attempt.actor,
        on_behalf_of=_on_behalf_of(attempt),
        asked_at=attempt.at,
    )


def grant_time(attempt: TransitionAttempt) -> None:
    _answer(attempt, RequestState.GRANTED, granted_due_on=attempt.item.due_on)


def refuse_time(attempt: TransitionAttempt) -> None:
    _answer(attempt, RequestState.REFUSED)


def close_request(attempt: TransitionAttempt) -> None:
    """Close a request for time that waits when the unit finishes: nobody answered it."""
    attempt.item.extension_requests.filter(state=RequestState.ASKED).update(
        state=RequestState.REFUSED, decided_at=attempt.at, answer="đơn vị đã báo xong"
    )


def _answer(attempt: TransitionAttempt, state: RequestState, **fields: object) -> None:
    attempt.item.extension_requests.filter(state=RequestState.ASKED).update(
        state=state, decided_by=attempt.actor, decided_at=attempt.at, answer=attempt.note, **fields
    )


def _on_behalf_of(attempt: TransitionAttempt) -> str:
    return attempt.log.on_behalf_of if attempt.log else ""


# Notices to who assigned


def notify_assigners_reported(attempt: TransitionAttempt) -> None:
    _notify_assigners(attempt, "báo cáo tiến độ", topic=Topic.OTHER)


def notify_assigners_asked(attempt: TransitionAttempt) -> None:
    _notify_assigners(attempt, f"xin gia hạn đến {attempt.data['due_on']:%d/%m/%Y}")


def notify_assigners_declined(attempt: TransitionAttempt) -> None:
    _notify_assigners(attempt, "đề nghị giao đơn vị khác")


def notify_assigners_finished(attempt: TransitionAttempt) -> None:
    _notify_assigners(attempt, "báo xong, chờ xác nhận")


def notify_assigners_taken_back(attempt: TransitionAttempt) -> None:
    _notify_assigners(attempt, "rút lại báo xong", topic=Topic.OTHER)


def _notify_assigners(attempt: TransitionAttempt, verb: str, *, topic: Topic = Topic.ASKED) -> None:
    item = attempt.item
    recorded = f" (do {attempt.actor} ghi thay)" if _on_behalf_of(attempt) else ""
    people = [person for person in item.assigners() if person != attempt.actor]
    if recorded and not people:
        # Whoever assigned it recorded it: somebody else has to answer.
        names = [role.value for role in CHAIRS]
        people = list(User.objects.filter(is_active=True, groups__name__in=names).distinct())
    unit = holder_of(item).short_name
    _notify(attempt, people, f"{unit}{recorded} {verb}: “{item}”. {attempt.note}", topic)


# Notices to the unit


def notify_unit_granted(attempt: TransitionAttempt) -> None:
    words = f"được gia hạn đến {attempt.item.due_on:%d/%m/%Y}"
    _notify_unit(attempt, words, with_supporting=True)


def notify_unit_refused(attempt: TransitionAttempt) -> None:
    _notify_unit(attempt, "không được gia hạn")


def notify_unit_kept(attempt: TransitionAttempt) -> None:
    _notify_unit(attempt, "không chuyển đơn vị khác, đơn vị vẫn làm")


def notify_unit_verified(attempt: TransitionAttempt) -> None:
    _notify_unit(attempt, "đã được xác nhận hoàn thành")


def notify_unit_sent_back(attempt: TransitionAttempt) -> None:
    _notify_unit(attempt, "chưa đạt, cần làm tiếp")


def notify_unit_reopened(attempt: TransitionAttempt) -> None:
    _notify_unit(attempt, "được mở lại, cần làm tiếp")


def notify_unit_ended(attempt: TransitionAttempt) -> None:
    _notify_unit(attempt, "đã kết thúc, không phải làm nữa", with_supporting=True)


def notify_unit_cancelled(attempt: TransitionAttempt) -> None:
    _notify_unit(attempt, "đã hủy", with_supporting=True)


def notify_unit_restored(attempt: TransitionAttempt) -> None:
    _notify_unit(attempt, "được khôi phục, cần làm như đã giao", with_supporting=True)


def notify_both_units_handed_over(attempt: TransitionAttempt) -> None:
    """Tell who is left of the former unit, without a link to what they may not open any more, and
    the members of the new one and of the supporting ones.
    """
    item = attempt.item
    former = User.objects.filter(is_active=True, unit=attempt.data["former_unit"])
    units = [item.lead_unit_id, *item.supporting_units.values_list("pk", flat=True)]
    present = [*members_of(units)]
    left = [one for one in [*former, attempt.data["former_person"]] if one and one not in present]
    words = f"đã chuyển sang {item.lead_unit.name}. {item.deadline_label}. Lý do: {attempt.note}"
    text = f"{_noun(item)} “{item}” {words}"
    _notify(attempt, present, text, Topic.TASK)
    with_link, without = split_by_access(item, left)
    _notify(attempt, with_link, text, Topic.TASK)
    _notify(attempt, without, text, Topic.TASK, url="")


def _notify_unit(attempt: TransitionAttempt, verb: str, *, with_supporting: bool = False) -> None:
    item = attempt.item
    units = [item.lead_unit_id]
    if with_supporting:
        units += item.supporting_units.values_list("pk", flat=True)
    ending = f": {attempt.note}" if attempt.note else "."
    text = f"{_noun(item)} “{item}” {verb}{ending}"
    _notify(attempt, [*members_of(units), item.person], text, Topic.TASK)


def _noun(item: Any) -> str:
    return capfirst(item._meta.verbose_name)


def _notify(
    attempt: TransitionAttempt,
    people: Iterable[User | None],
    text: str,
    topic: Topic,
    url: str | None = None,
) -> None:
    item = attempt.item
    notify(
        [person for person in people if person != attempt.actor],
        event=f"{item._meta.model_name}:{item.pk}:{attempt.log_id}",
        text=text,
        url=item.address if url is None else url,
        now=attempt.at,
        topic=topic,
    )
