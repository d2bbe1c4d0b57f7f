"""Entries of the reports in the registries; imported by ``ReportsConfig.ready``."""

from core import registries as r
from core.reporting.figures import figure_sources
from organization.work.waiting import WaitingSource, waiting_sources
from organization.work.work_list import WorkSource, work_sources
from reports.agency import figure_source as agency_figures
from reports.agency import workflow as agency_workflow  # noqa: F401  (registers the workflow)
from reports.agency.files import readable_assessments, readable_checks
from reports.agency.rounds import open_due_rounds
from reports.agency.work_source import assessment_items, waiting_assessments
from reports.models import Assessment, CheckRecord
from reports.permissions import may_open_agency

# Electronic agency: scores of units, and checks. None of their files is public.
r.file_owners.register(r.FileOwner(Assessment, Assessment.objects.none, readable_assessments))
r.file_owners.register(r.FileOwner(CheckRecord, CheckRecord.objects.none, readable_checks))
r.admin_menu.register(r.AdminMenuEntry("Cơ quan điện tử", "agency", may_open_agency, position=18))
r.periodic_jobs.register(r.PeriodicJob("agency rounds", open_due_rounds))
work_sources.register(WorkSource("assessments", assessment_items))
waiting_sources.register(WaitingSource("assessments", waiting_assessments))
figure_sources.register(agency_figures.SOURCE)
