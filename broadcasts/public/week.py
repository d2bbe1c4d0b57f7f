"""The week of the station: its slots, and what was aired in them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, time

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst

from broadcasts.bulletins.slots import slots_of
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


def days_of(week: BroadcastWeek, today: date) -> list[BroadcastDay]:
    """Return the days of the week that have a session. Six queries at most."""
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
                is_past=day < today,
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
    *,
    is_past: bool,
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
    remark = "Chưa có bản tin để nghe lại." if is_past else "Theo lịch phát."
    approved = [one for one in silent if one.state == BulletinState.APPROVED]
    of_day = {slot.pk for slot in slots}
    for one in approved:
        if one.slot:
            is_extra = one.slot_id not in of_day and not is_past
            found.append(
                _approved_session(one, one.slot, "Buổi phát thêm." if is_extra else remark)
            )
    told = aired_or_silent | {one.slot_id for one in approved}
    found += [_session(slot, remark) for slot in slots if slot.pk not in told]
    return sorted(found, key=lambda session: (session.at, sort_key(session.name)))


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
