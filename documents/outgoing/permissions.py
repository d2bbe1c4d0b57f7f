"""Who may do what with outgoing documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from documents.permissions import may_edit_documents
from documents.states import UNSIGNED_STATES, OutgoingState
from organization.roles import CHAIRS

if TYPE_CHECKING:
    from documents.models import OutgoingDocument
    from organization.models import User

_RUNNING = (*UNSIGNED_STATES, OutgoingState.SIGNED, OutgoingState.ISSUED)


def may_draft(user: User) -> bool:
    """The clerk for any unit, everybody else for the own one."""
    return user.is_authenticated and (may_edit_documents(user) or user.unit_id is not None)


def may_edit_draft(document: OutgoingDocument, user: User) -> bool:
    """The clerk and the members of the drafting unit, until the document is signed."""
    if document.state not in UNSIGNED_STATES or not user.is_authenticated:
        return False
    is_own = document.unit_id is not None and user.unit_id == document.unit_id
    return may_edit_documents(user) or is_own


def may_enter_dispatch(document: OutgoingDocument, user: User) -> bool:
    """The clerk enters recipients, copies and the day of sending once the document is signed."""
    signed = document.state in (OutgoingState.SIGNED, OutgoingState.ISSUED)
    return signed and may_edit_documents(user)


def may_attach(document: OutgoingDocument, user: User) -> bool:
    """Files: the drafting unit until the document is signed, the clerk until it is cancelled."""
    if may_edit_draft(document, user):
        return True
    return may_edit_documents(user) and document.state in _RUNNING


def by_drafter(document: OutgoingDocument, actor: User | None) -> bool:
    return actor is not None and may_edit_draft(document, actor)


def by_unit(document: OutgoingDocument, actor: User | None) -> bool:
    """A unit hands its draft in; the clerk has it already."""
    return by_drafter(document, actor) and not by_clerk(document, actor)


def by_leader_or_clerk(document: OutgoingDocument, actor: User | None) -> bool:
    """A leader signs; the clerk records the signature of a leader on paper."""
    return actor is not None and (actor.has_role(*CHAIRS) or may_edit_documents(actor))


def by_clerk(document: OutgoingDocument, actor: User | None) -> bool:
    return actor is not None and may_edit_documents(actor)


def by_drafter_or_clerk(document: OutgoingDocument, actor: User | None) -> bool:
    """A draft: its unit too; afterwards the clerk alone."""
    return by_drafter(document, actor) or by_clerk(document, actor)
