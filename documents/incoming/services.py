"""Registering incoming documents."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from core.models.revisions import attribute_revision
from core.workflow import classified
from core.workflow.engine import TransitionNotAllowed
from documents.models import IncomingDocument
from documents.numbering import take_number
from documents.permissions import may_edit_documents
from documents.states import IncomingState
from organization.models import User


@transaction.atomic
def register_incoming(
    document: IncomingDocument, *, actor: User, now: datetime | None = None
) -> IncomingDocument:
    """Give the document the next number of its register and store it; it waits for a decision.

    ``document`` has ``register`` and ``arrived_on``; it is new, or one that only stood in a list of
    another software.

    Raises TransitionNotAllowed, TransitionRefused (order of time), ClassifiedText, ValidationError.
    """
    if not may_edit_documents(actor):
        raise TransitionNotAllowed("Quý vị không có quyền vào sổ văn bản.")
    if document.register is None or document.arrived_on is None:
        raise ValueError("a document is registered in a register, on a day")
    document.clean()
    classified.reject_classified(document.subject, document.remarks, document.signer)
    if document.pk:
        document.version += 1
    document.arrival_number = take_number(document.register, on=document.arrived_on)
    document.state = IncomingState.WAITING
    document.set_keys()
    document.validate_constraints()
    attribute_revision(document, user=actor, at=now or timezone.now(), reason="Vào sổ")
    document.save()
    return document
