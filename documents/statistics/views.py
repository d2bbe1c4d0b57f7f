"""Pages of incoming documents: figures of every unit in a period, the documents behind each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.admin.staff_page import staff_page
from core.http.params import int_param
from core.reporting.spreadsheets import Column, Sheet
from documents.numbering import keeps_register
from documents.permissions import (
    may_decide,
    may_edit_documents,
    may_read_documents,
    may_see_incoming,
)
from documents.statistics.figures import (
    DocumentFigures,
    IncomingStatistics,
    UnitDocuments,
    incoming_statistics,
    silent_people,
    total,
)
from documents.statistics.rules import IncomingRules
from organization.calendar.periods import as_of_day, period_at
from organization.identity.spreadsheet_head import ward_xlsx_response
from organization.models import ReportingPeriod, Unit
from organization.requests import StaffRequest

MAX_ITEMS = 500
WITHOUT_LOGIN = "without_login"


@dataclass(frozen=True)
class CountColumn:
    """A column of numbers: its name in ``DocumentFigures`` and in addresses, its label, a shorter
    one for heads.
    """

    name: str
    label: str
    short: str


COLUMNS = (
    CountColumn("received", "Nhận trong kỳ", "Nhận"),
    CountColumn("opened_in_time", "Mở trong ngày hoặc ngày làm việc kế tiếp", "Mở kịp"),
    CountColumn("done_on_time", "Xong đúng hạn", "Đúng hạn"),
    CountColumn("done_late", "Xong muộn", "Muộn"),
    CountColumn("open", "Đang làm, còn hạn", "Đang làm"),
    CountColumn("overdue", "Quá hạn, chưa xong", "Quá hạn"),
    CountColumn("never_opened", "Chưa mở", "Chưa mở"),
    CountColumn(WITHOUT_LOGIN, "Người không đăng nhập phần mềm trong kỳ", "Không vào"),
)
LABELS = {column.name: column.label for column in COLUMNS}
PERCENT = "% đúng hạn"


@dataclass(frozen=True)
class Cell:
    """One number, with the address of what is behind it; none where there is nothing."""

    value: int
    url: str
    column: CountColumn


@dataclass(frozen=True)
class Line:
    name: str
    cells: list[Cell]
    percent: int | None


def line_of(
    found: IncomingStatistics, name: str, figures: DocumentFigures, unit: Unit | None = None
) -> Line:
    """Return a row as it is drawn: a unit's, or the ward's."""
    base = reverse("admin:incoming_items", args=[found.period.code])
    cells = []
    for column in COLUMNS:
        value = getattr(figures, column.name)
        asked = {"cot": column.name, "den-ngay": found.day.isoformat()}
        asked |= {"don-vi": str(unit.pk)} if unit else {}
        cells.append(Cell(value, f"{base}?{urlencode(asked)}" if value else "", column))
    return Line(name, cells, figures.percent)


def _visible(request: StaffRequest, found: IncomingStatistics) -> list[UnitDocuments]:
    """Return the rows the person may see: all, or that of the own unit."""
    if may_read_documents(request.user):
        return found.rows
    return [row for row in found.rows if row.unit.pk == request.user.unit_id]


@staff_page(may_see_incoming)
@require_safe
def statistics_page(request: StaffRequest, code: str = "") -> HttpResponse:
    """Show a period, the present one without a code; ``?den-ngay=`` as of a day, ``?dang=xlsx`` the
    same as a spreadsheet. 404 for a period or a day there is not.
    """
    period = period_at(code)
    context: dict[str, Any] = admin.site.each_context(request)
    may_edit = may_edit_documents(request.user)
    may_route = may_decide(request.user)
    keeps = (may_edit or may_route) and keeps_register()
    sees_all = may_read_documents(request.user)
    context |= {
        "title": "Văn bản đến",
        "sees_all": sees_all,
        "may_import": may_edit,
        "may_register": may_edit and keeps,
        "may_decide": may_route and keeps,
        "may_route_several": keeps,
    }
    if period is None:
        return TemplateResponse(request, "documents/admin/incoming/period.html", context)
    as_of = as_of_day(request, period)
    found = incoming_statistics(period, as_of)
    rows = _visible(request, found)
    if request.GET.get("dang") == "xlsx":
        filename = f"van-ban-den-{period.code}"
        return ward_xlsx_response(filename, _sheet(found, rows), now=timezone.now(), as_of=as_of)
    context |= {
        "title": f"Văn bản đến {period}",
        "period": period,
        "found": found,
        "as_of": as_of,
        "columns": COLUMNS,
        "lines": [line_of(found, row.unit.name, row.figures, row.unit) for row in rows],
        "total": line_of(found, "Cả phường", total(rows)) if sees_all else None,
        "earlier": period.previous,
        "later": period.next,
    }
    return TemplateResponse(request, "documents/admin/incoming/period.html", context)


def _sheet(found: IncomingStatistics, rows: list[UnitDocuments]) -> Sheet:
    def numbers(figures: DocumentFigures) -> list[Any]:
        return [*(getattr(figures, column.name) for column in COLUMNS), figures.percent]

    return Sheet(
        name=f"Văn bản đến {found.period.code}",
        title=f"Văn bản đến theo đơn vị, {found.period}",
        subtitle=f"Số liệu đến hết ngày {found.day:%d/%m/%Y}. {found.source.sentence}",
        frozen_columns=1,
        columns=[
            Column("Đơn vị", 30),
            *(Column(column.label, 11, is_number=True) for column in COLUMNS),
            Column(PERCENT, 9, is_number=True),
        ],
        rows=[[row.unit.name, *numbers(row.figures)] for row in rows],
        totals=["Cộng", *numbers(total(rows))],
    )


@staff_page(may_see_incoming)
@require_safe
def items_page(request: StaffRequest, code: str) -> HttpResponse:
    """List what is behind one number: ``?cot=`` the column, ``?don-vi=`` the unit.

    Members see their own unit only; 404 for anything else.
    """
    period = period_at(code)
    column = request.GET.get("cot", "")
    if period is None or column not in LABELS:
        raise Http404
    unit = _asked_unit(request)
    rules = IncomingRules.of(period, as_of_day(request, period))
    context = admin.site.each_context(request) | {
        "title": f"{LABELS[column]}, {period}",
        "period": period,
        "whose": unit.name if unit else "Cả phường",
        "day": rules.day,
        **_items(rules, column, unit, period),
    }
    return TemplateResponse(request, "documents/admin/incoming/items.html", context)


def _asked_unit(request: StaffRequest) -> Unit | None:
    asked = request.GET.get("don-vi")
    if not may_read_documents(request.user) and asked != str(request.user.unit_id):
        raise Http404
    return get_object_or_404(Unit, pk=int_param(asked) or 0) if asked is not None else None


def _items(
    rules: IncomingRules, column: str, unit: Unit | None, period: ReportingPeriod
) -> dict[str, Any]:
    if column == WITHOUT_LOGIN:
        _, people = silent_people(rules)
        holder = rules.succession.holder
        own = [
            one for one in people if unit is None or holder(one.unit_id, on=rules.day) == unit.pk
        ]
        return {"people": own[:MAX_ITEMS], "number": len(own), "has_more": len(own) > MAX_ITEMS}
    rows = rules.behind(column).select_related("entry", "unit")
    if unit:
        rows = rows.filter(holder=unit.pk)
    found = list(rows.order_by("due_on", "received_on", "pk")[: MAX_ITEMS + 1])
    items = found[:MAX_ITEMS]
    return {"items": items, "number": len(items), "has_more": len(found) > MAX_ITEMS}
