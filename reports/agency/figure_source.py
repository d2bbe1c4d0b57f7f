"""Points of units as figures of the report, its table, and the trend of a unit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from core.dates import day_end
from core.reporting.charts import BarChart, Series
from core.reporting.figures import Figure, FigureItem, FigureRow, FigureSource, Trend, pks_of
from organization.models import ReportingPeriod, Unit, User
from reports.models import Assessment, AssessmentState
from reports.permissions import may_see_assessment

TREND_MONTHS = 12
POINTS, VERIFIED = "agency.points", "agency.verified"
FIGURES = (
    Figure(POINTS, "Điểm cơ quan điện tử", noun="điểm", trend=Trend.BETTER, is_sum=False),
    Figure(VERIFIED, "Phiếu chấm điểm đã thẩm định", noun="phiếu", trend=Trend.BETTER),
)


@dataclass(frozen=True)
class AgencyRow:
    """A unit in the table of points; None: not scored yet."""

    unit: Unit
    assessment: Assessment

    @property
    def self_points(self) -> Decimal | None:
        return self.assessment.self_total

    @property
    def verified_points(self) -> Decimal | None:
        return self.assessment.verified_total

    @property
    def rating(self) -> str:
        return self.assessment.rating


def whole(points: Decimal) -> int:
    """Return points as a whole number, halves up."""
    return int(points.quantize(Decimal(1), ROUND_HALF_UP))


def agency_table(period: ReportingPeriod) -> list[AgencyRow]:
    """Return the units of a period's round with their points, in order. One query."""
    rows = Assessment.objects.filter(round__period=period).select_related("unit")
    return [AgencyRow(row.unit, row) for row in rows]


def trend_chart(unit: Unit) -> BarChart | None:
    """Return the last twelve verified rounds of a unit as bars; None before the first. One
    query.
    """
    rows = Assessment.objects.filter(unit=unit, state=AssessmentState.VERIFIED)
    rows = rows.exclude(verified_total=None)
    newest = rows.select_related("round__period").order_by("-round__period__starts_on")
    found = list(newest[:TREND_MONTHS])[::-1]
    if not found:
        return None
    return BarChart(
        id=f"diem-{unit.pk}",
        title=f"Điểm cơ quan điện tử của {unit} các kỳ gần đây",
        labels=[f"{row.period.month}/{row.period.year % 100:02}" for row in found],
        series=[
            Series("Tự chấm", [whole(row.self_total or Decimal(0)) for row in found]),
            Series("Thẩm định", [whole(row.verified_total or Decimal(0)) for row in found]),
        ],
    )


def rows(period: ReportingPeriod, as_of: date | None) -> Iterator[FigureRow]:
    """Yield the verified points of units. One query."""
    found = Assessment.objects.filter(round__period=period, state=AssessmentState.VERIFIED)
    if as_of is not None:
        found = found.filter(verified_at__lt=day_end(as_of))
    for pk, unit, points in found.order_by("pk").values_list("pk", "unit", "verified_total"):
        yield FigureRow(VERIFIED, str(unit), f"assessment:{pk}")
        if points is not None:
            yield FigureRow(POINTS, str(unit), f"assessment:{pk}", whole(points))


def describe(keys: Iterable[str], user: User) -> dict[str, FigureItem]:
    """Return by their keys the assessments that the user may see."""
    pks = pks_of(keys, "assessment")
    if not pks:
        return {}
    found = Assessment.objects.filter(pk__in=pks).select_related("unit", "round__period")
    return {
        f"assessment:{one.pk}": FigureItem(str(one), one.address, one.rating)
        for one in found
        if may_see_assessment(one, user)
    }


SOURCE = FigureSource("agency", "Cơ quan điện tử", FIGURES, rows, describe)
