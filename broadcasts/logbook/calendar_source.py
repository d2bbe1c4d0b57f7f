"""Calendar source of bulletins."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from broadcasts.models import Bulletin
from broadcasts.on_air import with_on_air
from broadcasts.permissions import BULLETIN_READERS
from broadcasts.states import BulletinState
from core.registries import CalendarEntry, Tone
from organization.models import User

_KINDS = {
    BulletinState.AIRED: "Đã phát thanh",
    BulletinState.MISSED: "Không phát thanh",
}


def bulletin_entries(
    user: User, starts_at: datetime, ends_at: datetime, now: datetime
) -> Iterator[CalendarEntry]:
    """Yield the bulletins that were not cancelled. One query, none for who may not see them."""
    if not user.has_role(*BULLETIN_READERS):
        return
    rows = Bulletin.objects.planned().filter(starts_at__gte=starts_at, starts_at__lt=ends_at)
    rows = with_on_air(rows.select_related("slot"), now)
    for bulletin in rows.order_by("starts_at", "pk"):
        is_settled = bulletin.state in _KINDS
        tone = Tone.DONE if is_settled else Tone.AHEAD
        if not is_settled and bulletin.ends_at < now:
            tone = Tone.ENDING
        yield CalendarEntry(
            at=bulletin.starts_at,
            kind=_KINDS.get(BulletinState(bulletin.state), "Phát thanh"),
            title=str(bulletin),
            url=bulletin.address,
            about=bulletin.state_words,
            tone=tone,
        )
