"""Aired bulletins as residents read and hear them: what was withdrawn is left out of everything."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max, Prefetch, prefetch_related_objects
from django.urls import reverse
from django.utils import timezone

from broadcasts.approved import as_approved
from broadcasts.models import AirItem, Bulletin, BulletinItem, Emergency
from broadcasts.public.source_pages import is_heard, source_pages
from broadcasts.querysets import BulletinQuerySet
from broadcasts.sources.rich_text import as_sentences
from broadcasts.states import SourceState, Voice
from core.models import StoredFile

# Long; the written text is read on the page of a bulletin alone.
_READINGS = ("item__reading", "item__recorded_reading")


@dataclass(frozen=True)
class HeardItem:
    """One item of an aired bulletin; ``start`` is its second in the audio, ``url`` its source.

    ``is_corrected``: the page of its source says something else by now; ``corrected_on``: when the
    words of one typed here were changed last, None where they are as aired; ``is_synthetic``: a
    machine's voice is heard in the audio.
    """

    item: AirItem
    is_aired: bool
    start: float | None = None
    url: str = ""
    is_corrected: bool = False
    corrected_on: date | None = None
    is_synthetic: bool = False

    @property
    def paragraphs(self) -> list[str]:
        """Return the written text, a line for a paragraph, without the title that begins it."""
        lines = [line for line in self.item.written.splitlines() if line.strip()]
        return lines[1:] if lines[:1] == as_sentences(self.item.title) else lines

    @property
    def clock(self) -> str:
        return clock(self.start or 0)

    @property
    def second(self) -> str:
        """Return the start as a media fragment has it: "12.3"."""
        return f"{self.start or 0:.1f}"


@dataclass(frozen=True)
class AiredBulletin:
    """An aired bulletin with the items that may still be heard.

    ``audio`` is None where nothing was recorded, while an item that was withdrawn is still in the
    file, and where no item is left in it but opening and closing. ``items`` are those of the page,
    ``chapters`` also have opening and closing. ``aired_at`` is when it was planned, of an emergency
    when it went out; ``over_words`` say of an emergency that it is over, "" of any other.
    ``is_being_joined``: there is audio that may not be heard as it is.
    """

    bulletin: Bulletin
    items: tuple[HeardItem, ...]
    chapters: tuple[HeardItem, ...]
    audio: StoredFile | None
    aired_at: datetime
    over_words: str = ""
    is_being_joined: bool = False

    @property
    def name(self) -> str:
        """Return its name among those of the day."""
        slot = self.bulletin.slot
        return f"Bản tin {slot.session_name}" if slot else "Bản tin khẩn cấp"

    @property
    def title(self) -> str:
        """Return its name among all; an emergency has its time, for there may be two on a day."""
        day = f"{self.name} ngày {self.bulletin.day:%d/%m/%Y}"
        if self.bulletin.slot:
            return day
        return f"{day} lúc {timezone.localtime(self.aired_at):%H:%M}"

    @property
    def url(self) -> str:
        return self.bulletin.get_absolute_url()

    @property
    def audio_url(self) -> str:
        return reverse("bulletin_audio", args=[self.bulletin.pk]) if self.audio else ""

    @property
    def left_out(self) -> list[str]:
        """Return the titles of the items that are not in the audio: they were read live."""
        if not self.chapters:  # one recording of everything, or none
            return []
        return [one.item.title for one in self.items if one.start is None]

    @property
    def seconds(self) -> float:
        return (self.bulletin.audio_seconds or 0) if self.audio else 0

    @property
    def length(self) -> str:
        """Return the length in words, "" without audio."""
        return length_in_words(self.seconds) if self.seconds else ""

    @property
    def is_synthetic(self) -> bool:
        """Return whether a machine's voice is heard in the audio."""
        return any(chapter.is_synthetic for chapter in self.chapters)


def aired_bulletins(bulletins: BulletinQuerySet, *, with_text: bool = False) -> list[AiredBulletin]:
    """Return these bulletins, a part of ``published()``, as residents hear them. Four queries."""
    return as_heard(list(bulletins.select_related("slot", "audio")), with_text=with_text)


def as_heard(bulletins: Sequence[Bulletin], *, with_text: bool = False) -> list[AiredBulletin]:
    """Return aired bulletins as residents hear them. Three queries, however many items; one more
    where one of them was changed since, one with an emergency among them, and with texts one where
    the words of an item typed here were changed.
    """
    unread = _READINGS if with_text else (*_READINGS, "item__written")
    places = BulletinItem.objects.select_related("item").order_by("position", "pk")
    prefetch_related_objects(bulletins, Prefetch("places", places.defer(*unread)))
    present = {place.pk: place.item for row in bulletins for place in row.places.all()}
    shown = as_approved(
        (place for row in bulletins for place in row.places.all()),
        texts=("written",) if with_text else (),
    )
    pages = source_pages(place.item for place in shown)
    corrections = _corrections(shown, present) if with_text else {}
    emergencies = _emergencies(bulletins)
    return [_aired(row, pages, present, corrections, emergencies.get(row.pk)) for row in bulletins]


def _corrections(places: Iterable[BulletinItem], present: Mapping[int, AirItem]) -> dict[int, date]:
    """Return the day of the last change by place, of items typed here whose words are not those
    that were aired. One query, none without any.
    """
    changed = [
        place
        for place in places
        if not place.item.source_key
        and any(
            getattr(place.item, name) != getattr(present[place.pk], name)
            for name in ("title", "written")
        )
    ]
    if not changed:
        return {}
    rows = AirItem.history.filter(id__in={place.item_id for place in changed}).order_by()
    last = dict(rows.values("id").annotate(at=Max("history_date")).values_list("id", "at"))
    return {place.pk: timezone.localdate(last[place.item_id]) for place in changed}


def _emergencies(bulletins: Sequence[Bulletin]) -> dict[int, Emergency]:
    """Return the emergencies by their bulletins, with notice and log. One query at most."""
    pks = [row.pk for row in bulletins if row.slot_id is None]
    if not pks:
        return {}
    rows = Emergency.objects.filter(bulletin__in=pks)
    return {row.bulletin_id: row for row in rows.select_related("article", "bulletin__air_log")}


def _over_words(emergency: Emergency) -> str:
    if emergency.stopped_at:
        stopped = timezone.localtime(emergency.stopped_at)
        return f"Đã hết hiệu lực: dừng lúc {stopped:%H:%M, %d/%m/%Y}"
    return emergency.article.over_words


def _aired(
    bulletin: Bulletin,
    pages: dict[str, str],
    present: dict[int, AirItem],
    corrections: dict[int, date],
    emergency: Emergency | None,
) -> AiredBulletin:
    log = getattr(emergency.bulletin, "air_log", None) if emergency else None
    places = list(bulletin.places.all())
    starts = {int(part["item"]): float(part["start"]) for part in bulletin.audio_parts}
    recordings = {part["item"]: part.get("recording") for part in bulletin.audio_parts}
    heard = {place.item_id: place for place in places if is_heard(place.item, pages)}
    # Without parts the file is one recording of everything.
    in_file = set(starts) or {place.item_id for place in places}
    live = {place.item_id for place in places if place.voice == Voice.LIVE and starts}
    is_whole = in_file <= set(heard) - live
    has_item = any(pk in in_file and not place.item.is_frame for pk, place in heard.items())
    audio = bulletin.audio if is_whole and has_item else None
    shown = [
        HeardItem(
            place.item,
            is_aired=bool(place.is_aired),
            start=starts.get(place.item_id) if audio else None,
            url=pages.get(place.item.source_key, ""),
            is_corrected=_is_corrected(place.item, present[place.pk]),
            corrected_on=corrections.get(place.pk),
            is_synthetic=_is_synthetic(place, recordings.get(place.item_id)),
        )
        for place in heard.values()
        if place.is_aired or (audio and place.item_id in starts)
    ]
    items = tuple(one for one in shown if not one.item.is_frame)
    return AiredBulletin(
        bulletin,
        items=items,
        chapters=_in_order(shown) if audio else (),
        audio=audio,
        aired_at=log.started_at if log else bulletin.starts_at,
        over_words=_over_words(emergency) if emergency else "",
        is_being_joined=bulletin.audio_id is not None and not is_whole and bool(items),
    )


def _is_corrected(aired: AirItem, present: AirItem) -> bool:
    """Return whether the source of an item says something else than was aired."""
    if present.source_state == SourceState.CORRECTED:
        return True
    loaded = {"title", "written"} - present.get_deferred_fields()
    return bool(present.source_key) and any(
        getattr(aired, name) != getattr(present, name) for name in loaded
    )


def _is_synthetic(place: BulletinItem, recording: int | None) -> bool:
    """Return whether an item is a machine's voice in the file with this recording of it."""
    if place.voice and recording != place.item.recording_id:
        return place.voice == Voice.SYNTHETIC
    return place.item.is_synthetic


def _in_order(items: Iterable[HeardItem]) -> tuple[HeardItem, ...]:
    timed = [one for one in items if one.start is not None]
    return tuple(sorted(timed, key=lambda one: one.start or 0))


def clock(seconds: float) -> str:
    """Return a position as players show it: "3:05", "1:03:05"."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def length_in_words(seconds: float) -> str:
    minutes, rest = divmod(max(1, round(seconds)), 60)
    parts = [f"{minutes} phút"] if minutes else []
    return " ".join([*parts, *([f"{rest} giây"] if rest else [])])
