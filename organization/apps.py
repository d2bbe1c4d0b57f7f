from django.apps import AppConfig
from django.db.models.signals import post_migrate


class OrganizationConfig(AppConfig):
    name = "organization"
    verbose_name = "Tổ chức"

    def ready(self) -> None:
        from organization import registrations  # noqa: F401  (fills the registries)
        from organization.roles import create_groups

        post_migrate.connect(create_groups, sender=self)
