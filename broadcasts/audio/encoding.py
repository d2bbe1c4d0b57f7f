"""Writing of MP3 files: mono, constant bit rate, ID3v2.3 tags that every player reads."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import av
from av.audio.frame import AudioFrame
from av.container import OutputContainer

from broadcasts.audio.facts import RATE, AudioTags
from broadcasts.audio.filters import FilterChain

FRAME_SAMPLES = 1152
_SCALE = 0.95  # by which LAME makes everything quieter
_SPEED = "7"  # of 0 to 9: twice as fast as the default; no difference is heard in speech


def open_mp3(path: Path, tags: AudioTags | None) -> OutputContainer:
    """Open an MP3 to be written, with its tags."""
    output = av.open(str(path), mode="w", format="mp3", options={"id3v2_version": "3"})
    output.metadata.update(tags.as_metadata() if tags else {})
    return output


def encode(
    frames: Iterable[AudioFrame], path: Path, tags: AudioTags | None, *, bitrate: int
) -> None:
    """Write mono float frames at ``RATE`` as an MP3 of ``bitrate`` kbit/s."""
    fitting = FilterChain(
        f"volume={1 / _SCALE}:precision=float",
        "aformat=sample_fmts=fltp",
        f"asetnsamples=n={FRAME_SAMPLES}:p=0",
    )
    with open_mp3(path, tags) as output:
        stream = output.add_stream(
            "libmp3lame",
            rate=RATE,
            layout="mono",
            format="fltp",
            options={"compression_level": _SPEED},
        )
        stream.bit_rate = bitrate * 1000
        for frame in fitting.run(frames):
            output.mux(stream.encode(frame))
        output.mux(stream.encode(None))
