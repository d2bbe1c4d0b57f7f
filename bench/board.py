"""Benchmark data of the board: a year of twelve periods with plans, lines and quotas."""

from __future__ import annotations

import random
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from core.dates import day_start
from news.models import Article, EditorialPlan, PlanLine, Quota, UpstreamSending
from news.states import DeadlineRule, Kind, PlanState, UpstreamOutcome
from organization.models import ReportingPeriod, Unit, User

PERIODS = 12
LINES = 40


@dataclass(frozen=True)
class Year:
    """Twelve months until today; ``lines`` are those of all periods."""

    units: list[Unit]
    starts_at: datetime
    ends_at: datetime
    lines: list[PlanLine]
    sender: User

    def hand_in(self, number: int, of: int) -> dict[str, Any]:
        """Return submission times and plan line of the item with this number; few were *chưa
        đạt*.
        """
        chance = random.Random(number)  # noqa: S311 (no secret)
        at = self.starts_at + (self.ends_at - self.starts_at) * (number / of)
        return {
            "first_submitted_at": at,
            "submitted_at": at,
            "counted_at": None if chance.random() < 0.02 else at,
            "first_returned_at": at + timedelta(days=1) if chance.random() < 0.1 else None,
            "plan_line": chance.choice(self.lines) if chance.random() < 0.3 else None,
        }


def make_year(units: list[Unit]) -> Year:
    """Return the year that ends today; create what is missing."""
    today = timezone.localdate()
    periods = [
        _period(today.year + (today.month - back - 1) // 12, (today.month - back - 1) % 12 + 1)
        for back in range(PERIODS)
    ]
    lines = [line for period in periods for line in _lines(period, units)]
    first = day_start(periods[-1].starts_on)
    sender = User.objects.order_by("pk").first() or User.objects.create_user(
        "bench", full_name="Đo tốc độ"
    )
    return Year(units, first, timezone.now(), lines, sender)


def add_related_rows(articles: Iterable[Article], year: Year) -> None:
    """Add a supporting unit to a tenth of the items, and an upstream sending to another tenth."""
    stored = list(articles)
    helping = Article.supporting_units.through
    helping.objects.bulk_create(
        helping(article_id=article.pk, unit_id=year.units[article.pk % len(year.units)].pk)
        for article in stored[::10]
    )
    UpstreamSending.objects.bulk_create(
        UpstreamSending(
            article=article,
            sent_at=article.first_submitted_at,
            sent_by=year.sender,
            outcome=UpstreamOutcome.ACCEPTED,
            outcome_at=article.first_submitted_at,
            outcome_by=year.sender,
        )
        for article in stored[1::10]
        if article.first_submitted_at  # every item of a benchmark was submitted
    )


def _period(year: int, month: int) -> ReportingPeriod:
    last = date(year, month, monthrange(year, month)[1])
    period, _ = ReportingPeriod.objects.get_or_create(
        year=year, month=month, defaults={"starts_on": last.replace(day=1), "ends_on": last}
    )
    return period


def _lines(period: ReportingPeriod, units: list[Unit]) -> list[PlanLine]:
    plan, made = EditorialPlan.objects.get_or_create(
        period=period,
        defaults={
            "deadline_rule": DeadlineRule.DAY_OF_MONTH,
            "deadline_number": 20,
            "due_on": period.starts_on.replace(day=20),
            "state": PlanState.OPEN,
        },
    )
    if made:
        PlanLine.objects.bulk_create(
            PlanLine(plan=plan, topic=f"Chủ đề {number}", unit=units[number % len(units)])
            for number in range(LINES)
        )
        Quota.objects.bulk_create(
            Quota(period=period, unit=unit, kind=kind, required=2)
            for unit in units
            for kind in Kind.values
        )
    return list(plan.lines.all())
