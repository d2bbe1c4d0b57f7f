"""Items, bulletins and their recordings for tests."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from broadcasts.audio.facts import AudioTags
from broadcasts.audio.processing import normalize
from broadcasts.models import AirItem, Bulletin, BulletinItem
from broadcasts.recording.files import SOUND, set_uses, store_mp3
from organization.models import User
from tests.support.audio import write_sound

DAY = date(2026, 11, 30)
READING = "Kính thưa quý vị, sáng mai phường phun thuốc muỗi. Mời bà con mở cửa."


def make_item(title: str = "Phun thuốc muỗi", **options: Any) -> AirItem:
    defaults = {
        "reading": READING,
        "air_from": DAY,
        "air_until": DAY,
        "created_at": timezone.now(),
    }
    return AirItem.objects.create(title=title, **(defaults | options))


def make_bulletin(*items: AirItem, day: date = DAY, **options: Any) -> Bulletin:
    starts_at = timezone.make_aware(datetime.combine(day, time(5, 30)))
    bulletin = Bulletin.objects.create(day=day, starts_at=starts_at, **options)
    for position, item in enumerate(items):
        BulletinItem.objects.create(bulletin=bulletin, item=item, position=position)
    return bulletin


@cache
def _folder() -> Path:
    return Path(mkdtemp(prefix="sounds-"))


@cache
def sound(name: str = "loi-doc.wav", codec: str = "pcm_s16le", **options: Any) -> bytes:
    """Return a sound file made once."""
    return write_sound(_folder() / name, codec, **options).read_bytes()


@cache
def normalized() -> Path:
    """Return an MP3 as the jobs make them, of two seconds."""
    source = _folder() / "source.wav"
    source.write_bytes(sound())
    target = _folder() / "normalized.mp3"
    normalize(source, target, AudioTags("Mục", "Đài", "Bản tin", DAY))
    return target


def recorded(item: AirItem, person: User, *, age: timedelta = timedelta(0), **fields: Any) -> Any:
    """Give the item a recording of its present text."""
    file = store_mp3(normalized(), item.title, person, now=timezone.now() - age)
    values = {
        "recording": file,
        "recording_seconds": 2.0,
        "recorded_reading": item.reading,
        "recorded_by": person,
    }
    AirItem.objects.filter(pk=item.pk).update(**(values | fields))
    set_uses(item, SOUND, [file.pk])
    item.refresh_from_db()
    return item


def posted(data: bytes, name: str = "ghi-am.wav") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type="application/octet-stream")
