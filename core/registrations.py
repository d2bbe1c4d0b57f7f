"""Entries of core in its own registries; imported by ``CoreConfig.ready``."""

from core.autosave import drafts
from core.files import garbage, renditions
from core.http import cache_version
from core.models import FileUse, PartFailure, StoredFile
from core.registries import (
    CacheDependency,
    PeriodicJob,
    SiteContextPart,
    cache_dependencies,
    periodic_jobs,
    reachable_menu_entries,
    site_context_parts,
)

cache_dependencies.register(CacheDependency((StoredFile, FileUse)))
site_context_parts.register(SiteContextPart("rooms", reachable_menu_entries))
periodic_jobs.register(PeriodicJob("unused files", garbage.delete_orphans, deletes=True))
periodic_jobs.register(PeriodicJob("sizes of pictures", renditions.queue_missing))
periodic_jobs.register(
    PeriodicJob("old cache invalidations", cache_version.delete_old_invalidations, deletes=True)
)
periodic_jobs.register(PeriodicJob("autosaved drafts", drafts.delete_expired_drafts, deletes=True))
periodic_jobs.register(
    PeriodicJob("failures of parts of pages", PartFailure.delete_old, deletes=True)
)
