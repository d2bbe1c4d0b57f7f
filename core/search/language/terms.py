"""Words and terms of a search, and their conditions for ``to_tsquery``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from core.search.expressions import encode_marks, fold_words

MAX_WORD_LENGTH = 60
_WORD = re.compile(r"[^\W_]+")
_PLAIN = re.compile("[a-z0-9]+")


@dataclass(frozen=True)
class Word:
    """A typed word: folded, and with its marks encoded as VNI digits."""

    folded: str
    marked: str

    @property
    def has_marks(self) -> bool:
        return self.folded != self.marked


Words = tuple[Word, ...]


@dataclass(frozen=True)
class Term:
    """One thing that is asked for: ``words`` next to each other, or one of the ``others``, which
    mean the same (synonyms, other spellings).

    ``is_loose``: the words as typed may stand apart. ``follows``: typed right behind the term
    before. ``is_closed``: in quotes or followed by a blank, so that its last word is complete.
    """

    words: Words
    others: tuple[Words, ...] = ()
    is_excluded: bool = False
    is_closed: bool = False
    is_loose: bool = False
    follows: bool = False

    def condition(self, *, with_marks: bool = False, is_prefix: bool = False) -> str:
        """Return the condition that a text has the term; ``is_prefix``: its last word may be
        longer.
        """
        joined = " & " if self.is_loose else " <-> "
        return self._either(joined, with_marks=with_marks, is_prefix=is_prefix)

    def phrase(self, *, with_marks: bool = False, is_prefix: bool = False) -> str:
        """Return the condition that the words stand next to each other, loose ones too."""
        return self._either(" <-> ", with_marks=with_marks, is_prefix=is_prefix)

    def _either(self, joined: str, *, with_marks: bool, is_prefix: bool) -> str:
        lexemes = _lexemes(self.words, with_marks=with_marks)
        if is_prefix:
            lexemes[-1] = f"'{self.words[-1].folded}':*"
        # Known with their marks, which are rarer in the index than the words without them.
        others = [_lexemes(words, with_marks=True) for words in self.others]
        phrases = [f"({' <-> '.join(other)})" for other in others]
        typed = f"({joined.join(lexemes)})"
        return f"({' | '.join([typed, *phrases])})" if phrases else typed


def _lexemes(words: Words, *, with_marks: bool) -> list[str]:
    return [f"'{word.marked if with_marks else word.folded}'" for word in words]


def split_words(text: str) -> list[Word]:
    """Return the words as Postgres splits them: at every character that is no letter or digit."""
    return [
        Word(part[:MAX_WORD_LENGTH], with_marks[:MAX_WORD_LENGTH])
        for token in _WORD.findall(text)
        for part, with_marks in _parts(token)
    ]


def plain_words(texts: Iterable[str]) -> Words:
    """Return words without marks: numbers and abbreviations."""
    return tuple(Word(text, text) for text in texts)


def _parts(token: str) -> list[tuple[str, str]]:
    folded = _PLAIN.findall(fold_words(token))
    return list(zip(folded, _PLAIN.findall(encode_marks(token)), strict=False))
