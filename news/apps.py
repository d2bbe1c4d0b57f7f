from django.apps import AppConfig


class NewsConfig(AppConfig):
    name = "news"
    verbose_name = "Biên tập"

    def ready(self) -> None:
        from django.urls import reverse

        from core import registries as r
        from news.curation.views import PAGES
        from news.editorial.calendar_source import article_entries
        from news.editorial.dashboard import board_panel, writer_panel
        from news.editorial.retention import purge_discarded, purge_preview_links
        from news.editorial.workflow import ARTICLE_WORKFLOW  # noqa: F401  (registers the table)
        from news.honoraria.views import PAGES as HONORARIUM_PAGES
        from news.models import Article, Category, Correction, Placement, PreviewLink
        from news.permissions import is_writer, may_hand_over
        from news.planning import deadlines
        from news.planning.suggestions import anniversaries, line_proposals
        from news.planning.views import PAGES as PLAN_PAGES
        from news.public import sitemaps
        from news.public.archive import standing
        from news.public.most_read import most_read
        from news.public.search_source import SOURCE
        from news.quick import views as quick
        from news.quotas import views as quotas_views
        from news.reassignment.views import of_person, offboarding_sentence, people
        from news.statistics import views as statistics_views
        from news.statistics.dashboard import owed_items, unit_panel, ward_panel
        from news.upstream.services import upstream_panel
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
                frame_url=lambda article: reverse(
                    "admin:news_article_preview_frame", args=[article.pk]
                ),
                correct_url=lambda article: reverse(
                    "admin:news_article_step", args=[article.pk, "correct"]
                ),
            )
        )
        r.dashboard_panels.register(
            r.DashboardPanel("news/admin/_board_panel.html", board_panel, position=10)
        )
        r.dashboard_panels.register(
            r.DashboardPanel("news/admin/_upstream_desk.html", upstream_panel, position=25)
        )
        r.dashboard_panels.register(
            r.DashboardPanel("news/admin/_writer_panel.html", writer_panel, position=50)
        )
        r.desk_pages.register(
            r.DeskPage("nop-nhanh/", "quick", quick.quick, is_writer, "Nộp nhanh", 1)
        )
        r.desk_pages.register(
            r.DeskPage("nhap-ho/", "on_behalf", quick.on_behalf, quick.is_editor, "Nhập hộ", 2)
        )
        r.desk_pages.register(
            r.DeskPage("nop-nhanh/<int:pk>/", "quick_done", quick.done, is_writer)
        )
        r.periodic_jobs.register(r.PeriodicJob("discarded drafts", purge_discarded))
        r.periodic_jobs.register(r.PeriodicJob("preview links", purge_preview_links))
        r.site_context_parts.register(
            r.SiteContextPart("menu", lambda: list(Category.objects.all()))
        )
        r.home_strips.register(r.HomeStrip("news/_most_read.html", most_read))
        r.site_context_parts.register(r.SiteContextPart("standing", standing))
        r.site_map.register(r.SitemapSection("tin", sitemaps.Articles))
        r.site_map.register(r.SitemapSection("chuyen-muc", sitemaps.Categories))
        r.site_map.register(r.SitemapSection("thang", sitemaps.Months))
        r.cache_dependencies.register(
            r.CacheDependency(
                (Article,), times=Article.objects.next_changes, silent=("view_count",)
            )
        )
        r.cache_dependencies.register(r.CacheDependency((Category, Correction)))
        r.cache_dependencies.register(
            r.CacheDependency((Placement,), times=Placement.objects.next_ends)
        )
        r.search_sources.register(SOURCE)
        r.calendar_sources.register(r.CalendarSource("articles", article_entries))
        r.calendar_sources.register(r.CalendarSource("plans", deadlines.deadline_entries))
        work_sources.register(WorkSource("plan lines", deadlines.owed_lines))
        work_sources.register(WorkSource("returned items", deadlines.returned_items))
        line_proposals.register(anniversaries)
        for page in (*PAGES, *HONORARIUM_PAGES, *PLAN_PAGES):
            r.desk_pages.register(page)
        r.desk_pages.register(
            r.DeskPage(
                "ban-giao/", "handover", people, may_hand_over, label="Bàn giao", position=40
            )
        )
        r.desk_pages.register(
            r.DeskPage("ban-giao/<int:pk>/", "handover_person", of_person, may_hand_over)
        )
        for page in (*quotas_views.PAGES, *statistics_views.PAGES):
            r.desk_pages.register(page)
        r.dashboard_panels.register(
            r.DashboardPanel("news/admin/_unit_standing_panel.html", unit_panel, position=40)
        )
        r.dashboard_panels.register(
            r.DashboardPanel("news/admin/_ward_standing_panel.html", ward_panel, position=15)
        )
        work_sources.register(WorkSource("quotas", owed_items))
        r.offboarding_checks.register(r.OffboardingCheck(offboarding_sentence))
