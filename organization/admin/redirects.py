"""Admin of redirects, edited by editors and the IT officer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from core.text.forms import NormalizedTextMixin
from organization import redirects
from organization.admin.role_access import RoleAccessMixin
from organization.models import Redirect
from organization.redirect_targets import target_problem, visit
from organization.roles import Role


class RedirectForm(NormalizedTextMixin, forms.ModelForm):
    """Form of a redirect: the old URL must not resolve, a local target must."""

    class Meta:
        model = Redirect
        fields = ["old_address", "target"]

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]  # django-stubs lacks the hook
        if self.errors:
            return
        old, target = self.instance.old_address, self.instance.target
        if visit(old) or visit(f"{old}/"):
            self.add_error(
                "old_address", "Đang có trang ở địa chỉ này, nên chuyển hướng sẽ không có tác dụng."
            )
        problem = target_problem(
            target,
            is_own=lambda address: old in redirects.candidates(address),
            excluded_redirect=self.instance.pk,
        )
        if problem:
            self.add_error("target", problem)


@admin.register(Redirect)
class RedirectAdmin(RoleAccessMixin, admin.ModelAdmin):
    edit_roles = (Role.IT_OFFICER, Role.EDITOR)
    form = RedirectForm
    list_display = ["old_address", "target", "origin", "created_at"]
    list_filter = ["origin"]
    search_fields = ["old_address", "target"]
    actions = None

    # Not an official record: a wrong one is deleted.
    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)
