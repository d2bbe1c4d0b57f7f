"""Items become one bulletin: chime, pauses, chapters; its sound is that of the items."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path

import av
import pytest

from broadcasts.audio.chimes import Chime, write_chime
from broadcasts.audio.decoding import decode
from broadcasts.audio.errors import InvalidAudio
from broadcasts.audio.facts import DEFAULT_LIMITS, RATE, AudioTags
from broadcasts.audio.filters import FilterChain
from broadcasts.audio.processing import Part, join, measure, normalize
from tests.support.audio import ffmpeg_loudness, ffprobe, names, write_sound

TAGS = AudioTags("Bản tin sáng 30/11", "UBND phường", "Phát thanh", date(2026, 11, 30))
TITLES = ("Lịch tiêm chủng", "Thông báo\ncắt điện", "Tin vui 😀")
CHIME_SECONDS = 2.8
PAUSE = 1.2


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> list[Part]:
    """Three normalised items of 2, 3 and 2 seconds."""
    folder = tmp_path_factory.mktemp("items")
    made = []
    for number, (title, seconds) in enumerate(zip(TITLES, (2, 3, 2), strict=True)):
        source = write_sound(folder / f"{number}.m4a", "aac", seconds=seconds)
        normalize(source, folder / f"{number}.mp3", TAGS)
        made.append(Part(folder / f"{number}.mp3", title))
    return made


def levels(path: Path) -> list[float]:
    """The loudest sample of each tenth of a second."""
    chain = FilterChain(
        f"asetnsamples=n={RATE // 10}",
        "astats=metadata=1:reset=1:measure_perchannel=none:measure_overall=Peak_level",
    )
    frames = chain.run(decode(path, DEFAULT_LIMITS))
    return [float(frame.metadata["lavfi.astats.Overall.Peak_level"]) for frame in frames]


@pytest.mark.parametrize("chime", Chime)
def test_a_bulletin_is_one_file_with_chapters(
    tmp_path: Path, parts: list[Part], chime: Chime
) -> None:
    target = tmp_path / "ban-tin.mp3"
    told: list[tuple[int, int]] = []
    joined = join(parts, target, TAGS, chime=chime, on_progress=lambda *done: told.append(done))
    seconds = CHIME_SECONDS + 2 + 3 + 2 + 3 * PAUSE
    # Each of the seven pieces ends with up to two frames of the encoder.
    assert seconds <= joined.facts.seconds < seconds + 7 * 0.06
    assert (joined.facts.codec, joined.facts.sample_rate, joined.facts.channels) == (
        "mp3",
        44_100,
        1,
    )
    assert abs(joined.facts.loudness - -16) < 1
    assert told[-1] == (100, 100)

    read = ffprobe(target)
    assert abs(float(read["format"]["duration"]) - joined.facts.seconds) < 0.05
    assert {key: read["format"]["tags"][key] for key in TAGS.as_metadata()} == TAGS.as_metadata()
    chapters = read["chapters"]
    assert [one["tags"]["title"] for one in chapters] == [
        "Lịch tiêm chủng",
        "Thông báo cắt điện",
        "Tin vui 😀",
    ]
    for one, start in zip(chapters, joined.starts, strict=True):
        assert abs(float(one["start_time"]) - start) < 0.001
    assert [one["end_time"] for one in chapters[:-1]] == [one["start_time"] for one in chapters[1:]]
    loudness, peak = ffmpeg_loudness(target)
    assert abs(loudness - joined.facts.loudness) < 0.2
    assert peak <= 0


def test_each_start_is_where_the_item_is_heard(tmp_path: Path, parts: list[Part]) -> None:
    target = tmp_path / "ban-tin.mp3"
    starts = join(parts, target, TAGS).starts
    heard = levels(target)
    assert len(starts) == 3
    for start in starts:
        tenth = round(start * 10)
        assert max(heard[tenth - 8 : tenth - 1]) < -60  # the pause
        assert max(heard[tenth + 1 : tenth + 5]) > -20
    assert abs(starts[1] - starts[0] - (2 + PAUSE)) < 0.15
    assert abs(starts[2] - starts[1] - (3 + PAUSE)) < 0.15


def test_items_are_copied_without_being_encoded_again(tmp_path: Path, parts: list[Part]) -> None:
    target = tmp_path / "ban-tin.mp3"
    join(parts, target, TAGS)

    def packets(path: Path) -> list[bytes]:
        with av.open(str(path)) as container:
            return [bytes(one) for one in container.demux(audio=0) if one.dts is not None]

    whole = b"".join(packets(target))
    for part in parts:
        assert b"".join(packets(part.path)) in whole
    with av.open(str(target)) as container:
        broken = [one for one in container.decode(audio=0) if one.is_corrupt]
    assert broken == []


def test_without_a_chime_and_with_other_pauses(tmp_path: Path, parts: list[Part]) -> None:
    target = tmp_path / "ban-tin.mp3"
    joined = join(parts, target, TAGS, chime=None, pause=0.5)
    assert joined.starts[0] == 0
    assert abs(joined.starts[1] - 2.5) < 0.15
    single = join(parts[:1], target, TAGS, chime=None)
    assert single.starts == (0.0,)
    assert abs(single.facts.seconds - measure(parts[0].path).seconds) < 0.001


def test_the_same_bulletin_is_the_same_file(tmp_path: Path, parts: list[Part]) -> None:
    made = set()
    for name in ("a.mp3", "b.mp3"):
        join(parts, tmp_path / name, TAGS)
        made.add(hashlib.sha256((tmp_path / name).read_bytes()).hexdigest())
    assert len(made) == 1


def test_many_items_take_no_encoding(tmp_path: Path, parts: list[Part]) -> None:
    joined = join(parts * 20, tmp_path / "ban-tin.mp3", TAGS, pause=0)
    assert len(joined.starts) == 60
    assert list(joined.starts) == sorted(set(joined.starts))
    assert len(ffprobe(tmp_path / "ban-tin.mp3")["chapters"]) == 60


def test_what_cannot_be_joined_is_refused(tmp_path: Path, parts: list[Part]) -> None:
    target = tmp_path / "ban-tin.mp3"
    with pytest.raises(InvalidAudio, match="chưa có mục nào có tiếng"):
        join([], target, TAGS)
    stereo = write_sound(tmp_path / "stereo.mp3", "libmp3lame", layout="stereo")
    raw = write_sound(tmp_path / "raw.wav", "pcm_s16le")
    for path in (stereo, raw):
        with pytest.raises(InvalidAudio, match="chưa được chuẩn hóa"):
            join([parts[0], Part(path, "Mục")], target, TAGS)
    with pytest.raises(FileNotFoundError):
        join([Part(tmp_path / "gone.mp3", "Mục")], target, TAGS)
    assert names(tmp_path) == ["raw.wav", "stereo.mp3"]


def test_the_chimes_are_soft_short_and_unlike(tmp_path: Path) -> None:
    contents = set()
    for chime in Chime:
        path = tmp_path / f"{chime.name}.wav"
        write_chime(chime, path)
        facts = measure(path)
        assert facts.seconds == CHIME_SECONDS
        assert max(levels(path)) < -6
        assert levels(path)[-1] < -25  # it fades: no click at the end
        contents.add(path.read_bytes())
    assert len(contents) == 2
