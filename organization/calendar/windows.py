"""Windows of reporting periods that a change would move, closed ones among them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from core.registries import Registry
from organization.models import ReportingPeriod


@dataclass(frozen=True)
class PeriodLock:
    """A reason for which periods are closed: ``closed()`` returns their keys."""

    name: str
    closed: Callable[[], Iterable[int]]


period_locks: Registry[PeriodLock] = Registry()
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class WindowChange:
    """A stored period whose counted days would change."""

    period: ReportingPeriod
    before: tuple[date, date]
    after: tuple[date, date]

    @property
    def sentence(self) -> str:
        old, new = map(window_words, self._windows)
        return f"{str(self.period).capitalize()}: từ {old} thành từ {new}"

    @property
    def _windows(self) -> tuple[tuple[date, date], tuple[date, date]]:
        return self.before, self.after


def legal_window(year: int, month: int) -> tuple[date, date]:
    """Return the window that decree 09/2019 (article 12) names for monthly reports: from the 15th
    of the month before to the 14th.
    """
    before = date(year, month, 1) - _DAY
    return before.replace(day=15), date(year, month, 14)


def window_words(window: tuple[date, date]) -> str:
    first, last = window
    return f"{first:%d/%m/%Y} đến {last:%d/%m/%Y}"


def moved_neighbours(changes: Iterable[WindowChange], changed: ReportingPeriod) -> str:
    """Return in a sentence which other periods' days move; "" if none does."""
    others = [change.sentence for change in changes if change.period.pk != changed.pk]
    return f"Ngày tính của kỳ bên cạnh cũng đổi: {'; '.join(others)}." if others else ""


def window_changes(changed: ReportingPeriod) -> list[WindowChange]:
    """Return the stored periods whose counted days change when ``changed`` is stored, in order.

    One query; a new period is none of them.
    """
    stored = list(ReportingPeriod.objects.order_by("starts_on"))
    others = [period for period in stored if period.pk != changed.pk]
    before = _windows(stored)
    after = _windows(sorted([*others, changed], key=lambda period: period.starts_on))
    return [
        WindowChange(period, before[period.pk], after[period.pk])
        for period in stored
        if before[period.pk] != after[period.pk]
    ]


def closed_among(changes: Iterable[WindowChange]) -> list[WindowChange]:
    """Return the changes of closed periods: their figures must not move without a reason."""
    closed = {key for lock in period_locks for key in lock.closed()}
    return [change for change in changes if change.period.pk in closed]


def gap_before(period: ReportingPeriod) -> tuple[date, date] | None:
    """Return the days before the period that belong to none, since there are too many; one query
    unless annotated by ``with_window``.

    None without an earlier period, or when the days between are few enough to belong to it.
    """
    if hasattr(period, "previous_ends_on"):
        previous_end = period.previous_ends_on
    else:
        earlier = ReportingPeriod.objects.filter(ends_on__lt=period.starts_on)
        others = earlier.exclude(pk=period.pk).order_by("-ends_on")
        previous_end = others.values_list("ends_on", flat=True).first()
    return _gap(period, previous_end)


def _gap(period: ReportingPeriod, previous_end: date | None) -> tuple[date, date] | None:
    if previous_end is None:
        return None
    first_counted = ReportingPeriod.first_counted(period.starts_on, previous_end, period.fixed_from)
    first, last = previous_end + _DAY, first_counted - _DAY
    return (first, last) if first <= last else None


def gaps_around(period: ReportingPeriod) -> list[tuple[date, date]]:
    """Return the days before and after the period that belong to none; three queries at most."""
    later = ReportingPeriod.objects.filter(starts_on__gt=period.ends_on).exclude(pk=period.pk)
    following = later.order_by("starts_on").first()
    gaps = [gap_before(period)]
    if following:
        gaps.append(_gap(following, period.ends_on))
    return [gap for gap in gaps if gap]


def _windows(periods: list[ReportingPeriod]) -> dict[int | None, tuple[date, date]]:
    found: dict[int | None, tuple[date, date]] = {}
    previous_end: date | None = None
    for period in periods:
        first = ReportingPeriod.first_counted(period.starts_on, previous_end, period.fixed_from)
        found[period.pk] = (first, period.ends_on)
        previous_end = period.ends_on
    return found
