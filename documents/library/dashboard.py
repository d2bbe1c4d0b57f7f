"""Dashboard of documents: what waits to be published, and what is late on the portal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from core.database.compiled_query import compiled_query
from documents.models import PublicDocument
from documents.permissions import DOCUMENT_PUBLISHERS, may_edit_documents, may_read_documents
from documents.querysets import PublicDocumentQuerySet
from documents.states import DocumentState, Level, OutgoingState
from organization.calendar.working_days import WorkingCalendar
from organization.models import User
from organization.work.waiting import MAX_SHOWN, WaitingItem

MAX_LATE = 8
_OPEN = (DocumentState.DRAFT, DocumentState.IN_REVIEW)


def waiting_documents(user: User, now: datetime) -> Iterator[WaitingItem]:
    """Yield the documents that this person may publish, the longest waiting first, and for clerks
    those that were changed by one which left the portal; one query each.
    """
    if may_edit_documents(user):
        for document in _changed_by_hidden(now=now):
            yield WaitingItem(
                kind="Ghi lại hiệu lực",
                title=str(document),
                url=reverse("admin:documents_publicdocument_change", args=[document.pk]),
                note="văn bản sửa đổi, thay thế không có trên cổng",
                is_shared=True,
            )
    if not user.has_role(*DOCUMENT_PUBLISHERS):
        return
    for document in _submitted_by_others(user=user.pk):
        yield WaitingItem(
            kind="Đăng văn bản",
            title=str(document),
            url=reverse("admin:documents_publicdocument_change", args=[document.pk]),
            is_shared=True,
        )


@compiled_query
def _changed_by_hidden(*, now: datetime) -> PublicDocumentQuerySet:
    rows = PublicDocument.objects.changed_by_hidden(now=now).for_list()
    return rows.order_by("issued_on", "pk")[: MAX_SHOWN + 1]


@compiled_query
def _submitted_by_others(*, user: int) -> PublicDocumentQuerySet:
    submitted = PublicDocument.objects.filter(state=DocumentState.IN_REVIEW)
    others = submitted.without_hand_of(user).for_list()
    return others.order_by("issued_on", "pk")[: MAX_SHOWN + 1]


def late_documents(user: User) -> dict[str, Any] | None:
    """Return the ward's documents issued more working days ago than the ward allows, and not on
    the portal; None without any, and for who does not work with documents.

    An outgoing document that must be public has a draft here from the day of its number.
    """
    if not may_read_documents(user):
        return None
    calendar = WorkingCalendar.load()
    today = timezone.localdate()
    # A draft of an office of the superior ones, as of the police, often has no authority yet.
    own = Q(authority__level__in=(Level.WARD, Level.PARTY)) | Q(outgoing__isnull=False)
    unpublished = PublicDocument.objects.filter(own, state__in=_OPEN, issued_on__lt=today)
    unpublished = unpublished.exclude(outgoing__state=OutgoingState.CANCELLED)
    rows = [
        (document, due_on)
        for document in unpublished.for_list().order_by("issued_on", "pk")[:200]
        if document.issued_on
        and (due_on := calendar.add(document.issued_on, settings.DOCUMENT_PUBLISHING_DAYS)) < today
    ]
    if not rows:
        return None
    return {"rows": rows[:MAX_LATE], "more": max(len(rows) - MAX_LATE, 0)}
