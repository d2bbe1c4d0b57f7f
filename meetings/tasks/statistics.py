"""Task statistics per unit, the only place where they are counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Count, DateField, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone

from meetings.models import ExtensionRequest, Task
from meetings.states import RequestState
from organization.models import ReportingPeriod, Unit


@dataclass(frozen=True)
class TaskStatistics:
    """One unit's tasks of a period.

    ``assigned`` is the sum of the four that follow; ``extended`` is a part of them.
    """

    unit: Unit
    assigned: int
    done_on_time: int
    done_late: int
    running: int
    overdue: int
    extended: int


def task_statistics(period: ReportingPeriod, as_of: date | None = None) -> list[TaskStatistics]:
    """Return the statistics of the tasks each unit leads, as at the end of ``as_of``.

    Counted are tasks assigned by then and not done before the period: new ones and those carried
    over, without cancelled ones. A task is done once it is verified. It is late if its completion
    was reported after the deadline, or was not reported and the deadline has passed. The deadline
    is the last one granted by ``as_of``; a task with a granted one counts as ``extended``.
    Recurring tasks are never late; a task sent back counts as never finished. ``as_of`` defaults
    to today within the period, else to its last day afterwards and its first day before.

    There is a row for every unit valid in the period, zeros included, and for a dissolved one that
    still has tasks, in the ward's order. Two queries if the period comes from ``with_window``, else
    three.
    """
    day = as_of or min(max(timezone.localdate(), period.counts_from), period.ends_on)
    counts = {row.pop("lead_unit"): row for row in _counts(period, day)}
    units = Unit.objects.valid_within(period.counts_from, period.ends_on) | Unit.objects.filter(
        pk__in=counts
    )
    return [
        TaskStatistics(unit=unit, **counts.get(unit.pk, _ZEROS))
        for unit in units.order_by("position", "name")
    ]


_FIGURES = ("assigned", "done_on_time", "done_late", "running", "overdue", "extended")
_ZEROS = dict.fromkeys(_FIGURES, 0)


def _counts(period: ReportingPeriod, day: date) -> list[dict[str, Any]]:
    granted = ExtensionRequest.objects.filter(
        task=OuterRef("pk"), state=RequestState.GRANTED, decided_at__date__lte=day
    ).order_by("-decided_at", "-pk")
    # Both conditions of a pair are spelled out: a comparison with NULL is neither true nor false.
    is_done = Q(done_day__lte=day)
    is_running = Q(done_day=None) | Q(done_day__gt=day)
    is_late = Q(judged_on__gt=F("deadline"))
    is_in_time = Q(deadline=None) | Q(judged_on__lte=F("deadline"))
    tasks = (
        Task.objects.annotate(
            granted_day=Subquery(granted.values("granted_due_on")[:1]),
            done_day=TruncDate("done_at"),
            finished_day=TruncDate("finished_at"),
        )
        .annotate(
            deadline=Coalesce("granted_day", "first_due_on"),
            judged_on=Case(
                When(finished_day__lte=day, then=F("finished_day")), default=Value(day, DateField())
            ),
        )
        .filter(
            Q(cancelled_at=None) | Q(cancelled_at__date__gt=day),
            Q(done_day=None) | Q(done_day__gte=period.counts_from),
            assigned_at__date__lte=day,
        )
    )
    rows = (
        tasks.order_by()
        .values("lead_unit")
        .annotate(
            assigned=Count("pk"),
            done_on_time=Count("pk", filter=is_done & is_in_time),
            done_late=Count("pk", filter=is_done & is_late),
            running=Count("pk", filter=is_running & is_in_time),
            overdue=Count("pk", filter=is_running & is_late),
            extended=Count("pk", filter=Q(granted_day__isnull=False)),
        )
    )
    return [dict(row) for row in rows]
