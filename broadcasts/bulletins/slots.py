"""Slots of a day, when their bulletins are proposed, and the limits of the station."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from broadcasts.models import Bulletin, Slot, StationLimit
from broadcasts.states import BulletinState
from organization.calendar.working_days import WorkingCalendar
from organization.models.periods import SATURDAY

PROPOSED_AT = time(14)


def runs_on(slot: Slot, day: date, calendar: WorkingCalendar) -> bool:
    """Return whether a slot is on air on a day.

    On the days of its week, not on public holidays; on a make-up Saturday as on a working day.
    """
    if day.weekday() < SATURDAY:
        return str(day.isoweekday()) in slot.weekdays and day not in calendar.days_off
    is_worked = calendar.is_working_day(day) and any(one in slot.weekdays for one in "12345")
    return is_worked or str(day.isoweekday()) in slot.weekdays


def slots_of(day: date, slots: Iterable[Slot], calendar: WorkingCalendar) -> list[Slot]:
    """Return the slots of a day in order; ``slots`` are all rules, a query of the caller."""
    return sorted(
        (
            slot
            for slot in slots
            if slot.valid_from <= day
            and (slot.valid_until is None or day <= slot.valid_until)
            and runs_on(slot, day, calendar)
        ),
        key=lambda slot: slot.starts_at,
    )


@dataclass(frozen=True)
class Schedule:
    """The rules of all slots, with the calendar that says on which days they run."""

    rules: tuple[Slot, ...]
    calendar: WorkingCalendar

    @classmethod
    def load(cls) -> Schedule:
        """Load the stored rules. Two queries, one without slots."""
        rules = tuple(Slot.objects.all())
        return cls(rules, WorkingCalendar.load() if rules else WorkingCalendar.of(()))

    def slots_of(self, day: date) -> list[Slot]:
        """Return the slots of a day in order."""
        return slots_of(day, self.rules, self.calendar)

    def is_regular(self, day: date, slot_id: int | None) -> bool:
        """Return whether the session of a slot on a day is one of the schedule: neither an extra
        one nor an emergency.
        """
        return slot_id is not None and slot_id in {slot.pk for slot in self.slots_of(day)}


def starts_at(slot: Slot, day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, slot.starts_at))


def proposal_time(day: date, calendar: WorkingCalendar) -> datetime:
    """Return when the bulletins of a day are proposed: at 14:00 of the working day before."""
    return timezone.make_aware(datetime.combine(calendar.add(day, -1), PROPOSED_AT))


def proposed_days(now: datetime, calendar: WorkingCalendar) -> list[date]:
    """Return the days from today on whose bulletins are proposed by now.

    At most a month ahead: no holiday is longer.
    """
    days: list[date] = []
    day = timezone.localdate(now)
    while proposal_time(day, calendar) <= now and len(days) < 31:
        days.append(day)
        day += timedelta(days=1)
    return days


def limit_sentences(bulletin: Bulletin, seconds: float) -> list[str]:
    """Return in words what goes beyond the limits of the station, "" for none.

    ``seconds`` is the length of the bulletin. Two queries.
    """
    rules = StationLimit.objects.valid(bulletin.day).filter(bulletin_class=bulletin.bulletin_class)
    limit = rules.order_by("-valid_from", "-pk").first()
    if limit is None:
        return []
    found = []
    source = f" ({limit.legal_basis})" if limit.legal_basis else ""
    if limit.minutes_a_session and seconds > limit.minutes_a_session * 60:
        found.append(f"Dài hơn {limit.minutes_a_session} phút mỗi buổi theo quy định{source}.")
    if str(bulletin.day.isoweekday()) not in limit.weekdays:
        found.append(f"Ngày này không thuộc các ngày được phát theo quy định{source}.")
    if limit.sessions_a_day:
        others = Bulletin.objects.planned().filter(
            day=bulletin.day, bulletin_class=bulletin.bulletin_class
        )
        if others.exclude(state=BulletinState.MISSED).count() > limit.sessions_a_day:
            found.append(f"Nhiều hơn {limit.sessions_a_day} buổi mỗi ngày theo quy định{source}.")
    return found
