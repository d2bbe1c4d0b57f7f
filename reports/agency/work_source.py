"""Assessments in the work lists of units, and what waits for the committee."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse

from organization.models import Succession, User
from organization.work.waiting import MAX_SHOWN, WaitingItem
from organization.work.work_list import WorkItem
from reports.models import Assessment, AssessmentState
from reports.permissions import AGENCY_VERIFIERS, may_verify


def assessment_items(units: Collection[int] | None, today: date) -> Iterator[WorkItem]:
    """Yield the self-scores that units owe, and the verifications that the committee does.

    Whoever owes more than one of a round, or that of a dissolved unit, reads of which unit. One
    query, another where a unit is dissolved (its sheet belongs to its successor), and another while
    a sheet waits for verification.
    """
    rows = Assessment.objects.filter(_still_open()).exclude(state=AssessmentState.VERIFIED)
    if units is not None:
        is_theirs = Q(unit__in=units) | Q(unit__valid_until__lt=today)
        rows = rows.filter(is_theirs | Q(state=AssessmentState.SUBMITTED))
    found = list(rows.select_related("unit", "round__period").order_by("round__self_due_on", "pk"))
    drafts = [row for row in found if row.state == AssessmentState.DRAFT]
    has_dissolved = any(row.unit.is_dissolved(on=today) for row in drafts)
    succession = Succession.load() if has_dissolved else Succession({})
    holders = {row.pk: succession.holder(row.unit_id, on=today) for row in drafts}
    owed = Counter((row.round_id, holders[row.pk]) for row in drafts)
    for row in drafts:
        holder = holders[row.pk]
        if units is None or holder in units:
            is_named = holder != row.unit_id or owed[row.round_id, holder] > 1
            of_unit = f", {row.unit.name}" if is_named else ""
            yield WorkItem(
                key=f"assessment:{row.pk}",
                kind="Tự chấm điểm",
                title=f"Cơ quan điện tử {row.period}{of_unit}",
                url=row.address,
                unit_id=holder,
                due_on=row.round.self_due_on,
                note="chưa gửi" if row.submitted_at is None else "được trả lại",
            )
    submitted = [row for row in found if row.state == AssessmentState.SUBMITTED]
    if submitted:
        yield from _verifications(submitted, units)


def _verifications(
    submitted: list[Assessment], units: Collection[int] | None
) -> Iterator[WorkItem]:
    """Yield an item for each member of the committee and round. One query."""
    people = User.objects.with_role(*AGENCY_VERIFIERS).order_by("pk")
    if units is not None:
        people = people.filter(unit__in=units)
    rounds = {row.round_id: row.round for row in submitted}
    numbers = Counter(row.round_id for row in submitted)
    for person in people:
        for pk, one in rounds.items():
            yield WorkItem(
                key=f"verification:{pk}:{person.pk}",
                kind="Thẩm định điểm",
                title=f"Cơ quan điện tử {one.period}",
                url=reverse("admin:agency_period", args=[one.period.code]),
                unit_id=person.unit_id,
                person_id=person.pk,
                due_on=one.verify_due_on,
                note=f"{numbers[pk]} phiếu chờ thẩm định",
            )


def waiting_assessments(user: User, now: datetime) -> Iterator[WaitingItem]:
    """Yield the submitted sheets that this person may verify; one query, none for others."""
    if not may_verify(user):
        return
    rows: Any = Assessment.objects.filter(_still_open(), state=AssessmentState.SUBMITTED)
    rows = rows.exclude(submitted_by=user).exclude(
        pk__in=Assessment.scorers.through.objects.filter(user=user).values("assessment")
    )
    rows = rows.select_related("unit", "round__period")
    for row in rows.order_by("round__verify_due_on", "submitted_at")[: MAX_SHOWN + 1]:
        yield WaitingItem(
            kind="Thẩm định điểm",
            title=f"Cơ quan điện tử {row.period}",
            url=row.address,
            since=row.submitted_at,
            due_on=row.round.verify_due_on,
            note=row.unit.short_name,
        )


def _still_open() -> Q:
    """Periods without a report, or with one that was never confirmed: nobody is asked for a month
    that was, also while its report is open again.
    """
    return Q(round__period__report=None) | Q(round__period__report__confirmed_at=None)
