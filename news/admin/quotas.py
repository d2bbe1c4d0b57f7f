"""ModelAdmin of default quotas and quota ratings, for editors and heads."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from news.models import DefaultQuota, QuotaRating
from organization.admin.role_access import RoleAccessMixin
from organization.roles import Role


class BoardAccessAdmin(RoleAccessMixin, admin.ModelAdmin):
    view_roles = (Role.APPROVER, Role.LEADER)
    edit_roles = (Role.EDITOR, Role.HEAD)
    sortable_by = ()
    actions = None

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nothing hangs on them: quotas that were made from them stay."""
        return self.has_change_permission(request, obj)


@admin.register(DefaultQuota)
class DefaultQuotaAdmin(BoardAccessAdmin):
    list_display = ["whose", "kind", "required"]
    list_select_related = ["unit"]
    list_per_page = 200

    @admin.display(description="Khối hoặc đơn vị")
    def whose(self, default: DefaultQuota) -> str:
        return default.unit.name if default.unit else default.get_block_display()


@admin.register(QuotaRating)
class QuotaRatingAdmin(BoardAccessAdmin):
    list_display = ["label", "least_percent"]
