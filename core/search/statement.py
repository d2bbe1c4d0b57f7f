"""The statement of a search: one ranked page of hits and their count over all sources.

Unpacking a row's vector costs more than all else, so it is done for few: the newest ``MAX_HITS``
rows that match are found and ranked. Rows that match a narrower tsquery and titles are looked up
apart, so that an old title is not lost among new texts; what only matches a wider one is not looked
for when the narrowest alone finds enough.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any

from django.db import connection

from core.registries import SearchSource
from core.search.facts import NAME as FACTS
from core.search.facts import IndexedFact
from core.search.query import Query, loosened
from core.search.ranking import ranking_sql
from core.search.source_rows import Filters, Part, SourceRows, source_rows

MAX_HITS = 100  # so many are ranked and can be paged through; of each condition one more is found
MAX_RECHECKED = 2_000  # the newest rows rechecked where an index decides only a part
MAX_RECHECKED_PARTIAL = 500  # the same for rows that have only some of the words
NO_ROWS = ("SELECT '' AS source, 0::bigint AS pk, now() AS at, 0 AS nth WHERE false", ())
SAMPLE_SIZE = 60  # the newest rows that tell how common a condition is
# Microseconds, about: to unpack a row's vector and match it; to fetch a row from an index of words.
UNPACKED, FETCHED = 13, 4
UNKNOWN_SIZE = 100_000  # rows, of a table that Postgres has not analyzed yet

# What a condition is about: a row's whole vector, or the words of its title alone, as the indexes
# have them.
VECTOR = "search_vector"
TITLE = "ts_filter(search_vector, '{a}')"


@dataclass(frozen=True)
class Condition:
    """What makes a row a candidate, the newest of them.

    A tsquery of ``VECTOR`` or ``TITLE``, "" for every row; ``spans`` are times, none for all.
    ``most_rechecked`` is how many of the newest rows are looked at where the index of words does
    not decide.
    """

    vector: str
    tsquery: str
    most_rechecked: int = MAX_RECHECKED
    spans: tuple[tuple[datetime, datetime], ...] = ()

    @property
    def matches(self) -> str:
        """Return the SQL of it, with the tsquery as its parameter."""
        return f"{self.vector} @@ to_tsquery('simple', %s)"

    @property
    def is_decided_by_index(self) -> bool:
        """Return whether the index of words decides all of it, so that no vector is unpacked."""
        return loosened(self.tsquery) == self.tsquery

    def is_common(self, matched: float, size: int) -> bool:
        """Return whether the newest matching rows are found sooner in order of time than through
        the index of words, where a part ``matched`` of a table with ``size`` rows matches.
        """
        in_time = min((MAX_HITS + 1) / matched, self.most_rechecked) * UNPACKED
        matching = matched * size
        unpacked = 0.0 if self.is_decided_by_index else min(matching, self.most_rechecked)
        return in_time < matching * FETCHED + unpacked * UNPACKED


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
        WITH narrowest AS MATERIALIZED (    -- candidates with all words in their marks
            SELECT 'news.article' AS source, pk, at, 1 AS nth FROM (
                SELECT * FROM (SELECT … FROM news_article WHERE …) AS rows
                WHERE search_vector @@ to_tsquery('simple', '(''hop5'') & (''da6n'')')
                ORDER BY at DESC LIMIT 2000
            ) AS newest WHERE search_vector @@ … LIMIT 101
        ),
        found AS MATERIALIZED (             -- all candidates, with their narrowest condition
            SELECT source, pk, at, max(nth) AS nth FROM (
                SELECT * FROM narrowest
                UNION ALL …                 -- in the title alone; of the typed day; facts
                UNION ALL SELECT * FROM (…) AS wider
                    WHERE (SELECT count(*) FROM narrowest) <= 100
            ) AS rows GROUP BY 1, 2, 3
        ),
        best AS MATERIALIZED (              -- those worth unpacking
            SELECT source, pk FROM found ORDER BY nth DESC, at DESC LIMIT 100
        ),
        unpacked AS MATERIALIZED (
            SELECT source, pk, in_force_until, vector, ts_filter(vector, '{a}') AS title FROM …
        ),
        ranked AS (SELECT source, pk, … AS rank, … AS is_near FROM unpacked)
        SELECT source, pk, count(*) OVER (), first_value(is_near) OVER (ORDER BY …)
        FROM found LEFT JOIN ranked USING (source, pk)
        ORDER BY rank DESC NULLS LAST, at DESC, source, pk DESC OFFSET 0 LIMIT 20
    """
    if not query.tsqueries:
        return None
    shown = list(_filtered_facts(facts, filters))
    filtered = list(_sampled(source_rows(sources, filters), query))
    if not filtered and not shown:
        return None
    table, table_values = _fact_table(shown)
    candidates, values = _candidates(filtered, query, has_facts=bool(shown))
    vectors, vector_values = union_of(
        [*(_vectors(rows) for rows, _ in filtered), *_fact_vectors(shown)]
    )
    ranking, ranking_values = ranking_sql(query)
    # A sequential scan unpacks every vector, which the planner takes for cheap. Each vector is
    # unpacked once.
    sql = (
        f"{prelude('enable_seqscan', 'off')} WITH {table} {candidates}, "  # noqa: S608 (our own words)
        "best AS MATERIALIZED (SELECT source, pk FROM found ORDER BY nth DESC, at DESC LIMIT"
        f" {MAX_HITS:d}), "
        "unpacked AS MATERIALIZED ("
        "SELECT source, pk, in_force_until, vector, ts_filter(vector, '{a}') AS title FROM"
        " (SELECT source, pk, in_force_until, vector || '' AS vector"
        f" FROM ({vectors}) AS rows) AS whole), "
        f"ranked AS ({ranking}) "
        "SELECT source, pk, count(*) OVER (), first_value(is_near) OVER (ORDER BY rank DESC NULLS"
        " LAST, at DESC, source, pk DESC) FROM found LEFT JOIN ranked USING (source, pk) "
        f"ORDER BY rank DESC NULLS LAST, at DESC, source, pk DESC OFFSET {first:d} LIMIT {length:d}"
    )
    return sql, (*table_values, *values, *vector_values, *ranking_values)


def prelude(name: str, value: str) -> str:
    """Return a statement that sets an option for the query behind it alone."""
    return f"SELECT set_config('{name}', '{value}', true);"


def newest_sql(rows: SourceRows, condition: Condition, *, is_common: bool, more: str) -> Part:
    """Return the SQL of the newest rows that match the condition, with one column more.

    A common condition is met soon on the way through the index of times. For any other the index of
    words finds the rows that have the words, and a recheck of their vectors finds phrases.
    """
    where: list[str] = []
    values: list[Any] = [*rows.values]
    order = "at DESC, pk DESC"
    if condition.spans:
        where.append(f"({' OR '.join(['at >= %s AND at < %s'] * len(condition.spans))})")
        values += chain.from_iterable(condition.spans)
    if condition.tsquery and not is_common:
        where.append(condition.matches)
        values.append(loosened(condition.tsquery))
        order = "at + interval '0' DESC, pk DESC"  # not the index of times
    narrowed = f"WHERE {' AND '.join(where)} " if where else ""
    limit = MAX_HITS + 1  # one more: there are more
    matching, most = "", limit
    if condition.tsquery and (is_common or not condition.is_decided_by_index):
        matching, most = f"WHERE {condition.matches} ", condition.most_rechecked
        values.append(condition.tsquery)
    return (
        f"SELECT '{rows.source.name}' AS source, pk, at, {more} FROM (SELECT * FROM ({rows.sql})"  # noqa: S608
        f" AS rows {narrowed}ORDER BY {order} LIMIT {most:d}) AS newest "
        f"{matching}LIMIT {limit:d}",
        tuple(values),
    )


def union_of(parts: Iterable[Part]) -> Part:
    """Return the SQL of all rows of the queries."""
    listed = list(parts)
    # As subqueries, so that each keeps the names of its columns.
    statement = " UNION ALL ".join(f"({sql})" for sql, _ in listed)
    return statement, tuple(chain.from_iterable(values for _, values in listed))


def fetch(sql: str, values: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _conditions(query: Query) -> list[Condition]:
    """Return a condition per tsquery, the widest first, and the narrowest in the title alone; then
    one per time that a typed day means.

    A title does not tell whether an excluded word stands in the text.
    """
    widest, *narrower = query.tsqueries
    rechecked = MAX_RECHECKED_PARTIAL if query.is_partial else MAX_RECHECKED
    return [
        Condition(VECTOR, widest, rechecked),
        *(Condition(VECTOR, tsquery) for tsquery in narrower),
        *(() if query.has_excluded else (Condition(TITLE, query.tsqueries[-1]),)),
        *(Condition(VECTOR, dated.tsquery, spans=dated.spans) for dated in query.dated),
    ]


def _sampled(filtered: list[SourceRows], query: Query) -> Iterator[tuple[SourceRows, list[bool]]]:
    """Yield the sources that may have an answer, and for each condition whether it ``is_common``.

    The planner cannot know: it takes matching a vector for cheap, but each has to be unpacked.
    """
    conditions = _conditions(query)
    asked = [condition for condition in conditions if not condition.spans]
    sample, values = union_of(_sample(rows) for rows in filtered)
    matches = ", ".join(condition.matches for condition in asked)
    tsqueries = tuple(condition.tsquery for condition in asked)
    union = f"SELECT source, size, {matches} FROM ({sample}) AS sample" if sample else ""  # noqa: S608
    found = fetch(union, (*tsqueries, *values)) if union else []
    for rows in filtered:
        newest = [matched for source, _, *matched in found if source == rows.source.name]
        sizes = [size for source, size, *_ in found if source == rows.source.name and size >= 0]
        size = sizes[0] if sizes else UNKNOWN_SIZE
        is_all = len(newest) < SAMPLE_SIZE
        if is_all and not query.dated and not any(map(any, newest)):
            continue
        yield (
            rows,
            [
                bool(condition.spans)
                or condition.is_common(
                    max(sum(matched[place] for matched in newest), 0.5) / SAMPLE_SIZE, size
                )
                for place, condition in enumerate(conditions)
            ],
        )


def _sample(rows: SourceRows) -> Part:
    """Return the newest rows; each vector is unpacked once for all that reads it."""
    size = f"(SELECT reltuples FROM pg_class WHERE oid = '{rows.table}'::regclass) AS size"  # noqa: S608
    return (
        f"SELECT '{rows.source.name}' AS source, {size}, search_vector || '' AS search_vector"  # noqa: S608
        f" FROM ({rows.sql}) AS rows ORDER BY at DESC, pk DESC LIMIT {SAMPLE_SIZE:d}",
        rows.values,
    )


def _candidates(
    filtered: list[tuple[SourceRows, list[bool]]], query: Query, *, has_facts: bool
) -> Part:
    """Return the tables ``narrowest`` and ``found``: the newest rows that match each condition,
    with the condition's number.
    """
    conditions = _conditions(query)
    by_number: list[list[Part]] = [
        [
            newest_sql(rows, condition, is_common=common[nth], more=f"{nth:d} AS nth")
            for rows, common in filtered
        ]
        for nth, condition in enumerate(conditions)
    ]
    narrowest = len(query.tsqueries) - 1
    firsts, first_values = union_of(by_number[narrowest] or [NO_ROWS])
    others = list(chain.from_iterable(by_number[narrowest + 1 :]))
    if has_facts:
        others.append(_fact_candidates(query))
    wider, wider_values = union_of(chain.from_iterable(by_number[:narrowest]))
    if wider:
        # Asked for only where it is needed: Postgres decides before it runs any of them.
        sql = (
            f"SELECT * FROM ({wider}) AS wider"  # noqa: S608
            f" WHERE (SELECT count(*) FROM narrowest) <= {MAX_HITS:d}"
        )
        others.append((sql, wider_values))
    union, values = union_of([("SELECT * FROM narrowest", ()), *others])
    return (
        f"narrowest AS MATERIALIZED ({firsts}), "  # noqa: S608
        f"found AS MATERIALIZED (SELECT source, pk, at, max(nth) AS nth FROM ({union}) AS rows"
        " GROUP BY 1, 2, 3)",
        (*first_values, *values),
    )


def _vectors(rows: SourceRows) -> Part:
    return (
        f"SELECT '{rows.source.name}' AS source, pk, in_force_until, search_vector AS vector"  # noqa: S608
        f" FROM ({rows.sql})"
        " AS rows WHERE pk IN (SELECT pk FROM best WHERE source = %s)",
        (*rows.values, rows.source.name),
    )


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
    columns = "source, pk, NULL::timestamptz AS in_force_until, vector"
    return [(f"SELECT {columns} FROM facts JOIN best USING (source, pk)", ())]  # noqa: S608
