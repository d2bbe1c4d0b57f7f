"""ModelAdmin of the yearly anniversaries that plan lines are proposed from."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from news.models import Anniversary
from organization.admin.role_access import RoleAccessMixin
from organization.roles import Role


@admin.register(Anniversary)
class AnniversaryAdmin(RoleAccessMixin, admin.ModelAdmin):
    view_roles = (Role.APPROVER, Role.LEADER)
    edit_roles = (Role.EDITOR, Role.HEAD)
    list_display = ["title", "date", "since_year"]
    list_per_page = 100
    sortable_by = ()
    actions = None
    fields = ["title", ("day", "month"), "since_year"]

    @admin.display(description="Ngày")
    def date(self, anniversary: Anniversary) -> str:
        return f"{anniversary.day:02}/{anniversary.month:02}"

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Lines made from a day stay when it goes."""
        return self.has_change_permission(request, obj)
