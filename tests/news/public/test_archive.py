"""All news, and the news of one month: stable pages, the ward's own midnight, nothing that is not
public.
"""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from news.models import Article
from tests.news.public.test_views import heading, titles
from tests.support.cast import Cast
from tests.support.factories import CategoryFactory, make_draft, transition

WARD = ZoneInfo("Asia/Ho_Chi_Minh")


def publish(cast: Cast, title: str, at: datetime) -> Article:
    category = CategoryFactory.create(
        slug=f"muc-{Article.objects.count()}", name=f"Mục {Article.objects.count()}"
    )
    article = transition(
        make_draft(cast.contributor, title=title, category=category),
        "submit",
        cast.contributor,
        now=at,
    )
    return transition(article, "publish", cast.approver, now=at)


def test_all_news_stands_newest_first_by_pages(client: Client, cast: Cast) -> None:
    for day in range(1, 22):
        publish(cast, f"Tin ngày {day}", datetime(2026, 10, day, 8, tzinfo=WARD))
    make_draft(cast.contributor, title="Bản nháp")
    first, second = client.get("/tin/"), client.get("/tin/?trang=2")
    assert titles(first) == [f"Tin ngày {day}" for day in range(21, 1, -1)]
    assert titles(second) == ["Tin ngày 1"]
    assert (
        '<link rel="canonical" href="http://127.0.0.1:8000/tin/?trang=2">'
        in second.content.decode()
    )
    assert "noindex" not in first.content.decode()


def test_a_month_is_the_wards_month(client: Client, cast: Cast) -> None:
    publish(cast, "Phút cuối tháng 9", datetime(2026, 9, 30, 23, 59, tzinfo=WARD))
    publish(cast, "Phút đầu tháng 10", datetime(2026, 10, 1, 0, 0, tzinfo=WARD))
    september, october = client.get("/tin/2026/09/"), client.get("/tin/2026/10/")
    assert (heading(september), titles(september)) == (
        "Tin bài tháng 9 năm 2026",
        ["Phút cuối tháng 9"],
    )
    assert (heading(october), titles(october)) == (
        "Tin bài tháng 10 năm 2026",
        ["Phút đầu tháng 10"],
    )
    assert 'href="/tin/2026/10/"' in september.content.decode()
    assert 'href="/tin/2026/09/"' in october.content.decode()
    assert 'Tháng 9/2026</a> <span class="when">1 tin bài</span>' in october.content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "/tin/2026/13/",
        "/tin/2026/9/",
        "/tin/0000/01/",
        "/tin/9999/12/",
        "/tin/2026/00/",
        "/tin/1990/01/",
        "/tin/2026/10/?trang=99",
        "/tin/2026/10/?trang=x",
        "/tin/?trang=0",
    ],
)
def test_what_is_no_month_and_no_page_is_not_found(
    client: Client, cast: Cast, address: str
) -> None:
    publish(cast, "Tin", datetime(2026, 10, 5, tzinfo=WARD))
    assert client.get(address).status_code == 404


def test_an_empty_portal_says_so(client: Client, db: None) -> None:
    assert "Chưa có tin bài nào được đăng" in client.get("/tin/").content.decode()


@pytest.mark.parametrize("rows", [1, 12])
def test_the_questions_asked(client: Client, cast: Cast, rows: int) -> None:
    for day in range(rows):
        publish(cast, f"Tin {day}", datetime(2026, 10, 1 + day, 8, tzinfo=WARD))
    client.get("/khong-co/")  # reads the frame of every page, once for a generation
    # The first list of a generation also counts what is published, for all lists that follow.
    for address, expected in (("/tin/", 3), ("/tin/2026/10/", 2)):
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        assert (address, len(asked)) == (address, expected)
