"""Words typed with the keys of Telex while no keyboard turned them into letters: ``ddieenj``."""

from __future__ import annotations

import re
import unicodedata

from core.search.language.terms import Word, split_words
from core.text.spelling import is_syllable

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
    typed = word.lower()
    if not typed.isascii() or not typed.isalpha() or len(typed) > _MAX_LENGTH or is_syllable(typed):
        return ()
    letters = _KEYS.sub(lambda found: _LETTERS[found[0]], typed.replace("uow", "ươ"))
    match = _TONED.fullmatch(letters)
    if match is None:
        return ()
    onset, vowels, inner, ending, last = match.groups()
    if inner and last:
        return ()
    tone = _TONES.get(inner or last, "")
    for place in range(len(vowels), 0, -1):
        toned = vowels[:place] + tone + vowels[place:]
        syllable = unicodedata.normalize("NFC", onset + toned + ending)
        if is_syllable(syllable):
            return tuple(split_words(syllable))
    return ()
