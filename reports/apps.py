from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "Báo cáo"

    def ready(self) -> None:
        from reports import registrations  # noqa: F401  (fills the registries)
        from reports.agency.criteria.sets import create_reference_set

        post_migrate.connect(create_reference_set, sender=self)
