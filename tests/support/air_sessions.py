"""Slots, items and bulletins of the station that nothing is wrong with."""

from __future__ import annotations

import secrets
from datetime import date, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.utils import timezone

from broadcasts.bulletins.services import append_item, create_bulletin
from broadcasts.models import AirItem, Bulletin, Slot
from broadcasts.states import ItemKind
from core.files import storage
from core.models import StoredFile
from core.models.revisions import attribute_revision
from core.workflow.engine import perform
from organization.models import User
from tests.support.audio import write_sound
from tests.support.cast import Cast


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """Return a time in the ward's time zone."""
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


def make_slot(name: str = "Sáng", **given: Any) -> Slot:
    defaults = {"starts_at": time(7), "valid_from": date(2026, 1, 1)}
    return Slot.objects.create(name=name, **defaults | given)


def make_item(creator: User | None, title: str = "Ra quân vệ sinh", **given: Any) -> AirItem:
    now = timezone.now()
    item = AirItem(
        **{
            "title": title,
            "kind": ItemKind.BRIEF,
            "written": "Bà con ra quân vệ sinh.",
            "reading": "Bà con ra quân vệ sinh.",
            "air_from": date(2026, 1, 1),
            "air_until": date(2026, 12, 31),
            "created_by": creator,
            "created_at": now,
        }
        | given
    )
    attribute_revision(item, user=creator, at=now, reason="")
    item.save()
    return item


def make_bulletin(
    cast: Cast,
    day: date,
    slot: Slot | None,
    *items: AirItem,
    state: str = "draft",
    **given: Any,
) -> Bulletin:
    """Return a bulletin of the announcer with one item at least, taken to a state ahead."""
    begins = given.pop("starts_at", None) or at(day, slot.starts_at.hour if slot else 7)
    minutes = given.pop("minutes", slot.minutes if slot else 15)
    bulletin = Bulletin(day=day, slot=slot, starts_at=begins, minutes=minutes, **given)
    create_bulletin(bulletin, actor=cast.announcer, now=begins - timedelta(days=1))
    for item in items or (make_item(cast.announcer),):
        append_item(bulletin, item)
    before = min(timezone.now(), begins)
    if state in ("in_review", "approved"):
        bulletin = step(bulletin, "submit", cast.announcer, now=before)
    if state == "approved":
        bulletin = step(bulletin, "approve", cast.approver, now=before)
    return bulletin


def step(bulletin: Bulletin, name: str, actor: User | None, **given: Any) -> Bulletin:
    fresh = Bulletin.objects.get(pk=bulletin.pk)
    moved: Bulletin = perform(fresh, name, actor=actor, version=fresh.version, **given)
    return moved


def log(bulletin: Bulletin, actor: User | None, **given: Any) -> Bulletin:
    """Log the session as planned, with all its items."""
    begins = timezone.localtime(bulletin.starts_at)
    data = {
        "started_at": f"{begins:%Y-%m-%dT%H:%M}",
        "ended_at": f"{begins + timedelta(minutes=10):%Y-%m-%dT%H:%M}",
        "places": [place.pk for place in bulletin.places.all()],
        "clusters": [],
        "incidents": "",
    }
    return step(bulletin, "log", actor, data=data | given)


def give_audio(bulletin: Bulletin, *, seconds: float = 2) -> Bulletin:
    """Give each item without one a recording, and the bulletin a joined MP3 of them."""
    with TemporaryDirectory() as folder:
        path = write_sound(Path(folder) / "ban-tin.mp3", "libmp3lame", seconds=seconds)
        content = path.read_bytes()
    parts = []
    for number, place in enumerate(bulletin.places.select_related("item").order_by("position")):
        recording = place.item.recording or _stored(b"item")
        AirItem.objects.filter(pk=place.item_id).update(
            recording=recording, recording_seconds=1, recorded_reading=place.item.reading
        )
        start = number * seconds / 10
        part = {"item": place.item_id, "title": place.item.title, "start": start}
        parts.append(part | {"recording": recording.pk})
    Bulletin.objects.filter(pk=bulletin.pk).update(
        audio=_stored(content), audio_seconds=seconds, audio_parts=parts
    )
    bulletin.refresh_from_db()
    return bulletin


def _stored(content: bytes) -> StoredFile:
    key = secrets.token_hex(16)
    size, digest = storage.write(storage.root() / key[:2] / f"{key}.mp3", [content])
    return StoredFile.objects.create(
        key=key,
        kind=StoredFile.Kind.DOCUMENT,
        name="ban-tin.mp3",
        extension="mp3",
        content_type="audio/mpeg",
        size=size,
        sha256=digest,
    )
