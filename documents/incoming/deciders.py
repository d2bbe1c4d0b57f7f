"""Leaders before whom incoming documents are put."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from documents.models import DocumentTopic
from organization.models import User
from organization.roles import CHAIRS, Role


def leaders() -> QuerySet[User]:
    """Return the people who may decide on incoming documents, by name."""
    leading = User.objects.filter(is_active=True, groups__name__in=CHAIRS)
    return leading.distinct().order_by("full_name", "pk")


def default_decider(topic: DocumentTopic | None, on: date) -> User | None:
    """Return before whom a document of the topic is put on a day: the first leader. One query."""
    return User.objects.with_role(Role.LEADER).order_by("pk").first()
