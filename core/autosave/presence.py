"""Presence: who else has an item open, and who is editing it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, F, Model, QuerySet, Value, When
from django.utils import timezone

from core.models import Presence
from core.registries import RetentionRule
from core.retention import delete_over

# Pages send a heartbeat every 15 seconds; three missed ones mean absence.
PRESENCE_TIMEOUT = timedelta(seconds=45)
RULE = RetentionRule(Presence, "seen_at", timedelta(hours=1))


@dataclass(frozen=True)
class OtherPerson:
    """Another user at the item, as a sentence."""

    sentence: str
    is_editing: bool


def record_presence(user: Any, item: Model, *, is_editing: bool, now: datetime) -> None:
    """Record that ``user`` has the item open.

    Two queries at most; ``since`` is reset after an absence.
    """
    continues = When(is_editing=is_editing, seen_at__gte=now - PRESENCE_TIMEOUT, then=F("since"))
    presences = _presences_of(item).filter(user=user)
    if not presences.update(
        since=Case(continues, default=Value(now)), is_editing=is_editing, seen_at=now
    ):
        row = Presence(user=user, item=item, is_editing=is_editing, since=now, seen_at=now)
        Presence.objects.bulk_create([row], ignore_conflicts=True)


def end_presence(user: Any, item: Model) -> None:
    _presences_of(item).filter(user=user).delete()


def others_present(user: Any, item: Model, *, now: datetime) -> list[OtherPerson]:
    """Return who else has the item open, editors first, then in order of arrival. One query."""
    rows = (
        _presences_of(item)
        .filter(seen_at__gte=now - PRESENCE_TIMEOUT)
        .exclude(user=user)
        .select_related("user")
    )
    return [_other(row) for row in rows.order_by("-is_editing", "since", "pk")]


def delete_expired_presences(now: datetime) -> None:
    """Delete presences without a heartbeat for an hour."""
    delete_over(RULE, now)


def _other(row: Presence) -> OtherPerson:
    activity = "đang sửa bài này" if row.is_editing else "đang xem bài này"
    return OtherPerson(
        f"{row.user} {activity} từ {timezone.localtime(row.since):%H:%M}", row.is_editing
    )


def _presences_of(item: Model) -> QuerySet[Presence]:
    return Presence.objects.filter(
        content_type=ContentType.objects.get_for_model(item), object_id=item.pk
    )
