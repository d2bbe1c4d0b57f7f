"""Measure how long a bulletin of a quarter of an hour takes, from recordings to one MP3."""

import resource
import time
import wave
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import av
from av.audio.frame import AudioFrame
from av.filter import Graph
from django.core.management.base import BaseCommand, CommandError, CommandParser

from broadcasts.audio.facts import AudioTags
from broadcasts.audio.processing import Part, join, measure, normalize
from broadcasts.audio.synthesis import synthesize, voice_name

ITEMS = 6
CORES = 2
GOAL_SECONDS = 20  # for 15 minutes, on two idle cores
GOAL_MEMORY = 300  # MiB
TAGS = AudioTags("Bản tin", "Phường", "Phát thanh", date(2026, 11, 30))
_RATE = 48_000
# Noise with the pitches and the rhythm of speech.
_NOISE = (
    "anoisesrc=duration={seconds}:color=pink:seed=7:amplitude=0.5:sample_rate=48000",
    "highpass=frequency=200",
    "lowpass=frequency=3000",
    "tremolo=f=4:d=0.7",
    "aformat=sample_fmts=s16:channel_layouts=mono",
)
_SENTENCE = "Ủy ban nhân dân phường thông báo lịch tiêm chủng cho trẻ em tại trạm y tế phường. "


class Command(BaseCommand):
    help = (
        "Đo thời gian và bộ nhớ để chuẩn hóa và ghép một bản tin: giọng đọc nếu có cài, không thì"
        " tiếng ồn giống tiếng nói."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--minutes", type=float, default=15, help="bản tin dài bao nhiêu phút")

    def handle(self, *args: Any, minutes: float, **options: Any) -> None:
        if not 0.1 <= minutes <= 60:
            raise CommandError("Chỉ đo bản tin dài từ 0,1 đến 60 phút.")
        seconds = minutes * 60 / ITEMS
        with TemporaryDirectory() as name, ThreadPoolExecutor(CORES) as cores:
            folder = Path(name)
            text = _text(folder, seconds) if voice_name() else ""
            recordings = [folder / f"item-{number}.wav" for number in range(ITEMS)]
            if not text:  # noise is no part of the work
                for path in recordings:
                    _write_noise(path, seconds)
            began, processor = time.monotonic(), _processor()
            list(cores.map(lambda path: _make_item(path, text), recordings))
            parts = [Part(path.with_suffix(".mp3"), path.stem) for path in recordings]
            joined = join(parts, folder / "bulletin.mp3", TAGS)
            took = time.monotonic() - began
        memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
        self.stdout.write(
            f"{joined.facts.seconds / 60:.1f} phút ({voice_name() or 'tiếng ồn'}),"
            f" {joined.facts.loudness:.1f} LUFS: {took:.1f} giây đồng hồ,"
            f" {_processor() - processor:.1f} giây bộ xử lý (mức cần đạt cho 15 phút:"
            f" {GOAL_SECONDS} giây trên {CORES} bộ xử lý rỗi)"
        )
        self.stdout.write(
            f"Bộ nhớ nhiều nhất của một tiến trình: {memory} MB; {CORES} tiến trình cùng lúc (mức"
            f" cần đạt: {GOAL_MEMORY} MB)"
        )


def _make_item(path: Path, text: str) -> None:
    if text:
        synthesize(text, path)
    normalize(path, path.with_suffix(".mp3"), TAGS)


def _text(folder: Path, seconds: float) -> str:
    """Return a text that takes about as long to be spoken."""
    sample = measure(synthesize(_SENTENCE * 5, folder / "sample.wav"))
    return _SENTENCE * max(1, round(5 * seconds / sample.seconds))


def _write_noise(path: Path, seconds: float) -> None:
    graph = Graph()
    sink = graph.add("abuffersink")
    filters = [graph.add(*one.format(seconds=seconds).split("=", 1)) for one in _NOISE]
    graph.link_nodes(*filters, sink).configure()
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(_RATE)
        while True:
            try:
                frame = sink.pull()
            except av.EOFError:
                return
            if isinstance(frame, AudioFrame):
                file.writeframes(bytes(frame.planes[0])[: 2 * frame.samples])


def _processor() -> float:
    own, children = (
        resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime
