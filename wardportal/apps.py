from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.contrib.staticfiles.apps import StaticFilesConfig

from core.richtext.editor import EDITOR_IGNORE_PATTERNS


class WardportalConfig(AppConfig):
    name = "wardportal"
    verbose_name = "Cổng thông tin"

    def ready(self) -> None:
        from core import retention
        from core.registries import PeriodicJob, SiteContextPart, periodic_jobs, site_context_parts
        from wardportal.search import choices

        site_context_parts.register(SiteContextPart("search_choices", choices))
        # The last one: what no job of an app has deleted.
        periodic_jobs.register(PeriodicJob("rows that end", retention.delete_all_over))


class WardStaticFilesConfig(StaticFilesConfig):
    """Static files without the forty megabytes of the editor that no page uses."""

    ignore_patterns = [*StaticFilesConfig.ignore_patterns, *EDITOR_IGNORE_PATTERNS]


class WardAdminConfig(AdminConfig):
    """Django's admin with the ward's dashboard as its first page."""

    default_site = "wardportal.admin_site.WardAdminSite"
