"""The functions on sound files that others call: each in a process of its own, within limits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from django.conf import settings

from broadcasts.audio import joining, normalizing
from broadcasts.audio.chimes import Chime
from broadcasts.audio.decoding import check_size
from broadcasts.audio.errors import InvalidAudio
from broadcasts.audio.facts import DEFAULT_LIMITS, PAUSE, AudioFacts, AudioLimits, AudioTags
from broadcasts.audio.joining import JoinedAudio, Part
from broadcasts.audio.replacing import replacing
from core.jobs.limits import LimitExceeded, Report, run_within_limits

SECONDS = 600
MEMORY = 512  # MiB beyond what the process has
GIVEN_UP = (
    "Máy không xử lý xong tệp âm thanh này trong giới hạn cho phép: xin cắt ngắn, hoặc lưu thành"
    " MP3 rồi tải lên."
)
Result = TypeVar("Result")


def check_header(path: Path, *, limits: AudioLimits = DEFAULT_LIMITS) -> None:
    """Refuse at once, without decoding, what its size, kind or header shows to be unfit.

    Raises InvalidAudio. Quick enough for a request.
    """
    check_size(path, limits)
    _limited(lambda _: normalizing.check_header(path, limits), seconds=20)


def validate(
    path: Path, *, limits: AudioLimits = DEFAULT_LIMITS, on_progress: Report | None = None
) -> AudioFacts:
    """Return the facts of a file that can be broadcast; raises InvalidAudio."""
    check_size(path, limits)
    return _limited(lambda report: normalizing.validate(path, limits, report), on_progress)


def measure(path: Path) -> AudioFacts:
    """Return the facts of a sound file, a silent one too; raises InvalidAudio."""
    return _limited(lambda _: normalizing.measure(path))


def normalize(
    source: Path,
    target: Path,
    tags: AudioTags,
    *,
    bitrate: int | None = None,
    limits: AudioLimits = DEFAULT_LIMITS,
    on_progress: Report | None = None,
) -> AudioFacts:
    """Write a recording as the MP3 that is broadcast: trimmed, mono, -16 LUFS; return its facts.

    Raises InvalidAudio.
    """
    check_size(source, limits)
    kbits = bitrate or settings.BROADCAST_BITRATE
    with replacing(target) as made:
        return _limited(
            lambda report: normalizing.normalize(
                source, made, tags, bitrate=kbits, limits=limits, report=report
            ),
            on_progress,
        )


def join(
    parts: Sequence[Part],
    target: Path,
    tags: AudioTags,
    *,
    chime: Chime | None = Chime.BULLETIN,
    pause: float = PAUSE,
    bitrate: int | None = None,
    on_progress: Report | None = None,
) -> JoinedAudio:
    """Write normalised items behind a chime as one MP3 with chapters; return starts and facts.

    Raises InvalidAudio for a part that ``normalize`` has not made.
    """
    kbits = bitrate or settings.BROADCAST_BITRATE
    with replacing(target) as made:
        return _limited(
            lambda report: joining.join(
                parts, made, tags, chime=chime, pause=pause, bitrate=kbits, report=report
            ),
            on_progress,
        )


def _limited(
    function: Callable[[Report], Result],
    on_progress: Report | None = None,
    *,
    seconds: int | None = None,
) -> Result:
    try:
        return run_within_limits(
            function, seconds=seconds or SECONDS, memory=MEMORY, on_progress=on_progress
        )
    except LimitExceeded:
        raise InvalidAudio(GIVEN_UP) from None
