"""Windows of periods: of a later one, in words, and closed ones."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime, timedelta

from django.utils import timezone

from news.models import Article, EditorialPlan
from news.states import PlanState
from organization.calendar.views import Month
from organization.calendar.working_days import WorkingCalendar
from organization.models import CountedBy, ReportingPeriod, Ward

_LAST_DAY = 31


def following(previous: ReportingPeriod, before: ReportingPeriod | None = None) -> ReportingPeriod:
    """Return the next month's period, not stored: the window moved on by a month, and never into
    the previous one.

    An end on the last day of its month stays there; ``before``, the period before the previous one,
    tells that from the 28th in February.
    """
    month = month_of(previous).next
    starts_on = max(later(previous.starts_on, 1), previous.ends_on + timedelta(days=1))
    ends_on = _day_of(Month.of(previous.ends_on).next, _end_day(previous, before))
    return ReportingPeriod(
        year=month.year, month=month.month, starts_on=starts_on, ends_on=max(starts_on, ends_on)
    )


def month_of(period: ReportingPeriod) -> Month:
    return Month(period.year, period.month)


def later(day: date, months: int) -> date:
    """Return the same day some months later; a month too short has its last day."""
    month = Month.of(day)
    for _ in range(months):
        month = month.next
    return _day_of(month, day.day)


def moved_due_on(
    due_on: date, source: ReportingPeriod, target: ReportingPeriod, calendar: WorkingCalendar
) -> date:
    """Return a line's due date in a later period: the same day of the month, the last day of the
    window stays so.

    A working day stays one: where the new day is none, the last one before it is taken.
    """
    if due_on == source.ends_on:
        moved = target.ends_on
    else:
        months = (target.year - source.year) * 12 + target.month - source.month
        moved = max(later(due_on, months), target.starts_on)
    if calendar.is_working_day(moved) or not calendar.is_working_day(due_on):
        return moved
    earlier = calendar.on_or_before(moved)
    return earlier if earlier >= target.starts_on else calendar.on_or_after(moved)


def _end_day(previous: ReportingPeriod, before: ReportingPeriod | None) -> int:
    if not _is_last(previous.ends_on):
        return previous.ends_on.day
    return _LAST_DAY if before is None or _is_last(before.ends_on) else before.ends_on.day


def _is_last(day: date) -> bool:
    return day.day == monthrange(day.year, day.month)[1]


def _day_of(month: Month, number: int) -> date:
    return date(month.year, month.month, min(number, monthrange(month.year, month.month)[1]))


def window_words(period: ReportingPeriod) -> str:
    """Return which days count for a period, with a gap before it named."""
    words = f"Tính từ {period.counts_from:%d/%m/%Y} đến hết {period.ends_on:%d/%m/%Y}"
    if period.counts_from != period.starts_on:
        words += f" (kỳ bắt đầu {period.starts_on:%d/%m/%Y}, kể cả những ngày trống trước đó)"
    return f"{words}."


def parting_words(period: ReportingPeriod, due_on: date | None) -> str:
    """Return, where the deadline is not the period's last day, what that means; else ""."""
    if due_on is None or due_on == period.ends_on:
        return ""
    due, end = f"{due_on:%d/%m/%Y}", f"{period.ends_on:%d/%m/%Y}"
    if due_on > period.ends_on:
        return (
            f"Hạn nộp {due} ở sau ngày cuối kỳ {end}: bài nộp sau ngày cuối kỳ tính vào kỳ sau,"
            " trừ bài của dòng định hướng tính theo kỳ của dòng."
        )
    if due_on < period.counts_from:
        return f"Hạn nộp {due} ở trước ngày đầu kỳ: bài nộp trong kỳ vẫn được tính, ghi là muộn."
    return f"Bài nộp sau hạn {due} đến hết {end} vẫn tính vào kỳ, ghi là muộn."


def closed_period_of(article: Article, received_at: datetime) -> ReportingPeriod | None:
    """Return the closed period into which an item would come that is handed in as of that moment;
    None where none is, so that nothing is asked.
    """
    if article.counted_at or article.counted_period_id:
        return None
    ward = Ward.current()
    if article.plan_line and ward.counts_lines_in_their_period:
        period: ReportingPeriod | None = article.plan_line.plan.period
    elif ward.items_counted_by == CountedBy.PUBLICATION:
        return None
    else:
        period = ReportingPeriod.objects.containing(timezone.localdate(received_at))
    plans = EditorialPlan.objects.filter(period=period, state=PlanState.CLOSED)
    return period if period and plans.exists() else None
