"""The times and the newest correction of an item as plain text, wherever it goes out as text:
search, feeds, the text for Zalo, the description of its page.
"""

from __future__ import annotations

from news.models import Article, NoticeTime


def time_line(one: NoticeTime) -> str:
    """Return when, where and for whom; of what is cancelled, that first: the end may be cut."""
    line = ", ".join(filter(None, (one.label, one.place, one.concerns)))
    return f"Đã hủy: {line}" if one.is_cancelled else line


def times_lines(article: Article) -> list[str]:
    """Return a line for each time of an item."""
    return [time_line(one) for one in article.event_times]


def times_and_correction(article: Article, correction: str) -> list[str]:
    """Return what readers must know before the lead: each time and the newest public correction,
    given as its text.
    """
    lines = times_lines(article)
    return [*lines, f"Đính chính: {correction}"] if correction else lines


def newest_correction(article: Article) -> str:
    """Return the text of the newest public correction of an item read for its page, "" without."""
    corrections = article.public_corrections
    return corrections[-1].text if corrections else ""
