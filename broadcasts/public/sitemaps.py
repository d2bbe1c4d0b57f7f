"""Sitemaps of the loudspeakers."""

from __future__ import annotations

from datetime import datetime

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.urls import reverse

from broadcasts.models import Bulletin


class Bulletins(Sitemap):
    """Aired bulletins."""

    limit = 10_000

    def items(self) -> QuerySet[Bulletin]:
        return Bulletin.objects.published().order_by("pk").only("starts_at")

    def lastmod(self, item: Bulletin) -> datetime:
        return item.starts_at


class Lists(Sitemap):
    def items(self) -> list[str]:
        return ["broadcasts"]

    def location(self, item: str) -> str:
        return reverse(item)
