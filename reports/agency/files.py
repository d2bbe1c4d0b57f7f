"""Who may read evidence of assessments and photos of checks; none of them is public."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from organization.models import Unit, User
from reports.models import Assessment, CheckRecord
from reports.permissions import may_hand_in, may_see_scores


def readable_assessments(user: User) -> Any:
    """Return all for those who see all scores, else those of the own unit."""
    return _of_user(Assessment.objects.all(), user)


def readable_checks(user: User) -> Any:
    return _of_user(CheckRecord.objects.all(), user)


def _of_user(rows: Any, user: User) -> Any:
    if may_see_scores(user):
        return rows
    if not may_hand_in(user) or user.unit_id is None:
        return rows.none()
    units = Unit.objects.with_predecessors(user.unit_id, on=timezone.localdate())
    return rows.filter(unit__in=units)
