"""What the page of a bulletin shows: its items with their times, and what may be added."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from broadcasts.approved import as_approved
from broadcasts.bulletins.personal_data import personal_warnings
from broadcasts.bulletins.proposals import offered_for, with_planned
from broadcasts.bulletins.slots import limit_sentences
from broadcasts.models import AirItem, Bulletin, BulletinItem
from broadcasts.states import FRAME_KINDS, BulletinState, ItemKind
from broadcasts.timing import (
    bulletin_seconds,
    length_warning,
    length_words,
    place_seconds,
    syllable_rate,
)
from core.models import StoredFile

MAX_OFFERED = 30


@dataclass(frozen=True)
class PlaceLine:
    """One item in its place, with its length in seconds and its recording."""

    place: BulletinItem
    seconds: float
    sound: StoredFile | None = None
    is_first: bool = False
    is_last: bool = False

    @property
    def item(self) -> AirItem:
        return self.place.item

    @property
    def length(self) -> str:
        return length_words(self.seconds)

    @property
    def is_withdrawn(self) -> bool:
        return self.item.is_withdrawn

    @property
    def is_corrected(self) -> bool:
        return self.item.is_corrected

    @property
    def recording(self) -> tuple[str, str]:
        """Return the state of the recording: a word for its style, and words; once it was on air,
        whose voice was heard.
        """
        item = self.item
        if self.place.voice:
            return "ready", self.place.get_voice_display()
        if item.recording_id is None:
            return "none", "tiếp âm trực tiếp" if item.kind == ItemKind.RELAYED else "chưa ghi âm"
        if not item.is_recording_current:
            return "old", unusable_words(item)
        return "ready", "giọng máy, đã nghe" if item.is_synthetic else "đã ghi âm"


def unusable_words(item: AirItem) -> str:
    """Return why the recording of an item may not go on air."""
    if item.is_synthetic and item.listened_by_id is None:
        return "giọng máy, chưa ai nghe"
    return "ghi âm của lời đọc cũ"


@dataclass(frozen=True)
class AirTime:
    """The length of a bulletin against its slot, in seconds."""

    seconds: float
    available: int

    @property
    def is_over(self) -> bool:
        return self.seconds > self.available

    @property
    def words(self) -> str:
        """Return the length, and what is over or left."""
        known = f"{length_words(self.seconds)} trên {length_words(self.available)}"
        rest = abs(self.available - self.seconds)
        return f"{known}: {'quá' if self.is_over else 'còn'} {length_words(rest)}"


@dataclass(frozen=True)
class Offer:
    """A text or an item that may be added."""

    title: str
    kind: str
    note: str
    key: str = ""
    item: int = 0


def content_of(bulletin: Bulletin, *, now: datetime, offers: bool) -> dict[str, Any]:
    """Return lines, times, warnings and, with ``offers``, what may be added.

    Six queries without offers; two more where an item was changed or recorded anew since.
    """
    related = ("item__unit", "item__recorded_by", "item__recording")
    places = as_approved(bulletin.places.select_related(*related).order_by("position", "pk"))
    sounds = _sounds(bulletin, places)
    rate = syllable_rate()
    aired = [place.item for place in places if not place.item.is_withdrawn]
    seconds = bulletin_seconds(places, rate)
    movable = [place for place in places if not place.item.is_frame]
    lines = [
        PlaceLine(
            place,
            place_seconds(place, rate),
            sounds.get(place.item_id),
            is_first=place is movable[0] if movable else False,
            is_last=place is movable[-1] if movable else False,
        )
        for place in places
    ]
    return {
        "lines": lines,
        "has_items": bool(movable),
        "air_time": AirTime(seconds, bulletin.minutes * 60),
        "warnings": [
            *limit_sentences(bulletin, seconds),
            *(_recording_warnings(aired, rate) if bulletin.is_ahead else ()),
        ],
        "personal_warnings": personal_warnings(aired),
        "offers": offers_for(bulletin, {place.item for place in places}) if offers else [],
    }


def _sounds(bulletin: Bulletin, places: list[BulletinItem]) -> dict[int, StoredFile | None]:
    """Return the recordings by item; after airing those that are in the file of the bulletin.

    One query where an item was recorded anew since, else none.
    """
    present = {place.item_id: place.item.recording for place in places}
    if bulletin.state != BulletinState.AIRED:
        return present
    known = {file.pk: file for file in present.values() if file}
    aired = {part["item"]: part["recording"] for part in bulletin.audio_parts}
    if missing := set(aired.values()) - set(known):
        known |= StoredFile.objects.in_bulk(missing)
    return {item: known.get(recording) for item, recording in aired.items()}


def _recording_warnings(items: list[AirItem], rate: float) -> Iterator[str]:
    """Yield a sentence for each recording that may not go on air as it is, or of an odd length."""
    for item in items:
        if item.recording_id and not item.is_recording_current:
            yield f"Mục “{item.title}”: {unusable_words(item)}, không vào tệp phát."
        elif sentence := length_warning(item, rate):
            yield f"Mục “{item.title}”: {sentence[:1].lower()}{sentence[1:]}"


def offers_for(bulletin: Bulletin, present: set[AirItem]) -> list[Offer]:
    """Return what is not in the bulletin and may be aired on its day: sources, then items that
    stand already.
    """
    day = bulletin.day
    present_keys = {item.source_key for item in present if item.source_key}
    texts = offered_for(bulletin)
    items = {
        item.source_key or item.pk: item
        for item in with_planned(
            AirItem.objects.airable().filter(air_from__lte=day, air_until__gte=day)
        )
        .exclude(kind__in=FRAME_KINDS)
        .exclude(pk__in=[item.pk for item in present])
        .order_by("-air_from", "-pk")[: 2 * MAX_OFFERED]
    }
    offers = []
    for key, text in texts.items():
        if key not in present_keys:
            planned = items[key].planned if key in items else 0
            offers.append(Offer(text.title, ItemKind(text.kind).label, _planned(planned), key))
    offers += [
        Offer(item.title, item.get_kind_display(), _planned(item.planned), item=item.pk)
        for key, item in items.items()
        if not item.source_key
    ]
    return offers[:MAX_OFFERED]


def _planned(number: int) -> str:
    return f"đã xếp {number} lượt" if number else "chưa phát"
