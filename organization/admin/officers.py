"""Admin of officers: leaders and heads of units, edited by editors and the IT officer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from core.files.forms import StoredFileField, bind_files
from core.files.storage import sync_uses
from core.models import FileUse, StoredFile
from core.models.revisions import attribute_revision
from core.sorting import next_position
from core.text.forms import NormalizedTextMixin
from organization.admin.role_access import RoleAccessMixin, in_force
from organization.models import Officer, User
from organization.requests import staff_user
from organization.roles import PAGE_EDITORS, PAGE_VIEWERS


class OfficerForm(NormalizedTextMixin, forms.ModelForm):
    actor: User
    photo = StoredFileField(label="Ảnh chân dung", kind=StoredFile.Kind.PICTURE, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bind_files(self, user=self.actor, item=self.instance)

    class Meta:
        model = Officer
        fields = [
            "name",
            "title",
            "unit",
            "duties",
            "photo",
            "phone",
            "email",
            "position",
            "valid_from",
            "valid_until",
        ]
        widgets = {"duties": forms.Textarea(attrs={"rows": 4})}


@admin.register(Officer)
class OfficerAdmin(RoleAccessMixin, admin.ModelAdmin):
    edit_roles = PAGE_EDITORS
    view_roles = PAGE_VIEWERS
    form = OfficerForm
    list_display = ["name", "title", "of_unit", "in_office"]
    list_select_related = ["unit"]
    search_fields = ["name", "title"]
    actions = None

    @admin.display(description="Đơn vị", ordering="unit")
    def of_unit(self, officer: Officer) -> str:
        return officer.unit.short_name if officer.unit else "Lãnh đạo phường"

    @admin.display(description="Giữ chức vụ", ordering="valid_from")
    def in_office(self, officer: Officer) -> str:
        return in_force(officer, otherwise="đang giữ chức vụ")

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"position": next_position(Officer.objects.all())}

    def get_form(
        self, request: HttpRequest, obj: Officer | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form: Any = super().get_form(request, obj, change, **kwargs)
        form.actor = staff_user(request)
        return form

    def save_model(self, request: HttpRequest, obj: Officer, form: Any, change: bool) -> None:
        attribute_revision(obj, user=staff_user(request))
        super().save_model(request, obj, form, change)
        sync_uses(obj, FileUse.Role.LEAD, [obj.photo] if obj.photo else [])
