"""The public items that residents answer to, as their rooms registered them."""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from django.http import Http404
from django.shortcuts import get_object_or_404

from core.registries import FeedbackTarget, feedback_targets


def target_of(model: type[Model] | None) -> FeedbackTarget | None:
    return next((entry for entry in feedback_targets if entry.model is model), None)


def published_item(kind: str, pk: int) -> Any:
    """Return the item residents know under this kind and number.

    Raises Http404 for anything else.
    """
    entry = next((entry for entry in feedback_targets if entry.kind == kind), None)
    if entry is None:
        raise Http404
    return get_object_or_404(entry.published(), pk=pk)


def feedback_panel(item: Model) -> dict[str, Any] | None:
    """Return what the panel beneath a public item needs. No query."""
    entry = target_of(type(item))
    return {"kind": entry.kind, "pk": item.pk} if entry else None
