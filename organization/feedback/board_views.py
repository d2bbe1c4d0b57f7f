"""What editors and approvers do with error reports: the panel on the dashboard, the list, one
report beside its item.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.contrib import admin, messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from core.admin.staff_page import staff_page
from core.http.params import int_param
from core.workflow.engine import StaleObject, TransitionRefused, log_of, perform
from organization.feedback.items import entry_of
from organization.feedback.workflow import ERROR_REPORT_WORKFLOW, OutcomeForm
from organization.models import ErrorReport, User
from organization.permissions import may_answer_reports
from organization.requests import StaffRequest

SHOWN = 8
ON_PAGE = 30


def reports_panel(user: User) -> dict[str, Any] | None:
    """Return the open reports, the most urgent first, or None when nothing waits or the person
    answers none.
    """
    if not may_answer_reports(user):
        return None
    reports = list(ErrorReport.objects.open().most_urgent_first()[: SHOWN + 1])
    return {"reports": reports[:SHOWN], "has_more": len(reports) > SHOWN} if reports else None


@staff_page(may_answer_reports)
@require_safe
def report_list(request: StaffRequest) -> HttpResponse:
    """List what waits for an answer, the most urgent first; with ``?xem=xong`` what has one, the
    newest first.
    """
    is_done = request.GET.get("xem") == "xong"
    reports = ErrorReport.objects
    found = (
        reports.answered().order_by("-answered_at", "-pk")
        if is_done
        else reports.open().most_urgent_first()
    )
    context = admin.site.each_context(request) | {
        "title": "Báo sai sót",
        "is_done": is_done,
        "page_obj": Paginator(found, ON_PAGE).get_page(request.GET.get("trang")),
    }
    return TemplateResponse(request, "organization/admin/error_reports.html", context)


@staff_page(may_answer_reports)
@require_safe
def report_page(request: StaffRequest, pk: int) -> HttpResponse:
    """Show one report beside the item as residents see it, with the form of its answer."""
    return _page(request, get_object_or_404(ErrorReport, pk=pk))


@staff_page(may_answer_reports)
@require_POST
def answer(request: StaffRequest, pk: int) -> HttpResponse:
    return _run_transition(request, pk, "answer")


@staff_page(may_answer_reports)
@require_POST
def reopen(request: StaffRequest, pk: int) -> HttpResponse:
    return _run_transition(request, pk, "reopen")


def _run_transition(request: StaffRequest, pk: int, name: str) -> HttpResponse:
    report = get_object_or_404(ErrorReport, pk=pk)
    seen = int_param(request.POST.get("version"))
    note = request.POST.get("note", "")
    try:
        perform(
            report,
            name,
            actor=request.user,
            version=-1 if seen is None else seen,
            note=note,
            data=request.POST,
        )
    except TransitionRefused as refused:
        report.refresh_from_db()
        return _page(request, report, refused, note)
    messages.success(request, ERROR_REPORT_WORKFLOW.get(name).success_message)
    return HttpResponseRedirect(reverse("admin:error_report", args=[pk]))


def _page(
    request: StaffRequest,
    report: ErrorReport,
    refused: TransitionRefused | None = None,
    note: str = "",
) -> HttpResponse:
    item, entry = report.item, entry_of(report.item_model)
    is_public = bool(item and entry and entry.published().filter(pk=item.pk).exists())
    typed = request.POST if refused else None
    context = admin.site.each_context(request) | {
        "title": "Báo sai sót",
        "report": report,
        "item": item,
        "entry": entry,
        "public_url": _address_of_words(item, report.quote) if is_public else "",
        "admin_url": entry.admin_url(item) if item and entry else "",
        "frame_url": entry.frame_url(item) if item and entry else "",
        "correct_url": entry.correct_url(item) if is_public else "",
        "form": OutcomeForm(typed, item=report, actor=request.user, at=timezone.now()),
        "note": note,
        "refusals": refused.reasons if refused else [],
        "is_stale": isinstance(refused, StaleObject),
        "log": [(ERROR_REPORT_WORKFLOW.get(entry.name).label, entry) for entry in log_of(report)],
        "others": ErrorReport.objects.of(item).exclude(pk=report.pk).most_urgent_first()[:SHOWN]
        if item
        else [],
    }
    return TemplateResponse(
        request, "organization/admin/error_report.html", context, status=409 if refused else 200
    )


def _address_of_words(item: Any, words: str) -> str:
    """Return the item's public address; a browser that can goes straight to the quoted words and
    marks them.
    """
    return item.get_absolute_url() + (
        f"#:~:text={quote(words, safe='').replace('-', '%2D')}" if words else ""
    )
