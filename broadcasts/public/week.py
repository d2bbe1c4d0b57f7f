"""The week of the station: its slots, and what was aired in them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db.models import DateTimeField, DurationField, ExpressionWrapper, F, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst

from broadcasts.bulletins.slots import slots_of, starts_at
from broadcasts.models import Bulletin, Slot
from broadcasts.public.listening import AiredBulletin, as_heard
from broadcasts.querysets import AHEAD
from broadcasts.states import BulletinState, MissReason
from core.text.vietnamese import sort_key
from organization.calendar.weeks import WEEKDAYS, IsoWeek
from organization.calendar.working_days import WorkingCalendar

FIRST_YEAR = 2000


@dataclass(frozen=True, order=True)
class BroadcastWeek(IsoWeek):
    """A week of the station."""

    @property
    def url(self) -> str:
        return f"{reverse('broadcasts')}?tuan={self}"


@dataclass(frozen=True)
class Session:
    """One session of a day: aired, not aired with a reason, or as the slots say."""

    at: time
    name: str
    minutes: int
    slot_id: int | None = None
    aired: AiredBulletin | None = None
    remark: str = ""


@dataclass(frozen=True)
class BroadcastDay:
    date: date
    is_today: bool
    sessions: list[Session]

    @property
    def name(self) -> str:
        return WEEKDAYS[self.date.weekday()]


def days_of(week: BroadcastWeek, now: datetime) -> list[BroadcastDay]:
    """Return the days of the week that have a session. Six queries at most."""
    today = timezone.localdate(now)
    of_week = Bulletin.objects.filter(day__gte=week.monday, day__lte=week.sunday)
    rows = list(of_week.select_related("slot", "audio").order_by("starts_at", "pk"))
    aired = as_heard([row for row in rows if row.state == BulletinState.AIRED])
    silent = [row for row in rows if row.slot and row.state != BulletinState.AIRED]
    # One that was cancelled may have been made anew: the other one tells.
    silent.sort(key=lambda row: row.state == BulletinState.CANCELLED)
    is_valid = Q(valid_until=None) | Q(valid_until__gte=week.monday)
    slots = list(Slot.objects.filter(is_valid, valid_from__lte=week.sunday))
    calendar = WorkingCalendar.load()
    days = [
        BroadcastDay(
            day,
            day == today,
            _sessions(
                day,
                [one for one in aired if one.bulletin.day == day],
                [one for one in silent if one.day == day],
                slots_of(day, slots, calendar),
                now,
            ),
        )
        for day in week.days
    ]
    return [day for day in days if day.sessions]


def _sessions(
    day: date,
    aired: list[AiredBulletin],
    silent: list[Bulletin],
    slots: list[Slot],
    now: datetime,
) -> list[Session]:
    found = [
        Session(
            timezone.localtime(one.aired_at).time(),
            one.name,
            one.bulletin.minutes,
            slot_id=one.bulletin.slot_id,
            aired=one,
        )
        for one in aired
    ]
    known = {one.bulletin.slot_id for one in aired}
    known |= {one.slot_id for one in silent if one.state in AHEAD}
    for bulletin in silent:
        if bulletin.slot and bulletin.slot_id not in known and bulletin.state not in AHEAD:
            known.add(bulletin.slot_id)
            found.append(_session(bulletin.slot, _silence(bulletin)))
    aired_or_silent = {session.slot_id for session in found}
    approved = [one for one in silent if one.state == BulletinState.APPROVED]
    of_day = {slot.pk for slot in slots}
    for one in approved:
        if one.slot:
            ahead = "Theo lịch phát." if one.slot_id in of_day else "Buổi phát thêm."
            remark = _remark(one.starts_at, one.minutes, now, ahead)
            found.append(_approved_session(one, one.slot, remark))
    told = aired_or_silent | {one.slot_id for one in approved}
    found += [
        _session(slot, _remark(starts_at(slot, day), slot.minutes, now))
        for slot in slots
        if slot.pk not in told
    ]
    return sorted(found, key=lambda session: (session.at, sort_key(session.name)))


def _remark(begins: datetime, minutes: int, now: datetime, ahead: str = "Theo lịch phát.") -> str:
    """Return what is said of a session without a log: ahead of it, in its time, and after it."""
    if now < begins:
        return ahead
    is_over = now >= begins + timedelta(minutes=minutes)
    return "Chưa có thông tin về buổi này." if is_over else "Đang trong giờ phát."


def next_change(now: datetime) -> list[QuerySet[Any, Any]]:
    """Return when the next session of today may begin or end: then the week says something
    else.
    """
    today, found = timezone.localdate(now), []
    start = RawSQL(
        "(%s::date + starts_at) AT TIME ZONE %s", (today, settings.TIME_ZONE), DateTimeField()
    )
    length = ExpressionWrapper(F("minutes") * timedelta(minutes=1), DurationField())
    of_day = Bulletin.objects.order_by().filter(day=today).annotate(begins=F("starts_at"))
    for rows in (Slot.objects.order_by().annotate(begins=start), of_day):
        for moment in (F("begins"), F("begins") + length):
            at = rows.annotate(at=ExpressionWrapper(moment, DateTimeField()))
            found.append(at.filter(at__gt=now).order_by("at").values("at")[:1])
    return found


def _session(slot: Slot, remark: str) -> Session:
    name = capfirst(slot.session_name)
    return Session(slot.starts_at, name, slot.minutes, slot_id=slot.pk, remark=remark)


def _approved_session(bulletin: Bulletin, slot: Slot, remark: str) -> Session:
    """Return the session of an approved bulletin, which may be an extra one or begin otherwise."""
    at = timezone.localtime(bulletin.starts_at).time()
    return replace(_session(slot, remark), at=at, minutes=bulletin.minutes)


def _silence(bulletin: Bulletin) -> str:
    """Return why a session was not aired."""
    if bulletin.missed_reason in ("", MissReason.OTHER):
        return "Buổi này không phát."
    return f"Buổi này không phát: {bulletin.get_missed_reason_display().lower()}."
