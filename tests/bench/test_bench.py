"""The commands that fill a database for benchmarks and measure it, with next to nothing."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from bench import queries
from news.models import Article
from news.states import Kind

pytestmark = pytest.mark.slow


def run(*command: str, **options: object) -> str:
    out = StringIO()
    call_command(*command, stdout=out, **options)
    return out.getvalue()


def fill(count: int) -> None:
    run("bench_data", "--articles", str(count), "--into", connection.settings_dict["NAME"])


def test_a_folder_that_may_be_a_wards_is_not_filled(
    db: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with pytest.raises(CommandError, match="có thể là của một phường thật"):
        run("bench_data", "--articles", "1")
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "my-bench"))
    run("bench_data", "--articles", "1")
    assert Article.objects.published().count() == 1


def test_filling_adds_what_is_missing(db: None) -> None:
    fill(20)
    fill(30)
    articles = list(Article.objects.published().select_related("category"))
    assert len(articles) == len({article.title + article.body for article in articles}) == 30
    assert {
        article.category.is_for_notices for article in articles if article.kind == Kind.NOTICE
    } <= {True}
    assert not any("{" in article.title + article.lead + article.body for article in articles)


def test_measuring(db: None) -> None:
    fill(400)  # enough for the planner to prefer the index of the search
    # So few rows the database reads as a whole; this search forbids it, and the guard below is
    # tried on its own.
    said = run("bench_queries", rounds=1)
    assert "400 tin bài" in said
    assert "gõ sai: sot xuat huyt" in said
    assert "danh sách, trang 20 theo liên kết" in said
    assert "news_article_vector" in said


def test_reading_a_whole_table_is_seen(db: None) -> None:
    fill(30)
    whole = queries.Case(
        "tất cả", lambda: list(Article.objects.values_list("body")), is_search=True
    )
    assert queries.measure(whole, rounds=1).sequentially_scanned == ["news_article"]


def test_an_empty_portal_is_not_measured(db: None) -> None:
    with pytest.raises(CommandError, match="bench_data"):
        run("bench_queries")
