"""Query parameters: those a view knows, integers and days in URLs and posted forms."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

from django.http import HttpRequest, QueryDict
from django.urls import Resolver404, resolve
from django.utils import timezone

from core.dates import Bounds

MAX_BIGINT = 2**63 - 1
# What ``KeysetPaginator`` reads.
PAGINATION = ("trang", "sau", "truoc")
View = TypeVar("View", bound=Callable[..., Any])


def query_parameters(*names: str) -> Callable[[View], View]:
    """Return a decorator that declares the query parameters a public view reads.

    The page cache drops all others: they make no other page. A class-based view has them as its
    attribute ``query_parameters``.
    """

    def declare(view: View) -> View:
        view.query_parameters = names  # type: ignore[attr-defined]
        return view

    return declare


def known_query(request: HttpRequest) -> str:
    """Return the query of the parameters that the view of the request declares, sorted by name; the
    whole query of an address without a view, which may lead to another.
    """
    typed = request.GET
    if not typed:
        return ""
    try:
        view = resolve(request.path_info).func
    except Resolver404:
        return str(request.META.get("QUERY_STRING", ""))
    names = getattr(getattr(view, "view_class", view), "query_parameters", ())
    known = QueryDict(mutable=True)
    for name in sorted(set(names) & typed.keys()):
        known.setlist(name, typed.getlist(name))
    return known.urlencode()


def int_param(text: str | None, *, maximum: int = MAX_BIGINT) -> int | None:
    """Return the integer that ``text`` holds, from 0 to ``maximum``; None for anything else.

    Only ASCII digits count; the default maximum is what a primary key can hold, so that no URL
    makes Postgres refuse a query.
    """
    if not text or not text.isascii() or not text.isdecimal() or len(text) > 19:
        return None
    number = int(text)
    return number if number <= maximum else None


def day_param(text: str, bounds: Bounds) -> date | None:
    """Return the day written ``2026-11-24`` within the bounds; None for anything else."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return None if bounds.form_problem(day, today=timezone.localdate()) else day
