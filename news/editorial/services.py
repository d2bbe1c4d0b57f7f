"""Storing an article's text: raises the version, writes a history row, syncs file uses."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from core.files import storage
from core.models import FileUse, StoredFile
from core.models.revisions import attribute_revision
from core.revisions.related import read_related, snapshot_related
from core.richtext.sanitizer import image_keys
from core.workflow import classified
from news.models import Article
from news.models.articles import TEXT_FIELDS
from news.times.services import sync_times
from organization.models import User


def save_text(
    article: Article, *, actor: User | None, now: datetime | None = None, reason: str = ""
) -> None:
    """Store a new or changed article. The caller holds the row lock and has asked
    ``may_edit_text``.

    Raises the version of an existing row, normalises title and lead, writes one history row in the
    actor's name. Attachments and supporting units are rows of their own, stored by whoever edits
    them; ``core.revisions.related.snapshot_related`` afterwards makes the version know them. Raises
    ClassifiedText.
    """
    classified.reject_classified(article.title, article.lead, article.body)
    at = now or timezone.now()
    if article.pk is None:
        article.created_by = article.created_by or actor
        article.created_at = at
    else:
        article.version += 1
    article.clean()
    article.related_snapshot = read_related(article)
    attribute_revision(article, user=actor, at=at, reason=reason)
    article.save()
    sync_related(article, actor=actor)


def sync_related(article: Article, *, actor: User | None) -> None:
    """Write the rows that follow a stored text: uses of files, times of a notice."""
    sync_files(article, actor=actor)
    sync_times(article)


def sync_files(article: Article, *, actor: User | None) -> None:
    """Make lead picture and pictures in the text known as used here, so that they follow the
    article's state.

    A picture in the text that the actor may not use stays what it was: named, and private.
    """
    storage.sync_uses(article, FileUse.Role.LEAD, [article.picture] if article.picture else [])
    found = storage.files_by_key(image_keys(article.body))
    storage.sync_uses(article, FileUse.Role.BODY, storage.usable_by(actor, found.values(), article))


def change_attachments(
    article: Article, *, remove: Iterable[FileUse], add: StoredFile | None, title: str = ""
) -> None:
    """Take attachments away and add at most one, at the end, under this title."""
    storage.end_uses(article.attachments.filter(pk__in=[use.pk for use in remove]))
    if add:
        last = article.attachments.count()
        FileUse.objects.create(
            file=add, item=article, role=FileUse.Role.ATTACHMENT, position=last, title=title
        )
    snapshot_related(article)


COPIED_FIELDS = tuple(name for name in TEXT_FIELDS if name not in ("byline", "times"))


def copy_text(article: Article, *, actor: User, now: datetime | None = None) -> Article:
    """Return a new draft of the actor and their unit with the text, pictures and classification of
    an article.

    Neither its state nor its pen name (another's credit) nor its attachments and times (of that one
    event) come along. The caller has asked whether the actor may read the article and write at all.
    """
    copy = Article(author=actor, unit=actor.unit, copied_from=article)
    for name in COPIED_FIELDS:
        attname = _attname(name)
        setattr(copy, attname, getattr(article, attname))
    save_text(copy, actor=actor, now=now, reason=f"Chép từ bài số {article.pk}")
    copy.supporting_units.set(article.supporting_units.all())
    snapshot_related(copy)
    return copy


def _attname(name: str) -> str:
    """Return the attribute of a column: ``unit_id`` for ``unit``."""
    field = Article._meta.get_field(name)
    return getattr(field, "attname", name)
