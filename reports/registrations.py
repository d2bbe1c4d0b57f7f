"""Entries of the reports in the registries; imported by ``ReportsConfig.ready``."""

from core import registries as r
from documents.outgoing.services import number_listeners
from organization.work.waiting import WaitingSource, waiting_sources
from organization.work.work_list import WorkSource, work_sources
from reports.figures.stored import count_periods
from reports.models import Edition, MonthlyReport
from reports.monthly import workflow  # noqa: F401  (registers the workflow)
from reports.monthly.mailing import mail_report_link
from reports.monthly.paper import store_number
from reports.monthly.work import owed_paragraphs, waiting_reports
from reports.permissions import may_see_reports
from reports.public import sitemaps

r.admin_menu.register(r.AdminMenuEntry("Báo cáo tháng", "reports", may_see_reports, position=11))
r.periodic_jobs.register(r.PeriodicJob("figures of periods", count_periods))
r.periodic_jobs.register(r.PeriodicJob("link of the report", mail_report_link))
r.file_owners.register(r.FileOwner(Edition, Edition.objects.none, Edition.objects.readable_by))
waiting_sources.register(WaitingSource("reports", waiting_reports))
work_sources.register(WorkSource("report paragraphs", owed_paragraphs))
number_listeners.register(store_number)

# What residents have: confirmed months, and what is made of them.
r.sitemaps.register(r.SitemapSection("bao-cao", sitemaps.Reports))
r.sitemaps.register(r.SitemapSection("bao-cao-chung", sitemaps.Lists))
r.cache_dependencies.register(r.CacheDependency((MonthlyReport, Edition)))
