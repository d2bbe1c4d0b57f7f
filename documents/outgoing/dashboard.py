"""What waits for the clerk and the leaders in outgoing documents."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from documents.models import OutgoingDocument
from documents.permissions import may_edit_documents
from organization.models import User
from organization.work.waiting import MAX_SHOWN, WaitingItem


def waiting_outgoing(user: User, now: datetime) -> Iterator[WaitingItem]:
    """Yield the signed documents that wait for a number, the longest waiting first; one query for
    the clerk, none for others.
    """
    if not may_edit_documents(user):
        return
    rows = OutgoingDocument.objects.waiting_for_number().order_by("signed_on", "pk")
    for document in rows[: MAX_SHOWN + 1]:
        yield WaitingItem(
            kind="Cấp số, phát hành",
            title=str(document),
            url=document.address,
            note=f"ký {document.signed_on:%d/%m}" if document.signed_on else "",
            is_urgent=document.urgency > 0,
        )
