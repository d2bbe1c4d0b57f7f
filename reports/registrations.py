"""Entries of the reports in the registries; imported by ``ReportsConfig.ready``."""

from core import registries as r
from core.reporting.figures import figure_sources
from documents.outgoing.services import number_listeners
from organization.work.handover import UnitHolding, unit_holdings
from organization.work.waiting import WaitingSource, waiting_sources
from organization.work.work_list import WorkSource, work_sources
from reports.agency import figure_source as agency_figures
from reports.agency import workflow as agency_workflow  # noqa: F401  (registers the workflow)
from reports.agency.checks.services import move_planned_checks, planned_checks_of
from reports.agency.files import readable_assessments, readable_checks
from reports.agency.rounds import open_due_rounds
from reports.agency.work_source import assessment_items, waiting_assessments
from reports.figures.stored import count_periods
from reports.models import Assessment, CheckRecord, Edition, MonthlyReport
from reports.monthly import workflow  # noqa: F401  (registers the workflow)
from reports.monthly.mailing import mail_report_link
from reports.monthly.paper import store_number
from reports.monthly.work import owed_paragraphs, waiting_reports
from reports.permissions import may_open_agency, may_see_reports
from reports.public import search_facts, sitemaps

r.admin_menu.register(r.AdminMenuEntry("Báo cáo tháng", "reports", may_see_reports, position=11))
r.periodic_jobs.register(r.PeriodicJob("figures of periods", count_periods))
r.periodic_jobs.register(r.PeriodicJob("link of the report", mail_report_link))
r.file_owners.register(r.FileOwner(Edition, Edition.objects.none, Edition.objects.readable_by))
waiting_sources.register(WaitingSource("reports", waiting_reports))
work_sources.register(WorkSource("report paragraphs", owed_paragraphs))
number_listeners.register(store_number)
# Electronic agency: scores of units, and checks. None of their files is public.
r.file_owners.register(r.FileOwner(Assessment, Assessment.objects.none, readable_assessments))
r.file_owners.register(r.FileOwner(CheckRecord, CheckRecord.objects.none, readable_checks))
r.admin_menu.register(r.AdminMenuEntry("Cơ quan điện tử", "agency", may_open_agency, position=18))
r.periodic_jobs.register(r.PeriodicJob("agency rounds", open_due_rounds))
work_sources.register(WorkSource("assessments", assessment_items))
waiting_sources.register(WaitingSource("assessments", waiting_assessments))
figure_sources.register(agency_figures.SOURCE)

# What residents have: confirmed months, and what is made of them.
r.sitemaps.register(r.SitemapSection("bao-cao", sitemaps.Reports))
r.sitemaps.register(r.SitemapSection("bao-cao-chung", sitemaps.Lists))
r.cache_dependencies.register(r.CacheDependency((MonthlyReport, Edition)))
r.fact_sources.register(search_facts.SOURCE)
unit_holdings.register(UnitHolding("lượt kiểm tra sắp tới", planned_checks_of, move_planned_checks))
