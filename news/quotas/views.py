"""Grid of a period's quotas, units by kinds; ``static/admin_site/js/quota-grid.js`` adds paste and
undo.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from django.contrib import admin, messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from core.admin.staff_page import staff_page
from core.fields import max_length
from core.reporting.spreadsheets import Column, Sheet
from core.text.vietnamese import clean_line
from news.models import EditorialPlan, Quota
from news.permissions import may_edit_plans, may_see_quotas
from news.quotas.services import (
    EXEMPTION,
    KINDS,
    CellConflict,
    PeriodClosed,
    UnitQuota,
    defaults_for,
    number_in,
    quotas_of,
    save_quotas,
    seen_as_json,
    seen_from_json,
    units_of,
)
from news.states import PlanState
from organization.calendar.periods import period_at
from organization.identity.spreadsheet_head import ward_xlsx_response
from organization.imports.unit_names import usual_names
from organization.models import ReportingPeriod, Unit, Ward
from organization.requests import StaffRequest

REASON_LENGTH = max_length(Quota, "reason")


@dataclass
class QuotaField:
    """One cell as it is drawn: what stands in it, what it was a month ago, what the default would
    be.
    """

    name: str
    label: str
    value: str
    before: int | None = None
    default: int | None = None
    error: str = ""


@dataclass
class QuotaRow:
    """One unit's row as it is drawn.

    An exempt unit owes nothing, whatever numbers stand in its row.
    """

    unit: Unit
    cells: list[QuotaField]
    is_exempt: bool
    reason: str
    reason_error: str = ""
    names: str = ""

    @property
    def owed(self) -> list[int]:
        return [
            int(cell.value) if cell.value.isdigit() and not self.is_exempt else 0
            for cell in self.cells
        ]

    @property
    def total(self) -> int:
        return sum(self.owed)


@dataclass
class QuotaGrid:
    """The page's rows, what is wrong with what was typed, and what another person changed
    meanwhile.
    """

    rows: list[QuotaRow]
    seen: str
    errors: list[str] = field(default_factory=list)
    conflicts: list[CellConflict] = field(default_factory=list)
    is_filled: bool = False  # with defaults that are not stored yet

    @property
    def blocks(self) -> list[tuple[str, list[QuotaRow]]]:
        labels = list(dict.fromkeys(row.unit.get_block_display() for row in self.rows))
        return [
            (label, [row for row in self.rows if row.unit.get_block_display() == label])
            for label in labels
        ]

    @property
    def totals(self) -> list[int]:
        return [sum(row.owed[column] for row in self.rows) for column in range(len(KINDS))]

    @property
    def total(self) -> int:
        return sum(self.totals)


@staff_page(may_see_quotas)
@require_http_methods(["GET", "HEAD", "POST"])
def quota_page(request: StaffRequest, code: str = "") -> HttpResponse:
    """Show and store the quotas of a period, of the present one without a code; ``?dang=xlsx`` as a
    spreadsheet.
    """
    period = period_at(code)
    if period is None:
        context = admin.site.each_context(request) | {"title": "Chỉ tiêu", "period": None}
        return TemplateResponse(request, "news/admin/quotas/grid.html", context)
    if request.method == "POST":
        return _post(request, period)
    if request.GET.get("dang") == "xlsx":
        name = f"chi-tieu-dat-{period.code}"
        return ward_xlsx_response(name, quota_sheet(period), now=timezone.now())
    return _page(request, period, _grid(period))


def _post(request: StaffRequest, period: ReportingPeriod) -> HttpResponse:
    if not may_edit_plans(request.user):
        raise Http404
    try:
        seen = seen_from_json(json.loads(request.POST.get("seen", "")))
    except (ValueError, RecursionError):
        messages.error(
            request, "Trang gửi lên không đủ, chưa ghi gì. Xin mở lại trang rồi nhập lại."
        )
        return HttpResponseRedirect(reverse("admin:quotas_period", args=[period.code]))
    grid = _grid(period, request)
    if request.POST.get("action") == "defaults":
        _fill_defaults(grid)
        return _page(request, period, grid)
    typed = {row.unit.pk: _typed(row) for row in grid.rows if f"seen-{row.unit.pk}" in request.POST}
    if grid.errors:
        return _page(request, period, grid, status=422)
    try:
        conflicts = save_quotas(period, typed, seen, actor=request.user, now=timezone.now())
    except PeriodClosed:
        grid.errors = [
            "Định hướng của kỳ này vừa khóa, nên chưa ghi chỉ tiêu nào. Những gì quý vị gõ còn ở"
            " dưới đây."
        ]
        return _page(request, period, grid, status=409)
    if conflicts:
        return _page(request, period, _grid_to_decide(period, grid, conflicts), status=409)
    messages.success(request, f"Đã ghi chỉ tiêu {period}.")
    return HttpResponseRedirect(reverse("admin:quotas_period", args=[period.code]))


def _grid(period: ReportingPeriod, request: StaffRequest | None = None) -> QuotaGrid:
    """Return the grid with what is stored, or with what a request typed; in five queries."""
    units, stored = units_of(period), quotas_of(period)
    before = quotas_of(period.previous)
    defaults, ward = defaults_for(units), Ward.current()
    grid = QuotaGrid([], json.dumps(seen_as_json(stored)))
    for unit in units:
        quota, nothing = stored.get(unit.pk, UnitQuota()), UnitQuota()
        cells = [
            QuotaField(
                name=f"q-{unit.pk}-{kind}",
                label=kind.label,
                value=_shown(quota.numbers.get(kind)),
                before=before.get(unit.pk, nothing).numbers.get(kind),
                default=defaults[unit.pk].numbers.get(kind),
            )
            for kind in KINDS
        ]
        names = "|".join(usual_names(unit, ward))
        grid.rows.append(QuotaRow(unit, cells, quota.is_exempt, quota.reason, names=names))
    if request is not None:
        _take_typed(grid, request)
    return grid


def _take_typed(grid: QuotaGrid, request: StaffRequest) -> None:
    """Put what was typed into the grid and say what is wrong with it; rows the page did not have
    stay as stored.
    """
    grid.seen = request.POST["seen"]
    for row in grid.rows:
        unit = row.unit
        if f"seen-{unit.pk}" not in request.POST:
            continue
        for cell in row.cells:
            cell.value = clean_line(request.POST.get(cell.name, ""))[:20]
            try:
                cell.value = _shown(number_in(cell.value))
            except ValueError:
                cell.error = "xin ghi một số từ 0 đến 999, hoặc để trống"
                grid.errors.append(
                    f"{unit.name}, {cell.label.lower()}: “{cell.value}” – {cell.error}."
                )
        row.is_exempt = f"exempt-{unit.pk}" in request.POST
        row.reason = clean_line(request.POST.get(f"reason-{unit.pk}", ""))
        if row.is_exempt and not row.reason:
            row.reason_error = "Xin ghi lý do miễn."
        elif len(row.reason) > REASON_LENGTH:
            row.reason_error = f"Lý do dài quá {REASON_LENGTH} ký tự."
        if row.reason_error:
            grid.errors.append(f"{unit.name}: {row.reason_error}")


def _grid_to_decide(
    period: ReportingPeriod, typed: QuotaGrid, conflicts: list[CellConflict]
) -> QuotaGrid:
    """Return what is stored now, with what was typed in place of what another person changed at the
    same time.

    Sent again it is a decision, about these cells alone: the others show, and have seen, what is
    stored.
    """
    grid = _grid(period)
    grid.conflicts = conflicts
    asked = {(conflict.unit.pk, conflict.what): conflict for conflict in conflicts}
    mine = {row.unit.pk: row for row in typed.rows}
    for row in grid.rows:
        own = mine.get(row.unit.pk, row)
        for cell, typed_cell in zip(row.cells, own.cells, strict=True):
            if conflict := asked.get((row.unit.pk, cell.label)):
                cell.value, cell.error = typed_cell.value, f"người kia ghi {conflict.theirs}"
        if conflict := asked.get((row.unit.pk, EXEMPTION)):
            row.is_exempt, row.reason = own.is_exempt, own.reason
            row.reason_error = f"Người kia ghi {conflict.theirs}."
    return grid


def _fill_defaults(grid: QuotaGrid) -> None:
    grid.is_filled = True
    for row in grid.rows:
        for cell in row.cells:
            if not cell.value and cell.default is not None:
                cell.value = str(cell.default)


def _typed(row: QuotaRow) -> UnitQuota:
    numbers: dict[str, int | None] = {
        kind: int(cell.value) if cell.value.isdigit() else None
        for kind, cell in zip(KINDS, row.cells, strict=True)
    }
    return UnitQuota(numbers, row.is_exempt, row.reason if row.is_exempt else "")


def _shown(number: int | None) -> str:
    return "" if number is None else str(number)


def _page(
    request: StaffRequest, period: ReportingPeriod, grid: QuotaGrid, status: int = 200
) -> HttpResponse:
    is_closed = EditorialPlan.objects.filter(period=period, state=PlanState.CLOSED).exists()
    context = admin.site.each_context(request) | {
        "title": f"Chỉ tiêu {period}",
        "period": period,
        "grid": grid,
        "kinds": KINDS,
        "may_keep": may_edit_plans(request.user) and not is_closed,
        "is_closed": is_closed,
        "last_change": period.quota_changes.select_related("changed_by").first(),
        "earlier": period.previous,
        "later": period.next,
    }
    return TemplateResponse(request, "news/admin/quotas/grid.html", context, status=status)


def quota_sheet(period: ReportingPeriod) -> Sheet:
    """Return the grid for a spreadsheet.

    Its rows, copied there and pasted into the page, give the same grid.
    """
    stored = quotas_of(period)
    rows, sums = [], [0] * len(KINDS)
    for unit in units_of(period):
        quota = stored.get(unit.pk, UnitQuota())
        numbers = [quota.numbers.get(kind) for kind in KINDS]
        sums = [
            so_far + (0 if quota.is_exempt else number or 0)
            for so_far, number in zip(sums, numbers, strict=True)
        ]
        rows.append([unit.name, *numbers, quota.reason if quota.is_exempt else ""])
    return Sheet(
        name=f"Chỉ tiêu {period.code}",
        title=f"Chỉ tiêu tin bài {period}",
        subtitle="Đơn vị được miễn không tính vào dòng cộng.",
        columns=[
            Column("Đơn vị", 36),
            *(Column(kind.label, 15, is_number=True) for kind in KINDS),
            Column("Lý do miễn", 30),
        ],
        rows=rows,
        totals=["Cộng", *sums, ""],
        frozen_columns=1,
    )
