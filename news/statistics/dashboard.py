"""Dashboard panels of the statistics: a unit's quota, the units most behind, owed articles."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from core.reporting.percentages import percent
from news.models import EditorialPlan
from news.permissions import may_see_ward_statistics
from news.states import Kind, PlanState
from news.statistics.figures import UnitStatistics, missing_by_unit, total, unit_statistics
from news.statistics.phrases import owed_words
from news.statistics.rules import PeriodRules
from news.statistics.views import PeriodView, most_behind_first
from organization.models import ReportingPeriod, User
from organization.roles import Role
from organization.work.work_list import WorkItem

MAX_SHOWN = 8
LONG_OVER = timedelta(days=62)


@dataclass(frozen=True)
class KindBar:
    """How much of one kind's quota is met."""

    label: str
    submitted: int
    required: int

    @property
    def percent(self) -> int:
        return min(100, percent(self.submitted, self.required) or 0)

    @property
    def is_met(self) -> bool:
        return self.submitted >= self.required


def _bars(row: UnitStatistics) -> list[KindBar]:
    figures = row.figures
    bars = [
        KindBar(kind.label, getattr(figures.submitted, kind), getattr(figures.required, kind))
        for kind in Kind
    ]
    return [bar for bar in bars if bar.submitted or bar.required]


def unit_panel(user: User) -> dict[str, Any] | None:
    """Return the quota of the person's unit in the present period; None where the period's plan is
    not given yet.
    """
    if not user.has_role(Role.CONTRIBUTOR) or user.unit_id is None:
        return None
    period = ReportingPeriod.objects.containing(timezone.localdate())
    if period is None or not EditorialPlan.objects.given().filter(period=period).exists():
        return None
    row = next(
        (row for row in unit_statistics(period) if row.unit and row.unit.pk == user.unit_id), None
    )
    if row is None:
        return None
    watched = PeriodView.of(period, None)
    return {"watched": watched, "period": period, "line": watched.line(row), "bars": _bars(row)}


def ward_panel(user: User) -> dict[str, Any] | None:
    """Return the units that are most behind in the present period, with the ward's sum."""
    if not may_see_ward_statistics(user):
        return None
    period = ReportingPeriod.objects.containing(timezone.localdate())
    if period is None:
        return None
    watched, rows = PeriodView.of(period, None), unit_statistics(period)
    behind = [row for row in most_behind_first(rows) if row.figures.missing.total]
    return {
        "watched": watched,
        "period": period,
        "lines": [watched.line(row) for row in behind[:MAX_SHOWN]],
        "more": len(behind) - MAX_SHOWN,
        "total": watched.sum_line("Cả phường", total(rows)),
    }


def owed_items(units: Collection[int] | None, today: date) -> Iterator[WorkItem]:
    """Return, for each plan in force, what each unit still owes of its quota: one item for each
    unit.
    """
    # A plan nobody closed is not asked about for ever.
    recent = EditorialPlan.objects.filter(
        state=PlanState.OPEN, period__ends_on__gte=today - LONG_OVER
    )
    plans = {plan.period: plan for plan in recent.select_related("period")}
    for counting in PeriodRules.of_all(plans):
        period = counting.period
        for unit, missing in missing_by_unit(counting, units).items():
            yield WorkItem(
                key=f"quota:{period.pk}:{unit}",
                kind="Chỉ tiêu",
                title=f"Tin, bài {period}",
                url=reverse("admin:statistics_period", args=[period.code]),
                unit_id=unit,
                due_on=plans[period].due_on,
                note=f"còn thiếu {owed_words(missing)}",
            )
