"""Transitions run from posted forms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from core.http.params import int_param
from core.workflow.engine import (
    StaleObject,
    Transition,
    TransitionNotAllowed,
    TransitionRefused,
    perform,
    workflow_of,
)


@dataclass(frozen=True)
class TransitionResult:
    """Outcome of a posted transition.

    ``item`` is the item after the transition; if refused, the one as it is stored now. ``note`` is
    the posted note, for the form that is rendered again.
    """

    transition: Transition
    item: Any
    note: str
    refused: TransitionRefused | None = None

    @property
    def reasons(self) -> list[str]:
        return self.refused.reasons if self.refused else []

    @property
    def is_stale(self) -> bool:
        return isinstance(self.refused, StaleObject)


def seen_version(request: HttpRequest) -> int | None:
    """Return the version that the actor saw: that of the page, or a newer one whose differences the
    page showed and the actor looked at.
    """
    sent = request.POST
    return int_param(sent.get("_merge") or sent.get("looked_at") or sent.get("version"))


def run_transition(
    request: HttpRequest, item: Any, name: str, *, version: int | None = None
) -> TransitionResult:
    """Perform a transition with what was posted: ``version``, ``note``, fields of its form, files.

    ``version`` replaces the posted one; a missing or malformed one counts as stale. Raises Http404
    for a name that the workflow lacks, PermissionDenied where the person's role does not permit
    the transition. Any other refusal is part of the result.
    """
    transition = workflow_of(item).get(name)
    if transition is None:
        raise Http404
    if version is None:
        version = seen_version(request)
    note = request.POST.get("note", "")
    try:
        changed = perform(
            item,
            name,
            actor=request.user,
            version=-1 if version is None else version,
            note=note,
            data=request.POST,
            files=request.FILES,
        )
    except TransitionNotAllowed:
        raise PermissionDenied from None
    except TransitionRefused as refused:
        item.refresh_from_db()
        return TransitionResult(transition, item, note, refused)
    return TransitionResult(transition, changed, note)
