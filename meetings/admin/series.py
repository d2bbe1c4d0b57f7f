"""Admin of meeting series, edited by the editors."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from meetings.models import MeetingSeries, UsualAttendee
from organization.admin.role_access import RoleAccessMixin
from organization.models import User
from organization.roles import Role


class EditorAccessMixin(RoleAccessMixin):
    edit_roles = (Role.EDITOR,)
    view_roles = (Role.APPROVER, Role.LEADER)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.related_model is User:
            kwargs["queryset"] = User.objects.filter(is_active=True)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class UsualAttendeeInline(EditorAccessMixin, admin.TabularInline):
    model = UsualAttendee
    extra = 1
    fields = ["group", "person", "name", "title", "unit", "position"]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Attendees of a series may be removed; each meeting has rows of its own."""
        return self.has_change_permission(request)


@admin.register(MeetingSeries)
class MeetingSeriesAdmin(EditorAccessMixin, admin.ModelAdmin):
    list_display = ["name", "chair_name", "place", "is_active"]
    inlines = [UsualAttendeeInline]
    actions = None
    fieldsets = [
        (None, {"fields": ["name", "agency_name", "place", "minutes_notation", "is_active"]}),
        ("Chủ trì", {"fields": ["chair", "chair_name", "chair_title"]}),
        ("Thư ký", {"fields": ["secretary", "secretary_name", "secretary_title"]}),
    ]
