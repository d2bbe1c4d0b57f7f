"""The public working calendar: public events, announced meetings, receptions of citizens, times
of notices.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Value
from django.urls import reverse
from django.utils import timezone

from core.database.compiled_query import compiled_query
from core.dates import day_end, day_start
from meetings.calendar.reception import Reception, moved_from, reception_days, receptions
from meetings.models import ApprovedMeeting, CalendarEvent, Meeting
from meetings.models.calendar import day_in_words
from meetings.querysets import CalendarEventQuerySet, MeetingQuerySet
from meetings.states import MeetingState
from news.models import NoticeTime
from news.querysets.notice_times import NoticeTimeQuerySet
from organization.calendar.weeks import WEEKDAYS, IsoWeek
from organization.calendar.working_days import WorkingCalendar

CANCELLED = MeetingState.CANCELLED
FIRST_YEAR = 2000
YEARS_AHEAD = 2
NEXT_WITHIN = timedelta(days=92)  # how far an empty week looks for the next entry


@dataclass(frozen=True, order=True)
class PublicCalendarWeek(IsoWeek):
    """A week of the working calendar."""

    @property
    def url(self) -> str:
        return f"{reverse('working_calendar')}?tuan={self}"


@dataclass(frozen=True)
class PublicEntry:
    """One entry of the public calendar; ``key`` is stable, ``kind`` is a label."""

    key: str
    kind: str
    title: str
    starts_at: datetime
    ends_at: datetime | None = None
    who: str = ""
    place: str = ""
    note: str = ""
    url: str = ""
    is_cancelled: bool = False
    is_whole_day: bool = False

    @property
    def first_day(self) -> date:
        return timezone.localtime(self.starts_at).date()

    @property
    def last_day(self) -> date:
        """Return the last day; an entry that ends at midnight does not include the next one."""
        if self.ends_at is None:
            return self.first_day
        return timezone.localtime(self.ends_at - timedelta(microseconds=1)).date()


@dataclass(frozen=True)
class PublicCalendarDay:
    """One day with its entries in order of time; ``moved`` are receptions moved from it."""

    date: date
    is_today: bool
    entries: list[PublicEntry]
    moved: list[Reception]

    @property
    def name(self) -> str:
        return WEEKDAYS[self.date.weekday()]


@dataclass(frozen=True)
class PublicCalendar:
    """The public entries of a range of days. Five queries for any number of entries."""

    entries: list[PublicEntry]
    moved: list[Reception]
    receptions: list[Reception]


def public_calendar(
    first: date, last: date, *, receptions_until: date | None = None
) -> PublicCalendar:
    """Return the public entries of the days, both inclusive.

    ``receptions`` reach until ``receptions_until`` if that is later.
    """
    starts_at = day_start(first)
    ends_at = day_end(last)
    rules = reception_days()
    working_days = WorkingCalendar.load()
    held = receptions(rules, first, max(last, receptions_until or last), working_days)
    events = _events(starts_at=starts_at, ends_at=ends_at)
    meetings = _meetings(starts_at=starts_at, ends_at=ends_at)
    times = _times(starts_at=starts_at, ends_at=ends_at, now=timezone.now())
    entries = [_of_reception(reception) for reception in held if reception.held_on <= last]
    entries += [_of_event(event) for event in events]
    entries += [_of_meeting(meeting) for meeting in meetings]
    entries += [_of_notice(time) for time in times]
    return PublicCalendar(
        entries=sorted(entries, key=lambda entry: (entry.starts_at, entry.key)),
        moved=moved_from(rules, first, last, working_days),
        receptions=held,
    )


@compiled_query
def _events(*, starts_at: datetime, ends_at: datetime) -> CalendarEventQuerySet:
    return CalendarEvent.objects.published().between(starts_at, ends_at)


@compiled_query
def _meetings(*, starts_at: datetime, ends_at: datetime) -> MeetingQuerySet:
    return Meeting.objects.announced_between(starts_at, ends_at)


@compiled_query
def _times(*, starts_at: datetime, ends_at: datetime, now: datetime) -> NoticeTimeQuerySet:
    return NoticeTime.objects.published_between(starts_at, ends_at, now=now)


@dataclass(frozen=True)
class NextEntry:
    """What stands next in the calendar after a week: its day and kind."""

    day: date
    kind: str

    @property
    def words(self) -> str:
        return day_in_words(self.day)

    @property
    def url(self) -> str:
        return f"{PublicCalendarWeek.of(self.day).url}#ngay-{self.day}"


def next_entry(after: date, known: list[Reception]) -> NextEntry | None:
    """Return what comes first after a day, ``known`` receptions included. One query."""
    begins, ends = day_end(after), day_end(after + NEXT_WITHIN)
    events = CalendarEvent.objects.published().between(begins, ends).filter(is_cancelled=False)
    meetings = Meeting.objects.announced_between(begins, ends).exclude(state=CANCELLED)
    times = NoticeTime.objects.published_between(begins, ends).filter(is_cancelled=False)
    sources = ((events, "Lịch công tác"), (meetings, "Họp"), (times, "Thông báo"))
    first, *others = (
        rows.filter(starts_at__gte=begins)
        .select_related(None)
        .order_by("starts_at")
        .values_list("starts_at", Value(kind))[:1]
        for rows, kind in sources
    )
    found = [(timezone.localdate(at), kind) for at, kind in first.union(*others, all=True)]
    found += [(one.held_on, "Tiếp công dân") for one in known if one.held_on > after]
    return NextEntry(*min(found)) if found else None


def days_of(
    week: PublicCalendarWeek, calendar: PublicCalendar, *, today: date
) -> list[PublicCalendarDay]:
    """Return the seven days of the week; an entry of several days is part of each."""
    return [
        PublicCalendarDay(
            day,
            day == today,
            [entry for entry in calendar.entries if entry.first_day <= day <= entry.last_day],
            [reception for reception in calendar.moved if reception.regular_on == day],
        )
        for day in week.days
    ]


def _of_reception(reception: Reception) -> PublicEntry:
    rule = reception.rule
    return PublicEntry(
        key=f"tiep-dan-{rule.pk}-{reception.regular_on:%Y%m%d}",
        kind="Tiếp công dân",
        title="Tiếp công dân định kỳ",
        starts_at=reception.starts_at,
        ends_at=reception.ends_at,
        who=rule.leaders,
        place=rule.place,
        note=" ".join(filter(None, [reception.moved, rule.note])),
    )


def _of_event(event: CalendarEvent) -> PublicEntry:
    return PublicEntry(
        key=f"lich-{event.pk}",
        kind="Lịch công tác",
        title=event.title,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        who=event.leaders,
        place=event.place,
        is_cancelled=event.is_cancelled,
    )


def _of_meeting(meeting: Meeting) -> PublicEntry:
    """Return the meeting as announced; once approved in its approved words."""
    approved: ApprovedMeeting | None = getattr(meeting, "approved", None)
    shown = approved or meeting
    return PublicEntry(
        key=f"hop-{meeting.pk}",
        kind="Họp",
        title=approved.title if approved else meeting.public_title,
        starts_at=shown.starts_at,
        ends_at=shown.ends_at,
        who=", ".join(filter(None, [shown.chair_name, shown.chair_title])),
        place=shown.place,
        url=approved.get_absolute_url() if approved else "",
        is_cancelled=meeting.state == CANCELLED,
    )


def _of_notice(one: NoticeTime) -> PublicEntry:
    """Return one time of a public notice, which leads to it; a correction keeps its key."""
    return PublicEntry(
        key=f"thong-bao-{one.article_id}-{one.position}",
        kind="Thông báo",
        title=one.article.title,
        starts_at=one.starts_at,
        ends_at=one.over_at if one.is_whole_day else one.ends_at,
        who=one.concerns,
        place=one.place,
        url=one.article.get_absolute_url(),
        is_cancelled=one.is_cancelled,
        is_whole_day=one.is_whole_day,
    )
