from django.apps import AppConfig
from django.db.models.signals import post_migrate


class OrganizationConfig(AppConfig):
    name = "organization"
    verbose_name = "Tổ chức"

    def ready(self) -> None:
        from core import registries as r
        from organization import board_calendar
        from organization.desk import notices_panel
        from organization.feedback.desk import PAGES, reports_panel
        from organization.feedback.items import feedback_panel
        from organization.feedback.visitors import forget_visitors
        from organization.models import Unit, User, Ward
        from organization.roles import keep_groups

        post_migrate.connect(keep_groups, sender=self)
        r.file_owners.register(
            r.FileOwner(Ward, published=Ward.objects.all, readable_by=lambda user: Ward.objects.all())
        )
        r.desk_panels.register(r.DeskPanel("organization/_notices_panel.html", notices_panel, position=4))
        r.frame_parts.register(r.FramePart("ward", Ward.current))
        r.page_sources.register(r.PageSource((Ward, Unit)))
        r.page_sources.register(r.PageSource((User,), silent=("last_login", "password")))
        r.desk_pages.register(
            r.DeskPage(
                "lich-dang/",
                "calendar",
                board_calendar.calendar_month,
                board_calendar.is_for,
                label="Lịch đăng",
                position=20,
            )
        )
        r.desk_panels.register(r.DeskPanel("organization/admin/_reports_panel.html", reports_panel, position=3))
        r.article_panels.register(r.ArticlePanel("organization/feedback_panel.html", feedback_panel))
        r.due_jobs.register(r.DueJob("visitors' marks", forget_visitors))
        for page in PAGES:
            r.desk_pages.register(page)
