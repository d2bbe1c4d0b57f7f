"""The reporting period an article counts in, for pages that tell it;
``news.statistics.rules`` says it in SQL.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from news.models import Article
from organization.models import CountedBy, ReportingPeriod, Ward


def period_of(article: Article) -> ReportingPeriod | None:
    """Return the period of one item; see ``periods_of``."""
    return periods_of([article]).get(article.pk)


def periods_of(articles: Iterable[Article]) -> dict[int, ReportingPeriod]:
    """Return the period of each item that has one: of a confirmed report that counted it, else of
    its line, else of its time. Two queries, if ``plan_line__plan__period`` was selected.
    """
    items = list(articles)
    if not items:
        return {}
    ward = Ward.current()
    windows = list(ReportingPeriod.objects.with_window())
    found = {item.pk: _period_of(item, ward, windows) for item in items}
    return {pk: period for pk, period in found.items() if period}


def _period_of(
    article: Article, ward: Ward, windows: Iterable[ReportingPeriod]
) -> ReportingPeriod | None:
    if article.counted_period_id:
        return next(one for one in windows if one.pk == article.counted_period_id)
    if ward.counts_lines_in_their_period and article.plan_line:
        return article.plan_line.plan.period
    by_publication = ward.items_counted_by == CountedBy.PUBLICATION
    at = article.published_at if by_publication else article.counted_at
    if at is None:
        return None
    day = timezone.localdate(at)
    return next((one for one in windows if one.counts_from <= day <= one.ends_on), None)
