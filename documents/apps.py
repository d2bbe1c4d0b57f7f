from django.apps import AppConfig
from django.db.models.signals import post_migrate


class DocumentsConfig(AppConfig):
    name = "documents"
    verbose_name = "Văn bản"

    def ready(self) -> None:
        from documents import registrations  # noqa: F401  (fills the registries)
        from documents.models.vocabulary import create_document_types

        post_migrate.connect(create_document_types, sender=self)
