"""Locks of items whose bulletin was submitted or approved and is not over yet."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import F, QuerySet
from django.utils import timezone

from broadcasts.models import AirItem, BulletinItem
from broadcasts.states import BulletinState

_MAX_NAMED = 3
_MINUTE = timedelta(minutes=1)


def text_lock(item: AirItem) -> str:
    """Return why the text of an item may not be changed, "" if it may. One query."""
    return _sentence(item, "sửa lời đọc")


def is_text_locked(item: AirItem) -> bool:
    """Return whether a bulletin with the item was submitted or approved and is not over yet."""
    return item.pk is not None and _locking_places(item).exists()


def sound_lock(item: AirItem) -> str:
    """Return why an item may not be recorded anew, "" if it may: another recording of the opening
    and the closing, which all bulletins share, would change those that are locked. One query, none
    for other items.
    """
    return _sentence(item, "ghi âm lại") if item.is_frame and item.is_recording_current else ""


def _sentence(item: AirItem, doing: str) -> str:
    """Return the sentence that names the bulletins to be taken back first."""
    if item.pk is None:
        return ""
    rows = _locking_places(item).select_related("bulletin__slot")
    places = list(rows.order_by("bulletin__starts_at", "pk")[: _MAX_NAMED + 1])
    if not places:
        return ""
    named = "; ".join(_name(place) for place in places[:_MAX_NAMED])
    more = " và các bản tin sau đó" if len(places) > _MAX_NAMED else ""
    return (
        f"Mục này nằm trong bản tin đã trình hoặc đã duyệt: {named}{more}. Xin rút bản tin ấy lại"
        f" trước giờ phát, hoặc đợi buổi ấy xong, rồi mới {doing}."
    )


def _name(place: BulletinItem) -> str:
    begins = timezone.localtime(place.bulletin.starts_at)
    return f"{place.bulletin}, phát lúc {begins:%H:%M}"


def _locking_places(item: AirItem) -> QuerySet[BulletinItem]:
    """Return the places in bulletins that are to be aired as they were submitted or approved.

    What is over keeps the text that was approved, see ``broadcasts.approved``.
    """
    states = (BulletinState.IN_REVIEW, BulletinState.APPROVED)
    length = F("bulletin__minutes") * _MINUTE
    return item.places.filter(
        bulletin__state__in=states, bulletin__starts_at__gt=timezone.now() - length
    )
