"""Named figures of error reports: how many, and how fast they were answered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from django.db.models import Q
from django.utils import timezone

from core.dates import day_end, day_start
from core.reporting.figures import (
    Dimension,
    Figure,
    FigureItem,
    FigureRow,
    FigureSource,
    Trend,
    pks_of,
)
from organization.feedback.answerers import reports_for
from organization.models import ErrorReport, ReportingPeriod, ReportState, User

REPORTS = "báo sai sót"
FIGURES = (
    Figure("feedback.received", "Báo sai sót đã nhận", Dimension.WARD, REPORTS),
    Figure("feedback.answered", "Báo sai sót đã trả lời", Dimension.WARD, REPORTS, Trend.BETTER),
    Figure("feedback.in_time", "Trả lời đúng hạn", Dimension.WARD, REPORTS, Trend.BETTER),
    Figure(
        "feedback.overdue",
        "Quá hạn cuối kỳ chưa trả lời",
        Dimension.WARD,
        REPORTS,
        Trend.WORSE,
        is_sum=False,
    ),
    Figure("feedback.days", "Tổng số ngày trả lời", Dimension.WARD, "ngày", Trend.WORSE),
)


def rows(period: ReportingPeriod, as_of: date | None) -> Iterator[FigureRow]:
    """Yield what is behind the figures of a period. One query.

    Received and answered count by their own days, overdue are those that nobody had closed on the
    last day and that were due before; ``days`` are calendar days from receipt to the answer.
    Dismissed reports are received, never answered.
    """
    last = min(period.ends_on, as_of or timezone.localdate())
    window = (day_start(period.counts_from), day_end(last))
    received = Q(received_at__gte=window[0], received_at__lt=window[1])
    answered = Q(answered_at__gte=window[0], answered_at__lt=window[1])
    open_then = Q(answered_at=None) | Q(answered_at__gte=window[1])
    overdue = open_then & Q(due_on__lt=last)
    found = ErrorReport.objects.filter(received | answered | overdue)
    columns = ("pk", "state", "received_at", "answered_at", "due_on")
    for pk, state, received_at, answered_at, due_on in found.order_by(
        "received_at", "pk"
    ).values_list(*columns):
        key = f"report:{pk}"
        if due_on < last and (answered_at is None or answered_at >= window[1]):
            yield FigureRow("feedback.overdue", "", key)
        if window[0] <= received_at < window[1]:
            yield FigureRow("feedback.received", "", key)
        if state != ReportState.ANSWERED or answered_at is None:
            continue
        if window[0] <= answered_at < window[1]:
            answered_on = timezone.localdate(answered_at)
            yield FigureRow("feedback.answered", "", key)
            if answered_on <= due_on:
                yield FigureRow("feedback.in_time", "", key)
            days = (answered_on - timezone.localdate(received_at)).days
            yield FigureRow("feedback.days", "", key, days)


def describe(keys: Iterable[str], user: User) -> dict[str, FigureItem]:
    """Return error reports by their keys, for those who answer them."""
    pks = pks_of(keys, "report")
    if not pks:
        return {}
    return {
        f"report:{one.pk}": FigureItem(
            str(one), one.get_absolute_url(), f"hạn {one.due_on:%d/%m/%Y}"
        )
        for one in reports_for(user).filter(pk__in=pks)
    }


SOURCE = FigureSource("feedback", "Báo sai sót", FIGURES, rows, describe)
