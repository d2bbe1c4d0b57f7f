"""Entries of the broadcasts in the registries; imported by ``BroadcastsConfig.ready``."""

from broadcasts.bulletins import workflow  # noqa: F401  (registers the workflow)
from broadcasts.bulletins.following import follow_sources
from broadcasts.bulletins.proposals import propose_bulletins
from broadcasts.permissions import lent_announcer
from broadcasts.sources import articles, documents
from core import registries as r
from organization.roles import Role, lent_roles

r.admin_menu.register(
    r.AdminMenuEntry(
        "Đọc thử", "read_aloud", lambda user: user.has_role(Role.ANNOUNCER), position=30
    )
)

for source in (articles.SOURCE, documents.SOURCE):
    r.broadcast_sources.register(source)
r.periodic_jobs.register(r.PeriodicJob("bulletin proposals", propose_bulletins))
r.periodic_jobs.register(r.PeriodicJob("bulletin sources", follow_sources))
lent_roles.register(lent_announcer)
