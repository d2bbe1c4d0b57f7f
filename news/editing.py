"""The one way a text is stored: version raised, history row written, uses of files brought in line."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from core import files, richtext
from core.models import FileUse, StoredFile
from news.models import Article
from organization.models import User


def save_text(article: Article, *, actor: User | None, now: datetime | None = None, reason: str = "") -> None:
    """Store a new or changed article. The caller holds the row lock and has asked ``may_edit_text``.

    Raises the version of an existing row, normalises title and lead, writes one history row in the actor's name.
    Attachments are rows of their own and are stored by whoever edits them.
    """
    at = now or timezone.now()
    if article.pk is None:
        article.created_by = article.created_by or actor
        article.created_at = at
    else:
        article.version += 1
    article.clean()
    article._history_user = actor
    article._history_date = at
    article._change_reason = reason
    article.save()
    sync_files(article, actor=actor)


def sync_files(article: Article, *, actor: User | None) -> None:
    """Make lead picture and pictures in the text known as used here, so that they follow the article's state.

    A picture in the text that the actor may not use stays what it was: named, and private.
    """
    files.sync_uses(article, FileUse.Role.LEAD, [article.picture] if article.picture else [])
    found = files.files_by_key(richtext.image_keys(article.body))
    files.sync_uses(article, FileUse.Role.BODY, files.usable_by(actor, found.values(), article))


def change_attachments(article: Article, *, remove: Iterable[FileUse], add: StoredFile | None) -> None:
    """Take attachments away and add at most one, at the end."""
    files.retire(article.attachments.filter(pk__in=[use.pk for use in remove]))
    if add:
        last = article.attachments.count()
        FileUse.objects.create(file=add, item=article, role=FileUse.Role.ATTACHMENT, position=last)
