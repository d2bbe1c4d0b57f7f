"""Numbers of documents: parsing, writing and matching in any spelling.

Forms of decree 30/2020 (``15/QĐ-UBND``, ``12/UBND-VX``), of normative papers with their year
(``01/2026/QĐ-UBND``) and of the party (``08-CV/ĐU``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from core.text.vietnamese import clean_line, fold, nfc

MAX_NUMBER = 11  # characters; CodeNumber of decree 30/2020, annex VI
MAX_NOTATION = 30  # CodeNotation

_FIRST_YEAR = 1945
_DASHES = re.compile("[\u2010-\u2015\u2212]")
# Between thousands; a blank only where a number begins the text or follows "số".
_GROUPED = re.compile(
    r"(?:(?<![\w/.,-])(?<!\d )\d{1,3}(?:[.,]\d{3})+"
    r"|(?:^|(?<=số )|(?<=số: ))\d{1,3}(?: \d{3})+)(?![\w.,]\d|\d)",
    re.IGNORECASE,
)
# A letter apart from its number: "15 A/KH-UBND".
_LETTER_APART = re.compile(
    r"(?:^|(?<=số )|(?<=số: ))(\d{1,9})\s+([a-zđ])(?=\s*(?:[/-]|$))", re.IGNORECASE
)
_NOTATION_APART = re.compile(r"(?<=\w)\s+(?=[A-ZĐ]{2,8}\d?(?:\s+[A-ZĐ]{2,8}\d?)*$)")
_PLAIN = re.compile(r"\d{1,6}[a-zđ]{0,2}", re.IGNORECASE)
_FORM = re.compile(
    r"(?<![\w/-])(?<!\d[.,])(?!(?<=\d )\d{3}(?!\d))(?P<number>\d{1,9}[a-zđ]{0,2})\s*"
    r"(?:/\s*(?P<year>(?:19|20)\d{2})\s*(?=/))?"
    r"(?P<mark>[/-])\s*"
    r"(?P<notation>[^\W\d_]\w*(?:\s*[-/&.]\s*\w+)*)",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(r"([-/])")
_TOKEN = re.compile(r"[0-9]+[a-z]?|[a-z]+")
# Words around a number that are no part of it.
_WORDS_AROUND = frozenset(("so", "ky", "hieu", "ngay"))
# A number cited without its whole notation: "QĐ 172", "QĐ172", "KH số 104/2026".
_ABBREVIATED = re.compile(
    r"(?P<notation>công văn|[^\W\d_]{2,8}(?:\s*[-/]\s*[^\W\d_]{2,8})*)(?:\s+(?:số:?\s+)?|(?=\d))"
    r"(?P<number>\d{1,6}[a-zđ]?)(?:\s*/\s*(?P<year>(?:19|20)\d{2}))?",
    re.IGNORECASE,
)
# What stands before and behind a cited number: "Quyết định số", "ngày 24 tháng 11 năm 2026".
_CITED_BEFORE = re.compile(r"(?:[^\W\d_]+[:.]?\s+){0,6}")
_CITED_BEHIND = re.compile(r"[\s,.;]*(?:\s(?:ngày|của|ký ngày)\s.*)?$", re.IGNORECASE)
_CITED_YEAR = re.compile(r"\s+năm\s+((?:19|20)\d{2})$", re.IGNORECASE)
_LETTERS = ("CV", "CÔNG VĂN")  # their notation names the agency alone
_ARRIVAL = re.compile(r"(?:so den|den so):? (\d{1,6})(?:/((?:19|20)\d{2}))?")
# Abbreviations that are not written in capitals alone, by their capitals.
_MIXED = {"QYĐ": "QyĐ", "CTR": "CTr", "TTR": "TTr"}


@dataclass(frozen=True)
class DocumentNumber:
    """A number with its notation; ``year`` of normative papers alone."""

    number: str
    notation: str
    year: int | None = None

    def __str__(self) -> str:
        return format_number(self.number, self.notation, self.year)

    @property
    def abbreviations(self) -> list[str]:
        """Return the parts of the notation ("QĐ", "UBND"): of type, agency, drafting unit."""
        return [part for part in _SEPARATOR.split(self.notation) if part not in ("-", "/", "")]


def parse_number(text: str) -> DocumentNumber | None:
    """Return the first number of a document in the text; None if there is none.

    Blanks around the separators and signs between thousands are ignored, the notation is returned
    in capitals.
    """
    match = _FORM.search(plain_number(_DASHES.sub("-", clean_line(text))))
    if match is None:
        return None
    notation = plain_notation(match["notation"])
    number = match["number"].upper()
    is_party = match["mark"] == "-"
    if is_party and "/" not in notation:
        return None
    if len(number) > MAX_NUMBER or len(notation) > MAX_NOTATION:
        return None
    return DocumentNumber(number, notation, int(match["year"]) if match["year"] else None)


def parse_code(text: str) -> DocumentNumber | None:
    """Return the number that a typed text is as a whole: capitals behind a blank belong to the
    notation ("79/UBND VX").
    """
    number, slash, notation = clean_line(text).partition("/")
    return parse_number(number + slash + _NOTATION_APART.sub("-", notation))


def cited_number(text: str) -> DocumentNumber | None:
    """Return the number that the text cites as papers do, with its type, date or agency around it;
    None for a text with other words.

    "Quyết định số 172/QĐ-UBND ngày 24/11/2026", "172/2026/QĐ-UBND", "QĐ 172": the notation may be
    its beginning alone, "" for a letter ("CV 172"), and ``year`` that of the document's date.
    """
    line = plain_number(_DASHES.sub("-", clean_line(text)))
    line = _CITED_BEHIND.sub("", line)
    year = _CITED_YEAR.search(line)
    line = line[: year.start()] if year else line
    match = _FORM.search(line)
    if match is None:
        match = _ABBREVIATED.fullmatch(line)
        found = match and DocumentNumber(
            match["number"].upper(),
            "" if match["notation"].upper() in _LETTERS else plain_notation(match["notation"]),
            int(match["year"]) if match["year"] else None,
        )
    else:
        is_alone = _CITED_BEFORE.fullmatch(line[: match.start()]) and match.end() == len(line)
        found = parse_number(line) if is_alone else None
    return replace(found, year=found.year or int(year[1])) if found and year else found or None


def cited_arrival(text: str) -> tuple[int, int | None] | None:
    """Return the arrival number that the text cites, with its year if it says one: "số đến 419"."""
    match = _ARRIVAL.fullmatch(fold(clean_line(text)))
    return (int(match[1]), int(match[2]) if match[2] else None) if match else None


def plain_notation(text: str) -> str:
    """Return a notation as papers write it, in capitals without blanks: "qđ - ubnd" is "QĐ-UBND",
    "ttr-ubnd" is "TTr-UBND".
    """
    written = re.sub(r"\s*([-/&.])\s*", r"\1", _DASHES.sub("-", clean_line(text))).upper()
    parts = _SEPARATOR.split(written)
    parts[0] = _MIXED.get(parts[0], parts[0])
    return "".join(parts)


def notation_problem(notation: str) -> str:
    """Return why an office's own paper cannot have this plain notation, as a sentence; "" if it
    can.
    """
    if re.match(r"\d", notation):
        return f"Xin chỉ ghi ký hiệu, như TB-UBND; “{notation}” có cả số, mà số do sổ cấp."
    if " " in notation:
        return (
            f"Ký hiệu “{notation}” có khoảng trắng: xin nối các phần bằng dấu gạch, như QĐ-UBND,"
            " UBND-VX."
        )
    return ""


def plain_number(text: str) -> str:
    """Return the text with its numbers without signs between thousands, and with their letter:
    "1.234" is "1234", "15 A/KH-UBND" is "15A/KH-UBND".
    """
    joined = _LETTER_APART.sub(r"\1\2", text)
    return _GROUPED.sub(lambda match: re.sub(r"[., ]", "", match.group()), joined)


def is_plain_number(text: str) -> bool:
    """Return whether the text is the number of a document as registers give it: "15", "15a"."""
    return _PLAIN.fullmatch(text) is not None


def year_problem(year: int | None, *, today: date) -> str:
    """Return why a number cannot be of this year, as a sentence; "" if it can."""
    if year is None or _FIRST_YEAR <= year <= today.year + 1:
        return ""
    return f"Năm trong số phải từ {_FIRST_YEAR} đến {today.year + 1}."


def format_number(number: str, notation: str, year: int | None = None) -> str:
    """Return number and notation as papers write them: numbers below ten get a leading zero.

    A notation with a slash is the party's ("CV/ĐU") and follows a dash.
    """
    written = number.zfill(2) if number.isdigit() else number
    if year:
        written = f"{written}/{year}"
    if not number or not notation:
        return written or notation
    return f"{written}{'-' if '/' in notation else '/'}{notation}"


def number_key(text: str) -> str:
    """Return the key under which all spellings of a number are the same: ``15 qd ubnd``.

    Marks, case, separators, leading zeros and the words around it are ignored.
    """
    folded = fold(plain_number(nfc(text)))
    tokens = [token for token in _TOKEN.findall(folded) if token not in _WORDS_AROUND]
    return " ".join(re.sub(r"^0+(?=\d)", "", token) for token in tokens)
