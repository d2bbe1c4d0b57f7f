"""Admin of the working calendar and of reception days.

Clerks, editors and IT officers edit them.
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest

from meetings.calendar.reception import announcement
from meetings.models import CalendarEvent, ReceptionDay
from organization.admin.role_access import RoleAccessMixin
from organization.calendar.working_days import WorkingCalendar
from organization.roles import BOARD, WORKING_CALENDAR_EDITORS


class CalendarAccessAdmin(RoleAccessMixin, admin.ModelAdmin):
    edit_roles = WORKING_CALENDAR_EDITORS
    view_roles = BOARD
    actions = None


@admin.register(CalendarEvent)
class CalendarEventAdmin(CalendarAccessAdmin):
    list_display = ["title", "starts_at", "leaders", "place", "is_public", "is_cancelled"]
    list_filter = ["is_public"]
    date_hierarchy = "starts_at"
    fieldsets = [
        (None, {"fields": ["title", "officer", "leaders", "place"]}),
        ("Thời gian", {"fields": ["starts_at", "ends_at"]}),
        ("Ai được xem", {"fields": ["is_public", "is_cancelled"]}),
    ]


@admin.register(ReceptionDay)
class ReceptionDayAdmin(CalendarAccessAdmin):
    list_display = [
        "leaders",
        "recurrence",
        "starts",
        "ends",
        "place",
        "valid_from",
        "valid_until",
    ]
    fieldsets = [
        (None, {"fields": ["leaders", "place", "note"]}),
        (
            "Ngày tiếp",
            {
                "fields": [
                    "frequency",
                    "weekday",
                    "day_of_month",
                    "starts",
                    "ends",
                    "valid_from",
                    "valid_until",
                ],
                "description": (
                    "Mỗi buổi được thông báo trước ít nhất 5 ngày làm việc; trùng ngày nghỉ thì"
                    " chuyển sang ngày làm việc kế tiếp. Muốn đổi ngày, giờ: ghi ngày cuối cho lịch"
                    " này rồi lập lịch mới."
                ),
            },
        ),
    ]

    @admin.display(description="định kỳ")
    def recurrence(self, row: ReceptionDay) -> str:
        return row.regular_day

    def get_readonly_fields(
        self, request: HttpRequest, obj: ReceptionDay | None = None
    ) -> list[str]:
        """The days of a row have been announced: they can end, but not change."""
        if obj is None:
            return []
        return ["frequency", "weekday", "day_of_month", "starts", "ends", "valid_from"]

    def save_model(self, request: HttpRequest, obj: ReceptionDay, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if not change:
            self.message_user(request, announcement(obj, WorkingCalendar.load()), messages.INFO)
