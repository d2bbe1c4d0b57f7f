"""Suggestions for misspelt words: titles with words that resemble the typed ones."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from core.registries import SearchSource
from core.search.query import Query
from core.search.source_rows import Filters, Part, SourceRows, source_rows
from core.search.statement import TITLE, Condition, fetch, newest_sql, prelude, union_of

SUGGESTIONS = 10
COMMON = 0.08  # part of the titles from which words are looked for in order of time
MAX_TITLES = 2000  # the newest titles whose words may be meant by a misspelt one
MIN_SIMILARITY = 0.3  # trigram similarity of two words
MAX_ALTERNATIVES = 8  # words that a misspelt one may mean


@dataclass(frozen=True)
class SimilarWords:
    """Words of titles that each typed word may mean, with how many titles have them."""

    typed: frozenset[str]
    meant: dict[str, dict[str, int]]

    @property
    def has_all(self) -> bool:
        """Return whether every typed word resembles one."""
        return bool(self.typed) and self.meant.keys() == self.typed

    def has_slip(self, query: Query) -> bool:
        """Return whether every typed word resembles one, and one of them is no word that occurs
        itself or has a known meaning: it seems misspelt.
        """
        return self.has_all and any(
            word.folded not in self.meant[word.folded]
            for term in query.positive
            if not term.others
            for word in term.words
        )

    def closest(self, typed: str) -> str:
        """Return the word itself if it occurs, else the one that resembles it most, if any."""
        words = self.meant.get(typed, {})
        return typed if typed in words else next(iter(words), typed)

    def readings(self) -> list[dict[str, int]]:
        """Return what each word may mean; if all resemble one, a word that occurs means itself."""
        if not self.has_all:
            return list(self.meant.values())
        return [
            {typed: words[typed]} if typed in words else words
            for typed, words in self.meant.items()
        ]


def similar_words(sources: Iterable[SearchSource], query: Query, filters: Filters) -> SimilarWords:
    """Return the words of the newest titles that resemble the typed ones. One query."""
    typed_words = [word.folded for word in query.words_to_find]
    titles, values = union_of(_newest_titles(rows) for rows in source_rows(sources, filters))
    if not titles or not typed_words or query.has_excluded:
        return SimilarWords(frozenset(typed_words), {})
    found = fetch(
        "WITH words AS MATERIALIZED ("  # noqa: S608
        "SELECT unnest(string_to_array(trim(title_words), ' ')) AS word, "
        f"count(*) AS many FROM ({titles}) AS titles GROUP BY word) "
        "SELECT typed, word, many FROM unnest(%s) AS typed CROSS JOIN LATERAL ("
        f"SELECT * FROM words WHERE similarity(word, typed) >= {MIN_SIMILARITY} "
        f"ORDER BY similarity(word, typed) DESC, word LIMIT {MAX_ALTERNATIVES:d}) AS alike",
        (*values, typed_words),
    )
    meant: dict[str, dict[str, int]] = {}
    for typed, word, many in found:
        meant.setdefault(typed, {})[word] = many
    return SimilarWords(frozenset(typed_words), meant)


def _newest_titles(rows: SourceRows) -> Part:
    return (
        f"SELECT title_words FROM ({rows.sql}) AS rows ORDER BY at DESC, pk DESC"  # noqa: S608
        f" LIMIT {MAX_TITLES:d}",
        rows.values,
    )


def suggest_sql(
    sources: Iterable[SearchSource], query: Query, filters: Filters, similar: SimilarWords
) -> Part | None:
    """Return the SQL of the suggested rows and its parameters, None when no word is similar.

    A query that excludes words has no suggestions: they would not answer the rest. For "tiem
    phogn" and one source, shortened::

        SELECT set_config('enable_seqscan', 'off', true);
        SELECT source, pk FROM (
            SELECT 'news.article' AS source, pk, at, title_words FROM (…) AS newest
            WHERE ts_filter(search_vector, '{a}')
                @@ to_tsquery('simple', '(''tiem'') & (''phong'' | ''phogn'')')
            LIMIT 100
        ) AS near
        ORDER BY word_similarity('tiem phogn', title_words) DESC, at DESC, source, pk LIMIT 10
    """
    readings = similar.readings()
    if not readings:
        return None
    tsquery = " & ".join(f"({' | '.join(map(repr, words))})" for words in readings)
    rarest = min(sum(words.values()) for words in readings)
    is_common = rarest >= MAX_TITLES * COMMON
    condition = Condition(TITLE, tsquery)
    union, values = union_of(
        newest_sql(rows, condition, is_common=is_common, more="title_words")
        for rows in source_rows(sources, filters)
    )
    sql = (
        f"{prelude('enable_seqscan', 'off')} SELECT source, pk FROM ({union}) AS near "  # noqa: S608
        f"ORDER BY word_similarity(%s, title_words) DESC, at DESC, source, pk LIMIT {SUGGESTIONS:d}"
    )
    return sql, (*values, query.folded)
