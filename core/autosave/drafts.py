"""Autosaved drafts: save, read, compare, discard, expire.

A page that saves drafts identifies itself by a random ``page``. It may overwrite its own draft and
the one it was filled from, but not another page's that the user has not decided about.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.contrib.contenttypes.models import ContentType
from django.db.models import Field, Model, QuerySet
from django.forms.widgets import DateTimeBaseInput
from django.utils.text import capfirst

from core.autosave import presence
from core.files.forms import StoredFileField
from core.generics import ModelForm
from core.http.params import int_param
from core.models import AutosavedDraft, Versioned
from core.registries import RetentionRule
from core.retention import delete_over
from core.revisions.diff import FieldChange
from core.revisions.forms import raw_value
from core.revisions.timeline import display_value
from core.richtext.fields import RichTextFormField
from core.text.comparison.diff import word_diff
from core.text.vietnamese import visible

RULE = RetentionRule(AutosavedDraft, "saved_at", timedelta(days=30))
MAX_LENGTH = 2_000_000

# A text, the keys of several choices, or the rows of a table that holds no valid value yet.
Row = dict[str, str]
Value = str | list[str] | list[Row]
Values = dict[str, Value]


class DraftTooLong(Exception):
    """More text than any form accepts."""


def draft_target(user: Any, model: type[Model], pk: int | None) -> dict[str, Any]:
    """Return the key of a user's draft; ``pk`` None is a new item."""
    return {"user": user, "content_type": ContentType.objects.get_for_model(model), "object_id": pk}


def get_draft(user: Any, model: type[Model], pk: int | None) -> AutosavedDraft | None:
    return _drafts_of(user, model, pk).first()


def drafts_of_items(
    user: Any, model: type[Model], keys: Collection[int]
) -> QuerySet[AutosavedDraft]:
    """Return the user's drafts of stored items of one model, by their keys."""
    kind = ContentType.objects.get_for_model(model)
    return AutosavedDraft.objects.filter(user=user, content_type=kind, object_id__in=list(keys))


def save_draft(
    user: Any,
    model: type[Model],
    pk: int | None,
    *,
    values: Values,
    version: int | None,
    page: str,
    now: datetime,
) -> None:
    """Insert or replace the draft, in one query, safe when run concurrently."""
    row = AutosavedDraft(
        **draft_target(user, model, pk), values=values, version=version, page=page, saved_at=now
    )
    AutosavedDraft.objects.bulk_create(
        [row],
        update_conflicts=True,
        unique_fields=["user", "content_type", "object_id"],
        update_fields=["values", "version", "page", "saved_at"],
    )


def discard_draft(
    user: Any, model: type[Model], pk: int | None, *, pages: Collection[str] | None = None
) -> None:
    """Delete a user's draft; with ``pages`` only if one of these pages wrote it."""
    rows = _drafts_of(user, model, pk)
    (rows if pages is None else rows.filter(page__in=pages)).delete()


def discard_all_drafts(item: Versioned) -> None:
    """Delete all users' drafts of an item that is no longer editable."""
    item.autosaved_drafts.all().delete()


def delete_expired_drafts(now: datetime) -> str | None:
    """Delete drafts older than 30 days and expired presences, as a job of ``run_due``."""
    presence.delete_expired_presences(now)
    count = delete_over(RULE, now)
    return f"{count} bản viết dở quá 30 ngày được xóa" if count else None


def _drafts_of(user: Any, model: type[Model], pk: int | None) -> QuerySet[AutosavedDraft]:
    target = draft_target(user, model, pk)
    if pk is None:
        del target["object_id"]
        target["object_id__isnull"] = True
    return AutosavedDraft.objects.filter(**target)


# Values


def typed_values(fields: Mapping[str, forms.Field], data: Any) -> Values:
    """Return the texts that a form of these fields would take from ``data``, which may be partial.

    Files are left out, unknown names are dropped. Raises DraftTooLong.
    """
    values = {
        name: _typed(field, name, data)
        for name, field in fields.items()
        if _is_text(name, field) and not field.widget.value_omitted_from_data(data, {}, name)
    }
    if sum(map(len, as_texts(values))) > MAX_LENGTH:
        raise DraftTooLong
    return values


def initial_values(form: ModelForm) -> Values:
    """Return the initial texts of a form, comparable with ``typed_values``."""
    return {
        name: _initial(field, form.get_initial_for_field(field, name))
        for name, field in form.fields.items()
        if _is_text(name, field)
    }


def changed_fields(form: ModelForm, stored: Values, typed: Values) -> list[FieldChange]:
    """Return the fields whose typed text differs from the stored one, in the order of the form."""
    changes = []
    for name, bound_field in form.fields.items():
        before, after = stored.get(name, ""), typed.get(name, "")
        if (
            name not in stored
            or name not in typed
            or _without_blanks(before) == _without_blanks(after)
        ):
            continue
        field = form.instance._meta.get_field(name)
        shown = word_diff(_shown(field, bound_field, before), _shown(field, bound_field, after))
        changes.append(FieldChange(capfirst(field.verbose_name), shown))
    return changes


def as_form_texts(values: Values) -> dict[str, str]:
    """Return the values as ``raw_value`` has them, without rows."""
    return {
        name: value if isinstance(value, str) else raw_value(value)
        for name, value in values.items()
        if not isinstance(value, list) or not any(isinstance(part, dict) for part in value)
    }


def as_texts(values: Values) -> list[str]:
    """Return all texts of the values, those of rows too."""
    return [text for value in values.values() for text in _texts_of(value)]


def _texts_of(value: Value) -> Iterator[str]:
    if isinstance(value, str):
        yield value
        return
    for part in value:
        yield from part.values() if isinstance(part, dict) else [part]


def _is_text(name: str, field: forms.Field) -> bool:
    return name != "seen_version" and not isinstance(field, StoredFileField)


def _typed(field: forms.Field, name: str, data: Any) -> Value:
    value = field.widget.value_from_datadict(data, {}, name)
    if isinstance(field, RichTextFormField):
        return field.to_python(value)
    if isinstance(field, forms.ModelMultipleChoiceField):
        return sorted(filter(_is_key, map(str, value or [])))
    if isinstance(value, list):
        return _table(field, value)
    text = visible(raw_value(value))
    return "" if isinstance(field, forms.ModelChoiceField) and not _is_key(text) else text


def _table(field: forms.Field, rows: list[Any]) -> Value:
    """Return the value of a table of inputs as it would be stored, else its rows as typed."""
    try:
        return raw_value(field.to_python(rows))
    except forms.ValidationError:
        return [{name: visible(raw_value(cell)) for name, cell in row.items()} for row in rows]


def _is_key(text: str) -> bool:
    return int_param(text) is not None


def _initial(field: forms.Field, value: Any) -> Value:
    if isinstance(field.widget, DateTimeBaseInput):
        return field.widget.format_value(field.prepare_value(value)) or ""
    if isinstance(field, forms.ModelMultipleChoiceField):
        return sorted(raw_value(part) for part in value or [])
    return raw_value(value)


def _without_blanks(value: Value) -> Any:
    """Return the text without differences of line ends and blanks."""
    return (
        [line.strip() for line in value.strip().splitlines()] if isinstance(value, str) else value
    )


def _shown(field: Field[Any, Any], bound_field: forms.Field, value: Value) -> str:
    if isinstance(bound_field, forms.ModelMultipleChoiceField):
        choices: Any = bound_field.queryset
        rows = choices.filter(pk__in=value) if value else ()
        return "\n".join(bound_field.label_from_instance(row) for row in rows)
    if isinstance(value, list):
        rows = [list(row.values()) if isinstance(row, dict) else [row] for row in value]
        return "\n".join(", ".join(filter(None, row)) for row in rows)
    if isinstance(bound_field, forms.BooleanField):
        return "có" if value else "không"
    return display_value(field, value)
