"""Live lint: messages at the fields of a form, refreshed while typing."""

from __future__ import annotations

from copy import copy
from typing import Any

from django import forms
from django.contrib.admin.utils import unquote
from django.forms.widgets import Script
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.datastructures import MultiValueDict
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST

from core.admin.workflow import WorkflowAdmin
from core.generics import ModelForm
from core.text.messages import LintMessage, count_phrase
from core.workflow.engine import Transition

MEDIA = forms.Media(
    css={"all": ["admin_site/css/live-lint.css"]},
    # django-stubs knows paths only; Django takes assets as well.
    js=[Script("admin_site/js/live-lint.js", defer=True)],  # type: ignore[list-item]
)


class LiveLintAdmin(WorkflowAdmin):
    """An admin whose form shows the messages of ``lint``, for a stored or a typed text.

    Each message is part of its field's help text, so that screen readers read it with the field; a
    summary links to the fields. Users who may only read get one list.
    """

    linted_transitions: tuple[str, ...] = ()  # transitions whose page lists warnings

    def lint(self, request: HttpRequest, item: Any) -> list[LintMessage]:
        raise NotImplementedError

    # URLs

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(require_POST(self.lint_view))
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        own = [
            path("add/loi-nhac/", view, name=f"{name}_add_lint"),
            path("<path:object_id>/loi-nhac/", view, name=f"{name}_lint"),
        ]
        return own + super().get_urls()

    def lint_view(self, request: HttpRequest, object_id: str | None = None) -> HttpResponse:
        """Return the lint messages of the posted form; nothing is stored, and files are not
        read.
        """
        item = self._writable_item(request, object_id)
        form_class = self.get_form(request, item, change=item is not None)
        form = form_class(request.POST, MultiValueDict(), instance=item)
        messages = self.lint(request, as_typed(form))
        sentences = [
            {
                "field": one.field,
                "sentence": one.sentence,
                "isError": one.is_error,
                "quote": one.quote,
                "picture": one.picture,
                "replacement": one.replacement,
                "button": one.button,
            }
            for one in messages
        ]
        return JsonResponse({"summary": count_phrase(messages), "lint": sentences})

    def _writable_item(self, request: HttpRequest, object_id: str | None) -> Any:
        """Return the item, None for a new one; raise Http404 for users who may not save the
        form.
        """
        if object_id is None:
            is_allowed = self.has_add_permission(request)
            item = None
        else:
            item = self.get_object(request, unquote(object_id))
            is_allowed = item is not None and self.has_change_permission(request, item)
        if not is_allowed:
            raise Http404
        return item

    # Rendering

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> HttpResponse:
        response = super().render_change_form(
            request, context, add=add, change=change, form_url=form_url, obj=obj
        )
        if not isinstance(response, TemplateResponse) or response.context_data is None:
            return response
        shown = response.context_data
        form = shown["adminform"].form
        if not shown["may_edit"]:
            shown["worth_a_look"] = [one for one in self.lint(request, obj) if not one.is_error]
            return response
        messages = []
        if obj or form.is_bound:
            messages = self.lint(request, as_typed(form) if form.is_bound else obj)
        _add_to_help_texts(form, messages)
        shown_sentences = {one.sentence for one in messages}
        shown |= {
            "advised_fields": [(one, _id_of(form, one.field)) for one in messages],
            "lint_summary": count_phrase(messages),
            "lint_url": self.address("lint", obj.pk) if obj else self.address("add_lint"),
            "blockers": [
                sentence
                for sentence in shown.get("blockers", [])
                if sentence not in shown_sentences
            ],
            "media": shown["media"] + MEDIA,
        }
        return response

    def _transition_page(
        self, request: HttpRequest, item: Any, transition: Transition, *args: Any
    ) -> TemplateResponse:
        response = super()._transition_page(request, item, transition, *args)
        if response.context_data and transition.name in self.linted_transitions:
            refusals = response.context_data["refusals"]
            messages = self.lint(request, item)
            response.context_data["worth_a_look"] = [
                one for one in messages if one.sentence not in refusals
            ]
        return response


def as_typed(form: ModelForm) -> Any:
    """Return a copy of the bound form's instance with all typed values, invalid ones too.

    An upload is represented by an unsaved row, so that its description can be checked.
    """
    form.is_valid()
    item = copy(form.instance)
    for name, field in form.fields.items():
        typed = form[name].data
        if name in form.errors and isinstance(field, forms.CharField):
            setattr(item, name, typed if isinstance(typed, str) else "")
        elif isinstance(field, forms.FileField) and getattr(item, f"{name}_id", True) is None:
            setattr(
                item,
                name,
                item._meta.get_field(name).related_model() if form.data.get(name) else None,
            )
    item.clean()
    return item


def _id_of(form: ModelForm, field: str) -> str:
    """Return the id of the field's control, "" if the form has no such field."""
    return form[field].id_for_label if field in form.fields else ""


def _add_to_help_texts(form: ModelForm, messages: list[LintMessage]) -> None:
    for name in form.fields:
        if of_field := [one for one in messages if one.field == name]:
            form[name].help_text = _with_lint(str(form[name].help_text), of_field)


def _with_lint(help_text: str, lint: list[LintMessage]) -> SafeString:
    sentences = render_to_string("core/admin/_lint_messages.html", {"lint": lint})
    return format_html("{}{}", help_text, sentences)
