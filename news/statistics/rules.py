"""Counting rules: the articles behind each figure of a unit in a period.

Every rule is a method of ``PeriodRules`` and stands in its docstring; figures and the lists behind
them are both made of these rules, so that a number and its list cannot differ. Days are the ward's.
Units, kinds and lines are those an item has now; states are judged at the end of ``as_of`` by the
times an item carries, so that an item that was put back on the portal, taken back by its author, or
returned as *chưa đạt*, is judged as it is now.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import DateField, F, Q, Subquery, Value
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone

from core.dates import day_end, day_start
from news.models import Article, UpstreamSending
from news.states import ArticleState, UpstreamOutcome
from organization.models import CountedBy, ReportingPeriod, Ward

ZONE = ZoneInfo(settings.TIME_ZONE)


@dataclass(frozen=True)
class PeriodRules:
    """The rules for one period as of one moment. ``starts_at`` to before ``ends_at`` is the window.

    ``until`` is the moment before which things must have happened to be seen; ``due_on`` is the
    plan's deadline.
    """

    period: ReportingPeriod
    starts_at: datetime
    ends_at: datetime
    until: datetime
    due_on: date | None
    counted_by: str

    @classmethod
    def of(cls, period: ReportingPeriod, as_of: date | None = None) -> PeriodRules:
        """Return the rules for a period; ``as_of`` is the last day that is seen, today without it.

        One query.
        """
        return cls.of_all([period], as_of)[0]

    @classmethod
    def of_all(
        cls, periods: Iterable[ReportingPeriod], as_of: date | None = None
    ) -> list[PeriodRules]:
        """Return the rules for each of these periods, the earliest first. One query."""
        known = ReportingPeriod.objects.with_window().annotate(
            due_on=F("editorial_plan__due_on"),
            counted_by=Coalesce(
                Subquery(Ward.objects.values("items_counted_by")[:1]),
                Value(CountedBy.SUBMISSION.value),
            ),
        )
        return [
            cls(
                period=period,
                starts_at=day_start(period.counts_from),
                ends_at=day_end(period.ends_on),
                until=day_end(as_of) if as_of else timezone.now(),
                due_on=period.due_on,
                counted_by=period.counted_by,
            )
            for period in known.filter(pk__in=[period.pk for period in periods]).order_by(
                "starts_on"
            )
        ]

    def _within(self, name: str) -> Q:
        """In the window and already seen; a short gap before the window is part of it."""
        return Q(**{f"{name}__gte": self.starts_at, f"{name}__lt": min(self.ends_at, self.until)})

    @property
    def in_period(self) -> Q:
        """An item belongs to the period of its first hand-in, also when it is approved later.

        The ward may choose the day of publication instead (``Ward.items_counted_by``), for all
        periods at once, so that no item belongs to two.
        """
        if self.counted_by == CountedBy.PUBLICATION:
            return self._within("published_at") & self.is_published
        return self._within("counted_at")

    @property
    def counts_now(self) -> Q:
        """Exclude articles that are withdrawn or discarded.

        Given up is what was discarded, and what its author took back before anybody read it (*rút
        lại*). Handed in again, it counts by its first hand-in.
        """
        is_up = Q(withdrawn_at=None) | Q(withdrawn_at__gte=self.until)
        return is_up & self.is_not_given_up

    @property
    def is_not_given_up(self) -> Q:
        is_there = Q(discarded_at=None) | Q(discarded_at__gte=self.until)
        return is_there & ~Q(state=ArticleState.DRAFT, submitted_at__isnull=True)

    @property
    def counts(self) -> Q:
        """An item counts for the unit it is signed with: handed in, and neither withdrawn nor given
        up.

        *Chưa đạt* empties ``counted_at``: such an item counts from its next hand-in.
        """
        return self.in_period & self.counts_now

    @property
    def is_on_time(self) -> Q:
        """On time against the line it is attached to, else against the plan; without any of them
        always.

        The first hand-in decides by the ward's date, so a return never makes an item late.
        """
        return Q(deadline=None) | Q(counted_on__lte=F("deadline")) | Q(counted_on=None)

    @property
    def is_late(self) -> Q:
        return Q(counted_on__gt=F("deadline"))

    @property
    def is_returned(self) -> Q:
        """Sent back to its author at least once."""
        return Q(first_returned_at__lt=self.until)

    @property
    def is_published(self) -> Q:
        """On the portal by then, also when it has expired since."""
        return Q(
            published_at__lt=self.until, state__in=[ArticleState.PUBLISHED, ArticleState.WITHDRAWN]
        )

    @property
    def is_uncounted(self) -> Q:
        """*Chưa đạt, không tính*: stands in the period of its first hand-in while no later one of
        it counts there.
        """
        seen = min(self.ends_at, self.until)
        not_here = Q(counted_at=None) | Q(counted_at__gte=seen)
        # Follows from the rest; in these words the index of such items is found.
        not_by_that = Q(counted_at=None) | Q(counted_at__gt=F("first_submitted_at"))
        return self._within("first_submitted_at") & not_by_that & not_here & self.is_not_given_up

    @property
    def is_withdrawal(self) -> Q:
        """A withdrawal counts by its own day, whenever the item was handed in.

        What was imported from an old portal and names no unit is nobody's.
        """
        return self._within("withdrawn_at") & (
            Q(unit__isnull=False) | Q(first_submitted_at__isnull=False)
        )

    def articles(self) -> Any:
        """Return the items with ``counted_on`` (the ward's date) and ``deadline``, as the rules
        need them.
        """
        return Article.objects.annotate(
            counted_on=TruncDate("counted_at", tzinfo=ZONE),
            deadline=Coalesce(
                "plan_line__due_on",
                "plan_line__plan__due_on",
                Value(self.due_on, output_field=DateField()),
                output_field=DateField(),
            ),
        ).order_by()

    def sendings(self, outcome: str = "") -> Any:
        """Return what was sent to the higher portal in the period, and of that what had this
        outcome by then.
        """
        sent = UpstreamSending.objects.filter(self._within("sent_at")).order_by()
        return sent.filter(outcome=outcome, outcome_at__lt=self.until) if outcome else sent

    def behind(self, column: str) -> Any:
        """Return the items behind a column of ``news.statistics.figures``. Raises KeyError for a
        column there is not.

        For ``supporting`` narrow them by ``supporting_units``, for all others by ``unit``.
        """
        if column in ("sent", "accepted", "sent_back"):
            outcome = {
                "accepted": UpstreamOutcome.ACCEPTED,
                "sent_back": UpstreamOutcome.RETURNED,
            }.get(column, "")
            # As often as it was sent: a returned item may be sent again.
            return self.articles().filter(sendings__in=self.sendings(outcome))
        return self.articles().filter(self.rules[column])

    @property
    def rules(self) -> dict[str, Q]:
        """Return the rule behind each column that is made of items."""
        return {
            "submitted": self.counts,
            "on_time": self.counts & self.is_on_time,
            "late": self.counts & self.is_late,
            "returned": self.counts & self.is_returned,
            "published": self.counts & self.is_published,
            "not_counted": self.is_uncounted,
            "withdrawn": self.is_withdrawal,
            "supporting": self.counts,
        }
