"""What the attachments of articles carry without showing it: hidden sheets, comments, changes."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.contenttypes.models import ContentType

from core.files.upload_notices import unseen_sentence
from core.models import FileUse
from news.models import Article


def unseen_by_article(articles: Iterable[Article]) -> dict[int, list[str]]:
    """Return the sentences on attachments that carry more than they show, by article. One query."""
    uses = FileUse.objects.filter(
        content_type=ContentType.objects.get_for_model(Article),
        object_id__in=[article.pk for article in articles],
        role=FileUse.Role.ATTACHMENT,
    )
    found: dict[int, list[str]] = {}
    for use in uses.exclude(file__unseen=[]).select_related("file"):
        sentence = unseen_sentence(str(use), use.file.unseen)
        found.setdefault(use.object_id, []).append(sentence)
    return found


def unseen_in(article: Article) -> list[str]:
    """Return these sentences for one article. One query."""
    return unseen_by_article([article]).get(article.pk, [])
