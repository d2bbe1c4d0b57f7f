"""Suggested plan lines: a registry of sources; the anniversaries are the first."""

from __future__ import annotations

from calendar import isleap
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial

from core.failsafe import guard
from core.registries import Registry
from core.text.vietnamese import sort_key
from news.models import Anniversary
from organization.calendar.working_days import WorkingCalendar
from organization.models import ReportingPeriod

# Working days between the day an item is handed in and the day it is about.
DAYS_BEFORE = 3


@dataclass(frozen=True)
class LineProposal:
    """A line somebody may take over into a plan; ``origin`` says where it comes from."""

    topic: str
    due_on: date | None = None
    unit_id: int | None = None
    origin: str = ""

    @property
    def key(self) -> str:
        """Return what stands for the proposal in a form."""
        return f"{self.due_on or ''} {self.topic}"


# Each returns the proposals for one period, which may not be stored yet.
line_proposals: Registry[Callable[[ReportingPeriod], Iterable[LineProposal]]] = Registry()


def proposals_for(period: ReportingPeriod) -> list[LineProposal]:
    """Return all proposals for a period, each topic once, by their day."""
    found: dict[str, LineProposal] = {}
    for source in line_proposals:
        name = f"Gợi ý cho kế hoạch: {getattr(source, '__name__', 'nguồn')}"
        none: list[LineProposal] = []
        proposals = guard(name, partial(_proposals, source, period), none)
        found |= {proposal.topic: proposal for proposal in proposals}
    return sorted(
        found.values(), key=lambda proposal: (proposal.due_on or date.max, sort_key(proposal.topic))
    )


def _proposals(
    source: Callable[[ReportingPeriod], Iterable[LineProposal]], period: ReportingPeriod
) -> list[LineProposal]:
    return list(source(period))


def anniversaries(period: ReportingPeriod) -> Iterator[LineProposal]:
    """Yield the days of the yearly table whose item is due within the period, some working days
    before the day.
    """
    calendar = WorkingCalendar.load()
    for anniversary in Anniversary.objects.all():
        for year in range(period.starts_on.year, period.ends_on.year + 2):
            day = _day_in(anniversary, year)
            due_on = calendar.add(day, -DAYS_BEFORE)
            if period.counts_from <= due_on <= period.ends_on:
                yield LineProposal(
                    _topic(anniversary, day), max(due_on, period.starts_on), origin="Ngày kỷ niệm"
                )


def _day_in(anniversary: Anniversary, year: int) -> date:
    is_missing = (anniversary.month, anniversary.day) == (2, 29) and not isleap(year)
    return date(year, anniversary.month, 28 if is_missing else anniversary.day)


def _topic(anniversary: Anniversary, day: date) -> str:
    since = anniversary.since_year
    if since is None or since >= day.year:
        return f"{anniversary.title} ({day:%d/%m})"
    return (
        f"Kỷ niệm {day.year - since} năm {anniversary.title} ({day:%d/%m}/{since} - {day:%d/%m/%Y})"
    )
