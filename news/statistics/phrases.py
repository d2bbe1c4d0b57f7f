"""Numbers of articles in Vietnamese words."""

from __future__ import annotations

from datetime import date

from news.states import Kind
from news.statistics.figures import ByKind
from organization.models import ReportingPeriod

WORDS = {Kind.BRIEF: "tin", Kind.FEATURE: "bài chuyên sâu", Kind.NOTICE: "thông báo"}


def owed_words(owed: ByKind) -> str:
    """Return what is missing: "2 tin, 1 bài chuyên sâu"."""
    return ", ".join(
        f"{getattr(owed, kind)} {word}" for kind, word in WORDS.items() if getattr(owed, kind)
    )


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
