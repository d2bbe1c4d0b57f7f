"""Entries of the news in the registries; imported by ``NewsConfig.ready``."""

from django.urls import reverse

from core import registries as r
from core.registries import AdminMenuEntry, CacheDependency, CalendarSource, DashboardPanel
from core.reporting.figures import figure_sources
from news import permissions
from news.editorial import retention, workflow  # noqa: F401  (registers the workflow)
from news.editorial.calendar_source import article_entries
from news.editorial.dashboard import board_panel, quick_panel, waiting_articles, writer_panel
from news.editorial.effects import tell_authors_of_appeared
from news.models import (
    Article,
    Category,
    Correction,
    EditorialPlan,
    NoticeTime,
    Placement,
    PreviewLink,
)
from news.planning import deadlines
from news.planning.suggestions import anniversaries, line_proposals
from news.public import sitemaps
from news.public.archive import PublishedCounts, menu_categories, published_counts
from news.public.most_read import most_read
from news.public.search_source import CORRECTIONS, SOURCE
from news.reassignment.units import HOLDINGS, move_own_drafts
from news.reassignment.views import offboarding_sentence
from news.statistics import figure_source
from news.statistics.dashboard import owed_items, unit_panel, ward_panel
from news.upstream.services import upstream_panel
from organization.accounts.unit_change import PersonHolding, person_holdings
from organization.calendar.windows import PeriodLock, period_locks
from organization.work.handover import unit_holdings
from organization.work.waiting import WaitingSource, waiting_sources
from organization.work.work_list import WorkSource, work_sources

r.file_owners.register(
    r.FileOwner(
        Article,
        published=Article.objects.published,
        readable_by=Article.objects.readable_by,
        opened_by=PreviewLink.objects.articles_opened_by,
    )
)
r.feedback_targets.register(
    r.FeedbackTarget(
        "tin",
        Article,
        published=Article.objects.published,
        admin_url=lambda article: reverse("admin:news_article_change", args=[article.pk]),
        frame_url=lambda article: reverse("admin:news_article_preview_frame", args=[article.pk]),
        correct_url=lambda article: reverse(
            "admin:news_article_transition", args=[article.pk, "correct"]
        ),
    )
)

r.feedback_targets.register(
    r.FeedbackTarget(
        "muc",
        Category,
        published=Category.objects.visible,
        admin_url=lambda category: reverse("admin:news_category_change", args=[category.pk]),
    )
)

r.site_context_parts.register(r.SiteContextPart("menu", menu_categories))
r.site_context_parts.register(
    r.SiteContextPart("published_counts", published_counts, fallback=PublishedCounts)
)
r.home_strips.register(r.HomeStrip("news/_most_read.html", most_read))
r.sitemaps.register(r.SitemapSection("tin", sitemaps.Articles))
r.sitemaps.register(r.SitemapSection("chuyen-muc", sitemaps.Categories))
r.sitemaps.register(r.SitemapSection("thang", sitemaps.Months))
r.search_sources.register(SOURCE)
r.fact_sources.register(CORRECTIONS)
r.cache_dependencies.register(
    CacheDependency((Article,), times=Article.objects.next_changes, silent=("view_count",))
)
r.cache_dependencies.register(CacheDependency((Category, Correction)))
r.cache_dependencies.register(CacheDependency((NoticeTime,), times=NoticeTime.objects.next_changes))
r.cache_dependencies.register(CacheDependency((Placement,), times=Placement.objects.next_ends))

for label, url_name, can_access, position in (
    ("Nộp nhanh", "quick", permissions.is_writer, 1),
    ("Nhập hộ", "on_behalf", permissions.is_editor, 2),
    ("Định hướng", "plans", permissions.may_see_plans, 10),
    ("Chỉ tiêu", "quotas", permissions.may_see_quotas, 11),
    ("Theo dõi chỉ tiêu", "statistics", permissions.may_see_statistics, 12),
    ("Trang chủ", "home_page", permissions.may_curate, 30),
    ("Bàn giao", "reassignment", permissions.may_reassign, 40),
):
    r.admin_menu.register(AdminMenuEntry(label, url_name, can_access, position))

for template, context, position, fold_title in (
    ("news/admin/dashboard/_quick_panel.html", quick_panel, -20, ""),
    ("news/admin/dashboard/_board_panel.html", board_panel, 10, "Bài chờ duyệt, chờ xác nhận"),
    ("news/admin/statistics/_ward_panel.html", ward_panel, 15, "Chỉ tiêu cần nhắc"),
    ("news/admin/dashboard/_upstream_panel.html", upstream_panel, 25, "Liên thông chưa trả lời"),
    ("news/admin/statistics/_unit_panel.html", unit_panel, 40, "Chỉ tiêu của đơn vị"),
    ("news/admin/dashboard/_writer_panel.html", writer_panel, 50, "Bài của tôi và đơn vị"),
):
    r.dashboard_panels.register(DashboardPanel(template, context, position, fold_title))
for holding in HOLDINGS:
    unit_holdings.register(holding)
person_holdings.register(PersonHolding("bản nháp", move_own_drafts))
r.offboarding_checks.register(r.OffboardingCheck(offboarding_sentence))

r.calendar_sources.register(CalendarSource("articles", article_entries))
r.calendar_sources.register(CalendarSource("plans", deadlines.deadline_entries))
work_sources.register(WorkSource("plan lines", deadlines.owed_lines))
work_sources.register(WorkSource("returned items", deadlines.returned_items))
work_sources.register(WorkSource("quotas", owed_items))
waiting_sources.register(WaitingSource("articles", waiting_articles))
period_locks.register(PeriodLock("closed plans", EditorialPlan.objects.closed_periods))
line_proposals.register(anniversaries)
r.periodic_jobs.register(r.PeriodicJob("discarded drafts", retention.purge_discarded, deletes=True))
r.periodic_jobs.register(r.PeriodicJob("articles that appeared", tell_authors_of_appeared))
r.periodic_jobs.register(
    r.PeriodicJob("preview links", retention.purge_preview_links, deletes=True)
)
for rule in (retention.DISCARDED, retention.EXPIRED_LINKS, retention.OLD_ENTRIES):
    r.retention_rules.register(rule)
figure_sources.register(figure_source.SOURCE)
