"""Search source of articles."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from core.registries import SearchHit, SearchKind, SearchSource
from core.search.highlighting import excerpt_text
from news.models import Article
from news.states import Kind

KINDS = {
    Kind.BRIEF: SearchKind("tin", "Tin", (("kind", Kind.BRIEF),)),
    Kind.FEATURE: SearchKind("bai", "Bài chuyên sâu", (("kind", Kind.FEATURE),)),
    Kind.NOTICE: SearchKind("thong-bao", "Thông báo", (("kind", Kind.NOTICE),)),
}


HIT_COLUMNS = (
    *("kind", "title", "lead", "body", "times", "valid_until"),
    *("published_at", "expires_at", "stays_after_expiry", "category__name"),
)


def times_text(article: Article) -> list[str]:
    """Return a line for each time of an item: when, where, for whom."""
    return [
        ", ".join(
            filter(None, (one.label, one.place, one.concerns, "đã hủy" if one.is_cancelled else ""))
        )
        for one in article.event_times
    ]


def _hits(rows: QuerySet[Any, Any]) -> dict[int, SearchHit]:
    return {
        article.pk: SearchHit(
            title=article.title,
            url=article.get_absolute_url(),
            kind=KINDS[Kind(article.kind)].label,
            text="\n".join([*times_text(article), article.lead, excerpt_text(article.body)]),
            at=article.published_at,
            category=article.category.name if article.category else "",
            note=article.over_words,
            when=article.shown_time.label if article.shown_time else "",
        )
        for article in rows.select_related("category").only(*HIT_COLUMNS)
    }


SOURCE = SearchSource(
    "news.article",
    tuple(KINDS.values()),
    rows=lambda now: Article.objects.published(now=now),
    load=_hits,
    category="category__slug",
    unit="unit",
)
