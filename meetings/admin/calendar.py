"""Admin of the working calendar and of reception days.

Clerks, editors and IT officers edit them.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest
from django.utils import timezone

from core.text.forms import NormalizedTextMixin
from meetings.calendar.public_phones import accepts_phones_field, ask_about_phones
from meetings.calendar.reception import announcement
from meetings.models import CalendarEvent, ReceptionDay
from organization.admin.role_access import RoleAccessMixin
from organization.calendar.working_days import WorkingCalendar
from organization.roles import BOARD, WORKING_CALENDAR_EDITORS

ONE_DAY = timedelta(days=1)
MAX_CLASHES = 3


class CalendarAccessAdmin(RoleAccessMixin, admin.ModelAdmin):
    edit_roles = WORKING_CALENDAR_EDITORS
    view_roles = BOARD
    actions = None


class CalendarEventForm(NormalizedTextMixin, forms.ModelForm):
    """Asks about an event that newly lasts more than a day (the end was left where it was), and
    about private telephone numbers in a public one.
    """

    accepts_phones = accepts_phones_field()

    lasts_days = forms.BooleanField(
        label="Đúng: sự kiện kéo dài hơn một ngày", required=False, widget=forms.HiddenInput
    )

    class Meta:
        model = CalendarEvent
        fields = [
            "title",
            "officer",
            "leaders",
            "place",
            "starts_at",
            "ends_at",
            "is_public",
            "is_cancelled",
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        ask_about_phones(self, "title", "leaders", "place")
        starts_at, ends_at = data.get("starts_at"), data.get("ends_at")
        if starts_at and ends_at and not data.get("lasts_days"):
            lasts = ends_at - starts_at
            event = self.instance
            is_known = event.pk and event.ends_at and event.ends_at - event.starts_at == lasts
            if lasts > ONE_DAY and not is_known:
                self.fields["lasts_days"].widget = forms.CheckboxInput()
                last = timezone.localtime(ends_at)
                self.add_error(
                    "lasts_days",
                    f"Sự kiện kéo dài hơn một ngày, đến {last:%H:%M ngày %d/%m/%Y}. Nếu đúng, xin"
                    " đánh dấu rồi lưu lại; nếu không, xin sửa giờ kết thúc.",
                )
        return data


@admin.register(CalendarEvent)
class CalendarEventAdmin(CalendarAccessAdmin):
    form = CalendarEventForm
    list_display = ["title", "starts_at", "leaders", "place", "is_public", "is_cancelled"]
    list_filter = ["is_public"]
    date_hierarchy = "starts_at"
    fieldsets = [
        (None, {"fields": ["title", "officer", "leaders", "place"]}),
        ("Thời gian", {"fields": ["starts_at", "ends_at", "lasts_days"]}),
        ("Ai được xem", {"fields": ["is_public", "accepts_phones", "is_cancelled"]}),
    ]

    def save_model(self, request: HttpRequest, obj: CalendarEvent, form: Any, change: bool) -> None:
        """Store the event; name what the same leader or place has at that time."""
        super().save_model(request, obj, form, change)
        if obj.is_cancelled:
            return
        for other in CalendarEvent.objects.clashing_with(obj)[:MAX_CLASHES]:
            same = "lãnh đạo" if obj.officer_id and obj.officer_id == other.officer_id else "nơi"
            at = timezone.localtime(other.starts_at)
            self.message_user(
                request,
                f"Trùng giờ, cùng {same}: “{other}” lúc {at:%H:%M ngày %d/%m/%Y}.",
                messages.WARNING,
            )


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
