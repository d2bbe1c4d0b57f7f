"""WorkflowAdmin: versions, transition buttons and pages, timeline, revert."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.views.decorators.http import require_http_methods

from core.admin.autosave import AutosaveAdminMixin, pages_of, with_saved_pages
from core.admin.item import ItemAdmin
from core.admin.parts import ExtraUrl, Panel
from core.admin.revisions import RevisionAdminMixin
from core.autosave.presence import TypingNow, typing_questions
from core.generics import ModelForm
from core.http.params import int_param
from core.http.requests import portal_request
from core.models import RelatedSnapshot
from core.revisions.conflicts import Conflict, conflict_of
from core.revisions.forms import STALE_MESSAGE, OptimisticLockForm
from core.revisions.related import snapshot_related
from core.revisions.timeline import display_value, timeline
from core.text.vietnamese import visible
from core.workflow.engine import (
    AvailableTransition,
    StaleObject,
    Transition,
    TransitionRefused,
    available,
    has_other_text,
    log_of,
    refusals,
    workflow_of,
)
from core.workflow.http import run_transition, seen_version

__all__ = ["STALE_MESSAGE", "OptimisticLockForm", "WorkflowAdmin"]

GIVEN_UP = ("discarded", "cancelled")  # states: the same form makes another item
READ = "da-doc"  # of a link to a transition: the version whose text was read
LAST_POST = "last_transition_post"  # in the session: the digest of what was filled in


class WorkflowAdmin(AutosaveAdminMixin, RevisionAdminMixin, ItemAdmin):
    """Base of the admins of models with a workflow.

    ``blockers`` are sentences shown above the buttons; ``ItemAdmin`` documents what else an app
    defines.
    """

    change_form_template = "core/admin/change_form.html"
    default_transition = ""  # transition offered with the first save, by its name
    form = OptimisticLockForm
    view_on_site = False
    panels: tuple[Panel, ...] = ()
    extra_urls: tuple[ExtraUrl, ...] = ()
    # Transitions after which whoever is typing cannot save: asked about first.
    ends_editing: tuple[str, ...] = ()
    # Transitions without input that have a page of their own, for their ``transition_panel``.
    shown_before: tuple[str, ...] = ()
    # Transitions whose page shows the whole text as it is now.
    shows_text: tuple[str, ...] = ()

    def blockers(self, request: HttpRequest, item: Any) -> list[str]:
        return []

    def transition_hints(self, request: HttpRequest, item: Any, name: str) -> list[str]:
        """Return sentences shown on the page of a transition; they do not block it."""
        return []

    def warning(self, request: HttpRequest, item: Any, name: str) -> str:
        """Return what to confirm before a transition without input, "" for nothing."""
        return ""

    def transition_panel(
        self, request: HttpRequest, item: Any, name: str, *, is_stale: bool
    ) -> SafeString | str:
        """Return what the page of a transition shows within its form, rendered; "" for nothing.

        ``is_stale``: the person saw an older version, which was refused.
        """
        return ""

    def saved_words(self, item: Any) -> str:
        """Return how the message begins that a transition was refused after the text was saved."""
        return "Đã lưu"

    def success_message(self, transition: Transition, item: Any) -> str:
        """Return the message after a transition."""
        return transition.success_message

    def offer_next(self, request: HttpRequest, item: Any) -> None:
        """Offer the person, by a message, what waits for them next after a transition."""

    def render_panels(self, request: HttpRequest, item: Any) -> list[SafeString]:
        """Return the panels between the form of a stored item and its timeline, rendered."""
        contents = [panel(self, request, item) for panel in self.panels]
        return [render_to_string(*content, request=request) for content in contents if content]

    def is_kept(self, pk: str) -> bool:
        """Return whether the item that a form made is still there and was not given up."""
        item = self.model._base_manager.filter(pk=pk).first()
        return item is not None and workflow_of(item).state_of(item) not in GIVEN_UP

    # URLs

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        step: Any = self.admin_site.admin_view(self.transition_view)
        step.form_fields = self._transition_fields
        own = [path("<path:object_id>/buoc/<slug:name>/", step, name=f"{name}_transition")]
        own += [
            path(
                extra.route,
                self.admin_site.admin_view(
                    require_http_methods(extra.methods)(partial(extra.view, self))
                ),
                name=f"{name}_{extra.name}",
            )
            for extra in self.extra_urls
        ]
        return [*own, *self.autosave_urls(name), *self.revision_urls(name), *super().get_urls()]

    # The form

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        is_storing = request.method == "POST"
        portal_request(request).is_storing = is_storing
        if refusal := self.refused_before_reading(request):
            return refusal
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except PermissionDenied:
            item = getattr(request, "seen_item", None)
            if is_storing and item and self.has_view_permission(request, item):
                name = request.POST.get("_transition", "")
                seen = int_param(request.POST.get("seen_version"))
                # The text is stored first, and raises the version too.
                if self._is_repeated(request, item, name, seen, most=2) and (
                    not self.unstored_changes(request, item)
                ):
                    return self._answer_done(request, item, name)
                return self.rejected_text_page(request, item)
            raise

    def rejected_text_page(self, request: HttpRequest, item: Any) -> HttpResponse:
        """Show the text typed into an item that changed state meanwhile: it cannot be stored, but
        is not lost.
        """
        typed = [
            (capfirst(field.verbose_name), display_value(field, request.POST[field.name]))
            for field in self.opts.fields
            if field.get_internal_type() in ("CharField", "TextField")
            and request.POST.get(field.name, "").strip()
        ]
        context = self.admin_site.each_context(request) | {
            "title": "Chưa lưu được",
            "reason": self.lost_sentence(request, item),
            "opts": self.opts,
            "item": item,
            "item_url": self.address("change", item.pk),
            "typed": typed,
        }
        return TemplateResponse(request, "core/admin/stale_text.html", context, status=409)

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> HttpResponse:
        may_edit = (
            self.has_change_permission(request, obj) if obj else self.has_add_permission(request)
        )
        context["may_edit"] = may_edit
        context |= self.autosave_context(
            request,
            context["adminform"].form,
            obj,
            may_edit=may_edit,
            formsets=[inline.formset for inline in context.get("inline_admin_formsets", ())],
        )
        if obj is None and self.default_transition:
            context["default_transition"] = workflow_of(self.model).get(self.default_transition)
        if obj:
            options = available(obj, request.user)
            sees_history = self.may_see_history(request, obj)
            entries = timeline(obj) if sees_history else []
            state = workflow_of(obj).state_of(obj)
            context |= {
                "state": self.state_words(obj),
                "options": [self._offered(request, obj, option) for option in options],
                "blockers": _blocking_sentences(self.blockers(request, obj), options),
                "has_disabled": not may_edit and any(option.refusals for option in options),
                "timeline": entries[:5],
                "last_transition_note": next(
                    (entry for entry in entries if entry.note and entry.target == state), None
                ),
                "history_url": self.address("history", obj.pk) if sees_history else "",
                "panels": self.render_panels(request, obj),
            }
        return super().render_change_form(
            request, context, add=add, change=change, form_url=form_url, obj=obj
        )

    def state_words(self, obj: Any) -> str:
        """Return the state as the page shows it."""
        words: str = getattr(obj, f"get_{workflow_of(obj).state_field}_display")()
        return words

    def _offered(
        self, request: HttpRequest, item: Any, option: AvailableTransition
    ) -> tuple[Any, str, bool]:
        """Return the option, its URL, and whether the URL is a page to fill in or confirm."""
        name = option.transition.name
        has_page = (
            option.transition.requires_input(item)
            or name in self.shown_before
            or bool(self.warning(request, item, name))
        )
        if not has_page:
            return option, self.address("transition", item.pk, name), has_page
        return option, self.transition_address(item, name), has_page

    def transition_address(self, item: Any, name: str) -> str:
        """Return the URL of a transition, with the version whose text the person reads now."""
        return f"{self.address('transition', item.pk, name)}?{READ}={item.version}"

    def save_model(self, request: HttpRequest, obj: Any, form: ModelForm, change: bool) -> None:
        if form.has_changed() or not change:
            self.store(request, obj)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if change and not form.has_changed() and any(formset.has_changed() for formset in formsets):
            self.store(request, form.instance, reason="Đổi tệp đính kèm")
        elif isinstance(form.instance, RelatedSnapshot):
            snapshot_related(form.instance)

    def response_add(
        self, request: HttpRequest, obj: Any, post_url_continue: str | None = None
    ) -> HttpResponse:
        return self.answer_saved(request, obj, None, self.response_after_save)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        return self.answer_saved(request, obj, obj, self.response_after_save)

    def response_after_save(self, request: HttpRequest, item: Any) -> HttpResponse:
        name = request.POST.get("_transition")
        if not name:
            self.message_user(request, "Đã lưu.", messages.SUCCESS)
            return HttpResponseRedirect(self.address("change", item.pk))
        transition = workflow_of(item).get(name)
        if transition and (transition.requires_input(item) or name in self.shown_before):
            return HttpResponseRedirect(self.transition_address(item, name))
        return self._perform(request, item, name, item.version)

    # Transitions

    def transition_view(self, request: HttpRequest, object_id: str, name: str) -> HttpResponse:
        """Show the page of a transition; by POST carry it out."""
        item = self.readable_item(request, object_id)
        transition = workflow_of(item).get(name)
        if transition is None:
            raise Http404
        seen = seen_version(request)
        is_same = transition.form is None or _is_last_post(request)
        note = request.POST.get("note", "")
        if is_same and self._is_repeated(request, item, name, seen, note=note):
            return self._answer_done(request, item, name)
        if not transition.permission(item, request.user):
            raise PermissionDenied
        if request.method == "POST":
            return self._perform(request, item, name)
        if workflow_of(item).state_of(item) not in transition.sources:
            if self._is_repeated(request, item, name, item.version - 1, note=None):
                return self._answer_done(request, item, name)
            self.message_user(
                request,
                f"Không thể {transition.label.lower()}: trạng thái đã thay đổi.",
                messages.ERROR,
            )
            return HttpResponseRedirect(self.address("change", item.pk))
        return self._transition_page(
            request, item, transition, self._unbound(request, item, transition)
        )

    def _transition_fields(self, object_id: str, name: str) -> dict[str, forms.Field]:
        """Return the fields of a transition's page, for the page that gives their text back."""
        transition = workflow_of(self.model).get(name)
        if transition is None:
            return {}
        own = transition.form.base_fields if transition.form else {}
        return {"note": forms.CharField(label=transition.note_label)} | own

    def _perform(
        self, request: HttpRequest, item: Any, name: str, version: int | None = None
    ) -> HttpResponse:
        if refusal := self._refused_for_draft(request, item, name):
            return refusal
        if question := self._unanswered_question(request, item, name):
            return question
        result = run_transition(request, item, name, version=version)
        transition = result.transition
        item = result.item
        if result.refused:
            if transition.requires_input(item) and "_transition" not in request.POST:
                refused = result.refused
                form = refused.form or self._unbound(
                    request, item, transition, request.POST, request.FILES
                )
                return self._transition_page(request, item, transition, form, refused, result.note)
            reasons = result.reasons
            if "_transition" in request.POST:  # the text of the form is stored already
                label = transition.label_of(item, request.user)
                saved = f"{self.saved_words(item)}, chưa {label[:1].lower()}{label[1:]}."
                reasons = [" ".join([saved, *reasons])]
            for reason in reasons:
                self.message_user(request, reason, messages.ERROR)
            return self._after_transition(request, item)
        if transition.form:
            request.session[LAST_POST] = _digest_of(request)
        return self._answer_done(request, item, name)

    def _is_repeated(
        self,
        request: HttpRequest,
        item: Any,
        name: str,
        seen: int | None,
        *,
        note: str | None = "",
        most: int = 1,
    ) -> bool:
        """Return whether the same user's same post was the last to change the item: a button that
        was clicked twice. One query, if the version moved by no more than ``most``. ``note`` None
        is any, of the last minute.
        """
        if seen is None or not 0 < item.version - seen <= most:
            return False
        last = log_of(item).last()
        if last is None:
            return False
        transition = workflow_of(item).get(name)
        records = transition is not None and transition.record is not None
        is_same = (
            timezone.now() - last.at < timedelta(minutes=1)
            if note is None
            else records or last.note == visible(note).strip()
        )
        done = (last.name, last.actor_id, last.version)
        return is_same and done == (name, request.user.pk, item.version)

    def _answer_done(self, request: HttpRequest, item: Any, name: str) -> HttpResponse:
        if transition := workflow_of(item).get(name):
            self.message_user(request, self.success_message(transition, item), messages.SUCCESS)
        self.offer_next(request, item)
        return with_saved_pages(self._after_transition(request, item), pages_of(request))

    def _after_transition(self, request: HttpRequest, item: Any) -> HttpResponse:
        if self.get_queryset(request).filter(pk=item.pk).exists():
            return HttpResponseRedirect(self.address("change", item.pk))
        return HttpResponseRedirect(reverse("admin:index"))

    def typing_now(self, request: HttpRequest, item: Any, name: str) -> TypingNow | None:
        """Return who is typing into an item whose editing the transition ends."""
        if name not in self.ends_editing:
            return None
        return typing_questions(request.user, [item], now=timezone.now()).get(item.pk)

    def _refused_for_draft(self, request: HttpRequest, item: Any, name: str) -> HttpResponse | None:
        """Return the answer to a step with a text that lacks what the person typed and neither
        used nor dropped yet, None where nothing waits; what was filled in stays.
        """
        transition = workflow_of(item).get(name)
        if transition is None or not transition.permission(item, request.user):
            return None  # the engine refuses it
        sentence = self.undecided_drafts(request, [item]).get(item.pk)
        if sentence is None:
            return None
        if "_transition" not in request.POST and transition.requires_input(item):
            form = self._unbound(request, item, transition, request.POST, request.FILES)
            note = request.POST.get("note", "")
            response = self._transition_page(request, item, transition, form, None, note)
            response.status_code = 409
            return response
        self.message_user(request, sentence, messages.ERROR)
        return self._after_transition(request, item)

    def _unanswered_question(
        self, request: HttpRequest, item: Any, name: str
    ) -> HttpResponse | None:
        """Return the page that asks before typing of others is cut off, None once it was answered;
        what was filled in stays.
        """
        typing = self.typing_now(request, item, name)
        if typing is None or typing.is_accepted(request.POST.get("accepts_typing")):
            return None
        transition = workflow_of(item).get(name)
        if transition is None or not transition.permission(item, request.user):
            return None  # the engine refuses it
        is_filled_in = "_transition" not in request.POST
        form = self._unbound(request, item, transition, request.POST if is_filled_in else None)
        note = request.POST.get("note", "")
        response = self._transition_page(request, item, transition, form, None, note)
        response.status_code = 409
        return response

    def _unbound(
        self,
        request: HttpRequest,
        item: Any,
        transition: Transition,
        typed: Any = None,
        files: Any = None,
    ) -> forms.Form | None:
        if transition.form is None:
            return None
        return transition.form(typed, files, item=item, actor=request.user, at=timezone.now())

    def _transition_page(
        self,
        request: HttpRequest,
        item: Any,
        transition: Transition,
        form: forms.Form | None,
        refused: TransitionRefused | None = None,
        note: str = "",
    ) -> TemplateResponse:
        is_stale = isinstance(refused, StaleObject)
        seen = int_param(request.POST.get("version") if is_stale else request.GET.get(READ))
        conflict = conflict_of(form, seen, is_stale=is_stale)
        shows_text = transition.name in self.shows_text or (
            transition.form is not None and transition.changes_text
        )
        is_unread = seen is not None and has_other_text(item, seen)
        if conflict is None and not shows_text and is_unread:
            conflict = Conflict(seen, is_unread=True)
        is_over = workflow_of(item).state_of(item) not in transition.sources
        blocking = [] if is_over else self._refusals_of(item, request.user, transition)
        reasons = refused.reasons if refused else blocking
        if transition.permission(item, request.user):
            reasons = [*self.undecided_drafts(request, [item]).values(), *reasons]
        errors = form.errors if refused and form else {}
        in_fields = [
            str(error) for name in errors if name != NON_FIELD_ERRORS for error in errors[name]
        ]
        context = self.admin_site.each_context(request) | {
            "title": transition.label_of(item, request.user),
            "opts": self.opts,
            "item": item,
            "conflict": conflict,
            "item_url": self.address("change", item.pk),
            "history_url": self.difference_address(item, seen),
            "transition": transition,
            "form": form,
            "media": form.media if form else "",
            "note": note,
            "refusals": [reason for reason in reasons if reason not in in_fields],
            "is_stale": is_stale,
            "hints": self.transition_hints(request, item, transition.name),
            "warning": self.warning(request, item, transition.name),
            "typing": self.typing_now(request, item, transition.name),
            # Refused whatever is filled in: nothing to press; what was typed stays in view.
            "is_blocked": is_over or bool(blocking),
            "hides_input": bool(blocking) and refused is None,
            "panel": self.transition_panel(request, item, transition.name, is_stale=is_stale),
        }
        if transition.form and transition.changes_text:
            context |= self.browser_copy_context(request)
        return TemplateResponse(
            request, "core/admin/transition.html", context, status=409 if refused else 200
        )

    def _refusals_of(self, item: Any, actor: Any, transition: Transition) -> list[str]:
        """Return why the step is refused now, whatever is filled in."""
        if not transition.permission(item, actor):
            return []
        return refusals(item, transition.name, actor=actor, version=item.version)


def _is_last_post(request: HttpRequest) -> bool:
    """Return whether the form of a transition was posted just so in this session before."""
    return request.method == "POST" and request.session.get(LAST_POST) == _digest_of(request)


def _digest_of(request: HttpRequest) -> str:
    """Return the digest of the address and of what was posted to it."""
    fields = sorted(
        (name, values) for name, values in request.POST.lists() if name != "csrfmiddlewaretoken"
    )
    files = [(one.name, one.size) for name in request.FILES for one in request.FILES.getlist(name)]
    return hashlib.sha256(repr((request.path, fields, files)).encode()).hexdigest()


def _blocking_sentences(general: list[str], options: list[AvailableTransition]) -> list[str]:
    """Return why transitions are refused now, each sentence once; those that are not of the whole
    item name their buttons.
    """
    labels: dict[str, list[str]] = {}
    for option in options:
        for reason in option.refusals:
            if reason not in general:
                labels.setdefault(reason, []).append(f"“{option.label}”")
    return [*general, *(f"{', '.join(names)}: {reason}" for reason, names in labels.items())]
