"""Sessions that were to be aired and of which nothing is known, and the alarms about them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import DurationField, ExpressionWrapper, F
from django.urls import reverse
from django.utils import timezone

from broadcasts.bulletins.effects import announcers
from broadcasts.bulletins.slots import Schedule, starts_at
from broadcasts.models import Bulletin, Slot
from broadcasts.permissions import BULLETIN_APPROVERS
from broadcasts.querysets import BulletinQuerySet
from core.dates import day_start
from organization.models import Notice, Topic, User, notify

GRACE = timedelta(minutes=15)  # after the end of a slot
RED_AT = time(9)  # of the next day
_EVENT = "broadcast-silence"
_MINUTE = timedelta(minutes=1)


def over_bulletins(now: datetime) -> BulletinQuerySet:
    """Return the bulletins whose slot is over and of which nobody logged anything."""
    length = ExpressionWrapper(F("minutes") * _MINUTE, output_field=DurationField())
    rows = Bulletin.objects.ahead().filter(air_log=None, starts_at__lt=now)
    return rows.annotate(length=length).filter(starts_at__lte=now - F("length"))


def silent_bulletins(now: datetime) -> BulletinQuerySet:
    """Return those of ``over_bulletins`` that have been over for ``GRACE``, but for what a
    play-out page is still playing.
    """
    return over_bulletins(now - GRACE).exclude(playout_reports__seen_at__gt=now - GRACE)


def is_red(bulletin: Bulletin, now: datetime) -> bool:
    """Return whether 09:00 of the morning after its day has come."""
    next_day = bulletin.day + timedelta(days=1)
    return now >= timezone.make_aware(datetime.combine(next_day, RED_AT))


def missing_sessions(
    first: date, last: date, *, before: datetime, schedule: Schedule | None = None
) -> list[tuple[date, Slot]]:
    """Return the slots of days, both included, for which nobody made a bulletin, and that ended
    before a time. One query, and those of the schedule; one without slots.
    """
    schedule = schedule or Schedule.load()
    last = min(last, timezone.localdate(before))
    if not schedule.rules or first > last:
        return []
    rows = Bulletin.objects.filter(day__range=(first, last), slot__isnull=False)
    known = set(rows.order_by().values_list("day", "slot"))
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    return [
        (day, slot)
        for day in days
        for slot in schedule.slots_of(day)
        if (day, slot.pk) not in known
        and starts_at(slot, day) + timedelta(minutes=slot.minutes) <= before
    ]


@transaction.atomic
def alarm_silence(now: datetime) -> str | None:
    """Tell the announcers of silent sessions, and from 09:00 of the next day on the approvers.

    Each is told once; what was logged meanwhile is no longer mailed. Four queries while there is
    nothing to tell.
    """
    silent = list(silent_bulletins(now).select_related("slot").order_by("starts_at", "pk"))
    _settle(silent, now)
    count = sum(_alarm(bulletin, now) for bulletin in silent)
    # A slot may end at midnight: its alarm is on the next day.
    first = timezone.localdate(now - 2 * GRACE)
    missing = missing_sessions(first, timezone.localdate(now), before=now - GRACE)
    count += sum(_alarm_missing(day, slot, now) for day, slot in missing)
    return f"{count} silent sessions told" if count else None


def _alarm(bulletin: Bulletin, now: datetime) -> bool:
    """Tell of a bulletin what was not told yet; return whether anything was."""
    is_first = bulletin.alarmed_at is None
    if is_first:
        words = f"{bulletin}: quá giờ mà chưa có nhật ký. Xin ghi đã phát, hoặc vì sao không phát."
        _tell(announcers(), f"{_event(bulletin)}:first", words, bulletin.address, now)
        Bulletin.objects.filter(pk=bulletin.pk).update(alarmed_at=now)
    event = f"{_event(bulletin)}:red"
    if not is_red(bulletin, now) or Notice.objects.filter(event=event).exists():
        return is_first
    words = f"{bulletin}: đến sáng hôm sau vẫn chưa có nhật ký phát."
    approvers = User.objects.with_role(*BULLETIN_APPROVERS)
    _tell(list(approvers), event, words, bulletin.address, now)
    return True


def _alarm_missing(day: date, slot: Slot, now: datetime) -> bool:
    event = f"{_EVENT}:slot:{slot.pk}:{day}"
    if Notice.objects.filter(event=event).exists():
        return False
    words = f"{slot.session} ngày {day:%d/%m/%Y} không có bản tin."
    _tell(announcers(), event, words, reverse("admin:broadcast_logbook"), now)
    return True


def _event(bulletin: Bulletin) -> str:
    return f"{_EVENT}:{bulletin.pk}"


def _tell(people: list[User], event: str, words: str, url: str, now: datetime) -> None:
    notify(people, event=event, text=words[:500], url=url, now=now, topic=Topic.OVERDUE)


def _settle(silent: list[Bulletin], now: datetime) -> None:
    """Mark the alarms of bulletins as read that are not silent any more. One query."""
    events = [f"{_event(one)}:{step}" for one in silent for step in ("first", "red")]
    alarms = Notice.objects.unread().filter(topic=Topic.OVERDUE, event__startswith=f"{_EVENT}:")
    since = day_start(timezone.localdate(now) - timedelta(days=1))
    over = alarms.exclude(event__in=events).exclude(
        event__startswith=f"{_EVENT}:slot:", created_at__gte=since
    )
    over.update(read_at=now, awaits_mail=False)
