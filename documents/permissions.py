"""Who may do what with documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from organization.roles import CHAIRS, Role

if TYPE_CHECKING:
    from documents.models import IncomingDocument, PublicDocument
    from organization.models import User

DOCUMENT_PUBLISHERS = (Role.APPROVER, Role.HEAD, Role.LEADER)
DOCUMENT_READERS = (Role.CLERK, Role.EDITOR, *DOCUMENT_PUBLISHERS)


def may_read_documents(user: User) -> bool:
    """Unpublished documents and internal originals."""
    return user.is_authenticated and user.has_role(*DOCUMENT_READERS)


def may_edit_documents(user: User) -> bool:
    return user.is_authenticated and user.has_role(Role.CLERK)


def may_see_incoming(user: User) -> bool:
    """Incoming documents and their figures: all for who works with documents, else the unit's."""
    return may_read_documents(user) or (user.is_authenticated and user.unit_id is not None)


def may_edit_registers(user: User) -> bool:
    return user.is_authenticated and user.has_role(Role.CLERK, Role.IT_OFFICER)


def may_see_openings(user: User) -> bool:
    """Who opened which internal file when."""
    return user.is_authenticated and user.has_role(Role.CLERK, *CHAIRS)


def by_clerk(document: PublicDocument, actor: User | None) -> bool:
    return actor is not None and may_edit_documents(actor)


def by_publisher(document: PublicDocument, actor: User | None) -> bool:
    return actor is not None and actor.has_role(*DOCUMENT_PUBLISHERS)


def by_clerk_or_publisher(document: PublicDocument, actor: User | None) -> bool:
    return by_clerk(document, actor) or by_publisher(document, actor)


def may_decide(user: User) -> bool:
    """Decide on incoming documents: leaders."""
    return user.is_authenticated and user.has_role(*CHAIRS)


def may_route(user: User) -> bool:
    """Route several documents at once: leaders, and the clerk as they were told."""
    return may_decide(user) or may_edit_documents(user)


def by_leader(document: IncomingDocument, actor: User | None) -> bool:
    return actor is not None and actor.is_active and may_decide(actor)


def by_incoming_clerk(document: IncomingDocument, actor: User | None) -> bool:
    return actor is not None and actor.is_active and may_edit_documents(actor)


def by_system(document: IncomingDocument, actor: User | None) -> bool:
    """What follows from the step of a unit, and is offered to nobody."""
    return actor is None
