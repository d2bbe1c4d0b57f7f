"""Stored times of a notice, and those that its text proposes."""

from __future__ import annotations

from django.utils import timezone

from core.text.facts.times import find_times
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
