"""Times of a notice: when, where and for whom it holds.

``Article.times`` is the text that people edit, compare and bring back, one line for each time;
``NoticeTime`` rows are the same for queries, rewritten by ``news.times.services.sync_times``.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from core.date_fields import DateTimeField
from core.dates import EVENT, day_end
from core.text.vietnamese import clean_line
from news.querysets.notice_times import NoticeTimeQuerySet
from organization.calendar.weeks import WEEKDAYS

MAX_TIMES = 20
_NBSP = "\u00a0"
_LINE = re.compile(
    r"(?:(?P<from>\d\d:\d\d) )?(?P<first>\d\d?/\d\d?/\d{4})"
    r"(?: – (?:(?P<to>\d\d:\d\d) )?(?P<last>\d\d?/\d\d?/\d{4}))?(?P<rest>(?: \| .*)?)"
)
_PLACE, _CONCERNS, _CANCELLED = "tại: ", "liên quan: ", "đã hủy"


class NoticeTime(models.Model):
    """One time of a notice. ``ends_at`` of whole days is the midnight their last day begins;
    ``over_at`` is the end in every case.
    """

    article = models.ForeignKey(
        "news.Article", models.CASCADE, related_name="notice_times", verbose_name="thông báo"
    )
    starts_at = DateTimeField("từ", bounds=EVENT)
    ends_at = DateTimeField("đến", null=True, bounds=EVENT)
    is_whole_day = models.BooleanField("cả ngày", default=False)
    place = models.CharField("nơi", max_length=200, blank=True)
    concerns = models.CharField("phố, tổ, người liên quan", max_length=300, blank=True)
    is_cancelled = models.BooleanField("đã hủy", default=False)
    over_at = DateTimeField("hết lúc", bounds=EVENT)
    position = models.PositiveSmallIntegerField("thứ tự", default=0)

    objects = NoticeTimeQuerySet.as_manager()

    class Meta:
        verbose_name = "thời gian của thông báo"
        verbose_name_plural = "thời gian của thông báo"
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(over_at__gt=F("starts_at")), name="news_noticetime_lasts"
            )
        ]
        indexes = [
            models.Index(fields=["over_at", "starts_at"], name="news_noticetime_over"),
            models.Index(fields=["starts_at"], name="news_noticetime_starts"),
        ]

    def __str__(self) -> str:
        return self.line

    @classmethod
    def of(cls, starts_at: datetime, ends_at: datetime | None = None, **values: Any) -> NoticeTime:
        """Return an unsaved time with its end."""
        found = cls(starts_at=starts_at, ends_at=ends_at, **values)
        if found.is_whole_day:
            found.over_at = day_end(_day(ends_at or starts_at))
        else:
            found.over_at = ends_at or day_end(_day(starts_at))
        return found

    @classmethod
    def from_line(cls, line: str) -> NoticeTime:
        """Return the time of a line of ``Article.times``. Raises ValueError for any other line."""
        match = _LINE.fullmatch(line.strip())
        if match is None:
            raise ValueError(line)
        is_whole_day = match["from"] is None
        starts_at = _read(match["first"], match["from"])
        ends_at = _read(match["last"], match["to"]) if match["last"] else None
        values: dict[str, Any] = {"is_whole_day": is_whole_day}
        for part in filter(None, match["rest"].split(" | ")):
            if part == _CANCELLED:
                values["is_cancelled"] = True
            elif part.startswith(_PLACE):
                values["place"] = part.removeprefix(_PLACE)
            elif part.startswith(_CONCERNS):
                values["concerns"] = part.removeprefix(_CONCERNS)
            else:
                raise ValueError(line)
        return cls.of(starts_at, ends_at, **values)

    @property
    def line(self) -> str:
        """Return the line of ``Article.times``."""
        span = _written(self.starts_at, with_hour=not self.is_whole_day)
        if self.ends_at:
            span += f" – {_written(self.ends_at, with_hour=not self.is_whole_day)}"
        parts = [
            span,
            f"{_PLACE}{_plain(self.place)}" if self.place else "",
            f"{_CONCERNS}{_plain(self.concerns)}" if self.concerns else "",
            _CANCELLED if self.is_cancelled else "",
        ]
        return " | ".join(filter(None, parts))

    @property
    def first_day(self) -> date:
        return _day(self.starts_at)

    @property
    def last_day(self) -> date:
        """Return the last day; what ends at midnight does not include the next one."""
        return _day(self.over_at - timedelta(microseconds=1))

    @property
    def is_over(self) -> bool:
        return self.over_at <= timezone.now()

    @property
    def label(self) -> str:
        """Return when, for people; an hour and its weekday are never parted over two lines."""
        first, last = self.first_day, self.last_day
        days = _day_words(first)
        if self.is_whole_day:
            return days if first == last else f"{days} – {_day_words(last)}"
        starts = f"{timezone.localtime(self.starts_at):%H:%M}"
        if self.ends_at is None:
            return f"{starts} {days}"
        ends = f"{timezone.localtime(self.ends_at):%H:%M}"
        if first == last:
            return f"{starts}{_NBSP}–{_NBSP}{ends}, {days}"
        return f"{starts} {days} – {ends} {_day_words(_day(self.ends_at))}"

    def key(self, now: datetime) -> datetime:
        """Return when the next thing happens: the start, of what has begun the end."""
        return self.starts_at if self.starts_at > now else self.over_at


def parse_times(text: str) -> list[NoticeTime]:
    """Return the times of the lines, unsaved, in order. Raises ValueError for any other text."""
    found = [NoticeTime.from_line(line) for line in text.splitlines() if line.strip()]
    return sorted(found, key=lambda one: (one.starts_at, one.over_at))


def write_times(times: list[NoticeTime]) -> str:
    """Return the lines of the times, in order, each once."""
    ordered = sorted(times, key=lambda one: (one.starts_at, one.over_at))
    return "\n".join(dict.fromkeys(one.line for one in ordered))


def validate_times(text: str) -> None:
    """Refuse lines that are no times. Raises ValidationError."""
    try:
        parse_times(text)
    except ValueError:
        raise ValidationError("Có dòng không phải là thời gian.") from None


def known_times(text: str) -> list[NoticeTime]:
    """Return the times of the lines that are some."""
    try:
        return parse_times(text)
    except ValueError:
        return []


class HasTimes(models.Model):
    """An article's times and when the last of them is over."""

    times = models.TextField("thời gian của thông báo", blank=True, validators=[validate_times])
    valid_until = DateTimeField("hiệu lực đến", null=True, editable=False, bounds=EVENT)

    class Meta:
        abstract = True

    def clean_times(self) -> None:
        """Write the lines in their one form; a text that is none, forms have refused."""
        times = known_times(self.times)
        self.times = write_times(times)
        self.valid_until = max((one.over_at for one in times), default=None)

    @property
    def event_times(self) -> list[NoticeTime]:
        return known_times(self.times)

    @property
    def next_time(self) -> NoticeTime | None:
        """Return the time that comes next, or is now; None when all are over or there is none."""
        now = timezone.now()
        left = [one for one in self.event_times if one.over_at > now]
        return min(left, key=lambda one: (one.is_cancelled, one.key(now)), default=None)

    @property
    def shown_time(self) -> NoticeTime | None:
        """Return the next time, else the last one."""
        times = self.event_times
        return self.next_time or (max(times, key=lambda one: one.over_at) if times else None)


def _read(day: str, clock: str | None) -> datetime:
    at = time.fromisoformat(clock) if clock else time()
    number, month, year = map(int, day.split("/"))
    return timezone.make_aware(datetime.combine(date(year, month, number), at))


def _written(at: datetime, *, with_hour: bool) -> str:
    local = timezone.localtime(at)
    return f"{local:%H:%M} {local:%d/%m/%Y}" if with_hour else f"{local:%d/%m/%Y}"


def _plain(text: str) -> str:
    return clean_line(text).replace(" | ", ", ")


def _day(at: datetime) -> date:
    return timezone.localtime(at).date()


def _day_words(day: date) -> str:
    """Return "thứ Năm 24/11/2016"; large letters need the blank before the date to break at."""
    weekday = WEEKDAYS[day.weekday()].replace("Thứ", "thứ").replace(" ", _NBSP)
    return f"{weekday} {day:%d/%m/%Y}"
