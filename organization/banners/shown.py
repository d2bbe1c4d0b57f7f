"""Banners that public pages show."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from core.database.compiled_query import compiled_query
from organization.models import Banner
from organization.querysets import BannerQuerySet


def shown_banners() -> list[Banner]:
    """Return the banners of this moment, gravest first. One query."""
    return _published(now=timezone.now())


@compiled_query
def _published(*, now: datetime) -> BannerQuerySet:
    return Banner.objects.published(now=now)
