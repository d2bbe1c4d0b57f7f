from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = "Nền tảng"

    def ready(self) -> None:
        from core import registrations  # noqa: F401  (fills the registries)
        from core.caching.cache_version import create_triggers
        from core.database import lookups

        lookups.register()

        post_migrate.connect(create_triggers, sender=self)
