"""Numbers of documents and telephones and amounts in a search, in every spelling: ``05/NQ-HĐND``,
``5 nqhdnd``; ``024 3825 3535``, ``02438253535``; ``1.240``, ``1240``.
"""

from __future__ import annotations

import re
from itertools import accumulate

from core.search.language.terms import Word, Words, plain_words, split_words

# Kinds of papers (decree 30/2020, annex III; papers of the party), and who issues them.
_KINDS = "nq qd ct qc ttr tb hd ctr kh pa da bc bb hds cv cd bgn bto gm ggt gnp pg pc pt pb qyd kl"
_ISSUERS = "ubnd hdnd ubmttq mttq du tu dtn hpn hnd hccb ubkt bch ttg cp bnv btc byt bgddt bca"
_JOINED = re.compile(f"({'|'.join(_KINDS.split())})({'|'.join(_ISSUERS.split())})")
_KIND_FIRST = re.compile(f"({'|'.join(_KINDS.split())})([0-9]{{1,6}}[a-z]?)")
_MAX_AMOUNT = 12  # figures
_FIGURES = re.compile("([0-9]+)([a-z0-9]*)")
# 9 to 11 figures from a zero on, alone or in groups; the prefix of the country stands for the zero.
_COUNTRY = r"\(?\+84\)?[ .-]?(?:\(0\))?"
PHONE = (
    rf"(?<![\w/.-])(?:(?:{_COUNTRY}|\(?0)(?:[ .-]?[)]?[ .-]?[0-9]){{8,10}}"
    r"|1[89]00(?:[ .-]?[0-9]){4}(?:(?:[ .-]?[0-9]){2})?)(?![\w/-])"
)
# How people group them, by their count.
_GROUPS: dict[int, tuple[tuple[int, ...], ...]] = {
    8: ((4, 4), (4, 2, 2)),
    9: ((3, 3, 3),),
    10: ((4, 3, 3), (3, 3, 4), (3, 4, 3), (4, 2, 2, 2), (3, 7), (4, 6)),  # 1900 636 436 too
    11: ((3, 4, 4), (4, 3, 4), (3, 8), (4, 7), (3, 2, 2, 2, 2)),
}


# What is named by a number, with "số" before it or without.
_NUMBERED_PLACES = frozenset(("pho", "to", "tdp", "khu", "khoi", "xom", "thon", "ap", "cum"))


def number_spellings(words: Words) -> tuple[Words, ...]:
    """Return other spellings of a token that has figures and letters; none of anything else.

    With and without a leading zero, with the parts of the notation apart, the kind of paper behind
    its number ("tb140", "qd02/2026").
    """
    texts = [word.folded for word in words]
    if texts and (first := _KIND_FIRST.fullmatch(texts[0])):
        has_year = len(texts) > 1 and texts[1].isdigit()
        year, notation = texts[1 : 1 + has_year], _apart([first[1], *texts[1 + has_year :]])
        # Most papers leave the year to their date.
        spelled = [
            (number, *between, *notation)
            for between in ([year, []] if year else [[]])
            for number in _with_and_without_zero(first[2])
        ]
        return tuple(map(plain_words, spelled))
    match = _FIGURES.fullmatch(texts[0]) if texts else None
    if match is None or not any(text.isalpha() for text in _apart(texts)[1:]):
        return ()
    number, *notation = _apart(texts)
    spelled = [(figures, *notation) for figures in _with_and_without_zero(number)]
    return tuple(plain_words(found) for found in spelled if list(found) != texts)


def _with_and_without_zero(number: str) -> list[str]:
    bare = number.lstrip("0") or number
    return list(dict.fromkeys([bare, bare.zfill(2)]))


def amount_spellings(words: Words) -> tuple[Words, ...]:
    """Return "1240" for "1.240", and back; none of anything else, and of a year."""
    first, *rest = texts = [word.folded for word in words]
    if not all(re.fullmatch("[0-9]+", text) for text in texts) or first.startswith("0"):
        return ()
    if rest:
        is_grouped = len(first) <= 3 and all(len(text) == 3 for text in rest)
        return (plain_words(["".join(texts)]),) if is_grouped else ()
    is_year = len(first) == 4 and 1900 <= int(first) < 2200
    if not 4 <= len(first) <= _MAX_AMOUNT or is_year:
        return ()
    return (plain_words(f"{int(first):,}".split(",")),)


def _apart(texts: list[str]) -> list[str]:
    """Return the parts of a number: "5nqhdnd" is 5, nq, hdnd."""
    parts: list[str] = []
    for text in texts:
        figures = re.fullmatch("([0-9]+)([a-z]{2,})", text)
        for piece in figures.groups() if figures else (text,):
            joined = _JOINED.fullmatch(piece)
            parts += joined.groups() if joined else (piece,)
    return parts


def apart(word: Word) -> Words:
    """Return the parts of a notation written as one word ("qdubnd"); the word if it is none."""
    parts = _apart([word.folded])
    return plain_words(parts) if len(parts) > 1 else (word,)


def phone_spellings(typed: str) -> tuple[Words, ...]:
    """Return the number of a telephone as typed, then in one piece and in other groups."""
    figures = re.sub(r"[^0-9]", "", re.sub(f"^{_COUNTRY}", "0", typed))
    groups = tuple(re.findall("[0-9]+", typed))
    return tuple(
        plain_words(spelled)
        for spelled in dict.fromkeys(
            [groups, (figures,), *(_grouped(figures, sizes) for sizes in _GROUPS[len(figures)])]
        )
    )


def _grouped(figures: str, sizes: tuple[int, ...]) -> tuple[str, ...]:
    ends = list(accumulate(sizes))
    return tuple(figures[end - size : end] for size, end in zip(sizes, ends, strict=True))


# "quý 3" is "quý III", "thứ 7" is "thứ bảy", and back.
_NUMERALS = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"]
_ROMAN = dict(enumerate(plain_words(_NUMERALS), start=1))
_WITH_ROMAN = frozenset(("qui", "khoa", "ki", "dot", "lan", "chuong", "phan"))
_WEEKDAYS = dict(enumerate(split_words("hai ba tư năm sáu bảy"), start=2))


def other_numeral(number: Word, before: Word) -> Words:
    """Return "quý III" for "quý 3" and "thứ bảy" for "thứ 7", and back; () for anything else."""
    pairs: dict[int, Word] = {}
    if before.folded in _WITH_ROMAN:
        pairs = _ROMAN
    elif before.marked in ("thu", "thu71"):
        pairs = _WEEKDAYS
    for value, word in pairs.items():
        if number.folded == str(value):
            return (before, word)
        if number.marked == word.marked or number.marked == word.folded:
            return (before, *plain_words([str(value)]))
    return ()


def after_number_word(number: Word, before: Word) -> tuple[Words, ...]:
    """Return the spellings of "số 5" without the word, with and without a leading zero; none where
    ``before`` is another word or what follows is no number.
    """
    if before.marked not in ("so", "so61") or not number.folded.isdigit():
        return ()
    return tuple(plain_words([text]) for text in _with_and_without_zero(number.folded))


def after_place_word(number: Word, before: Word) -> tuple[Words, ...]:
    """Return "số 7" for the number of "tổ dân phố 7"; none where ``before`` is another word or what
    follows is no number.
    """
    if before.folded not in _NUMBERED_PLACES or not number.folded.isdigit():
        return ()
    return ((Word("so", "so61"), number),)
