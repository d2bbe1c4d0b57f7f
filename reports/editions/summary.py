"""Reports of quarters, six and nine months and years, made of the figures of their months."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, Q
from django.utils import timezone

from core.reporting.figures import Figure, Figures, Trend, collect_figures, known_figures
from organization.identity.paper_head import ward_names
from organization.models import ReportingPeriod, Unit
from reports.editions.data import ReportContent, SectionText
from reports.editions.spans import Span, YearMonth
from reports.figures.comparison import Compared, is_in_use, stored_value
from reports.figures.stored import Values, values_of
from reports.models import PeriodFigures
from reports.states import ReportState, SectionCode
from reports.tables import units as by_unit
from reports.tables import ward
from reports.tables.model import ReportTable
from reports.texts.proposals import Facts, proposals


@dataclass(frozen=True)
class StoredMonth:
    """A month with its figures, stored or counted now."""

    period: ReportingPeriod
    values: Values

    @property
    def month(self) -> YearMonth:
        return (self.period.year, self.period.month)


def stored_months(
    months: Iterable[YearMonth],
    *,
    only_confirmed: bool = False,
    counted: Collection[YearMonth] = (),
) -> dict[YearMonth, StoredMonth]:
    """Return the months that have figures, in order: of a report that was confirmed those of its
    newest edition, of others the last stored. Two queries.

    Those of ``counted`` that began and are not confirmed, or open again, are counted now, as their
    own pages do; with the queries of the sources for each.
    """
    wanted = set(months)
    was_confirmed = Q(report__confirmed_at__isnull=False)
    periods = ReportingPeriod.objects.with_window().filter(year__in={year for year, _ in wanted})
    periods = periods.annotate(
        is_reopened=ExpressionWrapper(
            was_confirmed & ~Q(report__state=ReportState.CONFIRMED), BooleanField()
        )
    )
    if only_confirmed:
        periods = periods.filter(was_confirmed)
    found = [one for one in periods.order_by("year", "month") if (one.year, one.month) in wanted]
    rows = PeriodFigures.objects.filter(period__in=[one.pk for one in found])
    if only_confirmed:
        rows = rows.filter(is_frozen=True)
    values: dict[int, Values] = {}
    frozen = set()
    for pk, stored, is_frozen in rows.values_list("period", "values", "is_frozen"):
        values[pk] = stored
        if is_frozen:
            frozen.add(pk)
    today = timezone.localdate()
    for one in found:
        is_open = (one.pk not in frozen or one.is_reopened) and one.starts_on <= today
        if is_open and (one.year, one.month) in counted:
            values[one.pk] = values_of(collect_figures(one))
    return {
        (one.year, one.month): StoredMonth(one, values[one.pk]) for one in found if one.pk in values
    }


@dataclass(frozen=True)
class SpanWindow:
    """Name and days of a span, of the months that it has, and the units of today."""

    span: Span
    counts_from: date
    ends_on: date
    units: list[Unit]

    def __str__(self) -> str:
        return str(self.span)


class SpanComparison:
    """The figures of a span beside as many months before it, the same of the last year, and the
    year so far. Two queries, and those of the months that are counted.

    Months that are not confirmed are counted now, so that a total is the sum of their pages. Where
    one of the months has no figures there is nothing to compare with, except for the year so far,
    which adds up what there is.
    """

    def __init__(self, span: Span, *, only_confirmed: bool = False) -> None:
        self.span = span
        self._known = known_figures()
        asked = {*span.months, *span.before, *span.last_year, *span.year_so_far}
        self._stored = stored_months(
            asked,
            only_confirmed=only_confirmed,
            counted=() if only_confirmed else {*span.months, *span.year_so_far},
        )
        self.figures = self._added()

    @property
    def months(self) -> list[StoredMonth]:
        """Return the months of the span that have figures."""
        return [self._stored[month] for month in self.span.months if month in self._stored]

    @cached_property
    def period(self) -> SpanWindow:
        """Return the window of the months. One query."""
        units, months = list(Unit.objects.all()), self.months
        if months:
            first, last = months[0].period, months[-1].period
            return SpanWindow(self.span, first.counts_from, last.ends_on, units)
        (year, month), today = self.span.months[0], timezone.localdate()
        first_day = date(year, month, 1)
        return SpanWindow(self.span, first_day, max(today, first_day), units)

    @property
    def next(self) -> str:
        return self.span.following

    def of(self, code: str, group: str | None = None) -> Compared:
        figure = self._figure(code)
        return Compared(
            value=self.figures.value(code, group),
            previous=self._whole(self.span.before, figure, group),
            last_year=self._whole(self.span.last_year, figure, group),
            to_date=self._sum(self.span.year_so_far, figure, group),
            trend=figure.trend,
            is_known=self._is_in_use(code, max(self.span.months)),
        )

    def _is_in_use(self, code: str, month: YearMonth) -> bool:
        return is_in_use((one.values for at, one in self._stored.items() if at <= month), code)

    def _figure(self, code: str) -> Figure:
        return self._known.get(code) or Figure(code, code, trend=Trend.NEUTRAL)

    def _added(self) -> Figures:
        """Return sums, and of what is no sum the figures of the last month; the keys behind them
        are those of the months.
        """
        months = self.months
        counts: dict[str, dict[str, dict[str, Any]]] = {}
        for place, month in enumerate(months, start=1):
            key = f"period:{month.period.pk}"
            for code, groups in month.values.items():
                if place < len(months) and not self._figure(code).is_sum:
                    continue
                for group, value in groups.items():
                    empty = {"value": 0, "keys": []}
                    count = counts.setdefault(code, {}).setdefault(group, empty)
                    count["value"] += value
                    count["keys"].append(key)
        return Figures.from_json(counts)

    def _whole(self, months: list[YearMonth], figure: Figure, group: str | None) -> int | None:
        """Return the figure of all these months, None unless each was in use."""
        if not all(
            month in self._stored and self._is_in_use(figure.code, month) for month in months
        ):
            return None
        return self._sum(months, figure, group)

    def _sum(self, months: list[YearMonth], figure: Figure, group: str | None) -> int:
        found = [self._stored[month] for month in months if month in self._stored]
        counted = found if figure.is_sum else found[-1:]
        return sum(stored_value(one.values, figure.code, group) for one in counted)


def summary_content(
    year: int, part: str, *, only_confirmed: bool = False
) -> tuple[ReportContent, SpanComparison]:
    """Return the report of a part of a year ("q1", "6t", "9t", "nam"), made of its months.

    Sums are added up; what is no sum is that of the last month. ``period["months"]`` names the
    months that have figures, ``period["missing"]`` the others. Six queries, and those of the months
    that are counted now.
    """
    compared = SpanComparison(Span(year, part), only_confirmed=only_confirmed)
    window = compared.period
    blocks = {str(unit.pk): unit.block for unit in window.units}
    is_running = any(one.period.ends_on >= timezone.localdate() for one in compared.months)
    is_whole = len(compared.months) == len(compared.span.months)
    facts = Facts(compared, blocks, (), (), is_running=is_running or not is_whole)
    proposed = proposals(facts)
    content = ReportContent(
        period=_period(compared, window),
        ward=ward_names(),
        as_of=min(window.ends_on, max(timezone.localdate(), window.counts_from)),
        number="",
        sections=tuple(
            SectionText(code.value, str(code.label), proposed[code.value], is_proposal=True)
            for code in SectionCode
        ),
        paragraphs=(),
        tables=tuple(summary_tables(compared)),
        figures=compared.figures,
        units={str(unit.pk): unit.name for unit in window.units},
        confirmed={},
    )
    return content, compared


def _period(compared: SpanComparison, window: SpanWindow) -> dict[str, Any]:
    span, has = compared.span, [one.month for one in compared.months]
    return {
        "code": span.code,
        "name": str(span),
        "year": span.year,
        "month": span.months[-1][1],
        "next": span.following,
        "starts_on": window.counts_from.isoformat(),
        "ends_on": window.ends_on.isoformat(),
        "months": [_code(month) for month in has],
        "missing": [_code(month) for month in span.months if month not in has],
    }


def _code(month: YearMonth) -> str:
    return f"{month[0]:04}-{month[1]:02}"


def summary_tables(compared: SpanComparison) -> list[ReportTable]:
    """Return the tables that can be added up: all but those of plan lines and of what was read
    most; points are those of the last month. Two queries.
    """
    figures = compared.figures
    units = by_unit.UnitRows.of(compared.period, figures)
    return [
        ward.summary_table(compared),
        by_unit.items_table(units),
        ward.categories_table(figures),
        ward.loudspeakers_table(compared),
        by_unit.documents_table(units),
        ward.outgoing_table(figures),
        *(by_unit.points_table(units, month.period) for month in compared.months[-1:]),
        by_unit.tasks_table(units),
        ward.views_table(compared),
    ]
