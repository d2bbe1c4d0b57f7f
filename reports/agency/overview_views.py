"""Admin pages of a period's round and of a unit's months; opening, days, copies of a set."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.admin.staff_page import staff_page
from core.workflow.engine import TransitionRefused
from organization.calendar.periods import period_at
from organization.models import ReportingPeriod, Unit
from organization.requests import StaffRequest
from reports.agency.criteria.sets import copy_set, in_force
from reports.agency.figure_source import agency_table, trend_chart
from reports.agency.files import readable_assessments
from reports.agency.forms import CopySetForm, RoundDaysForm
from reports.agency.rounds import open_round
from reports.models import AssessmentRound, AssessmentState, CriteriaSet
from reports.permissions import may_open_agency, may_see_scores, may_verify

MAX_OWN = 24  # sheets of the own unit in its list


@staff_page(may_open_agency)
@require_safe
def agency_page(request: StaffRequest) -> HttpResponse:
    """Show the newest round, or the current period without one; members their unit's sheets."""
    if not may_see_scores(request.user):
        return _own_page(request)
    newest = AssessmentRound.objects.select_related("period").first()
    return _period_page(request, newest.period if newest else period_at(""))


@staff_page(may_see_scores)
@require_safe
def agency_period(request: StaffRequest, code: str) -> HttpResponse:
    return _period_page(request, period_at(code))


@staff_page(may_verify)
@require_POST
def open_page(request: StaffRequest, code: str) -> HttpResponse:
    """Open the scoring of a period."""
    period = _period(code)
    try:
        opened = open_round(period)
    except TransitionRefused as refused:
        return _period_page(request, period, refusals=refused.reasons, status=409)
    messages.success(
        request,
        f"Đã mở chấm điểm {period}: các đơn vị tự chấm trước hết ngày"
        f" {opened.self_due_on:%d/%m/%Y}.",
    )
    return HttpResponseRedirect(reverse("admin:agency_period", args=[code]))


@staff_page(may_verify)
@require_POST
def change_days(request: StaffRequest, code: str) -> HttpResponse:
    """Change the two days of a round."""
    period = _period(code)
    form = RoundDaysForm(request.POST, instance=get_object_or_404(AssessmentRound, period=period))
    if not form.is_valid():
        return _period_page(request, period, form=form, status=400)
    form.save()
    messages.success(request, "Đã đổi hạn.")
    return HttpResponseRedirect(reverse("admin:agency_period", args=[code]))


@staff_page(may_open_agency)
@require_safe
def unit_page(request: StaffRequest, pk: int) -> HttpResponse:
    """Show the months of a unit; 404 for another unit than the person's own."""
    unit = get_object_or_404(Unit, pk=pk)
    if not may_see_scores(request.user) and request.user.unit_id != unit.pk:
        raise Http404
    return _unit_page(request, unit)


@staff_page(may_verify)
@require_http_methods(["GET", "HEAD", "POST"])
def copy_page(request: StaffRequest, pk: int) -> HttpResponse:
    """Copy a set under another name, in force from another day."""
    source = get_object_or_404(CriteriaSet, pk=pk)
    posted = request.POST if request.method == "POST" else None
    form = CopySetForm(posted, label_suffix="", initial={"name": source.name})
    if posted is not None and form.is_valid():
        day = form.cleaned_data["valid_from"]
        if CriteriaSet.objects.filter(valid_from=day).exists():
            form.add_error("valid_from", "Đã có bộ tiêu chí áp dụng từ ngày này.")
        else:
            made = copy_set(source, name=form.cleaned_data["name"], valid_from=day)
            messages.success(request, "Đã sao thành bộ mới; xin sửa từng tiêu chí.")
            address = reverse("admin:reports_criteriaset_change", args=[made.pk])
            return HttpResponseRedirect(address)
    context = admin.site.each_context(request) | {
        "title": "Sao bộ tiêu chí",
        "source": source,
        "form": form,
    }
    status = 200 if posted is None else 400
    return TemplateResponse(request, "reports/admin/agency/copy_set.html", context, status=status)


def _period(code: str) -> ReportingPeriod:
    period = period_at(code)
    if period is None:
        raise Http404
    return period


def _period_page(
    request: StaffRequest,
    period: ReportingPeriod | None,
    *,
    form: RoundDaysForm | None = None,
    refusals: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    rows = agency_table(period) if period else []
    round_ = None
    if period:
        rounds = AssessmentRound.objects.select_related("criteria_set")
        round_ = rounds.filter(period=period).first()
    is_verifier = may_verify(request.user)
    verified = sum(row.assessment.state == AssessmentState.VERIFIED for row in rows)
    context = admin.site.each_context(request) | {
        "title": f"Cơ quan điện tử {period}" if period else "Cơ quan điện tử",
        "period": period,
        "earlier": period.previous if period else None,
        "later": period.next if period else None,
        "round": round_,
        "criteria_set": in_force(period) if period and not round_ else None,
        "rows": rows,
        "verified": verified,
        "scored": sum(row.assessment.state != AssessmentState.DRAFT for row in rows),
        "form": form or (RoundDaysForm(instance=round_) if round_ and is_verifier else None),
        "refusals": refusals or [],
        "is_verifier": is_verifier,
    }
    return TemplateResponse(request, "reports/admin/agency/period.html", context, status=status)


def _own_page(request: StaffRequest) -> HttpResponse:
    unit = request.user.unit
    if unit is None:
        raise Http404
    return _unit_page(request, unit)


def _unit_page(request: StaffRequest, unit: Unit) -> HttpResponse:
    sheets: Any = readable_assessments(request.user).filter(unit=unit)
    if request.user.unit_id == unit.pk:  # with those taken over from dissolved units
        sheets = sheets | readable_assessments(request.user).filter(unit__successor=unit)
    found = sheets.select_related("round__period", "unit").order_by("-round__period__starts_on")
    context = admin.site.each_context(request) | {
        "title": f"Cơ quan điện tử: {unit}",
        "unit": unit,
        "sheets": found[:MAX_OWN],
        "chart": trend_chart(unit),
        "sees_all": may_see_scores(request.user),
    }
    return TemplateResponse(request, "reports/admin/agency/unit.html", context)
