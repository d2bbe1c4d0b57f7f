"""Rounds of checks planned over the units, and the findings of a period."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from core.files.storage import sync_uses
from core.models import FileUse
from core.models.revisions import attribute_revision
from organization.calendar.working_days import WorkingCalendar
from organization.models import Unit, User
from reports.models import Assessment, CheckRecord, CheckRound, PlannedCheck


@dataclass(frozen=True)
class PlanRow:
    """A unit of a round: the day planned for it, and what was recorded."""

    planned: PlannedCheck
    records: list[CheckRecord]

    def is_late(self, today: date) -> bool:
        return not self.records and self.planned.planned_on < today


def spread(units: Sequence[Unit], first: date, last: date) -> list[tuple[Unit, date]]:
    """Return a day for each unit, in order and evenly over the working days; without a working day
    over all days.
    """
    calendar = WorkingCalendar.load()
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    working = [day for day in days if calendar.is_working_day(day)] or days
    return [(unit, working[place * len(working) // len(units)]) for place, unit in enumerate(units)]


@transaction.atomic
def plan_round(check_round: CheckRound, units: Sequence[Unit], *, actor: User) -> CheckRound:
    """Store a new round with a planned check of each unit."""
    check_round.created_by = actor
    check_round.save()
    PlannedCheck.objects.bulk_create(
        PlannedCheck(round=check_round, unit=unit, planned_on=day)
        for unit, day in spread(units, check_round.starts_on, check_round.ends_on)
    )
    return check_round


def plan_rows(check_round: CheckRound) -> list[PlanRow]:
    """Return the units of a round with their records, unchecked ones first. Two queries."""
    records: dict[int, list[CheckRecord]] = {}
    for record in check_round.records.order_by("checked_on", "pk"):
        records.setdefault(record.unit_id, []).append(record)
    rows = [
        PlanRow(planned, records.get(planned.unit_id, []))
        for planned in check_round.planned.select_related("unit")
    ]
    return sorted(rows, key=lambda row: bool(row.records))


@transaction.atomic
def save_check(record: CheckRecord, *, actor: User) -> CheckRecord:
    """Store a record with its photo as a revision of the actor."""
    if record.pk:
        record.version += 1
    attribute_revision(record, user=actor)
    record.save()
    sync_uses(record, FileUse.Role.ATTACHMENT, [record.photo] if record.photo else [])
    return record


def findings_of(assessment: Assessment) -> dict[int | None, list[CheckRecord]]:
    """Return what was found at the unit in the period, by criterion; None: of no criterion of the
    set. One query.
    """
    period = assessment.period
    found = CheckRecord.objects.filter(
        unit=assessment.unit_id, checked_on__range=(period.counts_from, period.ends_on)
    )
    by_criterion: dict[int | None, list[CheckRecord]] = {}
    for record in found.select_related("photo", "criterion__group").order_by("checked_on", "pk"):
        criterion = record.criterion
        is_of_set = (
            criterion is not None
            and criterion.group.criteria_set_id == assessment.round.criteria_set_id
        )
        by_criterion.setdefault(record.criterion_id if is_of_set else None, []).append(record)
    return by_criterion


def _planned_checks(unit: Unit) -> QuerySet[PlannedCheck]:
    return PlannedCheck.objects.filter(unit=unit, planned_on__gt=timezone.localdate())


def planned_checks_of(unit: Unit) -> int:
    return _planned_checks(unit).count()


def move_planned_checks(unit: Unit, successor: Unit, now: datetime) -> int:
    """Give the checks to come to the successor; one that it has already is dropped."""
    checks = _planned_checks(unit)
    taken = PlannedCheck.objects.filter(unit=successor).values("round")
    dropped, _ = checks.filter(round__in=taken).delete()
    return dropped + checks.update(unit=successor)
