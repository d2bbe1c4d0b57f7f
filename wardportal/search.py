"""Search page ``/tim-kiem/?q=``, over all registered sources.

Its pages are cached as others are, although the number of URLs is unbounded: the cache is bounded
in bytes and evicts the least recently used.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from core.failsafe import guard
from core.http.context_processors import site_context
from core.http.pagination import KeysetPage, page_number
from core.http.params import PAGINATION, int_param, query_parameters
from core.registries import SearchHit, SearchKind, SearchSource, search_sources
from core.search.engine import MAX_HITS, Filters, ResultPage, find_hits, suggest_hits
from core.search.highlighting import Highlighter
from core.search.parser import MAX_CHARACTERS, Query, parse_query
from news.models import Category
from news.public.archive import published_counts
from organization.models import Unit
from organization.pages.about_pages import ABOUT_PAGES, AboutPage
from organization.pages.search_source import KIND as PAGES_OF_WARD

PER_PAGE = 20
FILTER_PARAMETERS = ("loai", "muc", "don-vi", "nam", "moc")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class FilterChoices:
    """Choices of the search filters."""

    kinds: list[SearchKind] = field(default_factory=list)
    categories: list[Category] = field(default_factory=list)
    units: list[Unit] = field(default_factory=list)
    years: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class SearchResult:
    """A hit with its words highlighted."""

    hit: SearchHit
    title: SafeString
    excerpt: SafeString


def choices() -> FilterChoices:
    """Return the current choices; part of the site context, so that they are cached."""
    return FilterChoices(
        kinds=[
            kind
            for source in sorted(search_sources, key=lambda s: s.position)
            for kind in source.kinds
        ],
        categories=list(Category.objects.visible()),
        units=list(Unit.objects.all()),
        years=sorted({month.first.year for month in published_counts().months}, reverse=True),
    )


@query_parameters("q", *FILTER_PARAMETERS, *PAGINATION)
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show hits, similar ones when nothing matches, or a help text without a query."""
    query = parse_query(request.GET.get("q", ""))
    number = page_number(request.GET)
    available = site_context(request)["search_choices"]
    filters = _filters(request.GET, available)
    context = {
        "query": query,
        "narrowed": filters,
        "offered": available,
        "most_characters": MAX_CHARACTERS,
        "whole_portal": _address({"q": query.typed}) if _filter_params(filters) else "",
    }
    if query.tsqueries:
        context |= _results(query, filters, number)
    elif number > 1:
        raise Http404
    return render(request, "wardportal/search.html", context)


def _results(query: Query, filters: Filters, number: int) -> dict[str, Any]:
    sources, found = _found(query, filters, first=(number - 1) * PER_PAGE)
    if number > 1 and not found.hits:
        raise Http404
    near = [] if found.hits else _suggested(sources, query, filters)
    pages = max(1, -(-min(found.count, MAX_HITS) // PER_PAGE))
    # Items published between two pages would shift all hits by one.
    moment = int((filters.until or timezone.now()).timestamp() * 1_000_000)
    same = {"q": query.typed} | _filter_params(filters)
    page = KeysetPage(
        _marked(query, found.hits),
        number,
        pages,
        _address(same | _place(number - 1, moment)) if number > 1 else "",
        _address(same | _place(number + 1, moment)) if number < pages else "",
    )
    static_hits: list[SearchHit] = []
    if number == 1 and not _filter_params(filters):
        static_hits = [_static_hit(page) for page in ABOUT_PAGES if page.matches(query.typed)]
    return {
        "page_obj": page,
        "found": found,
        "near": _marked(query, near),
        "drawn": _marked(query, static_hits),
        "most": MAX_HITS,
    }


def _found(query: Query, filters: Filters, *, first: int) -> tuple[list[SearchSource], ResultPage]:
    """Return the hits and the sources they are of; a source that fails is left out."""

    def hits_of(sources: list[SearchSource]) -> ResultPage:
        return find_hits(sources, query, filters, first=first, length=PER_PAGE)

    everything = list(search_sources)
    if found := guard("Tìm kiếm", partial(hits_of, everything), None):
        return everything, found
    working = [
        source
        for source in everything
        if guard(f"Tìm kiếm: {source.name}", partial(hits_of, [source]), None)
    ]
    return working, guard("Tìm kiếm", partial(hits_of, working), ResultPage([], 0))


def _suggested(sources: list[SearchSource], query: Query, filters: Filters) -> list[SearchHit]:
    return guard("Tìm kiếm: gần giống", partial(suggest_hits, sources, query, filters), [])


def _static_hit(page: AboutPage) -> SearchHit:
    """Return a hit for a page that is no row of any table, so that no source finds it."""
    return SearchHit(page.title, page.get_absolute_url(), PAGES_OF_WARD.label, page.about)


def _marked(query: Query, hits: Iterable[SearchHit]) -> list[SearchResult]:
    marker = Highlighter(query)
    return [SearchResult(hit, marker.title(hit.title), marker.excerpt(hit.text)) for hit in hits]


def _filters(params: QueryDict, available: FilterChoices) -> Filters:
    """Return the filters of the query string; unknown values are ignored."""
    units = {str(unit.pk): unit.pk for unit in available.units}
    years = {str(year): year for year in available.years}
    return Filters(
        kind=_one_of(params.get("loai"), [kind.address for kind in available.kinds]),
        category=_one_of(params.get("muc"), [category.slug for category in available.categories]),
        unit=units.get(params.get("don-vi", "")),
        year=years.get(params.get("nam", "")),
        until=_moment(params.get("moc", "")),
    )


def _one_of(value: str | None, available: list[str]) -> str:
    return value if value in available else ""


def _moment(text: str) -> datetime | None:
    """Return the time of a number of microseconds, at most now."""
    microseconds = int_param(text, maximum=10**16 - 1)
    if microseconds is None:
        return None
    return min(EPOCH + timedelta(microseconds=microseconds), timezone.now())


def _filter_params(filters: Filters) -> dict[str, str]:
    values = {
        "loai": filters.kind,
        "muc": filters.category,
        "don-vi": filters.unit,
        "nam": filters.year,
    }
    return {name: str(value) for name, value in values.items() if value}


def _place(number: int, moment: int) -> dict[str, str]:
    return {"trang": str(number), "moc": str(moment)} if number > 1 else {}


def _address(values: dict[str, str]) -> str:
    return f"{reverse('search')}?{urlencode(values)}"
