"""Three-way merge of values and of texts; conflicts are resolved by a choice.

Pure functions on sequences of paragraphs; the caller splits a text into paragraphs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from core.text.comparison.matching import WorkBudget, opcodes

T = TypeVar("T")

MINE, THEIRS, BOTH = "mine", "theirs", "both"


class Conflict:
    """Returned by ``three_way`` where both sides changed a value, each to another one."""


CONFLICT = Conflict()


def three_way(base: T, mine: T, theirs: T) -> T | Conflict:
    """Merge one value: return the side that changed it, or CONFLICT where both did differently."""
    if mine in (base, theirs):
        return theirs
    return mine if theirs == base else CONFLICT


@dataclass(frozen=True)
class Hunk:
    """Paragraphs at the same position of the three texts."""

    base: tuple[str, ...]
    mine: tuple[str, ...]
    theirs: tuple[str, ...]

    @property
    def is_conflict(self) -> bool:
        return three_way(self.base, self.mine, self.theirs) is CONFLICT

    @property
    def is_changed(self) -> bool:
        return not self.base == self.mine == self.theirs

    def taken(self, choice: str = BOTH) -> tuple[str, ...]:
        """Return the merged paragraphs; ``choice`` counts only in a conflict.

        An unknown choice takes both sides, so that nothing is lost.
        """
        merged = three_way(self.base, self.mine, self.theirs)
        if not isinstance(merged, Conflict):
            return merged
        if choice == MINE:
            return self.mine
        if choice == THEIRS:
            return self.theirs
        return self.mine + tuple(
            paragraph for paragraph in self.theirs if paragraph not in self.mine
        )


def diff3(base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]) -> list[Hunk]:
    """Return the hunks of the three texts, cut where all of them match, in order.

    Texts that are too long to be matched are one hunk between their common beginning and end.
    """
    in_mine, in_theirs = _matching_positions(base, mine), _matching_positions(base, theirs)
    hunks: list[Hunk] = []
    at_base = at_mine = at_theirs = 0
    for cut in sorted(in_mine.keys() & in_theirs.keys()):
        # An insertion between two paragraphs is a hunk of its own, so that it never hides a change
        # beside it.
        for to_mine, to_theirs in zip(in_mine[cut], in_theirs[cut], strict=True):
            part = Hunk(
                tuple(base[at_base:cut]),
                tuple(mine[at_mine:to_mine]),
                tuple(theirs[at_theirs:to_theirs]),
            )
            if part != Hunk((), (), ()):
                hunks.append(part)
            at_base, at_mine, at_theirs = cut, to_mine, to_theirs
    return hunks


def apply_choices(parts: Sequence[Hunk], choices: Sequence[str] = ()) -> list[str]:
    """Return the paragraphs of the merged text; ``choices`` are for the conflicts, in their
    order.
    """
    left = iter(choices)
    return [
        paragraph
        for part in parts
        for paragraph in part.taken(next(left, BOTH) if part.is_conflict else BOTH)
    ]


def _matching_positions(base: Sequence[str], other: Sequence[str]) -> dict[int, tuple[int, int]]:
    """Return for positions of ``base`` those in ``other``, before and after what was inserted
    there.

    Positions inside a change have none.
    """
    places: dict[int, tuple[int, int]] = {0: (0, 0), len(base): (len(other), len(other))}
    for kind, i1, i2, j1, j2 in opcodes(base, other, WorkBudget()):
        known = (
            [(i1 + n, j1 + n) for n in range(i2 - i1 + 1)]
            if kind == "equal"
            else [(i1, j1), (i2, j2)]
        )
        for position, place in known:
            first, last = places.get(position, (place, place))
            places[position] = min(first, place), max(last, place)
    return places
