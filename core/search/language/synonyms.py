"""Synonyms: groups of words and phrases of equal meaning, which the board edits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from core.search.language.terms import Word, Words, split_words

MAX_OTHERS = 8  # synonyms of one phrase


@dataclass(frozen=True)
class Synonyms:
    """Lookup of the groups by the folded words of each phrase."""

    by_phrase: dict[tuple[str, ...], list[tuple[Words, ...]]] = field(default_factory=dict)
    longest: int = 0

    @classmethod
    def of(cls, groups: Iterable[str]) -> Synonyms:
        """Return the lookup of groups written as ``cắt nước, mất nước, cúp nước``."""
        found: dict[tuple[str, ...], list[tuple[Words, ...]]] = {}
        for group in groups:
            phrases = tuple(tuple(split_words(phrase)) for phrase in group.split(","))
            phrases = tuple(dict.fromkeys(phrase for phrase in phrases if phrase))
            for phrase in phrases:
                found.setdefault(tuple(word.folded for word in phrase), []).append(phrases)
        return cls(found, max(map(len, found), default=0))

    def others(self, words: Sequence[Word]) -> tuple[Words, ...]:
        """Return what else means the words; a word typed with marks means no other one."""
        groups = self.by_phrase.get(tuple(word.folded for word in words), [])
        found: dict[Words, None] = {}
        for group in groups:
            if any(_is_same(words, phrase) for phrase in group):
                found |= dict.fromkeys(phrase for phrase in group if not _is_same(words, phrase))
        return tuple(found)[:MAX_OTHERS]


def _is_same(typed: Sequence[Word], phrase: Words) -> bool:
    return len(typed) == len(phrase) and all(
        word.marked == part.marked or (word.folded == part.folded and not word.has_marks)
        for word, part in zip(typed, phrase, strict=True)
    )


NONE = Synonyms()
