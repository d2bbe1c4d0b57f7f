"""The figures of a confirmed report in the table of open data."""

from __future__ import annotations

from collections.abc import Iterable

from reports.editions.public_version import FIGURES
from reports.models import MonthlyReport
from reports.public.confirmed import ConfirmedMonths
from reports.public.pages import average_days


def add_confirmed(reports: Iterable[MonthlyReport]) -> None:
    """Give the reports the figures of all confirmed months, to read their own from. One query."""
    confirmed = ConfirmedMonths.load()
    for report in reports:
        report.confirmed_months = confirmed  # type: ignore[attr-defined]


def public_value(report: MonthlyReport, code: str) -> int | None:
    """Return a figure of the ward as it was confirmed, None where the page of the month has none
    yet. Raises ValueError for one that is not public.
    """
    if code not in FIGURES:
        raise ValueError(code)
    confirmed: ConfirmedMonths = report.confirmed_months  # type: ignore[attr-defined]
    return confirmed.value((report.period.year, report.period.month), code)


def average_days_of(report: MonthlyReport) -> float | None:
    """Return the days to an answer, None without any."""
    answered = public_value(report, "feedback.answered") or 0
    days = average_days(public_value(report, "feedback.days") or 0, answered)
    return None if days is None else float(days)
