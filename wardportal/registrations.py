"""Entries of the whole portal in the registries; imported by ``WardportalConfig.ready``."""

from core import registries as r
from core import retention
from organization.permissions import may_see_server
from wardportal.backup import nightly
from wardportal.search import FilterChoices, choices
from wardportal.site_map import SEARCH_FACTS
from wardportal.system.first_steps import first_steps_panel
from wardportal.system.status import notify_of_problems
from wardportal.system.views import server_panel

r.site_context_parts.register(r.SiteContextPart("search_choices", choices, fallback=FilterChoices))
r.fact_sources.register(SEARCH_FACTS)
r.periodic_jobs.register(r.PeriodicJob("backup", nightly.queue_backup))
r.periodic_jobs.register(r.PeriodicJob("state of the server", notify_of_problems))
r.admin_menu.register(r.AdminMenuEntry("Máy chủ", "server", may_see_server, position=90))
r.dashboard_panels.register(
    r.DashboardPanel("wardportal/admin/_server_panel.html", server_panel, 5, "Máy chủ")
)
r.dashboard_panels.register(
    r.DashboardPanel("wardportal/admin/_first_steps_panel.html", first_steps_panel, position=-7)
)
# The last one: what no job of an app has deleted.
r.periodic_jobs.register(r.PeriodicJob("rows that end", retention.delete_all_over, deletes=True))
