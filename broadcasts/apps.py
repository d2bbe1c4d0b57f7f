from django.apps import AppConfig
from django.db.models.signals import post_migrate


class BroadcastsConfig(AppConfig):
    name = "broadcasts"
    verbose_name = "Truyền thanh"

    def ready(self) -> None:
        from broadcasts import registrations  # noqa: F401  (fills the registries)
        from broadcasts.models.pronunciation import create_pronunciations
        from broadcasts.stations.defaults import create_station_limits

        post_migrate.connect(create_pronunciations, sender=self)
        post_migrate.connect(create_station_limits, sender=self)
