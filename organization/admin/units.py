"""Units, kept by the IT officer."""

from __future__ import annotations

from django.contrib import admin

from organization.admin_access import KeptByRoles
from organization.models import Unit
from organization.roles import Role


@admin.register(Unit)
class UnitAdmin(KeptByRoles, admin.ModelAdmin):
    keepers = (Role.IT_OFFICER,)
    viewers = (Role.EDITOR, Role.APPROVER, Role.LEADER)
    list_display = ["name", "short_name", "block", "valid_from", "valid_until", "successor"]
    list_filter = ["block"]
    list_select_related = ["successor"]
    search_fields = ["name", "short_name"]
    actions = None
