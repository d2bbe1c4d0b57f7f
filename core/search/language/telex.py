"""Words typed with the keys of Telex while no keyboard turned them into letters: ``ddieenj``."""

from __future__ import annotations

import re
import unicodedata

from core.search.language.terms import Word, split_words
from core.text.spelling import is_syllable
from core.text.vietnamese import fold

_LETTERS = {"dd": "đ", "aa": "â", "ee": "ê", "oo": "ô", "aw": "ă", "ow": "ơ", "uw": "ư"}
_TONES = {"s": "\u0301", "f": "\u0300", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
_KEYS = re.compile("|".join(_LETTERS))
# A tone is typed behind the vowel, or at the end of the word.
_TONED = re.compile(r"([^aăâeêioôơuưy]*)([aăâeêioôơuưy]+)([sfrxj]?)([a-z]*?)([sfrxj]?)")
_MAX_LENGTH = 9  # of the longest syllable, "nghieengx"


def from_telex(word: str) -> tuple[Word, ...]:
    """Return the syllable that was meant by plain letters that are none themselves, as one word;
    () for any other word.
    """
    return tuple(split_words(_syllable(word)))


def in_letters(text: str) -> str:
    """Return a text of which several words are keys of Telex, and all others syllables, as it was
    meant; any other text as it is. One D is often typed for "đ": such a word stays without marks.
    """
    words = text.split()
    meant = [_syllable(word) for word in words]
    are_words = all(
        found or is_syllable(word.lower()) for word, found in zip(words, meant, strict=True)
    )
    if len(list(filter(None, meant))) < 2 or not are_words:
        return text
    letters = (fold(found) if found.startswith("d") else found for found in meant)
    return " ".join(found or word for word, found in zip(words, letters, strict=True))


def _syllable(word: str) -> str:
    typed = word.lower()
    if not typed.isascii() or not typed.isalpha() or len(typed) > _MAX_LENGTH or is_syllable(typed):
        return ""
    letters = _KEYS.sub(lambda found: _LETTERS[found[0]], typed.replace("uow", "ươ"))
    match = _TONED.fullmatch(letters)
    if match is None:
        return ""
    onset, vowels, inner, ending, last = match.groups()
    if inner and last:
        return ""
    tone = _TONES.get(inner or last, "")
    for place in range(len(vowels), 0, -1):
        toned = vowels[:place] + tone + vowels[place:]
        syllable = unicodedata.normalize("NFC", onset + toned + ending)
        if is_syllable(syllable):
            return syllable
    return ""
