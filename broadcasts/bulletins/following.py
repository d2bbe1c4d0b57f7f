"""What becomes of bulletins when a source is corrected, postponed or withdrawn."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from broadcasts.bulletins.effects import notify_of_source
from broadcasts.bulletins.guards import too_early
from broadcasts.models import AirItem, Bulletin
from broadcasts.querysets import AHEAD
from broadcasts.recording.services import request_joins_of
from broadcasts.session_log import keep_played
from broadcasts.sources.items import (
    compare_with_sources,
    followed_items,
    public_after,
    store_item,
)
from broadcasts.states import SourceState
from organization.models import User

_WORDS = {
    SourceState.CORRECTED: "bản đăng đã sửa sau khi lấy lời đọc.",
    SourceState.WITHDRAWN: "bản đăng đã gỡ, mục này được rút khỏi bản tin.",
    SourceState.CURRENT: "bản đăng có lại, mục này trở lại bản tin.",
}
_TYPED_WORDS = {
    SourceState.WITHDRAWN: "mục này đã gỡ, được rút khỏi bản tin.",
    SourceState.CURRENT: "mục này được đưa lại vào bản tin.",
}


def follow_sources(now: datetime) -> str | None:
    """Compare the items with their sources and tell of changes in bulletins ahead.

    One query for the items and one for each source while nothing changed.
    """
    items = followed_items(now)
    count = follow_items(items) if items else 0
    return f"{count} items changed with their source" if count else None


def follow_bulletin(bulletin: Bulletin) -> None:
    """Compare the items of one bulletin with their sources, before it is shown or approved."""
    items = list(AirItem.objects.filter(places__bulletin=bulletin).exclude(source_key=""))
    follow_items([item for item in items if not item.is_frame])


def follow_items(items: Collection[AirItem]) -> int:
    """Compare items with their sources, tell of changes, and queue the joining of files without
    what was withdrawn; return how many changed.
    """
    moved = compare_with_sources(items)
    for item, before, after in moved:
        if before == after == SourceState.CURRENT:
            _tell_postponed(item)
        elif before != after:
            _tell_changed(item, before, after)
    return sum(before != after for _, before, after in moved)


def withdraw_typed(item: AirItem, *, actor: User, now: datetime, reason: str) -> None:
    """Take an item that was typed here off the air and off the pages of residents; log and counts
    of what was heard stay. The caller has locked the row.
    """
    _set_state(item, SourceState.WITHDRAWN, actor=actor, now=now, reason=f"Gỡ: {reason}")


def restore_typed(item: AirItem, *, actor: User, now: datetime) -> None:
    """Let an item that was taken off be heard again. The caller has locked the row."""
    _set_state(item, SourceState.CURRENT, actor=actor, now=now, reason="Đưa lại")


def _set_state(
    item: AirItem, state: SourceState, *, actor: User, now: datetime, reason: str
) -> None:
    before, item.source_state = SourceState(item.source_state), state
    store_item(item, actor=actor, now=now, reason=reason[:100])
    if before != state:
        _tell_changed(item, before, state)


def _tell_changed(item: AirItem, before: SourceState, after: SourceState) -> None:
    if (before, after) != (SourceState.CORRECTED, SourceState.CURRENT):
        _tell(item, after)
    if after == SourceState.WITHDRAWN:
        keep_played(item, now=timezone.now())
    if SourceState.WITHDRAWN in (before, after):
        request_joins_of(item.pk)


def _tell_postponed(item: AirItem) -> None:
    """Tell of an article that is to appear after it would be on air."""
    for bulletin in _bulletins_ahead(item):
        times = public_after([item.source_key], bulletin.starts_at)
        if item.source_key in times:
            words = too_early(times[item.source_key], bulletin.starts_at)
            event = f"postponed:{item.pk}:{times[item.source_key].isoformat()}"
            notify_of_source(bulletin, item.title, words, event=event)


def _tell(item: AirItem, state: SourceState) -> None:
    words = _TYPED_WORDS if item.is_typed else _WORDS
    version = item.version if item.is_typed else item.source_version
    for bulletin in _bulletins_ahead(item):
        event = f"source:{item.pk}:{state.value}:{version}"
        notify_of_source(bulletin, item.title, words[state], event=event)


def _bulletins_ahead(item: AirItem) -> QuerySet[Bulletin]:
    return Bulletin.objects.filter(places__item=item, state__in=AHEAD)
