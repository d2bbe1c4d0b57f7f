"""Rows of inline formsets in autosaved drafts: as typed, without their files."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.forms.formsets import DELETION_FIELD_NAME
from django.utils.text import capfirst

from core.autosave.drafts import Row, Values, initial_values, typed_values
from core.generics import ModelForm
from core.revisions.diff import FieldChange
from core.text.comparison.diff import word_diff

MAX_ROWS = 100
KEY = "id"  # of a stored row


def typed_rows(formset: Any, data: Mapping[str, Any]) -> Values:
    """Return the rows that a formset of this class would take from ``data``, by its prefix."""
    prefix = formset.get_default_prefix()
    start = re.compile(rf"{re.escape(prefix)}-([0-9]{{1,4}})-")
    numbers = sorted({int(found[1]) for name in data if (found := start.match(name))})
    rows = [_typed_row(formset, data, f"{prefix}-{number}-") for number in numbers[:MAX_ROWS]]
    filled = [row for row in rows if row]
    return {prefix: filled} if filled else {}


def changed_rows(formset: Any, values: Values) -> list[FieldChange]:
    """Return how a draft's rows differ from an unbound formset: one change, or none."""
    stored = {str(form.instance.pk): _stored_row(form) for form in formset.initial_forms}
    rows = _rows_of(formset, values)
    typed = {row[KEY]: row for row in rows if row.get(KEY) in stored}
    new = [row for row in rows if KEY not in row]
    if not new and all(row == stored[key] for key, row in typed.items()):
        return []
    before = [_words(row) for row in stored.values()]
    after = [*(_words(typed.get(key, row)) for key, row in stored.items()), *map(_words, new)]
    label = capfirst(str(formset.model._meta.verbose_name_plural))
    return [FieldChange(label, word_diff("\n".join(before), "\n".join(after)))]


def fill_rows(formset: Any, values: Values) -> None:
    """Fill an unbound formset from a draft; a row that is gone meanwhile is left out."""
    rows = _rows_of(formset, values)
    stored = {row[KEY]: row for row in rows if KEY in row}
    new = iter(row for row in rows if KEY not in row)
    for form in formset.forms:
        is_new = form.instance.pk is None
        row = next(new, None) if is_new else stored.get(str(form.instance.pk))
        if row is not None:
            names = (*initial_values(form), DELETION_FIELD_NAME)
            form.initial |= {name: row.get(name, "") for name in names if name != KEY}


def _typed_row(formset: Any, data: Mapping[str, Any], prefix: str) -> Row:
    own = {name.removeprefix(prefix): data[name] for name in data if name.startswith(prefix)}
    values = typed_values(formset.form.base_fields, own)
    values |= {name: own.get(name, "") for name in (KEY, DELETION_FIELD_NAME)}
    return {name: value for name, value in values.items() if isinstance(value, str) and value}


def _stored_row(form: ModelForm) -> Row:
    values = initial_values(form) | {KEY: str(form.instance.pk)}
    return {name: value for name, value in values.items() if isinstance(value, str) and value}


def _rows_of(formset: Any, values: Values) -> list[Row]:
    rows = values.get(formset.prefix, [])
    return [row for row in rows if isinstance(row, dict)]


def _words(row: Row) -> str:
    words = " ".join(text for name, text in row.items() if name not in (KEY, DELETION_FIELD_NAME))
    return f"{words} (bỏ)" if row.get(DELETION_FIELD_NAME) else words
