"""The form of a new article, sent again from the page that made one."""

from __future__ import annotations

import secrets
from typing import Any

import pytest
from django.test import Client

from core.models import AutosavedDraft, TransitionLog
from news.models import Article
from tests.core.admin.test_workflow import form_data
from tests.news.test_access import client_of
from tests.support.cast import Cast
from tests.support.factories import CategoryFactory

pytestmark = pytest.mark.django_db

ADD = "/quan-tri/news/article/add/"


def new_form(**changes: Any) -> dict[str, Any]:
    article = Article(title="Dọn bờ sông", lead="Sáng nay.", body="<p>Một.</p>", kind="brief")
    article.category = CategoryFactory()
    data = form_data(article, seen_version=None, _page=secrets.token_hex(16))
    return data | changes


def sent(client: Client, data: dict[str, Any]) -> str:
    answer = client.post(ADD, data)
    assert answer.status_code == 302
    return answer.url


def test_the_same_text_leads_to_what_it_made(cast: Cast) -> None:
    client, data = client_of(cast, "contributor"), new_form()
    first = sent(client, data)
    assert sent(client, data) == first
    assert "không tạo bài thứ hai" in client.get(first).content.decode()
    preview = {name: value for name, value in data.items() if name != "_save"} | {"_preview": "1"}
    assert sent(client, preview).endswith("/xem-truoc/")
    assert Article.objects.count() == 1
    assert f'href="{first}"' in client.get("/quan-tri/").content.decode()  # not the quick page
    other = {"_page": secrets.token_hex(16), "title": "Tin khác"}
    assert sent(client, data | other) != first
    assert Article.objects.count() == 2


def test_it_is_handed_in_once(cast: Cast) -> None:
    client, data = client_of(cast, "contributor"), new_form()
    first = sent(client, data)
    assert sent(client, data | {"_transition": "submit"}) == first
    assert Article.objects.get().state == "in_review"
    assert sent(client, data | {"_transition": "submit"}) == first
    assert Article.objects.count() == TransitionLog.objects.count() == 1


def test_what_was_typed_otherwise_waits_in_the_form(cast: Cast) -> None:
    client, data = client_of(cast, "contributor"), new_form()
    address = sent(client, data)
    typed = sent(client, data | {"title": "Dọn bờ sông Bến Sen"})
    assert typed == f"{address}?ban-viet-do=dung"
    page = client.get(typed).content.decode()
    assert 'value="Dọn bờ sông Bến Sen"' in page and "chưa lưu" in page
    assert Article.objects.get().title == "Dọn bờ sông"
    assert AutosavedDraft.objects.get().object_id == Article.objects.get().pk


def test_what_may_not_be_written_any_more_is_shown(cast: Cast) -> None:
    client, data = client_of(cast, "contributor"), new_form(_transition="submit")
    address = sent(client, data)
    assert sent(client, data) == address
    answer = client.post(ADD, data | {"lead": "Chiều nay, bà con dọn bờ sông."})
    assert (answer.status_code, Article.objects.count()) == (409, 1)
    assert "Chiều nay, bà con dọn bờ sông." in answer.content.decode()


def test_the_key_is_the_persons_own(cast: Cast) -> None:
    data = new_form()
    sent(client_of(cast, "contributor"), data)
    sent(client_of(cast, "colleague"), data)
    assert Article.objects.count() == 2
