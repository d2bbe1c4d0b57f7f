"""What each unit owes, by when: one list that every room adds to.

The dashboard shows it, the reminders follow it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date

from core.registries import Registry
from organization.calendar.working_days import WorkingCalendar


@dataclass(frozen=True)
class WorkItem:
    """One thing that is still to be done.

    ``key`` names it for ever (``plan-line:12``); ``unit_id`` or ``person_id`` says who owes it, the
    person alone when both stand there. ``kind`` is a word or two for the reader ("Định hướng",
    "Nhiệm vụ"), ``note`` where it stands ("chưa có bài"). Without ``due_on`` it is owed, but never
    late. ``has_reminders`` is off where nobody is to be written to about its due date.
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
    """What a room adds: ``items(units, today)`` are the open items of these units, of all with
    None, in a few queries.

    Items of a person are among those of the person's unit.
    """

    name: str
    items: Callable[[Collection[int] | None, date], Iterable[WorkItem]]


work_sources: Registry[WorkSource] = Registry()


def work_of(units: Collection[int] | None, *, today: date) -> list[WorkItem]:
    """Return everything these units owe, what is due first before the rest, what has no due date
    last.
    """
    found = [item for source in work_sources for item in source.items(units, today)]
    return sorted(found, key=lambda item: (item.due_on is None, item.due_on or today, item.title))


def due_words(due_on: date, *, today: date, calendar: WorkingCalendar) -> str:
    """Return a due date as people say it: "hạn 25/11, còn 3 ngày làm việc"; the year only where it
    is another one.
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
