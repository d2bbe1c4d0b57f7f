"""Idempotency of the pages that make an article: what was sent twice is made once."""

from __future__ import annotations

import hashlib
from uuid import UUID

from django.core.files import File
from django.utils import timezone

from news.models import Article, QuickEntry
from organization.models import User


def file_token(page: UUID, file: File) -> UUID:
    """Return the key of a file sent by a page: another file from it makes another article."""
    digest = hashlib.sha256(page.bytes)
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return UUID(bytes=digest.digest()[:16])


def made_by(person: User, token: UUID) -> Article | None:
    """Return what the page made. The person's row is locked, so that of two clicks the second finds
    the first one's work.
    """
    User.objects.select_for_update(no_key=True).get(pk=person.pk)
    entry = QuickEntry.objects.filter(person=person, token=token).select_related("article").first()
    return entry.article if entry else None


def record_made(person: User, token: UUID, article: Article) -> None:
    """Remember what the page made, without a digest: the item itself is compared."""
    QuickEntry.objects.create(person=person, token=token, article=article, made_at=timezone.now())
