"""Statistics of assignments per unit, the only place where they are counted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import (
    BigIntegerField,
    BooleanField,
    Case,
    Count,
    DateField,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone

from core.models import TransitionLog
from organization.assignments.models import Assignment
from organization.assignments.states import REPORTING, Recurrence, RequestState
from organization.calendar.working_days import WorkingCalendar
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


@dataclass(frozen=True)
class WeeklyReports:
    """The weeks of a weekly assignment: how many ended, of how many there is a report.

    ``due_on`` is the day of the report asked for next, in the past if it is late; None until the
    first week has begun.
    """

    due: int
    reported: int
    due_on: date | None

    @property
    def words(self) -> str:
        return f"đã báo {self.reported}/{self.due} tuần" if self.due else ""


def weekly_reports(
    items: Iterable[Assignment], *, today: date, calendar: WorkingCalendar
) -> dict[int, WeeklyReports]:
    """Return the weeks of the weekly ones among the assignments, by key.

    Weeks run from Monday to Sunday and are counted once they have ended, from the first that begins
    on or after the day of assignment. The report is due on the last working day of the week. One
    query, none without a weekly one.
    """
    weekly = [item for item in items if item.recurrence == Recurrence.WEEKLY]
    if not weekly:
        return {}
    kind = ContentType.objects.get_for_model(weekly[0])
    keys = [item.pk for item in weekly]
    logs = TransitionLog.objects.filter(content_type=kind, object_id__in=keys, name__in=REPORTING)
    mondays: dict[int, set[date]] = defaultdict(set)
    for key, at in logs.values_list("object_id", "at"):
        mondays[key].add(_monday(timezone.localdate(at)))
    return {item.pk: _weeks(item, mondays[item.pk], today, calendar) for item in weekly}


def _weeks(
    item: Assignment, reported: set[date], today: date, calendar: WorkingCalendar
) -> WeeklyReports:
    ended_at = item.done_at or item.cancelled_at
    last = min(today, timezone.localdate(ended_at)) if ended_at else today
    first = _monday(timezone.localdate(item.assigned_at) + timedelta(days=6))
    present = _monday(last)
    weeks = [first + timedelta(weeks=number) for number in range((present - first).days // 7)]
    missed = bool(weeks) and weeks[-1] not in reported and present not in reported
    asked = max(first, present)
    if missed:
        asked = weeks[-1]
    elif asked in reported:
        asked += timedelta(weeks=1)
    due_on = calendar.on_or_before(asked + timedelta(days=6))
    has_begun = first <= last
    return WeeklyReports(
        len(weeks),
        len(reported.intersection(weeks)),
        max(due_on, asked) if has_begun else None,
    )


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


OUTCOMES = ("done_on_time", "done_late", "running", "overdue")
_ZEROS = dict.fromkeys(("assigned", *OUTCOMES, "extended"), 0)


def assignment_statistics(
    model: type[Assignment], period: ReportingPeriod, as_of: date | None = None
) -> list[AssignmentStatistics]:
    """Return the statistics of what each unit leads, as at the end of ``as_of``.

    Counted are assignments given by then and not done before the period: new ones and those carried
    over, without cancelled ones. One is done once it is verified. It is late if its completion
    was reported after the deadline, or was not reported and the deadline has passed. The deadline
    is the one that held on ``as_of``, granted or corrected by then; one with a granted deadline
    counts as ``extended``.
    A weekly one is overdue without the report of the last week, other recurring ones are never
    late; one sent back counts as never finished. ``as_of`` defaults
    to today within the period, else to its last day afterwards and its first day before.

    A dissolved unit keeps what was done, and what was open, to its last day; what was still open
    afterwards counts for its successor.

    There is a row for every unit valid in the period, zeros included, and for a dissolved one that
    still has assignments, in the ward's order. Two queries if the period comes from
    ``with_window``, else three.
    """
    day = _day(period, as_of)
    units = list(Unit.objects.all())
    counted = (
        judged_assignments(model, period, day, units=units)
        .order_by()
        .values("holder")
        .annotate(
            assigned=Count("pk"),
            **{name: Count("pk", filter=Q(outcome=name)) for name in OUTCOMES},
            extended=Count("pk", filter=Q(granted_day__isnull=False)),
        )
    )
    counts = {row.pop("holder"): row for row in counted}
    return [
        AssignmentStatistics(unit=unit, **counts.get(unit.pk, _ZEROS))
        for unit in units
        if unit.pk in counts or unit.is_valid_within(period.counts_from, period.ends_on)
    ]


def _day(period: ReportingPeriod, as_of: date | None) -> date:
    return as_of or min(max(timezone.localdate(), period.counts_from), period.ends_on)


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


def judged_assignments(
    model: type[Assignment],
    period: ReportingPeriod,
    as_of: date | None = None,
    *,
    units: list[Unit] | None = None,
) -> Any:
    """Return the assignments counted in a period, each with its ``holder`` and ``outcome``, one of
    ``OUTCOMES``, as ``assignment_statistics`` has them.

    ``granted_day`` is the extended deadline, if there is one. One query without ``units``.
    """
    day = _day(period, as_of)
    succession = Succession.load() if units is None else Succession.of(units)
    holder = _holder(succession, day)
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
    # Of what was not finished by then; a weekly one has no deadline.
    manager: Any = model._default_manager
    misses_week = manager.get_queryset().missed_week(on=day) & (
        Q(finished_day=None) | Q(finished_day__gt=day)
    )
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
        .annotate(
            holder=holder,
            is_week_missed=ExpressionWrapper(misses_week, BooleanField()),
        )
        .filter(
            Q(cancelled_at=None) | Q(cancelled_at__date__gt=day),
            Q(done_day=None) | Q(done_day__gte=period.counts_from),
            assigned_at__date__lte=day,
        )
    )
    return items.annotate(
        outcome=Case(
            When(is_done & is_in_time, then=Value("done_on_time")),
            When(is_done & is_late, then=Value("done_late")),
            When(is_running & is_in_time & Q(is_week_missed=False), then=Value("running")),
            default=Value("overdue"),
        )
    )
