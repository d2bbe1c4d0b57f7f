"""Search source of articles, and the fact of the page of corrections."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet
from django.urls import reverse

from core.registries import Fact, FactSource, SearchHit, SearchKind, SearchSource
from core.search.highlighting import excerpt_text
from news.models import Article, NoticeTime
from news.public.corrections import HEADING
from news.states import Kind
from news.times.wording import times_lines
from organization.pages.search_source import KIND as PAGES

KINDS = {
    Kind.BRIEF: SearchKind("tin", "Tin", (("kind", Kind.BRIEF),)),
    Kind.FEATURE: SearchKind("bai", "Bài chuyên sâu", (("kind", Kind.FEATURE),)),
    Kind.NOTICE: SearchKind("thong-bao", "Thông báo", (("kind", Kind.NOTICE),)),
}


HIT_COLUMNS = (
    *("kind", "title", "lead", "body", "times", "valid_until"),
    *("published_at", "expires_at", "stays_after_expiry", "category__name"),
)


def _listed(rows: QuerySet[Article]) -> QuerySet[Article]:
    return rows.select_related("category").only(*HIT_COLUMNS)


def _hit(article: Article) -> SearchHit:
    return SearchHit(
        title=article.title,
        url=article.get_absolute_url(),
        kind=KINDS[Kind(article.kind)].label,
        text="\n".join([*times_lines(article), article.lead, excerpt_text(article.body)]),
        at=article.published_at,
        category=article.category.name if article.category else "",
        note=article.over_words,
        when=_when(article.shown_time),
    )


def _when(one: NoticeTime | None) -> str:
    if one is None:
        return ""
    return f"Đã hủy: {one.label}" if one.is_cancelled else one.label


SOURCE = SearchSource(
    "news.article",
    tuple(KINDS.values()),
    rows=lambda now: Article.objects.published(now=now),
    listed=_listed,
    hit=_hit,
    ends_at="valid_until",
    category="category__slug",
    unit="unit",
)


def _corrections() -> Iterator[Fact]:
    yield Fact(HEADING, reverse("corrections"), words="cải chính, sửa sai, tin sai, bài bị gỡ")


CORRECTIONS = FactSource("corrections", PAGES, _corrections, position=96)
