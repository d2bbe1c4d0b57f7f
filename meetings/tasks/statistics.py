"""How the units stand with their tasks: the one place these figures are counted."""

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

    ``given`` is the sum of the four that follow; ``extended`` are some of them.
    """

    unit: Unit
    given: int
    done_on_time: int
    done_late: int
    running: int
    overdue: int
    extended: int


def task_statistics(period: ReportingPeriod, as_of: date | None = None) -> list[TaskStatistics]:
    """Return how every unit stands with the tasks it leads, as at the end of ``as_of``.

    Counted are tasks given by then, and not done before the period began: the new ones and those
    carried over. Cancelled ones are not counted. A task is done once it is verified; it is late
    when the unit said it was finished after its deadline, or has not said so yet and the deadline
    has passed. The deadline is the one granted last by ``as_of``; who was granted one counts as
    ``extended``, and the first stays on the task. What recurs is never late; what was sent back
    counts as if it had never been finished. ``as_of`` is today within the period, its last day
    afterwards and its first day before.

    Every unit valid in the period is a row, zeros included, and so is a dissolved one that has
    tasks still. Rows stand in the ward's order. Two queries when the period comes from
    ``with_window``, else three.
    """
    day = as_of or min(max(timezone.localdate(), period.counts_from), period.ends_on)
    counts = {row.pop("lead_unit"): row for row in _counts(period, day)}
    wanted = Unit.objects.valid_within(period.counts_from, period.ends_on) | Unit.objects.filter(
        pk__in=counts
    )
    return [
        TaskStatistics(unit=unit, **counts.get(unit.pk, _ZEROS))
        for unit in wanted.order_by("position", "name")
    ]


_FIGURES = ("given", "done_on_time", "done_late", "running", "overdue", "extended")
_ZEROS = dict.fromkeys(_FIGURES, 0)


def _counts(period: ReportingPeriod, day: date) -> list[dict[str, Any]]:
    granted = ExtensionRequest.objects.filter(
        task=OuterRef("pk"), state=RequestState.GRANTED, decided_at__date__lte=day
    ).order_by("-decided_at", "-pk")
    # Each comparison is asked both ways: with an empty side it is unknown, and what is unknown is
    # counted nowhere.
    is_done, is_running = Q(done_day__lte=day), Q(done_day=None) | Q(done_day__gt=day)
    is_late, is_in_time = (
        Q(judged_on__gt=F("deadline")),
        Q(deadline=None) | Q(judged_on__lte=F("deadline")),
    )
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
            given=Count("pk"),
            done_on_time=Count("pk", filter=is_done & is_in_time),
            done_late=Count("pk", filter=is_done & is_late),
            running=Count("pk", filter=is_running & is_in_time),
            overdue=Count("pk", filter=is_running & is_late),
            extended=Count("pk", filter=Q(granted_day__isnull=False)),
        )
    )
    return [dict(row) for row in rows]
