"""Sitemaps of the library."""

from __future__ import annotations

from datetime import datetime

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.urls import reverse

from documents.models import PublicDocument


class Documents(Sitemap):
    """Published documents."""

    limit = 2_000

    def items(self) -> QuerySet[PublicDocument]:
        published = PublicDocument.objects.published().order_by("pk").select_related("type")
        return published.only(
            "subject", "number", "notation", "number_year", "published_at", "type__name"
        )

    def lastmod(self, item: PublicDocument) -> datetime | None:
        return item.published_at


class Lists(Sitemap):
    def items(self) -> list[str]:
        return ["documents"]

    def location(self, item: str) -> str:
        return reverse(item)
