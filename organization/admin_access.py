"""Who sees and keeps a table in the admin, by role; Django's own model permissions open nothing here."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from organization.roles import Role


class KeptByRoles:
    """Mixin of a ModelAdmin: ``viewers`` may look, ``keepers`` may add and change, nobody deletes."""

    viewers: tuple[Role, ...] = ()
    keepers: tuple[Role, ...] = ()

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.is_authenticated and request.user.has_role(*self.viewers, *self.keepers)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.has_change_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.is_authenticated and request.user.has_role(*self.keepers)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
