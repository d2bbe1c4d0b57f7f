"""Task statistics per unit."""

from __future__ import annotations

from datetime import date

from meetings.models import Task
from organization.assignments.statistics import AssignmentStatistics, assignment_statistics
from organization.models import ReportingPeriod


def task_statistics(
    period: ReportingPeriod, as_of: date | None = None
) -> list[AssignmentStatistics]:
    """Return the statistics of the tasks each unit leads, as at the end of ``as_of``."""
    return assignment_statistics(Task, period, as_of)
