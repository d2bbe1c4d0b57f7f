"""The admin as the board knows it: its own title, policy and desk."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from csp.decorators import csp_replace
from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path

from core.autosave import expired_session
from core.registries import DeskPage, dashboard_panels, desk_pages, render_panels
from organization.notices import views as organization_views
from wardportal.content_security import ADMIN_DIRECTIVES


class WardAdminSite(admin.AdminSite):
    site_title = "Quản trị cổng thông tin"
    site_header = "Ban biên tập"
    index_title = "Bàn làm việc"
    empty_value_display = "–"

    def admin_view(
        self, view: Callable[..., HttpResponse], cacheable: bool = False
    ) -> Callable[..., HttpResponse]:
        guarded = super().admin_view(view, cacheable)

        @wraps(guarded)
        def kind(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            """Give back what a person typed whose session has ended, where Django would lead away
            from it.
            """
            if not self.has_permission(request) and expired_session.has_typed_text(request):
                return expired_session.resubmit_page(
                    request, expired_session.LOGGED_OUT, status=403, may_resend=True
                )
            return guarded(request, *args, **kwargs)

        return csp_replace(ADMIN_DIRECTIVES)(kind)

    def get_urls(self) -> list[URLPattern]:
        own = [
            path(
                "thong-bao/da-doc/",
                self.admin_view(organization_views.mark_notices_read),
                name="notices_read",
            ),
            path(
                "thong-bao/<int:pk>/",
                self.admin_view(organization_views.open_notice),
                name="notice",
            ),
        ]
        own += [
            path(page.route, self.admin_view(_guarded(page)), name=page.name) for page in desk_pages
        ]
        # Django's redirect from type and number to a public address would tell anybody the title of
        # any draft.
        return own + [
            url for url in super().get_urls() if getattr(url, "name", None) != "view_on_site"
        ]

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        context = super().each_context(request)
        if context["has_permission"]:
            in_menu = [page for page in desk_pages if page.label and page.is_for(request.user)]
            context["desk_pages"] = sorted(in_menu, key=lambda page: page.position)
        return context

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the desk: every panel that has something for this person."""
        panels = render_panels(
            sorted(dashboard_panels, key=lambda panel: panel.position), request.user, request
        )
        return super().index(request, {"dashboard_panels": panels} | (extra_context or {}))


def _guarded(page: DeskPage) -> Callable[..., HttpResponse]:
    """Return the page's view, which does not exist for people it is not for."""

    @wraps(page.view)
    def view(request: HttpRequest, **captured: Any) -> HttpResponse:
        if not page.is_for(request.user):
            raise Http404
        return page.view(request, **captured)

    return view
