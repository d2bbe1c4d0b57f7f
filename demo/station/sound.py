"""Recordings of the demonstration's station, made once with a machine's voice; see
``content/sound``.
"""

from __future__ import annotations

import tomllib
from datetime import date, timedelta
from pathlib import Path

from broadcasts.approved import keep_heard
from broadcasts.models import AirItem, AirLog, Bulletin
from broadcasts.recording.files import SOUND, set_uses, store_mp3
from broadcasts.recording.join import join_bulletin
from organization.models import User

FOLDER = Path(__file__).parents[1] / "content" / "sound"
BITRATE = 32  # kbit/s of the recordings
# Items that were on air so lately are recorded.
RECORDED = timedelta(days=10)


def recorded_texts() -> dict[str, str]:
    """Return the name of the recording of each reading text."""
    texts = tomllib.loads((FOLDER / "texts.toml").read_text())
    return {text: name for name, text in texts.items()}


def record_items(announcer: User, *, until: date) -> None:
    """Give opening, closing and the messages of the last days their recordings."""
    names = recorded_texts()
    lately = AirItem.objects.filter(air_until__gte=until - RECORDED)
    frame = AirItem.objects.filter(source_key__startswith="station:")
    for item in (lately | frame).filter(reading__in=names):
        path = FOLDER / f"{names[item.reading]}.mp3"
        file = store_mp3(path, item.title, announcer, now=item.created_at)
        AirItem.objects.filter(pk=item.pk).update(
            recording=file,
            recording_seconds=_seconds(path),
            recorded_reading=item.reading,
            recorded_by=announcer,
            is_synthetic=True,
            listened_by=announcer,
        )
        set_uses(item, SOUND, [file.pk])


def join_recordings(bulletins: list[Bulletin]) -> None:
    """Give the bulletins their file; one that was logged was heard with these recordings."""
    for bulletin in bulletins:
        log = AirLog.objects.filter(bulletin=bulletin).first()
        if log:
            bulletin.places.update(seconds=None)
            keep_heard(bulletin, until=log.ended_at)
        join_bulletin.call(bulletin.pk)


def _seconds(path: Path) -> float:
    """Return the length of an MP3 of constant bit rate."""
    return path.stat().st_size * 8 / (BITRATE * 1000)
