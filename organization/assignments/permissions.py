"""Permissions on assignments: predicates of item and user. None is the system, and has none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from organization.assignments.states import RECORDED
from organization.assignments.units import has_account, holder_id, holder_of
from organization.roles import CHAIRS, Role

if TYPE_CHECKING:
    from organization.assignments.models import Assignment
    from organization.models import User


def by_lead_unit(item: Assignment, actor: User | None) -> bool:
    """Any member of the lead unit, of its successor once it is dissolved, and the named person."""
    if actor is None or not actor.is_active:
        return False
    return actor.pk == item.person_id or (
        actor.unit_id is not None and actor.unit_id == holder_id(item)
    )


def opens_for_unit(item: Assignment, actor: User | None) -> bool:
    """Whether her look is the unit's opening: any member but who assigned it, and the named
    person.
    """
    if actor is None or not by_lead_unit(item, actor):
        return False
    return actor.pk == item.person_id or not item.is_assigner(actor)


def by_assigner(item: Assignment, actor: User | None) -> bool:
    """Who assigned it, as the model has it."""
    return actor is not None and actor.is_active and item.is_assigner(actor)


def by_canceller(item: Assignment, actor: User | None) -> bool:
    """Who may cancel it, as the model has it."""
    return actor is not None and actor.is_active and item.is_canceller(actor)


def records_on_behalf(item: Assignment, actor: User | None) -> bool:
    """Whoever assigned it, and every editor, while nobody of the unit can log in."""
    return may_pass_on(item, actor) and not has_account(item)


def may_pass_on(item: Assignment, actor: User | None) -> bool:
    """Tell units without an account what was assigned: whoever assigned it, and every editor."""
    if actor is None or not actor.is_active or by_lead_unit(item, actor):
        return False
    return actor.pk == item.assigned_by_id or actor.has_role(Role.EDITOR) or item.is_assigner(actor)


def by_lead_unit_or_for_it(item: Assignment, actor: User | None) -> bool:
    """The lead unit; on its behalf whoever assigned it or an editor."""
    return by_lead_unit(item, actor) or records_on_behalf(item, actor)


def by_answerer(item: Assignment, actor: User | None) -> bool:
    """Who assigned it; also editors, leaders and heads where the unit's part was recorded on its
    behalf, since whoever recorded it answers nothing of that.
    """
    if actor is None or not actor.is_active:
        return False
    if item.is_assigner(actor):
        return True
    return actor.has_role(Role.EDITOR, *CHAIRS) and bool(item.recorders(*RECORDED))


def acted_for(item: Assignment, actor: User | None) -> str:
    """Return the leader who is away and for whom the actor answers the unit; "" for oneself."""
    return item.acted_for(actor) if actor else ""


def on_behalf_of(item: Assignment, actor: User | None) -> str:
    """Return the name of the unit for which the actor records, "" for its own members."""
    return "" if by_lead_unit(item, actor) else holder_of(item).name
