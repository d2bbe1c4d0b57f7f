"""Counting rules: the documents behind each figure of a unit in a period.

Every rule is a property of ``IncomingRules`` and stands in its docstring; figures and the lists
behind them are made of the same rules. One line is counted for each unit that must answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import BigIntegerField, Case, DateField, F, Q, Value, When
from django.utils import timezone

from documents.models import IncomingUnit
from organization.calendar.working_days import WorkingCalendar
from organization.models import ReportingPeriod, Succession, Unit

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class IncomingRules:
    """The rules for one period as at the end of ``day``."""

    period: ReportingPeriod
    day: date
    calendar: WorkingCalendar
    succession: Succession

    @classmethod
    def of(
        cls, period: ReportingPeriod, as_of: date | None = None, *, units: list[Unit] | None = None
    ) -> IncomingRules:
        """Return the rules; without ``as_of`` of today, of the last day of a period that is over.

        What happened after the period is no part of it. One query, another without ``units``, and
        one where the period does not come from ``with_window``.
        """
        day = as_of or max(timezone.localdate(), period.counts_from)
        succession = Succession.load() if units is None else Succession.of(units)
        return cls(period, min(day, period.ends_on), WorkingCalendar.load(), succession)

    @property
    def is_received(self) -> Q:
        """Received in the period: passed on to the unit, or arrived where no day of passing on is
        known.
        """
        return Q(received_on__gte=self.period.counts_from, received_on__lte=self.day)

    @property
    def is_opened_in_time(self) -> Q:
        """Received in the period, opened on the day of receipt or by the next working day."""
        opened = Q(first_opened_on__lte=F("open_by")) & Q(first_opened_on__lte=self.day)
        return self.is_received & opened

    @property
    def is_done(self) -> Q:
        return Q(finished_on__lte=self.day)

    @property
    def is_done_here(self) -> Q:
        """Done in the period, whenever it was received."""
        return self.is_done & Q(finished_on__gte=self.period.counts_from, received_on__lte=self.day)

    @property
    def is_done_on_time(self) -> Q:
        """Done by the due date; one without a due date is always on time."""
        return self.is_done_here & (Q(due_on=None) | Q(finished_on__lte=F("due_on")))

    @property
    def is_done_late(self) -> Q:
        return self.is_done_here & Q(finished_on__gt=F("due_on"))

    @property
    def is_waiting(self) -> Q:
        """Received by then, in this period or before, and not done by then."""
        return Q(received_on__lte=self.day) & (Q(finished_on=None) | Q(finished_on__gt=self.day))

    @property
    def is_open(self) -> Q:
        """Not done, and the due date is not over."""
        return self.is_waiting & (Q(due_on=None) | Q(due_on__gte=self.day))

    @property
    def is_overdue(self) -> Q:
        return self.is_waiting & Q(due_on__lt=self.day)

    @property
    def is_never_opened(self) -> Q:
        """Neither done nor opened by then."""
        unopened = Q(first_opened_on=None) | Q(first_opened_on__gt=self.day)
        return self.is_waiting & unopened

    @property
    def of_receipt(self) -> dict[str, Q]:
        """Figures that count for the unit that received the document."""
        return {"received": self.is_received, "opened_in_time": self.is_opened_in_time}

    @property
    def of_work(self) -> dict[str, Q]:
        """Figures that count for the unit that did the work, or has it on the day."""
        return {
            "done_on_time": self.is_done_on_time,
            "done_late": self.is_done_late,
            "open": self.is_open,
            "overdue": self.is_overdue,
            "never_opened": self.is_never_opened,
        }

    def received(self) -> Any:
        """Return what was received in the period, with ``holder`` and ``open_by``."""
        rows = IncomingUnit.objects.leading().filter(self.is_received)
        return rows.annotate(open_by=self._open_by(), holder=self._holder("received_on")).order_by()

    def worked_on(self) -> Any:
        """Return what was done in the period or waits on the day, with ``holder``: a dissolved unit
        keeps what it did to its last day, its successor has what was still open.
        """
        rows = IncomingUnit.objects.leading().filter(self.is_done_here | self.is_waiting)
        on_day = Value(self.day, DateField())
        attributed = Case(When(self.is_done, then=F("finished_on")), default=on_day)
        return (
            rows.annotate(attributed_on=attributed)
            .annotate(holder=self._holder("attributed_on"))
            .order_by()
        )

    def behind(self, column: str) -> Any:
        """Return the rows behind a column, each with its ``holder``. Raises KeyError."""
        if column in self.of_receipt:
            return self.received().filter(self.of_receipt[column])
        return self.worked_on().filter(self.of_work[column])

    def _open_by(self) -> Case:
        """Return the day by which a document must be opened: the next working day.

        A condition for each day of the period that is not followed by a working day.
        """
        first, last = self.period.counts_from, max(self.day, self.period.counts_from)
        days = [first + _DAY * number for number in range((last - first).days + 1)]
        special = {day: until for day in days if (until := self.calendar.add(day, 1)) != day + _DAY}
        cases = [When(received_on=day, then=Value(until)) for day, until in special.items()]
        following = F("received_on") + Value(1)
        return Case(*cases, default=following, output_field=DateField())

    def _holder(self, on: str) -> Case:
        """Return the unit a row counts for: who held the unit's work on the day of the column."""
        cases = []
        for pk in self.succession.ends:
            chain, _ = self.succession.chain(pk)
            last_days = {
                self.succession.ends[one][0] for one in chain if one in self.succession.ends
            }
            for last_day in sorted(last_days):
                held = Value(self.succession.holder(pk, on=last_day))
                cases.append(When(unit_id=pk, then=held, **{f"{on}__lte": last_day}))
            after = self.succession.holder(pk, on=max(last_days) + _DAY)
            cases.append(When(unit_id=pk, then=Value(after)))
        return Case(*cases, default=F("unit_id"), output_field=BigIntegerField())
