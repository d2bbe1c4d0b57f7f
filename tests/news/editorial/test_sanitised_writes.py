"""Every attack of the sanitiser's table again, through each door a text comes in by."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from core.workflow.engine import TransitionRefused
from news.editorial.forms.correction import correction_data
from news.models import Article
from tests.core.richtext.test_richtext import ATTACKS, Dangers
from tests.support.cast import Cast
from tests.support.factories import make_draft, transition


def can_be_sent(text: str) -> bool:
    """Neither a request nor Postgres carries a lone surrogate or a NUL; those end at the
    sanitiser's own tests.
    """
    return "\0" not in text and text.encode(errors="replace").decode() == text


ATTACK_LIST = [(name, attack) for name, (attack, _) in ATTACKS.items() if can_be_sent(attack)]
NO_ATTACHMENTS = {
    "core-fileuse-content_type-object_id-TOTAL_FORMS": "0",
    "core-fileuse-content_type-object_id-INITIAL_FORMS": "0",
}


def assert_clean(html: str, name: str) -> None:
    assert Dangers(html).found == [], name


@pytest.fixture
def contributor(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.contributor, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_through_the_form(cast: Cast, draft: Article, contributor: Client) -> None:
    address = reverse("admin:news_article_change", args=[draft.pk])
    for number, (name, attack) in enumerate(ATTACK_LIST):
        draft.refresh_from_db()
        data = {
            "title": f"Lần {number}",
            "kind": "brief",
            "body": attack,
            "seen_version": draft.version,
        }
        assert contributor.post(address, data | NO_ATTACHMENTS).status_code == 302, name
        draft.refresh_from_db()
        assert draft.title == f"Lần {number}"
        assert_clean(draft.body, name)
        assert_clean(draft.history.latest().body, name)


def test_through_a_correction(cast: Cast, published: Article) -> None:
    stored = 0
    for name, attack in ATTACK_LIST:
        data = correction_data(published, body=f"<p>Có chữ.</p>{attack}", is_public="1")
        with suppress(
            TransitionRefused
        ):  # an empty link or a picture without description is no correction
            transition(published, "correct", cast.editor, note="Sửa", **data)
            stored += 1
        published.refresh_from_db()
        assert_clean(published.body, name)
    assert stored >= 40


def test_through_import(db: None, tmp_path: Path) -> None:
    """An old page is text: its markup is shown, not obeyed."""
    for number, (name, attack) in enumerate(ATTACK_LIST):
        line = " ".join(attack.split()) or "-"
        page = tmp_path / f"{number}.txt"
        page.write_text(
            f"Tin tức khác\n\nBài {number}\nNgày đăng 25/06/2016 | 11:15 | Lượt xem:"
            f" 1\n\nSapo\n\n{line}\n",
            "utf-8",
        )
        call_command("import_articles", str(page))
        article = Article.objects.get(title=f"Bài {number}")
        assert_clean(article.body, name)
        assert re.fullmatch(r"(<p>[^<]*</p>)*", article.body), name


def test_through_restoring_a_version(cast: Cast, draft: Article, contributor: Client) -> None:
    """Even a history row that somebody wrote past the portal comes out clean."""
    row = draft.history.latest()
    address = reverse("admin:news_article_restore", args=[draft.pk, row.pk])
    for name, attack in ATTACK_LIST:
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE news_historicalarticle SET body = %s WHERE history_id = %s",
                [attack, row.pk],
            )
        draft.refresh_from_db()
        before = draft.version
        assert contributor.post(address, {"version": before}).status_code == 302, name
        draft.refresh_from_db()
        assert draft.version == before + 1
        assert_clean(draft.body, name)


def test_enough_attacks_are_tried() -> None:
    assert len(ATTACK_LIST) >= 40


def test_a_nul_is_refused_with_a_sentence_and_the_rest_comes_back(
    draft: Article, contributor: Client
) -> None:
    address = reverse("admin:news_article_change", args=[draft.pk])
    data = {
        "title": "Có\0NUL",
        "kind": "brief",
        "body": "<p>Chữ đã gõ</p>",
        "seen_version": draft.version,
    }
    answer = contributor.post(address, data | NO_ATTACHMENTS)
    assert answer.context["adminform"].form.errors["title"] == ["Không được có ký tự rỗng (null)."]
    assert "Chữ đã gõ" in answer.content.decode()


def test_a_picture_of_a_stranger_stays_private_when_its_address_is_pasted(
    cast: Cast, draft: Article, client: Client
) -> None:
    from core.files.storage import store
    from core.models import StoredFile
    from tests.support.files import picture, upload

    private = store(
        upload(picture()), uploader=cast.other_contributor, kind=StoredFile.Kind.PICTURE
    )
    article = make_draft(
        cast.contributor, body=f'<p>Xem</p><p><img src="{private.url}" alt="Ảnh"></p>'
    )
    transition(transition(article, "submit", cast.contributor), "publish", cast.approver)
    assert client.get(private.url).status_code == 404
