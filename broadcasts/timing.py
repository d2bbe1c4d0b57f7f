"""Time on air: syllables by a rate that learns from the ward's own recordings."""

from __future__ import annotations

from collections.abc import Iterable
from statistics import median

from broadcasts.audio.chimes import Chime
from broadcasts.audio.facts import PAUSE
from broadcasts.models import AirItem, BulletinItem
from broadcasts.states import ItemKind
from core.text.vietnamese import syllables

USUAL_RATE = 180.0  # syllables a minute
LOWEST_RATE, HIGHEST_RATE = 120.0, 260.0
# A recording beyond these is not of its text: too slow or too fast for any reader.
_SLOWEST, _FASTEST = USUAL_RATE / 2, USUAL_RATE * 2
MIN_RECORDINGS = 5
MAX_RECORDINGS = 50


def syllable_rate() -> float:
    """Return the median of the syllables a minute of the newest 50 recordings of people, between
    120 and 260; 180 before there are five of a plausible length. One query.
    """
    rows = (
        AirItem.objects.filter(recording__isnull=False, recording_seconds__gt=0, is_synthetic=False)
        .exclude(kind=ItemKind.RELAYED)
        .exclude(recorded_reading="")
        .order_by("-recording__uploaded_at", "-pk")
        .values_list("recorded_reading", "recording_seconds")[:MAX_RECORDINGS]
    )
    rates = [60 * syllables(text) / seconds for text, seconds in rows if seconds]
    plausible = [rate for rate in rates if _SLOWEST <= rate <= _FASTEST]
    if len(plausible) < MIN_RECORDINGS:
        return USUAL_RATE
    return min(max(median(plausible), LOWEST_RATE), HIGHEST_RATE)


def item_seconds(item: AirItem, rate: float) -> float:
    """Return how long the item is: its recording if that is current, the relayed programme, or its
    syllables at ``rate`` a minute.
    """
    if item.is_recording_current and item.recording_seconds:
        return item.recording_seconds
    return expected_seconds(item, rate)


def place_seconds(place: BulletinItem, rate: float) -> float:
    """Return how long the item is in its bulletin: as long as it was, once it was on air."""
    return item_seconds(place.item, rate) if place.seconds is None else place.seconds


def expected_seconds(item: AirItem, rate: float) -> float:
    """Return how long the item will be when it is read, whatever was recorded before."""
    if item.relayed_seconds:
        return float(item.relayed_seconds)
    return 60 * syllables(item.reading) / rate


def length_words(seconds: float) -> str:
    """Return a length in words: "12 phút 05 giây", "45 giây"."""
    minutes, rest = divmod(round(seconds), 60)
    if not minutes:
        return f"{rest} giây"
    return f"{minutes} phút {rest:02} giây" if rest else f"{minutes} phút"


def length_warning(item: AirItem, rate: float) -> str:
    """Return a sentence where the recording of the present text is less than half or more than
    twice as long as expected, "" for any other.
    """
    recorded, expected = item.recording_seconds, expected_seconds(item, rate)
    if not item.is_recording_current or not recorded or not expected:
        return ""
    if expected / 2 <= recorded <= 2 * expected:
        return ""
    doubt = "có thể thiếu" if recorded < expected else "có thể thừa, hoặc là của mục khác"
    return f"Bản ghi {length_words(recorded)}, dự kiến {length_words(expected)}: {doubt}."


def bulletin_seconds(places: Iterable[BulletinItem], rate: float) -> float:
    """Return how long these places are with the chime before them and the pauses between; 0 without
    any. Places of withdrawn items do not count.
    """
    lengths = [place_seconds(place, rate) for place in places if not place.item.is_withdrawn]
    if not lengths:
        return 0
    chime = Chime.BULLETIN.value[1]
    return chime + sum(lengths) + PAUSE * len(lengths)
