"""What an item leads on to, and what was read most."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.models import ViewCount
from news.models import Article, Category
from news.public.most_read import most_read
from news.public.related import related_articles
from tests.support.cast import Cast
from tests.support.factories import CategoryFactory, UnitFactory, make_draft, transition


@pytest.fixture
def category(db: None) -> Category:
    return CategoryFactory()


def publish(cast: Cast, title: str, category: Category, *, days: int, **fields: object) -> Article:
    at = timezone.now() - timedelta(days=days)
    article = make_draft(cast.contributor, title=title, category=category, **fields)
    return transition(
        transition(article, "submit", cast.contributor, now=at), "publish", cast.approver, now=at
    )


def test_an_item_stands_between_the_one_before_and_the_one_after(
    cast: Cast, category: Category
) -> None:
    """Among all categories; at the same moment the order of the lists decides."""
    oldest = publish(cast, "Cũ nhất", CategoryFactory(), days=9)
    middle = publish(cast, "Giữa", category, days=5)
    newest = publish(cast, "Mới nhất", CategoryFactory(), days=1)
    twin = publish(cast, "Cùng lúc", category, days=3)
    Article.objects.filter(pk=twin.pk).update(published_at=middle.published_at)
    hidden = publish(cast, "Đã gỡ", category, days=4)
    transition(hidden, "withdraw", cast.approver, note="Sai", public_as="gone")
    order = [oldest, middle, twin, newest]
    for place, article in enumerate(order):
        found = related_articles(Article.objects.get(pk=article.pk))
        expected = (order[place - 1] if place else None, order[place + 1] if place < 3 else None)
        assert (found.earlier, found.later) == expected, article.title


def test_siblings_are_of_the_category_the_own_unit_preferred(
    cast: Cast, category: Category
) -> None:
    other = UnitFactory()
    article = publish(cast, "Bài này", category, days=2)
    publish(cast, "Mục khác", CategoryFactory(), days=1)
    for number in range(3, 9):
        publish(cast, f"Đơn vị khác {number}", category, days=number, unit=other)
    for number in (20, 30, 40):
        publish(cast, f"Cùng đơn vị {number}", category, days=number)
    publish(cast, "Cùng đơn vị, quá lâu", category, days=400)
    with CaptureQueriesContext(connection) as asked:
        found = [sibling.title for sibling in related_articles(article).siblings]
    assert found == [
        "Đơn vị khác 3",
        "Đơn vị khác 4",
        "Đơn vị khác 5",
        "Cùng đơn vị 20",
        "Cùng đơn vị 30",
    ]
    assert len(asked) == 1


def test_a_draft_has_siblings_alone(cast: Cast, category: Category) -> None:
    sibling = publish(cast, "Đã đăng", category, days=1)
    found = related_articles(make_draft(cast.contributor, category=category))
    assert (found.earlier, found.later, found.siblings) == (None, None, [sibling])
    lonely = related_articles(make_draft(cast.contributor, category=None))
    assert (lonely.earlier, lonely.later, lonely.siblings) == (None, None, [])


def read(article: Article, count: int, *, days_ago: int = 0) -> None:
    kind = ContentType.objects.get_for_model(Article)
    day = timezone.localdate() - timedelta(days=days_ago)
    ViewCount.objects.create(content_type=kind, object_id=article.pk, day=day, count=count)


def test_the_most_read_are_public_items_of_the_last_thirty_days(
    cast: Cast, category: Category, client: Client
) -> None:
    assert most_read() is None
    little, much, before, gone = (
        publish(cast, title, category, days=1)
        for title in ("Ít người đọc", "Nhiều", "Từ trước", "Đã gỡ")
    )
    read(little, 5)
    read(much, 3)
    read(much, 4, days_ago=29)
    read(before, 900, days_ago=30)
    read(gone, 900)
    transition(gone, "withdraw", cast.approver, note="Sai", public_as="gone")
    assert most_read() == {"articles": [much, little]}
    page = client.get("/").content.decode()
    ranking = page[page.index("Đọc nhiều trong tháng") :]
    assert ranking.index("Nhiều</a>") < ranking.index("Ít người đọc</a>")
