"""Accounts, units and the ward's identity, kept by the IT officer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from core.files import sync_uses
from core.forms import StoredFileField, bind_files
from core.models import FileUse, StoredFile
from core.registries import leaver_tasks
from organization.admin_access import KeptByRoles
from organization.models import Unit, User, Ward
from organization.roles import Role

admin.site.unregister(Group)


class RolesField(forms.ModelMultipleChoiceField):
    """Roles by their Vietnamese names; stored as the groups of the same code."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Group.objects.filter(name__in=Role.values).order_by("pk"), required=False, **kwargs)

    def label_from_instance(self, group: Group) -> str:
        return Role(group.name).label


class RoleFilter(admin.SimpleListFilter):
    title = "vai trò"
    parameter_name = "vai-tro"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return Role.choices

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(groups__name=self.value()) if self.value() else queryset


class PersonForm(UserChangeForm):
    groups = RolesField(label="Vai trò")


class NewPersonForm(AdminUserCreationForm):
    groups = RolesField(label="Vai trò")

    class Meta(AdminUserCreationForm.Meta):
        model = User


@admin.register(User)
class PersonAdmin(KeptByRoles, UserAdmin):
    keepers = (Role.IT_OFFICER,)
    form = PersonForm
    add_form = NewPersonForm
    list_display = ["username", "full_name", "title", "unit", "is_active", "last_login"]
    list_filter = ["is_active", RoleFilter, "unit"]
    list_select_related = ["unit"]
    search_fields = ["username", "full_name", "email"]
    ordering = ["username"]
    actions = None
    filter_horizontal = []
    fieldsets = [
        (None, {"fields": ["username", "password", "is_active"]}),
        ("Người", {"fields": ["full_name", "title", "email", "unit"]}),
        ("Vai trò", {"fields": ["groups"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["username", "usable_password", "password1", "password2"]}),
        ("Người", {"fields": ["full_name", "title", "email", "unit"]}),
        ("Vai trò", {"fields": ["groups"]}),
    ]

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change and "is_active" in form.changed_data and not obj.is_active:
            for sentence in filter(None, (task.sentence(obj) for task in leaver_tasks)):
                self.message_user(request, sentence, messages.WARNING)


@admin.register(Unit)
class UnitAdmin(KeptByRoles, admin.ModelAdmin):
    keepers = (Role.IT_OFFICER,)
    viewers = (Role.EDITOR, Role.APPROVER, Role.LEADER)
    list_display = ["name", "short_name", "block", "valid_from", "valid_until", "successor"]
    list_filter = ["block"]
    list_select_related = ["successor"]
    search_fields = ["name", "short_name"]
    actions = None


class WardForm(forms.ModelForm):
    actor: User
    emblem = StoredFileField(label="Biểu trưng", kind=StoredFile.Kind.PICTURE, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bind_files(self, user=self.actor, item=self.instance)

    class Meta:
        model = Ward
        fields = [
            "name",
            "agency_name",
            "parent_agency",
            "emblem",
            "responsible_person",
            "address",
            "phone",
            "email",
        ]


@admin.register(Ward)
class WardAdmin(KeptByRoles, admin.ModelAdmin):
    """The one row of the ward's identity: its list leads straight to its form."""

    keepers = (Role.IT_OFFICER,)
    form = WardForm

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if self.has_view_permission(request):
            Ward.objects.get_or_create(pk=1)
            return HttpResponseRedirect(reverse("admin:organization_ward_change", args=[1]))
        return super().changelist_view(request, extra_context)

    def get_form(self, request: HttpRequest, obj: Ward | None = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        form.actor = request.user
        return form

    def save_model(self, request: HttpRequest, obj: Ward, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        sync_uses(obj, FileUse.Role.LEAD, [obj.emblem] if obj.emblem else [])
