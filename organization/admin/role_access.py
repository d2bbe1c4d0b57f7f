"""Role-based permissions of ModelAdmins; Django's model permissions are not used."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from core.admin.changelist import ChangeListMixin
from core.admin.related_widgets import PlainRelatedWidgetsMixin
from core.autosave.add_once import AddOnceMixin
from core.revisions.concurrent_admin import ConcurrentAdminMixin
from organization.roles import Role


class RoleAccessMixin(
    AddOnceMixin, ConcurrentAdminMixin, ChangeListMixin, PlainRelatedWidgetsMixin
):
    """Mixin of a ModelAdmin: ``view_roles`` may view, ``edit_roles`` also add and change.

    Deletion is not permitted.
    """

    view_roles: tuple[Role, ...] = ()
    edit_roles: tuple[Role, ...] = ()

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.is_authenticated and request.user.has_role(
            *self.view_roles, *self.edit_roles
        )

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.has_change_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.is_authenticated and request.user.has_role(*self.edit_roles)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def in_force(row: Any, *, otherwise: str) -> str:
    """Return the validity of a unit or an officer in words; ``otherwise`` if it is unlimited."""
    words = []
    if row.valid_from:
        words.append(f"từ {row.valid_from:%d/%m/%Y}")
    if row.valid_until:
        words.append(f"đến hết {row.valid_until:%d/%m/%Y}")
    return " ".join(words) or otherwise
