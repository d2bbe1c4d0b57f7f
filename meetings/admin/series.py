"""Admin of meeting series, edited by the editors."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone

from core.generics import ModelForm
from core.sorting import PositionedFormSet
from core.text.forms import NormalizedTextMixin
from meetings.minutes.chair import notify_chairs
from meetings.models import MeetingSeries, UsualAttendee
from meetings.models.series import CHAIR_MESSAGE
from organization.admin.role_access import RoleAccessMixin
from organization.models import User
from organization.requests import staff_user
from organization.roles import ELIGIBLE_CHAIRS, Role


class ChairFieldMixin(ModelForm):
    """Mixin of a form with ``chair``: offers leaders, heads and deputies, and the stored one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields.get("chair")
        if isinstance(field, forms.ModelChoiceField):
            eligible = User.objects.filter(is_active=True, groups__name__in=ELIGIBLE_CHAIRS).values(
                "pk"
            )
            field.queryset = User.objects.filter(Q(pk__in=eligible) | Q(pk=self.instance.chair_id))
            field.error_messages["invalid_choice"] = CHAIR_MESSAGE


class SeriesForm(ChairFieldMixin, NormalizedTextMixin, ModelForm):
    class Meta:
        model = MeetingSeries
        fields = "__all__"


class EditorAccessMixin(RoleAccessMixin):
    edit_roles = (Role.EDITOR,)
    view_roles = (Role.APPROVER, Role.LEADER)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.related_model is User:
            kwargs["queryset"] = User.objects.filter(is_active=True)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class UsualAttendeeInline(EditorAccessMixin, admin.TabularInline):
    model = UsualAttendee
    formset = PositionedFormSet
    extra = 1
    fields = ["group", "person", "name", "title", "unit", "position"]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Attendees of a series may be removed; each meeting has rows of its own."""
        return self.has_change_permission(request)


@admin.register(MeetingSeries)
class MeetingSeriesAdmin(EditorAccessMixin, admin.ModelAdmin):
    form = SeriesForm
    list_display = ["name", "chair_name", "place", "is_active"]
    inlines = [UsualAttendeeInline]
    actions = None
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "name",
                    "agency_name",
                    "place",
                    "minutes_notation",
                    "form_of_address",
                    "is_active",
                ]
            },
        ),
        ("Chủ trì", {"fields": ["chair", "chair_name", "chair_title"]}),
        ("Thư ký", {"fields": ["secretary", "secretary_name", "secretary_title"]}),
    ]

    def save_model(self, request: HttpRequest, obj: MeetingSeries, form: Any, change: bool) -> None:
        """Store the series; a change of chair is told to both chairs."""
        stored = MeetingSeries.objects.select_related("chair").filter(pk=obj.pk).first()
        super().save_model(request, obj, form, change)
        if stored:
            notify_chairs(obj, stored.chair, actor=staff_user(request), now=timezone.now())

    def construct_change_message(
        self, request: HttpRequest, form: Any, formsets: Any, add: bool = False
    ) -> Any:
        """Name the former and the present chair in the log, not the field alone."""
        message = super().construct_change_message(request, form, formsets, add)
        if add or "chair" not in form.changed_data:
            return message
        former = User.objects.filter(pk=form.initial.get("chair")).first()
        sentence = f"Chủ trì: {former or 'chưa ghi'} → {form.instance.chair or 'chưa ghi'}"
        return [*message, {"changed": {"fields": [sentence]}}]
