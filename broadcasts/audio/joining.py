"""Joining of normalised items to one MP3: their frames are copied, so nothing is encoded twice.

Call it through ``broadcasts.audio.processing``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import av
from av.audio.frame import AudioFrame
from av.packet import Packet

from broadcasts.audio.chimes import Chime, write_chime
from broadcasts.audio.decoding import open_audio
from broadcasts.audio.encoding import FRAME_SAMPLES, encode, open_mp3
from broadcasts.audio.errors import InvalidAudio
from broadcasts.audio.facts import (
    DEFAULT_LIMITS,
    RATE,
    TARGET_LOUDNESS,
    AudioFacts,
    AudioTags,
    one_line,
)
from broadcasts.audio.normalizing import measure, normalize
from core.jobs.limits import Report

if TYPE_CHECKING:
    from av.container.core import Chapter

_CHIME_LOUDNESS = {Chime.BULLETIN: TARGET_LOUDNESS - 1, Chime.EMERGENCY: TARGET_LOUDNESS}


@dataclass(frozen=True)
class Part:
    """An item of a bulletin: its normalised MP3 and the title of its chapter."""

    path: Path
    title: str


@dataclass(frozen=True)
class JoinedAudio:
    """The joined file, and the second at which each part starts in it."""

    facts: AudioFacts
    starts: tuple[float, ...]


def join(
    parts: Sequence[Part],
    target: Path,
    tags: AudioTags,
    *,
    chime: Chime | None,
    pause: float,
    bitrate: int,
    report: Report,
) -> JoinedAudio:
    """Write chime, items and the pauses between them as one MP3; raises InvalidAudio."""
    if not parts:
        raise InvalidAudio("Bản tin chưa có mục nào có tiếng: xin ghi âm ít nhất một mục.")
    with TemporaryDirectory() as folder:
        silence = Path(folder) / "pause.mp3"
        _write_silence(silence, pause, bitrate)
        files = [one for part in parts for one in (part.path, silence)][:-1]
        if chime:
            wav, made = Path(folder) / "chime.wav", Path(folder) / "chime.mp3"
            write_chime(chime, wav)
            loudness = _CHIME_LOUDNESS[chime]
            normalize(wav, made, None, bitrate=bitrate, loudness=loudness, is_trimmed=False)
            files = [made, silence, *files]
        report(10, 100)
        starts = _starts(files, parts)
        _copy(files, target, tags, _chapters(parts, starts))
    report(60, 100)
    facts = measure(target)
    report(100, 100)
    return JoinedAudio(facts, starts[:-1])


def _starts(files: Sequence[Path], parts: Sequence[Part]) -> tuple[float, ...]:
    """Return the second at which each part starts, and that at which the last one ends."""
    ends = [0]
    for path in files:
        ends.append(ends[-1] + sum(1 for _ in _mp3_packets(path)))
    own = len(files) - 2 * len(parts) + 1  # chime and its pause
    frames = [*ends[own:-1:2], ends[-1]]
    return tuple(frame * FRAME_SAMPLES / RATE for frame in frames)


def _chapters(parts: Sequence[Part], starts: Sequence[float]) -> list[Chapter]:
    """Return a chapter for each part, from its start to the next one's."""
    return [
        {
            "id": number,
            "start": round(starts[number] * 1000),
            "end": round(starts[number + 1] * 1000),
            "time_base": Fraction(1, 1000),
            "metadata": {"title": one_line(part.title)},
        }
        for number, part in enumerate(parts)
    ]


def _copy(files: Sequence[Path], target: Path, tags: AudioTags, chapters: list[Chapter]) -> None:
    with open_mp3(target, tags) as output:
        output.set_chapters(chapters)
        with av.open(str(files[0]), "r") as first:
            stream = output.add_stream_from_template(first.streams.audio[0])
        frame = 0
        for path in files:
            for packet in _mp3_packets(path):
                packet.stream = stream
                packet.time_base = Fraction(1, RATE)
                packet.pts = packet.dts = frame * FRAME_SAMPLES
                packet.duration = FRAME_SAMPLES
                output.mux(packet)
                frame += 1


def _mp3_packets(path: Path) -> Iterator[Packet]:
    """Yield the frames of an MP3 as ``normalize`` writes it; raises InvalidAudio for any other."""
    with open_audio(path, DEFAULT_LIMITS) as (container, stream):
        context = stream.codec_context
        kind = (context.codec.canonical_name, context.sample_rate, context.channels)
        if kind != ("mp3", RATE, 1):
            raise InvalidAudio("Tệp âm thanh của một mục chưa được chuẩn hóa: xin tải lên lại.")
        for packet in container.demux(stream):
            if packet.dts is not None:
                yield packet


def _write_silence(path: Path, seconds: float, bitrate: int) -> None:
    def frames() -> Iterator[AudioFrame]:
        for number in range(max(1, round(seconds * RATE / FRAME_SAMPLES) - 1)):
            frame = AudioFrame(format="flt", layout="mono", samples=FRAME_SAMPLES)
            frame.sample_rate = RATE
            frame.pts, frame.time_base = number * FRAME_SAMPLES, Fraction(1, RATE)
            for plane in frame.planes:
                plane.update(bytes(plane.buffer_size))
            yield frame

    encode(frames(), path, None, bitrate=bitrate)
