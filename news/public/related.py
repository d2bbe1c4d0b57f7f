"""Related articles of an article: previous, next, and others of its category."""

from __future__ import annotations

from dataclasses import dataclass, field

from news.models import Article
from news.querysets.articles import SIBLINGS


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
    rows = sorted(Article.objects.current().around(article), key=_place)
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


def _place(article: Article) -> tuple[object, int]:
    return article.published_at, article.pk
