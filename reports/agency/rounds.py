"""Rounds of scoring: opened for a period with its set, its days and a sheet for each unit."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from core.workflow.engine import TransitionRefused
from organization.calendar.working_days import WorkingCalendar
from organization.models import ReportingPeriod, Unit
from reports.agency.criteria.sets import criteria_of, in_force
from reports.agency.services import FROZEN
from reports.models import Assessment, AssessmentRound, MonthlyReport

SELF_DAYS, VERIFY_DAYS = 3, 5  # working days after the period's end


@transaction.atomic
def open_round(period: ReportingPeriod, *, now: datetime | None = None) -> AssessmentRound:
    """Open the scoring of a period; an open one is returned as it is.

    Raises TransitionRefused with the sentence.
    """
    if existing := AssessmentRound.objects.filter(period=period).first():
        return existing
    if period.starts_on > timezone.localdate(now):
        raise TransitionRefused("Kỳ này chưa bắt đầu.")
    if MonthlyReport.objects.confirmed().filter(period=period).exists():
        raise TransitionRefused(FROZEN)
    criteria_set = in_force(period)
    if criteria_set is None:
        raise TransitionRefused("Chưa có bộ tiêu chí nào áp dụng cho kỳ này.")
    calendar = WorkingCalendar.load()
    found, is_new = AssessmentRound.objects.get_or_create(
        period=period,
        defaults={
            "criteria_set": criteria_set,
            "self_due_on": calendar.add(period.ends_on, SELF_DAYS),
            "verify_due_on": calendar.add(period.ends_on, VERIFY_DAYS),
        },
    )
    if is_new:
        add_missing_units(found)
    return found


def add_missing_units(round_: AssessmentRound) -> int:
    """Give a sheet to each unit valid on the period's last day that some criterion applies to;
    return how many were added.
    """
    criteria = criteria_of(round_.criteria_set)
    units = Unit.objects.valid(on=round_.period.ends_on).exclude(
        pk__in=Assessment.objects.filter(round=round_).values("unit")
    )
    new = [
        Assessment(round=round_, unit=unit)
        for unit in units
        if any(criterion.applies_to(unit.block) for criterion in criteria)
    ]
    Assessment.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)


def open_due_rounds(now: datetime) -> str | None:
    """Open the rounds of periods that ended since the newest round, as a job of ``run_due``.

    One query while the ward never opened a round by hand.
    """
    newest = AssessmentRound.objects.select_related("period", "criteria_set").first()
    if newest is None:
        return None
    ended = ReportingPeriod.objects.filter(
        starts_on__gt=newest.period.starts_on, ends_on__lt=timezone.localdate(now)
    )
    opened = 0
    for period in ended.order_by("starts_on"):
        try:
            open_round(period, now=now)
        except TransitionRefused:
            continue
        opened += 1
    return f"{opened} kỳ chấm điểm được mở" if opened else None
