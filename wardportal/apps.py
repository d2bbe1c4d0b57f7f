from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.contrib.staticfiles.apps import StaticFilesConfig

from core.richtext.editor import EDITOR_IGNORE_PATTERNS


class WardportalConfig(AppConfig):
    name = "wardportal"
    verbose_name = "Cổng thông tin"

    def ready(self) -> None:
        from core.registries import SiteContextPart, site_context_parts
        from wardportal.search import FilterChoices, choices

        site_context_parts.register(
            SiteContextPart("search_choices", choices, fallback=FilterChoices)
        )


class WardStaticFilesConfig(StaticFilesConfig):
    """Static files without the forty megabytes of the editor that no page uses."""

    ignore_patterns = [*StaticFilesConfig.ignore_patterns, *EDITOR_IGNORE_PATTERNS]


class WardAdminConfig(AdminConfig):
    """Django's admin with the ward's dashboard as its first page."""

    default_site = "wardportal.admin_site.WardAdminSite"
