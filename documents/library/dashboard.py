"""Dashboard of documents: what waits to be published, and what is late on the portal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from documents.models import OutgoingDocument, PublicDocument
from documents.permissions import DOCUMENT_PUBLISHERS, may_read_documents
from documents.states import DocumentState, OutgoingState
from organization.calendar.working_days import WorkingCalendar
from organization.models import User
from organization.work.waiting import MAX_SHOWN, WaitingItem

MAX_LATE = 8
_MAX_READ = 200
_CHANGE = "admin:documents_publicdocument_change"
_OPEN = (DocumentState.DRAFT, DocumentState.IN_REVIEW)


def waiting_documents(user: User, now: datetime) -> Iterator[WaitingItem]:
    """Yield the documents that this person may publish, the longest waiting first; one query."""
    if not user.has_role(*DOCUMENT_PUBLISHERS):
        return
    submitted = PublicDocument.objects.filter(state=DocumentState.IN_REVIEW)
    others = submitted.without_hand_of(user)
    for document in others.for_list().order_by("issued_on", "pk")[: MAX_SHOWN + 1]:
        yield WaitingItem(
            kind="Đăng văn bản",
            title=str(document),
            url=reverse(_CHANGE, args=[document.pk]),
        )


@dataclass(frozen=True)
class LateDocument:
    """A document of the ward that is not on the portal ``due_on``."""

    title: str
    url: str
    issued_on: date
    due_on: date


def late_documents(user: User) -> dict[str, Any] | None:
    """Return the ward's documents issued more working days ago than the ward allows, and not on
    the portal; None without any, and for who does not work with documents.

    Drafts of the library, and issued documents that must be public and are not in it. Three
    queries.
    """
    if not may_read_documents(user):
        return None
    calendar = WorkingCalendar.load()
    today = timezone.localdate()
    unpublished = PublicDocument.objects.of_ward().filter(state__in=_OPEN, issued_on__lt=today)
    drafts = unpublished.for_list().order_by("issued_on", "pk")[:_MAX_READ]
    issued = OutgoingDocument.objects.filter(
        state=OutgoingState.ISSUED, goes_public=True, public_document=None, issued_on__lt=today
    ).select_related("register")
    named = [
        *((str(one), reverse(_CHANGE, args=[one.pk]), cast(date, one.issued_on)) for one in drafts),
        *(
            (str(one), one.address, cast(date, one.issued_on))
            for one in issued.order_by("issued_on", "pk")[:_MAX_READ]
        ),
    ]
    days = settings.DOCUMENT_PUBLISHING_DAYS
    rows = [LateDocument(*given, calendar.add(given[-1], days)) for given in named]
    late = sorted((row for row in rows if row.due_on < today), key=lambda row: row.issued_on)
    if not late:
        return None
    return {"rows": late[:MAX_LATE], "more": max(len(late) - MAX_LATE, 0)}
