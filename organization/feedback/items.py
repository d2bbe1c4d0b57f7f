"""Public items open to feedback, from the registered feedback targets."""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from django.http import Http404
from django.shortcuts import get_object_or_404

from core.registries import FeedbackTarget, feedback_targets
from organization.feedback.site_pages import site_page_number


def target_of(model: type[Model] | None) -> FeedbackTarget | None:
    return next((target for target in feedback_targets if target.model is model), None)


def published_item(kind: str, pk: int) -> Any:
    """Return the published item of a kind. Raises Http404 for anything else."""
    target = next((target for target in feedback_targets if target.kind == kind), None)
    if target is None:
        raise Http404
    return get_object_or_404(target.published(), pk=pk)


def page_feedback(item: Model | None, view: str) -> dict[str, Any] | None:
    """Return the context of the panel beneath a public page: of its item, else of the page that
    the view generates; None where there is neither. No query.
    """
    if item is not None and target_of(type(item)):
        return feedback_panel(item)
    number = site_page_number(view)
    return {"kind": "cong", "pk": number} if number else None


def feedback_panel(item: Model) -> dict[str, Any] | None:
    """Return the context of the panel beneath a public item. No query."""
    target = target_of(type(item))
    return {"kind": target.kind, "pk": item.pk} if target else None
