"""What a decision does to the routings of an incoming document."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from core.workflow.engine import perform
from documents.models import IncomingDocument, Routing, StandingDelegation
from documents.routing.days import drop_supporting, store_days
from organization.assignments.services import amend, assign
from organization.assignments.states import OWED_STATES, AssignmentState
from organization.models import Unit, User


def route(
    document: IncomingDocument,
    *,
    lead: Unit,
    supporting: Sequence[Unit],
    due_on: date,
    words: str,
    actor: User,
    now: datetime,
) -> Routing:
    """Route the document, whose row is locked, as decided.

    The routing of a unit that stays is amended; those of units no longer named are cancelled.
    """
    supporting = [unit for unit in supporting if unit != lead]
    kept = document.routings.open().filter(lead_unit=lead).first()
    if kept:
        routing = _amend(kept, supporting, due_on, words, actor, now)
    else:
        routing = Routing(document=document, lead_unit=lead, due_on=due_on, words=words)
        assign(routing, actor=actor, supporting_units=supporting, now=now)
        store_days(routing)
    reason = "Quyết định sau giao đơn vị khác"
    others = document.routings.filter(state__in=OWED_STATES).exclude(pk=routing.pk)
    cancel_routings(list(others), actor=actor, reason=f"{reason}: {lead.name}.", now=now)
    return routing


def _amend(
    routing: Routing,
    supporting: Sequence[Unit],
    due_on: date,
    words: str,
    actor: User,
    now: datetime,
) -> Routing:
    """Change deadline, words and supporting units of the unit that keeps the document."""
    former = {unit.pk for unit in routing.supporting_units.all()}
    chosen = {unit.pk for unit in supporting}
    if (routing.due_on, routing.words, former) != (due_on, words, chosen):
        # ``amend`` stores the revision, with the words.
        Routing.objects.filter(pk=routing.pk).update(words=words)
        routing.supporting_units.set(supporting)
        reason = f"Quyết định sau: {words}" if words else "Quyết định sau của lãnh đạo"
        amend(routing, actor=actor, unit=None, due_on=due_on, recurrence="", reason=reason, now=now)
        drop_supporting(routing.document, former - chosen)
    routing.refresh_from_db()
    store_days(routing)
    return routing


def cancel_routings(
    routings: Sequence[Routing], *, actor: User, reason: str, now: datetime
) -> None:
    """Cancel routings because the decision was superseded or the number cancelled."""
    for routing in routings:
        perform(routing, "cancel", actor=actor, version=routing.version, note=reason, now=now)


def wait_again(document: IncomingDocument, *, reason: str, now: datetime) -> None:
    """Let the document wait for a leader again once no unit has it any more."""
    stored = IncomingDocument.objects.select_for_update().get(pk=document.pk)
    has_unit = stored.routings.exclude(state=AssignmentState.CANCELLED).exists()
    if stored.state == "routed" and not has_unit:
        perform(stored, "wait_again", actor=None, version=stored.version, note=reason, now=now)


def delegation_for(document: IncomingDocument, on: date) -> StandingDelegation | None:
    """Return the delegation by which the clerk may route the document on a day. One query."""
    if document.type_id is None:
        return None
    rows = StandingDelegation.objects.valid(on).filter(
        type=document.type_id, granted_by__is_active=True
    )
    found: StandingDelegation | None = (
        rows.select_related("unit", "granted_by").order_by("-valid_from", "-pk").first()
    )
    return found
