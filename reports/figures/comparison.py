"""A period compared: the one before, the same month of the last year, the year so far."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from django.utils import timezone

from core.reporting.figures import Figure, Figures, Trend, collect_figures, known_figures
from organization.models import ReportingPeriod
from reports.figures.stored import PERIODS_BACK, Values, values_of

# How many periods a chart shows, and the figures it shows by unit.
CHART_PERIODS = 12
_BY_UNIT = ("news.submitted",)
# How far away the next period may begin.
NEXT_WITHIN = timedelta(days=62)


@dataclass(frozen=True)
class Compared:
    """A value beside others; None where there are no figures ("chưa có số liệu"). ``is_known``:
    the part of the system that counts the value was in use.

    ``to_date`` is of the year so far (*lũy kế*): months added up, of what is no sum the present.
    """

    value: int
    previous: int | None
    last_year: int | None
    to_date: int | None
    trend: Trend = Trend.NEUTRAL
    is_known: bool = True

    @property
    def change(self) -> int | None:
        return None if self.previous is None else self.value - self.previous

    @property
    def is_better(self) -> bool:
        return self._moved(Trend.BETTER)

    @property
    def is_worse(self) -> bool:
        return self._moved(Trend.WORSE)

    def _moved(self, way: Trend) -> bool:
        change = self.change
        if not change or self.trend == Trend.NEUTRAL:
            return False
        return (change > 0) == (self.trend == way)


class Comparison(Protocol):
    """What tables and proposals are made of: figures, and each beside those of other periods;
    ``period`` and the ``next`` one, if there is one, are named by their ``str``.
    """

    figures: Figures

    @property
    def period(self) -> object: ...

    @property
    def next(self) -> object: ...

    def of(self, code: str, group: str | None = None) -> Compared: ...


class PeriodComparison:
    """The figures of a period, and those it is compared with. One query beside the figures.

    ``earlier_values`` are those of an edition, which stay as they were when it was confirmed.
    """

    def __init__(
        self,
        period: ReportingPeriod,
        figures: Figures,
        *,
        as_of: date | None = None,
        earlier_values: dict[str, Values] | None = None,
    ) -> None:
        self.period, self.figures, self.as_of = period, figures, as_of
        near = ReportingPeriod.objects.filter(
            starts_on__lt=period.starts_on + NEXT_WITHIN
        ).select_related("figures")
        found = list(near.exclude(pk=period.pk).order_by("-starts_on")[: PERIODS_BACK + 1])
        self.earlier = [one for one in found if one.starts_on < period.starts_on]
        later = [one for one in found if one.starts_on > period.starts_on]
        self.next = later[-1] if later else None
        if earlier_values is None:
            self._values = {
                one.pk: one.figures.values for one in self.earlier if hasattr(one, "figures")
            }
        else:
            self._values = {
                one.pk: earlier_values[one.code]
                for one in self.earlier
                if one.code in earlier_values
            }
        self._known = known_figures()

    @classmethod
    def live(cls, period: ReportingPeriod, as_of: date | None = None) -> PeriodComparison:
        """Count the period now, or as of a day."""
        return cls(period, collect_figures(period, as_of), as_of=as_of)

    def of(self, code: str, group: str | None = None) -> Compared:
        """Return a figure of a group, or of the ward, beside those of other periods."""
        figure = self._known.get(code) or Figure(code, code)
        return Compared(
            value=self.figures.value(code, group),
            previous=self._stored(self.previous, code, group),
            last_year=self._stored(self._last_year, code, group),
            to_date=self._to_date(figure, group),
            trend=figure.trend,
            is_known=is_in_use([values_of(self.figures), *self._until(self.period)], code),
        )

    def _until(self, period: ReportingPeriod) -> list[Values]:
        """Return the stored values of the earlier periods up to one, itself included."""
        return [
            self._values[one.pk]
            for one in self.earlier
            if one.pk in self._values and one.starts_on <= period.starts_on
        ]

    @property
    def is_running(self) -> bool:
        """Whether a part of the period is counted, which is not compared with whole ones."""
        last = self.period.ends_on
        return timezone.localdate() <= last if self.as_of is None else self.as_of < last

    @property
    def previous(self) -> ReportingPeriod | None:
        return self.earlier[0] if self.earlier else None

    def earlier_values(self) -> dict[str, Values]:
        """Return what the page of a report shows of earlier periods, by the code of the period:
        totals of the ward, and by unit what is shown by unit.
        """
        return {
            one.code: {
                code: groups if code in _BY_UNIT else {"": sum(groups.values())}
                for code, groups in self._values[one.pk].items()
            }
            for one in self.earlier[: CHART_PERIODS - 1]
            if one.pk in self._values
        }

    @property
    def _last_year(self) -> ReportingPeriod | None:
        wanted = (self.period.year - 1, self.period.month)
        return next((one for one in self.earlier if (one.year, one.month) == wanted), None)

    def months(
        self, code: str, number: int = CHART_PERIODS
    ) -> list[tuple[ReportingPeriod, int | None]]:
        """Return the last periods up to this one, the earliest first, with a figure of the ward."""
        earlier = self.earlier[: number - 1]
        past = [(one, self._stored(one, code, None)) for one in reversed(earlier)]
        return [*past, (self.period, self.figures.value(code))]

    def group_months(
        self, code: str, group: str, number: int = CHART_PERIODS
    ) -> list[tuple[ReportingPeriod, int | None]]:
        """Return the same of one group."""
        earlier = self.earlier[: number - 1]
        past = [(one, self._stored(one, code, group)) for one in reversed(earlier)]
        return [*past, (self.period, self.figures.value(code, group))]

    def _stored(self, period: ReportingPeriod | None, code: str, group: str | None) -> int | None:
        values = self._values.get(period.pk) if period else None
        if period is None or values is None or not is_in_use(self._until(period), code):
            return None
        return stored_value(values, code, group)

    def _to_date(self, figure: Figure, group: str | None) -> int | None:
        value = self.figures.value(figure.code, group)
        if not figure.is_sum:
            return value
        year = [one for one in self.earlier if one.year == self.period.year]
        stored = [self._stored(one, figure.code, group) for one in year]
        return value + sum(number or 0 for number in stored)


def stored_value(values: Values, code: str, group: str | None) -> int:
    """Return a stored value of a group; without one the total of all groups."""
    groups = values.get(code, {})
    return sum(groups.values()) if group is None else groups.get(group, 0)


def part_of(code: str) -> str:
    """Return the part of the system that counts the figure, "news" of "news.views"."""
    return code.partition(".")[0]


def is_in_use(periods: Iterable[Values], code: str) -> bool:
    """Return whether the part of the system that counts the figure was in use in the last of these
    periods: it counted something then or before. A ward's first months have no figures, not zeros.
    """
    part = part_of(code)
    return any(
        any(groups.values())
        for values in periods
        for one, groups in values.items()
        if part_of(one) == part
    )
