"""Sitemaps of published meetings and of the list pages."""

from __future__ import annotations

from datetime import datetime

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.urls import reverse

from meetings.models import ApprovedMeeting


class Meetings(Sitemap):
    """Published meetings; ``lastmod`` is the last approval of the minutes."""

    limit = 10_000

    def items(self) -> QuerySet[ApprovedMeeting]:
        return ApprovedMeeting.objects.published().order_by("pk").only("slug", "approved_at")

    def lastmod(self, item: ApprovedMeeting) -> datetime:
        return item.approved_at


class Lists(Sitemap):
    def items(self) -> list[str]:
        return ["meetings", "working_calendar"]

    def location(self, item: str) -> str:
        return reverse(item)
