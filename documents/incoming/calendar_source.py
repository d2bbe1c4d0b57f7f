"""Calendar source of incoming documents."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import cast

from django.utils import timezone

from core.registries import CalendarEntry, Tone
from documents.models import IncomingDocument, IncomingUnit
from organization.models import User


def incoming_entries(
    user: User, starts_at: datetime, ends_at: datetime, now: datetime
) -> Iterator[CalendarEntry]:
    """Yield the deadlines of the documents the person may read. One query."""
    first, last = timezone.localdate(starts_at), timezone.localdate(ends_at)
    readable = IncomingDocument.objects.readable_by(user)
    rows = IncomingUnit.objects.leading().filter(
        due_on__gte=first, due_on__lt=last, entry__in=readable.values("pk")
    )
    today = timezone.localdate(now)
    for row in rows.select_related("entry", "unit").order_by("due_on", "pk"):
        due_on = cast(date, row.due_on)  # not None: the rows are filtered by it
        is_late = row.finished_on is None and due_on < today
        kind = "Văn bản đã xong" if row.finished_on else "Hạn văn bản"
        yield CalendarEntry(
            at=due_on,
            kind="Văn bản quá hạn" if is_late else kind,
            title=str(row.entry),
            url=row.entry.address,
            about=row.unit.short_name,
            tone=Tone.DONE if row.finished_on else Tone.ENDING,
        )
