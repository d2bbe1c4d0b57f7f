from django.apps import AppConfig
from django.db.models.signals import post_migrate


class OrganizationConfig(AppConfig):
    name = "organization"
    verbose_name = "Tổ chức"

    def ready(self) -> None:
        from core import registries as r
        from organization.banners import views as banners_views
        from organization.calendar.views import calendar_month, is_for
        from organization.feedback.board_views import PAGES, reports_panel
        from organization.feedback.items import feedback_panel
        from organization.feedback.visitor_tokens import forget_visitors
        from organization.mail import views as mail_views
        from organization.mail.delivery import send_due
        from organization.models import Banner, Officer, Page, Unit, User, Ward
        from organization.notices.dashboard import notices_panel
        from organization.pages import about_pages, search_source
        from organization.roles import create_groups
        from organization.work import views as work_views
        from organization.work.reminders import remind

        post_migrate.connect(create_groups, sender=self)
        r.file_owners.register(
            r.FileOwner(
                Ward, published=Ward.objects.all, readable_by=lambda user: Ward.objects.all()
            )
        )
        r.dashboard_panels.register(
            r.DashboardPanel("organization/_notices_panel.html", notices_panel, position=80)
        )
        r.site_context_parts.register(r.SiteContextPart("ward", Ward.current))
        r.file_owners.register(r.FileOwner(Page, Page.objects.published, Page.objects.readable_by))
        r.file_owners.register(
            r.FileOwner(Officer, Officer.objects.published, Officer.objects.readable_by)
        )
        r.dashboard_panels.register(
            r.DashboardPanel(
                "organization/_standing_banners_panel.html",
                banners_views.standing_panel,
                position=0,
            )
        )
        r.dashboard_panels.register(
            r.DashboardPanel(
                "organization/_banner_offer_panel.html", banners_views.offer_panel, position=30
            )
        )
        for page in banners_views.PAGES:
            r.desk_pages.register(page)
        r.site_context_parts.register(
            r.SiteContextPart("banners", lambda: list(Banner.objects.published()))
        )
        r.site_context_parts.register(r.SiteContextPart("footer_pages", about_pages.footer_pages))
        r.site_map.register(r.SitemapSection("thong-tin", about_pages.InformationPages))
        r.search_sources.register(search_source.SOURCE)
        r.cache_dependencies.register(r.CacheDependency((Ward, Page)))
        r.cache_dependencies.register(r.CacheDependency((Unit,), times=Unit.objects.next_changes))
        r.cache_dependencies.register(
            r.CacheDependency((Officer,), times=Officer.objects.next_changes)
        )
        r.cache_dependencies.register(
            r.CacheDependency((Banner,), times=Banner.objects.next_changes)
        )
        r.cache_dependencies.register(
            r.CacheDependency((User,), silent=("last_login", "password", "mail_choice"))
        )
        r.desk_pages.register(
            r.DeskPage(
                "lich-dang/",
                "calendar",
                calendar_month,
                is_for,
                label="Lịch đăng",
                position=20,
            )
        )
        r.dashboard_panels.register(
            r.DashboardPanel("organization/admin/_reports_panel.html", reports_panel, position=20)
        )
        r.article_panels.register(
            r.ArticlePanel("organization/feedback_panel.html", feedback_panel)
        )
        r.periodic_jobs.register(r.PeriodicJob("visitors' marks", forget_visitors))
        for page in (*PAGES, *mail_views.PAGES, *work_views.PAGES):
            r.desk_pages.register(page)
        r.dashboard_panels.register(
            r.DashboardPanel(
                "organization/admin/_work_panel.html", work_views.unit_panel, position=35
            )
        )
        trouble = r.DashboardPanel(
            "organization/admin/_mail_trouble_panel.html", mail_views.trouble_panel, position=70
        )
        r.dashboard_panels.register(trouble)
        # In this order: what somebody is reminded of this morning is in this morning's mail.
        r.periodic_jobs.register(r.PeriodicJob("reminders", remind))
        r.periodic_jobs.register(r.PeriodicJob("mail", send_due))
