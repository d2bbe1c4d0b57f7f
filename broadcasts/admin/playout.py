"""Admin of the links to play-out pages."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from broadcasts.models import PlayoutLink
from broadcasts.permissions import STATION_EDITORS, sees_station_menu
from broadcasts.playout.links import create_link, revoke_link
from core.generics import ModelForm
from core.text.forms import NormalizedTextMixin
from organization.admin.role_access import RoleAccessMixin
from organization.requests import staff_user


class LinkForm(NormalizedTextMixin, ModelForm):
    """Name of a new link; of one that stands, also its end."""

    revokes = forms.BooleanField(
        label="Thu hồi địa chỉ này",
        required=False,
        help_text="Trang đang mở bằng địa chỉ này ngừng phát; không dùng lại được.",
    )

    class Meta:
        model = PlayoutLink
        fields = ("name",)


@admin.register(PlayoutLink)
class PlayoutLinkAdmin(RoleAccessMixin, admin.ModelAdmin):
    form = LinkForm
    edit_roles = STATION_EDITORS
    actions = None
    list_display = ["name", "last_seen_at", "revoked_at", "made_at"]
    readonly_fields = ["maker", "made_at", "last_seen_at", "revoked_at"]

    @admin.display(description="Tạo lúc", ordering="created_at")
    def made_at(self, link: PlayoutLink) -> datetime:
        return link.created_at

    @admin.display(description="Người tạo")
    def maker(self, link: PlayoutLink) -> str:
        return str(link.created_by)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return sees_station_menu(staff_user(request)) if request.user.is_authenticated else False

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        if obj is None:
            return ["name"]
        ends = [] if obj.revoked_at else ["revokes"]
        return ["name", *ends, *self.readonly_fields]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        return list(self.readonly_fields) if obj else []

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if change:
            super().save_model(request, obj, form, change)
            if form.cleaned_data.get("revokes"):
                revoke_link(obj, now=timezone.now())
            return
        link, token = create_link(obj.name, actor=staff_user(request), now=timezone.now())
        obj.pk, obj.token = link.pk, token

    def response_add(
        self, request: HttpRequest, obj: Any, post_url_continue: str | None = None
    ) -> HttpResponse:
        """Show the address, once: only its hash is kept."""
        addresses = {
            name: request.build_absolute_uri(reverse(name, args=[obj.token]))
            for name in ("playout", "playout_m3u")
        }
        context = self.admin_site.each_context(request) | {
            "title": f"Địa chỉ trang phát: {obj.name}",
            "opts": self.opts,
            "page": addresses["playout"],
            "m3u": addresses["playout_m3u"],
        }
        return TemplateResponse(request, "broadcasts/admin/playout_link.html", context)
