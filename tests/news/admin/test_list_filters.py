"""The list of articles by period, days and author, its columns, what a step leads on to."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from news.models import Article
from organization.models import ReportingPeriod
from tests.news.admin.test_changelist import LIST, titles
from tests.news.test_access import client_of
from tests.support.cast import Cast
from tests.support.factories import make_draft, transition

WARD = ZoneInfo("Asia/Ho_Chi_Minh")


@pytest.fixture
def months(cast: Cast) -> dict[str, ReportingPeriod]:
    """Items of two months: "mười" handed in on 20/10/2016, "mười một" on 20/11/2016."""
    for title, month in (("mười", 10), ("mười một", 11)):
        at = datetime(2016, month, 20, 9, tzinfo=WARD)
        author = cast.contributor if month == 10 else cast.other_contributor
        transition(make_draft(author, title=title), "submit", author, now=at)
    return {
        str(month): ReportingPeriod.objects.create(
            year=2016, month=month, starts_on=date(2016, month, 1), ends_on=date(2016, month, 30)
        )
        for month in (10, 11)
    }


def test_filters_by_period_days_and_author(cast: Cast, months: dict[str, ReportingPeriod]) -> None:
    client = client_of(cast, "editor")
    assert titles(client) == ["mười", "mười một"]
    assert titles(client, ky=months["10"].pk) == ["mười"]
    assert titles(client, **{"tu-ngay": "2016-10-21"}) == ["mười một"]
    assert titles(client, **{"den-ngay": "2016-10-20"}) == ["mười"]
    assert titles(client, **{"tu-ngay": "2016-10-20", "den-ngay": "2016-11-20"}) == [
        "mười",
        "mười một",
    ]
    assert titles(client, **{"tac-gia": cast.contributor.pk}) == ["mười"]
    assert titles(client, **{"tac-gia": "chua-co"}) == []


@pytest.mark.parametrize(
    "query",
    [
        {"tu-ngay": "20/10/2016"},
        {"tu-ngay": "0001-01-01"},
        {"den-ngay": "9999-12-31"},
        {"den-ngay": "2016-02-30"},
        {"ky": "999999"},
        {"ky": "'"},
        {"tac-gia": "1e9"},
    ],
)
def test_what_is_no_choice_finds_nothing(
    cast: Cast, months: dict[str, ReportingPeriod], query: dict[str, str]
) -> None:
    assert titles(client_of(cast, "editor"), **query) == []


def test_a_day_that_is_filtered_by_is_said(cast: Cast, months: dict[str, ReportingPeriod]) -> None:
    page = client_of(cast, "editor").get(LIST, {"tu-ngay": "2016-10-21", "den-ngay": "x"})
    assert [chip.text for chip in page.context["cl"].chips] == [
        "Từ ngày (đăng, nộp hoặc tạo): 21/10/2016",
        "Đến hết ngày: không đọc được ngày",
    ]


def test_authors_offered_are_those_who_wrote(
    cast: Cast, months: dict[str, ReportingPeriod]
) -> None:
    specs = client_of(cast, "editor").get(LIST).context["cl"].filter_specs
    [authors] = [spec for spec in specs if spec.parameter_name == "tac-gia"]
    assert {value for value, _ in authors.lookup_choices} == {
        str(cast.contributor.pk),
        str(cast.other_contributor.pk),
        "chua-co",
    }


def test_days_in_the_wrong_order_are_said_to_be(cast: Cast, in_review: Article) -> None:
    client = client_of(cast, "editor")
    found = client.get(LIST, {"tu-ngay": "2016-11-20", "den-ngay": "2016-11-19"})
    assert "Đến hết ngày: 19/11/2016, sớm hơn “từ ngày”, xin sửa" in found.text
    found = client.get(LIST, {"tu-ngay": "2016-11-20", "den-ngay": "2016-11-20"})
    assert "sớm hơn" not in found.text


def test_a_row_names_author_and_holder(cast: Cast, in_review: Article) -> None:
    transition(in_review, "take", cast.editor)
    text = client_of(cast, "editor").get(LIST).content.decode()
    assert f'<span class="two-lines">{in_review.author}</span>' in text
    assert f'<span class="cell-label">Người giữ: </span>{cast.editor}' in text


@pytest.mark.parametrize("column", range(1, 8))
def test_every_column_sorts(cast: Cast, in_review: Article, column: int) -> None:
    for sign in ("", "-"):
        answer = client_of(cast, "editor").get(LIST, {"o": f"{sign}{column}"})
        assert [row.pk for row in answer.context["cl"].result_list] == [in_review.pk]


def test_titles_sort_as_people_count(cast: Cast) -> None:
    for title in ("Số 10", "Đường mới", "Số 9", "Dân vận", "Ăn uống"):
        make_draft(cast.contributor, title=title)
    answer = client_of(cast, "editor").get(LIST, {"o": "1"})
    assert [row.title for row in answer.context["cl"].result_list] == [
        "Ăn uống",
        "Dân vận",
        "Đường mới",
        "Số 9",
        "Số 10",
    ]


# After a step


def step(cast: Cast, role: str, article: Article, name: str, **data: Any) -> list[str]:
    article = Article.objects.get(pk=article.pk)
    url = reverse("admin:news_article_transition", args=[article.pk, name])
    answer = client_of(cast, role).post(url, {"version": article.version, **data})
    assert answer.status_code == 302
    return [str(message) for message in get_messages(answer.wsgi_request)]


def waiting(cast: Cast, title: str) -> Article:
    return transition(make_draft(cast.contributor, title=title), "submit", cast.contributor)


def test_after_a_step_the_next_waiting_item_is_offered(cast: Cast) -> None:
    first, second = waiting(cast, "Bài một"), waiting(cast, "Bài <hai>")
    url = reverse("admin:news_article_change", args=[second.pk])
    offered = f'Việc chờ tiếp theo: <a href="{url}">Bài &lt;hai&gt;</a>'
    assert step(cast, "editor", first, "take") == [
        "Quý vị đang giữ bài này."
    ]  # it is in one's hands now
    assert step(cast, "editor", first, "pass")[1:] == [offered]
    assert step(cast, "approver", first, "publish")[1:] == [offered]
    third = waiting(cast, "Bài ba")
    assert step(cast, "editor", third, "return", note="Thiếu ảnh")[1:] == [offered]


def test_nothing_is_offered_where_nothing_waits(cast: Cast) -> None:
    only = waiting(cast, "Bài một")
    assert len(step(cast, "editor", only, "pass")) == 1
    mine = make_draft(cast.contributor, title="Bài hai")
    waiting(cast, "Bài ba")
    assert len(step(cast, "contributor", mine, "submit")) == 1
