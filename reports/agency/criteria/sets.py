"""Criteria sets: which is in force, which is locked; copies, and the reference set."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from organization.models import ReportingPeriod
from reports.agency.criteria import reference
from reports.models import (
    Assessment,
    CriteriaGroup,
    CriteriaSet,
    Criterion,
    CriterionThreshold,
    RatingLevel,
)
from reports.states import ReportState

LOCKED = (
    "Bộ tiêu chí này đã dùng để chấm một tháng đã chốt số liệu nên không sửa được nữa."
    " Xin sao thành bộ mới rồi sửa bộ mới."
)


def in_force(period: ReportingPeriod) -> CriteriaSet | None:
    """Return the newest set valid on the period's last day; None without one."""
    valid = CriteriaSet.objects.filter(valid_from__lte=period.ends_on)
    return valid.order_by("-valid_from").first()


def is_locked(criteria_set: CriteriaSet) -> bool:
    """Return whether a month with a confirmed report was scored by the set. One query."""
    return Assessment.objects.filter(
        round__criteria_set=criteria_set, round__period__report__state=ReportState.CONFIRMED
    ).exists()


def criteria_of(criteria_set: CriteriaSet) -> list[Criterion]:
    """Return the criteria of a set in order, with groups and thresholds. Two queries."""
    rows = Criterion.objects.filter(group__criteria_set=criteria_set)
    return list(rows.select_related("group").prefetch_related("thresholds"))


@transaction.atomic
def copy_set(source: CriteriaSet, *, name: str, valid_from: date) -> CriteriaSet:
    """Return a new set with the groups, criteria, thresholds and levels of ``source``.

    Raises ValidationError for a day on which another set begins.
    """
    copy = CriteriaSet(name=name, legal_basis=source.legal_basis, valid_from=valid_from)
    copy.full_clean()
    copy.save()
    for level in source.ratings.all():
        RatingLevel.objects.create(
            criteria_set=copy, name=level.name, from_points=level.from_points
        )
    for group in source.groups.prefetch_related("criteria__thresholds"):
        criteria = list(group.criteria.all())
        group.pk = None
        group.criteria_set = copy
        group._state.adding = True
        group.save()
        for criterion in criteria:
            _copy_criterion(criterion, group)
    return copy


def _copy_criterion(criterion: Criterion, group: CriteriaGroup) -> None:
    thresholds = list(criterion.thresholds.all())
    criterion.pk = None
    criterion.group = group
    criterion._state.adding = True
    criterion.save()
    CriterionThreshold.objects.bulk_create(
        CriterionThreshold(criterion=criterion, limit=one.limit, percent=one.percent)
        for one in thresholds
    )


def reject_locked(criteria_set: CriteriaSet) -> None:
    """Raise ValidationError for a set that is not changed any more."""
    if criteria_set.pk and is_locked(criteria_set):
        raise ValidationError(LOCKED, code="locked")


@transaction.atomic
def create_reference_set(**_: Any) -> None:
    """Create the reference set of a new ward after ``migrate``; a ward with a set keeps its own."""
    if CriteriaSet.objects.exists():
        return
    criteria_set = CriteriaSet.objects.create(
        name=reference.NAME, valid_from=reference.VALID_FROM, is_sample=True
    )
    RatingLevel.objects.bulk_create(
        RatingLevel(criteria_set=criteria_set, name=name, from_points=Decimal(points))
        for name, points in reference.RATINGS
    )
    for number, (name, samples) in enumerate(reference.GROUPS, start=1):
        group = CriteriaGroup.objects.create(criteria_set=criteria_set, name=name, position=number)
        for place, sample in enumerate(samples, start=1):
            _create_sample(group, place, sample)


def _create_sample(group: CriteriaGroup, place: int, sample: reference.Sample) -> None:
    criterion = Criterion.objects.create(
        group=group,
        code=f"{group.position}.{place}",
        text=sample.text,
        points=sample.points,
        blocks=[block.value for block in sample.blocks],
        measure=sample.measure,
        figure=sample.figure,
        base_figures=list(sample.base),
        is_lower_better=sample.is_lower_better,
        when_nothing=sample.when_nothing,
        needs_evidence=sample.needs_evidence,
        may_not_apply=sample.may_not_apply,
        position=place,
    )
    if criterion.is_measured:
        CriterionThreshold.objects.bulk_create(
            CriterionThreshold(criterion=criterion, limit=Decimal(limit), percent=percent)
            for limit, percent in sample.thresholds
        )
