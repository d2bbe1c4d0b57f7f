"""The chimes before a bulletin: soft tones, computed here."""

from __future__ import annotations

import sys
import wave
from array import array
from enum import Enum
from math import exp, pi, sin
from pathlib import Path

from broadcasts.audio.facts import RATE

_OVERTONES = ((1, 1.0), (2, 0.25), (3, 0.08))
_ATTACK = 0.015  # seconds


class Chime(Enum):
    """Tones as start (seconds), pitch (Hz), decay (a second); the last number is the length."""

    BULLETIN = (((0.0, 523.25, 2.2), (0.55, 659.25, 2.2), (1.1, 783.99, 1.8)), 2.8)
    EMERGENCY = (
        tuple((0.4 * number, (880.0, 659.25)[number % 2], 4.0) for number in range(6)),
        2.8,
    )


def write_chime(chime: Chime, path: Path) -> None:
    """Write the chime as a WAV file."""
    tones, seconds = chime.value
    sound = array("d", bytes(8 * round(seconds * RATE)))
    for start, pitch, decay in tones:
        first = round(start * RATE)
        for number in range(len(sound) - first):
            time = number / RATE
            level = min(1.0, time / _ATTACK) * exp(-decay * time)
            turn = 2 * pi * pitch * time
            sound[first + number] += level * sum(
                part * sin(overtone * turn) for overtone, part in _OVERTONES
            )
    loudest = max(map(abs, sound))
    samples = array("h", (round(value / loudest * 16_000) for value in sound))
    if sys.byteorder == "big":
        samples.byteswap()
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(samples.tobytes())
