"""Search page ``/tim-kiem/?q=``, over all registered sources.

Its pages are cached as others are, although the number of URLs is unbounded: the cache is bounded
in bytes and evicts the least recently used.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property, partial
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
from core.registries import SearchHit, SearchKind, SearchSource, fact_sources, search_sources
from core.search.engine import ResultPage, find_hits, suggest_hits
from core.search.facts import IndexedFact
from core.search.highlighting import Highlighter
from core.search.language.days import without_relative_times
from core.search.language.synonyms import NONE as NO_SYNONYMS
from core.search.language.synonyms import Synonyms
from core.search.parser import MAX_CHARACTERS, parse_query
from core.search.query import Query
from core.search.source_rows import Filters
from core.search.statement import MAX_HITS
from core.search.suggestions import SimilarWords, similar_words
from news.models import Category
from news.public.archive import published_counts
from organization.models import Unit
from organization.searching.missed import count_missed

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
    kinds = [(source.position, kind) for source in search_sources for kind in source.kinds]
    kinds += [(source.position, source.kind) for source in fact_sources]
    return FilterChoices(
        kinds=list(dict.fromkeys(kind for _, kind in sorted(kinds, key=lambda pair: pair[0]))),
        categories=list(Category.objects.visible()),
        units=list(Unit.objects.all()),
        years=sorted({month.first.year for month in published_counts().months}, reverse=True),
    )


@query_parameters("q", *FILTER_PARAMETERS, *PAGINATION)
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show hits, what comes near them when nothing matches, or a help text without a query."""
    shared = site_context(request)
    query = parse_query(request.GET.get("q", ""), shared["search_synonyms"])
    number = page_number(request.GET)
    available = shared["search_choices"]
    filters = _filters(request.GET, available)
    context = {
        "query": query,
        "narrowed": filters,
        "offered": available,
        "most_characters": MAX_CHARACTERS,
        "whole_portal": _address({"q": query.typed}) if _filter_params(filters) else "",
        "unquoted": _unquoted(query, filters),
    }
    if query.tsqueries:
        found = Finder(
            query, filters, list(shared["search_facts"]), shared["search_synonyms"]
        ).answer(number)
        context |= _shown(found, query, filters, number)
        if not found.is_complete and not _filter_params(filters):
            guard("Tìm kiếm: từ không thấy", partial(count_missed, query.typed), None)
    elif number > 1:
        raise Http404
    return render(request, "wardportal/search.html", context)


@dataclass(frozen=True)
class Answer:
    """What the page shows: hits that have all words, hits with fewer, or titles that are similar.

    ``is_complete``: the first hit has all words, near each other.
    """

    page: ResultPage
    is_complete: bool = True
    similar: list[SearchHit] = field(default_factory=list)


@dataclass
class Finder:
    """Searches of one request; a source that fails is left out of all of them."""

    query: Query
    filters: Filters
    facts: list[IndexedFact]
    meanings: Synonyms = NO_SYNONYMS
    sources: list[SearchSource] = field(default_factory=lambda: list(search_sources))

    def answer(self, number: int) -> Answer:
        """Return the hits of a page. Without any: those without the named time ("tuần này"), else
        titles that resemble all words (a slip), else hits with fewer words, else titles that
        resemble some.
        """
        whole = self._found(self.query, number)
        if whole.is_found or self._is_found_elsewhere:
            return Answer(whole)
        if self.query.day and not whole.hits:
            # Nothing is of that day: the page that its words name, as "cuối tuần này" the calendar.
            named = self._found(self._parsed(self.query.typed, takes_days=False), number)
            if named.is_found:
                return Answer(named)
        if number > 1 and not whole.hits and self._found(self.query, 1).is_found:
            return Answer(whole)  # a page beyond the last one
        rest = without_relative_times(self.query.typed)
        if not whole.hits and rest not in ("", self.query.typed):
            anytime = replace(self, query=self._parsed(rest)).answer(number)
            return replace(anytime, is_complete=False)
        is_slip = not whole.hits and number == 1 and self.similar.has_slip(self.query)
        if is_slip and (slips := self._suggested() or self._found(self._corrected, 1).hits):
            return Answer(whole, is_complete=False, similar=slips)
        fewer = self._found(self.query.with_fewer_words(), number)
        if fewer.hits or whole.hits:
            return Answer(fewer if fewer.hits else whole, is_complete=False)
        return Answer(whole, is_complete=False, similar=self._suggested())

    @property
    def _is_found_elsewhere(self) -> bool:
        """Return whether there is a sure answer without the filters: they take away from its hits,
        and bring nothing else in.
        """
        everywhere = self.filters.without_choices
        if everywhere == self.filters:
            return False
        return replace(self, filters=everywhere)._found(self.query, 1).is_found

    @property
    def _corrected(self) -> Query:
        """Return the query with the words of titles that the typed ones resemble most."""
        words = [word.folded for word in self.query.words_to_find]
        return self._parsed(" ".join(self.similar.closest(word) for word in words))

    def _parsed(self, typed: str, *, takes_days: bool = True) -> Query:
        return parse_query(typed, self.meanings, takes_days=takes_days)

    @cached_property
    def similar(self) -> SimilarWords:
        find = partial(similar_words, self.sources, self.query, self.filters)
        return guard("Tìm kiếm: từ gần giống", find, SimilarWords(frozenset(), {}))

    def _suggested(self) -> list[SearchHit]:
        suggest = partial(suggest_hits, self.sources, self.query, self.filters, self.similar)
        return guard("Tìm kiếm: gần giống", suggest, [])

    def _found(self, query: Query, number: int) -> ResultPage:
        def hits_of(sources: list[SearchSource], facts: list[IndexedFact]) -> ResultPage:
            first = (number - 1) * PER_PAGE
            return find_hits(
                sources, query, self.filters, first=first, length=PER_PAGE, facts=facts
            )

        if found := guard("Tìm kiếm", partial(hits_of, self.sources, self.facts), None):
            return found
        self.sources = [
            source
            for source in self.sources
            if guard(f"Tìm kiếm: {source.name}", partial(hits_of, [source], []), None)
        ]
        return guard("Tìm kiếm", partial(hits_of, self.sources, self.facts), ResultPage([], 0))


def _shown(answer: Answer, query: Query, filters: Filters, number: int) -> dict[str, Any]:
    found = answer.page
    if number > 1 and not found.hits:
        raise Http404
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
    return {
        "page_obj": page,
        "found": found,
        "is_complete": answer.is_complete,
        "near": _marked(query, answer.similar),
        "most": MAX_HITS,
    }


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


def _unquoted(query: Query, filters: Filters) -> str:
    """Return the address of the same search without quotes, "" for one that has none."""
    words = query.typed.replace('"', " ")
    if words == query.typed:
        return ""
    return _address({"q": " ".join(words.split())} | _filter_params(filters))


def _place(number: int, moment: int) -> dict[str, str]:
    return {"trang": str(number), "moc": str(moment)} if number > 1 else {}


def _address(values: dict[str, str]) -> str:
    return f"{reverse('search')}?{urlencode(values)}"
