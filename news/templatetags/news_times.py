"""Template tags for the times of articles: their own before the time of publishing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import localtime

from core.templatetags.inline import moment
from news.models import Article

register = template.Library()


@register.simple_tag
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


@register.simple_tag
def month_links(months: Iterable[Any], current: date | None) -> SafeString:
    """Render the entries of ``ArchiveMonth``s, which are many on each list: in a template they
    would cost more than all the rest of the page.
    """
    return format_html_join(
        "\n",
        '<li><a href="{}"{}>Tháng {}/{}</a> <span class="when">{} tin bài</span></li>',
        (
            (
                month.url,
                SafeString(' aria-current="page"' if month.first == current else ""),
                month.first.month,
                month.first.year,
                month.count,
            )
            for month in months
        ),
    )
