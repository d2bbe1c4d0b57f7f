"""Detection of text in TCVN3, the encoding of the fonts called .VnTime, by its letters alone.

The encoding maps signs such as © and ® to Vietnamese letters, so that words hold signs between
their letters. A soft hyphen is its ư: whoever strips invisible characters asks here first.
"""

from __future__ import annotations

import re
from html import unescape

# In Unicode every sixth letter of a Vietnamese text is one of these; in TCVN3 none ever is.
UNICODE_LETTERS = re.compile("[ăĂđĐơƠưƯĩĨũŨ\u1ea0-\u1ef9]")
# đ ê ơ ô â ă á à ả ã ạ, without those that stand beside letters in other texts (m², 37°C).
_SIGNS = "®ª¬«©¨¸µ¶·¹§"
_LETTERS = "A-Za-z\u00c0-\u00ff\u00ad"
_WORD = re.compile(f"[{_LETTERS}{_SIGNS}]+")
_LEGACY_WORD = re.compile(f"[{_LETTERS}][{_SIGNS}]|[{_SIGNS}][{_LETTERS}]")
_LINE_END = re.compile(r"<[^<>]*>|\n")
_MIN_WORDS = 2
_MIN_SHARE = 0.2


def legacy_passage(text: str) -> str:
    """Return the first line of ``text`` (plain, or HTML) that is written in TCVN3; "" without
    any.
    """
    if not any(sign in text for sign in _SIGNS) and "&" not in text:
        return ""
    lines = (unescape(line).strip() for line in _LINE_END.split(text))
    return next((line for line in lines if line and _is_legacy(line)), "")


def _is_legacy(line: str) -> bool:
    words = _WORD.findall(line)
    legacy = [word for word in words if _LEGACY_WORD.search(word)]
    if len(legacy) < _MIN_WORDS or len(legacy) < _MIN_SHARE * len(words):
        return False
    return len(UNICODE_LETTERS.findall(line)) * 10 <= len(legacy)
