"""Decoding of any sound file to mono floats at one rate, and the refusal of what is none.

A file decides nothing but its own sound: only formats of sound and no playlists are opened, so that
none makes the server read another file or an address. Call it within limits of time and memory
(``broadcasts.audio.processing``).
"""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path

import av
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.packet import Packet
from av.stream import Disposition

from broadcasts.audio.errors import InvalidAudio
from broadcasts.audio.facts import MEGABYTE, RATE, AudioLimits
from broadcasts.audio.filters import FilterChain

FORMATS = "mov,mp4,m4a,3gp,3g2,mp3,wav,w64,ogg,matroska,webm,amr,amrnb,amrwb,aac,flac,aiff,caf,asf"
_MAX_BROKEN = 0.05  # of the packets
_MIN_PRESENT = 0.9  # of the length that the file declares
# Formats whose header states the length; others are guessed from the bit rate.
_STATES_LENGTH = ("mov", "wav", "matroska", "flac", "aiff")
_UNKNOWN_LENGTH = 0x7FFF_0000  # what programs write that record into a pipe is at least that
_SUFFIX = "xin chọn tệp ghi âm (m4a, mp3, wav, ogg, webm hoặc amr)."
_OTHER_KINDS = {
    b"%PDF": "PDF",
    b"PK\x03\x04": "Word, Excel hoặc tệp nén",
    b"\xd0\xcf\x11\xe0": "Word hoặc Excel",
    b"Rar!": "tệp nén",
    b"\x89PNG": "ảnh",
    b"\xff\xd8\xff": "ảnh",
    b"GIF8": "ảnh",
    b"<": "trang web",
}
_BROKEN = f"Tệp bị hỏng hoặc không phải tệp âm thanh: {_SUFFIX}"
_TORN = "Tệp âm thanh bị hỏng hoặc chưa tải lên trọn vẹn: xin nghe lại trên máy rồi tải lên lại."
_VIDEO = (
    "Tệp này là video (có hình): xin tải lên tệp chỉ có tiếng, hoặc ghi âm lại bằng máy ghi âm."
)
NO_SOUND = "Tệp không có tiếng nào: xin kiểm tra micrô, ghi âm lại rồi tải lên."

Position = Callable[[float], object]  # told the part of the file that was read, 0 to 1


def check_size(path: Path, limits: AudioLimits) -> None:
    """Refuse an empty or a too large file, before anything of it is read."""
    size = path.stat().st_size
    if not size:
        raise InvalidAudio("Tệp trống (0 byte): xin kiểm tra lại tệp trên máy rồi tải lên.")
    if size > limits.max_bytes:
        raise InvalidAudio(
            f"Tệp âm thanh lớn hơn {limits.max_bytes // MEGABYTE} MB: xin cắt ngắn, hoặc lưu thành"
            " MP3 rồi tải lên."
        )


@contextmanager
def open_audio(path: Path, limits: AudioLimits) -> Iterator[tuple[InputContainer, AudioStream]]:
    """Open the file and its stream of sound; raises InvalidAudio by its size, kind and header."""
    check_size(path, limits)
    _refuse_other_kinds(path)
    _refuse_torn_wav(path)
    options = {"format_whitelist": FORMATS, "protocol_whitelist": "file"}
    try:
        container = av.open(str(path), "r", container_options=options, metadata_errors="ignore")
    except av.FFmpegError as error:
        raise _refusal(error) from None
    with container:
        if any(not _is_cover(stream) for stream in container.streams.video):
            raise InvalidAudio(_VIDEO)
        if not container.streams.audio:
            raise InvalidAudio(_BROKEN if not container.streams else NO_SOUND)
        if container.duration and container.duration / av.time_base > limits.max_seconds * 1.5:
            raise _too_long(limits)
        stream = container.streams.audio[0]
        if stream.codec_context is None:  # a codec that nobody knows
            raise InvalidAudio(_BROKEN)
        stream.codec_context.thread_count = 1
        yield container, stream


def decode(
    path: Path,
    limits: AudioLimits,
    on_position: Position = lambda part: None,
    *,
    first_channel: bool = False,
) -> Iterator[AudioFrame]:
    """Yield the sound as mono floats at ``RATE``: all channels added, or the first alone.

    Raises InvalidAudio, also at the end.
    """
    size = path.stat().st_size
    with open_audio(path, limits) as (container, stream):
        resampler = _Resampler(first_channel)
        packets = broken = 0
        for packet in _packets(container, stream):
            packets += 1
            try:
                frames = stream.decode(packet)
            except av.FFmpegError as error:
                _refusal(error)
                broken += 1
                continue
            for frame in frames:
                yield from resampler.convert(frame)
            if resampler.seconds > limits.max_seconds:
                raise _too_long(limits)
            if packet.pos is not None:
                on_position(packet.pos / size)
        yield from resampler.flush()
        if not resampler.samples or broken > max(2, packets * _MAX_BROKEN):
            raise InvalidAudio(_BROKEN)
        if resampler.seconds < _stated_seconds(container, stream) * _MIN_PRESENT - 1:
            raise InvalidAudio(_TORN)


class _Resampler:
    """Conversion of frames whose format may change within a file, as in chained Ogg files."""

    def __init__(self, first_channel: bool) -> None:
        self.samples = 0
        self._first_channel = first_channel
        self._channel: FilterChain | None = None
        self._kind: tuple[object, ...] = ()
        self._resampler: av.AudioResampler | None = None

    @property
    def seconds(self) -> float:
        return self.samples / RATE

    def convert(self, frame: AudioFrame) -> Iterator[AudioFrame]:
        kind = (frame.format.name, frame.layout.name, frame.sample_rate)
        if kind != self._kind or self._resampler is None:
            yield from self.flush()
            self._kind = kind
            self._channel = self._channel_filter(frame)
            self._resampler = av.AudioResampler(format="flt", layout="mono", rate=RATE)
        frame.pts = None
        for part in self._channel.push(frame) if self._channel else [frame]:
            part.pts = None
            yield from self._placed(self._resampler.resample(part))

    def _channel_filter(self, frame: AudioFrame) -> FilterChain | None:
        if not self._first_channel or frame.layout.nb_channels < 2:
            return None
        return FilterChain(
            "pan=mono|c0=c0",
            rate=frame.sample_rate,
            sample_format=frame.format.name,
            layout=frame.layout.name,
        )

    def flush(self) -> Iterator[AudioFrame]:
        if self._resampler is not None:
            yield from self._placed(self._resampler.resample(None))
            self._resampler = None

    def _placed(self, frames: list[AudioFrame]) -> Iterator[AudioFrame]:
        """Count the samples; the file's own time stamps may jump."""
        for frame in frames:
            frame.time_base = Fraction(1, RATE)
            frame.pts = self.samples
            self.samples += frame.samples
            yield frame


def _packets(container: InputContainer, stream: AudioStream) -> Iterator[Packet]:
    """Yield the packets, the empty last one too; a file that breaks off ends there."""
    try:
        yield from container.demux(stream)
    except av.FFmpegError as error:
        _refusal(error)


def _refuse_other_kinds(path: Path) -> None:
    with path.open("rb") as file:
        head = file.read(16).lstrip()
    for start, kind in _OTHER_KINDS.items():
        if head.startswith(start):
            raise InvalidAudio(f"Tệp này là {kind}, không phải tệp âm thanh: {_SUFFIX}")


def _refuse_torn_wav(path: Path) -> None:
    """Refuse a WAV file that is shorter than its header says; libavformat reads what there is."""
    with path.open("rb") as file:
        head = file.read(12)
    stated = int.from_bytes(head[4:8], "little")
    is_known = head[:4] == b"RIFF" and head[8:] == b"WAVE" and stated < _UNKNOWN_LENGTH
    if is_known and path.stat().st_size < stated * _MIN_PRESENT:
        raise InvalidAudio(_TORN)


def _is_cover(stream: av.VideoStream) -> bool:
    """Return whether a stream is the picture of an album or of a chapter."""
    return bool(stream.disposition & (Disposition.attached_pic | Disposition.timed_thumbnails))


def _stated_seconds(container: InputContainer, stream: AudioStream) -> float:
    if not set(container.format.name.split(",")) & set(_STATES_LENGTH):
        return 0
    if stream.duration and stream.time_base:
        return float(stream.duration * stream.time_base)
    return (container.duration or 0) / av.time_base


def _too_long(limits: AudioLimits) -> InvalidAudio:
    return InvalidAudio(
        f"Tệp âm thanh dài hơn {limits.max_seconds // 60} phút: xin cắt thành nhiều tệp ngắn hơn."
    )


def _refusal(error: av.FFmpegError) -> InvalidAudio:
    """Return the refusal of what the library could not read; raises MemoryError at the limit."""
    if error.errno == errno.ENOMEM:
        raise MemoryError
    return InvalidAudio(_BROKEN)
