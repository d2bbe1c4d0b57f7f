"""ModelAdmin of preferred words, for editors and the IT officer."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from news.models import PreferredWord
from organization.admin.role_access import RoleAccessMixin
from organization.roles import Role


@admin.register(PreferredWord)
class PreferredWordAdmin(RoleAccessMixin, admin.ModelAdmin):
    view_roles = (Role.APPROVER,)
    edit_roles = (Role.EDITOR, Role.IT_OFFICER)
    list_display = ["wrong", "right", "note"]
    list_per_page = 100
    search_fields = ["wrong", "right"]
    sortable_by = ()  # as many as one reads at a glance, in the order of the alphabet
    actions = None

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A word that reminds in vain goes: nothing hangs on it."""
        return self.has_change_permission(request, obj)
