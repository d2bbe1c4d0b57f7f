"""Most read articles of the last days."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from news.models import Article

DAYS = 30
MAX_SHOWN = 5


def most_read() -> dict[str, Any] | None:
    """Return the public articles read most in the last ``DAYS`` days, None when nothing was
    read.
    """
    since = timezone.localdate() - timedelta(days=DAYS - 1)
    articles = list(
        Article.objects.current().most_read(since=since).only("title", "published_at")[:MAX_SHOWN]
    )
    return {"articles": articles} if articles else None
