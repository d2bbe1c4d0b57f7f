"""Detection of text typed before Unicode in .VnTime and VNI fonts, which map foreign letters to
Vietnamese shapes.
"""

from __future__ import annotations

import re

from core.files.validation import InvalidUpload
from core.text.legacy_encoding import UNICODE_LETTERS

_LEGACY_FONT = re.compile(r"\.vn|vni[- ]|vn3c", re.IGNORECASE)
_FOREIGN = re.compile("[\u00a1-\u00ff]")
_MAX_LEGACY_SHARE = 0.2

_REFUSAL = (
    "Tệp gõ bằng bảng mã cũ ({}) nên chữ Việt sẽ thành ký tự lạ: xin chuyển cả tệp sang Unicode "
    "(UniKey: Công cụ, Chuyển mã), lưu lại rồi tải lên."
)
_WARNING = (
    "Có chỗ gõ bằng bảng mã cũ ({}), chữ có thể sai: xin đọc lại, tìm ký tự lạ ở gần “{}” và gõ lại"
    " bằng Unicode."
)


class LegacyTextDetector:
    """Counts the letters in legacy fonts while the runs of a document are read."""

    def __init__(self) -> None:
        self._letters = self._legacy_letters = self._foreign = self._unicode = 0
        self._fonts: dict[str, None] = {}
        self._example = ""

    def note(self, text: str, font: str) -> None:
        letters = sum(character.isalpha() for character in text)
        self._letters += letters
        if not _LEGACY_FONT.match(font):
            return
        # The font's name survives a conversion to Unicode: the letters decide.
        self._unicode += len(UNICODE_LETTERS.findall(text))
        if foreign := len(_FOREIGN.findall(text)):
            self._foreign += foreign
            self._legacy_letters += letters or 1
            self._fonts[font] = None
            self._example = self._example or text.strip()[:30]

    def sentence(self) -> str | None:
        """Return a warning when little of the text is legacy, None when nothing is.

        Raises InvalidUpload when the text as a whole would be unreadable.
        """
        if not self._foreign or self._unicode * 10 > self._foreign:
            return None
        kinds = dict.fromkeys(
            "VNI" if font.lower().startswith("vni") else "TCVN3" for font in self._fonts
        )
        name = f"{' và '.join(kinds)}, phông {next(iter(self._fonts))}"
        if self._legacy_letters > _MAX_LEGACY_SHARE * self._letters:
            raise InvalidUpload(_REFUSAL.format(name))
        return _WARNING.format(name, self._example)
