"""Time on air: of a recording as it is, of a text by its syllables."""

from __future__ import annotations

from collections.abc import Iterable

from broadcasts.models import AirItem
from core.text.vietnamese import syllables

DEFAULT_RATE = 180  # syllables a minute
CHIME_SECONDS = 2.8
PAUSE_SECONDS = 1.5


def syllable_rate() -> float:
    return DEFAULT_RATE


def item_seconds(item: AirItem, rate: float) -> float:
    """Return the length of an item: of its current recording, as relayed, or as it will be read."""
    if item.is_recording_current and item.recording_seconds:
        return item.recording_seconds
    if item.relayed_seconds:
        return float(item.relayed_seconds)
    return syllables(item.reading) * 60 / rate


def bulletin_seconds(items: Iterable[AirItem], rate: float) -> float:
    """Return the length of a bulletin with its chime and the pauses."""
    return CHIME_SECONDS + sum(PAUSE_SECONDS + item_seconds(item, rate) for item in items)
