"""Entries of core in its own registries; imported by ``CoreConfig.ready``."""

from datetime import timedelta

from django.db.models import Q
from django_tasks_db.models import DBTaskResult

from core.autosave import drafts, presence
from core.autosave.dashboard import unsaved_panel
from core.caching import cache_version
from core.files import garbage, renditions
from core.models import (
    FileUse,
    Heartbeat,
    PartFailure,
    SpreadsheetImport,
    StoredFile,
    ViewCount,
)
from core.registries import (
    CacheDependency,
    DashboardPanel,
    PeriodicJob,
    RetentionRule,
    SiteContextPart,
    cache_dependencies,
    dashboard_panels,
    periodic_jobs,
    reachable_menu_entries,
    retention_rules,
    site_context_parts,
)

cache_dependencies.register(CacheDependency((StoredFile, FileUse)))
site_context_parts.register(SiteContextPart("rooms", reachable_menu_entries))
dashboard_panels.register(
    DashboardPanel("core/admin/_unsaved_panel.html", unsaved_panel, position=-5)
)
periodic_jobs.register(PeriodicJob("unused files", garbage.delete_orphans, deletes=True))
periodic_jobs.register(PeriodicJob("sizes of pictures", renditions.queue_missing))
periodic_jobs.register(
    PeriodicJob("old cache invalidations", cache_version.delete_old_invalidations, deletes=True)
)
periodic_jobs.register(PeriodicJob("autosaved drafts", drafts.delete_expired_drafts, deletes=True))
for rule in (cache_version.RULE, drafts.RULE, presence.RULE):
    retention_rules.register(rule)
DAY = timedelta(days=1)
for rule in (
    RetentionRule(ViewCount, "day", 3 * 366 * DAY),  # the item's own column keeps the total
    RetentionRule(SpreadsheetImport, "created_at", 7 * DAY),
    RetentionRule(PartFailure, "at", 7 * DAY),
    RetentionRule(DBTaskResult, "finished_at", 90 * DAY),
    # One per worker that ever ran.
    RetentionRule(Heartbeat, "at", DAY, only=lambda: ~Q(name__in=Heartbeat.LASTING)),
):
    retention_rules.register(rule)
