"""Admin views of the work list: dashboard panel of the own unit, page of all units."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import admin
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.admin.staff_page import staff_page
from core.http.params import int_param
from organization.calendar.working_days import WorkingCalendar
from organization.models import Unit, User
from organization.permissions import may_see_all_work, may_see_work
from organization.requests import StaffRequest
from organization.work.work_list import WorkItem, due_words, work_of

PANEL_SIZE = 12
ROWS_PER_UNIT = 6


@dataclass(frozen=True)
class WorkRow:
    """A work item as shown to a reader; ``owner`` is empty for the reader's own items."""

    item: WorkItem
    due: str
    is_late: bool
    is_soon: bool
    owner: str


@dataclass(frozen=True)
class UnitWork:
    """Open items of one unit; ``unit`` is None for people without a unit."""

    unit: Unit | None
    rows: list[WorkRow]

    @property
    def late(self) -> int:
        return sum(row.is_late for row in self.rows)

    @property
    def shown(self) -> list[WorkRow]:
        return self.rows[:ROWS_PER_UNIT]

    @property
    def has_more(self) -> bool:
        return len(self.rows) > ROWS_PER_UNIT


def unit_panel(user: User) -> dict[str, Any] | None:
    """Return the first items of the own unit, late first; None for people without a unit."""
    if user.unit_id is None:
        return None
    works = _works([user.unit_id], reader=user, today=timezone.localdate())
    rows = [row for work in works for row in work.rows]
    return {
        "rows": rows[:PANEL_SIZE],
        "count": len(rows),
        "late": sum(row.is_late for row in rows),
        "unit": user.unit_id,
        "has_more": len(rows) > PANEL_SIZE,
    }


@staff_page(may_see_work)
@require_safe
def work_page(request: StaffRequest) -> HttpResponse:
    """Show the items of all units, most late first, or the whole list of ``?don-vi=``.

    Members see their own unit only; 404 for an unknown or another unit.
    """
    user = request.user
    today = timezone.localdate()
    sees_all = may_see_all_work(user)
    unit = None if sees_all else user.unit
    if "don-vi" in request.GET:
        unit = _chosen_unit(request.GET["don-vi"])
    if not sees_all and (unit is None or unit.pk != user.unit_id):
        raise Http404
    works = _works([unit.pk] if unit else None, reader=user, today=today)
    context = admin.site.each_context(request) | {
        "title": f"Việc của {unit.name}" if unit else "Việc của các đơn vị",
        "unit": unit,
        "works": works,
        "rows": [row for work in works for row in work.rows] if unit else [],
        "count": sum(len(work.rows) for work in works),
        "late": sum(work.late for work in works),
        "sees_all": sees_all,
    }
    return TemplateResponse(request, "organization/admin/work.html", context)


def _chosen_unit(text: str) -> Unit:
    pk = int_param(text)
    if pk is None:
        raise Http404
    return get_object_or_404(Unit, pk=pk)


def _works(units: Collection[int] | None, *, reader: User, today: date) -> list[UnitWork]:
    """Return the units with open items, most late first, then by position; items in order.

    Two queries beside those of the sources, a third with assigned persons, a fourth for all units.
    """
    items = work_of(units, today=today)
    if not items:
        return []
    calendar = WorkingCalendar.load()
    people = User.objects.in_bulk({item.person_id for item in items if item.person_id})
    by_unit: dict[int | None, list[WorkRow]] = defaultdict(list)
    for item in items:
        person = people.get(item.person_id)
        by_unit[item.unit_id or (person.unit_id if person else None)].append(
            _row(item, person, reader=reader, today=today, calendar=calendar)
        )
    stored = Unit.objects.in_bulk([key for key in by_unit if key])
    works = [UnitWork(stored.get(key), rows) for key, rows in by_unit.items()]
    return sorted(
        works,
        key=lambda work: (-work.late, work.unit is None, work.unit.position if work.unit else 0),
    )


def _row(
    item: WorkItem, person: User | None, *, reader: User, today: date, calendar: WorkingCalendar
) -> WorkRow:
    left = calendar.left(today, item.due_on) if item.due_on else None
    return WorkRow(
        item,
        due_words(item.due_on, today=today, calendar=calendar) if item.due_on else "",
        item.is_late(today),
        left is not None and not item.is_late(today) and left <= 1,
        person.full_name if person and person != reader else "",
    )
