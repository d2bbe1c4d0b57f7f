"""Files that are no recording: each refused with a sentence, in bounded time; nothing is left."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from broadcasts.audio.errors import InvalidAudio
from broadcasts.audio.facts import MEGABYTE, AudioLimits, AudioTags
from broadcasts.audio.processing import check_header, normalize, validate
from tests.support.audio import ROOM, SILENCE, names, write_mute_video, write_sound

TAGS = AudioTags("Bản tin", "UBND phường", "Phát thanh", date(2026, 11, 30))
# By a generator with a seed of its own, the same in each run.
NOISE = bytes((number * number * 31 + number // 7) % 251 for number in range(60_000))


def written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def cut(path: Path, part: float) -> Path:
    """Keep the first part of a file, as a broken connection does."""
    content = path.read_bytes()
    return written(path, content[: int(len(content) * part)])


def sparse(path: Path, megabytes: int) -> Path:
    with path.open("wb") as file:
        file.write(b"RIFF\xff\xff\xff\xffWAVE")
        file.truncate(megabytes * MEGABYTE)
    return path


def mp3_with_holes(path: Path) -> Path:
    content = bytearray(write_sound(path, "libmp3lame").read_bytes())
    for start in range(2000, len(content), 400):
        content[start : start + 300] = NOISE[start : start + 300]
    return written(path, bytes(content))


def unknown_codec(path: Path) -> Path:
    content = bytearray(write_sound(path, "pcm_s16le").read_bytes())
    content[20:22] = b"\x99\x99"
    return written(path, bytes(content))


def playlist(path: Path) -> Path:
    other = write_sound(path.with_name("other.wav"), "pcm_s16le")
    lines = f"#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\nfile://{other}\n#EXT-X-ENDLIST\n"
    return written(path, lines.encode())


def concatenation(path: Path) -> Path:
    other = write_sound(path.with_name("other.wav"), "pcm_s16le")
    return written(path, f"ffconcat version 1.0\nfile {other.name}\n".encode())


# Name; how it is made; what the sentence says; whether the header alone tells.
BAD: dict[str, tuple[Callable[[Path], Path], str, bool]] = {
    "empty.mp3": (lambda path: written(path, b""), "Tệp trống", True),
    "paper.mp3": (lambda path: written(path, b"%PDF-1.7\n" + NOISE), "Tệp này là PDF", True),
    "word.m4a": (lambda path: written(path, b"PK\x03\x04" + NOISE), "Tệp này là Word", True),
    "photo.ogg": (lambda path: written(path, b"\xff\xd8\xff\xe0" + NOISE), "Tệp này là ảnh", True),
    "page.wav": (lambda path: written(path, b"<html>Loi 404</html>"), "là trang web", True),
    "text.mp3": (lambda path: written(path, "Chào bà con. ".encode() * 400), "bị hỏng", True),
    "noise.mp3": (lambda path: written(path, NOISE), "bị hỏng", True),
    "noise.wav": (lambda path: written(path, NOISE), "bị hỏng", True),
    "noise.amr": (lambda path: written(path, NOISE), "bị hỏng", True),
    "zeros.mp3": (lambda path: written(path, bytes(60_000)), "bị hỏng", True),
    "codec.wav": (unknown_codec, "bị hỏng", True),
    "head.wav": (lambda path: cut(write_sound(path, "pcm_s16le"), 0.0002), "trọn vẹn", True),
    "torn.m4a": (lambda path: cut(write_sound(path, "aac"), 0.7), "bị hỏng", True),
    "torn.wav": (
        lambda path: cut(write_sound(path, "pcm_s16le", seconds=4), 0.5),
        "chưa tải lên trọn vẹn",
        True,
    ),
    "holes.mp3": (mp3_with_holes, "bị hỏng", False),
    "silence.wav": (lambda path: write_sound(path, "pcm_s16le", source=SILENCE), "không có", False),
    "silence.mp3": (
        lambda path: write_sound(path, "libmp3lame", source=SILENCE),
        "không có tiếng",
        False,
    ),
    "room.amr": (
        lambda path: write_sound(path, "libopencore_amrnb", rate=8000, source=ROOM),
        "không có tiếng",
        False,
    ),
    "stereo-silence.ogg": (
        lambda path: write_sound(path, "libopus", rate=48_000, layout="stereo", source=SILENCE),
        "không có tiếng",
        False,
    ),
    "film.mp4": (
        lambda path: write_sound(path, "aac", with_video=True),
        "là video (có hình)",
        True,
    ),
    "film.m4a": (
        lambda path: write_sound(path, "aac", with_video=True, container="mp4"),
        "là video (có hình)",
        True,
    ),
    "film.webm": (
        lambda path: write_sound(
            path, "libopus", rate=48_000, with_video=True, container="matroska"
        ),
        "là video (có hình)",
        True,
    ),
    "mute.mp4": (write_mute_video, "là video (có hình)", True),
    "short.wav": (lambda path: write_sound(path, "pcm_s16le", seconds=0.3), "ngắn hơn", False),
    "huge.wav": (lambda path: sparse(path, 500), "lớn hơn 100 MB", True),
    "list.m3u8": (playlist, "bị hỏng hoặc không phải", True),
    "list.mp3": (playlist, "bị hỏng hoặc không phải", True),
    "parts.mp3": (concatenation, "bị hỏng hoặc không phải", True),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_refused_with_a_sentence(tmp_path: Path, name: str) -> None:
    make, sentence, is_told_by_header = BAD[name]
    source = make(tmp_path / name)
    before = names(tmp_path)
    began = time.monotonic()
    with pytest.raises(InvalidAudio) as refused:
        validate(source)
    with pytest.raises(InvalidAudio) as refused_again:
        normalize(source, tmp_path / "made.mp3", TAGS)
    if is_told_by_header:
        with pytest.raises(InvalidAudio) as refused_early:
            check_header(source)
        assert str(refused_early.value) == str(refused.value)
    else:
        check_header(source)
    assert time.monotonic() - began < 5
    assert sentence in str(refused.value)
    assert str(refused.value).endswith(".")
    assert str(refused_again.value) == str(refused.value)
    assert names(tmp_path) == before


def test_a_recording_that_is_too_long_is_refused_while_it_is_read(tmp_path: Path) -> None:
    limits = AudioLimits(max_seconds=60)
    for name, codec in (("long.amr", "libopencore_amrnb"), ("long.mp3", "libmp3lame")):
        source = write_sound(tmp_path / name, codec, rate=8000, seconds=61)
        with pytest.raises(InvalidAudio, match="dài hơn 1 phút"):
            validate(source, limits=limits)
    assert validate(source).seconds > 60


def test_a_length_that_the_header_states_is_refused_at_once(tmp_path: Path) -> None:
    source = write_sound(tmp_path / "long.wav", "pcm_s16le", rate=8000, seconds=100)
    with pytest.raises(InvalidAudio, match="dài hơn 1 phút"):
        check_header(source, limits=AudioLimits(max_seconds=60))


def test_what_was_made_before_is_kept_when_a_new_file_is_bad(tmp_path: Path) -> None:
    target = tmp_path / "made.mp3"
    normalize(write_sound(tmp_path / "good.wav", "pcm_s16le"), target, TAGS)
    good = target.read_bytes()
    with pytest.raises(InvalidAudio):
        normalize(written(tmp_path / "bad.mp3", NOISE), target, TAGS)
    assert target.read_bytes() == good


def test_a_file_with_a_few_broken_frames_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "scratched.mp3"
    content = bytearray(write_sound(path, "libmp3lame", seconds=4).read_bytes())
    content[9000:9100] = NOISE[:100]
    written(path, bytes(content[:-50]))
    assert 3.8 < normalize(path, tmp_path / "made.mp3", TAGS).seconds < 4.2


def test_a_recording_of_a_browser_states_no_length_and_is_taken(tmp_path: Path) -> None:
    """MediaRecorder writes while it records: no length in the header, and no index."""
    path = tmp_path / "live.webm"
    write_sound(path, "libopus", rate=48_000, seconds=3)
    content = path.read_bytes()
    at = content.index(b"\x44\x89\x88")  # the element Duration becomes a Void of its size
    written(path, content[:at] + b"\xec\x89" + bytes(9) + content[at + 11 :])
    assert abs(validate(path).seconds - 3) < 0.1


def test_work_that_never_ends_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("broadcasts.audio.processing.SECONDS", 1)
    source = write_sound(tmp_path / "long.wav", "pcm_s16le", rate=8000, seconds=240)
    began = time.monotonic()
    with pytest.raises(InvalidAudio, match="không xử lý xong"):
        normalize(source, tmp_path / "made.mp3", TAGS)
    assert time.monotonic() - began < 10
    assert names(tmp_path) == ["long.wav"]
