"""Most read articles of the last days."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from core.database.compiled_query import compiled_query
from news.models import Article
from news.querysets.articles import ArticleQuerySet

DAYS = 30
MAX_SHOWN = 5


@compiled_query
def _most_read(*, since: date, now: datetime) -> ArticleQuerySet:
    read = Article.objects.current(now=now).most_read(since=since)
    return read.only("title", "published_at")[:MAX_SHOWN]


def most_read() -> dict[str, Any] | None:
    """Return the public articles read most in the last ``DAYS`` days, None when nothing was
    read.
    """
    since = timezone.localdate() - timedelta(days=DAYS - 1)
    articles = _most_read(since=since, now=timezone.now())
    return {"articles": articles} if articles else None
