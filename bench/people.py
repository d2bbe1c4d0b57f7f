"""People of benchmarks and their sessions."""

from __future__ import annotations

from importlib import import_module

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import Group

from organization.models import Unit, User
from organization.roles import Role


def bench_user(role: Role) -> User:
    """Return the account that measures the pages of a role; create it without a password."""
    user, made = User.objects.get_or_create(
        username=f"bench-{role.value}",
        defaults={"full_name": "Đo tốc độ", "is_staff": True, "unit": Unit.objects.first()},
    )
    if made:
        user.set_unusable_password()
        user.save()
    user.groups.set([Group.objects.get(name=role.value)])
    return user


def session_of(user: User) -> str:
    """Return the key of a new session of one hour."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.set_expiry(3600)
    session.save()
    key: str = session.session_key
    return key
