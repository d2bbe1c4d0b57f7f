"""Admin of units, edited by the IT officer."""

from __future__ import annotations

from django.contrib import admin

from organization.admin.role_access import RoleAccessMixin, in_force
from organization.models import Unit
from organization.roles import Role


@admin.register(Unit)
class UnitAdmin(RoleAccessMixin, admin.ModelAdmin):
    edit_roles = (Role.IT_OFFICER,)
    view_roles = (Role.EDITOR, Role.APPROVER, Role.LEADER)
    change_list_template = "organization/admin/importable_list.html"
    import_target = "don-vi"
    list_display = ["name", "short_name", "block", "working"]
    list_filter = ["block"]
    list_select_related = ["successor"]
    search_fields = ["name", "short_name"]
    actions = None

    @admin.display(description="Hoạt động", ordering="valid_from")
    def working(self, unit: Unit) -> str:
        days = in_force(unit, otherwise="đang hoạt động")
        return f"{days}; nay là {unit.successor}" if unit.successor else days
