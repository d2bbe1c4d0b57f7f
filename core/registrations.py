"""Entries of core in its own registries; imported by ``CoreConfig.ready``."""

from datetime import timedelta

from core.autosave import drafts, presence
from core.files import garbage, renditions
from core.http import cache_version
from core.models import FileUse, StoredFile, ViewCount
from core.registries import (
    CacheDependency,
    PeriodicJob,
    RetentionRule,
    SiteContextPart,
    cache_dependencies,
    menu_entries,
    periodic_jobs,
    retention_rules,
    site_context_parts,
)

cache_dependencies.register(CacheDependency((StoredFile, FileUse)))
site_context_parts.register(
    SiteContextPart("rooms", lambda: sorted(menu_entries, key=lambda entry: entry.position))
)
periodic_jobs.register(PeriodicJob("unused files", garbage.delete_orphans))
periodic_jobs.register(PeriodicJob("sizes of pictures", renditions.generate_missing))
periodic_jobs.register(
    PeriodicJob("old cache invalidations", cache_version.delete_old_invalidations)
)
periodic_jobs.register(PeriodicJob("autosaved drafts", drafts.delete_expired_drafts))
for rule in (cache_version.RULE, drafts.RULE, presence.RULE):
    retention_rules.register(rule)
# The item's own column keeps the total.
retention_rules.register(RetentionRule(ViewCount, "day", timedelta(days=3 * 366)))
