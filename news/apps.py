from django.apps import AppConfig


class NewsConfig(AppConfig):
    name = "news"
    verbose_name = "Biên tập"

    def ready(self) -> None:
        from django.urls import reverse

        from core import registries as r
        from news import handover_pages, quota_pages, site_map, standing_desk, standing_pages
        from news.archive import standing
        from news.calendar_source import article_entries
        from news.curation_page import PAGES
        from news.desk import board_panel, writer_panel
        from news.honorarium_pages import PAGES as HONORARIUM_PAGES
        from news.line_proposals import anniversaries, line_proposals
        from news.models import Article, Category, Correction, Placement, PreviewLink
        from news.most_read import most_read
        from news.orientation import duties
        from news.orientation.pages import PAGES as PLAN_PAGES
        from news.permissions import is_writer, may_hand_over
        from news.quick import views as quick
        from news.retention import purge_discarded, purge_preview_links
        from news.search_source import SOURCE
        from news.upstream import upstream_panel
        from news.workflow import ARTICLE_WORKFLOW  # noqa: F401  (registers the table)
        from organization.work_list import WorkSource, work_sources

        r.file_owners.register(
            r.FileOwner(
                Article,
                published=Article.objects.published,
                readable_by=Article.objects.readable_by,
                opened_by=PreviewLink.objects.articles_opened_by,
            )
        )
        r.answerable.register(
            r.Answerable(
                "tin",
                Article,
                published=Article.objects.published,
                desk_url=lambda article: reverse("admin:news_article_change", args=[article.pk]),
                frame_url=lambda article: reverse("admin:news_article_preview_frame", args=[article.pk]),
                correct_url=lambda article: reverse("admin:news_article_step", args=[article.pk, "correct"]),
            )
        )
        r.desk_panels.register(r.DeskPanel("news/admin/_board_panel.html", board_panel, position=10))
        r.desk_panels.register(r.DeskPanel("news/admin/_upstream_desk.html", upstream_panel, position=25))
        r.desk_panels.register(r.DeskPanel("news/admin/_writer_panel.html", writer_panel, position=50))
        r.desk_pages.register(r.DeskPage("nop-nhanh/", "quick", quick.quick, is_writer, "Nộp nhanh", 1))
        r.desk_pages.register(r.DeskPage("nhap-ho/", "on_behalf", quick.on_behalf, quick.is_editor, "Nhập hộ", 2))
        r.desk_pages.register(r.DeskPage("nop-nhanh/<int:pk>/", "quick_done", quick.done, is_writer))
        r.due_jobs.register(r.DueJob("discarded drafts", purge_discarded))
        r.due_jobs.register(r.DueJob("preview links", purge_preview_links))
        r.frame_parts.register(r.FramePart("menu", lambda: list(Category.objects.all())))
        r.home_strips.register(r.HomeStrip("news/_most_read.html", most_read))
        r.frame_parts.register(r.FramePart("standing", standing))
        r.site_map.register(r.SiteMapPart("tin", site_map.Articles))
        r.site_map.register(r.SiteMapPart("chuyen-muc", site_map.Categories))
        r.site_map.register(r.SiteMapPart("thang", site_map.Months))
        r.page_sources.register(r.PageSource((Article,), times=Article.objects.next_changes, silent=("view_count",)))
        r.page_sources.register(r.PageSource((Category, Correction)))
        r.page_sources.register(r.PageSource((Placement,), times=Placement.objects.next_ends))
        r.search_sources.register(SOURCE)
        r.calendar_sources.register(r.CalendarSource("articles", article_entries))
        r.calendar_sources.register(r.CalendarSource("plans", duties.deadline_entries))
        work_sources.register(WorkSource("plan lines", duties.owed_lines))
        work_sources.register(WorkSource("returned items", duties.returned_items))
        line_proposals.register(anniversaries)
        for page in (*PAGES, *HONORARIUM_PAGES, *PLAN_PAGES):
            r.desk_pages.register(page)
        r.desk_pages.register(
            r.DeskPage("ban-giao/", "handover", handover_pages.people, may_hand_over, label="Bàn giao", position=40)
        )
        r.desk_pages.register(
            r.DeskPage("ban-giao/<int:pk>/", "handover_person", handover_pages.of_person, may_hand_over)
        )
        for page in (*quota_pages.PAGES, *standing_pages.PAGES):
            r.desk_pages.register(page)
        r.desk_panels.register(
            r.DeskPanel("news/admin/_unit_standing_panel.html", standing_desk.unit_panel, position=40)
        )
        r.desk_panels.register(
            r.DeskPanel("news/admin/_ward_standing_panel.html", standing_desk.ward_panel, position=15)
        )
        work_sources.register(WorkSource("quotas", standing_desk.owed_items))
        r.leaver_tasks.register(r.LeaverTask(handover_pages.leaver_sentence))
