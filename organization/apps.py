from django.apps import AppConfig
from django.db.models.signals import post_migrate


class OrganizationConfig(AppConfig):
    name = "organization"
    verbose_name = "Tổ chức"

    def ready(self) -> None:
        from core.registries import DeskPanel, FileOwner, PageSource, desk_panels, file_owners, page_sources
        from organization.desk import notices_panel
        from organization.models import Unit, User, Ward
        from organization.roles import keep_groups

        post_migrate.connect(keep_groups, sender=self)
        file_owners.register(FileOwner(Ward, published=Ward.objects.all, readable_by=lambda user: Ward.objects.all()))
        desk_panels.register(DeskPanel("organization/_notices_panel.html", notices_panel, position=3))
        page_sources.register(PageSource((Ward, Unit)))
        page_sources.register(PageSource((User,), silent=("last_login", "password")))
