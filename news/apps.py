from django.apps import AppConfig


class NewsConfig(AppConfig):
    name = "news"
    verbose_name = "Biên tập"

    def ready(self) -> None:
        from core.registries import (
            DeskPanel,
            DueJob,
            FileOwner,
            PageSource,
            SiteMapPart,
            desk_panels,
            due_jobs,
            file_owners,
            page_sources,
            site_map,
        )
        from news import site_map as pages
        from news.desk import board_panel, writer_panel
        from news.models import Article, Category, Correction
        from news.retention import purge_discarded
        from news.workflow import ARTICLE_WORKFLOW  # noqa: F401  (registers the table)

        file_owners.register(
            FileOwner(Article, published=Article.objects.published, readable_by=Article.objects.readable_by)
        )
        desk_panels.register(DeskPanel("news/admin/_board_panel.html", board_panel, position=1))
        desk_panels.register(DeskPanel("news/admin/_writer_panel.html", writer_panel, position=2))
        due_jobs.register(DueJob("discarded drafts", purge_discarded))
        site_map.register(SiteMapPart("tin", pages.Articles))
        site_map.register(SiteMapPart("chuyen-muc", pages.Categories))
        site_map.register(SiteMapPart("thang", pages.Months))
        page_sources.register(PageSource((Article,), times=Article.objects.next_changes, silent=("view_count",)))
        page_sources.register(PageSource((Category, Correction)))
