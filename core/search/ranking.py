"""Ranking of the rows found: marks as typed, words side by side, words in the title."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from core.search.facts import NAME as FACTS
from core.search.query import Query

CURRENT = 5  # more than for a title with all words
MARKED = 4  # more than for other words of the same letters in a title: "sổ đỏ" is no "sơ đồ"
NEAR = 0.5  # part of the pairs side by side and of the words in the title, for near words


def ranking_sql(query: Query) -> tuple[str, tuple[Any, ...]]:
    """Return the SQL of the rows ``unpacked`` with their rank, and whether the words are near.

    The rank rises most by a narrower tsquery (complete words, marks as typed), then by words that
    were typed side by side and stand so, more so in the title, then by words in the title, then if
    these are nearly the whole title, then if the row is a fact, then by how often they occur. Rows
    of nearly the same rank come newest first. Words with marks, near each other and as typed, come
    before other words of the same letters; a title with all words comes before others while it is
    in force. Where a place is asked for ("ngõ 84"), what is still in force and has its words side
    by side comes first. For "họp dân"::

        SELECT source, pk,
            floor(10 * (2 * narrow + 3 * near + 2 * titled + 2 * near_in_title + …)),
            found_marked = 1 AND (near_marked = 1 OR titled = 1 OR (near_marked >= 0.5 AND …))
        FROM (
            SELECT source, pk,
                (vector @@ to_tsquery('simple', '(''hop'' <-> ''dan'')'))::int / 1.0 AS near,
                ((title @@ …)::int + (title @@ …)::int) / 2.0 AS titled,
                coalesce(in_force_until > '2026-11-30 08:00+07', false) AS is_current, …
            FROM unpacked
        ) AS measured
    """
    narrowest = query.tsqueries[-1]
    narrower = query.tsqueries[1:]
    pairs, marked_pairs = query.pairs(), query.pairs(with_marks=True)
    terms, marked_terms = query.conditions(), query.conditions(with_marks=True)
    parts = {
        "narrow": (_sum("vector", narrower), narrower),
        "near": (_share("vector", pairs), pairs),
        "near_marked": (_share("vector", marked_pairs), marked_pairs),
        "near_in_title": (_share("title", pairs), pairs),
        "found": (_share("vector", terms), terms),
        "found_marked": (_share("vector", marked_terms), marked_terms),
        "titled": (_share("title", terms), terms),
        "narrow_in_title": (_sum("title", (narrowest,)), (narrowest,)),
        "is_current": ("coalesce(in_force_until > %s, false)", (timezone.now(),)),
        "often": ("ts_rank(vector, to_tsquery('simple', %s))", (query.as_typed,)),
    }
    columns = ", ".join(f"{sql} AS {name}" for name, (sql, _) in parts.items())
    words = max(1, sum(len(term.words) for term in query.positive))
    # A title has each word folded and, where it has marks, as written.
    is_whole = f"(titled * {words:d} * 1.7 >= 0.8 * length(title))::int"
    is_fact = f"(source = '{FACTS}')::int"
    current = f"{CURRENT} * (is_current AND near_marked = 1)::int" if query.names_place else "0"
    is_near = "found_marked = 1"
    if pairs:
        half = f"near_marked >= {NEAR} AND titled >= {NEAR}"
        is_near += f" AND (near_marked = 1 OR titled = 1 OR ({half}))"
    has_marks = any(word.has_marks for word in query.words_to_find)
    marked = f"{MARKED} * ({is_near})::int" if has_marks and not query.is_partial else "0"
    rank = (
        f"{current} + {marked} + (is_current AND titled = 1)::int + 2 * narrow + 3 * near"
        f" + near_marked + 2 * near_in_title + found + titled + narrow_in_title + {is_whole}"
        f" + {is_fact} * ((titled = 1)::int + near / 2) + often"
    )
    sql = (
        f"SELECT source, pk, floor(10 * ({rank})) AS rank, ({is_near}) AS is_near FROM "  # noqa: S608
        f"(SELECT source, pk, title, {columns} FROM unpacked OFFSET 0) AS measured"
    )
    return sql, tuple(value for _, values in parts.values() for value in values)


def _sum(column: str, conditions: tuple[str, ...]) -> str:
    matches = [f"({column} @@ to_tsquery('simple', %s))::int"] * len(conditions)
    return f"({' + '.join(matches)})" if matches else "0"


def _share(column: str, conditions: tuple[str, ...]) -> str:
    """Return the part of the conditions that the column matches; 0 without any."""
    return f"{_sum(column, conditions)} / {max(1, len(conditions))}.0"
