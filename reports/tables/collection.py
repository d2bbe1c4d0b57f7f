"""All tables of a period, in the order of the report."""

from __future__ import annotations

from django.utils import timezone

from reports.figures.comparison import PeriodComparison
from reports.tables import units as by_unit
from reports.tables import ward
from reports.tables.model import ReportTable


def report_tables(compared: PeriodComparison) -> list[ReportTable]:
    """Return the summary and tables 1 to 9 of a period. Eight queries."""
    period, figures = compared.period, compared.figures
    units = by_unit.UnitRows.of(period, figures)
    return [
        ward.summary_table(compared),
        by_unit.items_table(units),
        ward.categories_table(figures),
        ward.lines_table(period, timezone.now()),
        ward.loudspeakers_table(compared),
        by_unit.documents_table(units),
        ward.outgoing_table(figures),
        by_unit.points_table(units, period),
        by_unit.tasks_table(units),
        ward.views_table(compared),
        ward.most_read_table(period, compared.as_of),
    ]
