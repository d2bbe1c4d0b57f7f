"""Which index finds the newest rows of a condition."""

from __future__ import annotations

import pytest

from core.search.statement import VECTOR, Condition


@pytest.mark.parametrize(
    ("tsquery", "matched", "size", "is_common"),
    [
        ("('họp')", 0.1, 1_000, False),
        ("('họp')", 0.1, 10_000, False),
        ("('họp')", 0.1, 100_000, True),
        ("('họp')", 0.5, 10_000, True),
        ("('họp')", 0.01, 100_000, False),
        # A phrase has to be rechecked row by row, whichever index finds them.
        ("('họp' <-> 'dân')", 0.1, 10_000, True),
        ("('họp' <-> 'dân')", 0.01, 10_000, False),
    ],
)
def test_common_words_are_looked_for_in_order_of_time(
    tsquery: str, matched: float, size: int, is_common: bool
) -> None:
    assert Condition(VECTOR, tsquery).is_common(matched, size) is is_common
