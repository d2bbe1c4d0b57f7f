"""What a person typed into the search, as words to look for and as conditions for Postgres.

``"…"`` is a phrase, ``-`` before a word or phrase excludes it, the last word may be unfinished.
What is typed in one piece with signs in it (``15/2016/QĐ-UBND``, ``Wi-Fi``) is a phrase too.
Anything else is a blank.
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
    """A typed word as every text is searched for it, and with its marks where it has any."""

    folded: str
    marked: str

    @property
    def has_marks(self) -> bool:
        return self.folded != self.marked


@dataclass(frozen=True)
class Term:
    """Words that stand together, in this order."""

    words: tuple[Word, ...]
    is_excluded: bool = False
    is_closed: bool = False  # in quotes or with a blank behind it: its last word is whole

    def condition(self, *, with_marks: bool, may_go_on: bool) -> str:
        """Return the term for ``to_tsquery``; ``may_go_on``: more letters may follow its last
        word.
        """
        lexemes = [f"'{word.marked if with_marks else word.folded}'" for word in self.words]
        if may_go_on:
            lexemes[-1] = f"'{self.words[-1].folded}':*"
        return f"({' <-> '.join(lexemes)})"


@dataclass(frozen=True)
class Query:
    """The terms of a search; ``is_cut``: more was typed than is looked for."""

    typed: str
    terms: tuple[Term, ...]
    is_cut: bool = False

    @cached_property
    def wanted(self) -> tuple[Word, ...]:
        """Return the words to be found, each once."""
        return tuple(dict.fromkeys(word for term in self._positive for word in term.words))

    @cached_property
    def beginning(self) -> str:
        """Return the folded last word if more letters may follow it, else nothing; marks are typed
        when it is whole.
        """
        last = self.terms[-1] if self.terms else None
        if last is None or last.is_excluded or last.is_closed or last.words[-1].has_marks:
            return ""
        word = last.words[-1].folded
        return word if len(word) >= MIN_PREFIX_LENGTH else ""

    @property
    def folded(self) -> str:
        return " ".join(word.folded for word in self.wanted)

    @cached_property
    def readings(self) -> tuple[str, ...]:
        """Return the conditions for ``to_tsquery``, from the widest to the narrowest; each finds
        less than the last.

        First with an unfinished last word, then with whole words, then with the marks that were
        typed.
        """
        if not self._positive:
            return ()
        widest = self._reading(may_go_on=bool(self.beginning))
        return tuple(dict.fromkeys([widest, self._reading(), self._reading(with_marks=True)]))

    @property
    def in_a_row(self) -> str:
        """Return the condition that all words stand side by side as typed; what has them so is
        nearer than others.
        """
        words = tuple(word for term in self._positive for word in term.words)
        return Term(words).condition(with_marks=True, may_go_on=False)

    @cached_property
    def _positive(self) -> tuple[Term, ...]:
        return tuple(term for term in self.terms if not term.is_excluded)

    def _reading(self, *, with_marks: bool = False, may_go_on: bool = False) -> str:
        found = [
            term.condition(with_marks=with_marks, may_go_on=may_go_on and term is self.terms[-1])
            for term in self._positive
        ]
        # Who excludes "chợ" means the market, not every "cho".
        excluded = [
            f"!{term.condition(with_marks=True, may_go_on=False)}"
            for term in self.terms
            if term.is_excluded
        ]
        return " & ".join(found + excluded)


def parse_query(typed: str) -> Query:
    """Return the query of what was typed, whatever it is; one without terms finds nothing."""
    text = visible(typed)
    cut = text[:MAX_CHARACTERS].translate(_QUOTES)
    terms: list[Term] = []
    count = 0
    is_cut = len(text) > MAX_CHARACTERS
    for piece in _PIECE.finditer(cut):
        is_phrase = piece["phrase"] is not None
        found = _words(piece["phrase"] if is_phrase else piece["word"])
        kept = found[: MAX_WORDS - count]
        is_cut = is_cut or len(kept) < len(found)
        count += len(kept)
        if kept:
            is_closed = is_phrase or piece.end() < len(cut)
            terms.append(Term(tuple(kept), is_excluded=bool(piece["minus"]), is_closed=is_closed))
    return Query(cut.strip(), tuple(terms), is_cut)


def loosened(reading: str) -> str:
    """Return the wider condition that an index alone can answer: it knows which words a text has,
    not where.
    """
    return _EXCLUDED_PHRASE.sub("", reading).replace("<->", "&")


def _words(text: str) -> list[Word]:
    """Return the words as the database divides them: what is not of our letters and digits
    divides.
    """
    return [
        Word(part[:MAX_WORD_LENGTH], with_marks[:MAX_WORD_LENGTH])
        for token in _WORD.findall(text)
        for part, with_marks in _parts(token)
    ]


def _parts(token: str) -> list[tuple[str, str]]:
    folded, with_marks = _PLAIN.findall(fold(token)), _PLAIN.findall(encode_marks(token))
    return list(zip(folded, with_marks, strict=False))
