"""Figures of the confirmed months, the only ones that public pages show and compare with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from core.reporting.figures import known_figures
from organization.calendar.views import Month
from reports.editions.spans import YearMonth
from reports.figures.comparison import is_in_use, stored_value
from reports.figures.stored import Values
from reports.models import PeriodFigures
from reports.tables.model import Cell, ReportRow, ReportTable
from reports.tables.ward import LAST_YEAR, NOTHING_YET, PREVIOUS, TO_DATE


@dataclass(frozen=True)
class ConfirmedMonths:
    """The frozen figures of each confirmed month."""

    values: dict[YearMonth, Values]

    @classmethod
    def load(cls) -> ConfirmedMonths:
        """Load those of all months. One query."""
        rows = PeriodFigures.objects.filter(
            is_frozen=True, period__report__confirmed_at__isnull=False
        )
        found = rows.values_list("period__year", "period__month", "values")
        return cls({(year, month): values for year, month, values in found})

    def is_known(self, month: YearMonth, code: str) -> bool:
        """Return whether the part of the system that counts the figure was in use by then."""
        return is_in_use((values for at, values in self.values.items() if at <= month), code)

    def value(self, month: YearMonth, code: str, group: str | None = None) -> int | None:
        """Return a figure of a month, None for one that is not confirmed or has no figures yet."""
        if month not in self.values or not self.is_known(month, code):
            return None
        return stored_value(self.values[month], code, group)

    def year_before(self, month: YearMonth, code: str, group: str | None) -> int:
        """Return the sum of the confirmed months of the same year before the month."""
        year = [(month[0], number) for number in range(1, month[1])]
        return sum(self.value(one, code, group) or 0 for one in year)


def compared_with_confirmed(
    tables: Iterable[ReportTable], month: Month, confirmed: ConfirmedMonths
) -> Iterator[ReportTable]:
    """Yield the tables of an edition with what confirmed months say in the columns that compare:
    the edition compares with months that nobody has confirmed, too.
    """
    known = known_figures()

    def row_of(row: ReportRow) -> ReportRow:
        figure, value = known.get(row.cells[0].code), row.cells[0].value
        if figure is None or not isinstance(value, int):
            return row
        return _compared_row(row, value, labels, month, confirmed, is_sum=figure.is_sum)

    for table in tables:
        labels = [column.label for column in table.columns]
        if TO_DATE not in labels:
            yield table
            continue
        yield replace(
            table,
            rows=tuple(map(row_of, table.rows)),
            total=row_of(table.total) if table.total else None,
        )


def _compared_row(
    row: ReportRow,
    value: int,
    labels: list[str],
    month: Month,
    confirmed: ConfirmedMonths,
    *,
    is_sum: bool,
) -> ReportRow:
    own, at = row.cells[0], (month.year, month.month)
    before = (month.year, month.month - 1) if month.month > 1 else (month.year - 1, 12)
    others: dict[str, int | None] = {
        PREVIOUS: confirmed.value(before, own.code, own.group),
        LAST_YEAR: confirmed.value((month.year - 1, month.month), own.code, own.group),
        TO_DATE: value,
    }
    if is_sum:
        others[TO_DATE] = value + confirmed.year_before(at, own.code, own.group)
    if not confirmed.is_known(at, own.code):
        own, others = replace(own, value=NOTHING_YET), dict.fromkeys(others)
    cells = [own]
    for label, cell in zip(labels[1:], row.cells[1:], strict=True):
        other = others.get(label)
        shown = NOTHING_YET if other is None else other
        cells.append(Cell(shown) if label in others else cell)
    return replace(row, cells=tuple(cells))
