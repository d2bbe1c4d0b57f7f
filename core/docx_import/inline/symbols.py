"""Letters of symbol fonts (Wingdings, Symbol) as Unicode; mammoth's table, with plainer signs for
those that forms and lists use.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from core.docx_import.blocks import LOST_SIGN
from core.docx_import.package import named
from core.text.symbol_fonts import COMMON_SIGNS, FONTS

_SLOTS = ("ascii", "hAnsi", "cs", "eastAsia")
_PRIVATE = range(0xF000, 0xF100)
_PRIVATE_LETTER = re.compile("[\uf020-\uf0ff]")
_LETTER = re.compile("[\x21-\xff\uf020-\uf0ff]")


def symbol_font(name: str) -> str:
    """Return the symbol font of that name, "" for other fonts."""
    return FONTS.get(name.lower(), "")


def private_font(fonts: Element | None) -> str:
    """Return the symbol font that ``w:rFonts`` names for any kind of letters, "" for none."""
    if fonts is None:
        return ""
    names = (symbol_font(fonts.get(named(f"w:{slot}"), "")) for slot in _SLOTS)
    return next((name for name in names if name), "")


def has_private(text: str) -> bool:
    """Return whether the text has letters of the area where Word puts those of symbol fonts."""
    return _PRIVATE_LETTER.search(text) is not None


def symbol(font: str, code: int) -> str:
    """Return the sign at ``code`` of a font, LOST_SIGN for an unknown one."""
    name = symbol_font(font)
    index = code - 0xF000 if code in _PRIVATE else code
    if sign := COMMON_SIGNS.get(name, {}).get(index):
        return sign
    from mammoth.docx.dingbats import dingbats  # slow to import, seldom needed

    found = dingbats.get((name, index))
    if found is None:
        return LOST_SIGN
    return chr(found)


def in_unicode(text: str, font: str, *, is_private: bool = False) -> str:
    """Return a text that is set in a symbol font as the signs that are seen; ``is_private`` leaves
    letters that are not of its area.
    """
    letters = _PRIVATE_LETTER if is_private else _LETTER
    return letters.sub(lambda match: symbol(font, ord(match[0])), text)
