"""One search over everything that rooms registered: found, ranked, counted and paged in one question.

Looking into a row's vector costs more than all else, so it is done for few: indexes alone find the newest ``MOST`` rows
that answer, and only the ``BEST`` of them are ranked. Those that answer more narrowly and titles are looked for apart,
so that an old title is not lost among new texts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.postgres.lookups import TrigramWordSimilar
from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import connection
from django.db.models import BooleanField, F, Func, QuerySet, Value
from django.db.models.expressions import RawSQL

from core.registries import SearchHit, SearchSource
from core.search import InTitle
from core.search_query import Query, loosened

MOST = 1000
BEST = 200  # are ranked; the others follow by time
NARROW = 100  # of the newest that answer to one narrower condition
LOOKED_THROUGH = 10_000  # of the newest at most, where an index does not know the whole answer
SAMPLE = 100  # of the newest rows are looked at to see what is common
NEAR = 10
NEAR_ENOUGH = (0.7, 0.5)  # of the letters typed, in threes; the second when the first finds nothing

Part = tuple[str, tuple[Any, ...]]


@dataclass(frozen=True)
class Narrowed:
    """What a search is narrowed to; ``until``: rows that came later are not there, so that pages stay as they are."""

    kind: str = ""
    category: str = ""
    unit: int | None = None
    year: int | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class Found:
    """One page of hits; ``count`` is exact up to MOST, above it just more."""

    hits: list[SearchHit]
    count: int

    @property
    def is_more(self) -> bool:
        return self.count > MOST


@dataclass(frozen=True)
class _Condition:
    """What makes a row a candidate, the newest ``most`` of them; ``common``: the part of a sample that is many."""

    vector: F | InTitle
    reading: str
    most: int = NARROW
    common: float = 0.08


class _Answers(Func):
    """Whether a vector answers to a reading of a query."""

    template = "%(expressions)s"
    arg_joiner = " @@ "
    output_field = BooleanField()

    def __init__(self, vector: F | InTitle, reading: str) -> None:
        super().__init__(vector, Func(Value(reading), template="to_tsquery('simple', %(expressions)s)"))


def find(
    sources: Iterable[SearchSource], query: Query, narrowed: Narrowed, *, first: int = 0, length: int = 20
) -> Found:
    """Return the hits from ``first`` on, best first, newer before older where they are alike."""
    sources = tuple(sources)
    asked = statement(sources, query, narrowed, first=first, length=min(length, max(MOST - first, 0)))
    rows = _ask(*asked) if asked else []
    return Found(_load(sources, rows), rows[0][2] if rows else 0)


def statement(
    sources: Iterable[SearchSource], query: Query, narrowed: Narrowed, *, first: int = 0, length: int = 20
) -> Part | None:
    """Return the question that ``find`` asks, None when nothing can be found.

    A row gains most by answering to a narrower reading, then by having the words in a row, then by its title, then
    by how often and how close together they stand in it. What gained nearly the same stands newest first.
    """
    if not query.readings:
        return None
    narrow = list(_narrowed(sources, narrowed))
    common = _common(narrow, query)
    union, values = _union(
        part for source, rows in narrow for part in _candidates(rows, source, query, common[source.name])
    )
    if not union:
        return None
    vectors, vector_values = _union(_vectors(rows, source) for source, rows in narrow)
    gains, gain_values = _gains(query)
    # A sequential scan looks into every vector, which the planner takes for cheap. Each vector is unpacked once.
    sql = (
        f"{_prelude('enable_seqscan', 'off')} WITH "  # noqa: S608 (our own words)
        f"found AS MATERIALIZED (SELECT source, pk, at, max(place) AS place FROM ({union}) AS rows GROUP BY 1, 2, 3), "
        f"best AS MATERIALIZED (SELECT source, pk FROM found ORDER BY place DESC, at DESC LIMIT {BEST:d}), "
        f"unpacked AS MATERIALIZED (SELECT source, pk, vector || '' AS vector FROM ({vectors}) AS rows), "
        f"ranked AS (SELECT source, pk, floor(10 * ({gains})) AS rank FROM unpacked) "
        "SELECT source, pk, count(*) OVER () FROM found LEFT JOIN ranked USING (source, pk) "
        f"ORDER BY rank DESC NULLS LAST, at DESC, source, pk DESC OFFSET {first:d} LIMIT {length:d}"
    )
    return sql, (*values, *vector_values, *gain_values)


def find_near(sources: Iterable[SearchSource], query: Query, narrowed: Narrowed) -> list[SearchHit]:
    """Return what has a title that resembles the typed words, most alike first."""
    sources = tuple(sources)
    for enough in NEAR_ENOUGH:
        asked = near_statement(sources, query, narrowed, enough)
        if asked and (rows := _ask(*asked)):
            return _load(sources, rows)
    return []


def near_statement(
    sources: Iterable[SearchSource], query: Query, narrowed: Narrowed, enough: float = NEAR_ENOUGH[0]
) -> Part | None:
    """Return the question that ``find_near`` asks, None when nothing can resemble what was typed."""
    typed, title = query.folded, F("title_words")
    if not typed:
        return None
    union, values = _union(
        rows.filter(TrigramWordSimilar(title, Value(typed)))
        .annotate(source=Value(source.name), at=F(source.at), rank=TrigramWordSimilarity(typed, title))
        .values_list("source", "pk", "at", "rank")
        for source, rows in _narrowed(sources, narrowed)
    )
    if not union:
        return None
    sql = f"SELECT source, pk FROM ({union}) AS near ORDER BY rank DESC, at DESC, source, pk LIMIT {NEAR:d}"  # noqa: S608
    return f"{_prelude('pg_trgm.word_similarity_threshold', str(enough))} {sql}", values


def _prelude(name: str, value: str) -> str:
    """Return a setting to stand before a question, so that it holds for that question alone."""
    return f"SELECT set_config('{name}', '{value}', true);"


def _narrowed(sources: Iterable[SearchSource], narrowed: Narrowed) -> Iterator[tuple[SearchSource, QuerySet[Any]]]:
    """Yield the sources that have what is asked for, with the rows that do."""
    for source in sources:
        kind = next((kind for kind in source.kinds if kind.address == narrowed.kind), None)
        if (narrowed.kind and not kind) or (narrowed.category and not source.category):
            continue
        if narrowed.unit is not None and not source.unit:
            continue
        wanted: dict[str, Any] = dict(kind.where) if kind else {}
        if narrowed.category:
            wanted[source.category] = narrowed.category
        if narrowed.unit is not None:
            wanted[source.unit] = narrowed.unit
        if narrowed.year is not None:
            wanted[f"{source.at}__year"] = narrowed.year
        if narrowed.until is not None:
            wanted[f"{source.at}__lte"] = narrowed.until
        yield source, source.rows().filter(**wanted).order_by()


def _conditions(query: Query) -> list[_Condition]:
    """Return each reading, the widest first, and the narrowest in the title alone."""
    vector, (widest, *narrower) = F("search_vector"), query.readings
    return [
        _Condition(vector, widest, MOST + 1, 0.15),  # one row more tells that there are more
        *(_Condition(vector, reading) for reading in narrower),
        _Condition(InTitle(vector), query.readings[-1]),
    ]


def _common(narrow: list[tuple[SearchSource, QuerySet[Any]]], query: Query) -> dict[str, list[bool]]:
    """Return for each source which conditions so many of the newest rows fulfil that one may go through all in turn.

    The database cannot tell: it takes looking into a vector for cheap, but each has to be unpacked.
    """
    conditions = _conditions(query)
    answers = {f"is_{place}": _Answers(asked.vector, asked.reading) for place, asked in enumerate(conditions)}
    union, values = _union(
        rows.annotate(source=Value(source.name), **answers)
        .order_by(f"-{source.at}", "-pk")
        .values_list("source", *answers)[:SAMPLE]
        for source, rows in narrow
    )
    found = _ask(union, values) if union else []
    return {
        source.name: [
            sum(row[place] for row in found if row[0] == source.name) >= SAMPLE * asked.common
            for place, asked in enumerate(conditions, start=1)
        ]
        for source, _ in narrow
    }


def _candidates(rows: QuerySet[Any], source: SearchSource, query: Query, common: list[bool]) -> Iterator[Part]:
    """Yield the newest that fulfil each condition, with its place.

    What is common is met soon on the way through the index of times. Of all else the index of words tells which rows
    have the words, and their vectors whether these stand in a row.
    """
    for place, (asked, is_common) in enumerate(zip(_conditions(query), common, strict=True)):
        if is_common:
            newest = rows.order_by(F(source.at).desc(), "-pk")
        else:  # ordered by an expression, so that the index of times is no way
            having = rows.filter(_Answers(asked.vector, loosened(asked.reading)))
            newest = having.order_by((F(source.at) + timedelta(0)).desc(), "-pk")
        named = newest.annotate(source=Value(source.name), at=F(source.at), place=Value(place))
        looked_through = named.values_list("source", "pk", "at", "place", "search_vector")[:LOOKED_THROUGH]
        sql, values = looked_through.query.sql_with_params()
        vector = "ts_filter(search_vector, '{a}')" if isinstance(asked.vector, InTitle) else "search_vector"
        yield (
            f"SELECT source, pk, at, place FROM ({sql}) AS newest "  # noqa: S608
            f"WHERE {vector} @@ to_tsquery('simple', %s) LIMIT {asked.most:d}",
            (*values, asked.reading),
        )


def _vectors(rows: QuerySet[Any], source: SearchSource) -> QuerySet[Any]:
    best = RawSQL("SELECT pk FROM best WHERE source = %s", [source.name])
    return (
        rows.filter(pk__in=best)
        .annotate(source=Value(source.name), vector=F("search_vector"))
        .values_list("source", "pk", "vector")
    )


def _gains(query: Query) -> Part:
    narrower = query.readings[1:]
    answers = "(vector @@ to_tsquery('simple', %s))::int"
    in_title = "(ts_filter(vector, '{a}') @@ to_tsquery('simple', %s))::int"
    gains = ["ts_rank(vector, to_tsquery('simple', %s))"]
    gains += [f"2 * {answers}"] * len(narrower)
    gains += [answers, in_title]
    narrowest = query.readings[-1]
    return " + ".join(gains), (narrowest, *narrower, query.in_a_row, narrowest)


def _union(asked: Iterable[QuerySet[Any] | Part]) -> Part:
    parts = [part if isinstance(part, tuple) else part.query.sql_with_params() for part in asked]
    # As tables of their own, so that each keeps the names of its columns.
    return " UNION ALL ".join(f"({sql})" for sql, _ in parts), tuple(value for _, values in parts for value in values)


def _ask(sql: str, values: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def _load(sources: Iterable[SearchSource], rows: list[tuple[Any, ...]]) -> list[SearchHit]:
    """Return what is shown of the rows, in their order; one that has gone meanwhile is left out."""
    shown = {
        (source.name, pk): hit
        for source in sources
        if (keys := [row[1] for row in rows if row[0] == source.name])
        for pk, hit in source.load(source.rows().filter(pk__in=keys)).items()
    }
    return [shown[row[0], row[1]] for row in rows if (row[0], row[1]) in shown]
