from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = "Nền tảng"

    def ready(self) -> None:
        from core.autosave import drafts
        from core.files import renditions
        from core.files.garbage import clear_away
        from core.http.cache_version import forget_old_notes, keep_triggers
        from core.models import FileUse, StoredFile
        from core.registries import (
            DueJob,
            FramePart,
            PageSource,
            due_jobs,
            frame_parts,
            menu_entries,
            page_sources,
        )

        due_jobs.register(DueJob("unused files", clear_away))
        due_jobs.register(DueJob("sizes of pictures", renditions.prepare))
        due_jobs.register(DueJob("old notes of page changes", forget_old_notes))
        page_sources.register(PageSource((StoredFile, FileUse)))
        frame_parts.register(
            FramePart("rooms", lambda: sorted(menu_entries, key=lambda entry: entry.position))
        )
        post_migrate.connect(keep_triggers, sender=self)
        due_jobs.register(DueJob("side copies", drafts.clear_away))
