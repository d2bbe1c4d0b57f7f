"""Requests of the admin with a logged-in user, for type checking."""

from __future__ import annotations

from django.http import HttpRequest

from organization.models import User


class StaffRequest(HttpRequest):
    """Request of a view behind ``staff_page``: the user is logged in."""

    user: User


def staff_user(request: HttpRequest) -> User:
    """Return who sends a request of the admin; for methods of a ModelAdmin, whose types are
    Django's.

    Raises TypeError for a visitor without an account: the admin site lets none through.
    """
    if not isinstance(request.user, User):
        raise TypeError("a request of the admin without a user")
    return request.user
