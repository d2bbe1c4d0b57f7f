"""Percentages as they are shown, and as they are compared."""

from __future__ import annotations

import pytest

from core.reporting.percentages import percent, reaches


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [
        (18, 27, 67),
        (2, 3, 67),
        (15, 58, 26),
        (1, 3, 33),
        (1, 8, 13),
        (0, 5, 0),
        (5, 5, 100),
        (6, 5, 120),
        (999, 1000, 99),
        (1, 1000, 1),
    ],
)
def test_halves_are_rounded_up_but_not_to_all_or_nothing(part: int, whole: int, shown: int) -> None:
    assert percent(part, whole) == shown


def test_there_is_no_share_of_nothing() -> None:
    assert percent(0, 0) is None


def test_a_threshold_is_reached_by_the_exact_share() -> None:
    assert percent(159, 200) == 80
    assert not reaches(159, 200, 80)
    assert reaches(160, 200, 80)
