"""Dashboard of autosave: what somebody typed and did not save, with the way back to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model
from django.urls import NoReverseMatch, reverse
from django.utils.text import capfirst

from core.models import AutosavedDraft
from core.revisions.forms import raw_value

USE = "ban-viet-do"
MAX_SHOWN = 5
_TITLES = ("title", "name", "subject", "text")


@dataclass(frozen=True)
class UnsavedText:
    """One autosaved draft: ``title`` are the person's own words, or the kind of the item."""

    title: str
    kind: str
    saved_at: datetime
    url: str
    is_new: bool


def unsaved_panel(user: Any) -> dict[str, Any] | None:
    """Return the newest unsaved texts of the user, those of items never saved too; None without
    any.

    Left out: what the item has by now, and items that are gone or closed to the user. One query
    for the drafts, two for each model.
    """
    drafts = AutosavedDraft.objects.filter(user=user).select_related("content_type")
    ordered = sorted(drafts.order_by("-saved_at")[:50], key=lambda draft: draft.content_type_id)
    found = [
        text
        for _, group in groupby(ordered, key=lambda draft: draft.content_type_id)
        for text in _of_model(user, list(group))
    ]
    found.sort(key=lambda text: text.saved_at, reverse=True)
    return {"texts": found[:MAX_SHOWN], "left": max(0, len(found) - MAX_SHOWN)} if found else None


def _of_model(user: Any, drafts: list[AutosavedDraft]) -> Iterable[UnsavedText]:
    model = drafts[0].content_type.model_class()
    if model is None:
        return
    items = _readable(model, user, [draft.object_id for draft in drafts if draft.object_id])
    for draft in drafts:
        item = items.get(draft.object_id) if draft.object_id else None
        if draft.object_id and (item is None or not _differs(item, draft.values)):
            continue
        if url := _address(model, draft.object_id):
            kind = str(model._meta.verbose_name)
            title = _title(draft.values) or capfirst(kind)
            yield UnsavedText(title, kind, draft.saved_at, url, is_new=not draft.object_id)


def _readable(model: type[Model], user: Any, keys: list[int]) -> dict[int, Model]:
    if not keys:
        return {}
    rows: Any = model._default_manager.all()
    if hasattr(rows, "readable_by"):
        rows = rows.readable_by(user)
    return {item.pk: item for item in rows.filter(pk__in=keys)}


def _differs(item: Model, values: dict[str, Any]) -> bool:
    """Return whether a column of the item says something else than was typed."""
    for name, typed in values.items():
        try:
            field = item._meta.get_field(name)
        except FieldDoesNotExist:
            continue
        if field.many_to_many or not hasattr(field, "attname"):
            continue
        stored = raw_value(getattr(item, field.attname))
        if not isinstance(typed, str) or stored.split() != typed.split():
            return True
    return False


def _title(values: dict[str, Any]) -> str:
    for name in _TITLES:
        typed = values.get(name, "")
        if isinstance(typed, str) and "<" not in typed and typed.strip():
            return typed.strip()[:120]
    return ""


def _address(model: type[Model], pk: int | None) -> str:
    """Return the form filled with the draft, so that nobody is asked a second time."""
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    try:
        form = reverse(f"{name}_change", args=[pk]) if pk else reverse(f"{name}_add")
    except NoReverseMatch:
        return ""
    return f"{form}?{USE}=dung"
