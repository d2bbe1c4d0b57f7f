"""Sitemaps of articles, categories and months."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.contrib.sitemaps import Sitemap
from django.db.models import Max, OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.functional import cached_property

from core.http.addresses import item_address
from core.models import TransitionLog
from core.text.vietnamese import slug
from news.models import Article, Category
from news.public.archive import ArchiveMonth, month_url, months


class Articles(Sitemap):
    """Every published item; it changed when it was published or last corrected."""

    limit = 2_000

    def items(self) -> QuerySet[Article, Any]:
        """Return them oldest first, so that a new one changes the last part of the map alone."""
        published = Article.objects.published().order_by("pk")
        return published.values_list("pk", "title", "published_at", named=True)

    def location(self, item: Any) -> str:
        return item_address("article", slug(item.title), item.pk)

    def lastmod(self, item: Any) -> datetime | None:
        times = (item.published_at, self._corrected.get(item.pk))
        return max((at for at in times if at), default=None)

    def get_latest_lastmod(self) -> datetime | None:
        """Return the newest change; Django would read every item for it."""
        published = Article.objects.published()
        newest = published.order_by("-published_at").values_list("published_at", flat=True).first()
        corrected = published.filter(pk__in=self._corrected).values_list("pk", flat=True)
        times = [newest, *(self._corrected[pk] for pk in corrected)]
        return max((at for at in times if at), default=None)

    @cached_property
    def _corrected(self) -> dict[int, datetime]:
        """Return when items were last corrected, of those that ever were; few are."""
        kind = ContentType.objects.get_for_model(Article)
        corrections = TransitionLog.objects.filter(content_type=kind, name="correct").order_by()
        return dict(corrections.values_list("object_id").annotate(Max("at")))


class Categories(Sitemap):
    """The categories that have something to read."""

    def items(self) -> QuerySet[Category]:
        newest = (
            Article.objects.published()
            .filter(category=OuterRef("pk"))
            .newest_first()
            .values("published_at")[:1]
        )
        return (
            Category.objects.filter(merged_into=None)
            .annotate(changed_at=Subquery(newest))
            .exclude(changed_at=None)
        )

    def lastmod(self, item: Any) -> datetime:
        return item.changed_at


class Months(Sitemap):
    """All news, and the months that have any."""

    def items(self) -> list[ArchiveMonth | None]:
        return [None, *months()]

    def location(self, item: ArchiveMonth | None) -> str:
        return month_url(item.first) if item else reverse("all_news")
