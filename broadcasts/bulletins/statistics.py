"""Statistics of broadcasts per period: the one source for dashboards, exports and reports.

A session counts in the period of its day; a play is an item heard in a session. With ``as_of``,
only what was logged as heard by the end of that day counts, and only sessions up to it were
planned. Planned are the slots of the schedule that were due (``is_due``): extra sessions and
emergencies are counted apart.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Count, QuerySet

from broadcasts.models import Bulletin, BulletinItem
from broadcasts.states import BulletinState
from organization.models import ReportingPeriod


def sessions(starts_on: date, ends_on: date, as_of: date | None = None) -> QuerySet[Bulletin]:
    """Return the sessions of the days that were not cancelled, both ends included; until ``as_of``
    at most.
    """
    last = min(ends_on, as_of) if as_of else ends_on
    return Bulletin.objects.planned().filter(day__range=(starts_on, last))


def is_due(state: str, ends_at: datetime, now: datetime) -> bool:
    """Return whether a session was due: its time is over, or what became of it is known."""
    return ends_at <= now or state in (BulletinState.AIRED, BulletinState.MISSED)


def plays(starts_on: date, ends_on: date, as_of: date | None = None) -> QuerySet[BulletinItem]:
    """Return the plays of the days, both ends included; until ``as_of`` at most."""
    last = min(ends_on, as_of) if as_of else ends_on
    return BulletinItem.objects.plays().filter(bulletin__day__range=(starts_on, last))


def aired_minutes(started_at: datetime, ended_at: datetime) -> int:
    """Return the whole minutes of one session, one at least, of which all sums are made."""
    return max(1, round((ended_at - started_at).total_seconds() / 60))


def plays_of_period(period: ReportingPeriod, as_of: date | None) -> dict[int, int]:
    """Return the number of plays by unit, the column of the statistics of units. One query."""
    rows = (
        plays(period.starts_on, period.ends_on, as_of)
        .exclude(item__unit=None)
        .order_by()
        .values_list("item__unit")
        .annotate(number=Count("pk"))
    )
    return dict(rows)
