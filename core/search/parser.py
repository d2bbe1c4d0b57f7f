"""Parser of search queries: terms and conditions for ``to_tsquery``.

``"…"`` is a phrase, ``-`` before a word or phrase excludes it, the last word may be unfinished. A
token with signs in it (``15/2016/QĐ-UBND``, ``Wi-Fi``) is a phrase too. Anything else is a blank.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from core.search.expressions import MAX_WORDS, encode_marks
from core.text.vietnamese import fold, visible

MAX_CHARACTERS = 200
MAX_WORD_LENGTH = 60
MIN_PREFIX_LENGTH = 3  # shorter ones begin thousands of words
_QUOTES = str.maketrans(dict.fromkeys("“”„«»＂", '"'))
_PIECE = re.compile(
    r'(?P<minus>(?<!\S)-+)?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s",;:!?()\[\]{}<>|]+))'
)
_WORD = re.compile(r"[^\W_]+")
_PLAIN = re.compile("[a-z0-9]+")
_EXCLUDED_PHRASE = re.compile(r" & !\([^)]* <-> [^)]*\)")


@dataclass(frozen=True)
class Word:
    """A typed word: folded, and with its marks encoded as VNI digits."""

    folded: str
    marked: str

    @property
    def has_marks(self) -> bool:
        return self.folded != self.marked


@dataclass(frozen=True)
class Term:
    """A phrase: words next to each other, in this order."""

    words: tuple[Word, ...]
    is_excluded: bool = False
    is_closed: bool = False  # in quotes or followed by a blank: its last word is complete

    def condition(self, *, with_marks: bool, is_prefix: bool) -> str:
        """Return the term for ``to_tsquery``; ``is_prefix`` makes its last word a prefix."""
        lexemes = [f"'{word.marked if with_marks else word.folded}'" for word in self.words]
        if is_prefix:
            lexemes[-1] = f"'{self.words[-1].folded}':*"
        return f"({' <-> '.join(lexemes)})"


@dataclass(frozen=True)
class Query:
    """The terms of a search; ``is_cut``: more was typed than is searched for."""

    typed: str
    terms: tuple[Term, ...]
    is_cut: bool = False

    @cached_property
    def words_to_find(self) -> tuple[Word, ...]:
        """Return the positive words, each once."""
        return tuple(dict.fromkeys(word for term in self._positive for word in term.words))

    @cached_property
    def prefix(self) -> str:
        """Return the folded last word if it may be a prefix, else "".

        A word with marks is complete: marks are typed last.
        """
        last = self.terms[-1] if self.terms else None
        if last is None or last.is_excluded or last.is_closed or last.words[-1].has_marks:
            return ""
        word = last.words[-1].folded
        return word if len(word) >= MIN_PREFIX_LENGTH else ""

    @property
    def folded(self) -> str:
        return " ".join(word.folded for word in self.words_to_find)

    @cached_property
    def tsqueries(self) -> tuple[str, ...]:
        """Return the conditions for ``to_tsquery``, from the widest to the narrowest.

        First with the last word as a prefix, then with complete words, then with the typed marks.
        """
        if not self._positive:
            return ()
        widest = self._tsquery(is_prefix=bool(self.prefix))
        return tuple(dict.fromkeys([widest, self._tsquery(), self._tsquery(with_marks=True)]))

    @property
    def phrase(self) -> str:
        """Return the condition that all words occur next to each other as typed; it raises the
        rank.
        """
        words = tuple(word for term in self._positive for word in term.words)
        return Term(words).condition(with_marks=True, is_prefix=False)

    @cached_property
    def _positive(self) -> tuple[Term, ...]:
        return tuple(term for term in self.terms if not term.is_excluded)

    def _tsquery(self, *, with_marks: bool = False, is_prefix: bool = False) -> str:
        found = [
            term.condition(with_marks=with_marks, is_prefix=is_prefix and term is self.terms[-1])
            for term in self._positive
        ]
        # An excluded "chợ" means the market, not every "cho".
        excluded = [
            f"!{term.condition(with_marks=True, is_prefix=False)}"
            for term in self.terms
            if term.is_excluded
        ]
        return " & ".join(found + excluded)


def parse_query(typed: str) -> Query:
    """Return the query of any text; a query without terms matches nothing."""
    text = visible(typed)
    cut = text[:MAX_CHARACTERS].translate(_QUOTES)
    terms: list[Term] = []
    count = 0
    is_cut = len(text) > MAX_CHARACTERS
    for piece in _PIECE.finditer(cut):
        is_phrase = piece["phrase"] is not None
        found = _words(piece["phrase"] if is_phrase else piece["word"])
        fitting = found[: MAX_WORDS - count]
        is_cut = is_cut or len(fitting) < len(found)
        count += len(fitting)
        if fitting:
            is_closed = is_phrase or piece.end() < len(cut)
            terms.append(
                Term(tuple(fitting), is_excluded=bool(piece["minus"]), is_closed=is_closed)
            )
    return Query(cut.strip(), tuple(terms), is_cut)


def loosened(tsquery: str) -> str:
    """Return the wider condition that an index alone can decide: it stores words, not positions."""
    return _EXCLUDED_PHRASE.sub("", tsquery).replace("<->", "&")


def _words(text: str) -> list[Word]:
    """Return the words as Postgres splits them: at every character that is no letter or digit."""
    return [
        Word(part[:MAX_WORD_LENGTH], with_marks[:MAX_WORD_LENGTH])
        for token in _WORD.findall(text)
        for part, with_marks in _parts(token)
    ]


def _parts(token: str) -> list[tuple[str, str]]:
    folded, with_marks = _PLAIN.findall(fold(token)), _PLAIN.findall(encode_marks(token))
    return list(zip(folded, with_marks, strict=False))
