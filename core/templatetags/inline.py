"""Template tags of small parts that stand many times on a page: icons and times."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache

from django import template
from django.templatetags.static import static
from django.utils import dateformat
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime

register = template.Library()


@register.simple_tag
@lru_cache(maxsize=200)
def icon(name: str) -> SafeString:
    """Render an icon of the sprite, which nobody needs to hear."""
    return format_html(
        '<svg class="icon" aria-hidden="true"><use href="{}#{}"></use></svg>',
        static("shared/icons/icons.svg"),
        name,
    )


@register.simple_tag
def moment(at: datetime | None, shape: str = "d/m/Y | H:i") -> SafeString | str:
    """Render a moment for people, in a format of Django's ``date``, and for machines."""
    if at is None:
        return ""
    return _moment(localtime(at), shape)


@lru_cache(maxsize=2000)
def _moment(local: datetime, shape: str) -> SafeString:
    # HTML takes no more than three digits of a second.
    return format_html(
        '<time datetime="{}">{}</time>',
        local.strftime("%Y-%m-%dT%H:%M:%S%z"),
        dateformat.format(local, shape),
    )


@register.simple_tag
@lru_cache(maxsize=2000)
def day(at: date | None) -> SafeString | str:
    """Render a day for people and for machines."""
    if at is None:
        return ""
    return format_html('<time datetime="{}">{}</time>', at.isoformat(), f"{at:%d/%m/%Y}")
