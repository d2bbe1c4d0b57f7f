"""Days of the units of an incoming document, as statistics and registers read them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from core.workflow.engine import log_of
from documents.models import IncomingDocument, IncomingUnit, Routing
from documents.states import IncomingState
from organization.assignments.services import record_opening
from organization.assignments.states import AssignmentState
from organization.models import Unit, User

# Columns that an import does not change once the document is routed here.
OWN_COLUMNS = [
    *("due_on", "finished_on", "first_opened_on", "is_lead", "passed_on", "person", "state")
]


def store_days(routing: Routing) -> None:
    """Write the rows of the units of a routing: lead unit, supporting units.

    Called after each change of a routing, always under the lock of its document. A unit that no
    routing names any more has no row. What the register says of a cancelled number stays.
    """
    document = routing.document
    if document.state == IncomingState.CANCELLED:
        return
    known = {row.unit_id: row for row in document.units.all()}
    routings = list(document.routings.select_related("lead_unit", "person").order_by("pk"))
    valid = [one for one in routings if one.state != AssignmentState.CANCELLED]
    wanted: dict[int, tuple[Routing, bool]] = {}
    for one in valid:
        for pk in one.supporting_units.values_list("pk", flat=True):
            wanted.setdefault(pk, (one, False))
    wanted |= {one.lead_unit_id: (one, True) for one in valid}
    for pk, (one, is_lead) in wanted.items():
        row = known.get(pk) or IncomingUnit(entry=document, unit_id=pk)
        _store(row, _days_of_lead(one, row) if is_lead else _days_of_support(one, row))
    dropped = set(known) - set(wanted)
    document.units.filter(unit__in=dropped & _named_by(routings)).delete()


def inform_units(document: IncomingDocument, units: Iterable[Unit], *, on: date) -> None:
    """Name units that are only informed of a document that is filed away."""
    known = {row.unit_id: row for row in document.units.all()}
    for unit in units:
        if unit.pk not in known:
            row = IncomingUnit(entry=document, unit=unit)
            _store(row, {"is_lead": False, "passed_on": on, "state": "Để biết"})


def drop_supporting(document: IncomingDocument, units: Iterable[int]) -> None:
    """Take off supporting units that a later decision no longer names."""
    document.units.filter(unit__in=list(units), is_lead=False).delete()


def record_member_opening(document: IncomingDocument, user: User, *, now: datetime) -> bool:
    """Store the first opening of the document by the user's unit, once; of a unit it succeeds, too.
    Return whether this was it.

    Who gives documents to units does not open them for her own, unless she is the named person.

    Two queries where the unit has opened it, or has nothing to do with it.
    """
    if user.unit_id is None or document.state == IncomingState.CANCELLED:
        return False
    held = Unit.objects.with_predecessors(user.unit_id, on=timezone.localdate(now))
    units = set(held.values_list("pk", flat=True))
    unopened = document.units.filter(unit__in=units, first_opened_on=None)
    if not unopened.exists():
        return False
    is_named = document.routings.open().filter(person=user).exists()
    if not is_named and Routing().is_assigner(user):
        return False
    today = timezone.localdate(now)
    with transaction.atomic():
        IncomingDocument.objects.select_for_update().get(pk=document.pk)
        for routing in document.routings.open().filter(lead_unit__in=units):
            record_opening(routing, now=now)
        for row in unopened:
            document.units.filter(pk=row.pk, first_opened_on=None).update(
                first_opened_on=max(today, row.received_on),
                typed_fields=sorted({*row.typed_fields, "first_opened_on"}),
            )
    return True


def _days_of_lead(routing: Routing, row: IncomingUnit) -> dict[str, Any]:
    # The list of another software, or support before, may know an earlier opening.
    openings = filter(None, [_day(routing.first_opened_at), row.first_opened_on])
    return {
        "is_lead": True,
        "person": str(routing.person or ""),
        "due_on": routing.due_on,
        "passed_on": _passed_on(routing),
        "first_opened_on": min(openings, default=None),
        "finished_on": _day(routing.finished_at),
        "state": routing.get_state_display(),
    }


def _days_of_support(routing: Routing, row: IncomingUnit) -> dict[str, Any]:
    return {
        "is_lead": False,
        "due_on": routing.due_on,
        "passed_on": row.passed_on or _day(routing.assigned_at),
        "finished_on": None,
        "state": "Phối hợp",
    }


def _store(row: IncomingUnit, days: dict[str, Any]) -> None:
    for name, value in days.items():
        setattr(row, name, value)
    row.typed_fields = sorted({*row.typed_fields, *OWN_COLUMNS})
    row.save()


def _named_by(routings: list[Routing]) -> set[int]:
    supporting = Routing.supporting_units.through._default_manager.filter(routing__in=routings)
    former = Routing.history.filter(id__in=[one.pk for one in routings])
    return {
        *(one.lead_unit_id for one in routings),
        *supporting.values_list("unit", flat=True),
        *former.values_list("lead_unit", flat=True),
    }


def _passed_on(routing: Routing) -> date | None:
    last = log_of(routing).filter(name="hand_over").last()
    return _day(last.at if last else routing.assigned_at)


def _day(at: datetime | None) -> date | None:
    return timezone.localdate(at) if at else None
