"""One search over everything that rooms registered: found, ranked, counted and paged in one
question.

Looking into a row's vector costs more than all else, so it is done for few: indexes alone find the
newest ``MAX_HITS`` rows that answer, and only the ``RANKED`` of them are ranked. Those that answer
more narrowly and titles are looked for apart, so that an old title is not lost among new texts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import BooleanField, F, Func, QuerySet, Value
from django.db.models.expressions import RawSQL

from core.registries import SearchHit, SearchSource
from core.search.expressions import InTitle
from core.search.parser import Query, loosened

MAX_HITS = 1000
RANKED = 200  # are ranked; the others follow by time
MAX_FILTERED_ROWS = 100  # of the newest that answer to one narrower condition
LOOKED_THROUGH = 10_000  # of the newest at most, where an index does not know the whole answer
SAMPLE = 100  # of the newest rows are looked at to see what is common
SUGGESTIONS = 10
TITLES = 2000  # of the newest give the words that a misspelt one may mean
ALIKE = 0.3  # of the letters of both words, in threes
MEANT = 8  # at most

Part = tuple[str, tuple[Any, ...]]


@dataclass(frozen=True)
class Filters:
    """What a search is narrowed to; ``until``: rows that came later are not there, so that pages
    stay as they are.
    """

    kind: str = ""
    category: str = ""
    unit: int | None = None
    year: int | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class ResultPage:
    """One page of hits; ``count`` is exact up to MOST, above it just more."""

    hits: list[SearchHit]
    count: int

    @property
    def is_more(self) -> bool:
        return self.count > MAX_HITS


@dataclass(frozen=True)
class _Condition:
    """What makes a row a candidate, the newest ``most`` of them; ``common``: the part of a sample
    that is many.
    """

    vector: F | InTitle
    reading: str
    most: int = MAX_FILTERED_ROWS
    common: float = 0.08


class _Answers(Func):
    """Whether a vector answers to a reading of a query."""

    template = "%(expressions)s"
    arg_joiner = " @@ "
    output_field = BooleanField()

    def __init__(self, vector: F | InTitle, reading: str) -> None:
        super().__init__(
            vector, Func(Value(reading), template="to_tsquery('simple', %(expressions)s)")
        )


def find_hits(
    sources: Iterable[SearchSource],
    query: Query,
    narrowed: Filters,
    *,
    first: int = 0,
    length: int = 20,
) -> ResultPage:
    """Return the hits from ``first`` on, best first, newer before older where they are alike."""
    sources = tuple(sources)
    asked = search_sql(
        sources, query, narrowed, first=first, length=min(length, max(MAX_HITS - first, 0))
    )
    rows = _ask(*asked) if asked else []
    return ResultPage(_load(sources, rows), rows[0][2] if rows else 0)


def search_sql(
    sources: Iterable[SearchSource],
    query: Query,
    narrowed: Filters,
    *,
    first: int = 0,
    length: int = 20,
) -> Part | None:
    """Return the question that ``find_hits`` asks, None when nothing can be found.

    A row gains most by answering to a narrower reading, then by having the words in a row, then by
    its title, then by how often and how close together they stand in it. What gained nearly the
    same stands newest first.
    """
    if not query.readings:
        return None
    narrow = list(_filtered(sources, narrowed))
    common = _common(narrow, query)
    union, values = _union(
        part
        for source, rows in narrow
        for part in _candidates(rows, source, query, common[source.name])
    )
    if not union:
        return None
    vectors, vector_values = _union(_vectors(rows, source) for source, rows in narrow)
    gains, gain_values = _score(query)
    # A sequential scan looks into every vector, which the planner takes for cheap. Each vector is
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
    sources: Iterable[SearchSource], query: Query, narrowed: Filters
) -> list[SearchHit]:
    """Return what has a title of words that resemble the typed ones, most alike first."""
    sources = tuple(sources)
    asked = suggest_sql(sources, query, narrowed)
    return _load(sources, _ask(*asked)) if asked else []


def suggest_sql(sources: Iterable[SearchSource], query: Query, narrowed: Filters) -> Part | None:
    """Return the question that ``suggest_hits`` asks, None when nothing can resemble what was
    typed.
    """
    narrow = list(_filtered(sources, narrowed))
    reading, is_common = _resembling(narrow, query)
    if not reading:
        return None
    condition = _Condition(InTitle(F("search_vector")), reading)
    union, values = _union(
        _newest(rows, source, condition, is_common, "title_words") for source, rows in narrow
    )
    sql = (
        f"{_prelude('enable_seqscan', 'off')} SELECT source, pk FROM ({union}) AS near "  # noqa: S608
        f"ORDER BY word_similarity(%s, title_words) DESC, at DESC, source, pk LIMIT {SUGGESTIONS:d}"
    )
    return sql, (*values, query.folded)


def _resembling(narrow: list[tuple[SearchSource, QuerySet[Any]]], query: Query) -> tuple[str, bool]:
    """Return the typed words as a condition, for each those it may mean, and whether many titles
    fulfil that.

    A word that resembles none is left out; the condition is empty when that is so of all.
    """
    titles, values = _union(
        rows.order_by(f"-{at.at}", "-pk").values("title_words")[:TITLES] for at, rows in narrow
    )
    if not titles:
        return "", False
    found = _ask(
        "WITH words AS MATERIALIZED ("  # noqa: S608
        "SELECT unnest(string_to_array(trim(title_words), ' ')) AS word, "
        f"count(*) AS many FROM ({titles}) AS titles GROUP BY word) "
        "SELECT typed, word, many FROM unnest(%s) AS typed CROSS JOIN LATERAL ("
        f"SELECT * FROM words WHERE similarity(word, typed) >= {ALIKE} "
        f"ORDER BY similarity(word, typed) DESC, word LIMIT {MEANT:d}) AS alike",
        (*values, [word.folded for word in query.wanted]),
    )
    meant: dict[str, dict[str, int]] = {}
    for typed, word, many in found:
        meant.setdefault(typed, {})[word] = many
    reading = " & ".join(f"({' | '.join(map(repr, words))})" for words in meant.values())
    return (
        reading,
        min((sum(words.values()) for words in meant.values()), default=0)
        >= TITLES * _Condition.common,
    )


def _prelude(name: str, value: str) -> str:
    """Return a setting to stand before a question, so that it holds for that question alone."""
    return f"SELECT set_config('{name}', '{value}', true);"


def _filtered(
    sources: Iterable[SearchSource], narrowed: Filters
) -> Iterator[tuple[SearchSource, QuerySet[Any]]]:
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
        _Condition(vector, widest, MAX_HITS + 1, 0.15),  # one row more tells that there are more
        *(_Condition(vector, reading) for reading in narrower),
        _Condition(InTitle(vector), query.readings[-1]),
    ]


def _common(
    narrow: list[tuple[SearchSource, QuerySet[Any]]], query: Query
) -> dict[str, list[bool]]:
    """Return for each source which conditions so many of the newest rows fulfil that one may go
    through all in turn.

    The database cannot tell: it takes looking into a vector for cheap, but each has to be unpacked.
    """
    conditions = _conditions(query)
    answers = {
        f"is_{place}": _Answers(asked.vector, asked.reading)
        for place, asked in enumerate(conditions)
    }
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


def _candidates(
    rows: QuerySet[Any], source: SearchSource, query: Query, common: list[bool]
) -> Iterator[Part]:
    """Yield the newest that fulfil each condition, with its number among them."""
    for nth, (asked, is_common) in enumerate(zip(_conditions(query), common, strict=True)):
        yield _newest(rows.annotate(nth=Value(nth)), source, asked, is_common, "nth")


def _newest(
    rows: QuerySet[Any], source: SearchSource, asked: _Condition, is_common: bool, more: str
) -> Part:
    """Return the newest that fulfil the condition, with one column more.

    What is common is met soon on the way through the index of times. Of all else the index of words
    tells which rows have the words, and their vectors whether these stand in a row.
    """
    if is_common:
        newest = rows.order_by(F(source.at).desc(), "-pk")
    else:  # ordered by an expression, so that the index of times is no way
        having = rows.filter(_Answers(asked.vector, loosened(asked.reading)))
        newest = having.order_by((F(source.at) + timedelta(0)).desc(), "-pk")
    named = newest.annotate(source=Value(source.name), at=F(source.at))
    looked_through = named.values_list("source", "pk", "at", more, "search_vector")[:LOOKED_THROUGH]
    sql, values = looked_through.query.sql_with_params()
    vector = (
        "ts_filter(search_vector, '{a}')" if isinstance(asked.vector, InTitle) else "search_vector"
    )
    return (
        f"SELECT source, pk, at, {more} FROM ({sql}) AS newest "  # noqa: S608
        f"WHERE {vector} @@ to_tsquery('simple', %s) LIMIT {asked.most:d}",
        (*values, asked.reading),
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
    return " UNION ALL ".join(f"({sql})" for sql, _ in parts), tuple(
        value for _, values in parts for value in values
    )


def _ask(sql: str, values: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _load(sources: Iterable[SearchSource], rows: list[tuple[Any, ...]]) -> list[SearchHit]:
    """Return what is shown of the rows, in their order; one that has gone meanwhile is left out."""
    shown = {
        (source.name, pk): hit
        for source in sources
        if (keys := [row[1] for row in rows if row[0] == source.name])
        for pk, hit in source.load(source.rows().filter(pk__in=keys)).items()
    }
    return [shown[row[0], row[1]] for row in rows if (row[0], row[1]) in shown]
