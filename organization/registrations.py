"""Entries of the organization in the registries; imported by ``OrganizationConfig.ready``."""

from datetime import timedelta

from axes.models import AccessFailureLog
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.db.models import Q
from django.urls import reverse

from core import registries as r
from core.registries import (
    AdminMenuEntry,
    CacheDependency,
    DashboardPanel,
    FileOwner,
    PeriodicJob,
    RetentionRule,
)
from core.reporting.figures import figure_sources
from core.search.facts import indexed_facts
from core.search.language.synonyms import Synonyms
from core.spreadsheet_import.targets import import_targets
from organization import permissions
from organization.banners import views as banners
from organization.banners.shown import shown_banners
from organization.failures import failures_panel
from organization.feedback import figure_source, visitor_tokens
from organization.feedback.board_views import reports_panel
from organization.feedback.items import feedback_panel
from organization.imports import people, units
from organization.mail.delivery import queue_delivery
from organization.mail.views import trouble_panel
from organization.models import (
    Banner,
    CommonTask,
    Hotline,
    Mail,
    Notice,
    Officer,
    Page,
    SitePage,
    SynonymGroup,
    Unit,
    User,
    Ward,
)
from organization.notices.dashboard import notices_panel
from organization.pages import about_pages, common_tasks, search_source
from organization.searching import facts, missed
from organization.searching.synonyms import load_synonyms
from organization.work.handover import ACCOUNTS, hand_over_dissolved, unit_holdings
from organization.work.reminders import send_reminders
from organization.work.views import unit_panel
from organization.work.waiting import waiting_panel

r.file_owners.register(
    FileOwner(Ward, published=Ward.objects.all, readable_by=lambda user: Ward.objects.all())
)
r.file_owners.register(FileOwner(Page, Page.objects.published, Page.objects.readable_by))
r.file_owners.register(FileOwner(Officer, Officer.objects.published, Officer.objects.readable_by))

r.site_context_parts.register(r.SiteContextPart("ward", Ward.current, fallback=Ward))
r.site_context_parts.register(r.SiteContextPart("banners", shown_banners))
r.site_context_parts.register(r.SiteContextPart("footer_pages", about_pages.footer_pages))
r.site_context_parts.register(r.SiteContextPart("menu_pages", about_pages.menu_pages))
r.site_context_parts.register(r.SiteContextPart("common_tasks", common_tasks.shown_tasks))
for target in common_tasks.TARGETS:
    common_tasks.task_targets.register(target)
r.cache_dependencies.register(CacheDependency((Ward, Page, CommonTask, Hotline, Unit, Officer)))
r.cache_dependencies.register(CacheDependency((Banner,), times=Banner.objects.next_changes))
r.cache_dependencies.register(
    CacheDependency((User,), silent=("last_login", "password", "mail_choice", "session_generation"))
)
r.feedback_targets.register(
    r.FeedbackTarget(
        "trang",
        Page,
        published=Page.objects.published,
        admin_url=lambda page: reverse("admin:organization_page_change", args=[page.pk]),
    )
)
r.feedback_targets.register(
    r.FeedbackTarget("cong", SitePage, published=SitePage.objects.all, admin_url=lambda page: "")
)
r.sitemaps.register(r.SitemapSection("thong-tin", about_pages.InformationPages))
r.search_sources.register(search_source.SOURCE)
for fact_source in facts.SOURCES:
    r.fact_sources.register(fact_source)
r.site_context_parts.register(r.SiteContextPart("search_facts", indexed_facts))
r.site_context_parts.register(
    r.SiteContextPart("search_synonyms", load_synonyms, fallback=Synonyms)
)
r.cache_dependencies.register(CacheDependency((SynonymGroup,)))
r.article_panels.register(r.ArticlePanel("organization/feedback_panel.html", feedback_panel))

r.admin_menu.register(
    AdminMenuEntry("Việc của đơn vị", "work", permissions.may_see_work, position=15)
)
r.admin_menu.register(
    AdminMenuEntry("Lịch đăng", "calendar", permissions.may_see_board_calendar, position=20)
)
r.admin_menu.register(
    AdminMenuEntry("Thông báo khẩn", "banners", permissions.may_post_banners, position=25)
)
r.admin_menu.register(
    AdminMenuEntry("Báo sai sót", "error_reports", permissions.may_answer_reports, position=25)
)
r.admin_menu.register(
    AdminMenuEntry(
        "Đăng nhập bị khóa", "locked_log_ins", permissions.may_manage_accounts, position=90
    )
)

unit_holdings.register(ACCOUNTS)
import_targets.register(units.TARGET)
import_targets.register(people.TARGET)

for template, context, position, fold_title in (
    ("organization/admin/_waiting_panel.html", waiting_panel, -10, ""),
    ("organization/_current_banners_panel.html", banners.current_panel, 0, ""),
    ("organization/admin/_reports_panel.html", reports_panel, 20, "Người dân báo sai sót"),
    ("organization/_banner_offer_panel.html", banners.offer_panel, 30, "Thông báo khẩn"),
    ("organization/admin/_work_panel.html", unit_panel, 35, "Việc của đơn vị"),
    ("organization/admin/_mail_trouble_panel.html", trouble_panel, 70, "Thư báo cần xem lại"),
    ("organization/admin/_failures_panel.html", failures_panel, 75, "Phần của trang bị lỗi"),
    ("organization/_notices_panel.html", notices_panel, 80, "Thông báo mới"),
):
    r.dashboard_panels.register(DashboardPanel(template, context, position, fold_title))

r.periodic_jobs.register(
    PeriodicJob("visitors' marks", visitor_tokens.delete_expired_tokens, deletes=True)
)
YEAR = timedelta(days=366)
for rule in (
    visitor_tokens.SECRETS,
    visitor_tokens.MARKS,
    missed.RETENTION,
    RetentionRule(Session, "expire_date", timedelta(0)),
    RetentionRule(AccessFailureLog, "attempt_time", timedelta(days=2)),
    # A reminder of the same deadline may be sent once more after that.
    RetentionRule(Notice, "created_at", YEAR, only=lambda: Q(awaits_mail=False)),
    RetentionRule(Mail, "queued_at", YEAR),
    RetentionRule(LogEntry, "action_time", 5 * YEAR),
):
    r.retention_rules.register(rule)
# Reminders first: they are part of the digest of the same morning.
r.periodic_jobs.register(PeriodicJob("reminders", send_reminders))
r.periodic_jobs.register(PeriodicJob("mail", queue_delivery))
r.periodic_jobs.register(PeriodicJob("units' successors", hand_over_dissolved, deletes=True))
figure_sources.register(figure_source.SOURCE)
