"""Search source of articles."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from core.registries import SearchHit, SearchKind, SearchSource
from core.search.highlighting import excerpt_text
from news.models import Article
from news.querysets.articles import SEARCH_COLUMNS
from news.states import Kind

KINDS = {
    Kind.BRIEF: SearchKind("tin", "Tin", (("kind", Kind.BRIEF),)),
    Kind.FEATURE: SearchKind("bai", "Bài chuyên sâu", (("kind", Kind.FEATURE),)),
    Kind.NOTICE: SearchKind("thong-bao", "Thông báo", (("kind", Kind.NOTICE),)),
}


def _hits(rows: QuerySet[Any, Any]) -> dict[int, SearchHit]:
    return {
        article.pk: SearchHit(
            title=article.title,
            url=article.get_absolute_url(),
            kind=KINDS[Kind(article.kind)].label,
            text=f"{article.lead}\n{excerpt_text(article.body)}",
            at=article.published_at,
            category=article.category.name if article.category else "",
            note="Đã hết hạn" if article.is_over else "",
        )
        for article in rows.select_related("category").defer(*SEARCH_COLUMNS)
    }


SOURCE = SearchSource(
    "news.article",
    tuple(KINDS.values()),
    rows=Article.objects.published,
    load=_hits,
    category="category__slug",
    unit="unit",
)
