"""Reads of the organization, in the ward's words."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.contrib.auth.models import UserManager
from django.db import models
from django.db.models import Q

from organization.roles import Role

if TYPE_CHECKING:
    from organization.models import User


class UnitQuerySet(models.QuerySet["Unit"]):
    def valid(self, *, on: date) -> UnitQuerySet:
        """Return the units that exist on that day, both ends inclusive."""
        return self.filter(Q(valid_from=None) | Q(valid_from__lte=on), Q(valid_until=None) | Q(valid_until__gte=on))


class WardUserManager(UserManager["User"]):
    def with_role(self, role: Role) -> models.QuerySet[User]:
        """Return the active people who hold exactly this role."""
        return self.filter(is_active=True, groups__name=role.value)


class NoticeQuerySet(models.QuerySet["Notice"]):
    def unread(self) -> NoticeQuerySet:
        return self.filter(read_at=None)
