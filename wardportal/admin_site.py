"""Admin site: title, content security policy, menu and dashboard."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, TypeVar, cast

from csp.decorators import csp_replace
from django.contrib import admin, messages
from django.contrib.auth.views import PasswordChangeView
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, include, path, reverse

from broadcasts import admin_urls as broadcasts_urls
from core.autosave import expired_session
from core.registries import dashboard_panels, render_dashboard
from core.spreadsheet_import import admin_urls as import_urls
from documents import admin_urls as documents_urls
from meetings import admin_urls as meetings_urls
from news import admin_urls as news_urls
from news.permissions import only_writes
from organization import admin_urls as organization_urls
from organization.accounts.forms import OwnPasswordForm
from organization.requests import staff_user
from reports import admin_urls as reports_urls
from wardportal import __version__
from wardportal.admin_menu import menu_links, menu_sections, rendered_menu
from wardportal.content_security import ADMIN_DIRECTIVES
from wardportal.system import admin_urls as system_urls
from wardportal.system.first_steps import steps_of

CHANGE_FIRST = (
    "Mật khẩu này do người khác đặt. Xin đổi sang mật khẩu chỉ quý vị biết, rồi mới làm việc tiếp."
)
# What a person with a password of another's choice may open.
_BEFORE_CHANGE = ("password_change", "password_change_done", "logout", "login", "jsi18n")

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def _must_change_password(request: HttpRequest) -> bool:
    match = request.resolver_match
    is_exempt = match is not None and match.url_name in _BEFORE_CHANGE
    return not is_exempt and getattr(request.user, "must_change_password", False)


class WardAdminSite(admin.AdminSite):
    site_title = "Khu làm việc"
    site_header = "Khu làm việc"
    index_title = "Bàn làm việc"
    empty_value_display = "–"

    def admin_view(self, view: View, cacheable: bool = False) -> View:
        guarded = super().admin_view(view, cacheable)

        @wraps(guarded)
        def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            """Give typed text back after session expiry, where Django would redirect to the log-
            in.
            """
            if not self.has_permission(request) and expired_session.has_typed_text(request):
                return expired_session.resubmit_page(
                    request, expired_session.LOGGED_OUT, status=403, may_resend=True
                )
            if _must_change_password(request):
                messages.warning(request, CHANGE_FIRST)
                return HttpResponseRedirect(reverse("admin:password_change"))
            return guarded(request, *args, **kwargs)

        return cast(View, csp_replace(ADMIN_DIRECTIVES)(wrapped))

    def get_urls(self) -> list[URLResolver | URLPattern]:
        """Return the apps' own pages, then Django's.

        Without Django's redirect from type and number to a public URL: it would reveal the title of
        any draft.
        """
        pages = (
            *import_urls.urlpatterns,
            *organization_urls.urlpatterns,
            *news_urls.urlpatterns,
            *meetings_urls.urlpatterns,
            *documents_urls.urlpatterns,
            *broadcasts_urls.urlpatterns,
            *reports_urls.urlpatterns,
            *system_urls.urlpatterns,
        )
        return self._by_first_segment(pages) + [
            url for url in super().get_urls() if getattr(url, "name", None) != "view_on_site"
        ]

    def _by_first_segment(self, pages: Iterable[URLPattern]) -> list[URLResolver | URLPattern]:
        """Return the pages for staff alone, included by the first segment of their routes: a
        request is compared with some sixty segments and not with each of three hundred routes.
        """
        grouped: dict[str, list[URLPattern]] = defaultdict(list)
        for page in pages:
            segment, _, rest = str(page.pattern).partition("/")
            grouped[segment].append(path(rest, self.admin_view(page.callback), name=page.name))
        return [path(f"{segment}/", include(group)) for segment, group in grouped.items()]

    def password_change(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> Any:
        """Change one's own password, as Django does, by a form that also ends the duty to."""
        return PasswordChangeView.as_view(
            form_class=OwnPasswordForm,
            success_url=reverse("admin:password_change_done"),
            extra_context={**self.each_context(request), **(extra_context or {})},
            template_name="registration/password_change_form.html",
        )(request)

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """Return what the menu shows of each app: lists to open, and no other rights."""
        return menu_sections(self._registry, request, app_label)

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        context = super().each_context(request)
        if context["has_permission"]:
            links = menu_links(request)
            context["version"] = __version__
            context["admin_menu"] = links
            context["menu"] = rendered_menu(request, links, context["available_apps"])
        return context

    def index(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> TemplateResponse:
        """Show the dashboard: every panel with content for this user, without any the first steps
        of the role.
        """
        panels = render_dashboard(
            dashboard_panels, request, is_folded=not only_writes(staff_user(request))
        )
        steps = [] if panels else steps_of(staff_user(request))
        context = {"dashboard_panels": panels, "first_steps": steps}
        return super().index(request, context | (extra_context or {}))
