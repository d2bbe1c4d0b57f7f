"""Statistics of broadcasts per period: the one source for dashboards, exports and reports.

A session counts in the period of its day; a play is an item heard in a session. With ``as_of``,
only what was logged as heard by the end of that day counts, and only sessions up to it were
planned.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Q, QuerySet

from broadcasts.models import AirLog, Bulletin, BulletinItem, SpeakerFault
from broadcasts.states import BulletinState, ItemKind
from organization.models import ReportingPeriod


@dataclass(frozen=True)
class BroadcastFigures:
    """Figures of the ward: sessions, plays and minutes.

    ``missed`` counts by reason, ``by_kind`` plays by kind, ``incidents`` sessions with an incident,
    ``faults`` reported faults by the name of their cluster; ``open_sessions`` were planned, are
    over and have neither log nor reason.
    """

    planned: int = 0
    aired: int = 0
    missed: dict[str, int] = field(default_factory=dict)
    open_sessions: int = 0
    by_kind: dict[str, int] = field(default_factory=dict)
    own: int = 0
    relayed: int = 0
    minutes: int = 0
    incidents: int = 0
    faults: dict[str, int] = field(default_factory=dict)

    @property
    def missed_total(self) -> int:
        return sum(self.missed.values())

    @property
    def plays(self) -> int:
        return self.own + self.relayed


def sessions(starts_on: date, ends_on: date, as_of: date | None = None) -> QuerySet[Bulletin]:
    """Return the sessions planned on the days, both ends included; until ``as_of`` at most."""
    last = min(ends_on, as_of) if as_of else ends_on
    return Bulletin.objects.planned().filter(day__range=(starts_on, last))


def plays(starts_on: date, ends_on: date, as_of: date | None = None) -> QuerySet[BulletinItem]:
    """Return the plays of the days, both ends included; until ``as_of`` at most."""
    last = min(ends_on, as_of) if as_of else ends_on
    return BulletinItem.objects.plays().filter(bulletin__day__range=(starts_on, last))


def ward_figures(starts_on: date, ends_on: date, as_of: date | None = None) -> BroadcastFigures:
    """Return the figures of the ward on the days. Four queries."""
    last = min(ends_on, as_of) if as_of else ends_on
    states: Counter[tuple[str, str]] = Counter()
    for state, reason in sessions(starts_on, last).values_list("state", "missed_reason"):
        states[state, reason] += 1
    missed = {reason: number for (state, reason), number in states.items() if state == _MISSED}
    aired = sum(number for (state, _), number in states.items() if state == BulletinState.AIRED)
    planned = sum(states.values())
    by_kind = dict(
        plays(starts_on, last).order_by().values_list("item__kind").annotate(number=Count("pk"))
    )
    relayed = by_kind.get(ItemKind.RELAYED, 0)
    logs = AirLog.objects.filter(
        bulletin__day__range=(starts_on, last), bulletin__state=BulletinState.AIRED
    ).values_list("started_at", "ended_at", "incidents")
    minutes, incidents = 0, 0
    for started, ended, words in logs:
        minutes += round((ended - started).total_seconds() / 60)
        incidents += bool(words)
    faults = dict(
        SpeakerFault.objects.filter(reported_on__range=(starts_on, last))
        .order_by()
        .values_list("cluster__name")
        .annotate(number=Count("pk"))
    )
    return BroadcastFigures(
        planned=planned,
        aired=aired,
        missed=missed,
        open_sessions=planned - aired - sum(missed.values()),
        by_kind=by_kind,
        own=sum(by_kind.values()) - relayed,
        relayed=relayed,
        minutes=minutes,
        incidents=incidents,
        faults=faults,
    )


_MISSED = BulletinState.MISSED


def plays_by_unit(
    starts_on: date, ends_on: date, as_of: date | None = None
) -> dict[int, tuple[int, int]]:
    """Return the number of items on air and of their plays by unit, without those of none. One
    query.
    """
    rows = (
        plays(starts_on, ends_on, as_of)
        .filter(~Q(item__unit=None))
        .order_by()
        .values("item__unit")
        .annotate(items=Count("item", distinct=True), number=Count("pk"))
    )
    return {row["item__unit"]: (row["items"], row["number"]) for row in rows}


def plays_of_period(period: ReportingPeriod, as_of: date | None) -> dict[int, int]:
    """Return the number of plays by unit, the column of the statistics of units."""
    by_unit = plays_by_unit(period.starts_on, period.ends_on, as_of)
    return {unit: number for unit, (_, number) in by_unit.items()}
