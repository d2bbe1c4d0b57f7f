"""Rounds of the electronic agency with a small set of criteria of their own."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from core.workflow.engine import perform
from organization.models import ReportingPeriod, User
from reports.agency.rounds import open_round
from reports.agency.scoring import Given
from reports.agency.services import (
    SelfEntry,
    VerifiedEntry,
    save_self_scores,
    save_verified_scores,
)
from reports.models import (
    Assessment,
    CriteriaGroup,
    CriteriaSet,
    Criterion,
    CriterionThreshold,
    MonthlyReport,
    RatingLevel,
)
from reports.models.agency import Measure


def make_set(valid_from: date = date(2026, 1, 1), **fields: Any) -> CriteriaSet:
    """Return a set without criteria, with four levels."""
    criteria_set = CriteriaSet.objects.create(
        **{"name": "Bộ tiêu chí của phường", "valid_from": valid_from} | fields
    )
    for name, points in (("Tốt", 90), ("Khá", 70), ("Trung bình", 50), ("Yếu", 0)):
        RatingLevel.objects.create(criteria_set=criteria_set, name=name, from_points=points)
    return criteria_set


def make_criterion(
    criteria_set: CriteriaSet, *thresholds: tuple[int, int], **fields: Any
) -> Criterion:
    """Return a criterion of ten points scored by hand, unless told otherwise."""
    group, _ = CriteriaGroup.objects.get_or_create(criteria_set=criteria_set, name="Chung")
    number = Criterion.objects.filter(group=group).count() + 1
    defaults = {"code": f"1.{number}", "text": f"Tiêu chí {number}", "points": 10}
    criterion = Criterion.objects.create(group=group, **defaults | {"position": number} | fields)
    CriterionThreshold.objects.bulk_create(
        CriterionThreshold(criterion=criterion, limit=Decimal(limit), percent=percent)
        for limit, percent in thresholds
    )
    return criterion


def make_share(criteria_set: CriteriaSet, **fields: Any) -> Criterion:
    """Return a criterion measured by the share of documents done on time."""
    return make_criterion(
        criteria_set,
        *((95, 100), (80, 50), (0, 0)),
        **{
            "measure": Measure.SYSTEM,
            "figure": "documents.done_on_time",
            "base_figures": ["documents.done_on_time", "documents.done_late"],
        }
        | fields,
    )


def make_period(year: int = 2026, month: int = 10) -> ReportingPeriod:
    last = 31 if month in (1, 3, 5, 7, 8, 10, 12) else 28
    return ReportingPeriod.objects.create(
        year=year, month=month, starts_on=date(year, month, 1), ends_on=date(year, month, last)
    )


def sheet_of(person: User, period: ReportingPeriod) -> Assessment:
    """Return the sheet of the person's unit; the round is opened."""
    return open_round(period).assessments.for_pages().get(unit=person.unit_id)


def given(points: str | int | None) -> Given:
    """Return points; None: does not apply."""
    return Given(None, applies=False) if points is None else Given(Decimal(points))


def score(assessment: Assessment, actor: User, **points: str | int | None) -> Assessment:
    """Store a self-score by the keys of criteria ("c12") and return the assessment."""
    assessment.refresh_from_db()
    entries = {int(key.removeprefix("c")): SelfEntry(given(value)) for key, value in points.items()}
    return save_self_scores(assessment, entries, actor=actor, version=assessment.version)


def verified(
    assessment: Assessment, actor: User, *, reason: str = "", **points: str | int | None
) -> Assessment:
    """Store verified scores with one reason for all, and return the assessment."""
    assessment.refresh_from_db()
    entries = {
        int(key.removeprefix("c")): VerifiedEntry(given(value), reason)
        for key, value in points.items()
    }
    return save_verified_scores(assessment, entries, actor=actor, version=assessment.version)


def step(assessment: Assessment, name: str, actor: User, *, note: str = "") -> Assessment:
    assessment.refresh_from_db()
    changed: Assessment = perform(
        assessment, name, actor=actor, version=assessment.version, note=note
    )
    return changed


def confirm_report(period: ReportingPeriod, actor: User) -> MonthlyReport:
    """Return a confirmed report of the period, as the workflow of reports leaves it."""
    from django.utils import timezone

    now = timezone.now()
    return MonthlyReport.objects.create(
        period=period, state="confirmed", confirmed_at=now, created_by=actor, created_at=now
    )
