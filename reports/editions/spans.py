"""Quarters, six and nine months, and years: which months they are made of."""

from __future__ import annotations

import re
from dataclasses import dataclass

from organization.models.periods import FIRST_YEAR, LAST_YEAR

YearMonth = tuple[int, int]
_CODE = re.compile(r"([0-9]{4})-(q[1-4]|6t|9t|nam)")
_QUARTERS = ("I", "II", "III", "IV")
# First and last month of each part of a year.
PARTS: dict[str, tuple[int, int]] = {
    "q1": (1, 3),
    "q2": (4, 6),
    "q3": (7, 9),
    "q4": (10, 12),
    "6t": (1, 6),
    "9t": (1, 9),
    "nam": (1, 12),
}


@dataclass(frozen=True)
class Span:
    """A part of a year: ``part`` is a key of ``PARTS``; ``code`` stands in URLs ("2026-q1")."""

    year: int
    part: str

    @classmethod
    def parse(cls, code: str) -> Span | None:
        """Return the span of a code, None for any other text."""
        found = _CODE.fullmatch(code)
        if not found or not FIRST_YEAR <= int(found[1]) <= LAST_YEAR:
            return None
        return cls(int(found[1]), found[2])

    @property
    def code(self) -> str:
        return f"{self.year}-{self.part}"

    def __str__(self) -> str:
        return _name(self.year, self.part)

    @property
    def following(self) -> str:
        """Return the name of what comes after it, for which a report gives directions."""
        if self.part == "nam":
            return f"năm {self.year + 1}"
        if self.part == "6t":
            return f"6 tháng cuối năm {self.year}"
        if self.part == "9t":
            return _name(self.year, "q4")
        quarter = int(self.part[1])
        return _name(self.year + 1, "q1") if quarter == 4 else _name(self.year, f"q{quarter + 1}")

    @property
    def months(self) -> list[YearMonth]:
        first, last = PARTS[self.part]
        return [(self.year, month) for month in range(first, last + 1)]

    @property
    def before(self) -> list[YearMonth]:
        """Return as many months just before it."""
        first = self.year * 12 + PARTS[self.part][0] - 1
        numbers = range(first - len(self.months), first)
        return [(number // 12, number % 12 + 1) for number in numbers]

    @property
    def last_year(self) -> list[YearMonth]:
        return [(year - 1, month) for year, month in self.months]

    @property
    def year_so_far(self) -> list[YearMonth]:
        return [(self.year, month) for month in range(1, PARTS[self.part][1] + 1)]


def spans_with(months: set[YearMonth]) -> list[Span]:
    """Return the spans that have one of the months, the newest year first."""
    years = sorted({year for year, _ in months}, reverse=True)
    spans = [Span(year, part) for year in years for part in PARTS]
    return [span for span in spans if months.intersection(span.months)]


def _name(year: int, part: str) -> str:
    if part == "nam":
        return f"năm {year}"
    if part.endswith("t"):
        return f"{part[0]} tháng đầu năm {year}"
    return f"quý {_QUARTERS[int(part[1]) - 1]}/{year}"
