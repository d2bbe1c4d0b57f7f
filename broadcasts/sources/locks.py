"""Locks of items whose bulletin was submitted or approved and not aired yet."""

from __future__ import annotations

from broadcasts.models import AirItem
from broadcasts.states import BulletinState

_LOCKED = "Mục này nằm trong bản tin đã trình hoặc đã duyệt: xin rút bản tin ấy lại để sửa rồi mới"
LOCKED = f"{_LOCKED} sửa lời đọc."
SOUND_LOCKED = f"{_LOCKED} ghi âm lại."


def is_text_locked(item: AirItem) -> bool:
    """Return whether a bulletin with the item was submitted or approved and not aired yet."""
    states = (BulletinState.IN_REVIEW, BulletinState.APPROVED)
    return item.pk is not None and item.places.filter(bulletin__state__in=states).exists()


def is_sound_locked(item: AirItem) -> bool:
    """Return whether another recording would change bulletins that are locked: of the opening and
    the closing, which all bulletins share. One query, none for other items.
    """
    return item.is_frame and item.is_recording_current and is_text_locked(item)
