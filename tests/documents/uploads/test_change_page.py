"""The change page: picture of the first page, articles, what repeats; several published at once."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from documents.library import page_pictures
from documents.models import DocumentArticle, DocumentType, PublicDocument
from documents.states import DocumentState
from tests.support.cast import Cast
from tests.support.documents import attach, make_document, publish, transition

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("file_root")]
LIST = reverse("admin:documents_publicdocument_changelist")
PUBLISH = reverse("admin:documents_publicdocument_publish_many")


def change(document: PublicDocument) -> str:
    return reverse("admin:documents_publicdocument_change", args=[document.pk])


def test_the_first_page_stands_beside_the_form(cast: Cast, client: Client) -> None:
    document = make_document(cast.clerk)
    file = attach(document, cast.clerk)
    address = reverse("admin:document_page_picture", args=[document.pk, file.pk])
    client.force_login(cast.clerk)
    assert address in client.get(change(document)).content.decode()
    answer = client.get(address)
    assert answer["Content-Type"] == "image/webp"
    assert answer["Cache-Control"].startswith("private, no-store")
    picture = Image.open(io.BytesIO(answer.content))
    assert (picture.format, picture.width <= 1000, picture.height <= 1600) == ("WEBP", True, True)
    other = make_document(cast.clerk, number="16")
    wrong = reverse("admin:document_page_picture", args=[other.pk, file.pk])
    assert client.get(wrong).status_code == 404
    for role in ("contributor", "it_officer", "announcer"):
        client.force_login(getattr(cast, role))
        assert client.get(address).status_code == 404
    client.force_login(cast.approver)
    assert client.get(address).status_code == 200
    page_pictures.path_of(file).unlink()
    assert client.get(address).status_code == 404
    assert address not in client.get(change(document)).content.decode()


def test_the_first_page_is_turned_as_it_was_read(cast: Cast) -> None:
    file = attach(make_document(cast.clerk), cast.clerk)
    for turn, is_upright in ((0, True), (90, False), (180, True), (270, False)):
        page_pictures.draw(file, turn=turn)
        with Image.open(page_pictures.path_of(file)) as picture:
            assert (picture.height > picture.width) == is_upright


def test_articles_are_linked_and_taken_off(cast: Cast, client: Client, published: Any) -> None:
    document = publish(make_document(cast.clerk), clerk=cast.clerk, approver=cast.approver)
    add = reverse("admin:document_article_add", args=[document.pk])
    client.force_login(cast.clerk)
    for typed in (
        f"http://127.0.0.1:8000{published.get_absolute_url()}?x=1#y",
        published.get_absolute_url(),
        f" {published.pk} ",
    ):
        page = client.post(add, {"article": typed}, follow=True).content.decode()
        assert f"Đã nối văn bản với tin bài “{published.title}”." in page
        assert [link.article_id for link in document.article_links.all()] == [published.pk]
        page = client.post(add, {"article": typed}, follow=True).content.decode()
        assert "Tin bài này đã có" in page
        remove = reverse("admin:document_article_remove", args=[document.pk, published.pk])
        assert client.post(remove, follow=True).status_code == 200
        assert not DocumentArticle.objects.exists()
        assert client.post(remove).status_code == 404
    anonymous = Client()
    client.post(add, {"article": str(published.pk)})
    assert (
        document.get_absolute_url() in anonymous.get(published.get_absolute_url()).content.decode()
    )
    assert published.title in anonymous.get(document.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    "typed", ["", "x", "999999", "/tin/khong-co-999999/", "9" * 300, "-5", "²"]
)
def test_what_is_no_article_is_told(cast: Cast, client: Client, draft: Any, typed: str) -> None:
    document = make_document(cast.clerk)
    client.force_login(cast.clerk)
    add = reverse("admin:document_article_add", args=[document.pk])
    page = client.post(add, {"article": typed}, follow=True).content.decode()
    assert "Không thấy tin bài nào đang đăng" in page
    page = client.post(add, {"article": str(draft.pk)}, follow=True).content.decode()
    assert "Không thấy tin bài nào đang đăng" in page
    assert draft.title not in page
    assert not DocumentArticle.objects.exists()
    client.force_login(cast.approver)
    assert client.post(add, {"article": "1"}).status_code == 404


def test_a_repeated_number_is_told_on_the_change_page(cast: Cast, client: Client) -> None:
    make_document(cast.clerk)
    second = make_document(cast.clerk)
    client.force_login(cast.clerk)
    assert "Đã có văn bản cùng số, ký hiệu" in client.get(change(second)).content.decode()


def test_a_type_that_is_not_in_use_any_more_stays(cast: Cast, client: Client) -> None:
    document = make_document(cast.clerk)
    yesterday = timezone.localdate() - timedelta(days=1)
    DocumentType.objects.filter(pk=document.type_id).update(valid_until=yesterday)
    client.force_login(cast.clerk)
    page = client.get(change(document)).context["adminform"].form
    data = {name: page[name].value() for name in page.fields}
    data = {name: value for name, value in data.items() if value not in (None, False)}
    answer = client.post(change(document), data | {"subject": "Sửa trích yếu", "_save": "1"})
    assert answer.status_code == 302
    document.refresh_from_db()
    assert document.subject == "Sửa trích yếu"


def test_several_are_published_together(cast: Cast, client: Client) -> None:
    documents = []
    for number in ("1", "2", "3"):
        document = make_document(cast.clerk, number=number)
        attach(document, cast.clerk)
        transition(document, "submit", cast.clerk)
        document.refresh_from_db()
        documents.append(document)
    first, second, _ = documents
    draft = make_document(cast.clerk, number="4")
    client.force_login(cast.approver)
    chosen = [document.pk for document in (*documents, draft)]
    form = {"action": "publish_together", ACTION_CHECKBOX_NAME: chosen}
    form |= {f"version-{document.pk}": document.version for document in (*documents, draft)}
    page = client.post(LIST, form).content.decode()
    assert "Đăng được 3 trong 4 văn bản" in page
    # Sent back and handed in again while the approver reads.
    transition(second, "return", cast.clerk, note="Sai ngày")
    transition(second, "submit", cast.clerk)
    data = {"van-ban": chosen} | {name: form[name] for name in form if name.startswith("version")}
    page = client.post(PUBLISH, data, follow=True).content.decode()
    assert "Đã đăng 2 văn bản." in page
    assert "2 văn bản không đăng được" in page
    assert f"“{second}”: {cast.clerk} đã trình" in page
    assert f"“{draft}”: Không thể đăng" in page
    states = [PublicDocument.objects.get(pk=pk).state for pk in chosen]
    assert states == ["published", "in_review", "published", "draft"]
    assert first.get_absolute_url() in Client().get("/van-ban/").content.decode()


def test_who_may_publish_several(cast: Cast, client: Client) -> None:
    document = make_document(cast.clerk)
    attach(document, cast.clerk)
    transition(document, "submit", cast.clerk)
    for role in ("clerk", "editor", "contributor", "it_officer"):
        client.force_login(getattr(cast, role))
        assert client.post(PUBLISH, {"van-ban": document.pk}).status_code == 404
        assert "publish_together" not in client.get(LIST).content.decode()
    client.force_login(cast.approver)
    assert "publish_together" in client.get(LIST).content.decode()
    page = client.post(PUBLISH, {"van-ban": ["x", "-1"]}, follow=True).content.decode()
    assert "Chưa chọn văn bản nào." in page
    document.refresh_from_db()
    assert document.state == DocumentState.IN_REVIEW
