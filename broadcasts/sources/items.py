"""Items made of texts of the registered sources, and kept in step with them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from broadcasts.models import AirItem
from broadcasts.models.pronunciation import vocabulary
from broadcasts.querysets import AHEAD
from broadcasts.reading.reader import MAX_CHARACTERS, read_aloud
from broadcasts.states import SourceState
from core.broadcast_sources import BroadcastSource, BroadcastText, broadcast_sources
from core.models.revisions import attribute_revision
from organization.models import User

# How long the source of what was aired is watched: as long as its recording is kept, and longer.
WATCHED = timedelta(days=400)
MAX_WRITTEN = 60_000  # characters
STATION = "station"


def make_key(source: BroadcastSource, pk: int) -> str:
    return f"{source.name}:{pk}"


def reading_of(written: str) -> str:
    """Return the reading text of a text, with the ward's table of pronunciations. One query."""
    return read_aloud(written[:MAX_CHARACTERS], vocabulary()).text


def texts_of(keys: Iterable[str]) -> dict[str, BroadcastText]:
    """Return the present texts of sources by their keys; a key without one may not be read (any
    more). One query for each kind of source among them.
    """
    found: dict[str, BroadcastText] = {}
    for source, pks in _by_source(keys).items():
        found |= {make_key(source, text.pk): text for text in source.texts(pks)}
    return found


def versions_of(keys: Iterable[str]) -> dict[str, int]:
    """Return the present versions of sources by their keys, without those that may not be read."""
    found: dict[str, int] = {}
    for source, pks in _by_source(keys).items():
        versions = source.versions(pks).items()
        found |= {make_key(source, pk): version for pk, version in versions}
    return found


def public_after(keys: Iterable[str], at: datetime) -> dict[str, datetime]:
    """Return when those of the sources become public that are not yet at a time: what is on air
    then may not have them. One query for each kind of source among them.
    """
    found: dict[str, datetime] = {}
    for source, pks in _by_source(keys).items():
        times = source.public_from(pks).items()
        found |= {make_key(source, pk): time for pk, time in times if time > at}
    return found


def offered_texts(day: date) -> dict[str, BroadcastText]:
    """Return what may be read on air on a day by its key, the newest of each source first.

    Two queries for each source.
    """
    found: dict[str, BroadcastText] = {}
    for source in broadcast_sources:
        pks = source.offered(day)
        by_pk = {text.pk: text for text in source.texts(pks)} if pks else {}
        found |= {make_key(source, pk): by_pk[pk] for pk in pks if pk in by_pk}
    return found


def item_of(key: str, text: BroadcastText, *, actor: User | None, now: datetime) -> AirItem:
    """Return the item of a source, made if there is none yet."""
    item = AirItem.objects.filter(source_key=key).first()
    if item is not None:
        return item
    item = AirItem(
        source_key=key,
        kind=text.kind,
        unit_id=text.unit_id,
        author=text.author[:120],
        air_from=text.air_from,
        air_until=text.air_until,
        plays_wanted=text.plays,
        created_by=actor,
        created_at=now,
    )
    take_text(item, text)
    attribute_revision(item, user=actor, at=now, reason="Lấy từ nguồn")
    try:
        with transaction.atomic():
            item.save()
    except IntegrityError:  # another process made it at the same time
        return AirItem.objects.get(source_key=key)
    return item


def take_text(item: AirItem, text: BroadcastText, *, keeps_reading: bool = False) -> None:
    """Set the written text of the source, and the reading made of it; without storing."""
    item.title = text.title[:300]
    item.written = text.text[:MAX_WRITTEN]
    item.source_version = text.version
    item.source_state = SourceState.CURRENT
    if not keeps_reading:
        item.reading = reading_of(item.written)
        item.is_reading_edited = False


def followed_items(now: datetime) -> list[AirItem]:
    """Return the items of sources that are on a bulletin ahead or were aired while their recording
    is kept. One query.
    """
    ahead = Q(places__bulletin__state__in=AHEAD)
    lately = Q(places__bulletin__starts_at__gte=now - WATCHED)
    rows = AirItem.objects.exclude(source_key="").exclude(source_key__startswith=f"{STATION}:")
    pks = rows.filter(ahead | lately).order_by().values("pk")
    return list(
        AirItem.objects.filter(pk__in=pks).only(
            "pk", "source_key", "source_version", "source_state", "written", "title", "version"
        )
    )


def compare_with_sources(
    items: Collection[AirItem],
) -> list[tuple[AirItem, SourceState, SourceState]]:
    """Store what became of the sources; return the items whose source moved: old and new state.

    A source whose version moved while its text stayed is current.
    """
    versions = versions_of(item.source_key for item in items)
    moved = [
        item
        for item in items
        if versions.get(item.source_key) != item.source_version
        or item.source_state == SourceState.WITHDRAWN
    ]
    texts = texts_of(item.source_key for item in moved if item.source_key in versions)
    found = []
    for item in moved:
        before = SourceState(item.source_state)
        after = _state_now(item, texts.get(item.source_key))
        text = texts.get(item.source_key)
        columns = {"source_state": after}
        if after == SourceState.CURRENT and text:
            columns["source_version"] = text.version  # type: ignore[assignment]
        AirItem.objects.filter(pk=item.pk).update(**columns)
        item.source_state = after
        found.append((item, before, after))
    return found


def _state_now(item: AirItem, text: BroadcastText | None) -> SourceState:
    if text is None:
        return SourceState.WITHDRAWN
    is_same = (text.text[:MAX_WRITTEN], text.title[:300]) == (item.written, item.title)
    return SourceState.CURRENT if is_same else SourceState.CORRECTED


def settle_source(
    item: AirItem, *, keeps_reading: bool, actor: User, now: datetime | None = None
) -> AirItem:
    """Take the corrected text of the source, with a new reading or with the one that stands.

    Without effect if the source is gone.
    """
    text = texts_of([item.source_key]).get(item.source_key)
    if text is None:
        return item
    take_text(item, text, keeps_reading=keeps_reading)
    store_item(item, actor=actor, now=now or timezone.now(), reason="Theo bản đăng đã sửa")
    return item


def store_item(item: AirItem, *, actor: User, now: datetime, reason: str = "") -> None:
    """Store a new or changed item as a revision; the caller has locked the row."""
    if item.pk is None:
        item.created_by, item.created_at = actor, now
    else:
        item.version += 1
    attribute_revision(item, user=actor, at=now, reason=reason)
    item.save()


def _by_source(keys: Iterable[str]) -> dict[BroadcastSource, list[int]]:
    sources = {source.name: source for source in broadcast_sources}
    found: dict[BroadcastSource, list[int]] = defaultdict(list)
    for key in keys:
        name, _, pk = key.partition(":")
        if name in sources and pk.isdigit():
            found[sources[name]].append(int(pk))
    return found
