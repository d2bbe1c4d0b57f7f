"""Recordings of every kind become one: mono MP3, even loudness, trimmed, with tags."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from broadcasts.audio.facts import AudioFacts, AudioTags
from broadcasts.audio.processing import check_header, measure, normalize, validate
from tests.support.audio import SPEECH, ffmpeg_loudness, ffprobe, frames, names, write_sound

TAGS = AudioTags("Bản tin sáng: lịch tiêm chủng", "UBND phường", "Phát thanh", date(2026, 11, 30))
SECONDS = 2.0
# Name; codec and how it is written; what the file says of itself.
KINDS: dict[str, tuple[dict[str, Any], tuple[str, int, int]]] = {
    "phone.m4a": ({"codec": "aac", "layout": "stereo"}, ("aac", 44_100, 2)),
    "raw.aac": ({"codec": "aac"}, ("aac", 44_100, 1)),
    "music.mp3": ({"codec": "libmp3lame", "layout": "stereo"}, ("mp3", 44_100, 2)),
    "cover.mp3": ({"codec": "libmp3lame", "with_cover": True}, ("mp3", 44_100, 1)),
    "telephone.wav": ({"codec": "pcm_s16le", "rate": 8_000}, ("pcm_s16le", 8_000, 1)),
    "law.wav": ({"codec": "pcm_alaw", "rate": 8_000}, ("pcm_alaw", 8_000, 1)),
    "studio.wav": (
        {"codec": "pcm_s24le", "rate": 96_000, "layout": "stereo"},
        ("pcm_s24le", 96_000, 2),
    ),
    "vorbis.ogg": ({"codec": "vorbis", "layout": "stereo"}, ("vorbis", 44_100, 2)),
    "opus.ogg": ({"codec": "libopus", "rate": 48_000, "layout": "stereo"}, ("opus", 48_000, 2)),
    "browser.webm": ({"codec": "libopus", "rate": 48_000}, ("opus", 48_000, 1)),
    "old.amr": ({"codec": "libopencore_amrnb", "rate": 8_000}, ("amr_nb", 8_000, 1)),
    "old.3gp": ({"codec": "libopencore_amrnb", "rate": 8_000}, ("amr_nb", 8_000, 1)),
    "new.3gp": ({"codec": "aac"}, ("aac", 44_100, 1)),
    "windows.wma": ({"codec": "wmav2", "container": "asf"}, ("wmav2", 44_100, 1)),
    "lossless.flac": ({"codec": "flac"}, ("flac", 44_100, 1)),
}


@dataclass(frozen=True)
class Made:
    source: Path
    target: Path
    facts: AudioFacts


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Made]:
    """One normalised file of each kind; the recordings begin and end with silence."""
    folder = tmp_path_factory.mktemp("audio")
    done = {}
    for name, (how, _) in KINDS.items():
        quiet = ("volume=-14dB", "adelay=delays=1000:all=1", "apad=pad_dur=1.5")
        source = write_sound(folder / name, **how, seconds=SECONDS, filters=quiet)
        target = folder / f"{name}.out.mp3"
        done[name] = Made(source, target, normalize(source, target, TAGS))
    return done


@pytest.mark.parametrize("name", KINDS)
def test_a_recording_becomes_a_mono_mp3(made: dict[str, Made], name: str) -> None:
    facts = made[name].facts
    assert (facts.codec, facts.sample_rate, facts.channels) == ("mp3", 44_100, 1)
    assert abs(facts.loudness - -16) < 0.5
    # The sound, 0.2 s of silence at both ends, and at most two frames of MP3.
    assert SECONDS + 0.3 < facts.seconds < SECONDS + 0.6


@pytest.mark.parametrize("name", KINDS)
def test_ffmpeg_reads_the_same(made: dict[str, Made], name: str) -> None:
    facts, read = made[name].facts, ffprobe(made[name].target)
    assert abs(float(read["format"]["duration"]) - facts.seconds) < 0.05
    (stream,) = read["streams"]
    assert (stream["codec_name"], stream["sample_rate"]) == ("mp3", "44100")
    assert (stream["channels"], stream["bit_rate"]) == (1, "64000")
    tags = {key: read["format"]["tags"][key] for key in ("title", "artist", "album", "date")}
    assert tags == TAGS.as_metadata()
    loudness, peak = ffmpeg_loudness(made[name].target)
    assert abs(loudness - facts.loudness) < 0.2
    assert peak <= 0


@pytest.mark.parametrize("name", KINDS)
def test_a_recording_is_measured_as_it_is(made: dict[str, Made], name: str) -> None:
    source = made[name].source
    facts = validate(source)
    assert facts == measure(source)
    assert check_header(source) is None
    assert (facts.codec, facts.sample_rate, facts.channels) == KINDS[name][1]
    assert abs(facts.seconds - (SECONDS + 2.5)) < 0.1


@pytest.mark.parametrize("gain", [-28, -8, 9])
def test_quiet_and_loud_recordings_sound_alike(tmp_path: Path, gain: int) -> None:
    source = write_sound(tmp_path / "a.wav", "pcm_s16le", filters=(f"volume={gain}dB",))
    facts = normalize(source, tmp_path / "b.mp3", TAGS)
    assert abs(facts.loudness - -16) < 0.5
    assert ffmpeg_loudness(tmp_path / "b.mp3")[1] <= 0


def test_peaks_far_above_the_speech_are_limited(tmp_path: Path) -> None:
    """A knock on the microphone: 30 dB above a quiet voice."""
    knock = "volume=volume='if(between(mod(t,1),0.5,0.505),20,0.05)':eval=frame"
    filters = ("asetnsamples=n=240", knock, "aformat=sample_fmts=s16")
    source = write_sound(tmp_path / "a.wav", "pcm_s16le", seconds=4, filters=filters)
    facts = normalize(source, tmp_path / "b.mp3", TAGS)
    assert abs(facts.loudness - -16) < 1
    assert ffmpeg_loudness(tmp_path / "b.mp3")[1] <= 0.5


def test_a_click_at_the_end_is_no_sound(tmp_path: Path) -> None:
    """The finger that stops the recording is cut off with the silence."""
    click = "volume=volume='if(gt(t,4.9),if(lt(t,4.92),1,0),if(lt(t,2),1,0))':eval=frame"
    source = write_sound(
        tmp_path / "a.wav", "pcm_s16le", seconds=5, filters=("asetnsamples=n=480", click)
    )
    assert 2 < normalize(source, tmp_path / "b.mp3", TAGS).seconds < 2.4


def test_silence_of_a_room_is_trimmed_too(tmp_path: Path) -> None:
    loud = "volume=volume='if(between(t,1,3),1,0.003)':eval=frame"
    source = write_sound(
        tmp_path / "a.wav", "pcm_s16le", seconds=4, filters=("asetnsamples=n=480", loud)
    )
    assert 2.3 < normalize(source, tmp_path / "b.mp3", TAGS).seconds < 2.6


def test_one_ear_alone_and_opposite_ears_are_heard(tmp_path: Path) -> None:
    """Stereo whose channels cancel each other when they are added."""
    for name, channels in (("left", "stereo|c0=c0|c1=0*c0"), ("opposite", "stereo|c0=c0|c1=-1*c0")):
        source = write_sound(
            tmp_path / f"{name}.wav", "pcm_s16le", layout="stereo", filters=(f"pan={channels}",)
        )
        facts = normalize(source, tmp_path / f"{name}.mp3", TAGS)
        assert abs(facts.loudness - -16) < 0.5
        assert 1.9 < facts.seconds < 2.2


def test_the_bit_rate_is_a_setting(tmp_path: Path, settings: Any) -> None:
    source = write_sound(tmp_path / "a.wav", "pcm_s16le")
    assert settings.BROADCAST_BITRATE == 64
    settings.BROADCAST_BITRATE = 96
    normalize(source, tmp_path / "b.mp3", TAGS)
    assert ffprobe(tmp_path / "b.mp3")["streams"][0]["bit_rate"] == "96000"
    normalize(source, tmp_path / "c.mp3", TAGS, bitrate=48)
    assert ffprobe(tmp_path / "c.mp3")["streams"][0]["bit_rate"] == "48000"


def test_tags_are_one_line_of_what_can_be_written(tmp_path: Path) -> None:
    odd = AudioTags("Tin\x00 một\n😀", "  UBND  ", "\ud800x", date(2026, 1, 2))
    assert odd.as_metadata() == {
        "title": "Tin một 😀",
        "artist": "UBND",
        "album": "x",
        "date": "2026-01-02",
    }
    source = write_sound(tmp_path / "a.wav", "pcm_s16le")
    normalize(source, tmp_path / "b.mp3", odd)
    assert ffprobe(tmp_path / "b.mp3")["format"]["tags"]["title"] == "Tin một 😀"


def test_progress_is_told_and_done_again_is_the_same(tmp_path: Path) -> None:
    source = write_sound(tmp_path / "a.wav", "pcm_s16le")
    told: list[tuple[int, int]] = []
    target = tmp_path / "b.mp3"
    normalize(source, target, TAGS, on_progress=lambda *done: told.append(done))
    first = target.read_bytes()
    assert told == sorted(set(told))
    assert told[-1] == (100, 100)
    assert len(told) > 10
    normalize(source, target, TAGS)
    assert target.read_bytes() == first
    assert names(tmp_path) == ["a.wav", "b.mp3"]


def test_speech_for_the_tests_lasts_as_long_as_asked() -> None:
    assert sum(frame.samples for frame in frames(SPEECH, seconds=1.5)) == 72_000
