"""Related articles of an article: previous, next, and others of its category."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from core.database.compiled_query import compiled_query
from news.models import Article
from news.querysets.articles import SIBLINGS, ArticleQuerySet

OF_UNIT_WITHIN = timedelta(days=365)  # before the item, for others of its unit


@dataclass(frozen=True)
class RelatedArticles:
    """``earlier`` and ``later`` stand next to the item in the order of all published ones."""

    earlier: Article | None = None
    later: Article | None = None
    siblings: list[Article] = field(default_factory=list)


def related_articles(article: Article) -> RelatedArticles:
    """Return them in one question to the database; an item that is not public yet has siblings
    alone.
    """
    rows = sorted(_rows(article), key=_place)
    siblings = [
        row for row in rows if article.category_id and row.category_id == article.category_id
    ]
    # Those of the same unit first in the choice, the newest first on the page.
    chosen = sorted(siblings, key=lambda row: (row.unit_id == article.unit_id, _place(row)))[
        -SIBLINGS:
    ]
    chosen = sorted(chosen, key=_place, reverse=True)
    if article.published_at is None:
        return RelatedArticles(siblings=chosen)
    here = _place(article)
    return RelatedArticles(
        earlier=next((row for row in reversed(rows) if _place(row) < here), None),
        later=next((row for row in rows if _place(row) > here), None),
        siblings=chosen,
    )


def _rows(article: Article) -> list[Article]:
    place = {
        "at": article.published_at,
        "category": article.category_id,
        "unit": article.category_id and article.unit_id,
    }
    known = {name: value for name, value in place.items() if value}
    if not known:
        return []
    now = timezone.now()
    if "unit" in known:
        known["since"] = (article.published_at or now) - OF_UNIT_WITHIN
    return _around(*known, pk=article.pk, now=now, **known)


@compiled_query
def _around(*known: str, now: datetime, **place: Any) -> ArticleQuerySet:
    """Return the rows; what is known of an item's place decides about the SQL."""
    return Article.objects.current(now=now).around(**place)


def _place(article: Article) -> tuple[object, int]:
    return article.published_at, article.pk
