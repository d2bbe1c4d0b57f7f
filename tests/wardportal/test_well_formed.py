"""Feeds and site maps are XML, whatever a stored row holds."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client

from news.models import Article

BROKEN = "\uffff\ufffe\x01\x0b\x1b\ufdd0"


@pytest.mark.parametrize("address", ["/rss.xml", "category", "/sitemap.xml", "parts", "/du-lieu/"])
def test_a_stored_sign_breaks_no_xml(address: str, published: Article) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE news_article SET title = %s, lead = %s, body = %s WHERE id = %s",
            [f"Tổ{BROKEN} dân phố", f"Sáp{BROKEN}ô", f"<p>Lời{BROKEN} văn</p>", published.pk],
        )
        cursor.execute("UPDATE news_category SET name = name || %s", [BROKEN])
        cursor.execute("UPDATE organization_unit SET name = name || %s", [BROKEN])
    client = Client()
    category = published.category
    assert category is not None
    if address == "parts":
        root = ElementTree.fromstring(client.get("/sitemap.xml").content)
        parts = [part.text or "" for part in root.findall(".//{*}loc")]
        assert len(parts) > 2
        for part in parts:
            ElementTree.fromstring(client.get(part.partition("8000")[2]).content)
        return
    address = f"{category.get_absolute_url()}rss.xml" if address == "category" else address
    page = client.get(address)
    assert page.status_code == 200
    if address == "/du-lieu/":
        assert client.get("/du-lieu/tin-bai.json").json()["items"][0]["title"].startswith("Tổ")
        return
    root = ElementTree.fromstring(page.content)
    if "rss" in address:
        assert [item.text for item in root.iter("title")][1:] == ["Tổ dân phố"]
        assert root.find("channel/item/description").text == "Sápô"
