"""The feeds, read as a feed reader reads them."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core.files.storage import store
from core.models import StoredFile
from news.models import Article
from organization.models import Ward
from tests.news.public.test_views import publish
from tests.support.cast import Cast
from tests.support.factories import CategoryFactory, make_draft, transition
from tests.support.files import picture, upload

CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
SITE = "http://127.0.0.1:8000"


def channel(client: Client, address: str = "/rss.xml") -> ElementTree.Element:
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (
        200,
        "application/rss+xml; charset=utf-8",
    )
    return ElementTree.fromstring(answer.content).find("channel")


def test_an_item_is_in_the_feed_with_its_whole_text(
    client: Client, cast: Cast, file_root: Path
) -> None:
    Ward.objects.create(pk=1, name="Phường Bến Sen", agency_name="Ủy ban nhân dân phường Bến Sen")
    file = store(upload(picture()), uploader=cast.contributor, kind=StoredFile.Kind.PICTURE)
    body = (
        f'<p>Xem <a href="/tin/">tin &amp; ảnh</a>.</p><figure><img src="{file.url}" alt="Bờ'
        ' sông"></figure>'
    )
    article = publish(
        cast,
        "Dọn bờ sông & trồng hoa",
        lead="Gõ <img src=x> & gửi.",
        body=body,
        picture=file,
        picture_alt="Bờ sông",
    )
    feed = channel(client)
    item = feed.find("item")
    assert feed.findtext("title") == "Ủy ban nhân dân phường Bến Sen"
    assert (feed.findtext("link"), feed.findtext("language")) == (f"{SITE}/", "vi")
    assert item.findtext("title") == "Dọn bờ sông & trồng hoa"
    assert item.findtext("link") == SITE + article.get_absolute_url()
    assert (item.findtext("guid"), item.find("guid").get("isPermaLink")) == (
        f"{SITE}/tin/{article.pk}",
        "false",
    )
    assert item.findtext("description") == "Gõ &lt;img src=x> & gửi."
    assert item.findtext("category") == article.category.name
    assert f'<a href="{SITE}/tin/">' in item.findtext(CONTENT)
    assert f'src="{SITE}{file.url}"' in item.findtext(CONTENT)
    assert item.find("enclosure").attrib == {
        "url": SITE + file.url,
        "length": str(file.size),
        "type": file.content_type,
    }


def test_only_what_is_public_and_of_the_category(client: Client, cast: Cast) -> None:
    category = CategoryFactory()
    inside = publish(cast, "Trong mục", category=category)
    publish(cast, "Mục khác")
    make_draft(cast.contributor, title="Bản nháp", category=category)
    gone = publish(cast, "Đã gỡ", category=category)
    transition(gone, "withdraw", cast.approver, note="Sai", public_as="gone")
    address = f"/chuyen-muc/{category.slug}/rss.xml"
    assert [item.findtext("title") for item in channel(client, address).findall("item")] == [
        inside.title
    ]
    assert [item.findtext("title") for item in channel(client).findall("item")] == [
        "Mục khác",
        "Trong mục",
    ]
    assert client.get("/chuyen-muc/khong-co/rss.xml").status_code == 404


def test_an_empty_feed_is_a_feed(client: Client, db: None) -> None:
    assert channel(client).findall("item") == []


def test_pages_name_their_feeds(client: Client, published: Article) -> None:
    page = client.get(published.category.get_absolute_url()).content.decode()
    assert 'href="/rss.xml"' in page
    assert f'href="/chuyen-muc/{published.category.slug}/rss.xml"' in page


@pytest.mark.parametrize("rows", [1, 6])
def test_the_questions_asked(client: Client, cast: Cast, rows: int) -> None:
    for number in range(rows):
        publish(cast, f"Tin {number}")
    with CaptureQueriesContext(connection) as asked:
        client.get("/rss.xml")
    assert len(asked) == 3
