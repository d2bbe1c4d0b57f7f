"""Figures of earlier periods, kept so that a page compares without counting them again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial

from django.utils import timezone

from core.failsafe import guard
from core.reporting.figures import Figures, collect_figures
from organization.models import ReportingPeriod
from reports.models import PeriodFigures

Values = dict[str, dict[str, int]]
# How often the figures of an open period are counted anew, how many periods a minute, and how far
# back: the month of the last year, and the year so far.
RECOUNTED = timedelta(hours=20)
A_MINUTE = 2
PERIODS_BACK = 25


def values_of(figures: Figures) -> Values:
    """Return the values alone by code and group, without the keys behind them."""
    return {
        code: {group: one["value"] for group, one in groups.items()}
        for code, groups in figures.as_json().items()
    }


def store_values(
    period: ReportingPeriod, values: Values, *, now: datetime, is_frozen: bool = False
) -> None:
    """Store the figures of a period; those of a confirmed report are frozen."""
    PeriodFigures.objects.update_or_create(
        period=period, defaults={"values": values, "counted_at": now, "is_frozen": is_frozen}
    )


def count_periods(now: datetime) -> str | None:
    """Count the periods that began and are not frozen, each once a day; return how many, None
    without any. One query when there is nothing to do.
    """
    newest = ReportingPeriod.objects.filter(starts_on__lte=timezone.localdate(now)).order_by(
        "-starts_on"
    )
    known = newest.select_related("figures")[:PERIODS_BACK]
    due = [period for period in known if _is_due(period, now)][:A_MINUTE]
    done = [
        guard(f"Số liệu của {period}", partial(_count, period, now), None) is None for period in due
    ]
    return f"{len(done)} periods counted" if done else None


def _is_due(period: ReportingPeriod, now: datetime) -> bool:
    stored: PeriodFigures | None = getattr(period, "figures", None)
    return stored is None or (not stored.is_frozen and stored.counted_at < now - RECOUNTED)


def _count(period: ReportingPeriod, now: datetime) -> None:
    store_values(period, values_of(collect_figures(period)), now=now)


def stored_values(periods: Iterable[ReportingPeriod]) -> dict[int, Values]:
    """Return what is stored of the periods by key. One query."""
    rows = PeriodFigures.objects.filter(period__in=[period.pk for period in periods])
    return dict(rows.values_list("period", "values"))
