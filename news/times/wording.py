"""The times and the corrections of an item as plain text, wherever it goes out as text:
search, feeds, the text for Zalo, the description of its page.
"""

from __future__ import annotations

from collections.abc import Iterable

from news.models import Article, NoticeTime


def time_line(one: NoticeTime) -> str:
    """Return when, where and for whom; of what is cancelled, that first: the end may be cut."""
    line = ", ".join(filter(None, (one.label, one.place, one.concerns)))
    return f"Đã hủy: {line}" if one.is_cancelled else line


def times_lines(article: Article) -> list[str]:
    """Return a line for each time of an item."""
    return [time_line(one) for one in article.event_times]


def times_and_corrections(article: Article, corrections: Iterable[str]) -> list[str]:
    """Return what readers must know before the lead of an item in force: each time and each public
    correction, given as texts.
    """
    return [*times_lines(article), *(f"Đính chính: {text}" for text in corrections)]


def page_lines(article: Article) -> list[str]:
    """Return these lines of an item read for its page, which may be over: that first."""
    over = [f"{article.over_words}."] if article.over_words else []
    corrections = (correction.text for correction in article.public_corrections)
    return [*over, *times_and_corrections(article, corrections)]
