"""Stored times of a notice, and those that its text proposes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time

from django.utils import timezone

from core.text.facts.times import NamedTime, find_named, find_times
from core.text.messages import LintMessage
from core.text.vietnamese import plain_text
from news.models import Article, NoticeTime
from news.models.notice_times import MAX_TIMES, write_times


def sync_times(article: Article) -> None:
    """Store the times of the article's text as rows. The caller holds the row lock."""
    wanted = article.event_times
    stored = list(article.notice_times.all())
    if write_times(stored) == write_times(wanted):
        return
    article.notice_times.all().delete()
    for position, one in enumerate(wanted):
        one.article, one.position = article, position
    NoticeTime.objects.bulk_create(wanted)


def proposed_times(article: Article) -> str:
    """Return the times that title, lead and text name, as lines; "" where they name none."""
    day = timezone.localdate(article.published_at or article.created_at)
    for text in (plain_text(article.body), f"{article.title}\n{article.lead}"):
        found = find_times(text, near=day)
        if found:
            times = [
                NoticeTime.of(one.starts_at, one.ends_at, is_whole_day=one.is_whole_day)
                for one in found[:MAX_TIMES]
            ]
            return write_times(times)
    return ""


def contradictions(article: Article) -> Iterator[LintMessage]:
    """Yield the days and hours of title, lead and body that the table of times does not have.

    Title and lead name other days beside the event's, such as that of a decision: they are
    doubted only where none of their days is in the table, and so are the times of a body. A body
    tells of other hours too: there the only time within one of the table is doubted, if it begins
    or ends with it, but not both.
    """
    times = article.event_times
    if not times:
        return
    near = times[0].first_day
    for field, name in (("title", "Tiêu đề"), ("lead", "Sapo")):
        named = find_named(getattr(article, field), near=near)
        yield from _other_days(field, name, named, times)
        yield from _other_hours(field, name, named, times)
    body = plain_text(article.body)
    named_times = [
        NoticeTime.of(one.starts_at, one.ends_at, is_whole_day=one.is_whole_day)
        for one in find_times(body, near=near)
    ]
    yield from _other_times(body, named_times, times)
    spans = [one for one in named_times if not one.is_whole_day and one.ends_at]
    for one in times:
        if one.is_whole_day or one.ends_at is None:
            continue
        inside = [s for s in spans if s.starts_at < one.over_at and one.starts_at < s.over_at]
        if len(inside) == 1 and (
            (inside[0].starts_at == one.starts_at) != (inside[0].ends_at == one.ends_at)
        ):
            sentence = f"Nội dung ghi {inside[0].label}; trong bảng là {one.label}."
            yield LintMessage("body", sentence)


def _other_times(
    body: str, spans: list[NoticeTime], times: list[NoticeTime]
) -> Iterator[LintMessage]:
    """Yield the times of a body that names no day of the table at all."""
    ends = [(one.first_day, _last_named_day(one)) for one in times]
    days = [one.value for one in find_named(body, near=ends[0][0])]
    days += [one.first_day for one in spans]
    known = "; ".join(one.label for one in times)
    if not any(
        first <= day <= last for day in days if isinstance(day, date) for first, last in ends
    ):
        for one in spans:
            yield LintMessage("body", f"Nội dung ghi {one.label}; trong bảng là {known}.")


def left_days(article: Article, before: Iterable[NoticeTime]) -> Iterator[LintMessage]:
    """Yield the days that the table of times had ``before`` and has no more, where title, lead or
    body still name them.
    """
    times = article.event_times
    if not times:
        return
    now = [(one.first_day, _last_named_day(one)) for one in times]
    gone = {day for one in before for day in (one.first_day, one.last_day)}
    gone = {day for day in gone if not any(first <= day <= last for first, last in now)}
    known = ", ".join(dict.fromkeys(f"{first:%d/%m/%Y}" for first, _ in now))
    body = plain_text(article.body)
    for field, name, text in (
        ("title", "Tiêu đề", article.title),
        ("lead", "Sapo", article.lead),
        ("body", "Nội dung", body),
    ):
        named = {one.value: one.text for one in find_named(text, near=times[0].first_day)}
        for day in sorted(gone & named.keys()):
            sentence = f"{name} còn ghi ngày {day:%d/%m/%Y}, ngày trong bảng nay là {known}."
            yield LintMessage(field, sentence, quote=named[day])


def _other_days(
    field: str, name: str, named: list[NamedTime], times: list[NoticeTime]
) -> Iterator[LintMessage]:
    days = [one for one in named if not isinstance(one.value, time)]
    ends = [(one.first_day, _last_named_day(one)) for one in times]
    if any(first <= one.value <= last for one in days for first, last in ends):  # type: ignore[operator]
        return
    known = ", ".join(dict.fromkeys(f"{first:%d/%m/%Y}" for first, _ in ends))
    for one in days:
        sentence = f"{name} ghi ngày {one.value:%d/%m/%Y}, ngày trong bảng là {known}."
        yield LintMessage(field, sentence, quote=one.text)


def _other_hours(
    field: str, name: str, named: list[NamedTime], times: list[NoticeTime]
) -> Iterator[LintMessage]:
    hours = [one for one in named if isinstance(one.value, time)]
    timed = [one for one in times if not one.is_whole_day]
    known = [_clock(at) for one in timed for at in (one.starts_at, one.ends_at) if at]
    is_open = any(one.ends_at is None for one in timed)
    # An hour beside one that is known may be the end that the table leaves open.
    if len(timed) < len(times) or (is_open and any(one.value in known for one in hours)):
        return
    written = ", ".join(dict.fromkeys(f"{at:%H:%M}" for at in known))
    for one in hours:
        if one.value not in known:
            sentence = f"{name} ghi {one.value:%H:%M}, giờ trong bảng là {written}."
            yield LintMessage(field, sentence, quote=one.text)


def _last_named_day(one: NoticeTime) -> date:
    """Return the last day that a text may name, the midnight at the end too."""
    return timezone.localdate(one.ends_at) if one.ends_at else one.last_day


def _clock(at: datetime) -> time:
    return timezone.localtime(at).time()
