"""Sound files as phones and computers make them, and what ffmpeg's own programs read in them."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import pytest
from av.filter import Graph
from av.stream import Disposition

# Noise with the pitches and the rhythm of speech.
SPEECH = (
    "anoisesrc=duration={seconds}:color=pink:seed=7:amplitude=0.5:sample_rate=48000",
    "highpass=frequency=200",
    "lowpass=frequency=3000",
    "tremolo=f=4:d=0.7",
    "volume=8dB",
)
SILENCE = ("anullsrc=duration={seconds}:sample_rate=48000",)
# What a microphone hears when nobody speaks.
ROOM = ("anoisesrc=duration={seconds}:color=pink:seed=7:amplitude=0.005:sample_rate=48000",)


def frames(source: tuple[str, ...], *, seconds: float, filters: tuple[str, ...] = ()) -> Iterator:
    """Yield the frames of a filter that makes sound."""
    graph = Graph()
    written = [one.format(seconds=seconds) for one in (*source, *filters)]
    sink = graph.add("abuffersink")
    graph.link_nodes(*[graph.add(*one.split("=", 1)) for one in written], sink).configure()
    while True:
        try:
            frame = sink.pull()
        except (av.EOFError, av.BlockingIOError):
            return
        frame.pts = None
        yield frame


def write_sound(
    path: Path,
    codec: str,
    *,
    rate: int = 44_100,
    layout: str = "mono",
    seconds: float = 2,
    source: tuple[str, ...] = SPEECH,
    filters: tuple[str, ...] = (),
    container: str | None = None,
    with_cover: bool = False,
    with_video: bool = False,
) -> Path:
    """Write a sound with PyAV; the container is that of the name unless it is told."""
    with av.open(str(path), "w", format=container) as output:
        pictures = _picture_stream(output, is_cover=with_cover) if with_cover or with_video else []
        stream = output.add_stream(codec, rate=rate, layout=layout, options={"strict": "-2"})
        if not codec.startswith("pcm"):
            stream.bit_rate = 12_200 if "amr" in codec else 64_000
        for packet in pictures:
            output.mux(packet)
        for frame in frames(source, seconds=seconds, filters=filters):
            output.mux(stream.encode(frame))
        output.mux(stream.encode(None))
    return path


def write_mute_video(path: Path) -> Path:
    with av.open(str(path), "w") as output:
        for packet in _picture_stream(output, is_cover=False):
            output.mux(packet)
    return path


def _picture_stream(output: Any, *, is_cover: bool) -> list[Any]:
    """Add a stream of pictures, one if it is a cover; return its packets."""
    stream = output.add_stream("mjpeg" if is_cover else "mpeg4", rate=25)
    stream.width, stream.height, stream.pix_fmt = 64, 64, "yuvj420p" if is_cover else "yuv420p"
    if is_cover:
        stream.disposition = Disposition.attached_pic
    packets = []
    for number in range(1 if is_cover else 25):
        frame = av.VideoFrame(64, 64, stream.pix_fmt)
        for plane in frame.planes:
            plane.update(bytes(plane.buffer_size))
        frame.pts, frame.time_base = number, Fraction(1, 25)
        packets += stream.encode(frame)
    return packets + stream.encode(None)


def ffprobe(path: Path) -> dict[str, Any]:
    """Return format, streams and chapters as ffprobe reads them."""
    if not shutil.which("ffprobe"):
        pytest.skip("no ffprobe is installed: install ffmpeg")
    asked = ("-show_format", "-show_streams", "-show_chapters")
    return json.loads(_run("ffprobe", "-v", "error", "-of", "json", *asked, str(path)).stdout)


def ffmpeg_loudness(path: Path) -> tuple[float, float]:
    """Return integrated loudness (LUFS) and true peak (dBFS) as ffmpeg measures them."""
    if not shutil.which("ffmpeg"):
        pytest.skip("no ffmpeg is installed")
    asked = ("-hide_banner", "-nostats", "-i", str(path), "-af", "ebur128=peak=true", "-f", "null")
    said = _run("ffmpeg", *asked, "-").stderr.rsplit("Summary:", 1)[1]
    found = [float(one) for one in re.findall(r"(?:I|Peak): +(-?[\d.]+) (?:LUFS|dBFS)", said)]
    return found[0], found[1]


def names(folder: Path) -> list[str]:
    """Return the names of what is in a folder, sorted."""
    return sorted(path.name for path in folder.iterdir())


def _run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
