"""Normalisation of recordings: trimmed, mono, even loudness; call it through ``processing``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import InputContainer

from broadcasts.audio.analysis import Analysis, analyse, measure_loudness
from broadcasts.audio.decoding import NO_SOUND, Position, decode, open_audio
from broadcasts.audio.encoding import encode
from broadcasts.audio.errors import InvalidAudio
from broadcasts.audio.facts import (
    DEFAULT_LIMITS,
    RATE,
    TARGET_LOUDNESS,
    AudioFacts,
    AudioLimits,
    AudioTags,
)
from broadcasts.audio.filters import FilterChain
from core.jobs.limits import Report

_EXACT = 0.3  # LU by which the result may differ from the target where peaks are limited
_MAX_ROUNDS = 10
_MIN_SHARE = 0.2  # of a step in gain that is assumed to be heard
_PEAK = 0.8  # of full scale; MP3 adds up to 1 dB to it
_FADE = 0.02  # seconds, against clicks where silence was cut
_TOO_SHORT = "Tệp âm thanh có tiếng ngắn hơn nửa giây: xin ghi âm lại rồi tải lên."
# Our own joined files are longer than any recording.
_ANY_LENGTH = AudioLimits(max_bytes=1024 * DEFAULT_LIMITS.max_bytes, max_seconds=24 * 3600)


def check_header(path: Path, limits: AudioLimits) -> None:
    """Raise InvalidAudio for what the header shows to be unfit."""
    with open_audio(path, limits):
        pass


def validate(path: Path, limits: AudioLimits, report: Report) -> AudioFacts:
    """Return the facts of a file with sound in it; raises InvalidAudio."""
    return _facts(path, _sound(path, limits, _percent(report, 0, 100)))


def measure(path: Path) -> AudioFacts:
    """Return the facts of a sound file of any length."""
    return _facts(path, analyse(decode(path, _ANY_LENGTH), has_levels=False))


def normalize(
    source: Path,
    target: Path,
    tags: AudioTags | None,
    *,
    bitrate: int,
    limits: AudioLimits = DEFAULT_LIMITS,
    loudness: float = TARGET_LOUDNESS,
    is_trimmed: bool = True,
    report: Report = lambda done, total: None,
) -> AudioFacts:
    """Write the sound of ``source`` as an MP3 of even loudness; return the facts of the result."""
    sound = _sound(source, limits, _percent(report, 0, 40))
    start, end = sound.bounds() if is_trimmed else (0, sound.samples)

    def cut(gain: float, first: int, last: int) -> Iterator[AudioFrame]:
        on_position = _percent(report, first, last)
        frames = decode(source, limits, on_position, first_channel=sound.first_channel)
        return _filters(start, end, gain).run(frames)

    gain = loudness - sound.loudness
    if sound.peak * 10 ** (gain / 20) > _PEAK:
        gain = _gain(sound.loudness, loudness, lambda gain: measure_loudness(cut(gain, 40, 50)))
    encode(cut(gain, 50, 90), target, tags, bitrate=bitrate)
    report(100, 100)
    return measure(target)


def _gain(loudness: float, wanted: float, loudness_with: Callable[[float], float]) -> float:
    """Return the gain (dB) with which the sound is as loud as wanted although peaks are limited."""
    gain = step = wanted - loudness
    for _ in range(_MAX_ROUNDS):
        reached = loudness_with(gain)
        if abs(wanted - reached) <= _EXACT:
            break
        # The limiter took away a part of the last step, and will of the next.
        share = (reached - loudness) / step if step else 1
        loudness = reached
        step = (wanted - reached) / min(1, max(share, _MIN_SHARE))
        gain += step
    return gain


def _filters(start: int, end: int, gain: float) -> FilterChain:
    """Return the chain that cuts at two samples and makes louder by ``gain`` dB."""
    fade = round(_FADE * RATE)
    return FilterChain(
        f"atrim=start_sample={start}:end_sample={end}",
        "asetpts=N/SR/TB",
        f"volume={gain:.3f}dB:precision=float",
        f"alimiter=limit={_PEAK}:level=false:attack=5:release=50:latency=true",
        f"afade=t=in:ss=0:ns={fade}",
        f"afade=t=out:ss={max(0, end - start - fade)}:ns={fade}",
        "aformat=sample_fmts=flt",
    )


def _sound(path: Path, limits: AudioLimits, on_position: Position) -> Analysis:
    """Return the analysis of a file that has sound in it, long enough to be heard."""
    sound = analyse(decode(path, limits, on_position))
    if sound.is_silent:
        sound = analyse(decode(path, limits, first_channel=True), first_channel=True)
    if sound.seconds < limits.min_seconds:
        raise InvalidAudio(_TOO_SHORT)
    if sound.is_silent:
        raise InvalidAudio(NO_SOUND)
    start, end = sound.bounds()
    if end - start < limits.min_seconds * RATE:
        raise InvalidAudio(_TOO_SHORT)
    return sound


def _facts(path: Path, sound: Analysis) -> AudioFacts:
    with open_audio(path, _ANY_LENGTH) as (container, stream):
        codec = stream.codec_context.codec.canonical_name
        return AudioFacts(
            seconds=_mp3_seconds(container, stream) if codec == "mp3" else sound.seconds,
            loudness=sound.loudness,
            sample_rate=stream.codec_context.sample_rate,
            channels=stream.codec_context.channels,
            codec=codec,
        )


def _mp3_seconds(container: InputContainer, stream: AudioStream) -> float:
    """Return the length of the frames without the encoder's delay.

    Players and versions of ffprobe that count the delay or leave out the padding differ from it by
    less than 0.05 s.
    """
    ticks = sum(packet.duration or 0 for packet in container.demux(stream))
    return float((ticks - (stream.start_time or 0)) * (stream.time_base or 0))


def _percent(report: Report, first: int, last: int) -> Position:
    """Return a function that reports a part of a file as percents, each once."""
    told = first

    def tell(part: float) -> None:
        nonlocal told
        percent = first + int((last - first) * min(part, 1))
        if percent > told:
            told = percent
            report(percent, 100)

    return tell
