"""Speech of an installed voice: Piper if ``PIPER_VOICE`` names one, else espeak-ng.

Both are optional (``requirements-speech.txt``, GPL) and run in a process of their own: they keep
global state, and are ended when they take too long.
"""

from __future__ import annotations

import ctypes
import wave
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from django.conf import settings

from broadcasts.audio.errors import InvalidText, NoVoice
from broadcasts.audio.facts import DEFAULT_LIMITS
from broadcasts.audio.replacing import replacing
from core.jobs.limits import LimitExceeded, run_within_limits

MAX_CHARACTERS = 60_000  # an hour of speech
SYLLABLES_A_MINUTE = 180
_SECONDS = 300
_MEMORY = 3000  # MiB; the runtime of Piper reserves far more address space than it uses
# Piper's length scale of 1 and what it makes of the syllables of a minute.
_PIPER_RATE = 200
_NO_VOICE = (
    "Máy chủ chưa cài giọng đọc nào: xin ghi âm, hoặc nhờ cán bộ công nghệ thông tin cài các gói"
    " trong requirements-speech.txt."
)
_NO_PIPER = (
    "Giọng đọc ghi ở PIPER_VOICE không dùng được: xin nhờ cán bộ công nghệ thông tin xem lại tệp"
    " .onnx, tệp .onnx.json bên cạnh và gói piper-tts."
)
_TOO_LONG = f"Văn bản dài hơn {MAX_CHARACTERS} ký tự: xin chia thành nhiều mục."
_NOTHING_TO_SAY = "Văn bản không có chữ nào để đọc: xin viết lời đọc."

# Constants of espeak-ng's speak_lib.h.
_RETRIEVAL, _UTF8, _RATE_PARAMETER, _DONT_EXIT = 1, 1, 1, 0x8000
_Callback = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p
)


def voice_name() -> str:
    """Return which voice would speak, empty if there is none."""
    if settings.PIPER_VOICE:
        return Path(settings.PIPER_VOICE).stem
    return "espeak-ng" if find_spec("espeakng_loader") else ""


def synthesize(text: str, target: Path, *, syllables_a_minute: int = SYLLABLES_A_MINUTE) -> Path:
    """Write the speech of a reading text as a WAV file; return its path.

    Raises NoVoice, or InvalidText for a text without words or longer than an hour. The result is
    to be normalised like any recording.
    """
    if len(text) > MAX_CHARACTERS:
        raise InvalidText(_TOO_LONG)
    if not any(sign.isalnum() for sign in text):
        raise InvalidText(_NOTHING_TO_SAY)
    speak = _voice()
    with replacing(target) as made:
        try:
            run_within_limits(
                lambda _: speak(text, made, syllables_a_minute), seconds=_SECONDS, memory=_MEMORY
            )
        except LimitExceeded:
            raise NoVoice(
                "Giọng đọc không đọc xong văn bản này: xin chia nhỏ, hoặc ghi âm."
            ) from None
    return target


def _voice() -> Callable[[str, Path, int], None]:
    if settings.PIPER_VOICE:
        voice = Path(settings.PIPER_VOICE)
        if not find_spec("piper") or not all(
            path.is_file() for path in (voice, voice.with_name(f"{voice.name}.json"))
        ):
            raise NoVoice(_NO_PIPER)
        return _speak_with_piper
    if not find_spec("espeakng_loader"):
        raise NoVoice(_NO_VOICE)
    return _speak_with_espeak


def _speak_with_piper(text: str, target: Path, rate: int) -> None:
    piper = import_module("piper")
    try:
        voice = piper.PiperVoice.load(settings.PIPER_VOICE)
    except Exception:
        raise NoVoice(_NO_PIPER) from None
    how = piper.SynthesisConfig(length_scale=_PIPER_RATE / rate)
    with wave.open(str(target), "wb") as file:
        voice.synthesize_wav(text, file, syn_config=how)


def _speak_with_espeak(text: str, target: Path, rate: int) -> None:
    loader = import_module("espeakng_loader")
    espeak = ctypes.CDLL(loader.get_library_path())
    hertz = espeak.espeak_Initialize(_RETRIEVAL, 0, loader.get_data_path().encode(), _DONT_EXIT)
    if hertz <= 0 or espeak.espeak_SetVoiceByName(b"vi"):
        raise NoVoice(_NO_VOICE)
    with wave.open(str(target), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(hertz)

        @_Callback
        def take(samples: object, count: int, events: object) -> int:
            if count and samples:
                file.writeframes(ctypes.string_at(samples, 2 * count))  # type: ignore[arg-type]
            too_long = file.tell() > DEFAULT_LIMITS.max_seconds * hertz
            return int(too_long)

        espeak.espeak_SetSynthCallback(take)
        espeak.espeak_SetParameter(_RATE_PARAMETER, max(80, min(450, rate)), 0)
        encoded = text.encode("utf-8", "ignore").replace(b"\0", b" ") + b"\0"
        espeak.espeak_Synth(encoded, len(encoded), 0, 0, 0, _UTF8, None, None)
        espeak.espeak_Synchronize()
