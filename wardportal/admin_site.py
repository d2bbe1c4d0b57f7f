"""The admin as the board knows it: its own title, policy and desk."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from csp.decorators import csp_replace
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from core.registries import desk_panels, draw
from organization import views as organization_views
from wardportal.content_security import ADMIN_DIRECTIVES


class WardAdminSite(admin.AdminSite):
    site_title = "Quản trị cổng thông tin"
    site_header = "Ban biên tập"
    index_title = "Bàn làm việc"
    empty_value_display = "–"

    def admin_view(self, view: Callable[..., HttpResponse], cacheable: bool = False) -> Callable[..., HttpResponse]:
        return csp_replace(ADMIN_DIRECTIVES)(super().admin_view(view, cacheable))

    def get_urls(self) -> list[URLPattern]:
        own = [
            path(
                "thong-bao/da-doc/",
                self.admin_view(organization_views.mark_notices_read),
                name="notices_read",
            ),
            path("thong-bao/<int:pk>/", self.admin_view(organization_views.open_notice), name="notice"),
        ]
        # Django's redirect from type and number to a public address would tell anybody the title of any draft.
        return own + [url for url in super().get_urls() if getattr(url, "name", None) != "view_on_site"]

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Show the desk: every panel that has something for this person."""
        panels = draw(sorted(desk_panels, key=lambda panel: panel.position), request.user, request)
        return super().index(request, {"desk_panels": panels} | (extra_context or {}))
