"""Bulletins that were aired, with real MP3 files; states as the workflow leaves them."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.utils import timezone

from broadcasts.audio.facts import AudioTags
from broadcasts.audio.processing import Part, join, normalize
from broadcasts.models import AirItem, AirLog, Bulletin, BulletinItem, Slot
from broadcasts.states import BulletinState, ItemKind
from core.files.storage import path_of, write
from core.models import StoredFile
from news.models import Article
from tests.support.audio import write_sound

DAY = date(2026, 11, 24)  # a Tuesday
TAGS = AudioTags("Bản tin", "Phường Bến Sen", "Truyền thanh", DAY)


@cache
def sound(seconds: float = 2) -> bytes:
    """Return a normalised MP3."""
    with TemporaryDirectory() as folder:
        made = Path(folder) / "item.mp3"
        normalize(write_sound(Path(folder) / "a.wav", "pcm_s16le", seconds=seconds), made, TAGS)
        return made.read_bytes()


@cache
def joined(titles: tuple[str, ...]) -> tuple[bytes, tuple[float, ...], float]:
    """Return the MP3 of a bulletin, the starts of its parts and its length."""
    with TemporaryDirectory() as folder:
        part, made = Path(folder) / "item.mp3", Path(folder) / "bulletin.mp3"
        part.write_bytes(sound())
        audio = join([Part(part, title) for title in titles], made, TAGS)
        return made.read_bytes(), audio.starts, audio.facts.seconds


def store_audio(data: bytes, name: str = "ban-tin.mp3", **fields: Any) -> StoredFile:
    file = StoredFile(
        key=secrets.token_hex(16),
        kind=StoredFile.Kind.DOCUMENT,
        name=name,
        extension="mp3",
        content_type="audio/mpeg",
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        **fields,
    )
    write(path_of(file), [data])
    file.save()
    return file


def make_item(article: Article | None = None, **fields: Any) -> AirItem:
    """An item, of the article if one is given; not recorded."""
    defaults: dict[str, Any] = {
        "kind": ItemKind.BRIEF,
        "title": "Dọn vệ sinh bờ sông",
        "written": "Sáng 15/11, 60 người dọn bờ sông.",
        "reading": "Sáng mười lăm tháng mười một, sáu mươi người dọn bờ sông.",
        "air_from": DAY,
        "air_until": DAY,
        "created_at": timezone.now(),
    }
    if article:
        defaults |= {
            "source_key": f"article:{article.pk}",
            "source_version": article.version,
            "title": article.title,
            "written": article.lead,
        }
    return AirItem.objects.create(**defaults | fields)


def record(item: AirItem, **fields: Any) -> AirItem:
    """Give the item a recording of its present reading, made before it was on air."""
    early = timezone.make_aware(datetime.combine(DAY - timedelta(days=2), time(5)))
    item.recording = store_audio(sound(), f"{item.pk}.mp3", uploaded_at=early)
    item.recording_seconds, item.recorded_reading = 2.0, item.reading
    for name, value in fields.items():
        setattr(item, name, value)
    item.save()
    return item


def make_bulletin(
    items: Sequence[AirItem] = (),
    *,
    slot: Slot | None,
    day: date = DAY,
    at: time = time(6, 30),
    state: str = BulletinState.AIRED,
    with_audio: bool = False,
    **fields: Any,
) -> Bulletin:
    """A bulletin in a state, by default aired with all of its items; joined ``with_audio``."""
    starts_at = timezone.make_aware(datetime.combine(day, slot.starts_at if slot else at))
    if slot:
        fields.setdefault("minutes", slot.minutes)
    bulletin = Bulletin.objects.create(
        day=day, slot=slot, starts_at=starts_at, state=state, **fields
    )
    is_aired = True if state == BulletinState.AIRED else None
    for position, item in enumerate(items, start=1):
        BulletinItem.objects.create(
            bulletin=bulletin, item=item, position=position, is_aired=is_aired
        )
    if with_audio:
        add_audio(bulletin, items)
    if is_aired:
        AirLog.objects.create(
            bulletin=bulletin, started_at=starts_at, ended_at=starts_at + timedelta(minutes=15)
        )
    return bulletin


def add_audio(bulletin: Bulletin, items: Sequence[AirItem]) -> None:
    """Join the items to the audio of the bulletin."""
    data, starts, seconds = joined(tuple(item.title for item in items))
    bulletin.audio, bulletin.audio_seconds = store_audio(data), seconds
    bulletin.audio_parts = [
        {"item": item.pk, "title": item.title, "start": start, "recording": item.recording_id}
        for item, start in zip(items, starts, strict=True)
    ]
    bulletin.save()
