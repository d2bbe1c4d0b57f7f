"""How many questions each page asks the database: literal numbers, the same for one row and for
thirty.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.files.storage import store, sync_uses
from core.http.view_counts import count_view, flush
from core.models import FileUse, StoredFile
from news.curation.services import place
from news.editorial.services import change_attachments, save_text
from news.models import Article, Category, PreferredWord
from news.states import Place
from organization.models import Ward, notify
from tests.news.test_access import client_of
from tests.support.cast import Cast
from tests.support.factories import CategoryFactory, UnitFactory, make_draft, make_user, transition
from tests.support.files import PDF, picture, upload

COUNTS = pytest.mark.parametrize("rows", [1, 30])
# Of items that take many transitions a row.
FEWER = pytest.mark.parametrize("rows", [1, 12])


@pytest.fixture(autouse=True)
def warm(db: None) -> None:
    """Content types already asked for, as in a process that has answered before; the ward is filled
    in.
    """
    ContentType.objects.get_for_models(*apps.get_models())
    Ward.objects.create(pk=1, name="Phường Bến Sen")


def questions(client: Client, address: str) -> int:
    """Return what a page asks that nobody has read since the last change, in a process that has
    answered others.
    """
    client.get("/khong-co/")  # reads the frame of every page, once for a generation
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def published(cast: Cast, category: Category, **fields: Any) -> Article:
    """An item of another unit and author each time, with a picture."""
    author = make_user(unit=UnitFactory())
    file = store(upload(picture()), uploader=author, kind=StoredFile.Kind.PICTURE)
    article = make_draft(author, category=category, picture=file, picture_alt="Bờ sông", **fields)
    article = transition(article, "publish_urgently", cast.approver, note="Gấp")
    return transition(article, "confirm", cast.other_approver)


@COUNTS
def test_home(cast: Cast, file_root: Path, client: Client, rows: int) -> None:
    category = CategoryFactory()
    for _ in range(rows + 1):
        article = published(cast, category)
        count_view("news.article", article.pk)
    flush()
    assert questions(client, "/") == 11


@pytest.mark.parametrize("strips", [1, 8])
def test_home_asks_the_same_for_any_number_of_strips(
    cast: Cast, file_root: Path, client: Client, strips: int
) -> None:
    for _ in range(strips):
        category = CategoryFactory()
        published(cast, category)
        published(cast, category)
    assert questions(client, "/") == 11


@pytest.mark.parametrize("pins", [1, 4])
def test_home_asks_no_more_when_items_are_placed(
    cast: Cast,
    file_root: Path,
    client: Client,
    pins: int,
) -> None:
    category = CategoryFactory()
    articles = [published(cast, category) for _ in range(pins + 2)]
    for article in articles[:pins]:
        place(
            article,
            Place.PIN,
            timezone.now() + timedelta(days=7),
            actor=cast.editor,
            now=timezone.now(),
        )
    assert questions(client, "/") == 11
    place(
        articles[pins],
        Place.LEAD,
        timezone.now() + timedelta(days=7),
        actor=cast.editor,
        now=timezone.now(),
    )
    assert questions(client, "/") == 11


def test_home_without_pictures(cast: Cast, client: Client) -> None:
    article = transition(make_draft(cast.contributor), "submit", cast.contributor)
    transition(article, "publish", cast.approver)
    assert questions(client, "/") == 11


def test_an_empty_home(client: Client) -> None:
    assert questions(client, "/") == 8


@COUNTS
def test_category(cast: Cast, file_root: Path, client: Client, rows: int) -> None:
    category = CategoryFactory()
    for _ in range(rows):
        published(cast, category)
    assert questions(client, category.get_absolute_url()) == 3


@COUNTS
def test_article(cast: Cast, file_root: Path, client: Client, rows: int) -> None:
    category = CategoryFactory()
    articles = [published(cast, category) for _ in range(rows + 1)]
    article = articles[0]
    for number in range(rows):
        article.supporting_units.add(UnitFactory())
        file = store(upload(PDF, f"{number}.pdf"), uploader=None, kind=StoredFile.Kind.DOCUMENT)
        change_attachments(article, remove=[], add=file)
        article.corrections.create(
            text="Sửa", corrected_at=timezone.now(), corrected_by=cast.editor
        )
    inside = [
        store(upload(picture()), uploader=None, kind=StoredFile.Kind.PICTURE) for _ in range(rows)
    ]
    sync_uses(article, FileUse.Role.BODY, inside)
    body = "".join(f'<p><img src="{file.url}" alt="Bờ sông"></p>' for file in inside)
    Article.objects.filter(pk=article.pk).update(body=body)
    assert questions(client, article.get_absolute_url()) == 7


def test_withdrawn_article(client: Client, withdrawn: Article) -> None:
    assert questions(client, withdrawn.get_absolute_url()) == 5


@COUNTS
def test_file(cast: Cast, file_root: Path, client: Client, rows: int) -> None:
    category = CategoryFactory()
    article = published(cast, category)
    for _ in range(rows):
        copy = published(cast, category)
        copy.picture = article.picture
        save_text(copy, actor=None)
    assert questions(client, article.picture.url) == 2
    assert questions(client, f"/tep/{article.picture.key}-60.avif") == 2


# In the admin: session, person, roles and the ward are four of them.


@COUNTS
@pytest.mark.parametrize(("role", "expected"), [("contributor", 9), ("approver", 12)])
def test_list(cast: Cast, file_root: Path, rows: int, role: str, expected: int) -> None:
    for number in range(rows):
        unit = cast.contributor.unit if number % 2 == 0 else UnitFactory()
        author = cast.contributor if number % 2 == 0 else make_user(unit=unit)
        make_draft(author, unit=cast.contributor.unit, category=CategoryFactory())
    assert questions(client_of(cast, role), reverse("admin:news_article_changelist")) == expected


def dashboard_rows(cast: Cast, rows: int) -> None:
    unit = cast.contributor.unit
    for number in range(rows):
        make_draft(cast.contributor)
        transition(make_draft(make_user(), unit=unit), "submit", cast.contributor)
        article = transition(make_draft(cast.contributor), "submit", cast.contributor)
        transition(article, "return", cast.editor, note="Sửa")
        transition(make_draft(cast.contributor), "discard", cast.contributor)
        article = transition(make_draft(cast.contributor), "submit", cast.contributor)
        transition(article, "take", make_user_editor())
        article = transition(make_draft(cast.contributor), "submit", cast.contributor)
        transition(article, "ask_head", cast.editor, note="Hỏi")
        transition(
            make_draft(cast.contributor), "publish_urgently", cast.other_approver, note="Bão"
        )
        article = transition(make_draft(cast.contributor), "submit", cast.contributor)
        later = timezone.now() + timedelta(days=1)
        transition(article, "publish", cast.other_approver, published_at=later)
        for person in (cast.contributor, cast.approver):
            notify([person], event=f"x:{number}", text="Xin xem", now=timezone.now())


def make_user_editor() -> Any:
    from organization.roles import Role

    return make_user(Role.EDITOR)


@pytest.mark.parametrize("rows", [1, 21])  # more than a panel shows
@pytest.mark.parametrize(("role", "expected"), [("contributor", 28), ("approver", 31)])
def test_dashboard(cast: Cast, rows: int, role: str, expected: int) -> None:
    dashboard_rows(cast, rows)
    assert questions(client_of(cast, role), reverse("admin:index")) == expected


def long_item(cast: Cast, rows: int) -> Article:
    """A draft with many versions, returns, attachments and choices."""
    article = make_draft(cast.contributor)
    for number in range(rows):
        CategoryFactory()
        file = store(
            upload(PDF, f"{number}.pdf"), uploader=cast.contributor, kind=StoredFile.Kind.DOCUMENT
        )
        change_attachments(article, remove=[], add=file)
        article.supporting_units.add(UnitFactory())
        article.title = f"Bản {number}"
        save_text(article, actor=make_user())
        article = transition(article, "submit", cast.contributor)
        article = transition(article, "return", make_user_editor(), note="Sửa")
    return article


@FEWER
def test_form(cast: Cast, file_root: Path, rows: int) -> None:
    article = long_item(cast, rows)
    assert (
        questions(
            client_of(cast, "contributor"), reverse("admin:news_article_change", args=[article.pk])
        )
        == 23  # two for the period that a handed-in item keeps
    )


@FEWER
def test_reading_view(cast: Cast, file_root: Path, rows: int) -> None:
    article = transition(long_item(cast, rows), "submit", cast.contributor)
    assert (
        questions(
            client_of(cast, "approver"), reverse("admin:news_article_change", args=[article.pk])
        )
        == 19
    )


@FEWER
def test_lint_on_a_typed_text(cast: Cast, file_root: Path, rows: int) -> None:
    article = long_item(cast, rows)
    for number in range(rows):
        PreferredWord.objects.create(wrong=f"sai {number}", right=f"đúng {number}")
    client, address = (
        client_of(cast, "contributor"),
        reverse("admin:news_article_lint", args=[article.pk]),
    )
    typed = {"title": "Tên mới", "kind": "brief", "seen_version": article.version}
    with CaptureQueriesContext(connection) as asked:
        assert client.post(address, typed).status_code == 200
    assert len(asked) == 7


@COUNTS
def test_word_list(cast: Cast, rows: int) -> None:
    for number in range(rows):
        PreferredWord.objects.create(wrong=f"sai {number}", right=f"đúng {number}")
    assert questions(client_of(cast, "editor"), reverse("admin:news_preferredword_changelist")) == 6


@FEWER
def test_history(cast: Cast, file_root: Path, rows: int) -> None:
    article = long_item(cast, rows)
    assert (
        questions(
            client_of(cast, "contributor"), reverse("admin:news_article_history", args=[article.pk])
        )
        == 8
    )


@FEWER
def test_transition_page(cast: Cast, file_root: Path, rows: int) -> None:
    article = transition(long_item(cast, rows), "submit", cast.contributor)
    address = reverse("admin:news_article_transition", args=[article.pk, "publish"])
    assert questions(client_of(cast, "approver"), address) == 12
