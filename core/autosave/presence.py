"""Presence: who else has an item open, and who is editing it."""

from __future__ import annotations

from collections.abc import Iterable
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


@dataclass(frozen=True)
class TypingNow:
    """Others who are typing, as a sentence; ``seal`` names them, so that a later one is asked
    about anew.
    """

    sentence: str
    seal: str

    def is_accepted(self, answer: str | None) -> bool:
        """Return whether the person was asked about all of them."""
        return set(self.seal.split("-")) <= set((answer or "").split("-"))


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
    return [_other(item, row) for row in rows.order_by("-is_editing", "since", "pk")]


def typing_questions(user: Any, items: Iterable[Model], *, now: datetime) -> dict[int, TypingNow]:
    """Return, by the keys of items of one model, who else is typing into them: whoever ends the
    work on an item is asked first. One query.
    """
    keys = {item.pk: item for item in items}
    if not keys:
        return {}
    kind = ContentType.objects.get_for_model(next(iter(keys.values())))
    rows = Presence.objects.filter(
        content_type=kind,
        object_id__in=keys,
        is_editing=True,
        seen_at__gte=now - PRESENCE_TIMEOUT,
    ).exclude(user=user)
    typing: dict[int, list[Presence]] = {}
    for row in rows.select_related("user").order_by("since", "pk"):
        typing.setdefault(row.object_id, []).append(row)
    return {pk: _typing_now(keys[pk], found) for pk, found in typing.items()}


def _typing_now(item: Model, rows: list[Presence]) -> TypingNow:
    kind = item._meta.verbose_name
    names = ", ".join(f"{row.user} (từ {timezone.localtime(row.since):%H:%M})" for row in rows)
    sentence = (
        f"Đang có người gõ vào {kind} này: {names}. Nếu tiếp tục, chữ họ chưa lưu không vào {kind},"
        " chỉ được giữ riêng cho người gõ. Xin hỏi nhau trước."
    )
    return TypingNow(sentence, "-".join(str(row.user_id) for row in rows))


def delete_expired_presences(now: datetime) -> None:
    """Delete presences without a heartbeat for an hour."""
    delete_over(RULE, now)


def _other(item: Model, row: Presence) -> OtherPerson:
    activity = f"đang {'sửa' if row.is_editing else 'xem'} {item._meta.verbose_name} này"
    return OtherPerson(
        f"{row.user} {activity} từ {timezone.localtime(row.since):%H:%M}", row.is_editing
    )


def _presences_of(item: Model) -> QuerySet[Presence]:
    return Presence.objects.filter(
        content_type=ContentType.objects.get_for_model(item), object_id=item.pk
    )
