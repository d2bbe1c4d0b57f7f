"""What was approved and aired stays as it was, whatever becomes of its items afterwards.

Approval keeps the revision of each item in its place, the log its length and voice.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from copy import copy
from datetime import datetime

from django.db.models import OuterRef, Subquery

from broadcasts.models import AirItem, Bulletin, BulletinItem, RecordingTake
from broadcasts.states import ItemKind, Voice
from broadcasts.timing import expected_seconds, item_seconds, syllable_rate

# Kind and unit are what plays are counted by: they are the present ones everywhere.
_WORDS = ("title", "author", "relayed_seconds")
TEXTS = ("written", "reading")


_UNHEARD = {"seconds": None, "voice": "", "recorded_by": None}


def keep_approved(bulletin: Bulletin) -> None:
    """Keep the present revisions of the items as those that were approved. One query."""
    versions = AirItem.objects.filter(pk=OuterRef("item")).values("version")
    bulletin.places.update(item_version=Subquery(versions), **_UNHEARD)


def forget_approved(bulletin: Bulletin) -> None:
    """Let the places of a bulletin follow their items again. One query."""
    bulletin.places.update(item_version=None, **_UNHEARD)


def keep_heard(bulletin: Bulletin, *, until: datetime) -> None:
    """Keep how long each item was and whose voice was heard in the session that ended at ``until``;
    what is kept already stays.

    A recording made afterwards was not heard: its place has the voice of an earlier one, or was
    read live. Five queries at most.
    """
    places = as_approved(bulletin.places.filter(seconds=None).select_related("item__recording"))
    rate = syllable_rate()
    late = [place for place in places if _is_recorded_after(place.item, until)]
    earlier = _earlier_takes(late, until)
    joined = {part["item"] for part in bulletin.audio_parts}
    for place in places:
        item = place.item
        if place in late and item.kind != ItemKind.RELAYED:
            person, is_synthetic = earlier.get((item.pk, item.reading), (None, False))
            place.seconds = expected_seconds(item, rate)
            place.recorded_by_id = None if is_synthetic else person
            place.voice = Voice.RECORDED if place.recorded_by_id else Voice.LIVE
            if is_synthetic and item.pk in joined:  # somebody had listened to it
                place.voice = Voice.SYNTHETIC
            continue
        place.seconds = item_seconds(item, rate)
        place.voice = voice_of(item)
        is_person = place.voice == Voice.RECORDED
        place.recorded_by_id = item.recorded_by_id if is_person else None
    BulletinItem.objects.bulk_update(places, ["seconds", "voice", "recorded_by"])


def _is_recorded_after(item: AirItem, at: datetime) -> bool:
    return item.recording is not None and item.recording.uploaded_at > at


def _earlier_takes(
    places: Collection[BulletinItem], until: datetime
) -> dict[tuple[int, str], tuple[int, bool]]:
    """Return who last recorded the items of these places until then, by item and reading text, and
    whether it was the voice of the machine.

    One query, none without places.
    """
    if not places:
        return {}
    takes = RecordingTake.objects.filter(
        item__in=[place.item_id for place in places],
        created_at__lte=until,
        finished_at__isnull=False,
        refusal="",
    )
    rows = takes.order_by("created_at", "pk")
    return {(take.item_id, take.reading): (take.recorded_by_id, take.is_synthetic) for take in rows}


def voice_of(item: AirItem) -> Voice:
    """Return whose voice is heard when the item is aired now."""
    if item.kind == ItemKind.RELAYED:
        return Voice.RELAYED
    if not item.is_recording_current:
        return Voice.LIVE
    return Voice.SYNTHETIC if item.is_synthetic else Voice.RECORDED


def as_approved(
    places: Iterable[BulletinItem], texts: Collection[str] = TEXTS
) -> list[BulletinItem]:
    """Return places with their items as they were approved, ``texts`` among the fields.

    The items are not to be saved. One query, none while no item was changed since.
    """
    rows = list(places)
    changed = [
        place
        for place in rows
        if place.item_version is not None and place.item_version != place.item.version
    ]
    if not changed:
        return rows
    fields = (*_WORDS, *texts)
    revisions = AirItem.history.filter(
        id__in={place.item_id for place in changed},
        version__in={place.item_version for place in changed},
    ).order_by("history_id")
    found = {
        (pk, version): dict(zip(fields, values, strict=True))
        for pk, version, *values in revisions.values_list("id", "version", *fields)
    }
    for place in changed:
        place.item = _with_words(place.item, found.get((place.item_id, place.item_version), {}))
    return rows


def _with_words(item: AirItem, words: Mapping[str, object]) -> AirItem:
    """Return a copy of an item: places of other bulletins may hold the same object."""
    copied = copy(item)
    for name, value in words.items():
        setattr(copied, name, value)
    return copied
