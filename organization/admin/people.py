"""Admin of accounts and roles, edited by the IT officer."""

from __future__ import annotations

from functools import partial
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import UserChangeForm, UserCreationForm
from django.contrib.auth.models import Group
from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import SafeString

from core.failsafe import guard
from core.registries import offboarding_checks
from core.text.forms import NormalizedTextMixin
from organization.admin.role_access import RoleAccessMixin
from organization.models import User
from organization.roles import Role

admin.site.unregister(Group)


class RolesField(forms.ModelMultipleChoiceField):
    """Multiple choice of roles by their Vietnamese names, stored as groups."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            Group.objects.filter(name__in=Role.values).order_by("pk"), required=False, **kwargs
        )

    def label_from_instance(self, group: Group) -> str:
        return Role(group.name).label


class RoleFilter(admin.SimpleListFilter):
    title = "vai trò"
    parameter_name = "vai-tro"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return Role.choices

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(groups__name=self.value()) if self.value() else queryset


class PersonForm(NormalizedTextMixin, UserChangeForm):
    groups = RolesField(label="Vai trò")


class NewPersonForm(NormalizedTextMixin, UserCreationForm):
    groups = RolesField(label="Vai trò")

    class Meta(UserCreationForm.Meta):
        model = User


@admin.register(User)
class PersonAdmin(RoleAccessMixin, UserAdmin):
    edit_roles = (Role.IT_OFFICER,)
    form = PersonForm
    add_form = NewPersonForm
    add_form_template = None  # Django's announces a second page for roles and unit
    list_display = ["username", "full_name", "title", "unit", "account"]
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
        (None, {"fields": ["username", "password1", "password2"]}),
        ("Người", {"fields": ["full_name", "title", "email", "unit"]}),
        ("Vai trò", {"fields": ["groups"]}),
    ]

    @admin.display(description="Tài khoản", ordering="last_login")
    def account(self, person: User) -> str:
        if not person.is_active:
            return "Đã khóa"
        if not person.last_login:
            return "Chưa đăng nhập lần nào"
        return f"Đăng nhập {timezone.localtime(person.last_login):%d/%m/%Y | %H:%M}"

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change and "is_active" in form.changed_data and not obj.is_active:
            for sentence in filter(None, _unfinished(obj)):
                self.message_user(request, sentence, messages.WARNING)


def _unfinished(person: User) -> list[SafeString | None]:
    """Return the sentences of all checks; one that fails is left out."""
    return [
        guard("Khóa tài khoản: việc chưa xong", partial(check.sentence, person), None)
        for check in offboarding_checks
    ]
