"""Mutations, effects and guards of the workflows of incoming documents and their routings."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from core.workflow.engine import TransitionAttempt
from documents.incoming.deciders import Deciders, other_leaders
from documents.models import IncomingDocument, Routing
from documents.routing.days import inform_units, store_days
from documents.routing.services import cancel_routings, delegation_for, route, wait_again
from documents.states import IncomingState, SigningForm
from organization.assignments.states import AssignmentState
from organization.assignments.units import members_of, unit_problem
from organization.calendar.working_days import WorkingCalendar
from organization.models import Topic, User, notify

# Of the document


def decide(attempt: TransitionAttempt) -> None:
    _set_decision(attempt, attempt.actor, attempt.data["decided_as"])


def file_away(attempt: TransitionAttempt) -> None:
    _set_decision(attempt, attempt.actor, "")


def delegate(attempt: TransitionAttempt) -> None:
    grant = delegation_for(attempt.item, timezone.localdate(attempt.at))
    if grant is None:
        raise ValueError("guards refuse a document without a delegation")
    _set_decision(attempt, grant.granted_by, SigningForm.BY_DELEGATION)


def _set_decision(attempt: TransitionAttempt, leader: User, decided_as: str) -> None:
    item = attempt.item
    item.decider = item.decided_by = leader
    item.decided_at, item.decided_as = attempt.at, decided_as
    item.decision = attempt.note


def refer(attempt: TransitionAttempt) -> None:
    attempt.item.decider = attempt.data["leader"]


def clear_decision(attempt: TransitionAttempt) -> None:
    """Let the document wait for whom it waited for; the log keeps the decision."""
    item = attempt.item
    item.decided_by = item.decided_at = None
    item.decided_as = item.decision = ""


def route_as_decided(attempt: TransitionAttempt) -> None:
    data = attempt.data
    route(
        attempt.item,
        lead=data["lead_unit"],
        supporting=data["supporting_units"],
        due_on=data["due_on"],
        words=attempt.note,
        actor=attempt.actor,
        now=attempt.at,
    )


def route_as_delegated(attempt: TransitionAttempt) -> None:
    today = timezone.localdate(attempt.at)
    grant = delegation_for(attempt.item, today)
    if grant is None:
        raise ValueError("guards refuse a document without a delegation")
    route(
        attempt.item,
        lead=grant.unit,
        supporting=[],
        due_on=WorkingCalendar.load().add(today, grant.days),
        words=attempt.note,
        actor=attempt.actor,
        now=attempt.at,
    )


def inform(attempt: TransitionAttempt) -> None:
    """Name the units that are informed, and tell their members."""
    units = attempt.data["supporting_units"]
    inform_units(attempt.item, units, on=timezone.localdate(attempt.at))
    people = members_of([unit.pk for unit in units])
    _notify(attempt, people, "Văn bản gửi để biết", Topic.OTHER)


def notify_decider(attempt: TransitionAttempt) -> None:
    _notify(attempt, [attempt.item.decider], "Chờ quý vị quyết định", Topic.ASKED)


def cancel_open(attempt: TransitionAttempt) -> None:
    """Cancel the routings of a document whose number is cancelled; their units are told, and
    stay in the register.
    """
    cancel_routings(
        list(attempt.item.routings.open()),
        actor=attempt.actor,
        reason=f"Văn thư hủy số đến: {attempt.note}",
        now=attempt.at,
    )
    attempt.item.units.update(state=IncomingState.CANCELLED.label)


def notify_leader_cancelled(attempt: TransitionAttempt) -> None:
    """Tell the leader who decided on the document that its number is cancelled."""
    words = f"Văn thư hủy số đến {attempt.item.arrival_number}"
    _notify(attempt, [attempt.item.decided_by], words, Topic.TASK)


def has_other_leader(attempt: TransitionAttempt) -> list[str]:
    if other_leaders(attempt.actor.pk).exists():
        return []
    return ["Không có lãnh đạo nào khác có tài khoản để chuyển."]


def grantor_of(document: IncomingDocument) -> str:
    """Return the leader in whose name the clerk routes the document today; "" without one."""
    grant = delegation_for(document, timezone.localdate())
    return str(grant.granted_by) if grant else ""


def leader_acted_for(document: IncomingDocument, actor: User | None) -> str:
    """Return the leader who is away and for whom the actor decides today; "" for oneself."""
    if actor is None or not actor.substitutes_for:
        return ""
    leader = Deciders.load(timezone.localdate()).acted_for(actor.pk, document)
    return str(User.objects.get(pk=leader)) if leader else ""


def has_delegation(attempt: TransitionAttempt) -> list[str]:
    if delegation_for(attempt.item, timezone.localdate(attempt.at)):
        return []
    return ["Không có ủy quyền thường xuyên cho loại văn bản này."]


def has_unit_of_delegation(attempt: TransitionAttempt) -> list[str]:
    today = timezone.localdate(attempt.at)
    grant = delegation_for(attempt.item, today)
    problem = unit_problem(grant.unit, today) if grant else ""
    return [f"Không giao được cho {problem}"] if problem else []


def is_not_answered(attempt: TransitionAttempt) -> list[str]:
    if attempt.item.routings.filter(state=AssignmentState.DONE).exists():
        return ["Đã có đơn vị xử lý xong văn bản này: không hủy số được nữa."]
    return []


def _notify(
    attempt: TransitionAttempt, people: Iterable[User | None], words: str, topic: Topic
) -> None:
    item: IncomingDocument = attempt.item
    ending = f". {attempt.note}" if attempt.note else "."
    notify(
        [person for person in people if person != attempt.actor],
        event=f"incoming:{item.pk}:{attempt.log_id}",
        text=f"{words}: {str(item).rstrip(' .')}{ending}",
        url=item.address,
        now=attempt.at,
        topic=topic,
    )


# Of the routing


def store(attempt: TransitionAttempt) -> None:
    """Carry the days of the unit on into what statistics read."""
    store_days(attempt.item)


def set_person(attempt: TransitionAttempt) -> None:
    attempt.item.person = attempt.data["person"]


def set_answer(attempt: TransitionAttempt) -> None:
    attempt.item.finished_at = attempt.at
    attempt.item.answered_by = attempt.data["answered_by"]


def clear_answer(attempt: TransitionAttempt) -> None:
    attempt.item.finished_at = attempt.item.answered_by = None


def reopen(attempt: TransitionAttempt) -> None:
    clear_answer(attempt)
    attempt.item.done_at = None


def set_cancelled(attempt: TransitionAttempt) -> None:
    attempt.item.cancelled_at = attempt.at


def let_document_wait(attempt: TransitionAttempt) -> None:
    """Let the document wait for a leader again if nobody has it any more."""
    item: Routing = attempt.item
    unit = attempt.item.lead_unit.name
    wait_again(item.document, reason=f"{unit}: {attempt.note}", now=attempt.at)


def notify_person(attempt: TransitionAttempt) -> None:
    item: Any = attempt.item
    if item.person in (None, attempt.actor):
        return
    notify(
        [item.person],
        event=f"routing:{item.pk}:{attempt.log_id}",
        text=f"Quý vị được giao xử lý văn bản: {str(item).rstrip(' .')}. {item.deadline_label}.",
        url=item.address,
        now=attempt.at,
        topic=Topic.TASK,
    )
