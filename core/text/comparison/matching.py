"""Matching of two sequences with bounded work: difflib, ended before it becomes quadratic."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from difflib import Match, SequenceMatcher
from itertools import accumulate
from typing import TypeVar

T = TypeVar("T", bound=Hashable)

# (kind, from, to in the old; from, to in the new), as difflib has it.
Opcode = tuple[str, int, int, int, int]

# About half a second.
MAX_STEPS = 2_000_000


class WorkExceeded(Exception):
    """The sequences are too long or too repetitive to be matched."""


class WorkBudget:
    """Steps that one comparison may still take; ``is_exceeded`` once it asked for more."""

    def __init__(self, steps: int = MAX_STEPS) -> None:
        self._left = steps
        self.is_exceeded = False

    def spend(self, steps: int) -> None:
        if steps > self._left:
            self.is_exceeded = True
            raise WorkExceeded
        self._left -= steps


class _BoundedMatcher(SequenceMatcher[T]):
    """Charges each search with the pairs of equal elements that it goes through."""

    def __init__(self, before: Sequence[T], after: Sequence[T], budget: WorkBudget) -> None:
        budget.spend(len(before) + len(after))
        super().__init__(None, before, after, autojunk=False)
        self._budget = budget
        self._length = len(before)
        # typeshed knows the methods alone.
        places: dict[T, list[int]] = self.b2j  # type: ignore[attr-defined]
        pairs = (1 + len(places.get(element, ())) for element in before)
        self._pairs_before = [0, *accumulate(pairs)]

    def find_longest_match(
        self, alo: int = 0, ahi: int | None = None, blo: int = 0, bhi: int | None = None
    ) -> Match:
        end = self._length if ahi is None else ahi
        self._budget.spend(self._pairs_before[end] - self._pairs_before[alo])
        return super().find_longest_match(alo, ahi, blo, bhi)


def opcodes_within(
    before: Sequence[T], after: Sequence[T], budget: WorkBudget
) -> list[Opcode] | None:
    """Return how ``before`` becomes ``after``; None beyond the budget."""
    try:
        return list(_BoundedMatcher(before, after, budget).get_opcodes())
    except WorkExceeded:
        return None


def opcodes(before: Sequence[T], after: Sequence[T], budget: WorkBudget) -> list[Opcode]:
    """Return how ``before`` becomes ``after``.

    Beyond the budget everything between the common beginning and end is one replacement.
    """
    found = opcodes_within(before, after, budget)
    return _common_ends(before, after) if found is None else found


def _common_ends(before: Sequence[T], after: Sequence[T]) -> list[Opcode]:
    shorter = min(len(before), len(after))
    start = 0
    while start < shorter and before[start] == after[start]:
        start += 1
    end = 0
    while end < shorter - start and before[-1 - end] == after[-1 - end]:
        end += 1
    old, new = len(before) - end, len(after) - end
    parts = [
        ("equal", 0, start, 0, start),
        ("replace", start, old, start, new),
        ("equal", old, len(before), new, len(after)),
    ]
    return [part for part in parts if part[1] < part[2] or part[3] < part[4]]
