"""Admin pages of checks: list, form with a photo, rounds and who is still unchecked."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from core.admin.staff_page import staff_page
from core.http.params import int_param
from organization.requests import StaffRequest
from reports.agency.checks.forms import CheckForm, CheckRoundForm
from reports.agency.checks.services import plan_round, plan_rows, save_check
from reports.agency.files import readable_checks
from reports.models import CheckRecord, CheckRound
from reports.permissions import may_open_agency, may_see_scores, may_verify

PAGE_SIZE = 30
MAX_ROUNDS = 10
PAGE_METHODS = require_http_methods(["GET", "HEAD", "POST"])


@staff_page(may_open_agency)
@require_safe
def check_list(request: StaffRequest) -> HttpResponse:
    """List the checks that the person may see, newest first, and the newest rounds."""
    rows = readable_checks(request.user).select_related("unit", "criterion", "photo")
    sees_all = may_see_scores(request.user)
    context = _context(request, "Kiểm tra của tổ CNTT") | {
        "page_obj": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("trang")),
        "rounds": CheckRound.objects.all()[:MAX_ROUNDS] if sees_all else [],
        "may_check": may_verify(request.user),
    }
    return TemplateResponse(request, "reports/admin/agency/checks.html", context)


@staff_page(may_verify)
@PAGE_METHODS
def add_check(request: StaffRequest) -> HttpResponse:
    """Record a check; a unit or round of ``?don-vi=`` and ``?dot=`` is chosen already."""
    today = timezone.localdate()
    initial = {
        "unit": int_param(request.GET.get("don-vi")),
        "round": int_param(request.GET.get("dot")),
        "checked_on": today,
        "checked_by": request.user.full_name,
    }
    record = CheckRecord(created_by=request.user, created_at=timezone.now())
    return _edit(request, record, initial=initial)


@staff_page(may_open_agency)
@PAGE_METHODS
def check_page(request: StaffRequest, pk: int) -> HttpResponse:
    """Show a check; the committee may change it. 404 for whoever may not see it."""
    rows = readable_checks(request.user).select_related("unit", "criterion", "photo", "round")
    record = get_object_or_404(rows, pk=pk)
    if may_verify(request.user):
        return _edit(request, record)
    if request.method == "POST":
        raise Http404
    context = _context(request, f"Kiểm tra {record}") | {"record": record}
    return TemplateResponse(request, "reports/admin/agency/check_form.html", context)


@staff_page(may_verify)
@PAGE_METHODS
def add_round(request: StaffRequest) -> HttpResponse:
    """Plan a round over the units of the chosen blocks."""
    posted = request.POST if request.method == "POST" else None
    form = CheckRoundForm(posted)
    if posted is not None and form.is_valid():
        made = plan_round(form.save(commit=False), form.units(), actor=request.user)
        messages.success(request, "Đã lập đợt kiểm tra; mỗi đơn vị có một ngày dự kiến.")
        return HttpResponseRedirect(made.address)
    context = _context(request, "Lập đợt kiểm tra") | {"form": form}
    status = 200 if posted is None else 400
    template = "reports/admin/agency/check_round_form.html"
    return TemplateResponse(request, template, context, status=status)


@staff_page(may_see_scores)
@require_safe
def round_page(request: StaffRequest, pk: int) -> HttpResponse:
    """Show which units of a round are still unchecked, and what was found at the others."""
    check_round = get_object_or_404(CheckRound, pk=pk)
    today = timezone.localdate()
    rows = plan_rows(check_round)
    context = _context(request, check_round.name) | {
        "check_round": check_round,
        "rows": [(row, row.is_late(today)) for row in rows],
        "unchecked": sum(not row.records for row in rows),
        "may_check": may_verify(request.user),
    }
    return TemplateResponse(request, "reports/admin/agency/check_round.html", context)


def _edit(request: StaffRequest, record: CheckRecord, **options: Any) -> HttpResponse:
    is_posted = request.method == "POST"
    data = (request.POST, request.FILES) if is_posted else ()
    form = CheckForm(*data, instance=record, actor=request.user, **options)
    if is_posted and form.is_valid():
        saved = save_check(form.save(commit=False), actor=request.user)
        messages.success(request, f"Đã lưu lần kiểm tra {saved}.")
        return HttpResponseRedirect(_next(saved))
    context = _context(request, f"Kiểm tra {record}" if record.pk else "Ghi lần kiểm tra") | {
        "form": form,
        "record": record if record.pk else None,
    }
    status = 400 if is_posted else 200
    if form.is_bound and form.is_stale:
        status = 409
    return TemplateResponse(request, "reports/admin/agency/check_form.html", context, status=status)


def _next(record: CheckRecord) -> str:
    """Return the round, where the next unit is chosen; without one the list."""
    return record.round.address if record.round else reverse("admin:agency_checks")


def _context(request: StaffRequest, title: str) -> dict[str, Any]:
    return admin.site.each_context(request) | {"title": title}
