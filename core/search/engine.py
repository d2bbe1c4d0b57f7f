"""Search engine: candidates, ranking, count and page of all registered sources in one query.

Unpacking a row's vector costs more than all else, so it is done for few: indexes alone find the
newest ``MAX_HITS`` rows that match, and only ``RANKED`` of them are ranked. Rows that match a
narrower tsquery and titles are looked up apart, so that an old title is not lost among new texts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain
from typing import Any

from django.db import connection
from django.db.models import BooleanField, F, Func, QuerySet, Value
from django.db.models.expressions import RawSQL

from core.registries import SearchHit, SearchSource
from core.search.expressions import InTitle
from core.search.parser import Query, loosened

MAX_HITS = 1000
RANKED = 200  # hits that are ranked; the others follow by time
MAX_FILTERED_ROWS = 100  # the newest candidates of one narrower condition
MAX_RECHECKED = 10_000  # the newest rows rechecked where an index decides only a part
SAMPLE_SIZE = 100  # the newest rows that tell whether a condition is common
SUGGESTIONS = 10
MAX_TITLES = 2000  # the newest titles whose words may be meant by a misspelt one
MIN_SIMILARITY = 0.3  # trigram similarity of two words
MAX_ALTERNATIVES = 8  # words that a misspelt one may mean

Part = tuple[str, tuple[Any, ...]]


@dataclass(frozen=True)
class Filters:
    """Filters of a search; ``until`` excludes later rows, so that pages do not shift."""

    kind: str = ""
    category: str = ""
    unit: int | None = None
    year: int | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class ResultPage:
    """One page of hits; ``count`` is exact up to ``MAX_HITS``, one more stands for more."""

    hits: list[SearchHit]
    count: int

    @property
    def is_more(self) -> bool:
        return self.count > MAX_HITS


@dataclass(frozen=True)
class _Condition:
    """A tsquery that makes a row a candidate, the newest ``limit`` of them; ``common`` is the part
    of a sample from which it counts as common.
    """

    vector: F | InTitle
    tsquery: str
    limit: int = MAX_FILTERED_ROWS
    common: float = 0.08


class _Matches(Func):
    """``vector @@ to_tsquery(…)``: whether a vector matches a tsquery."""

    template = "%(expressions)s"
    arg_joiner = " @@ "
    output_field = BooleanField()

    def __init__(self, vector: F | InTitle, tsquery: str) -> None:
        super().__init__(
            vector, Func(Value(tsquery), template="to_tsquery('simple', %(expressions)s)")
        )


def find_hits(
    sources: Iterable[SearchSource],
    query: Query,
    filters: Filters,
    *,
    first: int = 0,
    length: int = 20,
) -> ResultPage:
    """Return the hits from ``first`` on, best first, newer before older where they rank alike."""
    sources = tuple(sources)
    shown = min(length, max(MAX_HITS - first, 0))
    statement = search_sql(sources, query, filters, first=first, length=shown)
    rows = _fetch(*statement) if statement else []
    return ResultPage(_load(sources, rows), rows[0][2] if rows else 0)


def search_sql(
    sources: Iterable[SearchSource],
    query: Query,
    filters: Filters,
    *,
    first: int = 0,
    length: int = 20,
) -> Part | None:
    """Return the SQL of ``find_hits`` and its parameters, None when nothing can match.

    A row's rank rises limit by matching a narrower tsquery, then by having the words in a row, then
    by its title, then by how often and how close together they occur in it. Rows of nearly the same
    rank come newest first.
    """
    if not query.tsqueries:
        return None
    filtered = list(_filtered(sources, filters))
    common = _common(filtered, query)
    union, values = _union(
        part
        for source, rows in filtered
        for part in _candidates(rows, source, query, common[source.name])
    )
    if not union:
        return None
    vectors, vector_values = _union(_vectors(rows, source) for source, rows in filtered)
    gains, gain_values = _score(query)
    # A sequential scan unpacks every vector, which the planner takes for cheap. Each vector is
    # unpacked once.
    sql = (
        f"{_prelude('enable_seqscan', 'off')} WITH "  # noqa: S608 (our own words)
        f"found AS MATERIALIZED (SELECT source, pk, at, max(nth) AS nth FROM ({union}) AS rows"
        " GROUP BY 1, 2, 3), "
        "best AS MATERIALIZED (SELECT source, pk FROM found ORDER BY nth DESC, at DESC LIMIT"
        f" {RANKED:d}), "
        f"unpacked AS MATERIALIZED (SELECT source, pk, vector || '' AS vector FROM ({vectors}) AS"
        " rows), "
        f"ranked AS (SELECT source, pk, floor(10 * ({gains})) AS rank FROM unpacked) "
        "SELECT source, pk, count(*) OVER () FROM found LEFT JOIN ranked USING (source, pk) "
        f"ORDER BY rank DESC NULLS LAST, at DESC, source, pk DESC OFFSET {first:d} LIMIT {length:d}"
    )
    return sql, (*values, *vector_values, *gain_values)


def suggest_hits(
    sources: Iterable[SearchSource], query: Query, filters: Filters
) -> list[SearchHit]:
    """Return hits whose title has words similar to the typed ones, limit similar first."""
    sources = tuple(sources)
    statement = suggest_sql(sources, query, filters)
    return _load(sources, _fetch(*statement)) if statement else []


def suggest_sql(sources: Iterable[SearchSource], query: Query, filters: Filters) -> Part | None:
    """Return the SQL of ``suggest_hits`` and its parameters, None when no word is similar."""
    filtered = list(_filtered(sources, filters))
    tsquery, is_common = _similar_words(filtered, query)
    if not tsquery:
        return None
    condition = _Condition(InTitle(F("search_vector")), tsquery)
    union, values = _union(
        _newest(rows, source, condition, is_common, "title_words") for source, rows in filtered
    )
    sql = (
        f"{_prelude('enable_seqscan', 'off')} SELECT source, pk FROM ({union}) AS near "  # noqa: S608
        f"ORDER BY word_similarity(%s, title_words) DESC, at DESC, source, pk LIMIT {SUGGESTIONS:d}"
    )
    return sql, (*values, query.folded)


def _similar_words(
    filtered: list[tuple[SearchSource, QuerySet[Any]]], query: Query
) -> tuple[str, bool]:
    """Return a tsquery of similar words, and whether many titles match it.

    A word without a similar one is left out; the tsquery is empty when that is so of all.
    """
    titles, values = _union(
        rows.order_by(f"-{source.at}", "-pk").values("title_words")[:MAX_TITLES]
        for source, rows in filtered
    )
    if not titles:
        return "", False
    found = _fetch(
        "WITH words AS MATERIALIZED ("  # noqa: S608
        "SELECT unnest(string_to_array(trim(title_words), ' ')) AS word, "
        f"count(*) AS many FROM ({titles}) AS titles GROUP BY word) "
        "SELECT typed, word, many FROM unnest(%s) AS typed CROSS JOIN LATERAL ("
        f"SELECT * FROM words WHERE similarity(word, typed) >= {MIN_SIMILARITY} "
        f"ORDER BY similarity(word, typed) DESC, word LIMIT {MAX_ALTERNATIVES:d}) AS alike",
        (*values, [word.folded for word in query.words_to_find]),
    )
    meant: dict[str, dict[str, int]] = {}
    for typed, word, many in found:
        meant.setdefault(typed, {})[word] = many
    tsquery = " & ".join(f"({' | '.join(map(repr, words))})" for words in meant.values())
    rarest = min((sum(words.values()) for words in meant.values()), default=0)
    return tsquery, rarest >= MAX_TITLES * _Condition.common


def _prelude(name: str, value: str) -> str:
    """Return a statement that sets an option for the query behind it alone."""
    return f"SELECT set_config('{name}', '{value}', true);"


def _filtered(
    sources: Iterable[SearchSource], filters: Filters
) -> Iterator[tuple[SearchSource, QuerySet[Any]]]:
    """Yield the sources that support the filters, each with its filtered rows."""
    for source in sources:
        kind = next((kind for kind in source.kinds if kind.address == filters.kind), None)
        if (filters.kind and not kind) or (filters.category and not source.category):
            continue
        if filters.unit is not None and not source.unit:
            continue
        conditions: dict[str, Any] = dict(kind.where) if kind else {}
        if filters.category:
            conditions[source.category] = filters.category
        if filters.unit is not None:
            conditions[source.unit] = filters.unit
        if filters.year is not None:
            conditions[f"{source.at}__year"] = filters.year
        if filters.until is not None:
            conditions[f"{source.at}__lte"] = filters.until
        yield source, source.rows().filter(**conditions).order_by()


def _conditions(query: Query) -> list[_Condition]:
    """Return a condition per tsquery, the widest first, and the narrowest in the title alone."""
    vector = F("search_vector")
    widest, *narrower = query.tsqueries
    return [
        _Condition(vector, widest, MAX_HITS + 1, 0.15),  # one row more shows that there are more
        *(_Condition(vector, tsquery) for tsquery in narrower),
        _Condition(InTitle(vector), query.tsqueries[-1]),
    ]


def _common(
    filtered: list[tuple[SearchSource, QuerySet[Any]]], query: Query
) -> dict[str, list[bool]]:
    """Return for each source and condition whether so many of the newest rows match that a scan in
    order of time is quick.

    The planner cannot know: it takes tsquery a vector for cheap, but each has to be unpacked.
    """
    conditions = _conditions(query)
    matches = {
        f"is_{place}": _Matches(condition.vector, condition.tsquery)
        for place, condition in enumerate(conditions)
    }
    union, values = _union(
        rows.annotate(source=Value(source.name), **matches)
        .order_by(f"-{source.at}", "-pk")
        .values_list("source", *matches)[:SAMPLE_SIZE]
        for source, rows in filtered
    )
    found = _fetch(union, values) if union else []
    common = {}
    for source, _ in filtered:
        sample = [row for row in found if row[0] == source.name]
        common[source.name] = [
            sum(row[place] for row in sample) >= SAMPLE_SIZE * condition.common
            for place, condition in enumerate(conditions, start=1)
        ]
    return common


def _candidates(
    rows: QuerySet[Any], source: SearchSource, query: Query, common: list[bool]
) -> Iterator[Part]:
    """Yield the newest rows that match each condition, with the condition's number."""
    for nth, (condition, is_common) in enumerate(zip(_conditions(query), common, strict=True)):
        yield _newest(rows.annotate(nth=Value(nth)), source, condition, is_common, "nth")


def _newest(
    rows: QuerySet[Any], source: SearchSource, condition: _Condition, is_common: bool, more: str
) -> Part:
    """Return the SQL of the newest rows that match the condition, with one column more.

    A common condition is met soon on the way through the index of times. For any other the index of
    words finds the rows that have the words, and a recheck of their vectors finds phrases.
    """
    if is_common:
        newest = rows.order_by(F(source.at).desc(), "-pk")
    else:  # ordered by an expression, so that the index of times is not used
        having = rows.filter(_Matches(condition.vector, loosened(condition.tsquery)))
        newest = having.order_by((F(source.at) + timedelta(0)).desc(), "-pk")
    named = newest.annotate(source=Value(source.name), at=F(source.at))
    rechecked = named.values_list("source", "pk", "at", more, "search_vector")[:MAX_RECHECKED]
    sql, values = rechecked.query.sql_with_params()
    is_title = isinstance(condition.vector, InTitle)
    vector = "ts_filter(search_vector, '{a}')" if is_title else "search_vector"
    return (
        f"SELECT source, pk, at, {more} FROM ({sql}) AS newest "  # noqa: S608
        f"WHERE {vector} @@ to_tsquery('simple', %s) LIMIT {condition.limit:d}",
        (*values, condition.tsquery),
    )


def _vectors(rows: QuerySet[Any], source: SearchSource) -> QuerySet[Any]:
    best = RawSQL("SELECT pk FROM best WHERE source = %s", [source.name])
    vectors: QuerySet[Any, Any] = (
        rows.filter(pk__in=best)
        .annotate(source=Value(source.name), vector=F("search_vector"))
        .values_list("source", "pk", "vector")
    )
    return vectors


def _score(query: Query) -> Part:
    narrower = query.tsqueries[1:]
    matches = "(vector @@ to_tsquery('simple', %s))::int"
    in_title = "(ts_filter(vector, '{a}') @@ to_tsquery('simple', %s))::int"
    gains = ["ts_rank(vector, to_tsquery('simple', %s))"]
    gains += [f"2 * {matches}"] * len(narrower)
    gains += [matches, in_title]
    narrowest = query.tsqueries[-1]
    return " + ".join(gains), (narrowest, *narrower, query.phrase, narrowest)


def _union(queries: Iterable[QuerySet[Any] | Part]) -> Part:
    parts = [
        query if isinstance(query, tuple) else query.query.sql_with_params() for query in queries
    ]
    # As subqueries, so that each keeps the names of its columns.
    statement = " UNION ALL ".join(f"({sql})" for sql, _ in parts)
    return statement, tuple(chain.from_iterable(values for _, values in parts))


def _fetch(sql: str, values: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _load(sources: Iterable[SearchSource], rows: list[tuple[Any, ...]]) -> list[SearchHit]:
    """Return the hits of the rows, in their order; a row that was deleted meanwhile is left out."""
    hits: dict[tuple[str, Any], SearchHit] = {}
    for source in sources:
        keys = [row[1] for row in rows if row[0] == source.name]
        if keys:
            loaded = source.load(source.rows().filter(pk__in=keys))
            hits |= {(source.name, key): hit for key, hit in loaded.items()}
    return [hits[row[0], row[1]] for row in rows if (row[0], row[1]) in hits]
