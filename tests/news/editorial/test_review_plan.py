"""When a review shall be done: set by the board, shown in words, gone with the review."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from core.workflow.engine import TransitionRefused, log_of
from news.editorial.dashboard import board_panel
from news.models import Article
from organization.models import Notice
from tests.news.editorial.test_workflow import GONE
from tests.news.test_access import client_of
from tests.support.cast import Cast
from tests.support.factories import make_draft, transition


def day(days: int) -> Any:
    return timezone.localdate() + timedelta(days=days)


def plan(article: Article, actor: Any, **data: Any) -> Article:
    return transition(article, "set_review_plan", actor, **data)


def test_a_plan_is_set_changed_and_taken_away(cast: Cast, in_review: Article) -> None:
    article = plan(in_review, cast.editor, review_due_on=day(2), is_priority="on", note="Trước họp")
    assert (article.review_due_on, article.is_priority, article.holder) == (day(2), True, None)
    assert log_of(article).last().note == "Trước họp"
    article = plan(article, cast.approver)
    assert (article.review_due_on, article.is_priority) == (None, False)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"review_due_on": "2020-01-01"}, "Ngày hẹn đã qua"),
        ({}, "chưa đổi gì"),
        ({"review_due_on": "hôm nào"}, "ngày"),
    ],
)
def test_what_is_no_plan(
    cast: Cast, in_review: Article, data: dict[str, str], sentence: str
) -> None:
    with pytest.raises(TransitionRefused, match=sentence):
        plan(in_review, cast.editor, **data)


def test_a_late_plan_may_stay_while_the_rest_changes(cast: Cast, in_review: Article) -> None:
    earlier = timezone.now() - timedelta(days=3)
    article = plan(in_review, cast.editor, review_due_on=day(-2), now=earlier)
    assert plan(article, cast.editor, review_due_on=day(-2), is_priority="on").is_priority


LEAVING = [
    ("return", "editor", {"note": "Thiếu ảnh"}),
    ("recall", "contributor", {}),
    ("publish", "approver", {}),
    ("publish_urgently", "leader", {"note": "Bão"}),
]


@pytest.mark.parametrize(("name", "role", "data"), LEAVING)
def test_a_plan_goes_with_the_review(
    cast: Cast, in_review: Article, name: str, role: str, data: dict[str, str]
) -> None:
    article = plan(in_review, cast.editor, review_due_on=day(1), is_priority="on")
    article = transition(article, name, getattr(cast, role), **data)
    assert (article.review_due_on, article.is_priority) == (None, False)


def test_the_database_keeps_plans_to_the_review(cast: Cast, published: Article) -> None:
    with pytest.raises(IntegrityError, match="planned_in_review"), transaction.atomic():
        Article.objects.filter(pk=published.pk).update(is_priority=True)
    article = transition(
        transition(published, "withdraw", cast.approver, note="Sai", **GONE),
        "reopen",
        cast.approver,
        note="Sửa",
    )
    assert not article.is_priority


def test_the_holder_is_told(cast: Cast, in_review: Article) -> None:
    article = transition(in_review, "take", cast.other_editor)
    plan(article, cast.approver, review_due_on=day(1), is_priority="on", note="Họp sáng mai.")
    text = Notice.objects.get(person=cast.other_editor).text
    assert "ưu tiên, hạn duyệt" in text
    assert text.endswith("Họp sáng mai.")


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (-2, "Quá hạn duyệt 2 ngày"),
        (0, "Hạn duyệt hôm nay"),
        (1, "Hạn duyệt ngày mai"),
        (5, "Hạn duyệt"),
    ],
)
def test_lateness_in_words(days: int, words: str) -> None:
    drawn = render_to_string(
        "news/admin/article/_review_plan.html", {"article": Article(review_due_on=day(days))}
    )
    assert words in drawn
    assert ('class="late"' in drawn) == (days < 0)


def test_the_dashboard_takes_up_first_what_is_urgent(cast: Cast) -> None:
    earlier = timezone.now() - timedelta(days=5)
    names = ["cũ", "mới", "hạn xa", "hạn gần", "ưu tiên", "trễ"]
    items = {
        n: transition(make_draft(cast.contributor, title=n), "submit", cast.contributor)
        for n in names
    }
    plan(items["hạn xa"], cast.editor, review_due_on=day(9))
    plan(items["hạn gần"], cast.editor, review_due_on=day(1))
    plan(items["ưu tiên"], cast.editor, is_priority="on")
    plan(items["trễ"], cast.editor, review_due_on=day(-1), now=earlier)
    waiting = [article.title for article in board_panel(cast.editor)["waiting"]]
    assert waiting == ["ưu tiên", "trễ", "hạn gần", "hạn xa", "cũ", "mới"]
    page = client_of(cast, "editor").get(reverse("admin:index")).content.decode()
    assert '<span class="late">Quá hạn duyệt 1 ngày</span>' in page


def test_the_page_keeps_what_was_typed(cast: Cast, in_review: Article) -> None:
    address = reverse("admin:news_article_transition", args=[in_review.pk, "set_review_plan"])
    data = {"version": in_review.version, "review_due_on": "2020-01-01", "note": "Ghi nhớ"}
    answer = client_of(cast, "editor").post(address, data)
    page = answer.content.decode()
    assert (answer.status_code, page.count("Ghi nhớ"), page.count('name="note"')) == (409, 1, 1)
    assert 'value="2020-01-01"' in page
