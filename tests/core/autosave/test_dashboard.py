"""Unsaved text on the dashboard: whose, of what, and when it stands there no more."""

from __future__ import annotations

import re
from typing import Any

from django.test import Client

from core.autosave.dashboard import MAX_SHOWN, unsaved_panel
from news.models import Article
from tests.core.admin.test_autosave import NEW, PAGE, keep, typed
from tests.core.admin.test_workflow import save
from tests.news.test_access import client_of
from tests.support.cast import Cast
from tests.support.factories import make_draft, transition

CLOCK = re.compile(r"Còn chữ viết dở lúc \d\d:\d\d, \d\d/\d\d/\d{4}")


def titles(user: Any) -> list[str]:
    panel = unsaved_panel(user)
    return [text.title for text in panel["texts"]] if panel else []


def keep_new(client: Client, user: Any, title: str) -> None:
    data = typed(Article(title=title, version=1), user)
    assert client.post(NEW, data).status_code == 200


def test_kept_text_of_a_new_item_and_of_a_stored_one(cast: Cast, draft: Article) -> None:
    client = client_of(cast, "contributor")
    assert unsaved_panel(cast.contributor) is None
    keep_new(client, cast.contributor, "Chưa lưu lần nào")
    keep(client, draft, cast.contributor, lead="Sapo gõ dở")
    assert titles(cast.contributor) == [draft.title, "Chưa lưu lần nào"]
    content = client.get("/quan-tri/").content.decode()
    assert len(CLOCK.findall(content)) == 2
    assert 'href="/quan-tri/news/article/add/?ban-viet-do=dung"' in content
    address = f"/quan-tri/news/article/{draft.pk}/change/?ban-viet-do=dung"
    assert f'href="{address}"' in content
    assert "Sapo gõ dở" in client.get(address).content.decode()


def test_nobody_elses_and_nothing_that_was_saved(cast: Cast, draft: Article) -> None:
    client = client_of(cast, "contributor")
    keep(client, draft, cast.contributor, lead="Sapo gõ dở")
    assert titles(cast.colleague) == titles(cast.editor) == []
    save(client, draft, lead="Sapo gõ dở", _page="b" * 32)  # from another window
    assert titles(cast.contributor) == []
    draft.refresh_from_db()
    keep(client, draft, cast.contributor, lead="Lần nữa")
    save(client, draft, lead="Lần nữa", _page=PAGE)
    assert titles(cast.contributor) == []


def test_an_item_that_is_closed_to_the_person_is_not_named(cast: Cast, draft: Article) -> None:
    keep(client_of(cast, "contributor"), draft, cast.contributor, lead="Sapo gõ dở")
    assert titles(cast.contributor) == [draft.title]
    Article.objects.update(author=cast.other_contributor, created_by=cast.other_contributor)
    Article.objects.update(unit=cast.other_contributor.unit)
    assert titles(cast.contributor) == []


def test_an_item_in_review_is_named_where_its_words_are_given_back(
    cast: Cast, draft: Article
) -> None:
    keep(client_of(cast, "contributor"), draft, cast.contributor, lead="Sapo gõ dở")
    transition(draft, "submit", cast.colleague)
    assert titles(cast.contributor) == [draft.title]


def test_the_newest_and_how_many_more(
    cast: Cast, django_assert_num_queries: Any, known_types: None
) -> None:
    client = client_of(cast, "contributor")
    for number in range(MAX_SHOWN + 2):
        article = make_draft(cast.contributor, title=f"Bài {number}")
        keep(client, article, cast.contributor, title=f"Bài {number} sửa")
    with django_assert_num_queries(3):
        panel = unsaved_panel(cast.contributor)
    assert panel is not None
    assert panel["texts"][0].title == f"Bài {MAX_SHOWN + 1} sửa"
    assert (len(panel["texts"]), panel["left"]) == (MAX_SHOWN, 2)
