"""Counting rules: the articles behind each figure of a unit in a period.

Every rule is a method of ``PeriodRules`` and stands in its docstring; figures and the lists behind
them are both made of these rules, so that a number and its list cannot differ. Days are the ward's.
A past day is counted by what stood there on that day: state, unit, kind, line and times of an item
are read from ``ArticleCountingHistory``, deadlines from ``DeadlineChange``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    Case,
    DateField,
    Exists,
    F,
    FilteredRelation,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone

from core.dates import day_end, day_start
from news.models import Article, DeadlineChange, PlanLine, UpstreamSending
from news.models.counting import TIMES
from news.planning.line_status import is_line_overdue
from news.querysets.withdrawals import come_back, taken_down
from news.states import ArticleState, PlanState, UpstreamOutcome
from organization.models import CountedBy, ReportingPeriod, Ward

ZONE = ZoneInfo(settings.TIME_ZONE)
_COLUMNS = ("state", "kind", "unit", "counted_period", "plan_line", *TIMES)


@dataclass(frozen=True)
class PeriodRules:
    """The rules for one period as of one moment. ``starts_at`` to before ``ends_at`` is the window.

    ``until`` is the moment before which things must have happened to be seen; with ``is_past`` they
    are seen as they stood then. ``due_on`` is the plan's deadline, ``lines`` are the keys of its
    lines where their items count in the plan's period.
    """

    period: ReportingPeriod
    starts_at: datetime
    ends_at: datetime
    until: datetime
    is_past: bool
    due_on: date | None
    counted_by: str
    lines: list[int] | None = field(default=None)

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
        return cls.at_moment(periods, day_end(as_of) if as_of else None)

    @classmethod
    def at_moment(
        cls, periods: Iterable[ReportingPeriod], until: datetime | None
    ) -> list[PeriodRules]:
        """Return the rules as ``of_all``, as of just before a moment. One query."""
        now = timezone.now()
        known = ReportingPeriod.objects.with_window().annotate(
            due_on=_plan_deadline(until, "editorial_plan"),
            counted_by=Coalesce(
                Subquery(Ward.objects.values("items_counted_by")[:1]),
                Value(CountedBy.SUBMISSION.value),
            ),
            by_line=Coalesce(
                Subquery(Ward.objects.values("counts_lines_in_their_period")[:1]), Value(True)
            ),
            lines=ArraySubquery(
                PlanLine.objects.filter(plan__period=OuterRef("pk")).order_by().values("pk")
            ),
        )
        return [
            cls(
                period=period,
                starts_at=day_start(period.counts_from),
                ends_at=day_end(period.ends_on),
                until=min(until or now, now),
                is_past=until is not None and until <= now,
                due_on=period.due_on,
                counted_by=period.counted_by,
                lines=period.lines if period.by_line else None,
            )
            for period in known.filter(pk__in=[period.pk for period in periods]).order_by(
                "starts_on"
            )
        ]

    def name(self, column: str) -> str:
        """Return under which name ``articles`` has a column of an item: of a past day the value it
        had then.
        """
        return f"then_{column}" if self.is_past else column

    def _is(self, column: str, value: Any, lookup: str = "exact") -> Q:
        return Q(**{f"{self.name(column)}__{lookup}": value})

    def _within(self, name: str) -> Q:
        """In the window and already seen; a short gap before the window is part of it."""
        return Q(**{f"{name}__gte": self.starts_at, f"{name}__lt": min(self.ends_at, self.until)})

    def placed(self, column: str, *, fixed: Q | None = None) -> Q:
        """An item belongs to the period of the line it is attached to, else to the one in whose
        window its time lies; what a confirmed report counted stays in that report's period.

        The ward may choose to have lines no say (``Ward.counts_lines_in_their_period``). ``fixed``
        is a condition for items that belong here whatever their time.
        """
        elsewhere = self._is("counted_period", True, "isnull")
        named = self._is("counted_period", self.period.pk)
        by_time = self._within(self.name(column))
        if self.lines is not None:
            if self.is_past:
                of_line, no_line = Q(then_line_period=self.period.pk), Q(then_line_period=None)
            else:
                of_line, no_line = Q(plan_line__in=self.lines), Q(plan_line=None)
            named |= elsewhere & of_line
            by_time &= no_line
        seen = self._is(column, self.until, "lt")
        named &= seen if fixed is None else seen & fixed
        return named | (elsewhere & by_time)

    @property
    def in_period(self) -> Q:
        """An item belongs to the period of its line, else of its first hand-in, also when it is
        approved later.

        The ward may choose the day of publication instead (``Ward.items_counted_by``), for all
        periods at once, so that no item belongs to two.
        """
        if self.counted_by == CountedBy.PUBLICATION:
            return self.placed("published_at") & self.is_published
        return self.placed("counted_at")

    @property
    def counts_now(self) -> Q:
        """Exclude articles that are withdrawn or discarded. Handed in again after its withdrawal an
        article counts as before it.

        Given up is what was discarded, and what its author took back before anybody read it (*rút
        lại*). Handed in again, it counts by its first hand-in.
        """
        is_up = self._is("withdrawn_at", True, "isnull") | come_back(self.name)
        return (is_up | self._is("withdrawn_at", self.until, "gte")) & self.is_not_given_up

    @property
    def is_not_given_up(self) -> Q:
        is_there = self._is("discarded_at", True, "isnull")
        is_draft = self._is("state", ArticleState.DRAFT)
        return (is_there | self._is("discarded_at", self.until, "gte")) & ~(
            is_draft & self._is("submitted_at", True, "isnull")
        )

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
        return self._is("first_returned_at", self.until, "lt")

    @property
    def is_published(self) -> Q:
        """On the portal by then, also when it has expired since."""
        was_public = [ArticleState.PUBLISHED, ArticleState.WITHDRAWN]
        return self._is("published_at", self.until, "lt") & self._is("state", was_public, "in")

    @property
    def is_uncounted(self) -> Q:
        """*Chưa đạt, không tính*: stands in the period of its line, else of its first hand-in,
        while no later one of it counts there.
        """
        counted = self.name("counted_at")
        seen = min(self.ends_at, self.until)
        nothing = self._is("counted_at", True, "isnull")
        not_here = nothing | self._is("counted_at", seen, "gte")
        of_line = nothing | self._is("counted_at", self.until, "gte")
        # Follows from the rest; in these words the index of such items is found.
        not_by_that = nothing | Q(**{f"{counted}__gt": F(self.name("first_submitted_at"))})
        placed = self.placed("first_submitted_at", fixed=of_line)
        return placed & not_by_that & not_here & self.is_not_given_up

    @property
    def is_withdrawal(self) -> Q:
        """A withdrawal counts by its own day, whenever the item was handed in, until the item is
        handed in again.

        What was imported from an old portal and names no unit is nobody's.
        """
        is_ours = self._is("unit", False, "isnull") | self._is(
            "first_submitted_at", False, "isnull"
        )
        return self._within(self.name("withdrawn_at")) & taken_down(self.name) & is_ours

    def articles(self) -> Any:
        """Return the items with ``counted_on`` (the ward's date) and ``deadline``, as the rules
        need them; of a past day also with what ``name`` names.
        """
        return self._articles.all()

    @cached_property
    def _articles(self) -> Any:
        items = self._as_they_stood() if self.is_past else Article.objects.all()
        return items.annotate(
            counted_on=TruncDate(self.name("counted_at"), tzinfo=ZONE),
            deadline=Coalesce(
                self._line_deadline(),
                Value(self.due_on, output_field=DateField()),
                output_field=DateField(),
            ),
        ).order_by()

    def _as_they_stood(self) -> Any:
        """Return the items with the values they had before ``until``: the former ones that held
        then, or the present where nothing changed since.
        """
        began = Q(counting_history__held_from=None) | Q(counting_history__held_from__lt=self.until)
        held = FilteredRelation(
            "counting_history", condition=began & Q(counting_history__held_until__gte=self.until)
        )
        pairs = [(name, name) for name in _COLUMNS] + [("line_period", "plan_line__plan__period")]
        return Article.objects.annotate(former=held).annotate(
            **{
                f"then_{name}": Case(
                    When(former__isnull=False, then=F(f"former__{name}")), default=F(present)
                )
                for name, present in pairs
            }
        )

    def _line_deadline(self) -> Any:
        day = DateField()
        if not self.is_past:
            return Coalesce("plan_line__due_on", "plan_line__plan__due_on", output_field=day)
        line = PlanLine.objects.filter(pk=OuterRef("then_plan_line")).order_by()
        return Subquery(line.values(day=_deadline_then(self.until))[:1])

    def overdue_lines(self) -> list[tuple[int, int | None]]:
        """Return the lines given in the period, each with its unit, that the plan marks as overdue
        on the last day that is seen. Two queries at most.
        """
        until = self.until if self.is_past else None
        seen = self.until - timedelta(microseconds=1)
        given = PlanLine.objects.filter(plan__period=self.period).exclude(
            plan__state=PlanState.DRAFT
        )
        late = given.annotate(day=_deadline_then(until), whose=Coalesce("unit", "person__unit"))
        lines = list(
            late.filter(day__lt=timezone.localdate(seen))
            .order_by("pk")
            .values_list("pk", "whose", "day")
        )
        if not lines:
            return []
        handed_in = self.articles().filter(
            self.counts_now,
            self._is("counted_at", self.until, "lt"),
            self._is("plan_line", [pk for pk, _, _ in lines], "in"),
        )
        columns = map(self.name, ("plan_line", "state", "counted_at"))
        items: dict[int, list[tuple[str, datetime | None]]] = {}
        for line, state, counted_at in handed_in.values_list(*columns):
            items.setdefault(line, []).append((state, counted_at))
        return [
            (pk, unit)
            for pk, unit, deadline in lines
            if is_line_overdue(deadline, items.get(pk, []), now=seen)
        ]

    def sendings(self, outcome: str = "") -> Any:
        """Return what was sent to the higher portal in the period, and of that what had this
        outcome by then.
        """
        sent = UpstreamSending.objects.filter(self._within("sent_at")).order_by()
        return sent.filter(outcome=outcome, outcome_at__lt=self.until) if outcome else sent

    def behind(self, column: str) -> Any:
        """Return the items behind a column of ``news.statistics.figures``, each once; of sendings
        as often as it was sent. Raises KeyError for a column there is not.

        For ``supporting`` narrow them by ``supporting_units``, for all others by ``name("unit")``.
        """
        if column in ("sent", "accepted", "sent_back"):
            outcome = {
                "accepted": UpstreamOutcome.ACCEPTED,
                "sent_back": UpstreamOutcome.RETURNED,
            }.get(column, "")
            # As often as it was sent: a returned item may be sent again.
            return self.articles().filter(sendings__in=self.sendings(outcome))
        return self.articles().filter(self.rules[column])

    @cached_property
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
            "supporting": self.counts & self.is_supported,
        }

    @property
    def is_supported(self) -> Q:
        """Another unit than the one that signs it helped."""
        through = Article.supporting_units.through.objects.filter(article=OuterRef("pk"))
        signing = Coalesce(OuterRef(self.name("unit")), Value(0))
        return Q(Exists(through.exclude(unit=signing)))


def _deadline_then(until: datetime | None) -> Any:
    """Return the deadline of a line as it was before a moment: its own, else that of its plan."""
    day = DateField()
    own: Any = F("due_on")
    if until is not None:
        former = DeadlineChange.objects.filter(line=OuterRef("pk"), changed_at__gte=until)
        own = Case(
            When(Exists(former), then=Subquery(former.order_by("changed_at").values("due_on")[:1])),
            default=F("due_on"),
            output_field=day,
        )
    return Coalesce(own, _plan_deadline(until, "plan"), output_field=day)


def _plan_deadline(until: datetime | None, plan: str) -> Any:
    """Return the deadline of a plan as it was before a moment; ``plan`` is the way to it."""
    present = F(f"{plan}__due_on")
    if until is None:
        return present
    former = DeadlineChange.objects.filter(
        plan=OuterRef(plan), line=None, changed_at__gte=until
    ).order_by("changed_at")
    return Coalesce(Subquery(former.values("due_on")[:1]), present, output_field=DateField())
