"""Detection and conversion of text typed before Unicode, in TCVN3 and VNI, by its letters alone.

Both encodings draw Vietnamese letters in the places of Western signs: © is â in TCVN3, "aâ" is â
in VNI. A soft hyphen is ư in TCVN3: whoever strips invisible characters asks here first. The
tables are those of viparse.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import escape, unescape

from django.utils.text import Truncator
from viparse.normalize.encodings import CHARMAPS
from viparse.normalize.tables import Charmap, convert

from core.text.spelling import is_syllable

# In Unicode every sixth letter of a Vietnamese text is one of these; in a legacy encoding none is.
UNICODE_LETTERS = re.compile("[ăĂđĐơƠưƯĩĨũŨ\u1ea0-\u1ef9]")
# đ ê ơ ô â ă á à ả ã ạ of TCVN3, without those that stand beside letters in other texts (m², 37°C).
_SIGNS = "®ª¬«©¨¸µ¶·¹§"
_LETTERS = "A-Za-z\u00a1-\u00ff"
_WORD = re.compile(f"(?<![0-9{_LETTERS}])[{_LETTERS}]*[\u00a1-\u00ff][{_LETTERS}]*(?![0-9])")
# A word of any letters, with the minus sign and the bullet that PDFs hold instead of two of them.
_RUN = re.compile("[A-Za-z\u00a1-\u00ff\u2212\u2219]+")
# A vowel with the letter that VNI fonts draw as its mark; Unicode has no such pair.
_VNI_PAIR = re.compile("[aeouyôö][øùûõïâêáàåãäéèúüë]", re.IGNORECASE)
_SIGNED_WORD = re.compile(f"[A-Za-z\u00c0-\u00ff\u00ad][{_SIGNS}]|[{_SIGNS}][A-Za-z\u00c0-\u00ff]")
# No sign of a brand ("Windows®"), a quotation or a bullet.
_SIGN_INSIDE = re.compile(f"[A-Za-z\u00c0-\u00ff\u00ad][{_SIGNS}][A-Za-z\u00c0-\u00ff]")
# Fonts of legacy encodings that call themselves symbol fonts: their bytes in the private area.
_PRIVATE_AREA = {0xF000 + byte: chr(byte) for byte in range(0xA1, 0x100)}
_SUSPECT = re.compile("[\u00a1-\u00ff\uf0a1-\uf0ff]|&[A-Za-z#]")
_TAG = re.compile(r"(<[^<>]*>)")
_LINE_TAG = re.compile(
    r"</?(?:address|article|aside|blockquote|br|caption|center|d[dlt]|div|fig\w+|footer|h[1-6]|header"
    r"|hr|li|main|nav|ol|p|pre|section|t[abdhrfo]\w*|ul)\b",
    re.IGNORECASE,
)
# The library's table has no ẳ of VNI: none of its documents held one.
_ADDED = (("aú", "ẳ"), ("AÚ", "Ẳ"))
_MIN_WORDS = 2
_MIN_SHARE = 0.8
_MAX_QUOTE = 80


@dataclass(frozen=True)
class LegacyEncoding:
    """An encoding by its name as people know it, and its table."""

    name: str
    charmap: Charmap

    def to_unicode(self, text: str) -> str:
        """Return the text in Unicode (NFC), word by word; a word in capitals stays in capitals."""
        return _RUN.sub(lambda match: _converted(match[0], self), text.translate(_PRIVATE_AREA))

    def capitals_to_unicode(self, text: str) -> str:
        """Return the text of a line in capitals: TCVN3 has accented letters in lower case alone."""
        return self.to_unicode(text).upper()

    def syllables_to_unicode(self, text: str) -> str:
        """Return the text with those words alone in Unicode that are syllables only then."""

        def replaced(match: re.Match[str]) -> str:
            return _converted(match[0], self) if self.is_word(match[0]) else match[0]

        return _WORD.sub(replaced, text.translate(_PRIVATE_AREA))

    def is_word(self, word: str) -> bool:
        return len(word) > 1 and not _is_syllable(word) and _becomes_syllable(word, self)


def _charmap(name: str, added: tuple[tuple[str, str], ...] = ()) -> Charmap:
    return Charmap(name, (*added, *CHARMAPS[name].pairs))


TCVN3 = LegacyEncoding("TCVN3", _charmap("tcvn3"))
VNI = LegacyEncoding("VNI", _charmap("vni", _ADDED))


@lru_cache(maxsize=20_000)
def _converted(word: str, encoding: LegacyEncoding) -> str:
    result: str = convert(word, encoding.charmap)
    return result.upper() if _is_capital(word) else result


def _is_capital(text: str) -> bool:
    letters = [letter for letter in text if letter.isascii() and letter.isalpha()]
    return len(letters) > 1 and sum(map(str.isupper, letters)) > 0.8 * len(letters)


@lru_cache(maxsize=20_000)
def _becomes_syllable(word: str, encoding: LegacyEncoding) -> bool:
    return is_syllable(_converted(word, encoding))


_is_syllable = lru_cache(maxsize=20_000)(is_syllable)


def converter_of(line: str) -> tuple[LegacyEncoding, Callable[[str], str]] | None:
    """Return the encoding of one line of plain text and the function that converts its parts; None
    for a line that is not certainly in one.

    Certain: two words or more, and four fifths of the words with Western letters, become
    Vietnamese syllables by the table and are none as they stand. In a line that holds Unicode too,
    such words are converted alone.
    """
    if not _SUSPECT.search(line):
        return None
    # Letters of both: "bé" is a word as it stands, and "bộ" in TCVN3.
    known = line.translate(_PRIVATE_AREA)
    foreign = [word for word in _WORD.findall(known) if not _is_syllable(word)]
    hits = {one: [word for word in foreign if one.is_word(word)] for one in (TCVN3, VNI)}
    encoding = max(hits, key=lambda one: len(hits[one]))
    found = hits[encoding]
    if len(hits[TCVN3]) == len(hits[VNI]) or len(found) < _MIN_SHARE * len(foreign):
        return None
    if len(found) < _MIN_WORDS and not _is_signed_word(found, foreign):
        return None
    if len(UNICODE_LETTERS.findall(line)) * 10 <= len(found):
        return encoding, encoding.capitals_to_unicode if _is_capital(line) else encoding.to_unicode
    if sum(_is_mark(word, encoding) for word in found) < _MIN_WORDS:
        return None
    return encoding, encoding.syllables_to_unicode


def _is_signed_word(found: list[str], foreign: list[str]) -> bool:
    """Return whether a name or a cell of one word holds a sign that no other text has there."""
    return len(foreign) == 1 and len(found[0]) > 2 and bool(_SIGNED_WORD.search(found[0]))


def _is_mark(word: str, encoding: LegacyEncoding) -> bool:
    """Return whether the word is no typing error of Unicode: a sign beside a letter, or a pair of
    VNI.
    """
    return bool((_SIGNED_WORD if encoding is TCVN3 else _VNI_PAIR).search(word))


def lines_of(text: str) -> Iterator[str]:
    """Yield the lines of ``text``, plain or HTML, without tags and with entities resolved."""
    for parts in _lines(text):
        if line := "".join(map(_plain, parts)).strip():
            yield line


def _lines(text: str) -> Iterator[list[str]]:
    """Yield texts and tags of each line; joined they are the whole text."""
    line: list[str] = []
    for part in _TAG.split(text):
        if _LINE_TAG.match(part):
            yield [*line, part]
            line = []
        elif part.startswith("<"):
            line.append(part)
        else:
            first, *others = re.split(r"(?<=\n)", part)
            line.append(first)
            for other in others:
                yield line
                line = [other]
    yield line


def legacy_passage(text: str) -> str:
    """Return the first line of ``text`` (plain, or HTML) in a legacy encoding; "" without any.

    One that holds signs of TCVN3 between its letters counts too, though it cannot be converted.
    """
    if not _SUSPECT.search(text):
        return ""
    return next((line for line in lines_of(text) if converter_of(line) or _is_signed(line)), "")


def _is_signed(line: str) -> bool:
    signed = len(_SIGN_INSIDE.findall(line))
    return (
        signed >= _MIN_WORDS
        and signed * 5 >= len(line.split())
        and len(UNICODE_LETTERS.findall(line)) * 10 <= signed
    )


@dataclass(frozen=True)
class Conversion:
    """A text in Unicode, the encoding it was written in, and its first line before and after."""

    text: str
    encoding: str
    before: str
    after: str


def to_unicode(text: str, *, is_html: bool = False) -> Conversion | None:
    """Return ``text`` with every line of a legacy encoding in Unicode; None without any."""
    if not _SUSPECT.search(text):
        return None
    result: list[str] = []
    first: tuple[str, str] | None = None
    names: dict[str, None] = {}
    for parts in _lines(text) if is_html else ([line] for line in text.splitlines(keepends=True)):
        line = "".join(_plain(part) for part in parts) if is_html else parts[0]
        found = converter_of(line)
        if found is None:
            result += parts
            continue
        encoding, converted = found
        names[encoding.name] = None
        first = first or (line.strip(), converted(line.strip()))
        result += [_html_part(part, converted) if is_html else converted(part) for part in parts]
    return Conversion("".join(result), ", ".join(names), *first) if first else None


def _plain(part: str) -> str:
    return "" if _TAG.fullmatch(part) else unescape(part)


def _html_part(part: str, converted: Callable[[str], str]) -> str:
    return part if _TAG.fullmatch(part) else escape(converted(unescape(part)), quote=False)


def conversion_sentence(conversion: Conversion) -> str:
    """Return what is said where a text was converted and waits for the writer's yes."""
    return (
        f"Chữ gõ bằng bảng mã cũ ({conversion.encoding}), máy đã chuyển sang Unicode, chưa lưu."
        f" Trước: “{_quote(conversion.before)}”. Sau: “{_quote(conversion.after)}”. Xin đọc lại:"
        " đúng thì bấm lần nữa, sai thì gõ lại."
    )


def imported_sentence(conversion: Conversion) -> str:
    """Return what is said of a file that was converted; its draft waits for the writer anyway."""
    return (
        f"Tệp gõ bằng bảng mã cũ ({conversion.encoding}), máy đã chuyển sang Unicode. Trước:"
        f" “{_quote(conversion.before)}”. Sau: “{_quote(conversion.after)}”. Xin đọc lại cả bài."
    )


def refusal_sentence(passage: str) -> str:
    """Return what is said where a text cannot be converted, or not be shown first."""
    return (
        f"Có chỗ gõ bằng bảng mã cũ (TCVN3 hoặc VNI): “{_quote(passage)}”. Xin chuyển sang Unicode"
        " (UniKey: Công cụ, Chuyển mã) rồi dán lại."
    )


def _quote(line: str) -> str:
    return Truncator(line).chars(_MAX_QUOTE)
