"""Sentences on quotas, as of the day of a meeting: numbers only, to be edited in its minutes."""

from __future__ import annotations

from datetime import date

from meetings.models import Meeting
from news.statistics.figures import total, unit_statistics


def result_text(meeting: Meeting) -> str:
    """Return how many units met their quota, and how many items came and were published."""
    period, day = meeting.review_period, meeting.figures_day
    if period is None:
        return ""
    rows = unit_statistics(period, day)
    owing = [row.figures for row in rows if row.figures.required.total]
    met = sum(not figures.missing.total for figures in owing)
    sums = total(rows)
    parts = [
        f"có {met}/{len(owing)} đơn vị nộp đủ chỉ tiêu tin, bài {period}" if owing else "",
        (
            f"đã nộp {sums.submitted.total} tin, bài, trong đó đúng hạn {sums.on_time}, muộn"
            f" {sums.late}"
        ),
        f"đã đăng {sums.published.total} tin, bài",
    ]
    return f"Đến hết ngày {_day(day)} {'; '.join(filter(None, parts))}."


def limitation_text(meeting: Meeting) -> str:
    """Return which units have not met their quota; "" where all have."""
    period, day = meeting.review_period, meeting.figures_day
    if period is None:
        return ""
    behind = [row.name for row in unit_statistics(period, day) if row.figures.missing.total]
    if not behind:
        return ""
    names = ", ".join(behind)
    return f"Còn {len(behind)} đơn vị chưa nộp đủ: {names} (tính đến hết ngày {_day(day)})."


def _day(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year}"
