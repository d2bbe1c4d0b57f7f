"""Timeline of an item: transitions, revisions and comments, with readable fields and values."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.text import capfirst

from core.models import (
    Commentable,
    RelatedSnapshot,
    ReviewComment,
    StoredFile,
    TransitionLog,
    Versioned,
)
from core.revisions.diff import (
    FieldChange,
    FileLookup,
    related_changes,
    rich_text,
    single_file,
    snapshot_file_keys,
)
from core.revisions.related import ATTACHMENTS
from core.richtext.fields import RichTextField
from core.richtext.sanitizer import image_keys
from core.text.comparison.diff import word_diff
from core.text.vietnamese import plain_text
from core.workflow.engine import find_workflow, log_of


@dataclass(frozen=True)
class TimelineEntry:
    """One entry. ``target`` is the state a transition led to.

    ``before`` and ``after`` are historical rows when the text changed, ``transition`` is the name
    of a transition, ``comment`` the comment concerned, each where there is one. ``on_behalf_of``
    names for whom the actor recorded a transition.
    """

    at: datetime
    actor: Any
    label: str
    note: str
    version: int
    target: str = ""
    before: Any = None
    after: Any = None
    transition: str = ""
    comment: ReviewComment | None = None
    on_behalf_of: str = ""


def display_value(field: models.Field[Any, Any], value: Any) -> str:
    """Return a stored or typed value for people: names of rows, labels of choices, text of HTML."""
    if value in (None, ""):
        return ""
    if isinstance(field, RichTextField):
        return plain_text(value)
    if field.is_relation:
        return str(_related_row(field, value) or value)
    if isinstance(field, models.DateField) and isinstance(value, str):
        is_day = not isinstance(field, models.DateTimeField)
        with suppress(ValueError):  # what was typed may be no date
            value = (parse_date(value) if is_day else parse_datetime(value)) or value
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, datetime):
        return (
            f"{timezone.localtime(value) if timezone.is_aware(value) else value:%d/%m/%Y | %H:%M}"
        )
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return str(dict(field.flatchoices).get(value, value))


def _related_row(field: models.Field[Any, Any], value: Any) -> models.Model | None:
    """Return the row of a relation's value, given as itself or as its primary key."""
    if isinstance(value, models.Model):
        return value
    model = field.related_model
    return model._base_manager.filter(pk=value).first() if model else None


def field_changes(old: Any, new: Any, *, only: Iterable[str] | None = None) -> list[FieldChange]:
    """Return the differences of two historical rows of one item, in the model's field order,
    related rows last.

    ``only`` limits them to these columns and relations.
    """
    model = type(new).instance_type
    wanted = None if only is None else set(only)
    names = [change.field for change in new.diff_against(old).changes]
    columns = {name for name in names if wanted is None or name in wanted}
    fields = sorted(model._meta.get_field(name) for name in columns)
    # Not among the changes above: those are of editable columns alone.
    labels = _related_labels(model) if issubclass(model, RelatedSnapshot) else {}
    labels = {name: label for name, label in labels.items() if wanted is None or name in wanted}
    files = _files_of(fields, old, new, with_attachments=ATTACHMENTS in labels)
    changes = [_field_change(field, old, new, files) for field in fields]
    return [
        *changes,
        *(
            related_changes(old.related_snapshot, new.related_snapshot, labels, files)
            if labels
            else ()
        ),
    ]


def _related_labels(model: Any) -> dict[str, str]:
    relations = {
        name: capfirst(model._meta.get_field(name).verbose_name)
        for name in model.snapshot_relations
    }
    return {ATTACHMENTS: "Tệp đính kèm", **relations}


def _files_of(
    fields: list[models.Field[Any, Any]], old: Any, new: Any, *, with_attachments: bool
) -> FileLookup:
    rows = (old, new)
    pks = [
        getattr(row, field.attname)
        for field in fields
        if field.related_model is StoredFile
        for row in rows
    ]
    bodies = [
        getattr(row, field.attname)
        for field in fields
        if isinstance(field, RichTextField)
        for row in rows
    ]
    keys = [key for body in bodies for key in image_keys(body)]
    if with_attachments:
        keys += [key for row in rows for key in snapshot_file_keys(row.related_snapshot)]
    return FileLookup(pks=pks, keys=keys)


def _field_change(
    field: models.Field[Any, Any], old: Any, new: Any, files: FileLookup
) -> FieldChange:
    label = capfirst(str(field.verbose_name))
    before = getattr(old, field.attname)
    after = getattr(new, field.attname)
    if field.related_model is StoredFile:
        return single_file(label, before, after, files)
    words = word_diff(display_value(field, before), display_value(field, after))
    if isinstance(field, RichTextField):
        return rich_text(label, words, before, after, files)
    return FieldChange(label, words)


def timeline(item: Versioned) -> list[TimelineEntry]:
    """Return the entries of log, history and comments, newest first.

    Two queries, and those of ``Commentable.comments`` for an item that takes comments.
    """
    rows = list(item.history.select_related("history_user").order_by("version", "history_id"))
    logs = list(log_of(item))
    comments = item.comments if isinstance(item, Commentable) else []
    entries = [*entries_of(item, rows, logs), *_comment_entries(comments)]
    return sorted(entries, key=lambda entry: (entry.version, entry.at), reverse=True)


def _comment_entries(comments: Iterable[ReviewComment]) -> Iterable[TimelineEntry]:
    for comment in comments:
        yield TimelineEntry(
            comment.created_at,
            comment.author,
            "Góp ý",
            comment.text,
            comment.version,
            comment=comment,
        )
        for reply in comment.replies.all():
            label = reply.get_kind_display()
            yield TimelineEntry(
                reply.created_at, reply.author, label, reply.text, reply.version, comment=comment
            )


def entries_of(
    item: Versioned, rows: list[Any], logs: list[TransitionLog]
) -> Iterable[TimelineEntry]:
    """Yield the entries of an item's historical rows, oldest first, and of its log. No query."""
    logged = {log.version: log for log in logs}
    workflow = find_workflow(item)
    texts = {}
    for before, row in zip([None, *rows], rows, strict=False):
        texts[row.version] = (before, row)
        if row.version not in logged:
            label = row.history_change_reason or (
                "Tạo bản đầu" if before is None else "Sửa nội dung"
            )
            yield TimelineEntry(
                row.history_date, row.history_user, label, "", row.version, before=before, after=row
            )
    for log in logs:
        transition = workflow.get(log.name) if workflow else None
        label = transition.label if transition else log.name
        text = texts.get(log.version, (None, None))
        yield TimelineEntry(
            log.at,
            log.actor,
            label,
            log.note,
            log.version,
            log.target,
            *text,
            transition=log.name,
            on_behalf_of=log.on_behalf_of,
        )
