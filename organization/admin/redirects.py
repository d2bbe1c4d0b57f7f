"""Admin of redirects, edited by editors and the IT officer."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

from django import forms
from django.contrib import admin
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, QueryDict
from django.urls import resolve

from core.text.forms import NormalizedTextMixin
from organization.admin.role_access import RoleAccessMixin
from organization.models import Redirect
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
        if resolves(old) or resolves(f"{old}/"):
            self.add_error(
                "old_address", "Đang có trang ở địa chỉ này, nên chuyển hướng sẽ không có tác dụng."
            )
        if (
            target.startswith("/")
            and not resolves(target)
            and Redirect.objects.target_of(target) is None
        ):
            self.add_error("target", "Không có trang nào ở địa chỉ này.")


def resolves(address: str) -> bool:
    """Return whether the portal serves the URL to a visitor without an account."""
    path, _, query = address.partition("#")[0].partition("?")
    request = HttpRequest()
    request.method = "GET"
    request.path = unquote(path)
    request.path_info = request.path
    request.GET = QueryDict(query)
    request.META = {"SERVER_NAME": "localhost", "SERVER_PORT": "80", "QUERY_STRING": query}
    request.user = AnonymousUser()
    try:
        match = resolve(request.path)
        return match.func(request, *match.args, **match.kwargs).status_code != 404
    except (Http404, BadRequest):
        return False


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
