"""Creation of an article from a quick entry page, idempotent by the page's key."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from core.workflow.engine import perform
from news.editorial.services import save_text
from news.models import Article, PlanLine, QuickEntry
from news.permissions import may_edit_text
from news.planning.assignment import set_channels
from news.quick.photos import Photo, body_of
from news.states import ArticleState
from organization.models import User

SAME_WITHIN = timedelta(days=1)


class DraftChanged(Exception):
    """The draft that the page was opened from was stored or handed in elsewhere meanwhile."""


class IdempotencyConflict(Exception):
    """This page made an item before, and what it sends now is something else.

    ``entry`` is what it made.
    """

    def __init__(self, entry: QuickEntry) -> None:
        super().__init__()
        self.entry = entry


@dataclass(frozen=True)
class QuickSubmission:
    """One valid page: the article's plain fields, its text, its photos and the transition that
    follows ("" for none).

    ``line`` is the line of the plan it was written for; ``draft`` the stored draft that the page
    was opened from, at ``version``.
    """

    token: UUID
    fields: Mapping[str, Any]
    text: str
    photos: list[Photo]
    transition: str
    transition_data: Mapping[str, Any]
    line: PlanLine | None = None
    draft: Article | None = None
    version: int | None = None

    @property
    def digest(self) -> str:
        """Return the digest of a submission; two equal digests are the same post. Photos count by
        content.
        """
        parts = [
            self.transition,
            self.text,
            *(
                f"{name}={getattr(value, 'pk', value)}"
                for name, value in sorted(self.fields.items())
            ),
            *(f"{name}={value}" for name, value in sorted(self.transition_data.items())),
            *(f"{photo.file.sha256} {photo.alt}" for photo in self.photos),
            *([f"line={self.line.pk}"] if self.line else []),
        ]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


@transaction.atomic
def submit_entry(
    sending: QuickSubmission, *, actor: User, now: datetime | None = None
) -> QuickEntry:
    """Make the item of one page and carry out its transition; the same page sent again gets what it
    made the first time, and so does the same text from another page of that day.

    The person's row is locked, so that of two clicks the second finds the first one's work. Raises
    IdempotencyConflict, DraftChanged, and TransitionRefused from the transition, in which case
    nothing is stored.
    """
    at = now or timezone.now()
    User.objects.select_for_update(no_key=True).get(pk=actor.pk)
    digest = sending.digest
    if (
        made := QuickEntry.objects.filter(person=actor, token=sending.token)
        .select_related("article")
        .first()
    ):
        if made.digest != digest:
            raise IdempotencyConflict(made)
        return made
    if sending.draft is None and (twin := _twin(sending, actor, at)):
        return twin
    article = _stored(sending, actor, at)
    article = _with_transition(article, sending, actor, at)
    return QuickEntry.objects.create(
        person=actor, token=sending.token, digest=digest, article=article, made_at=at
    )


def _twin(sending: QuickSubmission, actor: User, at: datetime) -> QuickEntry | None:
    """Return what the same text became within the last day; a draft of it is handed in now if
    that is asked.
    """
    as_draft = replace(sending, transition="", transition_data={}).digest
    found = QuickEntry.objects.filter(
        person=actor, digest__in={sending.digest, as_draft}, made_at__gt=at - SAME_WITHIN
    ).select_related("article")
    for entry in found.order_by("-made_at"):
        article = entry.article
        is_in_hand = article.state in (ArticleState.IN_REVIEW, ArticleState.PUBLISHED)
        if is_in_hand if sending.transition else article.state == ArticleState.DRAFT:
            return entry
        is_untouched = article.version == 1 + bool(sending.line)
        if sending.transition and article.state == ArticleState.DRAFT and is_untouched:
            entry.article = _with_transition(article, sending, actor, at)
            entry.made_at, entry.digest = at, sending.digest
            entry.save()
            return entry
    return None


def _stored(sending: QuickSubmission, actor: User, at: datetime) -> Article:
    """Return the new article, or the draft with its new text, stored."""
    if sending.draft is None:
        article = Article()
    else:
        article = Article.objects.select_for_update().get(pk=sending.draft.pk)
        if article.version != sending.version or not may_edit_text(article, actor):
            raise DraftChanged
    for name, value in sending.fields.items():
        setattr(article, name, value)
    article.body = body_of(sending.text, sending.photos[1:])
    lead = sending.photos[0] if sending.photos else None
    article.picture = lead.file if lead else None
    article.picture_alt = lead.alt if lead else ""
    is_of_other_line = bool(sending.line and article.plan_line_id != sending.line.pk)
    if sending.line and is_of_other_line:
        set_channels(article, sending.line)
    save_text(article, actor=actor, now=at)
    if sending.line and is_of_other_line:
        data = {"line": sending.line.pk}
        article = perform(
            article, "attach_line", actor=actor, version=article.version, data=data, now=at
        )
    return article


def _with_transition(
    article: Article, sending: QuickSubmission, actor: User, at: datetime
) -> Article:
    if not sending.transition:
        return article
    return perform(
        article,
        sending.transition,
        actor=actor,
        version=article.version,
        note=sending.transition_data.get("note", ""),
        data=sending.transition_data,
        now=at,
    )
