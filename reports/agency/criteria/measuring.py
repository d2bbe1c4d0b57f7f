"""Points of measured criteria, from the registered figures of all apps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from core.reporting.figures import Dimension, Figure, Figures, figure_sources, known_figures
from organization.models import ReportingPeriod
from reports.models import Criterion
from reports.models.agency import Nothing

OWN = "agency."  # figures that rest on scores measure none
_kept: ContextVar[dict[tuple[int, frozenset[str]], Figures] | None] = ContextVar(
    "kept figures", default=None
)
_TENTH = Decimal("0.1")


def rounded(points: Decimal) -> Decimal:
    """Return points with one decimal, halves away from zero."""
    return points.quantize(_TENTH, ROUND_HALF_UP)


def decimal_words(points: Decimal | int | None) -> str:
    """Return points as they are written: "7,5", "10"; "" for None."""
    if points is None:
        return ""
    text = f"{Decimal(points):.1f}".removesuffix(".0")
    return text.replace(".", ",")


@dataclass(frozen=True)
class Measured:
    """What the system found for a criterion; ``base`` None: the number itself counts."""

    value: int
    base: int | None
    points: Decimal
    applies: bool = True
    keys: list[str] = field(default_factory=list)
    base_keys: list[str] = field(default_factory=list)
    noun: str = ""

    @property
    def words(self) -> str:
        """Return the number as it is shown: "19 trên 20, bằng 95%", "2 văn bản"."""
        if self.base is None:
            return f"{self.value} {self.noun}".rstrip()
        if not self.base:
            return "không có gì để tính"
        return f"{self.value} trên {self.base}, bằng {decimal_words(self.share)}%"

    @property
    def share(self) -> Decimal:
        return rounded(Decimal(self.value * 100) / self.base) if self.base else Decimal(0)

    def as_json(self) -> dict[str, Any]:
        return {
            "value": self.value,
            "base": self.base,
            "keys": self.keys,
            "base_keys": self.base_keys,
            "noun": self.noun,
        }


def measurable_figures() -> dict[str, Figure]:
    """Return the figures by unit that a criterion may be measured by, by code."""
    return {
        code: figure
        for code, figure in known_figures().items()
        if figure.by == Dimension.UNIT and not code.startswith(OWN)
    }


def figures_for(period: ReportingPeriod, criteria: Iterable[Criterion]) -> Figures:
    """Count the figures that the criteria name, for all units; other apps are not asked."""
    codes = frozenset(code for criterion in criteria for code in criterion.figures)
    kept = _kept.get()
    if kept is None:
        return _counted(period, codes)
    if (period.pk, codes) not in kept:
        kept[period.pk, codes] = _counted(period, codes)
    return kept[period.pk, codes]


@contextmanager
def kept_figures() -> Iterator[None]:
    """Count the figures of a period once until the end of the block, not for each sheet.

    For work on many sheets in one transaction during which nothing that is counted changes.
    """
    token = _kept.set({})
    try:
        yield
    finally:
        _kept.reset(token)


def _counted(period: ReportingPeriod, codes: frozenset[str]) -> Figures:
    wanted = [one for one in figure_sources if any(fig.code in codes for fig in one.figures)]
    rows = (row for source in wanted for row in source.rows(period, None) if row.code in codes)
    return Figures(rows)


def measure(criterion: Criterion, unit_id: int, figures: Figures) -> Measured:
    """Return what the figures give the unit for a measured criterion.

    Thresholds are compared with the exact share, not with the rounded one that is shown.
    """
    group = str(unit_id)
    value, keys = figures.value(criterion.figure, group), figures.keys(criterion.figure, group)
    if not criterion.base_figures:
        known = known_figures().get(criterion.figure)
        points = points_for(criterion, Decimal(value))
        return Measured(value, None, points, keys=keys, noun=known.noun if known else "")
    base = sum(figures.value(code, group) for code in criterion.base_figures)
    base_keys = [key for code in criterion.base_figures for key in figures.keys(code, group)]
    if not base:
        most = criterion.points if criterion.when_nothing == Nothing.FULL else 0
        applies = criterion.when_nothing != Nothing.NOT_APPLICABLE
        return Measured(value, 0, Decimal(most), applies, keys, base_keys)
    share = Decimal(value * 100) / base
    return Measured(value, base, points_for(criterion, share), True, keys, base_keys)


def points_for(criterion: Criterion, number: Decimal) -> Decimal:
    """Return the points of the best threshold that the number reaches, none for none."""
    best = 0
    for threshold in criterion.thresholds.all():
        is_lower_better = criterion.is_lower_better
        reaches = number <= threshold.limit if is_lower_better else number >= threshold.limit
        if reaches:
            best = max(best, threshold.percent)
    return rounded(Decimal(criterion.points * best) / 100)
