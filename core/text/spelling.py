"""Preferred spelling of a Vietnamese syllable, as far as it is certain.

The tone of an open oa, oe, uy is on the first vowel (hòa, khỏe, ủy), as the ward's board writes.
"""

from __future__ import annotations

import re
import unicodedata

_TONES = {"\u0300", "\u0309", "\u0303", "\u0301", "\u0323"}  # huyền, hỏi, ngã, sắc, nặng
_TONE_ON_CONSONANT = re.compile("[bcdđghklmnpqrstvxz][\u0300\u0309\u0303\u0301\u0323]")
_BEFORE_STOPS = {"", "\u0301", "\u0323"}
_LETTERS = frozenset("aăâbcdđeêghiklmnoôơpqrstuưvxy")
_ONSETS = "ngh|ng|nh|gh|gi|kh|ch|th|tr|ph|qu|[bcdđghklmnprstvx]|"
_WRITTEN_RIMES = (
    "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây e ec em"
    " en eng eo ep et ê êch êm ên ênh êp êt êu i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip"
    " it iu y yêm yên yêng yêt yêu o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn"
    " oăng oăp oăt oc oe oec oem oen oeo oep oet oi om on ong ooc oong op ot ô ôc ôi ôm ôn ông ôp"
    " ôt ôôc ôông ơ ơi ơm ơn ơp ơt u ua uân uâng uât uây uc uê uêch uênh uêu ui um un ung uôc uôi"
    " uôm uôn uông uôt uơ up ut uy uya uych uyên uyêt uyn uynh uyp uyt uyu ư ưa ưc ưi ưm ưn ưng ươc"
    " ươi ươm ươn ương ươp ươt ươu ưt ưu"
)
_RIMES = frozenset(_WRITTEN_RIMES.split())
_RIME = re.compile("([aăâeêioôơuưy]+)(ch|nh|ng|[cmnpt]|)")
_SYLLABLES = tuple(re.compile(f"({onset})({_RIME.pattern})") for onset in (_ONSETS, "g"))
# Typing errors that no syllable can contain.
_TYPING_ERRORS = (("uơ", "ươ"), ("ưo", "ươ"), ("ie", "iê"), ("uye", "uyê"))
_BEFORE_FRONT_VOWEL = {"ng": "ngh", "g": "gh", "c": "k"}
_BEFORE_BACK_VOWEL = {"ngh": "ng", "gh": "g"}


def preferred_spelling(word: str) -> str | None:
    """Return the preferred spelling of ``word``: itself when it is right or cannot be judged.

    None: no Vietnamese syllable is written so. Only words in lower case with marks are judged:
    names keep their own spelling, and a word without marks may be foreign.
    """
    if word.isascii() or not word.islower():
        return word
    letters, tones = _split_tones(word)
    if not _LETTERS.issuperset(letters) or not (reading := _onset_and_rime(letters)):
        return word
    onset, rime = reading
    if rime not in _RIMES:
        rime = next(
            (
                corrected
                for old, new in _TYPING_ERRORS
                if (corrected := rime.replace(old, new)) in _RIMES
            ),
            "",
        )
    tone = tones[0] if tones else ""
    if (
        not rime
        or len(tones) > 1
        or (rime.endswith(("c", "ch", "p", "t")) and tone not in _BEFORE_STOPS)
    ):
        return None
    return _onset(onset, rime) + _with_tone(rime if onset != "qu" else letters[2:], tone)


def is_syllable(word: str) -> bool:
    """Return whether the word, in any case and with or without marks, is a Vietnamese syllable."""
    letters, tones = _split_tones(word.lower())
    if not letters or not _LETTERS.issuperset(letters) or len(tones) > 1:
        return False
    if tones and _TONE_ON_CONSONANT.search(unicodedata.normalize("NFD", word.lower())):
        return False
    reading = _onset_and_rime(letters)
    return reading is not None and reading[1] in _RIMES


def _split_tones(word: str) -> tuple[str, list[str]]:
    """Return the letters of ``word`` without tones, and the tones."""
    parts = unicodedata.normalize("NFD", word)
    letters = "".join(part for part in parts if part not in _TONES)
    return unicodedata.normalize("NFC", letters), [part for part in parts if part in _TONES]


def _onset_and_rime(letters: str) -> tuple[str, str] | None:
    """Return onset and rime of one syllable, a valid rime first; None when it has no such
    structure.
    """
    matches = [match for pattern in _SYLLABLES if (match := pattern.fullmatch(letters))]
    readings = [(match[1], _table_rime(match[1], match[2])) for match in matches]
    return next(
        (reading for reading in readings if reading[1] in _RIMES), readings[0] if readings else None
    )


def _table_rime(onset: str, rime: str) -> str:
    """Return the rime as in the table: behind qu, i is written y."""
    if onset == "qu" and rime.startswith("y"):
        return f"i{rime[1:]}"
    # "gia" is gi and a.
    return "" if onset == "g" and rime.startswith("i") and rime[1:2] in tuple("aou") else rime


def _onset(onset: str, rime: str) -> str:
    if rime[0] in ("eê" if onset == "g" else "eêiy"):
        return _BEFORE_FRONT_VOWEL.get(onset, onset)
    return onset if rime[0] in "eêiy" else _BEFORE_BACK_VOWEL.get(onset, onset)


def _with_tone(rime: str, tone: str) -> str:
    """Place the tone: on a vowel with a mark of its own, else on the first or middle one."""
    vowels = _RIME.fullmatch(rime)[1]  # type: ignore[index]
    marked = [place for place, vowel in enumerate(vowels) if vowel in "ăâêôơ"]
    is_closed = len(vowels) < len(rime)
    if marked:
        place = marked[-1]
    elif is_closed:
        place = len(vowels) - 1
    else:
        place = (len(vowels) - 1) // 2
    return unicodedata.normalize("NFC", f"{rime[: place + 1]}{tone}{rime[place + 1 :]}")
