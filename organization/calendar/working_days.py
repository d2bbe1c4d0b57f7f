"""Working days: Monday to Friday without public holidays, plus make-up days on weekends."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from core.database.compiled_query import compiled_query
from organization.models import Holiday
from organization.models.periods import SATURDAY

_DAY = timedelta(days=1)


@compiled_query
def _holidays() -> QuerySet[Holiday, tuple[date, str]]:
    return Holiday.objects.order_by().values_list("day", "kind")


@dataclass(frozen=True)
class WorkingCalendar:
    """The ward's working days, loaded once per page or job by ``load``.

    The other methods run no queries.
    """

    days_off: frozenset[date] = frozenset()
    made_up: frozenset[date] = frozenset()

    @classmethod
    def load(cls) -> WorkingCalendar:
        """Load the stored holidays and make-up days. One query."""
        return cls.of(_holidays())

    @classmethod
    def of(cls, days: Iterable[tuple[date, str]]) -> WorkingCalendar:
        known = list(days)
        return cls(
            frozenset(day for day, kind in known if kind == Holiday.Kind.DAY_OFF),
            frozenset(day for day, kind in known if kind == Holiday.Kind.MADE_UP),
        )

    def is_working_day(self, day: date) -> bool:
        return day in self.made_up or (day.weekday() < SATURDAY and day not in self.days_off)

    def add(self, day: date, number: int) -> date:
        """Return the day ``number`` working days later, or earlier if negative.

        ``day`` itself is day zero; with 0 it is returned unchanged, also on a weekend.
        """
        step = _DAY if number > 0 else -_DAY
        for _ in range(abs(number)):
            day += step
            while not self.is_working_day(day):
                day += step
        return day

    def left(self, today: date, due_on: date) -> int:
        """Return the number of working days after today until the due day, inclusive.

        Past the due day: minus the number of working days since.
        """
        first, last = sorted((today, due_on))
        weeks, more = divmod((last - first).days, 7)
        number = weeks * SATURDAY
        number += sum((first.weekday() + day) % 7 < SATURDAY for day in range(1, more + 1))
        for day in self.days_off | self.made_up:
            if first < day <= last:
                number += self.is_working_day(day) - (day.weekday() < SATURDAY)
        return number if due_on >= today else -number

    def on_or_before(self, day: date) -> date:
        """Return the day, or the last working day before it."""
        return day if self.is_working_day(day) else self.add(day, -1)

    def on_or_after(self, day: date) -> date:
        """Return the day, or the first working day after it."""
        return day if self.is_working_day(day) else self.add(day, 1)
