"""Entries of the reports in the registries; imported by ``ReportsConfig.ready``."""

from core import registries as r
from reports.models import Edition, MonthlyReport
from reports.public import sitemaps

# What residents have: confirmed months, and what is made of them.
r.sitemaps.register(r.SitemapSection("bao-cao", sitemaps.Reports))
r.sitemaps.register(r.SitemapSection("bao-cao-chung", sitemaps.Lists))
r.cache_dependencies.register(r.CacheDependency((MonthlyReport, Edition)))
