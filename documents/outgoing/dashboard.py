"""What waits for the clerk and the leaders in outgoing documents."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from core.database.compiled_query import compiled_query
from documents.models import OutgoingDocument
from documents.outgoing.services import library_address
from documents.permissions import may_edit_documents
from documents.querysets import OutgoingDocumentQuerySet
from documents.states import OutgoingState
from organization.models import User
from organization.work.waiting import MAX_SHOWN, WaitingItem


def waiting_outgoing(user: User, now: datetime) -> Iterator[WaitingItem]:
    """Yield the cancelled documents that are still on the portal, the signed ones that wait for a
    number, and the drafts that units handed in, the longest waiting first; one query for the
    clerk, none for others.
    """
    if not may_edit_documents(user):
        return
    for document in _waiting_for_clerk():
        if document.state == OutgoingState.CANCELLED:
            yield WaitingItem(
                kind="Gỡ văn bản đã hủy khỏi cổng",
                title=str(document),
                url=library_address(document),
                is_urgent=True,
            )
            continue
        if document.state == OutgoingState.SUBMITTED:
            yield WaitingItem(
                kind="Trình ký dự thảo của đơn vị",
                title=str(document),
                url=document.address,
                note=document.unit.short_name if document.unit else "",
                is_urgent=document.urgency > 0,
            )
            continue
        yield WaitingItem(
            kind="Cấp số, phát hành",
            title=str(document),
            url=document.address,
            note=f"ký {document.signed_on:%d/%m}" if document.signed_on else "",
            is_urgent=document.urgency > 0,
        )


@compiled_query
def _waiting_for_clerk() -> OutgoingDocumentQuerySet:
    rows = OutgoingDocument.objects.waiting_for_clerk().select_related("register", "unit")
    return rows.order_by("state", "signed_on", "pk")[: MAX_SHOWN + 1]
