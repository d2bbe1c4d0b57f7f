"""The page on which a leader decides on incoming documents, one after the other."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, cast
from urllib.parse import urlencode

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from core.admin.staff_page import staff_page
from core.http.params import int_param
from core.text.vietnamese import clean_line
from core.workflow.engine import StaleObject, TransitionRefused, perform
from documents.incoming.deciders import Deciders, in_order, other_leaders
from documents.models import DecisionPhrase, IncomingDocument
from documents.permissions import may_decide
from documents.routing.forms import DecideForm, FileAwayForm
from documents.routing.presenter import (
    changes_since,
    document_facts,
    result_words,
    suggested_units,
)
from documents.states import IncomingState
from organization.models import User
from organization.requests import StaffRequest

MAX_QUEUE = 500
DECIDED = (IncomingState.ROUTED, IncomingState.FILED)
DECIDABLE = (IncomingState.WAITING, *DECIDED)
_FORMS = {"decide": DecideForm, "file_away": FileAwayForm}
_NOTHING = "Văn bản này không còn chờ quyết định."


@dataclass(frozen=True)
class Queue:
    """The documents that wait, in order; ``done`` were decided in this round, ``is_whole`` where
    those of other leaders belong to it.
    """

    ids: list[int]
    done: int
    is_whole: bool

    @classmethod
    def of(cls, request: StaffRequest) -> Queue:
        is_whole = request.GET.get("tat-ca") == "1"
        today = timezone.localdate()
        if is_whole:
            waiting = in_order(IncomingDocument.objects.waiting())
        else:
            waiting = Deciders.load(today).waiting(request.user.pk)
        done = min(int_param(request.GET.get("da")) or 0, MAX_QUEUE)
        return cls(list(waiting.values_list("pk", flat=True)[:MAX_QUEUE]), done, is_whole)

    @property
    def total(self) -> int:
        return len(self.ids)

    def position(self, pk: int) -> int:
        """Return the place of a document among those that wait, from 1; 0 of another one."""
        return self.ids.index(pk) + 1 if pk in self.ids else 0

    def after(self, pk: int) -> int | None:
        """Return the document that follows, the first after one that does not wait; None after
        the last.
        """
        place = self.position(pk)
        return self.ids[place] if place < len(self.ids) else None

    def address(self, pk: int | None, *, done: int | None = None, is_end: bool = False) -> str:
        """Return the address of a document within the round, of the round's end for None:
        ``is_end`` where documents were left for later.
        """
        name = "admin:incoming_decision" if pk else "admin:incoming_decisions"
        asked = {
            "da": self.done if done is None else done,
            "tat-ca": int(self.is_whole),
            "het": int(is_end and pk is None),
        }
        query = urlencode({key: value for key, value in asked.items() if value})
        url = reverse(name, args=[pk] if pk else [])
        return f"{url}?{query}" if query else url

    def address_after(self, pk: int) -> str:
        """Return where the leader goes on once the document is decided."""
        are_left = any(one != pk for one in self.ids)
        return self.address(self.after(pk), done=self.done + 1, is_end=are_left)


@staff_page(may_decide)
@require_http_methods(["GET", "HEAD", "POST"])
def decision_page(request: StaffRequest, pk: int | None = None) -> HttpResponse:
    """Show a document that waits for the leader, without ``pk`` the first; by POST decide on it.

    409 with everything that was typed where the decision is refused.
    """
    queue = Queue.of(request)
    if pk is None and request.GET.get("het") != "1":
        pk = queue.ids[0] if queue.ids else None
    if pk is None:
        return _end_page(request, queue)
    document = get_object_or_404(
        IncomingDocument.objects.registered()
        .readable_by(request.user)
        .select_related("register", "type", "topic", "decider", "decided_by"),
        pk=pk,
    )
    if request.method == "POST":
        return _decide(request, document, queue)
    if document.state not in DECIDABLE:
        messages.warning(request, _NOTHING)
        return HttpResponseRedirect(document.address)
    form = DecideForm(
        item=document, actor=request.user, at=timezone.now(), initial=_present(document)
    )
    return _page(request, document, queue, form)


def _present(document: IncomingDocument) -> dict[str, Any]:
    """Return the decision that a later one supersedes, as the form's first values."""
    routing = document.routings.open().order_by("-pk").first()
    if routing is None:
        return {}
    return {
        "lead_unit": routing.lead_unit_id,
        "supporting_units": [unit.pk for unit in routing.supporting_units.all()],
        "due_on": routing.due_on,
        "days": "khac",
        "decided_as": document.decided_as,
    }


def _decide(request: StaffRequest, document: IncomingDocument, queue: Queue) -> HttpResponse:
    step = request.POST.get("step", "decide")
    if step == "keep_phrase":
        return _keep_phrase(request, document, queue)
    if step not in _FORMS:
        step = "decide"
    data = request.POST.copy()
    data["note"] = words_of(request)
    version = int_param(request.POST.get("version"))
    try:
        perform(
            document,
            step,
            actor=request.user,
            version=-1 if version is None else version,
            note=str(data["note"]),
            data=data,
        )
    except TransitionRefused as refused:
        return _refused_page(request, document, queue, refused)
    messages.success(request, result_words(document, step))
    if document.state in DECIDED:
        return HttpResponseRedirect(document.address)
    return HttpResponseRedirect(queue.address_after(document.pk))


def words_of(request: StaffRequest) -> str:
    """Return what the leader wrote, with the phrases she ticked that do not stand in it yet."""
    typed = request.POST.get("note", "").strip()
    ticked = {int_param(value) for value in request.POST.getlist("phrases")}
    phrases = [one.text for one in _phrases(request.user) if one.pk in ticked]
    return "\n".join(filter(None, [typed, *(text for text in phrases if text not in typed)]))


def _phrases(user: User) -> list[DecisionPhrase]:
    return list(user.decision_phrases.all()[: DecisionPhrase.MAX_PER_LEADER])


def _keep_phrase(request: StaffRequest, document: IncomingDocument, queue: Queue) -> HttpResponse:
    """Keep what is written as a phrase of the leader; the decision is not taken yet."""
    try:
        store_phrase(request.user, request.POST.get("note", ""))
    except ValidationError as refused:
        for sentence in refused.messages:
            messages.error(request, sentence)
    else:
        messages.success(request, "Đã giữ câu này làm câu mẫu của quý vị.")
    form = _typed_form(request, document)
    return _page(request, document, queue, form, typed=request.POST)


def store_phrase(leader: User, text: str) -> DecisionPhrase:
    """Store a phrase of a leader. Raises ValidationError with sentences."""
    phrase = DecisionPhrase(leader=leader, text=clean_line(text))
    if not phrase.text:
        raise ValidationError("Xin viết câu chỉ đạo trước, rồi mới giữ làm câu mẫu.")
    if len(phrase.text) > 300:
        raise ValidationError("Câu mẫu dài quá 300 ký tự: xin viết gọn.")
    if leader.decision_phrases.count() >= DecisionPhrase.MAX_PER_LEADER:
        raise ValidationError(
            f"Đã có {DecisionPhrase.MAX_PER_LEADER} câu mẫu: xin bỏ bớt rồi giữ câu mới."
        )
    phrase.position = leader.decision_phrases.count()
    phrase.full_clean()
    phrase.save()
    return phrase


def _typed_form(request: StaffRequest, document: IncomingDocument) -> DecideForm:
    """Return the form as it was typed, not judged yet."""
    form: Any = DecideForm(request.POST, item=document, actor=request.user, at=timezone.now())
    form._errors = forms.utils.ErrorDict()
    return cast(DecideForm, form)


def _refused_page(
    request: StaffRequest,
    document: IncomingDocument,
    queue: Queue,
    refused: TransitionRefused,
) -> HttpResponse:
    seen = int_param(request.POST.get("version"))
    document.refresh_from_db()
    is_stale = isinstance(refused, StaleObject)
    form = refused.form if isinstance(refused.form, DecideForm) else None
    form = form or _typed_form(request, document)
    in_fields = {
        str(error) for name in form.errors if name != "__all__" for error in form.errors[name]
    }
    context = {
        "reasons": [reason for reason in refused.reasons if reason not in in_fields],
        "has_field_errors": bool(in_fields),
        "changes": changes_since(document, seen or 0) if is_stale else [],
    }
    return _page(
        request,
        document,
        queue,
        form,
        typed=request.POST,
        status=HTTPStatus.CONFLICT,
        **context,
    )


def _page(
    request: StaffRequest,
    document: IncomingDocument,
    queue: Queue,
    form: DecideForm,
    *,
    typed: Any = None,
    status: int = HTTPStatus.OK,
    **more: Any,
) -> HttpResponse:
    lead = str(form["lead_unit"].value() or "")
    following = queue.after(document.pk)
    context = admin.site.each_context(request) | {
        "title": "Quyết định văn bản đến",
        "form": form,
        "queue": queue,
        "position": queue.position(document.pk),
        "has_next": following is not None,
        "later_url": queue.address(following, is_end=True) if queue.ids else "",
        "action_url": queue.address(document.pk),
        "is_decidable": document.state in DECIDABLE,
        "is_later": document.state in DECIDED,
        "may_refer": document.state == IncomingState.WAITING
        and other_leaders(request.user.pk).exists(),
        "phrases": _phrases(request.user),
        "ticked": typed.getlist("phrases") if typed else [],
        "note": typed.get("note", "") if typed else document.decision,
        "units": suggested_units(document, form, chosen=lead),
        **document_facts(document),
        **more,
    }
    return TemplateResponse(
        request, "documents/admin/routing/decision.html", context, status=status
    )


def _end_page(request: StaffRequest, queue: Queue) -> HttpResponse:
    waiting = IncomingDocument.objects.waiting()
    others = 0 if queue.is_whole else waiting.exclude(pk__in=queue.ids).count()
    context = admin.site.each_context(request) | {
        "title": "Quyết định văn bản đến",
        "done": queue.done,
        "left": queue.total,
        "first_url": queue.address(queue.ids[0]) if queue.ids else "",
        "others": others,
    }
    return TemplateResponse(request, "documents/admin/routing/no_decisions.html", context)
