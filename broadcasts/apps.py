from django.apps import AppConfig
from django.db.models.signals import post_migrate


class BroadcastsConfig(AppConfig):
    name = "broadcasts"
    verbose_name = "Truyền thanh"

    def ready(self) -> None:
        from broadcasts import registrations  # noqa: F401  (fills the registries)
        from broadcasts.models.pronunciation import create_pronunciations

        post_migrate.connect(create_pronunciations, sender=self)
