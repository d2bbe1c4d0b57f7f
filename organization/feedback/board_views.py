"""Admin views of error reports: dashboard panel, list, and one report beside its item."""

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
from core.registries import FeedbackTarget
from core.workflow.engine import log_of
from core.workflow.http import TransitionResult, run_transition
from organization.feedback.answerers import answering_roles, reports_for
from organization.feedback.items import target_of
from organization.feedback.workflow import ERROR_REPORT_WORKFLOW, DismissForm, OutcomeForm
from organization.models import ErrorReport, User
from organization.permissions import may_answer_reports
from organization.requests import StaffRequest

PANEL_SIZE = 8
PAGE_SIZE = 30


def reports_panel(user: User) -> dict[str, Any] | None:
    """Return the open reports, most urgent first; None without any, or without the permission to
    answer them.
    """
    reports = list(reports_for(user).open().most_urgent_first()[: PANEL_SIZE + 1])
    return (
        {"reports": reports[:PANEL_SIZE], "has_more": len(reports) > PANEL_SIZE}
        if reports
        else None
    )


@staff_page(may_answer_reports)
@require_safe
def report_list(request: StaffRequest) -> HttpResponse:
    """List the open reports, most urgent first; with ``?xem=xong`` the answered ones and with
    ``?xem=bo`` the dismissed ones, newest first.
    """
    found = reports_for(request.user)
    shown = request.GET.get("xem", "")
    if shown == "xong":
        reports = found.answered().order_by("-answered_at", "-pk")
    elif shown == "bo":
        reports = found.dismissed().order_by("-answered_at", "-pk")
    else:
        shown, reports = "", found.open().most_urgent_first()
    context = admin.site.each_context(request) | {
        "title": "Báo sai sót",
        "shown": shown,
        "page_obj": Paginator(reports, PAGE_SIZE).get_page(request.GET.get("trang")),
    }
    return TemplateResponse(request, "organization/admin/error_reports.html", context)


@staff_page(may_answer_reports)
@require_safe
def report_page(request: StaffRequest, pk: int) -> HttpResponse:
    """Show one report with its answer form, beside the item as residents see it."""
    return _page(request, _readable(request, pk))


@staff_page(may_answer_reports)
@require_POST
def answer(request: StaffRequest, pk: int) -> HttpResponse:
    return _run_transition(request, pk, "answer")


@staff_page(may_answer_reports)
@require_POST
def dismiss(request: StaffRequest, pk: int) -> HttpResponse:
    return _run_transition(request, pk, "dismiss")


@staff_page(may_answer_reports)
@require_POST
def reopen(request: StaffRequest, pk: int) -> HttpResponse:
    return _run_transition(request, pk, "reopen")


def _readable(request: StaffRequest, pk: int) -> ErrorReport:
    return get_object_or_404(reports_for(request.user), pk=pk)


def _run_transition(request: StaffRequest, pk: int, name: str) -> HttpResponse:
    result = run_transition(request, _readable(request, pk), name)
    if result.refused:
        return _page(request, result.item, result)
    messages.success(request, result.transition.success_message)
    return HttpResponseRedirect(reverse("admin:error_report", args=[pk]))


def _page(
    request: StaffRequest, report: ErrorReport, refused: TransitionResult | None = None
) -> HttpResponse:
    item = report.item
    target = target_of(report.item_model) if item else None
    name = refused.transition.name if refused else ""
    given: dict[str, Any] = {"item": report, "actor": request.user, "at": timezone.now()}
    other_reports = ErrorReport.objects.of(item) if item else ErrorReport.objects.none()
    labels = {transition.name: transition.label for transition in ERROR_REPORT_WORKFLOW.transitions}
    context = admin.site.each_context(request) | {
        "title": "Báo sai sót",
        "report": report,
        "item": item,
        **_item_urls(item, target, report.quote),
        "answerers": [role.label for role in answering_roles(item)] if item else [],
        "form": OutcomeForm(request.POST if name == "answer" else None, **given),
        "dismiss_form": DismissForm(request.POST if name == "dismiss" else None, **given),
        "note": refused.note if refused else "",
        "refusals": refused.reasons if refused else [],
        "is_stale": refused is not None and refused.is_stale,
        "log": [(labels[row.name], row) for row in log_of(report)],
        "others": other_reports.exclude(pk=report.pk).most_urgent_first()[:PANEL_SIZE],
    }
    return TemplateResponse(
        request, "organization/admin/error_report.html", context, status=409 if refused else 200
    )


def _item_urls(item: Any, target: FeedbackTarget | None, quoted: str) -> dict[str, str]:
    """Return the addresses of the item; those of its public page while it is published."""
    if target is None:
        return {}
    urls = {"admin_url": target.admin_url(item), "frame_url": target.frame_url(item)}
    if target.published().filter(pk=item.pk).exists():
        urls["public_url"] = _url_at_quote(item, quoted)
        urls["correct_url"] = target.correct_url(item)
    return urls


def _url_at_quote(item: Any, quoted: str) -> str:
    """Return the item's public URL with a text fragment that scrolls to the quoted words."""
    url = item.get_absolute_url()
    if not quoted:
        return url
    # A hyphen separates the parts of a text fragment.
    return f"{url}#:~:text={quote(quoted, safe='').replace('-', '%2D')}"
