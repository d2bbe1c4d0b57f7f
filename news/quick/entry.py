"""Creation of an article from a quick entry page, idempotent by the page's key."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from core.workflow.engine import perform
from news.editorial.services import save_text
from news.models import Article, PlanLine, QuickEntry
from news.planning.assignment import set_channels
from news.quick.photos import Photo, body_of
from organization.models import User


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

    ``line`` is the line of the plan it was written for.
    """

    token: UUID
    fields: Mapping[str, Any]
    text: str
    photos: list[Photo]
    transition: str
    transition_data: Mapping[str, Any]
    line: PlanLine | None = None

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
    made the first time.

    The person's row is locked, so that of two clicks the second finds the first one's work. Raises
    OtherText, and Refused from the transition, in which case nothing is stored.
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
    article = Article(**sending.fields, body=body_of(sending.text, sending.photos[1:]))
    if sending.photos:
        article.picture, article.picture_alt = sending.photos[0].file, sending.photos[0].alt
    if sending.line:
        set_channels(article, sending.line)
    save_text(article, actor=actor, now=at)
    if sending.line:
        data = {"line": sending.line.pk}
        article = perform(
            article, "attach_line", actor=actor, version=article.version, data=data, now=at
        )
    if sending.transition:
        article = perform(
            article,
            sending.transition,
            actor=actor,
            version=article.version,
            note=sending.transition_data.get("note", ""),
            data=sending.transition_data,
            now=at,
        )
    return QuickEntry.objects.create(
        person=actor, token=sending.token, digest=digest, article=article, made_at=at
    )
