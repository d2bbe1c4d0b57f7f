"""Characters of a paper: what no font of ours can draw is replaced, and named to the writer."""

from __future__ import annotations

import re
import struct
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

FONTS = Path(__file__).parent.parent / "fonts"
BOX = "□"
BULLET = "•"
_MAX_NAMED = 5
# The private areas: Word writes its bullets there, in the fonts Symbol and Wingdings.
_SIMILAR = {"☐": BOX, "☑": "[x]", "☒": "[x]", "✓": "√", "✔": "√"}
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]")
# What only changes the sign before it: joiners, variation selectors, skin tones, tags, keycaps.
_MODIFIERS = "\u200c\ufe00-\ufe0f\u20e3\U0001f3fb-\U0001f3ff\U000e0000-\U000e007f"
_CLUSTER = re.compile(
    f"[\U0001f1e6-\U0001f1ff]{{2}}|.[{_MODIFIERS}]*(?:\u200d.[{_MODIFIERS}]*)*", re.DOTALL
)


@cache
def printable_characters() -> frozenset[int]:
    """Return the code points that every font in ``core/fonts`` has a glyph for."""
    return frozenset.intersection(*(_covered(path) for path in FONTS.glob("*.ttf")))


def printable(text: str) -> str:
    """Return the text with bullets of the private area as •, and a box for every other sign that
    no font has.
    """
    if printable_characters().issuperset(map(ord, text)):
        return text
    return "".join(_printed(cluster) for cluster in _CLUSTER.findall(text))


def unprintable(text: str) -> list[str]:
    """Return the signs that a paper replaces by a box, each once, in order."""
    clusters = _CLUSTER.findall(_PRIVATE.sub("", text))
    return list(
        dict.fromkeys(one for one in clusters if _printed(one) == BOX and one[0] not in "□☐")
    )


def replacement_warning(text: str) -> str:
    """Return the sentence on the signs that a paper replaces by a box; "" without any."""
    signs = unprintable(text)
    if not signs:
        return ""
    shown = ", ".join(f"“{sign}”" for sign in signs[:_MAX_NAMED])
    more = f" và {len(signs) - _MAX_NAMED} ký hiệu khác" if len(signs) > _MAX_NAMED else ""
    return f"ký hiệu {shown}{more} không in được trong văn bản, sẽ thay bằng {BOX}."


def _printed(cluster: str) -> str:
    if _PRIVATE.match(cluster[0]):
        return BULLET
    if similar := _SIMILAR.get(cluster[0]):
        return similar
    if ord(cluster[0]) not in printable_characters():
        # A blank or an invisible sign leaves no box.
        category = unicodedata.category(cluster[0])
        if category == "Zs":
            return " "
        return "" if category in ("Cc", "Cf", "Cs", "Mn", "Me") else BOX
    return "".join(sign for sign in cluster if ord(sign) in printable_characters())


def _covered(path: Path) -> frozenset[int]:
    """Return the code points of a TrueType font's character map, by its tables 4 and 12."""
    data = path.read_bytes()
    tables = struct.unpack_from(">H", data, 4)[0]
    records = (struct.unpack_from(">4sIII", data, 12 + 16 * number) for number in range(tables))
    start = next(offset for tag, _, offset, _ in records if tag == b"cmap")
    count = struct.unpack_from(">H", data, start + 2)[0]
    offsets = {struct.unpack_from(">HHI", data, start + 4 + 8 * n)[2] for n in range(count)}
    covered: set[int] = set()
    for offset in offsets:
        covered.update(_mapped(data, start + offset))
    return frozenset(covered)


def _mapped(data: bytes, at: int) -> Iterator[int]:
    match struct.unpack_from(">H", data, at)[0]:
        case 4:
            yield from _mapped_by_segments(data, at)
        case 12:
            for group in range(struct.unpack_from(">I", data, at + 12)[0]):
                first, last, glyph = struct.unpack_from(">III", data, at + 16 + 12 * group)
                yield from range(first + (glyph == 0), last + 1)


def _mapped_by_segments(data: bytes, at: int) -> Iterator[int]:
    size = struct.unpack_from(">H", data, at + 6)[0]
    segments = size // 2
    last, first, delta, offset = (
        struct.unpack_from(f">{segments}H", data, at + 14 + size * column + 2 * (column > 0))
        for column in range(4)
    )
    for number in range(segments):
        where = at + 16 + 3 * size + 2 * number + offset[number]
        for code in range(first[number], min(last[number], 0xFFFE) + 1):
            glyph = code
            if offset[number]:
                glyph = struct.unpack_from(">H", data, where + 2 * (code - first[number]))[0]
            if glyph and (glyph + delta[number]) % 0x10000:
                yield code
