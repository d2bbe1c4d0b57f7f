"""The errors of a long form listed on its top, each a link to its field."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django import template
from django.forms import BaseForm, BaseFormSet
from django.utils.text import capfirst

register = template.Library()

LONG = 5


@dataclass(frozen=True)
class FieldError:
    """One field with what is wrong with it; ``target`` is the id of its control."""

    target: str
    label: str
    sentences: list[str]


@register.inclusion_tag("core/admin/_form_errors.html")
def form_errors(*parts: Any) -> dict[str, Any]:
    """List the fields with errors of these forms, formsets and lists of them, in order; of a page
    with less than ``LONG`` fields nothing, since there all is seen at once.

    Hidden fields and errors of the whole form are not fields: each page has a place for them.
    """
    forms = list(_forms(parts))
    if sum(len(form.visible_fields()) for form in forms) < LONG:
        return {"field_errors": []}
    return {"field_errors": [error for form in forms for error in _errors(form)]}


def _forms(parts: Iterable[Any]) -> Iterator[BaseForm]:
    for part in parts:
        if isinstance(part, BaseForm):
            yield part
        elif isinstance(part, BaseFormSet):
            yield from part.forms
        elif hasattr(part, "formset"):  # an inline of the admin
            yield from part.formset.forms
        elif isinstance(getattr(part, "form", None), BaseForm):  # a row around a form
            yield part.form
        elif part and not isinstance(part, str):
            yield from _forms(part)


def _errors(form: BaseForm) -> Iterator[FieldError]:
    if not form.is_bound:
        return
    for field in form:
        if field.errors and not field.is_hidden:
            target = field.id_for_label or field.auto_id
            label = capfirst(str(field.label)).rstrip(":")
            yield FieldError(target, label, [str(error) for error in field.errors])
