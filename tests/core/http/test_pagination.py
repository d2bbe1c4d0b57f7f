"""Pages of a list that begin where the last one ended, whatever comes and goes meanwhile."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import Http404, QueryDict
from django.utils import timezone

from core.http.pagination import CompiledRows, KeysetPage, KeysetPaginator
from news.models import Article
from news.states import ArticleState


@pytest.fixture
def articles(db: None) -> list[Article]:
    """Nine items, newest first; each time twice, so that the key decides between two."""
    now = timezone.now()
    made = [
        Article.objects.create(
            title=f"Tin {n}",
            state=ArticleState.PUBLISHED,
            published_at=now - timedelta(hours=n // 2),
        )
        for n in range(9)
    ]
    return sorted(made, key=lambda article: (article.published_at, article.pk), reverse=True)


def published(*, now: datetime) -> Any:
    return Article.objects.published(now=now)


@pytest.fixture(autouse=True, params=["queryset", "compiled"])
def kind(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let ``page`` read the rows in both ways."""
    monkeypatch.setattr(f"{__name__}.is_compiled", request.param == "compiled")


is_compiled = False


def page(asked: str, size: int = 2) -> KeysetPage:
    now = timezone.now()
    rows = published(now=now)
    given: Any = CompiledRows(published, {"now": now}) if is_compiled else rows
    return KeysetPaginator(given, Article.objects.all(), rows.count(), "/tin/", size).page(
        QueryDict(asked.removeprefix("?"))
    )


def through(way: str, start: KeysetPage) -> list[list[Article]]:
    shown, at = [start.object_list], start
    while (address := getattr(at, way)) and address != "/tin/":
        at = page(address)
        shown.append(at.object_list)
    return shown


def test_forward_and_back(articles: list[Article]) -> None:
    pages = [articles[start : start + 2] for start in range(0, 9, 2)]
    assert through("next_address", page("")) == pages
    assert through("previous_address", page("trang=5")) == pages[:0:-1]
    assert [page(f"trang={number}").object_list for number in range(1, 6)] == pages
    assert (page("trang=2").previous_address, page("trang=5").next_address) == ("/tin/", "")
    assert {page(f"trang={number}").count for number in range(1, 6)} == {5}


def test_nothing_is_shown_twice_or_left_out_while_items_come_and_go(
    articles: list[Article],
) -> None:
    following = page("").next_address
    Article.objects.create(title="Mới", state=ArticleState.PUBLISHED, published_at=timezone.now())
    Article.objects.filter(pk=articles[1].pk).update(
        state=ArticleState.WITHDRAWN
    )  # the one the link names
    assert page(following).object_list == articles[2:4]


@pytest.mark.parametrize(
    "asked",
    [
        "trang=0",
        "trang=6",
        "trang=-1",
        "trang=x",
        "trang=",
        "trang=٣",
        f"trang={'9' * 30}",
        "trang=2&sau=999999",
        "trang=2&sau=x",
        "trang=2&truoc=-1",
        f"trang=2&sau={'9' * 18}",
        f"trang=2&truoc={'9' * 5000}",
    ],
)
def test_nonsense_is_not_found(articles: list[Article], asked: str) -> None:
    with pytest.raises(Http404):
        page(asked)


def test_what_was_never_public_marks_no_place(articles: list[Article]) -> None:
    later = timezone.now() + timedelta(days=1)
    for fields in ({}, {"state": ArticleState.PUBLISHED, "published_at": later}):
        draft = Article.objects.create(title="Nháp", **fields)
        with pytest.raises(Http404):
            page(f"trang=2&sau={draft.pk}")


def test_the_index_leads_to_the_place(db: None) -> None:
    now = timezone.now()
    Article.objects.bulk_create(
        Article(
            title=f"Tin {n}", state=ArticleState.PUBLISHED, published_at=now - timedelta(hours=n)
        )
        for n in range(2000)
    )
    place = Article.objects.order_by("published_at")[1000].pk
    asked: list[tuple[str, Any]] = []
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE news_article")
    with connection.execute_wrapper(
        lambda execute, *rest: (asked.append(rest[:2]), execute(*rest))[1]
    ):
        page(f"trang=50&sau={place}", 20)
    sql, params = next(
        rest for rest in asked if "LIMIT 21" in rest[0] or rest[0].startswith("EXECUTE")
    )
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {sql}", params)
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "Index Scan using news_article_newest" in plan
    assert "Index Cond: ((published_at <= " in plan
    assert "Sort" not in plan
