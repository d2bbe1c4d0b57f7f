"""Facts: leaders, units, hours, days and pages as rows of the search.

They are few and come from many tables, so they are read and their vectors made once per cache
version of the site context, and given to each search as a list.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from django.db import connection

from core.failsafe import guard
from core.registries import Fact, FactSource, SearchHit, fact_sources
from core.text.vietnamese import clean_line

MAX_FACTS = 2000
NAME = "fact"  # as the name of a source; that of no registered one


@dataclass(frozen=True)
class IndexedFact:
    """A fact and its vector as Postgres writes it.

    ``pk`` is its place in the list, counted down: of equal facts the earlier one stands first.
    """

    pk: int
    source: FactSource
    fact: Fact
    vector: str

    @property
    def hit(self) -> SearchHit:
        fact = self.fact
        text = clean_line(". ".join(line.rstrip(".") for line in fact.text.splitlines() if line))
        return SearchHit(fact.title, fact.url, self.source.kind.label, text)


def indexed_facts() -> list[IndexedFact]:
    """Return the facts of all sources with their vectors; a source that fails is left out."""
    found: list[tuple[FactSource, Fact]] = []
    for source in fact_sources:
        found += guard(f"Tìm kiếm: {source.name}", partial(_read, source), [])
    del found[MAX_FACTS:]
    vectors = _vectors([fact for _, fact in found])
    return [
        IndexedFact(-pk, source, fact, vector)
        for pk, ((source, fact), vector) in enumerate(zip(found, vectors, strict=True))
    ]


def _read(source: FactSource) -> list[tuple[FactSource, Fact]]:
    return [(source, fact) for fact in source.read()]


def _vectors(facts: list[Fact]) -> Iterable[str]:
    if not facts:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT search_vector(title, words, '', body)::text FROM"
            " unnest(%s::text[], %s::text[], %s::text[]) WITH ORDINALITY"
            " AS facts(title, words, body, place) ORDER BY place",
            [[getattr(fact, name) for fact in facts] for name in ("title", "words", "text")],
        )
        return [vector for (vector,) in cursor.fetchall()]
