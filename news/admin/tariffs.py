"""ModelAdmin of honorarium tariffs, for the head of the board and the IT officer."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from core.papers.model import shown
from news.models import Tariff, TariffLimit
from organization.admin.role_access import RoleAccessMixin
from organization.roles import Role


class TariffLimitInline(RoleAccessMixin, admin.TabularInline):
    model = TariffLimit
    extra = 3
    edit_roles = (Role.HEAD, Role.IT_OFFICER)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A genre nobody was paid by may go; the database keeps the others."""
        return self.has_change_permission(request)


@admin.register(Tariff)
class TariffAdmin(RoleAccessMixin, admin.ModelAdmin):
    edit_roles = TariffLimitInline.edit_roles
    inlines = [TariffLimitInline]
    list_display = ["valid_from", "value", "legal_basis"]
    sortable_by = ()
    actions = None

    @admin.display(description="Giá trị một đơn vị hệ số")
    def value(self, tariff: Tariff) -> str:
        return f"{shown(tariff.unit_value)} đồng"
