"""What was typed into the page of a transition while another person changed the same fields."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone

from core.revisions.forms import MergeMixin, raw_value

Difference = tuple[str, str, str]


@dataclass(frozen=True)
class Conflict:
    """The page keeps the version that was seen until the differences were looked at.

    ``differences`` are (label, typed, stored), to be confirmed; ``is_unread``: the text is another
    than the one that was read, to be confirmed; else the form has merges.
    """

    version: int | None
    differences: list[Difference] = field(default_factory=list)
    is_unread: bool = False


def conflict_of(form: Any, version: int | None, *, is_stale: bool) -> Conflict | None:
    """Return what a form that was refused for its older ``version`` would overwrite, or None; the
    form is not validated before.
    """
    if not is_stale or form is None:
        return None
    if isinstance(form, MergeMixin):
        form.compare_refused(version)
        return Conflict(version) if form.merges else None
    differences = list(_differences(form)) if form.changes_stored else []
    return Conflict(version, differences) if differences else None


def _differences(form: forms.Form) -> Iterator[Difference]:
    for bound in form.visible_fields():
        if bound.field.has_changed(bound.initial, bound.data):
            typed, stored = (_shown(bound.field, value) for value in (bound.data, bound.initial))
            yield str(bound.label), typed, stored


def _shown(control: Any, value: Any) -> str:
    if isinstance(control, forms.BooleanField):
        return "có" if value else "không"
    if isinstance(control, forms.ChoiceField):
        chosen = raw_value(value).splitlines()
        choices: Any = control.choices
        return ", ".join(str(label) for key, label in choices if str(key) in chosen)
    with suppress(forms.ValidationError):
        value = control.to_python(value)
    if isinstance(value, Decimal):
        whole, _, decimals = f"{value:f}".partition(".")
        return ",".join(filter(None, (whole, decimals.rstrip("0"))))
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%H:%M %d/%m/%Y}"
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else raw_value(value)
