"""Who else has an item open now, and who is writing in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, F, Model, QuerySet, Value, When
from django.utils import timezone

from core.models import Presence

# Pages give a sign of life every 15 seconds; who misses three has gone.
PRESENCE_TIMEOUT = timedelta(seconds=45)


@dataclass(frozen=True)
class OtherPerson:
    """One other person at the item, as a sentence."""

    sentence: str
    is_editing: bool


def record_presence(user: Any, item: Model, *, is_editing: bool, now: datetime) -> None:
    """Note that ``user`` has the item open.

    Two queries at most; ``since`` starts anew after a silence.
    """
    goes_on = When(is_editing=is_editing, seen_at__gte=now - PRESENCE_TIMEOUT, then=F("since"))
    found = _at(item).filter(user=user)
    if not found.update(
        since=Case(goes_on, default=Value(now)), is_editing=is_editing, seen_at=now
    ):
        row = Presence(user=user, item=item, is_editing=is_editing, since=now, seen_at=now)
        Presence.objects.bulk_create([row], ignore_conflicts=True)


def end_presence(user: Any, item: Model) -> None:
    _at(item).filter(user=user).delete()


def others_present(user: Any, item: Model, *, now: datetime) -> list[OtherPerson]:
    """Return who else has it open, writers first, then in order of coming. One query."""
    rows = (
        _at(item)
        .filter(seen_at__gte=now - PRESENCE_TIMEOUT)
        .exclude(user=user)
        .select_related("user")
    )
    return [_other(row) for row in rows.order_by("-is_editing", "since", "pk")]


def delete_expired_presences(now: datetime) -> None:
    """Delete who has long gone."""
    Presence.objects.filter(seen_at__lt=now - timedelta(hours=1)).delete()


def _other(row: Presence) -> OtherPerson:
    what = "đang sửa bài này" if row.is_editing else "đang xem bài này"
    return OtherPerson(
        f"{row.user} {what} từ {timezone.localtime(row.since):%H:%M}", row.is_editing
    )


def _at(item: Model) -> QuerySet[Presence]:
    return Presence.objects.filter(
        content_type=ContentType.objects.get_for_model(item), object_id=item.pk
    )
