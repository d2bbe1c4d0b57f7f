"""Which joined file of a bulletin may be played."""

from __future__ import annotations

from collections.abc import Iterable

from broadcasts.models import Bulletin, BulletinItem
from broadcasts.sources.items import versions_of
from broadcasts.states import BulletinState
from core.models import StoredFile

NOT_APPROVED = "Bản tin chưa được duyệt."
OVER = "Bản tin không phát nữa."
NO_AUDIO = "Bản tin chưa có âm thanh: xin ghi âm, hoặc đọc trực tiếp."
RECORD_OR_READ = "Xin ghi âm, hoặc đọc trực tiếp."
OUTDATED = "Bản tin vừa đổi: âm thanh đang được ghép lại."


def gone_items(places: Iterable[BulletinItem]) -> set[int]:
    """Return the items that were withdrawn: also those whose source says so before a job has marked
    them. One query for each kind of source among them.
    """
    items = [place.item for place in places if not place.item.is_frame]
    versions = versions_of(item.source_key for item in items if item.source_key)
    return {
        item.pk
        for item in items
        if item.is_withdrawn or (item.source_key and item.source_key not in versions)
    }


def audio_problem(bulletin: Bulletin, places: Iterable[BulletinItem], gone: set[int]) -> str:
    """Return why the file of a bulletin may not be played; "" if it may.

    ``places`` are those of the bulletin with their items, ``gone`` the withdrawn items. Before it
    was aired, its file is made of the present recordings, of the present readings, of all items
    that were not withdrawn; only the opening, the closing and a relayed programme may be absent.
    """
    if bulletin.state in (BulletinState.DRAFT, BulletinState.IN_REVIEW):
        return NOT_APPROVED
    if bulletin.state != BulletinState.APPROVED:
        return OVER
    if bulletin.audio_id is None or not bulletin.audio_parts:
        return NO_AUDIO
    items = {place.item_id: place.item for place in places if place.item_id not in gone}
    joined = {part["item"]: part["recording"] for part in bulletin.audio_parts}
    silent = [
        item.title
        for item in items.values()
        if not item.is_recording_current
        and (item.pk in joined or (item.is_own and not item.is_frame))
    ]
    if silent:
        return f"Bản tin chưa có đủ âm thanh, thiếu: {'; '.join(silent)}. {RECORD_OR_READ}"
    recorded = {item.pk: item.recording_id for item in items.values() if item.is_recording_current}
    needed = {pk for pk in recorded if not items[pk].is_frame}
    is_whole = needed <= joined.keys() <= recorded.keys()
    is_present = is_whole and all(recorded[pk] == joined[pk] for pk in joined)
    return "" if is_present else OUTDATED


def playable_file(pk: int) -> StoredFile | None:
    """Return the file of an approved bulletin that may be played. Two queries, and those of
    ``gone_items``.
    """
    bulletin = Bulletin.objects.filter(pk=pk).select_related("audio").first()
    if bulletin is None:
        return None
    places = list(bulletin.places.select_related("item"))
    return None if audio_problem(bulletin, places, gone_items(places)) else bulletin.audio
