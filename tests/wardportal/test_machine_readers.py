"""An imported page as feed readers, search engines and newspapers' robots find it: with their own
readers.
"""

from __future__ import annotations

import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import extruct
import feedparser
import pytest
import trafilatura
from django.test import Client

from core.text.vietnamese import nfc, plain_text
from news.editorial.forms.correction import correction_data
from news.models import Article
from organization.models import Ward
from tests.news.importing.test_import_articles import PAGE, REAL_PAGES, run
from tests.support.cast import Cast
from tests.support.factories import transition

SITE = "http://127.0.0.1:8000"
SITEMAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
AGENCY = "Ủy ban nhân dân phường Bến Sen"


class Imported:
    """One page of an old portal, and its words and times as its file has them."""

    def __init__(self, text: str, *, is_signed: bool) -> None:
        lines = [
            " ".join(line.split())
            for line in nfc(text.lstrip("\ufeff")).splitlines()
            if line.strip()
        ]
        self.category, self.title, date_line, self.lead, *self.body = lines
        self.author = self.body.pop() if is_signed else ""
        stamp = re.match(r"Ngày đăng (\S+) \| (\S+)", date_line)
        self.at = datetime.strptime(f"{stamp[1]} {stamp[2]}", "%d/%m/%Y %H:%M").replace(
            tzinfo=HANOI
        )
        self.article = Article.objects.get()
        self.address = SITE + self.article.get_absolute_url()


@pytest.fixture(params=["signed", "unsigned", *(path.name for path in REAL_PAGES)])
def imported(request: pytest.FixtureRequest, db: None, tmp_path: Path) -> Imported:
    Ward.objects.create(pk=1, name="Phường Bến Sen", agency_name=AGENCY)
    path = next((path for path in REAL_PAGES if path.name == request.param), tmp_path / "trang.txt")
    if path.parent == tmp_path:
        path.write_text(PAGE.replace("Tin bài: ", ""))
    is_signed = request.param == "signed"
    assert run(path, *(["--byline-last"] if is_signed else []))[2] == ""
    return Imported(path.read_text("utf-8-sig"), is_signed=is_signed)


@pytest.fixture
def html(client: Client, imported: Imported) -> str:
    return client.get(imported.article.get_absolute_url()).content.decode()


def test_feed_readers(client: Client, imported: Imported) -> None:
    for address in ("/rss.xml", f"{imported.article.category.get_absolute_url()}rss.xml"):
        answer = client.get(address)
        feed = feedparser.parse(
            answer.content, response_headers={"content-type": answer["Content-Type"]}
        )
        assert not feed.bozo, feed.get("bozo_exception")
        assert (feed.version, feed.feed.language) == ("rss20", "vi")
        assert [link.href for link in feed.feed.links if link.rel == "self"] == [SITE + address]
        [entry] = feed.entries
        assert (entry.title, entry.link) == (imported.title, imported.address)
        assert datetime(*entry.published_parsed[:6], tzinfo=ZoneInfo("UTC")) == imported.at
        assert entry.get("author", "") == imported.author
        assert [tag.term for tag in entry.tags] == [imported.article.category.name]
        assert (entry.summary, entry.guidislink) == (imported.lead, False)
        assert plain_text(entry.content[0].value).split("\n") == [imported.lead, *imported.body]
        assert not re.search(r'(?:src|href)="(?!https?:|mailto:|tel:)', entry.content[0].value)


def test_the_site_map_names_it_with_its_day(client: Client, imported: Imported) -> None:
    def entries(address: str, kind: str) -> dict[str, str | None]:
        answer = client.get(address)
        tree = ElementTree.fromstring(answer.content)
        assert (answer["Content-Type"], tree.tag) == (
            "application/xml",
            f"{{{SITEMAP['s']}}}{kind}",
        )
        return {
            one.findtext("s:loc", None, SITEMAP): one.findtext("s:lastmod", None, SITEMAP)
            for one in tree
        }

    parts = entries("/sitemap.xml", "sitemapindex")
    assert f"{SITE}/sitemap-tin.xml" in parts
    pages: dict[str, str | None] = {}
    for part in parts:
        pages |= entries(part.removeprefix(SITE), "urlset")
    assert pages[imported.address] == f"{imported.at:%Y-%m-%d}"
    assert all(url.startswith(f"{SITE}/") for url in pages)


def test_extruct(html: str, imported: Imported) -> None:
    found: dict[str, Any] = extruct.extract(
        html, base_url=imported.address, syntaxes=["json-ld", "opengraph"]
    )
    [graph] = found["json-ld"]
    nodes = {node["@type"]: node for node in graph["@graph"]}
    item, way = nodes["NewsArticle"], nodes["BreadcrumbList"]
    assert (item["headline"], item["description"], item["url"]) == (
        imported.title,
        imported.lead,
        imported.address,
    )
    assert datetime.fromisoformat(item["datePublished"]) == imported.at
    assert item["dateModified"] == item["datePublished"]
    assert item["articleSection"] == imported.article.category.name
    agency = nodes["GovernmentOrganization"]
    assert item["publisher"] == {"@id": agency["@id"]}
    assert agency["name"] == AGENCY
    person = {"@type": "Person", "name": imported.author}
    assert item["author"] == (person if imported.author else {"@id": agency["@id"]})
    assert [(step["position"], step["name"]) for step in way["itemListElement"]] == [
        (1, "Trang chủ"),
        (2, imported.article.category.name),
        (3, imported.title),
    ]
    [graph] = found["opengraph"]
    properties = dict(graph["properties"])
    assert properties["og:title"] == imported.title
    assert properties["og:description"] == imported.lead
    assert (properties["og:url"], properties["og:site_name"]) == (imported.address, AGENCY)
    assert datetime.fromisoformat(properties["article:published_time"]) == imported.at
    assert properties["article:section"] == imported.article.category.name
    assert properties["og:image"].startswith(f"{SITE}/static/public/og-default")


def test_a_reader_of_dublin_core(html: str, imported: Imported) -> None:
    [core] = extruct.extract(html, base_url=imported.address, syntaxes=["dublincore"])["dublincore"]
    assert core["namespaces"] == {"DC": "http://purl.org/dc/elements/1.1/"}
    values = {
        one["name"]: one["content"] for one in core["elements"] if one["name"].startswith("DC.")
    }
    assert values == {
        "DC.title": imported.title,
        "DC.creator": imported.author or AGENCY,
        "DC.date": f"{imported.at:%Y-%m-%d}",
        "DC.description": imported.lead,
        "DC.publisher": AGENCY,
        "DC.identifier": imported.address,
        "DC.language": "vi",
    }


def test_trafilatura(html: str, imported: Imported) -> None:
    found = json.loads(
        trafilatura.extract(html, url=imported.address, output_format="json", with_metadata=True)
    )
    assert found["title"] == imported.title
    assert found["date"] == f"{imported.at:%Y-%m-%d}"
    assert found["author"] == (imported.author or AGENCY)
    assert found["categories"] == imported.article.category.name
    text = [" ".join(line.split()) for line in nfc(found["text"]).splitlines()]
    for paragraph in imported.body:
        assert paragraph in text


def test_a_correction_is_its_last_change(client: Client, cast: Cast, published: Article) -> None:
    data = correction_data(published, lead="Sapo đã sửa.", is_public="1")
    article = transition(published, "correct", cast.editor, note="Sửa ngày", **data)
    page = client.get(article.get_absolute_url()).content.decode()
    [graph] = extruct.extract(page, syntaxes=["json-ld"])["json-ld"]
    [item] = [node for node in graph["@graph"] if node["@type"] == "NewsArticle"]
    corrected_at = article.corrections.get().corrected_at
    assert datetime.fromisoformat(item["dateModified"]) == corrected_at.replace(microsecond=0)
    assert item["author"] == {"@type": "Organization", "name": article.unit.name}
