"""Jinja2 environment of public pages: the filters and tags of Django's templates that they use.

Values that are missing are empty, as in Django's templates; methods need their parentheses.
"""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import Any

from django.template import defaultfilters
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import is_aware, localtime
from jinja2 import ChainableUndefined, Environment, Template

from core.rendering.pictures import picture
from core.rendering.prose import prose
from core.templatetags.inline import day, icon, moment
from core.text.facts.typography import linked_text
from news.public.archive import month_links
from news.times.lines import article_when
from organization.models import phones as phone_numbers
from wardportal.public_templates import frame

_OF_DJANGO = (
    "capfirst",
    "default_if_none",
    "filesizeformat",
    "linebreaks_filter",
    "linebreaksbr",
    "slice_filter",
    "stringformat",
    "striptags",
    "truncatechars",
    "truncatewords",
    "urlencode",
)


class SafeTemplate(Template):
    """A template whose result is safe in another one, as that of Django's templates is."""

    def render(self, *args: Any, **kwargs: Any) -> SafeString:
        return mark_safe(super().render(*args, **kwargs))  # noqa: S308 (escaped by the template)


def environment(**options: Any) -> Environment:
    """Return the environment of the engine ``jinja2`` in ``TEMPLATES``."""
    own = {
        "undefined": ChainableUndefined,
        "keep_trailing_newline": True,
        "finalize": with_quotes_of_django,
    }
    found = Environment(**(options | own))  # noqa: S701 (Django's backend sets autoescape)
    found.template_class = SafeTemplate
    found.filters |= {
        name.removesuffix("_filter"): getattr(defaultfilters, name) for name in _OF_DJANGO
    }
    found.filters |= {
        "date": date,
        "linked": linked,
        "one_line": one_line,
        "phones": phones,
        "prose": prose,
    }
    found.globals |= {
        "article_when": article_when,
        "cached_fragment": frame.cached_fragment,
        "current_menu_path": frame.current_menu_path,
        "day": day,
        "django_include": django_include,
        "icon": icon,
        "moment": moment,
        "month_links": month_links,
        "page_feedback": frame.page_feedback,
        "page_metadata": frame.page_metadata,
        "picture": picture,
        "static": lru_cache(static),
        "url": url,
        "url_or_empty": url_or_empty,
    }
    return found


def with_quotes_of_django(value: Any) -> Any:
    """Return a text with quotes as Django escapes them: pages are the same by either engine."""
    return escape(value) if type(value) is str and ("'" in value or '"' in value) else value


def date(value: Any, shape: str) -> str:
    """Return a day, or a moment in local time, in a format of Django's ``date``."""
    is_moment = isinstance(value, datetime) and is_aware(value)
    return str(defaultfilters.date(localtime(value) if is_moment else value, shape))


def one_line(text: str) -> SafeString:
    """Return what a block rendered, as one line."""
    return mark_safe(" ".join(str(part) for part in text.split()))  # noqa: S308 (escaped by the block)


def linked(text: str) -> SafeString:
    """Render plain text, its telephone numbers as links, what belongs together on one line."""
    return mark_safe(linked_text(text or ""))  # noqa: S308  (escaped there)


def phones(text: str) -> list[phone_numbers.Phone]:
    """Return the numbers of a text: ``{% for phone in ward.phone|phones %}``."""
    return phone_numbers.phones(text or "")


def url(name: str, *args: Any, **kwargs: Any) -> str:
    return reverse(name, args=args or None, kwargs=kwargs or None)


def url_or_empty(name: str) -> str:
    """Return the address, "" for one of an app that is not installed."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def django_include(name: str, **context: Any) -> SafeString:
    """Render a template that the admin has too."""
    return render_to_string(name, context)
