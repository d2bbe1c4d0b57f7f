"""Who sees and keeps a table in the admin, by role; Django's own model permissions open nothing
here.
"""

from __future__ import annotations

from typing import Any

from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.http import HttpRequest

from organization.roles import Role


class KeptByRoles:
    """Mixin of a ModelAdmin: ``viewers`` may look, ``keepers`` may add and change, nobody
    deletes.
    """

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

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """What is chosen is kept on a page of its own: no buttons without words beside the
        choice.
        """
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(getattr(field, "widget", None), RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field


def in_force(row: Any, *, otherwise: str) -> str:
    """Return the days between which a unit or an officer stands, in words that need no heading;
    without any, ours.
    """
    words = [f"từ {row.valid_from:%d/%m/%Y}"] if row.valid_from else []
    words += [f"đến hết {row.valid_until:%d/%m/%Y}"] if row.valid_until else []
    return " ".join(words) or otherwise
