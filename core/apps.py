from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = "Nền tảng"

    def ready(self) -> None:
        from core.autosave import drafts
        from core.files import renditions
        from core.files.garbage import delete_orphans
        from core.http.cache_version import create_triggers, delete_old_invalidations
        from core.models import FileUse, StoredFile
        from core.registries import (
            CacheDependency,
            PeriodicJob,
            SiteContextPart,
            cache_dependencies,
            menu_entries,
            periodic_jobs,
            site_context_parts,
        )

        periodic_jobs.register(PeriodicJob("unused files", delete_orphans))
        periodic_jobs.register(PeriodicJob("sizes of pictures", renditions.generate_missing))
        periodic_jobs.register(PeriodicJob("old notes of page changes", delete_old_invalidations))
        cache_dependencies.register(CacheDependency((StoredFile, FileUse)))
        site_context_parts.register(
            SiteContextPart("rooms", lambda: sorted(menu_entries, key=lambda entry: entry.position))
        )
        post_migrate.connect(create_triggers, sender=self)
        periodic_jobs.register(PeriodicJob("side copies", drafts.delete_expired_drafts))
