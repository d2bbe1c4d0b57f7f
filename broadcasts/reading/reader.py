"""The reading text of a written text: ``read_aloud``."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from broadcasts.reading import amounts, rules
from broadcasts.reading.doubts import MARK, MARKED, mark_doubts
from broadcasts.reading.vocabulary import ABBREVIATIONS, FOREIGN_WORDS
from core.text.spelling import is_syllable

MAX_CHARACTERS = 200_000
_LONGEST_WORD = 200  # characters; longer ones are no words, and costly to look at
_LONG_WORD = re.compile(rf"[^\s\[\]]{{{_LONGEST_WORD},}}")
_BULLET = re.compile(r"^\s*(?:[-–—•*+▪●○■□✓✔→➤]|\uf0b7)\s+")
_BLANKS = re.compile(r"[ \t\u00a0\u2000-\u200b\u202f\ufeff]+")
_END_OF_LETTER = re.compile(r"[ .]{0,3}\./\.?\s*$")  # "Trân trọng./."
_BEFORE_POINT = re.compile(r" +(?=[.,;:!?)\]”])")
_WORD = re.compile(r"[^\W\d_]+(?:[-&.][^\W\d_]+)*")
# Short forms before a name, with their point.
_BEFORE_NAME = {
    "P": "phường",
    "Q": "quận",
    "H": "huyện",
    "X": "xã",
    "TX": "thị xã",
    "TT": "thị trấn",
    "Tp": "thành phố",
    "TP": "thành phố",
    "Đ": "đường",
    "Ths": "thạc sĩ",
    "ThS": "thạc sĩ",
    "Th.S": "thạc sĩ",
    "TS": "tiến sĩ",
    "BS": "bác sĩ",
    "Bs": "bác sĩ",
    "GS": "giáo sư",
    "PGS": "phó giáo sư",
    "LS": "luật sư",
    "KTS": "kiến trúc sư",
    "DS": "dược sĩ",
    "NSND": "nghệ sĩ nhân dân",
    "NSƯT": "nghệ sĩ ưu tú",
}
_ROADS = {"QL": "quốc lộ", "TL": "tỉnh lộ", "HL": "hương lộ", "ĐT": "đường tỉnh"}
_ROAD = re.compile(r"(?<!\w)(QL|TL|HL|ĐT)\.?\s?(?=\d{1,3}[A-Z]?(?!\w|[/.]\d))")
# "BCH" is elsewhere a committee.
_COMMAND = re.compile(
    r"(?<![\w&/-])BCH(?=\s+(?:Quân sự|quân sự|QS|PCTT|PTDS|[Pp]hòng thủ|[Pp]hòng, chống|"
    r"[Pp]hòng chống|PCCC|[Cc]hiến dịch|thống nhất|công trường)(?!\w))"
)
# Parts of the ward before their number; "P.5" is a ward, "P.302" a room.
_PLACES = {"KP": "khu phố", "TDP": "tổ dân phố", "KDC": "khu dân cư", "P.": "phòng"}
# "tổ TDP 7": the word that the abbreviation holds is not said twice.
_SAID_BEFORE = re.compile(
    r"(?<!\w)(?:[Tt]ổ\s+(?=TDP(?!\w)|TDP\.?\s?\d)|[Kk]hu(?: phố)?\s+(?=KP\.?\s?\d)"
    r"|[Kk]hu(?: dân cư)?\s+(?=KDC(?!\w)|KDC\.?\s?\d))"
)
_PLACE = re.compile(r"(?<![\w.&/-])(?:(KP|TDP|KDC)\.?\s?(?=\d)|(P\.)\s?(?=\d{3}))")
_SN = re.compile(r"(?<![\w&/-])SN:?\s(?=(?P<year>(?:19|20)\d\d(?![\w/]))|\d)")
_NAMED = re.compile(
    rf"(?<![\w.])(?P<short>{'|'.join(sorted(_BEFORE_NAME, key=len, reverse=True))})\.\s?"
    r"(?=[A-ZĐÂĂÔƠƯÊ][^\W\d_]*[a-zà-ỹ]|\d)"
)
_TITLE = "PGS|GS|TS|ThS|Ths|BS|Bs|KTS|LS|DS|NSND|NSƯT"
_TITLES = re.compile(
    rf"(?<![\w.])(?:{_TITLE})(?:\.\s?(?:{_TITLE}))+(?:\.\s?|\s)(?=[A-ZĐÂĂÔƠƯÊ][^\W\d_]*[a-zà-ỹ])"
)
_HO_CHI_MINH = re.compile(r"(?<![\w.])(?:TP|Tp)\.?\s+HCM(?!\w)")
_ODD = ("So", "Sk", "Cs", "Co", "Cn", "Cc", "Cf", "Sm")
# Signs of those kinds that are read, or that rules need.
_KEPT = frozenset("+=<>±×~≤≥|°%‰")


class TextTooLong(ValueError):
    """A text beyond ``MAX_CHARACTERS``; the message is a sentence for the user."""


@dataclass(frozen=True)
class ReadingText:
    """The text as it is spoken; ``unread`` are the places that somebody has to decide, as they
    stand in the text behind ``[?``.
    """

    text: str
    unread: tuple[str, ...]


@dataclass(frozen=True)
class Vocabulary:
    """What a ward has its abbreviations and foreign words read as."""

    abbreviations: Mapping[str, str]
    foreign: Mapping[str, str]

    @classmethod
    def default(cls) -> Vocabulary:
        return cls(ABBREVIATIONS, FOREIGN_WORDS)


def read_aloud(text: str, vocabulary: Vocabulary | None = None) -> ReadingText:
    """Return the reading text of a text, a line for a line.

    Numbers, dates, times, sums, units, document numbers and abbreviations become words; what is
    unknown stays, marked ``[?like this]``. Reading a reading text changes nothing. Raises
    TextTooLong.
    """
    if len(text) > MAX_CHARACTERS:
        raise TextTooLong("Văn bản dài quá 200.000 ký tự: xin chia nhỏ để đọc.")
    words = vocabulary or Vocabulary.default()
    # Rules look parts of document numbers up in the table of this call.
    lines = [_read_line(line, words) for line in _normalized(text).split("\n")]
    spoken = "\n".join(lines)
    return ReadingText(spoken, tuple(found[2:-1] for found in MARKED.findall(spoken)))


def _normalized(text: str) -> str:
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    text = text.replace("−", "-").replace("‑", "-").replace("…", "...")
    return _BLANKS.sub(" ", text)


def _prepared(line: str, words: Vocabulary) -> str:
    line = _END_OF_LETTER.sub(".", line)
    return mark_doubts(rules.apply(amounts.RULES, line), words.abbreviations)


def _read_line(line: str, words: Vocabulary) -> str:
    line = _LONG_WORD.sub(lambda found: MARK.format(found[0]), line)
    pieces = MARKED.split(_BULLET.sub("", line))
    pieces = [
        one
        for place, piece in enumerate(pieces)
        for one in ([piece] if place % 2 else MARKED.split(_prepared(piece, words)))
    ]
    spoken = "".join(
        piece if place % 2 else _read_piece(piece, words) for place, piece in enumerate(pieces)
    )
    return _capitalized(line, _BULLET.sub("", _tidy(spoken)))


def _read_piece(piece: str, words: Vocabulary) -> str:
    if not piece.strip():
        return piece
    text = "".join(sign if _is_kept(sign) else _instead_of(sign) for sign in piece)
    is_capital = _is_in_capitals(text)
    text = rules.apply(rules.WEB_RULES, text)
    text = _COMMAND.sub("Ban Chỉ huy", text)
    text = _SAID_BEFORE.sub("", text)
    text = _PLACE.sub(lambda found: f"{_PLACES[found[1] or found[2]]} ", text)
    text = _SN.sub(lambda found: "sinh năm " if found["year"] else "số nhà ", text)
    text = _HO_CHI_MINH.sub("TP.HCM", text)
    text = _TITLES.sub(
        lambda found: ", ".join(_BEFORE_NAME[one] for one in re.findall(_TITLE, found[0])) + " ",
        text,
    )
    text = _NAMED.sub(lambda found: f"{_BEFORE_NAME[found['short']]} ", text)
    text = _ROAD.sub(lambda found: f"{_ROADS[found[1]]} ", text)
    text = rules.apply(rules.rules_with(words.abbreviations), text)
    pieces = MARKED.split(rules.mark_unknown(text, MARK))
    return "".join(
        one if place % 2 else _read_words(one, words, is_capital=is_capital)
        for place, one in enumerate(pieces)
    )


def _read_words(text: str, words: Vocabulary, *, is_capital: bool) -> str:
    """Return a text in which no form with a sign between digits is left."""
    text = rules.apply(rules.REST_RULES, text)
    table = _table_rule(words.abbreviations)
    text = table.sub(lambda found: words.abbreviations[found["word"]], text)
    text = _foreign(text, words)
    text = rules.apply(rules.SIGN_RULES, text)
    return _WORD.sub(lambda found: _judged(found[0], is_capital=is_capital, words=words), text)


def _is_kept(sign: str) -> bool:
    return sign in _KEPT or unicodedata.category(sign) not in _ODD


def _instead_of(sign: str) -> str:
    """Return a blank for a picture or an arrow, so that it does not join what it parted."""
    return " " if unicodedata.category(sign) in ("So", "Sm") else ""


def _is_in_capitals(text: str) -> bool:
    letters = [sign for sign in text if sign.isalpha()]
    return len(letters) > 8 and sum(map(str.isupper, letters)) > 0.7 * len(letters)


def _foreign(text: str, words: Vocabulary) -> str:
    known = {word.lower(): spoken for word, spoken in words.foreign.items()}
    return re.sub(
        r"[^\W\d_]+(?:-[^\W\d_]+)*",
        lambda found: known.get(found[0].lower(), found[0]),
        text,
    )


def _judged(word: str, *, is_capital: bool, words: Vocabulary) -> str:
    """Return the word, marked if nobody knows how to say it."""
    parts = re.split(r"[-&.]", word)
    if word in _spoken_forms(tuple(words.foreign.values())):
        return word
    if all(_is_readable(part) for part in parts):
        return word
    return MARK.format(word)


def _is_readable(part: str) -> bool:
    if len(part) == 1:
        return True
    if part.isupper() and len(part) > 1:
        return is_syllable(part)
    return is_syllable(part) or part.lower() in _KNOWN_PARTS


# Parts of spoken foreign words and of names in Vietnam that are no syllables of the language.
_KNOWN_PARTS = frozenset(
    ("đắk", "đăk", "lắk", "lăk", "kon", "ơ", "rô", "oát", "oai", "plei", "play", "cu", "ku", "na")
)


@lru_cache(maxsize=8)
def _spoken_forms(forms: tuple[str, ...]) -> frozenset[str]:
    return frozenset(word for form in forms for word in form.split())


def _table_rule(table: Mapping[str, str]) -> re.Pattern[str]:
    return _compiled(tuple(table))


@lru_cache(maxsize=8)
def _compiled(words: tuple[str, ...]) -> re.Pattern[str]:
    ordered: Iterable[str] = sorted(map(re.escape, words), key=len, reverse=True)
    return re.compile(rf"(?<![\w&/-])(?P<word>{'|'.join(ordered) or '(?!)'})(?![\w&])")


def _tidy(text: str) -> str:
    text = _BLANKS.sub(" ", text.replace("|", ", "))
    text = _BEFORE_POINT.sub("", text)
    return re.sub(r"([(“])\s+", r"\1", text).strip()


def _capitalized(line: str, spoken: str) -> str:
    """Return the line with a capital first letter where it began with a number or a capital."""
    first = line.lstrip(' -–—•*+\t\u00a0“"(')[:1]
    if not spoken or not (first.isdigit() or first.isupper()):
        return spoken
    start = 1 if spoken[0] in '“"(' else 0
    return spoken[:start] + spoken[start : start + 1].upper() + spoken[start + 1 :]
