"""Admin of accounts and roles, edited by the IT officer."""

from __future__ import annotations

from functools import partial
from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import UserChangeForm, UserCreationForm
from django.contrib.auth.models import Group
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

from core.failsafe import guard
from core.registries import offboarding_checks
from core.text.forms import NormalizedTextMixin
from organization.accounts.services import (
    CONFIRM_OWN,
    AccountState,
    last_officer_problem,
    record_change,
    record_password,
)
from organization.accounts.unit_change import move_with_person
from organization.accounts.warnings import (
    account_warnings,
    lost_substitute_sentence,
    mail_owners,
    sharing_mail,
)
from organization.admin.role_access import RoleAccessMixin
from organization.models import Unit, User
from organization.requests import staff_user
from organization.roles import ROLE_HELP, Role

admin.site.unregister(Group)


class RolesField(forms.ModelMultipleChoiceField):
    """Multiple choice of roles by their Vietnamese names, stored as groups."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            Group.objects.filter(name__in=Role.values).order_by("pk"),
            required=False,
            help_text=format_html_join(
                mark_safe("<br>"), "{}: {}", [(role.label, ROLE_HELP[role]) for role in Role]
            ),
            **kwargs,
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
    """Form of an account: refuses to leave no IT officer, asks before one changes oneself."""

    groups = RolesField(label="Vai trò")
    confirms_own = forms.BooleanField(
        label="Tôi đổi vai trò hoặc khóa tài khoản của chính mình",
        required=False,
        widget=forms.HiddenInput,
    )

    actor: User

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.before = AccountState.of(self.instance)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if "groups" not in data or "is_active" not in data:
            return data
        names, is_active = [group.name for group in data["groups"]], data["is_active"]
        if problem := last_officer_problem(self.instance, roles=names, is_active=is_active):
            self.add_error("groups" if is_active else "is_active", problem)
            return data
        after = AccountState(tuple(role for role in Role if role in names), is_active)
        is_own = self.instance.pk == self.actor.pk and self.before != after
        if is_own and not data.get("confirms_own"):
            self.fields["confirms_own"].widget = forms.CheckboxInput()
            self.add_error("confirms_own", CONFIRM_OWN)
        return data


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
    change_list_template = "organization/admin/importable_list.html"
    import_target = "nguoi-dung"
    list_display = ["username", "full_name", "title", "unit", "role_names", "account", "warnings"]
    list_filter = ["is_active", RoleFilter, "unit"]
    list_select_related = ["unit"]
    search_fields = ["username", "full_name", "email"]
    actions = None
    filter_horizontal = []
    fieldsets = [
        (None, {"fields": ["username", "password", "is_active"]}),
        ("Người", {"fields": ["full_name", "title", "email", "unit"]}),
        ("Vai trò", {"fields": ["groups", "confirms_own"]}),
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

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("groups")

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        self._mail_owners = mail_owners()
        return super().get_changelist_instance(request)

    @admin.display(description="Vai trò")
    def role_names(self, person: User) -> str:
        held = {group.name for group in person.groups.all()}
        return "; ".join(role.label for role in Role if role in held)

    @admin.display(description="Cần xem lại")
    def warnings(self, person: User) -> str:
        owners = self._mail_owners.get(person.email.lower(), [])
        sharing = [name for name in owners if name != person.username]
        roles = {group.name for group in person.groups.all()} & set(Role.values)
        return " ".join(account_warnings(person, roles=roles, sharing=sharing))

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, *args, **kwargs)
        form.actor = staff_user(request)  # the class is made for this request
        return form

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Store the roles; a change of roles or lock is logged and told."""
        super().save_related(request, form, formsets, change)
        before = form.before if change else AccountState()
        actor = staff_user(request)
        person = form.instance
        form.told = record_change(person, before, actor=actor, now=timezone.now())
        roles = set(person.groups.values_list("name", flat=True)) & set(Role.values)
        for sentence in account_warnings(person, roles=roles, sharing=sharing_mail(person)):
            self.message_user(request, f"{person}: {sentence}", messages.WARNING)
        if change and (sentence := lost_substitute_sentence(person, roles=roles)):
            self.message_user(request, f"{person}: {sentence}", messages.WARNING)

    def construct_change_message(
        self, request: HttpRequest, form: Any, formsets: Any, add: bool = False
    ) -> Any:
        """Name the old and the new roles in the history, not the field alone."""
        message = super().construct_change_message(request, form, formsets, add)
        told = getattr(form, "told", [])
        return [*message, {"changed": {"fields": told}}] if told else message

    def user_change_password(
        self, request: HttpRequest, id: str, form_url: str = ""
    ) -> HttpResponse:
        """Set a password; the person and the heads are told of one that another has set."""
        with transaction.atomic():
            response = super().user_change_password(request, id, form_url)
            is_stored = request.method == "POST" and response.status_code == HTTPStatus.FOUND
            person = User.objects.filter(pk=unquote(id)).first() if is_stored else None
            if person and person != request.user:
                User.objects.filter(pk=person.pk).update(must_change_password=True)
                record_password(person, actor=staff_user(request), now=timezone.now())
        return response

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        if not change:
            obj.must_change_password = obj.has_usable_password()
        if change and "is_active" in form.changed_data and not obj.is_active:
            obj.session_generation += 1  # a later unlocking revives no session
        super().save_model(request, obj, form, change)
        if change and "unit" in form.changed_data:
            former = Unit.objects.filter(pk=form.initial.get("unit")).first()
            if moved := move_with_person(obj, former, now=timezone.now()):
                sentence = f"{moved} của {obj} chuyển theo sang {obj.unit}."
                self.message_user(request, sentence, messages.SUCCESS)
        if change and "is_active" in form.changed_data and not obj.is_active:
            for sentence in filter(None, _unfinished(obj)):
                self.message_user(request, sentence, messages.WARNING)


def _unfinished(person: User) -> list[SafeString | None]:
    """Return the sentences of all checks; one that fails is left out."""
    return [
        guard("Khóa tài khoản: việc chưa xong", partial(check.sentence, person), None)
        for check in offboarding_checks
    ]
