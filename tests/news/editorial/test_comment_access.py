"""Comments by role, address and state: who makes, answers, closes and reads them."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.models import ReviewComment, ReviewCommentReply
from news.models import Article
from organization.roles import Role
from tests.core.comments.test_comments import make, say, turn
from tests.news.editorial.test_workflow import in_state
from tests.news.test_access import EVERYBODY, READABLE, client_of
from tests.support.cast import Cast
from tests.support.factories import make_draft, make_user, transition

MAKERS = {"editor", "other_editor", "approver", "other_approver", "head"}
ANSWERERS = MAKERS | {"contributor", "colleague"}
# A draft nobody handed in takes no comments: what was typed comes back (409).
TAKING = {"in_review", "taken", "returned"}
STATES = [*READABLE, "returned"]


def item_in(cast: Cast, state: str) -> Article:
    if state == "returned":
        return transition(in_state(cast, "in_review"), "return", cast.editor, note="Sửa")
    return in_state(cast, state)


def readers(state: str) -> set[str]:
    return READABLE["draft" if state == "returned" else state]


def expected(state: str, role: str, allowed: set[str], *, in_all_states: bool = False) -> int:
    if role not in readers(state):
        return 404
    if role not in allowed:
        return 403
    return 302 if in_all_states or state in TAKING else 409


@pytest.mark.usefixtures("short_errors", "empty_pages")
@pytest.mark.parametrize("state", STATES)
def test_addresses_by_role(cast: Cast, state: str) -> None:
    article = item_in(cast, state)
    for role in EVERYBODY:
        client, base = (
            client_of(cast, role),
            reverse("admin:news_article_comment", args=[article.pk]),
        )
        open_one, closed_one = make(article, cast.editor, "Một"), make(article, cast.editor, "Hai")
        turn(closed_one, cast.editor, close=True)
        answers = {
            "make": client.post(
                base, {"text": "Ai tham gia?", "quote": "60 người dân"}
            ).status_code,
            "answer": client.post(f"{base}{open_one.pk}/tra-loi/", {"text": "Bà con"}).status_code,
            "close": client.post(f"{base}{open_one.pk}/dong/").status_code,
            "reopen": client.post(f"{base}{closed_one.pk}/mo-lai/").status_code,
        }
        assert answers == {
            "make": expected(state, role, MAKERS),
            "answer": expected(state, role, ANSWERERS),
            "close": expected(state, role, MAKERS, in_all_states=True),
            "reopen": expected(state, role, MAKERS),
        }, role


@pytest.mark.usefixtures("short_errors")
@pytest.mark.parametrize("state", STATES)
def test_whoever_works_on_the_item_reads_its_comments(cast: Cast, state: str) -> None:
    article = item_in(cast, state)
    make(article, cast.editor, "Lời góp ý kín")
    found = set()
    for role in EVERYBODY:
        answer = client_of(cast, role).get(reverse("admin:news_article_change", args=[article.pk]))
        if answer.status_code == 200 and "Lời góp ý kín" in answer.content.decode():
            found.add(role)
    assert found == readers(state) - {"announcer"}


def test_a_reader_of_what_is_published_does_not_see_how_it_came_about(
    cast: Cast, published: Article
) -> None:
    cast.other_contributor.groups.add(Group.objects.get(name=Role.ANNOUNCER))
    make(published, cast.editor, "Bỏ số điện thoại của bà con")
    client = client_of(cast, "other_contributor")
    page = client.get(reverse("admin:news_article_change", args=[published.pk])).text
    assert published.title in page
    for words in ("Diễn biến", "Bỏ số điện thoại", "góp ý chưa trả lời", "Chép thành bản nháp"):
        assert words not in page
    assert client.get(reverse("admin:news_article_history", args=[published.pk])).status_code == 404
    assert client.post(reverse("admin:news_article_copy", args=[published.pk])).status_code == 403


@pytest.mark.usefixtures("short_errors", "empty_pages")
def test_what_is_refused_stores_nothing(cast: Cast, in_review: Article) -> None:
    comment = make(in_review, cast.editor)
    base = reverse("admin:news_article_comment", args=[in_review.pk])
    for role in set(EVERYBODY) - ANSWERERS:
        client = client_of(cast, role)
        client.post(base, {"text": "x"})
        for act in ("tra-loi", "dong", "mo-lai"):
            client.post(f"{base}{comment.pk}/{act}/", {"text": "x"})
    assert (ReviewComment.objects.count(), ReviewCommentReply.objects.count()) == (1, 0)


def test_strangers_are_sent_to_log_in(client: Client, cast: Cast, in_review: Article) -> None:
    answer = client.post(reverse("admin:news_article_comment", args=[in_review.pk]), {"text": "x"})
    assert answer.status_code == 403
    assert "Phiên làm việc đã hết" in answer.content.decode()
    assert ReviewComment.objects.count() == 0


def test_a_token_is_asked_for(cast: Cast, in_review: Article) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.editor, backend="django.contrib.auth.backends.ModelBackend")
    assert (
        client.post(
            reverse("admin:news_article_comment", args=[in_review.pk]), {"text": "x"}
        ).status_code
        == 403
    )
    assert ReviewComment.objects.count() == 0


def test_who_entered_the_item_answers(cast: Cast) -> None:
    entered = make_draft(cast.contributor, actor=cast.other_contributor)
    article = transition(entered, "submit", cast.contributor)
    comment = make(article, cast.editor)
    base = reverse("admin:news_article_comment", args=[article.pk])
    answer = client_of(cast, "other_contributor").post(
        f"{base}{comment.pk}/tra-loi/", {"text": "Bà con"}
    )
    assert answer.status_code == 302


# How much is asked of the database


@pytest.mark.parametrize("rows", [1, 20])
@pytest.mark.parametrize(
    ("role", "state", "view", "expected"),
    [
        ("contributor", "returned", "change", 24),
        ("approver", "in_review", "change", 20),
        ("approver", "in_review", "history", 9),
    ],
)
def test_pages_cost_the_same_for_one_comment_and_many(
    cast: Cast, rows: int, role: str, state: str, view: str, expected: int
) -> None:
    article: Any = item_in(cast, "in_review")
    for number in range(rows):
        comment = make(article, make_user(), f"Góp ý {number}")
        say(comment, make_user())
        if number % 2:
            turn(comment, make_user(), close=True)
    if state == "returned":
        article = transition(article, "return", cast.editor, note="Sửa")
    client = client_of(cast, role)
    ContentType.objects.get_for_models(Article, ReviewComment)
    with CaptureQueriesContext(connection) as asked:
        assert (
            client.get(reverse(f"admin:news_article_{view}", args=[article.pk])).status_code == 200
        )
    assert len(asked) == expected
