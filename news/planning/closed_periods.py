"""Closed periods: what would change one asks for a reason."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from news.models import Article, EditorialPlan
from news.states import PlanState
from organization.models import CountedBy, ReportingPeriod, Ward


def closed_period_of(article: Article, received_at: datetime) -> ReportingPeriod | None:
    """Return the closed period into which an item would come that is handed in as of that moment;
    None where none is, so that nothing is asked.
    """
    if article.counted_at or article.counted_period_id:
        return None
    ward = Ward.current()
    if article.plan_line and ward.counts_lines_in_their_period:
        period: ReportingPeriod | None = article.plan_line.plan.period
    elif ward.items_counted_by == CountedBy.PUBLICATION:
        return None
    else:
        period = ReportingPeriod.objects.containing(timezone.localdate(received_at))
    plans = EditorialPlan.objects.filter(period=period, state=PlanState.CLOSED)
    return period if period and plans.exists() else None
