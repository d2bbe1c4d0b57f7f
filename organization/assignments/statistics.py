"""Statistics of assignments per unit, the only place where they are counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    Count,
    DateField,
    F,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone

from organization.assignments.models import Assignment
from organization.assignments.states import RequestState
from organization.models import ReportingPeriod, Succession, Unit


@dataclass(frozen=True)
class AssignmentStatistics:
    """One unit's assignments of a period.

    ``assigned`` is the sum of the four that follow; ``extended`` is a part of them.
    """

    unit: Unit
    assigned: int
    done_on_time: int
    done_late: int
    running: int
    overdue: int
    extended: int


_FIGURES = ("assigned", "done_on_time", "done_late", "running", "overdue", "extended")
_ZEROS = dict.fromkeys(_FIGURES, 0)


def assignment_statistics(
    model: type[Assignment], period: ReportingPeriod, as_of: date | None = None
) -> list[AssignmentStatistics]:
    """Return the statistics of what each unit leads, as at the end of ``as_of``.

    Counted are assignments given by then and not done before the period: new ones and those carried
    over, without cancelled ones. One is done once it is verified. It is late if its completion
    was reported after the deadline, or was not reported and the deadline has passed. The deadline
    is the one that held on ``as_of``, granted or corrected by then; one with a granted deadline
    counts as ``extended``.
    Recurring ones are never late; one sent back counts as never finished. ``as_of`` defaults
    to today within the period, else to its last day afterwards and its first day before.

    A dissolved unit keeps what was done, and what was open, to its last day; what was still open
    afterwards counts for its successor.

    There is a row for every unit valid in the period, zeros included, and for a dissolved one that
    still has assignments, in the ward's order. Two queries if the period comes from
    ``with_window``, else three.
    """
    day = as_of or min(max(timezone.localdate(), period.counts_from), period.ends_on)
    units = list(Unit.objects.order_by("position", "name"))
    holder = _holder(Succession.of(units), day)
    counts = {row.pop("holder"): row for row in _counts(model, period, day, holder)}
    return [
        AssignmentStatistics(unit=unit, **counts.get(unit.pk, _ZEROS))
        for unit in units
        if unit.pk in counts or unit.is_valid_within(period.counts_from, period.ends_on)
    ]


def _holder(succession: Succession, day: date) -> Case:
    """Return the unit an assignment counts for: who held it when it was done, else on ``day``.

    The rows have ``held_unit`` and ``attributed_on``. There are conditions for units
    that passed work on alone.
    """
    cases = []
    for pk in succession.ends:
        chain, _ = succession.chain(pk)
        if succession.holder(pk, on=day) == pk:
            continue
        last_days = {succession.ends[one][0] for one in chain if one in succession.ends}
        for last_day in sorted(one for one in last_days if one < day):
            held = Value(succession.holder(pk, on=last_day))
            cases.append(When(held_unit=pk, attributed_on__lte=last_day, then=held))
        cases.append(When(held_unit=pk, then=Value(succession.holder(pk, on=day))))
    return Case(*cases, default=F("held_unit"), output_field=BigIntegerField())


def _then(model: type[Assignment], name: str, day: Any) -> Subquery:
    """Return a column on the day, from the revisions: units and deadlines change by hand-over,
    extension and correction.
    """
    history: Any = getattr(model, "history")  # noqa: B009  (of the concrete model)
    revisions = history.filter(id=OuterRef("pk"), history_date__date__lte=day)
    return Subquery(revisions.order_by("-version", "-history_id").values(name)[:1])


def _counts(
    model: type[Assignment], period: ReportingPeriod, day: date, holder: Case
) -> list[dict[str, Any]]:
    meta: Any = model._meta  # the concrete model has the relation
    relation = meta.get_field("extension_requests")
    granted = relation.related_model._default_manager.filter(
        **{relation.field.name: OuterRef("pk")},
        state=RequestState.GRANTED,
        decided_at__date__lte=day,
    ).order_by("-decided_at", "-pk")
    # Both conditions of a pair are spelled out: a comparison with NULL is neither true nor false.
    is_done = Q(done_day__lte=day)
    is_running = Q(done_day=None) | Q(done_day__gt=day)
    is_late = Q(judged_on__gt=F("deadline"))
    is_in_time = Q(deadline=None) | Q(judged_on__lte=F("deadline"))
    today = Value(day, DateField())
    items = (
        model._default_manager.annotate(
            granted_day=Subquery(granted.values("granted_due_on")[:1]),
            done_day=TruncDate("done_at"),
            finished_day=TruncDate("finished_at"),
        )
        .annotate(
            deadline=Coalesce(_then(model, "due_on", day), "granted_day", "first_due_on"),
            judged_on=Case(When(finished_day__lte=day, then=F("finished_day")), default=today),
            attributed_on=Case(When(done_day__lte=day, then=F("done_day")), default=today),
        )
        .annotate(
            held_unit=Coalesce(
                _then(model, "lead_unit", OuterRef("attributed_on")),
                F("lead_unit_id"),
                output_field=BigIntegerField(),
            )
        )
        .annotate(holder=holder)
        .filter(
            Q(cancelled_at=None) | Q(cancelled_at__date__gt=day),
            Q(done_day=None) | Q(done_day__gte=period.counts_from),
            assigned_at__date__lte=day,
        )
    )
    rows = (
        items.order_by()
        .values("holder")
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
