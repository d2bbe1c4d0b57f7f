"""Sitemaps of reports."""

from __future__ import annotations

from datetime import datetime

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.urls import reverse

from reports.editions.spans import spans_with
from reports.models import MonthlyReport


class Reports(Sitemap):
    """Confirmed months."""

    limit = 10_000

    def items(self) -> QuerySet[MonthlyReport]:
        return MonthlyReport.objects.published().select_related("period").order_by("pk")

    def lastmod(self, item: MonthlyReport) -> datetime | None:
        return item.confirmed_at


class Lists(Sitemap):
    """The list, and the spans that have a confirmed month."""

    def items(self) -> list[str]:
        published = MonthlyReport.objects.published()
        months = set(published.values_list("period__year", "period__month"))
        return ["", *(span.code for span in spans_with(months))]

    def location(self, item: str) -> str:
        return reverse("public_report", args=[item]) if item else reverse("public_reports")
