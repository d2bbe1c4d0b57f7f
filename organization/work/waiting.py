"""What waits for a decision of one person: one list, by urgency, first on the dashboard.

Apps register a source; a source returns only what this person may do now, so that nobody presses a
button in vain.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from django.utils import timezone

from core.failsafe import guard
from core.registries import Registry
from organization.models import User

MAX_SHOWN = 100  # of one source
MAX_UNFOLDED = 6
MAX_UNFOLDED_WIDE = 15


@dataclass(frozen=True)
class WaitingItem:
    """One decision: what to do ("Duyệt và đăng"), with what, since when, until when.

    ``is_shared``: others of the board may decide it as well.
    """

    kind: str
    title: str
    url: str
    since: datetime | None = None
    due_on: date | None = None
    is_urgent: bool = False
    note: str = ""
    is_shared: bool = False

    def is_late(self, today: date) -> bool:
        return self.due_on is not None and self.due_on < today


@dataclass(frozen=True)
class WaitingSource:
    """A source of decisions: ``items(user, now)`` in a fixed number of queries, at most
    ``MAX_SHOWN`` + 1, the most urgent first.
    """

    name: str
    items: Callable[[User, datetime], Iterable[WaitingItem]]


waiting_sources: Registry[WaitingSource] = Registry()


def waits_for(user: User, now: datetime) -> list[WaitingItem]:
    """Return what waits for the person: urgent first, then by deadline, then the longest wait.

    A source that fails is left out.
    """
    items: list[WaitingItem] = []
    for source in waiting_sources:
        items += guard(f"Chờ quyết định: {source.name}", partial(_read, source, user, now), [])
    return sorted(items, key=_urgency)


def _read(source: WaitingSource, user: User, now: datetime) -> list[WaitingItem]:
    return list(source.items(user, now))


def _urgency(item: WaitingItem) -> tuple[bool, date, bool, float]:
    since = item.since.timestamp() if item.since else 0.0
    return not item.is_urgent, item.due_on or date.max, item.since is None, since


def waiting_panel(user: User) -> dict[str, Any] | None:
    """Return the decisions that wait for the person, those that nobody else can make first; None
    without any.

    The rows after ``MAX_UNFOLDED`` are folded on a phone, those after ``MAX_UNFOLDED_WIDE`` on
    every screen.
    """
    now = timezone.now()
    items = sorted(waits_for(user, now), key=lambda item: item.is_shared)
    if not items:
        return None
    today = timezone.localdate(now)
    rows = [{"item": item, "is_late": item.is_late(today)} for item in items]
    return {
        "rows": rows,
        "first": rows[:MAX_UNFOLDED],
        "folded": rows[MAX_UNFOLDED:MAX_UNFOLDED_WIDE],
        "rest": rows[MAX_UNFOLDED_WIDE:],
        "left": len(rows[MAX_UNFOLDED:]),
    }
