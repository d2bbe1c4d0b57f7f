"""Whoever changed words, in whatever way, neither publishes nor confirms the item."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from core.workflow.engine import TransitionRefused
from news.editorial.forms.correction import correction_data
from news.editorial.services import save_text
from news.editorial.workflow import ARTICLE_WORKFLOW
from news.models import Article
from news.permissions import EXACT_FIELDS, WORDS, had_a_hand, had_a_hand_in
from organization.roles import Role
from tests.news.editorial.test_sanitised_writes import NO_ATTACHMENTS
from tests.news.test_access import client_of
from tests.support.cast import Cast
from tests.support.factories import make_user, transition

ROOT = Path(__file__).parents[3]
# Every module that stores an article's words; each writes a revision with its user.
STORES_TEXT = {
    "demo/loader.py",
    "meetings/minutes/article_draft_views.py",
    "news/admin/article/admin.py",
    "news/editorial/services.py",
    "news/importing/docx.py",
    "news/management/commands/import_articles.py",
    "news/quick/entry.py",
    "news/reassignment/services.py",
    "news/reassignment/units.py",
}


def rewrite(article: Article, actor: Any, **changes: Any) -> Article:
    """Store a changed text of an item in review, as its holder does."""
    article.refresh_from_db()
    for name, value in changes.items():
        setattr(article, name, value)
    save_text(article, actor=actor)
    return article


def refused(article: Article, name: str, actor: Any) -> bool:
    try:
        transition(article, name, actor)
    except TransitionRefused as error:
        assert "sửa chữ" in error.reasons[0]
        return True
    return False


def test_no_module_stores_words_unseen() -> None:
    found = set()
    for app in ("core", "news", "meetings", "organization", "wardportal", "demo"):
        for path in (ROOT / app).rglob("*.py"):
            if re.search(r"\bsave_text\(", path.read_text(encoding="utf-8")):
                found.add(str(path.relative_to(ROOT)))
    assert found == STORES_TEXT
    changing = {step.name for step in ARTICLE_WORKFLOW.transitions if step.changes_text}
    assert changing == {"correct"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("title", "Tổ dân phố không ra quân"),
        ("lead", "Câu khác hẳn."),
        ("body", "<p>Hơn 90 người dân tham gia.</p>"),
        ("body", '<p>Hơn 60 người dân <a href="https://x.example/">tham gia</a>.</p>'),
        ("byline", "Bút danh"),
        ("picture_alt", "Ảnh bờ sông"),
        ("picture_credit", "Ảnh: An"),
        ("source_name", "Báo"),
        ("source_url", "https://x.example/"),
        ("original_author", "Ai đó"),
        ("times", "19:30 05/12/2026"),
    ],
)
def test_an_approver_who_changed_words_in_review_does_not_publish(
    cast: Cast, in_review: Article, name: str, value: str
) -> None:
    article = transition(in_review, "take", cast.approver)
    article = rewrite(article, cast.approver, **{name: value})
    assert had_a_hand(article, cast.approver)
    assert had_a_hand_in(article) == {cast.contributor.pk, cast.approver.pk}
    assert refused(article, "publish", cast.approver)
    assert transition(article, "publish", cast.other_approver).state == "published"


def test_every_field_of_the_words_is_tried() -> None:
    assert set(WORDS) | set(EXACT_FIELDS) == {
        *("title", "lead", "body", "byline", "source_name", "original_author"),
        *("picture_alt", "picture_credit", "picture_id", "source_url", "times"),
    }


@pytest.mark.parametrize(
    "body",
    [
        "<p>hơn 60 người dân tham gia..</p>",
        "<p>Hơn 60 người  dân</p><p>tham gia.</p>",
    ],
)
def test_a_small_fix_makes_nobody_a_writer(cast: Cast, in_review: Article, body: str) -> None:
    article = rewrite(in_review, cast.approver, body=body, title=in_review.title.upper())
    assert not had_a_hand(article, cast.approver)
    assert transition(article, "publish", cast.approver).state == "published"


def test_where_nobody_is_left_it_is_said_before_and_after(cast: Cast, draft: Article) -> None:
    article = transition(draft, "publish_urgently", cast.approver, note="Bão")
    data = correction_data(article, is_public="1", lead="Chiều Chủ nhật, bà con cùng dọn.")
    where = reverse("admin:news_article_transition", args=[article.pk, "correct"])
    for role, is_last in (("editor", False), ("other_approver", True)):
        page = client_of(cast, role).get(where).content.decode()
        assert ("không còn người duyệt nào xác nhận được" in page) is is_last, role
    desk = reverse("admin:index")
    editor = client_of(cast, "editor")
    assert "không còn người duyệt nào" not in editor.get(desk).content.decode()
    article = transition(article, "correct", cast.other_approver, note="Sai ngày", **data)
    with pytest.raises(TransitionRefused, match="Không còn ai khác làm được bước này"):
        transition(article, "confirm", cast.approver)
    assert "không còn người duyệt nào xác nhận được" in editor.get(desk).content.decode()
    page = editor.get(reverse("admin:news_article_change", args=[article.pk])).content.decode()
    assert "cấp quyền ấy cho một người chưa có phần, hoặc gỡ bài" in page
    third = make_user(Role.APPROVER)
    assert "không còn người duyệt nào" not in editor.get(desk).content.decode()
    assert transition(article, "confirm", third).mark == ""


def test_words_put_back_stay_a_hand(cast: Cast, in_review: Article) -> None:
    body = in_review.body
    article = rewrite(in_review, cast.approver, body="<p>Khác hẳn.</p>")
    article = rewrite(article, cast.approver, body=body)
    assert refused(article, "publish", cast.approver)


def test_through_the_form_and_through_a_restored_version(cast: Cast, in_review: Article) -> None:
    article = transition(in_review, "take", cast.approver)
    form = {
        "title": "Đầu đề của người duyệt",
        "kind": "brief",
        "lead": article.lead,
        "body": article.body,
        "category": article.category_id,
        "unit": article.unit_id,
        "is_for_portal": "on",
        "seen_version": article.version,
    }
    change = reverse("admin:news_article_change", args=[article.pk])
    client = client_of(cast, "approver")
    assert client.post(change, form | NO_ATTACHMENTS).status_code == 302
    assert had_a_hand(article, cast.approver)
    article = transition(article, "take", cast.other_approver)
    first = article.history.earliest("version", "history_id")
    restore = reverse("admin:news_article_restore", args=[article.pk, first.pk])
    client = client_of(cast, "other_approver")
    assert client.post(restore, {"version": article.version}).status_code == 302
    assert refused(article, "publish", cast.other_approver)
    assert transition(article, "publish", cast.head).state == "published"


def test_who_changed_words_before_an_urgent_publication_does_not_confirm_it(
    cast: Cast, in_review: Article
) -> None:
    article = rewrite(in_review, cast.approver, lead="Câu của người duyệt.")
    article = transition(article, "publish_urgently", cast.leader, note="Bão")
    assert refused(article, "confirm", cast.approver)
    assert transition(article, "confirm", cast.other_approver).mark == ""
