"""The admin of texts that are looked at while they are written: sentences at each field, refreshed
while typing.
"""

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
    """A room says in ``lint`` what there is to say of a text, stored or just typed.

    On the form each sentence stands in the help of its field, so that screen readers read it with
    the field; a summary leads to the fields. Whoever may only read gets one list.
    """

    linted_transitions: tuple[
        str, ...
    ] = ()  # transitions whose page lists what is worth another look

    def lint(self, request: HttpRequest, item: Any) -> list[LintMessage]:
        raise NotImplementedError

    # Addresses

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(require_POST(self.lint_view))
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        own = [
            path("add/loi-nhac/", view, name=f"{name}_add_lint"),
            path("<path:object_id>/loi-nhac/", view, name=f"{name}_lint"),
        ]
        return own + super().get_urls()

    def lint_view(self, request: HttpRequest, object_id: str | None = None) -> HttpResponse:
        """Say of the posted form what saving it would say; nothing is stored, and no file is looked
        at.
        """
        item = self._writable_item(request, object_id)
        form_class = self.get_form(request, item, change=item is not None)
        form = form_class(request.POST, MultiValueDict(), instance=item)
        found = self.lint(request, as_typed(form))
        sentences = [
            {
                "field": one.field,
                "sentence": one.sentence,
                "isError": one.is_error,
                "quote": one.quote,
            }
            for one in found
        ]
        return JsonResponse({"summary": count_phrase(found), "lint": sentences})

    def _writable_item(self, request: HttpRequest, object_id: str | None) -> Any:
        """Return the item, or None for a new one; 404 to whoever could not save the form."""
        if object_id is None:
            may, item = self.has_add_permission(request), None
        else:
            item = self.get_object(request, unquote(object_id))
            may = item is not None and self.has_change_permission(request, item)
        if not may:
            raise Http404
        return item

    # What is shown

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
        found = []
        if obj or form.is_bound:
            found = self.lint(request, as_typed(form) if form.is_bound else obj)
        _put_beside_fields(form, found)
        said = {one.sentence for one in found}
        shown |= {
            "advised_fields": [(one, _id_of(form, one.field)) for one in found],
            "lint_summary": count_phrase(found),
            "lint_url": self.address("lint", obj.pk) if obj else self.address("add_lint"),
            "blockers": [
                sentence for sentence in shown.get("blockers", []) if sentence not in said
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
            found = self.lint(request, item)
            response.context_data["worth_a_look"] = [
                one for one in found if one.sentence not in refusals
            ]
        return response


def as_typed(form: ModelForm) -> Any:
    """Return a copy of the bound form's instance with everything that was typed, also what the form
    would refuse.

    A file just chosen stands for itself as a row not stored, so that its description can be asked
    for.
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
    """Return the id of the field's control; "" where this person's form has no such field."""
    return form[field].id_for_label if field in form.fields else ""


def _put_beside_fields(form: ModelForm, found: list[LintMessage]) -> None:
    for name in form.fields:
        if of_field := [one for one in found if one.field == name]:
            form[name].help_text = _with_lint(str(form[name].help_text), of_field)


def _with_lint(help_text: str, lint: list[LintMessage]) -> SafeString:
    sentences = render_to_string("core/admin/_lint_messages.html", {"lint": lint})
    return format_html("{}{}", help_text, sentences)
