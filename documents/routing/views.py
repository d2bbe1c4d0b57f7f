"""Pages of one incoming document: its transitions, the picture of its first page."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from core.admin.staff_page import staff_page
from core.models import FileUse
from core.workflow.engine import Transition, available, refusals, workflow_of
from core.workflow.http import TransitionResult, run_transition
from documents.incoming.views import document_page
from documents.models import IncomingDocument
from documents.permissions import may_see_incoming
from documents.routing import workflow  # noqa: F401  (registers the workflows)
from documents.routing.days import record_member_opening
from documents.routing.presenter import (
    picture_path,
    result_words,
    returned_reason,
    with_routing_steps,
)
from documents.states import IncomingState
from organization.permissions import acting_words
from organization.requests import StaffRequest


@staff_page(may_see_incoming)
@require_safe
def document_with_routings(request: StaffRequest, pk: int) -> HttpResponse:
    """Show the page of a document with what can be done; store the first opening by a unit."""
    response = document_page(request, pk)
    if not isinstance(response, TemplateResponse):
        return response
    document: IncomingDocument = (response.context_data or {})["entry"]
    if document.state == IncomingState.LISTED:
        return response
    context: Any = response.context_data
    if record_member_opening(document, request.user, now=timezone.now()):
        context["rows"] = list(document.units.select_related("unit"))
    routings = list(
        document.routings.readable_by(request.user)
        .with_returned()
        .select_related("lead_unit", "person", "answered_by__register")
        .prefetch_related("supporting_units")
        .order_by("pk")
    )
    context |= {
        "options": [_offered(document, option) for option in available(document, request.user)],
        "routings": routings,
        "timeline": with_routing_steps(context["timeline"], routings),
        "back": returned_reason(document) if document.state == IncomingState.WAITING else None,
        "document": document,
    }
    return response


def _offered(document: IncomingDocument, option: Any) -> tuple[Any, str]:
    name = option.transition.name
    if name == "decide":
        return option, reverse("admin:incoming_decision", args=[document.pk])
    return option, reverse("admin:incoming_transition", args=[document.pk, name])


@staff_page(may_see_incoming)
@require_http_methods(["GET", "HEAD", "POST"])
def transition_page(request: StaffRequest, pk: int, name: str) -> HttpResponse:
    """Show the page of a document's transition; by POST carry it out."""
    readable = IncomingDocument.objects.registered().readable_by(request.user)
    document = get_object_or_404(readable, pk=pk)
    transition = workflow_of(document).get(name)
    if transition is None or name == "decide":
        raise Http404
    if not transition.permission(document, request.user):
        raise PermissionDenied
    if request.method == "POST":
        result = run_transition(request, document, name)
        if result.refused:
            return _page(request, document, transition, result)
        messages.success(request, result_words(document, name))
        return HttpResponseRedirect(document.address)
    if document.state not in transition.sources:
        label = transition.label.lower()
        messages.error(request, f"Không thể {label}: trạng thái đã thay đổi.")
        return HttpResponseRedirect(document.address)
    return _page(request, document, transition)


def _page(
    request: StaffRequest,
    document: IncomingDocument,
    transition: Transition,
    result: TransitionResult | None = None,
) -> HttpResponse:
    refused = result.refused if result else None
    form = refused.form if refused else None
    if form is None and transition.form:
        typed = request.POST if refused else None
        form = transition.form(typed, item=document, actor=request.user, at=timezone.now())
    errors = form.errors if refused and form else {}
    in_fields = [str(one) for key in errors if key != NON_FIELD_ERRORS for one in errors[key]]
    blocking = refusals(document, transition.name, actor=request.user, version=document.version)
    reasons = result.reasons if result else blocking
    context = admin.site.each_context(request) | {
        "title": transition.label,
        "item": document,
        "item_url": document.address,
        "history_url": document.address,
        "transition": transition,
        "form": form,
        "note": result.note if result else "",
        "refusals": [reason for reason in reasons if reason not in in_fields],
        "is_stale": bool(result and result.is_stale),
        "is_blocked": bool(blocking),
        "hides_input": bool(blocking) and refused is None,
        "warning": _warning(request, document, transition),
    }
    status = 409 if refused else 200
    return TemplateResponse(request, "core/admin/transition.html", context, status=status)


def _warning(request: StaffRequest, document: IncomingDocument, transition: Transition) -> str:
    if not transition.on_behalf_of:
        return ""
    leader = transition.on_behalf_of(document, request.user)
    if transition.name != "delegate":
        return acting_words(leader) if leader else ""
    return f"Theo ủy quyền thường xuyên của {leader}." if leader else ""


@staff_page(may_see_incoming)
@require_safe
def page_picture(request: StaffRequest, pk: int, file: int) -> HttpResponse:
    """Serve the picture of the first page of a document's file to the document's readers."""
    readable = IncomingDocument.objects.registered().readable_by(request.user)
    document = get_object_or_404(readable, pk=pk)
    uses = document.file_uses.filter(role=FileUse.Role.ATTACHMENT).select_related("file")
    use = get_object_or_404(uses, file=file)
    try:
        content = picture_path(use.file).read_bytes()
    except FileNotFoundError:
        raise Http404 from None
    headers = {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type="image/webp", headers=headers)
