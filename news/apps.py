from django.apps import AppConfig


class NewsConfig(AppConfig):
    name = "news"
    verbose_name = "Biên tập"

    def ready(self) -> None:
        from news import registrations  # noqa: F401  (fills the registries)
