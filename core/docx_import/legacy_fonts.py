"""Text typed before Unicode: letters of other languages drawn as Vietnamese ones by .VnTime and VNI
fonts.
"""

from __future__ import annotations

import re

from core.files.validation import InvalidUpload

_OLD = re.compile(r"\.vn|vni[- ]|vn3c", re.IGNORECASE)
# In Unicode every sixth letter of a Vietnamese text is one of these; in the old encodings none ever
# is.
_UNICODE = re.compile("[ăĂđĐơƠưƯĩĨũŨ\u1ea0-\u1ef9]")
_FOREIGN = re.compile("[\u00a1-\u00ff]")
_WHOLE_TEXT = 0.2

_REFUSAL = (
    "Tệp gõ bằng bảng mã cũ ({}) nên chữ Việt sẽ thành ký tự lạ: xin chuyển cả tệp sang Unicode "
    "(UniKey: Công cụ, Chuyển mã), lưu lại rồi tải lên."
)
_WARNING = (
    "Có chỗ gõ bằng bảng mã cũ ({}), chữ có thể sai: xin đọc lại, tìm ký tự lạ ở gần “{}” và gõ lại"
    " bằng Unicode."
)


class LegacyTextDetector:
    """Counts the letters that stand in old fonts while the runs of a document go by."""

    def __init__(self) -> None:
        self._letters = self._old_letters = self._foreign = self._unicode = 0
        self._fonts: dict[str, None] = {}
        self._example = ""

    def note(self, text: str, font: str) -> None:
        letters = sum(character.isalpha() for character in text)
        self._letters += letters
        if not _OLD.match(font):
            return
        # A font's name outlives a conversion: the letters themselves decide.
        self._unicode += len(_UNICODE.findall(text))
        if foreign := len(_FOREIGN.findall(text)):
            self._foreign += foreign
            self._old_letters += letters or 1
            self._fonts[font] = None
            self._example = self._example or text.strip()[:30]

    def sentence(self) -> str | None:
        """A warning where little is old.

        Raises InvalidUpload where the text as a whole would be unreadable.
        """
        if not self._foreign or self._unicode * 10 > self._foreign:
            return None
        kinds = dict.fromkeys(
            "VNI" if font.lower().startswith("vni") else "TCVN3" for font in self._fonts
        )
        name = f"{' và '.join(kinds)}, phông {next(iter(self._fonts))}"
        if self._old_letters > _WHOLE_TEXT * self._letters:
            raise InvalidUpload(_REFUSAL.format(name))
        return _WARNING.format(name, self._example)
