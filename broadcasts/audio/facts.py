"""What is known of a sound file, what is written into one, and what is accepted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

RATE = 44_100  # samples a second of everything we write
BITRATE = 64  # kbit/s, unless BROADCAST_BITRATE says otherwise
TARGET_LOUDNESS = -16.0  # LUFS, EBU R128
PAUSE = 1.2  # seconds between the items of a bulletin
MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class AudioFacts:
    """Length and loudness (LUFS) as measured, the rest as the file says."""

    seconds: float
    loudness: float
    sample_rate: int
    channels: int
    codec: str


@dataclass(frozen=True)
class AudioTags:
    """ID3 tags of an MP3."""

    title: str
    artist: str
    album: str
    date: date

    def as_metadata(self) -> dict[str, str]:
        written = {
            "title": self.title,
            "artist": self.artist,
            "album": self.album,
            "date": self.date.isoformat(),
        }
        return {name: one_line(text) for name, text in written.items()}


@dataclass(frozen=True)
class AudioLimits:
    """Bounds of what is accepted."""

    max_bytes: int = 100 * MEGABYTE
    max_seconds: int = 60 * 60
    min_seconds: float = 0.5


DEFAULT_LIMITS = AudioLimits()


def one_line(text: str) -> str:
    """Return the text as a tag can hold it: one line without control characters."""
    encodable = text.encode("utf-8", "ignore").decode("utf-8")
    printable = "".join(sign if sign.isprintable() else " " for sign in encodable)
    return " ".join(printable.split())
