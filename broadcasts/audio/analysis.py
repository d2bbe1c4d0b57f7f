"""Loudness after EBU R128, length, and where sound begins and ends."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from math import inf

from av.audio.frame import AudioFrame

from broadcasts.audio.facts import RATE
from broadcasts.audio.filters import FilterChain

WINDOW = 0.02  # seconds
_LEVEL_RATE = 8000  # enough to tell speech from silence
KEPT_SILENCE = 0.2  # seconds before the first and after the last sound
SILENT = -50.0  # LUFS; noise of a microphone that nobody speaks into
_BELOW_SPEECH = 25.0  # dB; what is quieter than the speech by that is silence
_MIN_WINDOWS = 3  # a click is shorter
_METER = "ebur128=metadata=1:framelog=quiet:peak=sample"
_NOTHING = -70.0  # LUFS, what R128 leaves out


@dataclass
class Analysis:
    """Loudness and, for each window, the level (dB) of a sound."""

    loudness: float = _NOTHING
    samples: int = 0
    peak: float = 0.0  # the loudest sample, 1 is full scale
    levels: list[float] = field(default_factory=list)
    first_channel: bool = False  # the channels cancel each other: only the first was measured

    @property
    def seconds(self) -> float:
        return self.samples / RATE

    @property
    def is_silent(self) -> bool:
        return self.loudness < SILENT

    def bounds(self) -> tuple[int, int]:
        """Return the samples between which the sound lies, with a little silence kept."""
        threshold = self.loudness - _BELOW_SPEECH
        first = _first_loud(self.levels, threshold)
        last = len(self.levels) - _first_loud(self.levels[::-1], threshold)
        start = max(0, round((first * WINDOW - KEPT_SILENCE) * RATE))
        end = min(self.samples, round((last * WINDOW + KEPT_SILENCE) * RATE))
        return start, end


def analyse(
    frames: Iterable[AudioFrame], *, first_channel: bool = False, has_levels: bool = True
) -> Analysis:
    """Measure decoded frames to their end; the levels are of use for ``bounds`` alone."""
    found = Analysis(first_channel=first_channel)
    meter = FilterChain(_METER)
    levels = FilterChain(
        f"aresample={_LEVEL_RATE}",
        f"asetnsamples=n={round(WINDOW * _LEVEL_RATE)}:p=0",
        "astats=metadata=1:reset=1:measure_perchannel=none:measure_overall=RMS_level",
    )

    def take(frame: AudioFrame | None) -> None:
        for measured in meter.push(frame):
            # The last frame, if it is shorter, has none.
            found.loudness = float(measured.metadata.get("lavfi.r128.I", found.loudness))
            found.peak = float(measured.metadata.get("lavfi.r128.sample_peak", found.peak))
        for window in levels.push(frame) if has_levels else ():
            found.levels.append(_level(window))

    for frame in frames:
        found.samples += frame.samples
        take(frame)
    take(None)
    return found


def measure_loudness(frames: Iterable[AudioFrame]) -> float:
    """Return the integrated loudness of decoded frames (LUFS)."""
    return analyse(frames, has_levels=False).loudness


def _level(window: AudioFrame) -> float:
    level = float(window.metadata.get("lavfi.astats.Overall.RMS_level", "-inf"))
    return level if level == level else -inf  # not a number: no sound


def _first_loud(levels: list[float], threshold: float) -> int:
    """Return the first of some windows in a row that are loud, 0 if there are none."""
    row = 0
    for number, level in enumerate(levels):
        row = row + 1 if level > threshold else 0
        if row == _MIN_WINDOWS:
            return number - _MIN_WINDOWS + 1
    return 0
