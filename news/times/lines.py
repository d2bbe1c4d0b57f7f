"""The line of time of an item in lists: its own time before that of publishing."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime

from core.templatetags.inline import moment
from news.models import Article


def article_when(article: Article) -> SafeString | str:
    """Render the line of time of an item in lists: its own time, else when it was published."""
    own = article.shown_time
    over = article.over_words
    when = moment(article.published_at)
    if own is not None:
        at = localtime(own.starts_at)
        stamp = f"{at:%Y-%m-%d}" if own.is_whole_day else at.strftime("%Y-%m-%dT%H:%M:%S%z")
        cancelled = format_html(' <strong class="over">{}</strong>', "Đã hủy")
        when = format_html(
            '<time class="own-time" datetime="{}">{}</time>{}',
            stamp,
            own.label,
            cancelled if own.is_cancelled and not over else "",
        )
    return format_html('{} <strong class="over">{}</strong>', when, over) if over else when
