"""Work list of the units: open items with due dates, from the work sources of all apps.

The dashboard shows it; the reminders are based on it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial

from core.failsafe import guard
from core.registries import Registry
from core.text.vietnamese import sort_key
from organization.calendar.working_days import WorkingCalendar


@dataclass(frozen=True)
class WorkItem:
    """One open item.

    ``key`` is stable (``plan-line:12``). ``unit_id`` or ``person_id`` is the assignee, the person
    alone if both are set. ``kind`` is a label ("Định hướng", "Nhiệm vụ"), ``note`` the progress
    ("chưa có bài"). Without ``due_on`` an item is never late. ``has_reminders`` is False for items
    without reminders of the due date.
    """

    key: str
    kind: str
    title: str
    url: str
    unit_id: int | None = None
    person_id: int | None = None
    due_on: date | None = None
    note: str = ""
    has_reminders: bool = True

    def is_late(self, today: date) -> bool:
        return self.due_on is not None and self.due_on < today


@dataclass(frozen=True)
class WorkSource:
    """Source of work items: ``items(units, today)`` returns those of the units, or of all for
    None, in a few queries.

    Items of a person belong to those of the person's unit.
    """

    name: str
    items: Callable[[Collection[int] | None, date], Iterable[WorkItem]]


work_sources: Registry[WorkSource] = Registry()


def work_of(units: Collection[int] | None, *, today: date) -> list[WorkItem]:
    """Return the open items of the units (None: of all) by due date, those without one last."""
    items: list[WorkItem] = []
    for source in work_sources:
        items += guard(f"Việc của đơn vị: {source.name}", partial(_items, source, units, today), [])
    return sorted(
        items, key=lambda item: (item.due_on is None, item.due_on or today, sort_key(item.title))
    )


def _items(source: WorkSource, units: Collection[int] | None, today: date) -> list[WorkItem]:
    return list(source.items(units, today))


def due_words(due_on: date, *, today: date, calendar: WorkingCalendar) -> str:
    """Return the due date with the working days left: "hạn 25/11, còn 3 ngày làm việc".

    The year is included if it is not the current one.
    """
    if due_on == today:
        return "hôm nay là hạn"
    day = f"hạn {due_on:%d/%m}" if due_on.year == today.year else f"hạn {due_on:%d/%m/%Y}"
    left = calendar.left(today, due_on)
    if left > 0:
        return f"{day}, còn {left} ngày làm việc"
    if left < 0:
        return f"{day}, muộn {-left} ngày làm việc"
    return f"{day}, trước đó không còn ngày làm việc" if due_on > today else f"{day}, đã quá hạn"
