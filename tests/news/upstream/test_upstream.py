"""Items sent to the higher portal: what is offered when, what is recorded, who is told, where it is
seen.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from core.workflow.engine import TransitionRefused, available
from news.models import Article, UpstreamSending
from organization.models import Notice, User
from tests.news.editorial.test_workflow import GONE, in_state
from tests.news.test_access import client_of
from tests.support.cast import Cast
from tests.support.factories import make_draft, transition

WARD = ZoneInfo("Asia/Ho_Chi_Minh")


def offered(article: Article, actor: User) -> list[str]:
    article = Article.objects.get(pk=article.pk)
    return [one.label for one in available(article, actor) if "upstream" in one.transition.name]


def test_only_what_has_a_meaning_is_offered(cast: Cast) -> None:
    assert offered(in_state(cast, "scheduled"), cast.editor) == []
    article = in_state(cast, "published")
    assert offered(article, cast.editor) == ["Gửi liên thông"]
    transition(article, "send_upstream", cast.editor)
    answers = ["Cổng cấp trên nhận", "Cổng cấp trên trả lại"]
    assert (offered(article, cast.editor), offered(article, cast.leader)) == (answers, [])
    transition(article, "upstream_return", cast.editor, note="Ảnh mờ")
    assert offered(article, cast.editor) == ["Gửi liên thông lại"]
    transition(article, "send_upstream", cast.approver)
    transition(article, "upstream_accept", cast.approver)
    assert offered(article, cast.editor) == []
    with pytest.raises(TransitionRefused, match="được nhận"):
        transition(article, "send_upstream", cast.editor)


def test_each_sending_is_kept_with_its_answer_and_the_author_is_told(
    cast: Cast, published: Article
) -> None:
    transition(published, "send_upstream", cast.editor)
    transition(published, "upstream_return", cast.other_editor, note="Thiếu ảnh")
    transition(published, "send_upstream", cast.editor)
    transition(published, "upstream_accept", cast.approver)
    rows = published.sendings.values_list("sent_by", "outcome", "outcome_by", "reason")
    assert list(rows) == [
        (cast.editor.pk, "returned", cast.other_editor.pk, "Thiếu ảnh"),
        (cast.editor.pk, "accepted", cast.approver.pk, ""),
    ]
    told = Notice.objects.filter(person=cast.contributor, text__contains="cổng cấp trên").order_by(
        "pk"
    )
    assert [notice.text.partition("” ")[2] for notice in told] == [
        "bị cổng cấp trên trả lại: Thiếu ảnh",
        "đã được cổng cấp trên nhận.",
    ]


def test_an_item_that_was_withdrawn_meanwhile_still_gets_its_answer(
    cast: Cast, published: Article
) -> None:
    transition(published, "send_upstream", cast.editor)
    transition(published, "withdraw", cast.approver, note="Sai", **GONE)
    assert offered(published, cast.editor) == ["Cổng cấp trên nhận", "Cổng cấp trên trả lại"]
    transition(published, "upstream_return", cast.editor, note="Bài đã gỡ")
    assert UpstreamSending.objects.returned().count() == 1


@pytest.mark.parametrize(
    "broken",
    [
        {},
        {"outcome": "accepted"},
        {"outcome": "lost", "outcome_at": timezone.now()},
        {"outcome": "returned", "outcome_at": timezone.now(), "reason": ""},
    ],
)
def test_the_database_refuses_what_cannot_be(
    cast: Cast, published: Article, broken: dict[str, Any]
) -> None:
    """A second one that waits, an answer nobody gave, an unknown one, a return without a reason."""
    transition(published, "send_upstream", cast.editor)
    by = {"outcome_by": cast.editor} if "outcome_at" in broken else {}
    with pytest.raises(IntegrityError), transaction.atomic():
        UpstreamSending.objects.create(
            article=published, sent_at=timezone.now(), sent_by=cast.editor, **broken, **by
        )


def test_the_list_is_narrowed_and_the_page_shows_the_sendings(cast: Cast) -> None:
    never, waiting, returned = (in_state(cast, state) for state in ("published", "sent", "sent"))
    transition(returned, "upstream_return", cast.editor, note="Ảnh mờ")
    make_draft(cast.contributor)
    client, address = client_of(cast, "editor"), reverse("admin:news_article_changelist")
    found = {
        value: [
            row.pk for row in client.get(address, {"lien-thong": value}).context["cl"].result_list
        ]
        for value in ("waiting", "accepted", "returned", "chua-gui")
    }
    assert found == {
        "waiting": [waiting.pk],
        "accepted": [],
        "returned": [returned.pk],
        "chua-gui": [never.pk],
    }
    page = client_of(cast, "contributor").get(
        reverse("admin:news_article_change", args=[returned.pk])
    )
    assert "Lý do: Ảnh mờ" in page.content.decode()


def test_editors_alone_are_reminded_of_what_waits_longer_than_a_week(cast: Cast) -> None:
    article = in_state(cast, "sent")
    dashboard = reverse("admin:index")
    assert "quá một tuần" not in client_of(cast, "editor").get(dashboard).content.decode()
    UpstreamSending.objects.update(sent_at=timezone.now() - timedelta(days=8))
    assert "quá một tuần" in client_of(cast, "editor").get(dashboard).content.decode()
    assert "quá một tuần" not in client_of(cast, "approver").get(dashboard).content.decode()
    transition(article, "upstream_accept", cast.editor)
    assert "quá một tuần" not in client_of(cast, "editor").get(dashboard).content.decode()
