from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "meetings"
    verbose_name = "Giao ban"

    def ready(self) -> None:
        from meetings import registrations  # noqa: F401  (fills the registries)
