"""Entries of the broadcasts in the registries; imported by ``BroadcastsConfig.ready``."""

from django.urls import reverse

from broadcasts.bulletins import workflow  # noqa: F401  (registers the workflow)
from broadcasts.bulletins.following import follow_sources
from broadcasts.bulletins.proposals import propose_bulletins
from broadcasts.bulletins.statistics import plays_of_period
from broadcasts.logbook import figure_source
from broadcasts.logbook.calendar_source import bulletin_entries
from broadcasts.logbook.silence import alarm_silence
from broadcasts.logbook.waiting import (
    next_panel,
    unlogged_panel,
    waiting_approvals,
    waiting_logs,
)
from broadcasts.models import AirItem, AirLog, Bulletin, BulletinItem, RecordingTake, Slot
from broadcasts.permissions import BULLETIN_READERS, lent_announcer, may_start_emergency
from broadcasts.playout.reports import log_reported
from broadcasts.playout.silence import alarm_silent_pages
from broadcasts.public import sitemaps
from broadcasts.public.panels import recording_of
from broadcasts.public.week import next_change
from broadcasts.recording import takes
from broadcasts.recording.files import audible_bulletins, audible_items
from broadcasts.recording.retention import delete_old_audio
from broadcasts.recording.services import join_outdated
from broadcasts.sources import articles, documents
from broadcasts.stations.units import clusters_of, move_clusters
from core import registries as r
from core.broadcast_sources import broadcast_sources
from core.reporting.figures import figure_sources
from news.statistics.figures import StatisticsColumn, statistics_columns
from organization.roles import Role, lent_roles
from organization.work.handover import UnitHolding, unit_holdings
from organization.work.waiting import WaitingSource, waiting_sources

r.admin_menu.register(
    r.AdminMenuEntry(
        "Đọc thử", "read_aloud", lambda user: user.has_role(Role.ANNOUNCER), position=30
    )
)

r.admin_menu.register(
    r.AdminMenuEntry("Phát khẩn cấp", "emergency_form", may_start_emergency, position=31)
)

for source in (articles.SOURCE, documents.SOURCE):
    broadcast_sources.register(source)
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
    r.DashboardPanel("broadcasts/admin/_next.html", next_panel, 11, "Bản tin sắp phát")
)
r.dashboard_panels.register(
    r.DashboardPanel("broadcasts/admin/_silent.html", unlogged_panel, 13, "Buổi chưa ghi nhật ký")
)
r.calendar_sources.register(r.CalendarSource("bulletins", bulletin_entries))
waiting_sources.register(WaitingSource("session logs", waiting_logs))
waiting_sources.register(WaitingSource("bulletins", waiting_approvals))
lent_roles.register(lent_announcer)
statistics_columns.register(StatisticsColumn("on_air", "Lượt phát thanh", plays_of_period))
figure_sources.register(figure_source.SOURCE)
r.file_owners.register(r.FileOwner(AirItem, AirItem.objects.none, audible_items))
r.file_owners.register(r.FileOwner(Bulletin, Bulletin.objects.none, audible_bulletins))
r.periodic_jobs.register(r.PeriodicJob("joined bulletins", join_outdated))
r.periodic_jobs.register(r.PeriodicJob("old broadcasts", delete_old_audio, deletes=True))
r.retention_rules.register(r.RetentionRule(RecordingTake, "created_at", takes.KEPT))

# What residents have: the week, aired bulletins, the podcast, the recording of an article.
r.menu_entries.register(
    r.MenuEntry(
        *("Truyền thanh", "broadcasts", 40),
        about="nghe bản tin của phường",
        also_called="loa phường, loa phát thanh, phát thanh, đài phường, nghe đài, podcast,"
        " bản tin hôm nay",
    )
)
r.feedback_targets.register(
    r.FeedbackTarget(
        "phat-thanh",
        Bulletin,
        published=Bulletin.objects.published,
        admin_url=lambda item: reverse("admin:broadcasts_bulletin_change", args=[item.pk]),
        answered_by=(Role.ANNOUNCER,),
        pages=("broadcasts",),
    )
)
r.sitemaps.register(r.SitemapSection("phat-thanh", sitemaps.Bulletins))
r.sitemaps.register(r.SitemapSection("phat-thanh-tuan", sitemaps.Lists))
r.article_panels.register(r.ArticlePanel("broadcasts/_article_audio.html", recording_of))
r.cache_dependencies.register(
    r.CacheDependency((Bulletin, BulletinItem, AirItem, AirLog, Slot), times=next_change)
)
unit_holdings.register(UnitHolding("cụm loa", clusters_of, move_clusters))
