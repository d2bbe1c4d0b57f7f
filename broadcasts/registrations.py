"""Entries of the broadcasts in the registries; imported by ``BroadcastsConfig.ready``."""

from broadcasts.bulletins import workflow  # noqa: F401  (registers the workflow)
from broadcasts.bulletins.following import follow_sources
from broadcasts.bulletins.proposals import propose_bulletins
from broadcasts.logbook.calendar_source import bulletin_entries
from broadcasts.logbook.silence import alarm_silence
from broadcasts.logbook.waiting import unlogged_panel, waiting_approvals, waiting_logs
from broadcasts.permissions import BULLETIN_READERS
from broadcasts.playout.reports import log_reported
from broadcasts.playout.silence import alarm_silent_pages
from broadcasts.sources import articles, documents
from core import registries as r
from organization.roles import Role
from organization.work.waiting import WaitingSource, waiting_sources

r.admin_menu.register(
    r.AdminMenuEntry(
        "Đọc thử", "read_aloud", lambda user: user.has_role(Role.ANNOUNCER), position=30
    )
)

for source in (articles.SOURCE, documents.SOURCE):
    r.broadcast_sources.register(source)
r.periodic_jobs.register(r.PeriodicJob("bulletin proposals", propose_bulletins))
r.periodic_jobs.register(r.PeriodicJob("bulletin sources", follow_sources))

# The log of sessions: what waits, alarms, the book.
r.admin_menu.register(
    r.AdminMenuEntry(
        "Nhật ký phát thanh",
        "broadcast_logbook",
        lambda user: user.has_role(*BULLETIN_READERS),
        position=29,
    )
)
r.periodic_jobs.register(r.PeriodicJob("played bulletins", log_reported))  # before the alarms
r.periodic_jobs.register(r.PeriodicJob("silent play-out pages", alarm_silent_pages))
r.periodic_jobs.register(r.PeriodicJob("silent broadcasts", alarm_silence))
r.dashboard_panels.register(
    r.DashboardPanel("broadcasts/admin/_silent.html", unlogged_panel, position=13)
)
r.calendar_sources.register(r.CalendarSource("bulletins", bulletin_entries))
waiting_sources.register(WaitingSource("session logs", waiting_logs))
waiting_sources.register(WaitingSource("bulletins", waiting_approvals))
