"""A parsed search: what it asks the database for, from the widest reading to the narrowest."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from core.search.language.days import Day
from core.search.language.terms import Term, Word, Words

# Words that begin where somebody lives: "ngõ 84", "phố Bến Đò", "tổ dân phố 7".
_PLACE_WORDS = frozenset(
    ("ngo", "ngach", "hem", "kiet", "pho", "duong", "to", "tdp", "khu", "xom", "thon", "ap")
)
MIN_PREFIX_LENGTH = 3  # shorter ones begin thousands of words
_EXCLUDED_PHRASE = re.compile(r" & !\([^)]* <-> [^)]*\)")


@dataclass(frozen=True)
class Dated:
    """Rows of a time that answer although their text does not name the day: those of the day, and
    those near it that leave the year out. An empty tsquery matches every row.
    """

    tsquery: str
    spans: tuple[tuple[datetime, datetime], ...]


@dataclass(frozen=True)
class Query:
    """The terms of a search; ``is_cut``: more was typed than is searched for.

    ``day`` is the first day among the terms and ``day_at`` its place. ``is_partial``: a row answers
    with two of the words next to each other.
    """

    typed: str
    terms: tuple[Term, ...]
    is_cut: bool = False
    day_at: int | None = None
    day: Day | None = None
    is_partial: bool = False

    @cached_property
    def positive(self) -> tuple[Term, ...]:
        return tuple(term for term in self.terms if not term.is_excluded)

    @property
    def has_excluded(self) -> bool:
        return len(self.positive) < len(self.terms)

    @property
    def is_day_alone(self) -> bool:
        """Return whether nothing but a day is asked for: rows of that day need not name it."""
        return self.day is not None and len(self.terms) == 1

    @property
    def names_place(self) -> bool:
        """Return whether a place is asked for, of which what is in force matters most."""
        return any(word.folded in _PLACE_WORDS for word in self.words_to_find[:-1])

    @cached_property
    def words_to_find(self) -> tuple[Word, ...]:
        """Return the positive words as typed, each once."""
        return tuple(dict.fromkeys(word for term in self.positive for word in term.words))

    @cached_property
    def phrases_to_mark(self) -> tuple[Words, ...]:
        """Return synonyms and other spellings, which are highlighted as a whole alone."""
        return tuple(dict.fromkeys(words for term in self.positive for words in term.others))

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

    @property
    def as_typed(self) -> str:
        """Return the condition of the typed words alone, without what else they mean."""
        words = [f"'{word.marked}'" for word in self.words_to_find]
        return (" | " if self.is_partial else " & ").join(words)

    @cached_property
    def tsqueries(self) -> tuple[str, ...]:
        """Return the conditions for ``to_tsquery``, from the widest to the narrowest.

        First with the last word as a prefix, then with complete words, then with the typed marks.
        """
        if not self.positive:
            return ()
        if self.is_partial:
            pairs = self.pairs(with_marks=True)
            return (" | ".join(pairs),) if pairs else ()
        widest = self._all_of(self.positive, is_prefix=bool(self.prefix))
        complete, marked = (
            self._all_of(self.positive, with_marks=with_marks) for with_marks in (False, True)
        )
        return tuple(dict.fromkeys([widest, complete, marked]))

    def pairs(self, *, with_marks: bool = False) -> tuple[str, ...]:
        """Return the conditions that words which were typed side by side are side by side.

        A word that is repeated makes no pair with the word before it.
        """
        found = []
        seen: set[Words] = set()
        for place, term in enumerate(self.positive):
            own = self._phrase(term, with_marks=with_marks)
            is_repeated = term.words in seen
            seen.add(term.words)
            if len(term.words) > 1 or (self.is_partial and term.others):
                found.append(own)
            if place and term.follows and not is_repeated:
                before = self.positive[place - 1].phrase(with_marks=with_marks)
                found.append(f"({before} <-> {own})")
        return tuple(dict.fromkeys(found))

    def conditions(self, *, with_marks: bool = False) -> tuple[str, ...]:
        """Return the condition of each term alone."""
        is_prefix = bool(self.prefix)
        return tuple(
            dict.fromkeys(
                term.condition(
                    with_marks=with_marks, is_prefix=is_prefix and term is self.terms[-1]
                )
                for term in self.positive
            )
        )

    def with_fewer_words(self) -> Query:
        """Return the query that two of the words next to each other answer.

        What excludes words has none: without the rest its answers would be wrong.
        """
        return replace(self, is_partial=True, terms=() if self.has_excluded else self.terms)

    @cached_property
    def dated(self) -> tuple[Dated, ...]:
        """Return the rows that answer by their time; none without a day."""
        if self.day is None or self.day_at is None or self.is_partial:
            return ()
        term = self.terms[self.day_at]
        rest = [other for other in self.positive if other is not term]
        first, *others = self.day.without_year
        without_year = [*rest, replace(term, words=first, others=tuple(others))]
        found = [
            Dated(self._all_of(rest), tuple(self.day.spans)),
            Dated(self._all_of(without_year), tuple(self.day.around)),
        ]
        return tuple(dated for dated in found if dated.spans)

    def _phrase(self, term: Term, *, with_marks: bool = False) -> str:
        is_prefix = bool(self.prefix) and term is self.terms[-1]
        return term.phrase(with_marks=with_marks, is_prefix=is_prefix)

    def _all_of(
        self,
        terms: list[Term] | tuple[Term, ...],
        *,
        with_marks: bool = False,
        is_prefix: bool = False,
    ) -> str:
        found = [
            term.condition(with_marks=with_marks, is_prefix=is_prefix and term is self.terms[-1])
            for term in terms
        ]
        # An excluded "chợ" means the market, not every "cho".
        excluded = [f"!{t.condition(with_marks=True)}" for t in self.terms if t.is_excluded]
        return " & ".join(found + excluded)


def loosened(tsquery: str) -> str:
    """Return the wider condition that an index alone can decide: it stores words, not positions."""
    return _EXCLUDED_PHRASE.sub("", tsquery).replace("<->", "&")
