"""Queries of residents over the demonstration ward, and whether the right hit stands first."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from core.registries import SearchHit
from core.search.facts import IndexedFact, indexed_facts
from core.search.language.synonyms import Synonyms
from core.search.parser import parse_query
from core.search.source_rows import Filters
from organization.searching.synonyms import load_synonyms
from wardportal.search import Answer, Finder

QUERIES = Path(__file__).with_suffix(".toml")
LOOKED_AT = 5  # hits that a resident looks at
Verdict = Literal["right", "weak", "honest", "wrong"]


@dataclass(frozen=True)
class Tried:
    """One query with its verdict.

    right: the first hit answers; weak: a later one of those looked at; honest: the page says that
    nothing has all words, and none of these answers; wrong: shown as sure.
    """

    typed: str
    verdict: Verdict
    first: str
    has_answer: bool


def try_queries() -> Iterator[Tried]:
    """Yield the verdict on each query of the file."""
    facts, synonyms = indexed_facts(), load_synonyms()
    for group in tomllib.loads(QUERIES.read_text()).values():
        for typed, titles in group.items():
            yield _try(typed, titles, facts, synonyms)


def _try(typed: str, titles: list[str], facts: list[IndexedFact], synonyms: Synonyms) -> Tried:
    answer = Finder(parse_query(typed, synonyms), Filters(), facts, synonyms).answer(1)
    hits = (answer.page.hits or answer.similar)[:LOOKED_AT]
    first = hits[0].title if hits else ""
    return Tried(typed, _verdict(answer, hits, titles), first, bool(titles))


def _verdict(answer: Answer, hits: list[SearchHit], titles: list[str]) -> Verdict:
    is_right = [any(title in hit.title for title in titles) for hit in hits]
    if is_right and is_right[0]:
        return "right"
    if any(is_right):
        return "weak"
    return "wrong" if answer.is_complete else "honest"
