"""The head's opinion in words: beside publishing and returning, told to whoever asked."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from core.workflow.engine import TransitionNotAllowed, TransitionRefused, available, log_of
from news.editorial.dashboard import waiting_articles
from news.models import Article
from organization.models import Notice
from tests.news.test_access import client_of
from tests.support.cast import Cast
from tests.support.factories import transition

WORDS = "Đăng được, bỏ đoạn cuối."


@pytest.fixture
def asked(cast: Cast, in_review: Article) -> Article:
    return transition(in_review, "ask_head", cast.editor, note="Có nên đăng không?")


def test_an_opinion_is_given_in_words(cast: Cast, asked: Article) -> None:
    names = [one.transition.name for one in available(asked, cast.head)]
    assert {"give_opinion", "publish", "return"} <= set(names)
    page = client_of(cast, "head").get(f"/quan-tri/news/article/{asked.pk}/change/")
    assert f"/quan-tri/news/article/{asked.pk}/buoc/give_opinion/" in page.content.decode()
    article = transition(asked, "give_opinion", cast.head, note=WORDS)
    assert (article.state, article.is_for_head) == ("in_review", False)
    assert log_of(article).last().note == WORDS
    told = Notice.objects.filter(person=cast.editor).last()
    assert told.text == f"Ý kiến trưởng ban về bài “{article.title}”: {WORDS}"
    waiting = waiting_articles(cast.head, timezone.now())
    assert article.title not in [item.title for item in waiting]
    assert transition(article, "publish", cast.approver).state == "published"


def test_an_opinion_waits_from_when_it_was_asked_for(cast: Cast, draft: Article) -> None:
    now = timezone.now()
    article = transition(draft, "submit", cast.contributor, now=now - timedelta(days=4))
    asked_at = now - timedelta(hours=1)
    transition(article, "ask_head", cast.editor, note="Có nên đăng không?", now=asked_at)
    (waiting,) = waiting_articles(cast.head, now)
    assert (waiting.title, waiting.since) == (article.title, asked_at)


def test_who_may_not_and_when_not(cast: Cast, asked: Article) -> None:
    for person in (cast.editor, cast.approver, cast.leader, cast.contributor, cast.superuser):
        with pytest.raises(TransitionNotAllowed):
            transition(asked, "give_opinion", person, note=WORDS)
    with pytest.raises(TransitionRefused):
        transition(asked, "give_opinion", cast.head)
    article = transition(asked, "give_opinion", cast.head, note=WORDS)
    with pytest.raises(TransitionRefused, match="Không ai xin ý kiến trưởng ban"):
        transition(article, "give_opinion", cast.head, note=WORDS)


def test_asked_again_it_is_the_heads_again(cast: Cast, asked: Article) -> None:
    article = transition(asked, "give_opinion", cast.head, note=WORDS)
    again = transition(article, "ask_head", cast.approver, note="Còn tên nạn nhân?")
    assert again.is_for_head
    transition(again, "give_opinion", cast.head, note="Bỏ tên.")
    assert Notice.objects.filter(person=cast.approver).last().text.endswith("Bỏ tên.")
