"""Admin of the ward's identity, edited by the IT officer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from core.files.forms import StoredFileField, bind_files
from core.files.storage import sync_uses
from core.models import FileUse, StoredFile
from core.text.forms import NormalizedTextMixin
from organization.admin.role_access import RoleAccessMixin
from organization.models import User, Ward
from organization.requests import staff_user
from organization.roles import Role

FIELDSETS: Any = [
    (None, {"fields": ["name", "agency_name", "parent_agency", "emblem", "responsible_person"]}),
    ("Liên hệ", {"fields": ["address", "phone", "email", "working_hours"]}),
    (
        "Dịch vụ công, phản ánh, báo sai sót",
        {
            "fields": [
                "service_portal_url",
                "service_portal_label",
                "feedback_url",
                "feedback_label",
                "error_report_days",
            ]
        },
    ),
    (
        "Người ký giấy tờ họp",
        {
            "fields": [
                "notice_authority",
                "notice_signer_title",
                "notice_signer_name",
                "invitation_authority",
                "invitation_signer_title",
                "invitation_signer_name",
            ],
            "description": "Cuộc họp lập sau lấy theo đây; cuộc họp đã lập giữ người ký cũ.",
        },
    ),
    (
        "Chỉ tiêu tin bài",
        {"fields": ["items_counted_by", "counts_lines_in_their_period", "report_mail_day"]},
    ),
]


class WardForm(NormalizedTextMixin, forms.ModelForm):
    actor: User
    emblem = StoredFileField(label="Biểu trưng", kind=StoredFile.Kind.PICTURE, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bind_files(self, user=self.actor, item=self.instance)

    class Meta:
        model = Ward
        fields = flatten_fieldsets(FIELDSETS)
        widgets = {"working_hours": forms.Textarea(attrs={"rows": 4})}


@admin.register(Ward)
class WardAdmin(RoleAccessMixin, admin.ModelAdmin):
    """Singleton: the change list redirects to the form of its one row."""

    edit_roles = (Role.IT_OFFICER,)
    form = WardForm
    fieldsets = FIELDSETS

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if self.has_view_permission(request):
            Ward.objects.get_or_create(pk=1)
            return HttpResponseRedirect(reverse("admin:organization_ward_change", args=[1]))
        return super().changelist_view(request, extra_context)

    def get_form(
        self, request: HttpRequest, obj: Ward | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form: Any = super().get_form(request, obj, change, **kwargs)
        form.actor = staff_user(request)
        return form

    def save_model(self, request: HttpRequest, obj: Ward, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        sync_uses(obj, FileUse.Role.LEAD, [obj.emblem] if obj.emblem else [])
