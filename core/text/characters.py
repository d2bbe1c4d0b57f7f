"""Characters that are never stored, and characters that nobody sees."""

from __future__ import annotations

import re
import unicodedata

_PLANES = "".join(
    f"{chr(plane | 0xFFFE)}{chr(plane | 0xFFFF)}" for plane in range(0, 0x110000, 1 << 16)
)
# Control characters but tab and line breaks, lone surrogates, and Unicode's noncharacters. Neither
# XML nor a paper can hold them; Postgres refuses NUL and surrogates.
_NOT_STORABLE = re.compile(
    f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef{_PLANES}]"
)
# These, and all beyond the first plane: a class that lists characters of other planes one by one
# takes Python eight times as long to look through a text.
_SUSPECT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe-\U0010ffff]"
)
# Letters and symbols by category that every font draws as nothing: fillers of Hangul, the braille
# pattern without dots, the null notehead.
_BLANK_GLYPHS = frozenset("\u115f\u1160\u3164\uffa0\u2800\U0001d159")
_SEEN_OTHERS = ("Co", "Cn")


def storable(text: str) -> str:
    """Return the text without control characters, surrogates and noncharacters.

    Tabs and line breaks stay, and so do soft hyphens and other invisible characters: a legacy
    encoding may use them for letters.
    """
    return _SUSPECT.sub(lambda match: _NOT_STORABLE.sub("", match[0]), text)


def is_blank(text: str) -> bool:
    """Return whether a person sees nothing: blanks, zero-width, format, control and combining
    characters and blank glyphs alone.
    """
    return not any(map(_is_seen, text))


def _is_seen(character: str) -> bool:
    if character in _BLANK_GLYPHS:
        return False
    category = unicodedata.category(character)
    if category in _SEEN_OTHERS:
        return not _NOT_STORABLE.match(character)
    return category[0] not in "CMZ"
