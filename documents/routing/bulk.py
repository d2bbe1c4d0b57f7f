"""Routing several incoming documents at once."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from core.admin.staff_page import staff_page
from core.http.params import int_param
from core.workflow.engine import TransitionRefused, perform
from documents.incoming.deciders import in_order
from documents.models import IncomingDocument
from documents.permissions import may_decide, may_route
from documents.routing.forms import DecideForm
from documents.routing.presenter import result_words
from organization.requests import StaffRequest

MAX_DOCUMENTS = 100


@staff_page(may_route)
@require_http_methods(["GET", "HEAD", "POST"])
def bulk_page(request: StaffRequest) -> HttpResponse:
    """List the documents that wait, and route those that are ticked, each with its own result.

    A leader names one unit and deadline for all; the clerk passes each on as a standing delegation
    says. What is refused changes nothing and does not stop the others.
    """
    decides = may_decide(request.user)
    form = _form(request) if decides else None
    results: list[dict[str, Any]] = []
    ticked = _ticked(request)
    reasons: list[str] = []
    if request.method == "POST":
        if not ticked:
            reasons = ["Xin đánh dấu ít nhất một văn bản."]
        elif form is None or form.is_valid():
            results = [_route(request, pk, version, decides) for pk, version in ticked.items()]
        else:
            reasons = [str(error) for errors in form.errors.values() for error in errors]
    waiting = IncomingDocument.objects.waiting().select_related("type", "decider", "register")
    failed = {one["document"].pk for one in results if one["reasons"]}
    context = admin.site.each_context(request) | {
        "title": "Giao nhiều văn bản" if decides else "Chuyển nhiều văn bản theo ủy quyền",
        "decides": decides,
        "form": form,
        "rows": list(in_order(waiting)[:MAX_DOCUMENTS]),
        "ticked": failed if results else set(ticked),
        "note": request.POST.get("note", "") if reasons or failed else "",
        "results": results,
        "count": sum(not one["reasons"] for one in results),
        "reasons": reasons,
    }
    status = 409 if reasons else 200
    return TemplateResponse(request, "documents/admin/routing/bulk.html", context, status=status)


def _form(request: StaffRequest) -> DecideForm:
    typed = request.POST if request.method == "POST" else None
    nothing = IncomingDocument()  # the unit is asked of each document when it is routed
    return DecideForm(typed, item=nothing, actor=request.user, at=timezone.now())


def _ticked(request: StaffRequest) -> dict[int, int]:
    """Return the ticked documents with the versions the person saw: "12:3"."""
    found = {}
    for value in request.POST.getlist("documents")[:MAX_DOCUMENTS]:
        pk, _, version = value.partition(":")
        if (key := int_param(pk)) is not None:
            found[key] = int_param(version) or 0
    return found


def _route(request: StaffRequest, pk: int, version: int, decides: bool) -> dict[str, Any]:
    document = IncomingDocument.objects.registered().filter(pk=pk).first()
    if document is None:
        return {"document": IncomingDocument(subject="Văn bản"), "reasons": ["Không tìm thấy."]}
    name = "decide" if decides else "delegate"
    note = request.POST.get("note", "") if decides else ""
    data = request.POST.copy()
    data["decided_as"] = ""  # as each document has it
    try:
        perform(document, name, actor=request.user, version=version, note=note, data=data)
    except TransitionRefused as refused:
        return {"document": document, "reasons": refused.reasons}
    return {"document": document, "reasons": [], "words": result_words(document, name)}
