"""Querysets and counts of error reports, ratings and visitor marks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Self, TypeVar

from django.contrib.contenttypes.models import ContentType
from django.db import connection, models
from django.db.models import Count, F, Q, Sum
from django.db.models.functions import Coalesce

if TYPE_CHECKING:
    from organization.models import ErrorReport, Rating, VisitorMark

_Row = TypeVar("_Row", bound=models.Model, covariant=True)


@dataclass(frozen=True)
class ReportCounts:
    """Error reports of a period: received in it, answered in it, open at its end.

    ``overdue`` are the open ones whose due date had passed by then.
    """

    received: int
    answered_in_time: int
    answered_late: int
    open: int
    overdue: int


@dataclass(frozen=True)
class RatingCounts:
    """Numbers of helpful and unhelpful votes."""

    yes: int
    no: int


class ItemQuerySet(models.QuerySet[_Row]):
    """Rows with a generic relation to an item."""

    def of(self, item: models.Model) -> Self:
        return self.filter(content_type=ContentType.objects.get_for_model(item), object_id=item.pk)


class ErrorReportQuerySet(ItemQuerySet["ErrorReport"]):
    def open(self) -> ErrorReportQuerySet:
        return self.filter(state=self.model.State.RECEIVED)

    def answered(self) -> ErrorReportQuerySet:
        return self.filter(state=self.model.State.ANSWERED)

    def dismissed(self) -> ErrorReportQuerySet:
        return self.filter(state=self.model.State.DISMISSED)

    def most_urgent_first(self) -> ErrorReportQuerySet:
        return self.order_by("due_on", "pk")

    def counts(self, starts_on: date, ends_on: date) -> ReportCounts:
        """Return the counts of a period, both ends inclusive, in the ward's time zone. One query.

        A reopened report counts as open until its next answer, a dismissed one never as answered.
        """
        is_answered = Q(state=self.model.State.ANSWERED)
        answered = is_answered & Q(answered_at__date__range=(starts_on, ends_on))
        is_open = Q(received_at__date__lte=ends_on) & (
            Q(answered_at=None) | Q(answered_at__date__gt=ends_on)
        )
        counts = self.order_by().aggregate(
            received=Count("pk", filter=Q(received_at__date__range=(starts_on, ends_on))),
            answered_in_time=Count("pk", filter=answered & Q(answered_at__date__lte=F("due_on"))),
            answered_late=Count("pk", filter=answered & Q(answered_at__date__gt=F("due_on"))),
            open=Count("pk", filter=is_open),
            overdue=Count("pk", filter=is_open & Q(due_on__lt=ends_on)),
        )
        return ReportCounts(**counts)


class RatingQuerySet(ItemQuerySet["Rating"]):
    def add(self, item: models.Model, *, is_helpful: bool, on: date) -> None:
        """Count one vote, in the row of the item and day."""
        kind = ContentType.objects.get_for_model(item)
        self.bulk_create(
            [self.model(content_type=kind, object_id=item.pk, day=on)], ignore_conflicts=True
        )
        column = "yes" if is_helpful else "no"
        self.of(item).filter(day=on).update(**{column: F(column) + 1})

    def counts(self, starts_on: date | None = None, ends_on: date | None = None) -> RatingCounts:
        """Return the sums, of a period if its two ends (inclusive) are given. One query."""
        rows = self if starts_on is None else self.filter(day__range=(starts_on, ends_on))
        sums = rows.order_by().aggregate(
            yes=Coalesce(Sum("yes"), 0),
            no=Coalesce(Sum("no"), 0),
        )
        return RatingCounts(**sums)


class VisitorMarkQuerySet(models.QuerySet["VisitorMark"]):
    def increment(self, mark: str, *, on: date) -> int:
        """Increment the counter of the mark and return it. One atomic upsert."""
        table = connection.ops.quote_name(self.model._meta.db_table)
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} (mark, day, count) VALUES (%s, %s, 1)"  # noqa: S608
                f" ON CONFLICT (mark) DO UPDATE SET count = {table}.count + 1 RETURNING count",
                [mark, on],
            )
            return cursor.fetchone()[0]

    def count_of(self, mark: str) -> int:
        return self.filter(mark=mark).values_list("count", flat=True).first() or 0
