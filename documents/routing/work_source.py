"""Decisions and routings in work lists, what waits for one person, and the calendar; a job for
routings whose unit was dissolved.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from core.database.compiled_query import compiled_query
from core.models import TransitionLog
from documents.incoming.deciders import Deciders
from documents.models import IncomingDocument, IncomingUnit, Routing
from documents.permissions import may_decide, may_route
from documents.querysets import IncomingUnitQuerySet
from documents.states import EntrySource, IncomingState, Urgency
from organization.assignments.services import notify_orphaned
from organization.assignments.states import AssignmentState
from organization.models import Succession, User
from organization.roles import Role
from organization.work.waiting import MAX_SHOWN, WaitingItem
from organization.work.work_list import WorkItem


def incoming_items(units: Collection[int] | None, today: date) -> Iterator[WorkItem]:
    """Yield the documents that units have not finished, of lists and routed here. One query,
    another where a unit is dissolved: its documents belong to its successor.

    One that was routed leads to its routing, and belongs to the person named there. Supporting
    units have it until the lead unit has finished.
    """
    given = {} if units is None else {"units": list(units), "today": today}
    found = _to_work_on(units is None, **given)
    has_dissolved = any(row.unit.is_dissolved(on=today) for row in found)
    succession = Succession.load() if has_dissolved else Succession({})
    for row in found:
        holder = succession.holder(row.unit_id, on=today)
        if units is None or holder in units:
            yield _item(row, holder)


@compiled_query
def _to_work_on(
    is_of_all: bool, /, *, units: list[int] | None = None, today: date | None = None
) -> IncomingUnitQuerySet:
    rows = IncomingUnit.objects.to_work_on().with_routing().select_related("entry", "unit")
    if not is_of_all:
        rows = rows.filter(Q(unit__any_of=units) | Q(unit__valid_until__lt=today))
    return rows.order_by("due_on", "pk")


def _item(row: Any, holder: int) -> WorkItem:
    if not row.is_lead:
        return _supporting_item(row, holder)
    routing = row.routing or {}
    url = row.entry.address
    if routing:
        url = reverse("admin:documents_routing_change", args=[routing["pk"]])
    words = []
    if row.entry.state == IncomingState.LISTED:
        is_imported = row.entry.source == EntrySource.IMPORTED
        words.append("xử lý ở phần mềm khác" if is_imported else "")
    elif not row.first_opened_on:
        words.append("chưa mở")
    if routing:
        words.append(AssignmentState(routing["state"]).label.lower())
        words.append(row.entry.get_urgency_display().lower() if row.entry.urgency else "")
    else:
        words.append(row.person)
    return WorkItem(
        key=f"routing:{routing['pk']}" if routing else f"incoming:{row.pk}",
        kind="Văn bản đến",
        title=str(row.entry),
        url=url,
        unit_id=holder,
        person_id=routing.get("person"),
        due_on=row.due_on,
        note=", ".join(filter(None, words)),
    )


def _supporting_item(row: Any, holder: int) -> WorkItem:
    urgency = row.entry.get_urgency_display().lower() if row.entry.urgency else ""
    return WorkItem(
        key=f"incoming:{row.pk}",
        kind="Văn bản đến",
        title=str(row.entry),
        url=row.entry.address,
        unit_id=holder,
        due_on=row.due_on,
        note=", ".join(filter(None, ["phối hợp", urgency])),
        has_reminders=False,
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


def waiting_decisions(user: User, now: datetime) -> Iterator[WaitingItem]:
    """Yield the documents that wait for the leader, or for whom she substitutes, the most urgent
    first; five queries, one while nothing waits.
    """
    if not may_decide(user) or not IncomingDocument.objects.waiting().exists():
        return
    documents = Deciders.load(timezone.localdate(now)).waiting(user.pk)
    for document in documents.select_related("decider")[: MAX_SHOWN + 1]:
        is_other = document.decider_id not in (None, user.pk)
        words = [document.agency, f"thay {document.decider}" if is_other else ""]
        yield WaitingItem(
            kind="Quyết định văn bản đến",
            title=str(document),
            url=reverse("admin:incoming_decision", args=[document.pk]),
            due_on=document.arrived_on,
            is_urgent=document.urgency > Urgency.NORMAL,
            note=", ".join(filter(None, words)),
        )


def waiting_routings(user: User, now: datetime) -> Iterator[WaitingItem]:
    """Yield the routings reported as finished, and those with more time asked for; one query.

    They wait for who assigned them, for the leader for whom a substitute did, and for the clerk;
    what was recorded for a unit without an account for others than who did.
    """
    if not may_route(user):
        return
    leader = str(user) if may_decide(user) else ""
    leaders = [user.pk, *user.substitutes_for]
    for row in _awaiting(user.has_role(Role.CLERK), leader, user=user.pk, leaders=leaders):
        is_finished = row.state == AssignmentState.FINISHED
        yield WaitingItem(
            kind="Xác nhận văn bản đã xong" if is_finished else "Trả lời xin gia hạn",
            title=str(row),
            url=row.address,
            since=row.finished_at if is_finished else None,
            due_on=row.due_on,
            is_urgent=row.document.urgency > Urgency.NORMAL,
            note=row.lead_unit.short_name,
        )


@compiled_query
def _awaiting(
    is_clerk: bool, leader: str, /, *, user: int, leaders: list[int]
) -> QuerySet[Routing]:
    """``leader``: the name of who decides about documents, for which others may have decided."""
    recorded = Routing.objects.recorded_for_units()
    mine = Q(assigned_by__any_of=leaders)
    if is_clerk:
        mine |= Q(state=AssignmentState.FINISHED)
    if leader:
        decided_for = TransitionLog.objects.filter(
            content_type=ContentType.objects.get_for_model(IncomingDocument),
            object_id=OuterRef("document"),
            name="decide",
            on_behalf_of=leader,
        )
        mine |= Q(document__decided_by__any_of=leaders)
        mine |= Q(Exists(recorded)) | Q(Exists(decided_for))
    rows = Routing.objects.awaiting_answer().filter(mine, ~Exists(recorded.filter(actor=user)))
    return rows.select_related("lead_unit", "document")[: MAX_SHOWN + 1]
