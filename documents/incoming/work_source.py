"""Work source and calendar source of incoming documents."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, datetime
from typing import cast

from django.db.models import Q
from django.utils import timezone

from core.registries import CalendarEntry, Tone
from documents.models import IncomingDocument, IncomingUnit
from organization.models import Succession, User
from organization.work.work_list import WorkItem


def incoming_items(units: Collection[int] | None, today: date) -> Iterator[WorkItem]:
    """Yield the documents that units have not finished. One query, another where one is dissolved.

    Those of a dissolved unit belong to its successor. What a leader routed here is not among them:
    ``documents.routing.work_source`` tells of it.
    """
    open_rows = IncomingUnit.objects.open().without_routing()
    rows = open_rows.select_related("entry", "unit").order_by("due_on", "pk")
    if units is not None:
        rows = rows.filter(Q(unit__in=units) | Q(unit__valid_until__lt=today))
    found = list(rows)
    has_dissolved = any(row.unit.is_dissolved(on=today) for row in found)
    succession = Succession.load() if has_dissolved else Succession({})
    for row in found:
        holder = succession.holder(row.unit_id, on=today)
        if units is None or holder in units:
            yield WorkItem(
                key=f"incoming:{row.pk}",
                kind="Văn bản đến",
                title=str(row.entry),
                url=row.entry.address,
                unit_id=holder,
                due_on=row.due_on,
                note=_note(row),
            )


def _note(row: IncomingUnit) -> str:
    words = ["chưa mở"] if row.first_opened_on is None else []
    return ", ".join(filter(None, [*words, row.person]))


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
