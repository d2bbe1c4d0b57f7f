"""The figures of a confirmed report in the table of open data."""

from __future__ import annotations

from reports.editions.public_version import FIGURES
from reports.figures.comparison import stored_value
from reports.figures.stored import Values
from reports.models import MonthlyReport
from reports.public.pages import average_days


def public_value(report: MonthlyReport, code: str) -> int:
    """Return a figure of the ward as it was confirmed. Raises ValueError for one that is not
    public.
    """
    if code not in FIGURES:
        raise ValueError(code)
    return stored_value(_values(report), code, None)


def average_days_of(report: MonthlyReport) -> float | None:
    """Return the days to an answer, None without any."""
    values = _values(report)
    answered = stored_value(values, "feedback.answered", None)
    days = average_days(stored_value(values, "feedback.days", None), answered)
    return None if days is None else float(days)


def _values(report: MonthlyReport) -> Values:
    stored = getattr(report.period, "figures", None)
    return stored.values if stored else {}
