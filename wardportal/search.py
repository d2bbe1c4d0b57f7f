"""The search of the portal: ``/tim-kiem/?q=``, over everything that rooms registered.

Its pages are kept like any others, although anybody can ask for endless addresses: what is kept is
bounded in bytes, and what is asked for least goes first.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from core.http.context_processors import site_context
from core.http.pagination import KeysetPage, page_number
from core.http.params import int_param
from core.registries import SearchHit, SearchKind, search_sources
from core.search.engine import MAX_HITS, Filters, find_hits, suggest_hits
from core.search.highlighting import Highlighter
from core.search.parser import MAX_CHARACTERS, Query, parse_query
from news.models import Category
from news.public.archive import published_counts
from organization.models import Unit
from organization.pages.about_pages import ABOUT_PAGES, AboutPage
from organization.pages.search_source import KIND as PAGES_OF_WARD

PER_PAGE = 20
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class FilterChoices:
    """What a search can be narrowed to."""

    kinds: list[SearchKind]
    categories: list[Category]
    units: list[Unit]
    years: list[int]


@dataclass(frozen=True)
class SearchResult:
    """A hit as it is shown, with the words that were looked for marked."""

    hit: SearchHit
    title: SafeString
    excerpt: SafeString


def choices() -> FilterChoices:
    """Return the choices there are now; a part of the frame, so that it is not asked for on every
    page.
    """
    return FilterChoices(
        kinds=[
            kind
            for source in sorted(search_sources, key=lambda s: s.position)
            for kind in source.kinds
        ],
        categories=list(Category.objects.all()),
        units=list(Unit.objects.all()),
        years=sorted({month.first.year for month in published_counts().months}, reverse=True),
    )


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show what is found, what resembles it when nothing is, or how to search when nothing was
    asked.
    """
    query = parse_query(request.GET.get("q", ""))
    number = page_number(request.GET)
    offered = site_context(request)["search_choices"]
    narrowed = _narrowed(request.GET, offered)
    context = {
        "query": query,
        "narrowed": narrowed,
        "offered": offered,
        "most_characters": MAX_CHARACTERS,
        "whole_portal": _address({"q": query.typed}) if _narrowing(narrowed) else "",
    }
    if query.readings:
        context |= _results(query, narrowed, number)
    elif number > 1:
        raise Http404
    return render(request, "wardportal/search.html", context)


def _results(query: Query, narrowed: Filters, number: int) -> dict[str, Any]:
    found = find_hits(
        search_sources, query, narrowed, first=(number - 1) * PER_PAGE, length=PER_PAGE
    )
    if number > 1 and not found.hits:
        raise Http404
    near = [] if found.hits else suggest_hits(search_sources, query, narrowed)
    pages = max(1, -(-min(found.count, MAX_HITS) // PER_PAGE))
    # What comes while somebody turns the pages would move everything by a place.
    moment = int((narrowed.until or timezone.now()).timestamp() * 1_000_000)
    same = {"q": query.typed} | _narrowing(narrowed)
    page = KeysetPage(
        _marked(query, found.hits),
        number,
        pages,
        _address(same | _place(number - 1, moment)) if number > 1 else "",
        _address(same | _place(number + 1, moment)) if number < pages else "",
    )
    drawn = (
        []
        if _narrowing(narrowed) or number > 1
        else [_drawn_hit(p) for p in ABOUT_PAGES if p.matches(query.typed)]
    )
    return {
        "page_obj": page,
        "found": found,
        "near": _marked(query, near),
        "drawn": _marked(query, drawn),
        "most": MAX_HITS,
    }


def _drawn_hit(page: AboutPage) -> SearchHit:
    """Return a page that is no row of any table, so that no source finds it."""
    return SearchHit(page.title, page.get_absolute_url(), PAGES_OF_WARD.label, page.about)


def _marked(query: Query, hits: Iterable[SearchHit]) -> list[SearchResult]:
    marker = Highlighter(query)
    return [SearchResult(hit, marker.title(hit.title), marker.excerpt(hit.text)) for hit in hits]


def _narrowed(asked: QueryDict, offered: FilterChoices) -> Filters:
    """Return what the search is narrowed to; what is not on offer narrows nothing."""
    units, years = (
        {str(unit.pk): unit.pk for unit in offered.units},
        {str(year): year for year in offered.years},
    )
    return Filters(
        kind=_one_of(asked.get("loai"), [kind.address for kind in offered.kinds]),
        category=_one_of(asked.get("muc"), [category.slug for category in offered.categories]),
        unit=units.get(asked.get("don-vi", "")),
        year=years.get(asked.get("nam", "")),
        until=_moment(asked.get("moc", "")),
    )


def _one_of(asked: str | None, offered: list[str]) -> str:
    return asked if asked in offered else ""


def _moment(text: str) -> datetime | None:
    """Return the time of a number of microseconds, none that is to come."""
    microseconds = int_param(text, maximum=10**16 - 1)
    if microseconds is None:
        return None
    return min(EPOCH + timedelta(microseconds=microseconds), timezone.now())


def _narrowing(narrowed: Filters) -> dict[str, str]:
    values = {
        "loai": narrowed.kind,
        "muc": narrowed.category,
        "don-vi": narrowed.unit,
        "nam": narrowed.year,
    }
    return {name: str(value) for name, value in values.items() if value}


def _place(number: int, moment: int) -> dict[str, str]:
    return {"trang": str(number), "moc": str(moment)} if number > 1 else {}


def _address(values: dict[str, str]) -> str:
    return f"{reverse('search')}?{urlencode(values)}"
