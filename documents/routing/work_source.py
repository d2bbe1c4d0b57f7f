"""Routings in the work list and the calendar; a job for those whose unit was dissolved."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, datetime
from typing import cast

from django.utils import timezone

from core.registries import CalendarEntry, Tone
from documents.models import Routing
from organization.assignments.services import notify_orphaned
from organization.assignments.states import AssignmentState
from organization.models import Succession, User
from organization.work.work_list import WorkItem


def routing_items(units: Collection[int] | None, today: date) -> Iterator[WorkItem]:
    """Yield the routed documents that units have not reported as finished. One query, another
    where a unit is dissolved: its documents belong to its successor.
    """
    owed = Routing.objects.owed().select_related("document", "lead_unit", "person")
    if units is None:
        rows = list(owed.order_by("due_on", "pk"))
    else:
        rows = Routing.objects.select_related("document").owed_by(units, on=today)
    has_dissolved = any(row.lead_unit.is_dissolved(on=today) for row in rows)
    succession = Succession.load() if has_dissolved else Succession({})
    for row in rows:
        words = ["chưa mở"] if row.first_opened_at is None else []
        words += [row.get_state_display().lower()]
        words += [row.document.get_urgency_display().lower()] if row.document.urgency else []
        yield WorkItem(
            key=f"routing:{row.pk}",
            kind="Văn bản đến",
            title=str(row),
            url=row.address,
            unit_id=succession.holder(row.lead_unit_id, on=today),
            person_id=row.person_id,
            due_on=row.due_on,
            note=", ".join(words),
        )


def routing_entries(
    user: User, starts_at: datetime, ends_at: datetime, now: datetime
) -> Iterator[CalendarEntry]:
    """Yield the deadlines of the routings the person may view. One query."""
    first, last = timezone.localdate(starts_at), timezone.localdate(ends_at)
    today = timezone.localdate(now)
    rows = Routing.objects.readable_by(user).filter(due_on__gte=first, due_on__lt=last)
    rows = rows.exclude(state=AssignmentState.CANCELLED)
    for row in rows.select_related("document", "lead_unit").order_by("due_on", "pk"):
        is_done = row.state in (AssignmentState.FINISHED, AssignmentState.DONE)
        kind = "Văn bản đã xong" if is_done else "Hạn văn bản"
        yield CalendarEntry(
            at=cast(date, row.due_on),  # not None: the rows are filtered by it
            kind="Văn bản quá hạn" if row.is_late(today) else kind,
            title=str(row),
            url=row.address,
            about=row.lead_unit.short_name,
            tone=Tone.DONE if is_done else Tone.ENDING,
        )


def notify_assigners(now: datetime) -> str | None:
    """Tell the assigners of the open routings that nobody holds, as a job of ``run_due``.

    One query while no unit was dissolved without a successor.
    """
    today = timezone.localdate(now)
    succession = Succession.load()
    if not succession.orphaned(on=today):
        return None
    rows = Routing.objects.orphaned(succession=succession, on=today)
    found = rows.select_related("document", "lead_unit", "assigned_by")
    count = notify_orphaned(found, now=now)
    return f"{count} văn bản giao xử lý không còn đơn vị" if count else None
