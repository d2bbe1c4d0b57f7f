"""Creation of the next plan from the last one: period, text, lines and quotas."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from django.db import IntegrityError, transaction

from news.models import EditorialPlan, PlanLine
from news.models.planning import deadline_of
from news.planning.suggestions import LineProposal
from news.planning.windows import following, month_of, moved_due_on
from news.quotas.services import carry_over
from organization.calendar.windows import closed_among, window_changes
from organization.calendar.working_days import WorkingCalendar
from organization.models import ReportingPeriod, Unit


class PlanNotCreated(Exception):
    """The plan cannot be made now; the message is a sentence for the person."""


class PlanExists(PlanNotCreated):
    """The plan exists already; perhaps the same request was sent twice."""

    def __init__(self, plan: EditorialPlan) -> None:
        super().__init__(f"{plan} đã được lập rồi; không lập thêm lần nữa.")
        self.plan = plan


@dataclass(frozen=True)
class PlanRequest:
    """What a plan is made from: its period, stored or not, its rule, and the lines that were
    chosen.
    """

    period: ReportingPeriod
    deadline_rule: str
    deadline_number: int
    source: EditorialPlan | None = None
    lines: list[PlanLine] = field(default_factory=list)
    proposals: list[LineProposal] = field(default_factory=list)


def next_period(source: EditorialPlan, *, today: date) -> ReportingPeriod:
    """Return the period a plan is to be made for next: the first after ``source`` that is not over
    yet.

    A period somebody stored is taken as it is; another is not stored, and has the window moved on.
    """
    period = source.period
    stored = {
        month_of(row): row for row in ReportingPeriod.objects.filter(starts_on__gt=period.starts_on)
    }
    before = (
        ReportingPeriod.objects.filter(ends_on__lt=period.starts_on).order_by("-ends_on").first()
    )
    while True:
        before, period = period, stored.get(month_of(period).next) or following(period, before)
        if period.ends_on >= today:
            return period


def create_plan(making: PlanRequest) -> EditorialPlan:
    """Store the plan as a draft, with its period, lines and quotas, in one transaction.

    Raises AlreadyMade when the month has one, also when two people make it at the same moment;
    CannotMake when the window meets another period's.
    """
    try:
        with transaction.atomic():
            return _made(making)
    except IntegrityError as error:
        period = making.period
        plan = EditorialPlan.objects.filter(
            period__year=period.year, period__month=period.month
        ).first()
        if plan is None:
            raise PlanNotCreated(
                "Kỳ này trùng ngày với một kỳ vừa được lập ở nơi khác. Xin xem lại ngày."
            ) from error
        raise PlanExists(plan) from error


def _made(making: PlanRequest) -> EditorialPlan:
    period = making.period
    if period.pk is None:
        if moved := closed_among(window_changes(period)):
            raise PlanNotCreated(
                f"Kỳ này làm đổi ngày của kỳ đã khóa ({moved[0].sentence}). Xin thêm kỳ ở mục Kỳ"
                " báo cáo và ghi lý do."
            )
        period.save(force_insert=True)
    calendar = WorkingCalendar.load()
    plan = EditorialPlan.objects.create(
        period=period,
        text=making.source.text if making.source else "",
        deadline_rule=making.deadline_rule,
        deadline_number=making.deadline_number,
        due_on=deadline_of(period, making.deadline_rule, making.deadline_number, calendar),
    )
    lines = [*_carried(making, plan, calendar), *_proposed(making.proposals, plan)]
    for position, line in enumerate(lines, start=1):
        line.position = position
    PlanLine.objects.bulk_create(lines)
    carry_over(period)
    return plan


def _carried(
    making: PlanRequest, plan: EditorialPlan, calendar: WorkingCalendar
) -> Iterator[PlanLine]:
    """Yield the chosen lines as lines of the new plan; a dissolved unit is replaced by its
    successor.
    """
    for old in making.lines:
        person = old.person if old.person and old.person.is_active else None
        unit = old.unit
        if unit is None and old.person and person is None:
            unit = old.person.unit
        yield PlanLine(
            plan=plan,
            topic=old.topic,
            unit=_successor(unit, plan.period),
            person=person,
            kind=old.kind,
            is_for_portal=old.is_for_portal,
            is_for_loudspeaker=old.is_for_loudspeaker,
            is_for_upstream=old.is_for_upstream,
            due_on=_moved_due_on(old, plan, calendar),
        )


def _moved_due_on(old: PlanLine, plan: EditorialPlan, calendar: WorkingCalendar) -> date | None:
    if old.due_on is None:
        return None
    return moved_due_on(old.due_on, old.plan.period, plan.period, calendar)


def _successor(unit: Unit | None, period: ReportingPeriod) -> Unit | None:
    for _ in range(10):  # longer chains, or circles, are mistakes
        if unit is None or _holds(unit, period):
            return unit
        unit = unit.successor
    return None


def _holds(unit: Unit, period: ReportingPeriod) -> bool:
    has_begun = unit.valid_from is None or unit.valid_from <= period.ends_on
    return has_begun and (unit.valid_until is None or unit.valid_until >= period.counts_from)


def _proposed(proposals: Iterable[LineProposal], plan: EditorialPlan) -> Iterator[PlanLine]:
    for proposal in proposals:
        yield PlanLine(
            plan=plan, topic=proposal.topic[:300], unit_id=proposal.unit_id, due_on=proposal.due_on
        )
