"""Percentages as they are shown."""

from __future__ import annotations


def percent(part: int, whole: int) -> int | None:
    """Return the share in hundredths, halves rounded up; None where there is nothing.

    What is not all of it is never shown as 100, and what is not nothing never as 0.
    """
    if not whole:
        return None
    rounded = (200 * part + whole) // (2 * whole)
    if part < whole:
        rounded = min(rounded, 99)
    return max(rounded, 1) if part > 0 else rounded


def reaches(part: int, whole: int, least: int) -> bool:
    """Return whether the exact share is at least so many hundredths."""
    return part * 100 >= least * whole
