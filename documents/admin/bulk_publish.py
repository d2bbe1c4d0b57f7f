"""Publication of several documents from the change list.

A page between shows each with what stands in its way; then each is published by its own transition.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from core.admin.parts import ExtraUrl
from core.autosave.presence import TypingNow, typing_questions
from core.http.params import int_param
from core.workflow.engine import TransitionRefused, perform, refusals
from documents.models import PublicDocument
from documents.permissions import DOCUMENT_PUBLISHERS
from documents.publication.confirmations import confirmations_of
from organization.requests import staff_user

if TYPE_CHECKING:
    from documents.admin.documents import PublicDocumentAdmin

MAX_SELECTED = 100
_MAX_NAMED = 10  # refused documents named afterwards; the page before named all


@dataclass(frozen=True)
class SelectedDocument:
    """One chosen document with the version the person was shown, and what stands in the way."""

    document: PublicDocument
    version: int
    refusals: list[str]
    typing: TypingNow | None = None


def publish_action(request: HttpRequest) -> dict[str, tuple[Any, str, str]]:
    """Return the action of the change list for those who publish."""
    if IS_POPUP_VAR in request.GET or not staff_user(request).has_role(*DOCUMENT_PUBLISHERS):
        return {}
    return {"publish_together": (confirm_view, "publish_together", "Đăng các văn bản đã chọn…")}


def confirm_view(
    model_admin: PublicDocumentAdmin, request: HttpRequest, queryset: QuerySet[PublicDocument]
) -> HttpResponse:
    """Show what was selected and what can be published, before it is."""
    pks = list(queryset.values_list("pk", flat=True)[: MAX_SELECTED + 1])
    query = request.GET.urlencode()
    if len(pks) > MAX_SELECTED:
        sentence = f"Mỗi lần đăng được nhiều nhất {MAX_SELECTED} văn bản: xin chọn ít hơn."
        model_admin.message_user(request, sentence, messages.ERROR)
        return HttpResponseRedirect(model_admin.list_address(request, query))
    return _page(model_admin, request, _selected(model_admin, request, pks), query)


def _page(
    model_admin: PublicDocumentAdmin,
    request: HttpRequest,
    selected: list[SelectedDocument],
    query: str,
    status: int = 200,
) -> HttpResponse:
    context = model_admin.admin_site.each_context(request) | {
        "title": f"Đăng {len(selected)} văn bản đã chọn",
        "opts": model_admin.opts,
        "chosen": selected,
        "possible": sum(1 for one in selected if not one.refusals),
        "query": query,
        "list_address": model_admin.list_address(request, query),
    }
    return TemplateResponse(request, "documents/admin/bulk_publish.html", context, status=status)


def publish_view(model_admin: PublicDocumentAdmin, request: HttpRequest) -> HttpResponse:
    """Publish each posted document in a transaction of its own."""
    actor = staff_user(request)
    if not actor.has_role(*DOCUMENT_PUBLISHERS):
        raise Http404
    posted = (int_param(text) for text in request.POST.getlist("van-ban")[:MAX_SELECTED])
    pks = [pk for pk in posted if pk is not None]
    selected = _selected(model_admin, request, pks)
    query = request.POST.get("query", "")
    for one in selected:
        answer = request.POST.get(f"accepts-typing-{one.document.pk}")
        if one.typing and not one.typing.is_accepted(answer):
            return _page(model_admin, request, selected, query, status=409)
    done = 0
    refused: list[tuple[PublicDocument, str]] = []
    for one in selected:
        try:
            perform(one.document, "publish", actor=actor, version=one.version)
        except TransitionRefused as refusal:
            refused.append((one.document, " ".join(one.refusals or refusal.reasons)))
        else:
            done += 1
    if done:
        model_admin.message_user(request, f"Đã đăng {done} văn bản.", messages.SUCCESS)
    if refused:
        model_admin.message_user(request, _summary(refused), messages.WARNING)
    if not selected:
        model_admin.message_user(request, "Chưa chọn văn bản nào.", messages.ERROR)
    return HttpResponseRedirect(model_admin.list_address(request, query))


PUBLISH_URL = ExtraUrl("dang-nhieu/", "publish_many", publish_view, methods=("POST",))


def _selected(
    model_admin: PublicDocumentAdmin, request: HttpRequest, pks: list[int]
) -> list[SelectedDocument]:
    """Return those of the documents that the person may read, in the order of ``pks``."""
    rows = model_admin.get_queryset(request).filter(pk__in=pks)
    selected = []
    for document in sorted(rows, key=lambda row: pks.index(row.pk)):
        shown = int_param(request.POST.get(f"version-{document.pk}"))
        version = document.version if shown is None else shown
        reasons = refusals(document, "publish", actor=staff_user(request), version=version)
        reasons = reasons or [one.refusal for one in confirmations_of(document)]
        selected.append(SelectedDocument(document, version, reasons))
    possible = [one.document for one in selected if not one.refusals]
    typing = typing_questions(request.user, possible, now=timezone.now())
    return [replace(one, typing=typing.get(one.document.pk)) for one in selected]


def _summary(refused: Iterable[tuple[PublicDocument, str]]) -> SafeString:
    rows = list(refused)
    named = format_html_join("", "<li>“{}”: {}</li>", rows[:_MAX_NAMED])
    rest = len(rows) - _MAX_NAMED
    more = format_html("<li>và {} văn bản nữa</li>", rest) if rest > 0 else ""
    return format_html("{} văn bản không đăng được:<ul>{}{}</ul>", len(rows), named, more)
