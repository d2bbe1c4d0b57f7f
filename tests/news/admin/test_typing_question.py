"""Ending the work on an item over somebody who is typing: asked about first, singly and in bulk, by
one function; and what a confirmation shows before it is given.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from core.admin.workflow import WorkflowAdmin
from core.autosave import presence
from core.workflow.engine import workflow_of
from news.models import Article
from tests.news.editorial.test_workflow import correction_data
from tests.news.test_access import client_of
from tests.support.cast import Cast
from tests.support.documents import attach, make_document
from tests.support.factories import make_draft, transition

QUESTION = "Đang có người gõ vào"
BULK = "/quan-tri/news/article/hang-loat/publish/"


def type_into(person: Any, item: Any, **ago: int) -> None:
    now = timezone.now() - timedelta(**ago)
    presence.record_presence(person, item, is_editing=True, now=now)


def page_of(article: Article, name: str) -> str:
    return f"/quan-tri/news/article/{article.pk}/buoc/{name}/"


def test_all_callers_ask_by_one_function() -> None:
    callers = {
        str(path.relative_to(settings.BASE_DIR))
        for app in ("core", "news", "documents", "broadcasts", "meetings", "reports")
        for path in (Path(settings.BASE_DIR) / app).rglob("*.py")
        if "typing_questions(" in path.read_text(encoding="utf-8")
    }
    assert callers == {
        "core/autosave/presence.py",
        "core/admin/workflow.py",
        "news/admin/article/bulk_actions.py",
        "documents/admin/bulk_publish.py",
    }


def test_which_transitions_end_the_work_of_whom() -> None:
    from django.contrib import admin

    asked = {
        model._meta.label: set(one.ends_editing)
        for model, one in admin.site._registry.items()
        if isinstance(one, WorkflowAdmin)
    }
    assert {label: names for label, names in asked.items() if names} == {
        "news.Article": {
            *("publish", "publish_urgently", "pass", "return", "return_uncounted", "ask_head"),
        },
        "documents.PublicDocument": {"publish"},
        "documents.OutgoingDocument": {"sign", "issue"},
        "broadcasts.Bulletin": {"approve", "start_emergency"},
    }
    for model, one in admin.site._registry.items():
        if isinstance(one, WorkflowAdmin):
            assert all(workflow_of(model).get(name) for name in one.ends_editing)


@pytest.mark.parametrize(
    ("name", "data"), [("publish", {}), ("publish_urgently", {"note": "Bão vào đêm nay"})]
)
def test_publishing_asks_once_and_keeps_what_was_filled_in(
    cast: Cast, in_review: Article, name: str, data: dict[str, str]
) -> None:
    client = client_of(cast, "approver")
    type_into(cast.editor, in_review)
    posted = {"version": in_review.version, "expires_at": "2030-01-02T07:30"} | data
    answer = client.post(page_of(in_review, name), posted)
    content = answer.content.decode()
    assert answer.status_code == 409
    assert QUESTION in content
    assert all(value in content for value in data.values())
    in_review.refresh_from_db()
    assert in_review.state == "in_review"
    accepted = posted | {"accepts_typing": str(cast.editor.pk)}
    type_into(cast.other_editor, in_review)
    assert client.post(page_of(in_review, name), accepted).status_code == 409
    accepted["accepts_typing"] += f"-{cast.other_editor.pk}"
    assert client.post(page_of(in_review, name), accepted).status_code == 302
    in_review.refresh_from_db()
    assert in_review.state == "published"


@pytest.mark.parametrize(
    "name", ["publish", "publish_urgently", "return", "return_uncounted", "ask_head"]
)
def test_the_holder_is_named_before_the_item_is_taken_away(
    cast: Cast, in_review: Article, name: str
) -> None:
    sentence = f"{cast.editor} đang giữ bài này."
    client = client_of(cast, "approver")
    assert sentence not in client.get(page_of(in_review, name)).content.decode()
    article = transition(in_review, "take", cast.editor)
    assert sentence in client.get(page_of(article, name)).content.decode()
    article = transition(article, "take", cast.approver)
    assert "đang giữ bài này." not in client.get(page_of(article, name)).content.decode()


def test_passing_what_another_holds_has_a_page_that_names_the_holder(
    cast: Cast, in_review: Article
) -> None:
    article = transition(in_review, "take", cast.other_editor)
    client = client_of(cast, "editor")
    change = client.get(f"/quan-tri/news/article/{article.pk}/change/").content.decode()
    assert f'href="{page_of(article, "pass")}?da-doc={article.version}"' in change
    page = client.get(page_of(article, "pass")).content.decode()
    assert f"{cast.other_editor} đang giữ bài này." in page


def test_nobody_is_asked_about_readers_leavers_and_oneself(cast: Cast, in_review: Article) -> None:
    type_into(cast.approver, in_review)
    type_into(cast.editor, in_review, minutes=2)
    now = timezone.now()
    presence.record_presence(cast.other_editor, in_review, is_editing=False, now=now)
    client = client_of(cast, "approver")
    assert QUESTION not in client.get(page_of(in_review, "publish")).content.decode()
    client.post(page_of(in_review, "publish"), {"version": in_review.version})
    in_review.refresh_from_db()
    assert in_review.state == "published"


def test_the_question_opens_no_door(cast: Cast, in_review: Article) -> None:
    type_into(cast.approver, in_review)
    answer = client_of(cast, "contributor").post(page_of(in_review, "publish"), {"version": 1})
    assert answer.status_code == 403


def test_several_at_once_are_asked_about_together(cast: Cast) -> None:
    articles = [
        transition(make_draft(cast.contributor, title=title), "submit", cast.contributor)
        for title in ("Yên", "Đang gõ")
    ]
    type_into(cast.editor, articles[1])
    client = client_of(cast, "approver")
    data: dict[str, Any] = {"bai": [one.pk for one in articles]}
    data |= {f"version-{one.pk}": one.version for one in articles}
    answer = client.post(BULK, data)
    assert answer.status_code == 409
    assert answer.content.decode().count(QUESTION) == 1
    assert set(Article.objects.values_list("state", flat=True)) == {"in_review"}
    client.post(BULK, data | {f"accepts-typing-{articles[1].pk}": cast.editor.pk})
    assert set(Article.objects.values_list("state", flat=True)) == {"published"}


def test_documents_are_asked_about_too(cast: Cast, file_root: Path) -> None:
    document = make_document(cast.clerk)
    attach(document, cast.clerk)
    document.refresh_from_db()
    document = transition(document, "submit", cast.clerk)
    type_into(cast.clerk, document)
    client = client_of(cast, "approver")
    data = {"van-ban": document.pk, f"version-{document.pk}": document.version}
    address = "/quan-tri/documents/publicdocument/dang-nhieu/"
    answer = client.post(address, data)
    assert (answer.status_code, QUESTION in answer.content.decode()) == (409, True)
    client.post(address, data | {f"accepts-typing-{document.pk}": cast.clerk.pk})
    document.refresh_from_db()
    assert document.state == "published"


# What a confirmation confirms


def test_each_correction_is_shown_apart_and_small_fixes_are_named(
    cast: Cast, published: Article
) -> None:
    first = correction_data(published, title="Tiêu đề mới hẳn", is_public="1")
    article = transition(published, "correct", cast.editor, note="Sai tên tổ", **first)
    second = correction_data(
        article,
        body=article.body.replace("tham gia.", "tham gia.."),
        is_public="0",
        accepts_small="on",
    )
    article = transition(article, "correct", cast.editor, note="Dấu chấm", **second)
    client = client_of(cast, "other_approver")
    change = client.get(f"/quan-tri/news/article/{article.pk}/change/").content.decode()
    assert f'href="{page_of(article, "confirm")}?da-doc={article.version}"' in change
    answer = client.get(page_of(article, "confirm"))
    content = answer.content.decode()
    assert content.count('class="panel diff"') == 2
    assert content.index("Sai tên tổ") < content.index("Dấu chấm")
    assert "mới hẳn</ins>" in content
    assert content.count("Sửa lỗi nhỏ</span>") == 1
    assert content.index("Sửa lỗi nhỏ") > content.index("mới hẳn</ins>")
    assert content.count("Đính chính công khai</span>") == 1
    assert "nhiều hơn chính tả" not in content
    client.post(page_of(article, "confirm"), {"version": article.version})
    article.refresh_from_db()
    assert article.mark == ""
    third = correction_data(article, lead="Sapo khác hẳn.", is_public="0", accepts_small="on")
    article = transition(article, "correct", cast.editor, note="Lần ba", **third)
    content = client.get(page_of(article, "confirm")).content.decode()
    assert content.count('class="panel diff"') == 1
    assert "Sai tên tổ" not in content
    assert "Người sửa ghi là lỗi nhỏ, nhưng thay đổi nhiều hơn chính tả" in content


def test_an_urgent_item_is_read_before_it_is_confirmed(cast: Cast, in_review: Article) -> None:
    article = transition(in_review, "publish_urgently", cast.approver, note="Bão vào đêm nay")
    content = client_of(cast, "other_approver").get(page_of(article, "confirm")).content.decode()
    assert "Bão vào đêm nay" in content
    assert "đọc bài như người dân thấy" in content
