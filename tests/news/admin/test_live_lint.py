"""Linting in the admin: at the fields, on the reading view and the step page, while typing; the
word list.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from core.files.storage import store
from core.models import StoredFile
from core.workflow.engine import TransitionRefused
from news.models import Article, PreferredWord
from tests.news.editorial.test_workflow import in_state
from tests.news.test_access import EVERYBODY, ONE_EACH, READABLE, WRITABLE, client_of
from tests.support.cast import Cast
from tests.support.factories import make_draft, transition
from tests.support.files import picture, upload

ADD = "/quan-tri/news/article/add/loi-nhac/"
SHOUT = "Tiêu đề toàn chữ hoa khó đọc và bị máy đọc đánh vần; xin viết chữ thường như câu văn."


def address(article: Article) -> str:
    return reverse("admin:news_article_lint", args=[article.pk])


def ask(client: Client, where: str, **data: str) -> list[tuple[str, str]]:
    answer = client.post(where, {"kind": "brief"} | data)
    assert answer.status_code == 200
    return [(one["field"], one["sentence"]) for one in answer.json()["lint"]]


# While typing


def test_the_answer_is_that_of_the_python_rules(cast: Cast, draft: Article) -> None:
    data = {
        "kind": "brief",
        "title": "BÀ CON DỌN BỜ SÔNG",
        "lead": "Sáng nay hoà vui.",
        "is_for_portal": "on",
        "body": "<p>Hơn 60 người.</p>",
        "category": str(draft.category_id),
    }
    answer = client_of(cast, "contributor").post(address(draft), data)
    assert answer.json()["summary"] == "3 điều nên xem lại"
    assert [(one["field"], one["isError"], one["quote"]) for one in answer.json()["lint"]] == [
        ("title", False, ""),
        ("lead", False, "hoà"),
        ("body", False, ""),
    ]
    assert "no-store" in answer["Cache-Control"]


def test_nothing_is_stored_not_even_a_file(cast: Cast, draft: Article, file_root: Path) -> None:
    before = (draft.version, draft.history.count(), StoredFile.objects.count())
    data = {
        "title": "Tên khác",
        "kind": "brief",
        "body": "<p>Chữ khác.</p>",
        "picture": upload(picture()),
    }
    assert client_of(cast, "contributor").post(address(draft), data).status_code == 200
    draft.refresh_from_db()
    assert (draft.version, draft.history.count(), StoredFile.objects.count()) == before
    assert draft.title == "Tổ dân phố ra quân dọn vệ sinh bờ sông"


def test_what_the_form_would_refuse_is_looked_at_too(cast: Cast, draft: Article) -> None:
    client = client_of(cast, "contributor")
    assert ("title", "Chưa có tiêu đề.") in ask(client, address(draft), title="")
    found = dict(
        ask(
            client,
            address(draft),
            title="x " * 200,
            lead="y " * 400,
            category="khong",
            unit="9" * 30,
        )
    )
    assert found["title"].startswith("Tiêu đề có 200 chữ")
    assert found["lead"].startswith("Sapo có 400 chữ")


def test_a_new_item_belongs_to_the_writers_unit(cast: Cast) -> None:
    found = ask(client_of(cast, "contributor"), ADD, title="Bà con dọn bờ sông", body="<p>a</p>")
    assert "unit" not in [field for field, _ in found]
    found = ask(client_of(cast, "editor"), ADD, title="Bà con dọn bờ sông", body="<p>a</p>")
    assert ("unit", "Chưa chọn đơn vị.") in found


def test_a_file_just_chosen_needs_its_description(cast: Cast, draft: Article) -> None:
    """The browser sends the name of a chosen file, and an empty text where none is chosen."""
    client = client_of(cast, "contributor")
    assert "picture_alt" in dict(ask(client, address(draft), title="Tên", picture="a.jpg"))
    assert "picture_alt" not in dict(ask(client, address(draft), title="Tên", picture=""))


def test_a_file_taken_away_needs_none(cast: Cast, file_root: Path) -> None:
    file = store(upload(picture()), uploader=cast.contributor, kind=StoredFile.Kind.PICTURE)
    draft, client = make_draft(cast.contributor, picture=file), client_of(cast, "contributor")
    data = {"title": "Tên", "picture-key": file.key}
    assert "picture_alt" in dict(ask(client, address(draft), **data))
    assert "picture_alt" not in dict(
        ask(client, address(draft), **data, **{"picture-remove": "on"})
    )


@pytest.mark.parametrize("state", READABLE)
def test_who_may_save_the_form_may_ask(cast: Cast, state: str) -> None:
    article = in_state(cast, state)
    answers = {
        role: client_of(cast, role).post(address(article), {"title": "x"}).status_code
        for role in EVERYBODY
    }
    expected = {role: 200 if role in WRITABLE.get(state, set()) else 404 for role in EVERYBODY}
    assert answers == expected


def test_who_may_write_new_items_may_ask(cast: Cast) -> None:
    opened = {
        role
        for role in ONE_EACH
        if client_of(cast, role).post(ADD, {"title": "x"}).status_code == 200
    }
    assert opened == {"contributor", "other_contributor", "editor", "approver"}


def test_strangers_log_in_and_nobody_gets(cast: Cast, client: Client, draft: Article) -> None:
    for where in (address(draft), ADD):
        answer = client.post(where, {"title": "x"}, headers={"sec-fetch-dest": "empty"})
        assert (answer.status_code, answer.url.split("?")[0]) == (302, reverse("admin:login"))
        assert client_of(cast, "contributor").get(where).status_code == 405


@pytest.mark.parametrize("key", ["9" * 30, "x", "-1", "0", "1/2", "%00"])
def test_malformed_addresses_are_not_found(cast: Cast, key: str) -> None:
    answer = client_of(cast, "contributor").post(
        f"/quan-tri/news/article/{key}/loi-nhac/", {"title": "x"}
    )
    assert answer.status_code in (400, 404)


def test_a_token_is_asked_for(cast: Cast, draft: Article) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.contributor, backend="django.contrib.auth.backends.ModelBackend")
    assert client.post(address(draft), {"title": "x"}).status_code == 403


# What is shown


def test_each_sentence_stands_in_the_help_of_its_field(cast: Cast) -> None:
    draft = make_draft(cast.contributor, title="BÀ CON DỌN BỜ SÔNG", lead="")
    page = (
        client_of(cast, "contributor")
        .get(reverse("admin:news_article_change", args=[draft.pk]))
        .content.decode()
    )
    _, _, help_text = page.partition('id="id_title_helptext"')
    assert help_text.index(SHOUT) < help_text.index('id="id_lead"')
    assert 'aria-describedby="id_title_helptext"' in page
    assert 'role="status">1 điều cần sửa trước khi đăng, 2 điều nên xem lại</p>' in page
    assert f'data-url="{address(draft)}"' in page


def test_an_empty_form_is_not_scolded(cast: Cast) -> None:
    page = client_of(cast, "contributor").get(reverse("admin:news_article_add")).content.decode()
    assert 'role="status"></p>' in page
    assert "Chưa có tiêu đề." not in page


def test_typed_markup_comes_back_as_words(cast: Cast) -> None:
    draft = make_draft(cast.contributor, picture_alt="<script>alert(1)</script>.png")
    page = (
        client_of(cast, "contributor")
        .get(reverse("admin:news_article_change", args=[draft.pk]))
        .content.decode()
    )
    assert "<script>alert(1)" not in page
    assert "“&lt;script&gt;alert(1)&lt;/script&gt;.png” không tả ảnh" in page


def test_the_reading_view_lists_what_is_worth_a_look(cast: Cast) -> None:
    article = transition(
        make_draft(cast.contributor, title="BÀ CON DỌN BỜ SÔNG"), "submit", cast.contributor
    )
    page = (
        client_of(cast, "approver")
        .get(reverse("admin:news_article_change", args=[article.pk]))
        .content.decode()
    )
    assert "Nên xem lại trước khi đăng" in page
    assert SHOUT in page
    assert 'id="lint"' not in page


def test_of_a_published_item_nothing_more_is_said(cast: Cast) -> None:
    article = transition(
        make_draft(cast.contributor, title="BÀ CON DỌN BỜ SÔNG"), "submit", cast.contributor
    )
    article = transition(article, "publish", cast.approver)
    page = (
        client_of(cast, "approver")
        .get(reverse("admin:news_article_change", args=[article.pk]))
        .content.decode()
    )
    assert SHOUT not in page


@pytest.mark.parametrize("name", ["publish", "publish_urgently"])
def test_the_approver_sees_the_warnings_and_goes_on(cast: Cast, name: str) -> None:
    article = transition(
        make_draft(cast.contributor, title="BÀ CON DỌN BỜ SÔNG"), "submit", cast.contributor
    )
    client, page = (
        client_of(cast, "approver"),
        reverse("admin:news_article_transition", args=[article.pk, name]),
    )
    assert SHOUT in client.get(page).content.decode()
    assert SHOUT not in client.get(page.replace(name, "return")).content.decode()
    client.post(page, {"version": article.version, "note": "Gấp"})
    article.refresh_from_db()
    assert article.state == "published"


def test_an_error_stands_among_the_refusals_once(cast: Cast) -> None:
    article = transition(make_draft(cast.contributor, lead=""), "submit", cast.contributor)
    page = client_of(cast, "approver").get(
        reverse("admin:news_article_transition", args=[article.pk, "publish"])
    )
    assert page.content.decode().count("Chưa có sapo.") == 1
    with pytest.raises(TransitionRefused):
        transition(article, "publish", cast.approver)


def test_urgent_publishing_names_what_is_missing_and_goes_on(cast: Cast) -> None:
    article = make_draft(cast.contributor, lead="")
    page = client_of(cast, "approver").get(
        reverse("admin:news_article_transition", args=[article.pk, "publish_urgently"])
    )
    assert "Chưa có sapo." in page.content.decode()


# The word list


WORDS = "/quan-tri/news/preferredword/"


def test_editors_keep_the_word_list(cast: Cast) -> None:
    client = client_of(cast, "editor")
    client.post(f"{WORDS}add/", {"wrong": "  Uỷ   ban ", "right": "ủy ban", "note": ""})
    row = PreferredWord.objects.get()
    assert (row.wrong, row.right, str(row)) == ("Uỷ ban", "ủy ban", "Uỷ ban → ủy ban")
    client.post(f"{WORDS}{row.pk}/delete/", {"post": "yes"})
    assert not PreferredWord.objects.exists()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"wrong": "uỷ BAN", "right": "khác"}, "Từ này đã có trong bảng."),
        ({"wrong": "x", "right": "x"}, "Hai cách viết giống nhau."),
    ],
)
def test_a_word_stands_once_and_differs(cast: Cast, typed: dict[str, str], sentence: str) -> None:
    PreferredWord.objects.create(wrong="uỷ ban", right="ủy ban")
    answer = client_of(cast, "editor").post(f"{WORDS}add/", typed)
    assert sentence in answer.content.decode()
    assert PreferredWord.objects.count() == 1


def test_who_sees_and_keeps_the_word_list(cast: Cast) -> None:
    row = PreferredWord.objects.create(wrong="uỷ ban", right="ủy ban")
    readers, edit_roles, removers = set(), set(), set()
    for role in ONE_EACH:
        client = client_of(cast, role)
        if client.get(f"{WORDS}{row.pk}/change/").status_code == 200:
            readers.add(role)
        if (
            client.post(
                f"{WORDS}{row.pk}/change/", {"wrong": "uỷ ban", "right": f"ủy ban {role}"}
            ).status_code
            == 302
        ):
            edit_roles |= (
                {role} if PreferredWord.objects.filter(right=f"ủy ban {role}").exists() else set()
            )
        if client.get(f"{WORDS}{row.pk}/delete/").status_code == 200:
            removers.add(role)
    assert readers == {"editor", "approver", "it_officer"}
    assert edit_roles == removers == {"editor", "it_officer"}
