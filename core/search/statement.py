"""The statement of a search: one ranked page of hits and their count over all sources.

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

from django.contrib.postgres.search import SearchVectorField
from django.db import connection
from django.db.models import BooleanField, F, Func, Q, QuerySet, Value
from django.db.models.expressions import RawSQL

from core.registries import SearchSource
from core.search.expressions import InTitle
from core.search.facts import NAME as FACTS
from core.search.facts import IndexedFact
from core.search.query import Query, loosened
from core.search.ranking import ranking_sql

MAX_HITS = 1000
RANKED = 100  # hits that are ranked; the others follow by time
MAX_FILTERED_ROWS = 100  # the newest candidates of one narrower condition
MAX_RECHECKED = 3_000  # the newest rows rechecked where an index decides only a part
SAMPLE_SIZE = 60  # the newest rows that tell whether a condition is common

_TITLE = "ts_filter(vector, '{a}')"

Part = tuple[str, tuple[Any, ...]]
Filtered = list[tuple[SearchSource, QuerySet[Any]]]


@dataclass(frozen=True)
class Filters:
    """Filters of a search; ``until`` excludes later rows, so that pages do not shift."""

    kind: str = ""
    category: str = ""
    unit: int | None = None
    year: int | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class Condition:
    """What makes a row a candidate, the newest ``limit`` of them.

    A tsquery of a vector, "" for every row; ``spans`` are times, none for all. ``common`` is the
    part of a sample from which a tsquery counts as common.
    """

    vector: F | InTitle
    tsquery: str
    limit: int = MAX_FILTERED_ROWS
    common: float = 0.08
    spans: tuple[tuple[datetime, datetime], ...] = ()


class Unpacked(Func):
    """A vector unpacked once for all that reads it, within a subquery that has a limit."""

    template = "%(expressions)s || ''"
    output_field = SearchVectorField()


class Matches(Func):
    """``vector @@ to_tsquery(…)``: whether a vector matches a tsquery."""

    template = "%(expressions)s"
    arg_joiner = " @@ "
    output_field = BooleanField()

    def __init__(self, vector: F | InTitle, tsquery: str) -> None:
        super().__init__(
            vector, Func(Value(tsquery), template="to_tsquery('simple', %(expressions)s)")
        )


def search_sql(
    sources: Iterable[SearchSource],
    query: Query,
    filters: Filters,
    *,
    first: int = 0,
    length: int = 20,
    facts: Iterable[IndexedFact] = (),
) -> Part | None:
    """Return the SQL of a page of hits and its parameters, None when nothing can match.

    Its rows are source, primary key, number of all hits, and whether in the first of all the words
    stand near each other. For "họp dân" and one source, shortened (the rank: see ``ranking``)::

        SELECT set_config('enable_seqscan', 'off', true);
        WITH found AS MATERIALIZED (        -- candidates, with their narrowest condition
            SELECT source, pk, at, max(nth) AS nth FROM (
                SELECT 'news.article' AS source, pk, at, 0 AS nth FROM (
                    SELECT … FROM news_article
                    WHERE … AND search_vector @@ to_tsquery('simple', '(''hop'') & (''dan'')')
                    ORDER BY published_at DESC LIMIT 3000
                ) AS newest WHERE search_vector @@ … LIMIT 1001
                UNION ALL …                 -- with marks; in the title alone; of the typed day
                UNION ALL                   -- facts
                SELECT source, pk, now(), 0 FROM facts WHERE vector @@ …
            ) AS rows GROUP BY 1, 2, 3
        ),
        best AS MATERIALIZED (              -- those worth unpacking
            SELECT source, pk FROM found ORDER BY nth DESC, at DESC LIMIT 100
        ),
        unpacked AS MATERIALIZED (
            SELECT source, pk, vector, ts_filter(vector, '{a}') AS title FROM …
        ),
        ranked AS (SELECT source, pk, … AS rank, … AS is_near FROM unpacked)
        SELECT source, pk, count(*) OVER (), first_value(is_near) OVER (ORDER BY …)
        FROM found LEFT JOIN ranked USING (source, pk)
        ORDER BY rank DESC NULLS LAST, at DESC, source, pk DESC OFFSET 0 LIMIT 20
    """
    if not query.tsqueries:
        return None
    filtered = list(filtered_sources(sources, filters))
    shown = list(_filtered_facts(facts, filters))
    common = _common(filtered, query)
    parts = [
        part
        for source, rows in filtered
        for part in _candidates(rows, source, query, common[source.name])
    ]
    if shown:
        parts.append(_fact_candidates(query))
    if not parts:
        return None
    union, values = union_of(parts)
    vectors, vector_values = union_of(
        [*(_vectors(rows, source) for source, rows in filtered), *_fact_vectors(shown)]
    )
    ranking, ranking_values = ranking_sql(query)
    table, table_values = _fact_table(shown)
    # A sequential scan unpacks every vector, which the planner takes for cheap. Each vector is
    # unpacked once.
    sql = (
        f"{prelude('enable_seqscan', 'off')} WITH {table} "  # noqa: S608 (our own words)
        f"found AS MATERIALIZED (SELECT source, pk, at, max(nth) AS nth FROM ({union}) AS rows"
        " GROUP BY 1, 2, 3), "
        "best AS MATERIALIZED (SELECT source, pk FROM found ORDER BY nth DESC, at DESC LIMIT"
        f" {RANKED:d}), "
        "unpacked AS MATERIALIZED (SELECT source, pk, vector, ts_filter(vector, '{a}') AS title"
        f" FROM (SELECT source, pk, vector || '' AS vector FROM ({vectors}) AS rows) AS whole), "
        f"ranked AS ({ranking}) "
        "SELECT source, pk, count(*) OVER (), first_value(is_near) OVER (ORDER BY rank DESC NULLS"
        " LAST, at DESC, source, pk DESC) FROM found LEFT JOIN ranked USING (source, pk) "
        f"ORDER BY rank DESC NULLS LAST, at DESC, source, pk DESC OFFSET {first:d} LIMIT {length:d}"
    )
    return sql, (*table_values, *values, *vector_values, *ranking_values)


def prelude(name: str, value: str) -> str:
    """Return a statement that sets an option for the query behind it alone."""
    return f"SELECT set_config('{name}', '{value}', true);"


def filtered_sources(
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


def newest_sql(
    rows: QuerySet[Any], source: SearchSource, condition: Condition, is_common: bool, more: str
) -> Part:
    """Return the SQL of the newest rows that match the condition, with one column more.

    A common condition is met soon on the way through the index of times. For any other the index of
    words finds the rows that have the words, and a recheck of their vectors finds phrases.
    """
    if condition.spans:
        rows = _within(rows, source.at, condition.spans)
    if is_common or not condition.tsquery:
        newest = rows.order_by(F(source.at).desc(), "-pk")
    else:  # ordered by an expression, so that the index of times is not used
        having = rows.filter(Matches(condition.vector, loosened(condition.tsquery)))
        newest = having.order_by((F(source.at) + timedelta(0)).desc(), "-pk")
    named = newest.annotate(source=Value(source.name), at=F(source.at))
    rechecked = named.values_list("source", "pk", "at", more, "search_vector")[:MAX_RECHECKED]
    sql, values = rechecked.query.sql_with_params()
    is_title = isinstance(condition.vector, InTitle)
    vector = "ts_filter(search_vector, '{a}')" if is_title else "search_vector"
    matching = f"WHERE {vector} @@ to_tsquery('simple', %s) " if condition.tsquery else ""
    return (
        f"SELECT source, pk, at, {more} FROM ({sql}) AS newest "  # noqa: S608
        f"{matching}LIMIT {condition.limit:d}",
        (*values, condition.tsquery) if condition.tsquery else values,
    )


def _within(
    rows: QuerySet[Any], at: str, spans: Iterable[tuple[datetime, datetime]]
) -> QuerySet[Any]:
    within = Q()
    for begins, ends in spans:
        within |= Q(**{f"{at}__gte": begins, f"{at}__lt": ends})
    return rows.filter(within)


def union_of(queries: Iterable[QuerySet[Any] | Part]) -> Part:
    """Return the SQL of all rows of the queries."""
    parts = [
        query if isinstance(query, tuple) else query.query.sql_with_params() for query in queries
    ]
    # As subqueries, so that each keeps the names of its columns.
    statement = " UNION ALL ".join(f"({sql})" for sql, _ in parts)
    return statement, tuple(chain.from_iterable(values for _, values in parts))


def fetch(sql: str, values: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _conditions(query: Query) -> list[Condition]:
    """Return a condition per tsquery, the widest first, and the narrowest in the title alone; then
    one per time that a typed day means.
    """
    vector = F("search_vector")
    widest, *narrower = query.tsqueries
    return [
        Condition(vector, widest, MAX_HITS + 1, 0.15),  # one row more shows that there are more
        *(Condition(vector, tsquery) for tsquery in narrower),
        Condition(InTitle(vector), query.tsqueries[-1]),
        *(Condition(vector, dated.tsquery, spans=dated.spans) for dated in query.dated),
    ]


def _common(filtered: Filtered, query: Query) -> dict[str, list[bool]]:
    """Return for each source and condition whether so many of the newest rows match that a scan in
    order of time is quick.

    The planner cannot know: it takes matching a vector for cheap, but each has to be unpacked.
    """
    conditions = _conditions(query)
    asked = [condition for condition in conditions if not condition.spans]
    sample, values = union_of(
        rows.annotate(source=Value(source.name), vector=Unpacked(F("search_vector")))
        .order_by(f"-{source.at}", "-pk")
        .values_list("source", "vector")[:SAMPLE_SIZE]
        for source, rows in filtered
    )
    matches = ", ".join(
        f"{'vector' if isinstance(c.vector, F) else _TITLE} @@ to_tsquery('simple', %s)"
        for c in asked
    )
    tsqueries = tuple(condition.tsquery for condition in asked)
    union = f"SELECT source, {matches} FROM ({sample}) AS sample" if sample else ""  # noqa: S608
    values = (*tsqueries, *values)
    found = fetch(union, values) if union else []
    common = {}
    for source, _ in filtered:
        newest = [row for row in found if row[0] == source.name]
        common[source.name] = [
            bool(condition.spans)
            or sum(row[place] for row in newest) >= SAMPLE_SIZE * condition.common
            for place, condition in enumerate(conditions, start=1)
        ]
    return common


def _candidates(
    rows: QuerySet[Any], source: SearchSource, query: Query, common: list[bool]
) -> Iterator[Part]:
    """Yield the newest rows that match each condition, with the condition's number."""
    for nth, (condition, is_common) in enumerate(zip(_conditions(query), common, strict=True)):
        yield newest_sql(rows.annotate(nth=Value(nth)), source, condition, is_common, "nth")


def _vectors(rows: QuerySet[Any], source: SearchSource) -> QuerySet[Any]:
    best = RawSQL("SELECT pk FROM best WHERE source = %s", [source.name])
    vectors: QuerySet[Any, Any] = (
        rows.filter(pk__in=best)
        .annotate(source=Value(source.name), vector=F("search_vector"))
        .values_list("source", "pk", "vector")
    )
    return vectors


def _filtered_facts(facts: Iterable[IndexedFact], filters: Filters) -> Iterator[IndexedFact]:
    """Yield the facts that the filters leave; facts have neither category nor year."""
    if filters.category or filters.year is not None:
        return
    for fact in facts:
        is_kind = filters.kind in ("", fact.source.kind.address)
        if is_kind and filters.unit in (None, fact.fact.unit):
            yield fact


def _fact_table(facts: list[IndexedFact]) -> Part:
    if not facts:
        return "", ()
    return (
        f"facts AS MATERIALIZED (SELECT '{FACTS}' AS source, pk, vector FROM"  # noqa: S608
        " unnest(%s::bigint[], %s::text[]::tsvector[]) AS facts(pk, vector)),",
        ([fact.pk for fact in facts], [fact.vector for fact in facts]),
    )


def _fact_candidates(query: Query) -> Part:
    widest = query.tsqueries[0]
    narrowest = len(query.tsqueries)
    return (
        f"SELECT source, pk, now() AS at, {narrowest:d} AS nth FROM facts"  # noqa: S608
        " WHERE vector @@ to_tsquery('simple', %s)",
        (widest,),
    )


def _fact_vectors(facts: list[IndexedFact]) -> list[Part]:
    if not facts:
        return []
    return [("SELECT source, pk, vector FROM facts JOIN best USING (source, pk)", ())]
