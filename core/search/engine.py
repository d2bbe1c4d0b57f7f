"""Search engine: hits of all registered sources, and what to show when there are none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from core.database.compiled_query import CompiledQuery
from core.registries import SearchHit, SearchSource
from core.search import statement
from core.search.facts import NAME as FACTS
from core.search.facts import IndexedFact
from core.search.query import Query
from core.search.source_rows import Filters
from core.search.statement import fetch, search_sql
from core.search.suggestions import SimilarWords, suggest_sql


@dataclass(frozen=True)
class ResultPage:
    """One page of hits; ``count`` is exact up to ``MAX_HITS``, one more stands for more.

    ``is_sure``: the best hit has the words near each other, or all of them in its title.
    """

    hits: list[SearchHit]
    count: int
    is_sure: bool = True

    @property
    def is_found(self) -> bool:
        return bool(self.hits) and self.is_sure

    @property
    def is_more(self) -> bool:
        return self.count > statement.MAX_HITS


def find_hits(
    sources: Iterable[SearchSource],
    query: Query,
    filters: Filters,
    *,
    first: int = 0,
    length: int = 20,
    facts: Iterable[IndexedFact] = (),
) -> ResultPage:
    """Return the hits from ``first`` on, best first, newer before older where they rank alike."""
    sources, facts = tuple(sources), tuple(facts)
    shown = min(length, max(statement.MAX_HITS - first, 0))
    sql = search_sql(sources, query, filters, first=first, length=shown, facts=facts)
    rows = fetch(*sql) if sql else []
    is_sure = not rows or bool(rows[0][3]) or query.is_day_alone
    return ResultPage(_load(sources, facts, rows), rows[0][2] if rows else 0, is_sure)


def suggest_hits(
    sources: Iterable[SearchSource], query: Query, filters: Filters, similar: SimilarWords
) -> list[SearchHit]:
    """Return hits whose title has words similar to the typed ones, most similar first."""
    sources = tuple(sources)
    found = suggest_sql(sources, query, filters, similar)
    return _load(sources, (), fetch(*found)) if found else []


def _load(
    sources: Iterable[SearchSource], facts: Iterable[IndexedFact], rows: list[tuple[Any, ...]]
) -> list[SearchHit]:
    """Return the hits of the rows, in their order; a row that was deleted meanwhile is left out."""
    found_facts = {row[1] for row in rows if row[0] == FACTS}
    hits: dict[tuple[str, Any], SearchHit] = {
        (FACTS, fact.pk): fact.hit for fact in facts if fact.pk in found_facts
    }
    for source in sources:
        keys = [row[1] for row in rows if row[0] == source.name]
        if keys:
            found = _listed(source, keys=keys, now=timezone.now())
            hits |= {(source.name, item.pk): source.hit(item) for item in found}
    return [hits[row[0], row[1]] for row in rows if (row[0], row[1]) in hits]


def _rows(source: SearchSource, *, keys: list[int], now: datetime) -> QuerySet[Any]:
    return source.listed(source.rows(now)).filter(pk__any_of=keys)


_listed = CompiledQuery(_rows, optional=("now",))
