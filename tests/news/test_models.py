"""The kinds of an article's columns."""

from __future__ import annotations

from news.models import Article
from news.models.articles import OWNERSHIP_FIELDS, STATE_FIELDS, TEXT_FIELDS
from news.querysets.articles import SEARCH_COLUMNS

BOOKKEEPING = ("id", "version", "related_snapshot")


def test_every_column_is_of_exactly_one_kind() -> None:
    kinds = (*TEXT_FIELDS, *OWNERSHIP_FIELDS, *STATE_FIELDS, *SEARCH_COLUMNS, *BOOKKEEPING)
    assert sorted(kinds) == sorted(field.name for field in Article._meta.concrete_fields)


def test_revisions_keep_text_and_ownership_and_no_state() -> None:
    kept = {field.name for field in Article.history.model._meta.concrete_fields}
    assert {*TEXT_FIELDS, *OWNERSHIP_FIELDS} <= kept
    assert not kept & {*STATE_FIELDS, *SEARCH_COLUMNS}
