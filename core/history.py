"""What django-simple-history kept, made readable: fields by their names, values as people read them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.utils.safestring import SafeString

from core.diff import word_diff
from core.fields import RichTextField
from core.models import TransitionLog
from core.text import plain_text
from core.workflow import log_of, workflow_of


@dataclass(frozen=True)
class FieldChange:
    """One field that differs: its Vietnamese name and the marked-up difference of old and new."""

    label: str
    difference: SafeString


@dataclass(frozen=True)
class Entry:
    """One line of an item's timeline. ``target`` is the state a step led to.

    ``before`` and ``after`` are history rows when the text changed."""

    at: datetime
    actor: Any
    label: str
    note: str
    version: int
    target: str = ""
    before: Any = None
    after: Any = None


def readable(field: models.Field, value: Any) -> str:
    """Return a stored or typed value as a person reads it: names for rows, labels for choices, text for HTML."""
    if value in (None, ""):
        return ""
    if isinstance(field, RichTextField):
        return plain_text(value)
    if field.is_relation:
        related = (
            value if isinstance(value, models.Model) else field.related_model._base_manager.filter(pk=value).first()
        )
        return str(related or value)
    if isinstance(value, bool):
        return "có" if value else "không"
    return str(dict(field.flatchoices).get(value, value))


def differences(old: Any, new: Any) -> list[FieldChange]:
    """Return the fields in which two history rows of one item differ, in the order of the model."""
    model = type(new).instance_type
    fields = sorted(model._meta.get_field(change.field) for change in new.diff_against(old).changes)
    return [
        FieldChange(
            capitalized(field.verbose_name),
            word_diff(readable(field, getattr(old, field.attname)), readable(field, getattr(new, field.attname))),
        )
        for field in fields
        if field.name != "version"
    ]


def capitalized(words: Any) -> str:
    return str(words)[:1].upper() + str(words)[1:]


def timeline(item: models.Model) -> list[Entry]:
    """Return states from the log and texts from the history as one list, newest first, in two queries."""
    rows = list(item.history.select_related("history_user").order_by("version", "history_id"))
    logs = list(log_of(item))
    return sorted(_entries(item, rows, logs), key=lambda entry: (entry.version, entry.at), reverse=True)


def _entries(item: models.Model, rows: list[Any], logs: list[TransitionLog]) -> Iterable[Entry]:
    logged = {log.version: log for log in logs}
    workflow = workflow_of(item)
    texts = {}
    for before, row in zip([None, *rows], rows, strict=False):
        texts[row.version] = (before, row)
        if row.version not in logged:
            label = row.history_change_reason or ("Tạo bản đầu" if before is None else "Sửa nội dung")
            yield Entry(row.history_date, row.history_user, label, "", row.version, before=before, after=row)
    for log in logs:
        transition = workflow.get(log.name)
        label = transition.label if transition else log.name
        yield Entry(log.at, log.actor, label, log.note, log.version, log.target, *texts.get(log.version, (None, None)))
