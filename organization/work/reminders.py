"""Reminds of what is due, from the units' one work list: the *current* deadline counts, and each is
told once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from organization.calendar.working_days import WorkingCalendar
from organization.mail.delivery import is_morning_over
from organization.models import REMINDERS, Notice, Topic, User, notify
from organization.roles import Role
from organization.work.work_list import WorkItem, due_words, work_of

SOON = 3  # working days


@dataclass(frozen=True)
class Reminder:
    """What is to be said of an item today.

    Its event holds the due date: a deadline that moves is reminded of anew.
    """

    item: WorkItem
    topic: Topic
    text: str

    @property
    def event(self) -> str:
        return f"{self.topic}:{self.item.due_on}:{self.item.key}"


@transaction.atomic
def send_reminders(now: datetime) -> str | None:
    """Tell people of what is due in three working days, today, or was due; from seven in the
    morning on.

    Whoever the server's rest kept from an earlier reminder gets the one that fits today, not all of
    them. A reminder that holds no more, since the item is done or its deadline another, leaves the
    dashboard and is not mailed.
    """
    if not is_morning_over(now):
        return None
    today = timezone.localdate(now)
    reminders = list(_due(work_of(None, today=today), today))
    stale = Notice.objects.unread().filter(topic__in=REMINDERS)
    stale.exclude(event__in=[reminder.event for reminder in reminders]).update(
        read_at=now, awaits_mail=False
    )
    told = _tell(reminders, now) if reminders else 0
    return f"{told} lời nhắc" if told else None


def _due(items: Iterable[WorkItem], today: date) -> Iterator[Reminder]:
    calendar = WorkingCalendar.load()
    for item in items:
        if item.due_on is None or not item.has_reminders:
            continue
        topic = _topic(item.due_on, today, calendar)
        if topic:
            words = due_words(item.due_on, today=today, calendar=calendar)
            yield Reminder(item, topic, f"{item.kind} “{item.title}”: {words}.")


def _topic(due_on: date, today: date, calendar: WorkingCalendar) -> Topic | None:
    if due_on < today:
        return Topic.OVERDUE
    if due_on == today:
        return Topic.DUE_TODAY
    return Topic.DUE_SOON if calendar.left(today, due_on) <= SOON else None


def _tell(reminders: list[Reminder], now: datetime) -> int:
    """Write the notices that are not there yet; return how many."""
    people = _people_of(reminders)
    told = Notice.objects.filter(
        topic__in=REMINDERS, event__in=[reminder.event for reminder in reminders]
    )
    known = set(told.values_list("person", "event"))
    count = 0
    for reminder in reminders:
        new = [person for person in people[reminder] if (person.pk, reminder.event) not in known]
        if new:
            event, item = reminder.event, reminder.item
            notify(
                new, event=event, text=reminder.text, url=item.url, now=now, topic=reminder.topic
            )
        count += len(new)
    return count


def _people_of(reminders: list[Reminder]) -> dict[Reminder, list[User]]:
    """Return the recipients of each reminder: the assignee while active, else the unit's active
    contributors.
    """
    items = [reminder.item for reminder in reminders]
    assignee_ids = {item.person_id for item in items if item.person_id}
    unit_ids = {item.unit_id for item in items if item.unit_id}
    assignees = User.objects.filter(is_active=True).in_bulk(assignee_ids)
    contributors: dict[int | None, list[User]] = defaultdict(list)
    for person in User.objects.with_role(Role.CONTRIBUTOR).filter(unit__in=unit_ids).order_by("pk"):
        contributors[person.unit_id].append(person)
    recipients = {}
    for reminder in reminders:
        assignee = assignees.get(reminder.item.person_id)
        unit_members = contributors.get(reminder.item.unit_id, [])
        recipients[reminder] = [assignee] if assignee else unit_members
    return recipients
