from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = "Nền tảng"

    def ready(self) -> None:
        from core.files import clear_away
        from core.registries import DueJob, due_jobs

        due_jobs.register(DueJob("unused files", clear_away))
