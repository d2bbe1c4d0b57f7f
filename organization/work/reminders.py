"""Reminders of due dates from the work list, sent once per item, topic and current deadline."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from operator import or_

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from core.dates import day_start
from organization.calendar.working_days import WorkingCalendar
from organization.mail.delivery import is_morning_over
from organization.models import REMINDERS, Notice, Topic, User, notify
from organization.roles import Role
from organization.work.work_list import WorkItem, due_words, work_of

REMINDER_DAYS = 3  # working days before the due date


@dataclass(frozen=True)
class Reminder:
    """Reminder of an item for today.

    Its event contains the due date: a changed deadline causes a new reminder.
    """

    item: WorkItem
    topic: Topic
    text: str

    @property
    def event(self) -> str:
        return f"{self.topic}:{self.item.due_on}:{self.item.key}"


@transaction.atomic
def send_reminders(now: datetime) -> str | None:
    """Notify of items overdue, due today or within three working days; from ``DIGEST_TIME`` on.

    After a downtime only the reminder of today is sent. A reminder that is no longer true, since
    the item is done or its deadline changed, is marked as read and not mailed.
    """
    if not is_morning_over(now):
        return None
    today = timezone.localdate(now)
    reminders = list(_due(work_of(None, today=today), today))
    # Notices of other apps with these topics are theirs: the event of a reminder begins with it.
    own = reduce(or_, (Q(topic=topic, event__startswith=f"{topic}:") for topic in REMINDERS))
    stale = Notice.objects.unread().filter(own)
    stale.exclude(event__in=[reminder.event for reminder in reminders]).update(
        read_at=now, awaits_mail=False
    )
    count = _notify_all(reminders, now) if reminders else 0
    return f"{count} lời nhắc" if count else None


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
    return Topic.DUE_SOON if calendar.left(today, due_on) <= REMINDER_DAYS else None


def _notify_all(reminders: list[Reminder], now: datetime) -> int:
    """Create the missing notices; return their number. Nobody is reminded on the day on which they
    got the account, or another notice of the same page.
    """
    recipients = _recipients_of(reminders)
    today = timezone.localdate(now)
    others = Notice.objects.exclude(topic__in=REMINDERS).filter(
        created_at__gte=day_start(today), url__in={reminder.item.url for reminder in reminders}
    )
    told_today = set(others.values_list("person", "url"))
    stored = Notice.objects.filter(
        topic__in=REMINDERS, event__in=[reminder.event for reminder in reminders]
    )
    sent = set(stored.values_list("person", "event"))
    count = 0
    for reminder in reminders:
        people = [
            person
            for person in recipients[reminder]
            if (person.pk, reminder.event) not in sent
            and (person.pk, reminder.item.url) not in told_today
            and timezone.localdate(person.date_joined) != today
        ]
        if people:
            notify(
                people,
                event=reminder.event,
                text=reminder.text,
                url=reminder.item.url,
                now=now,
                topic=reminder.topic,
            )
        count += len(people)
    return count


def _recipients_of(reminders: list[Reminder]) -> dict[Reminder, list[User]]:
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
