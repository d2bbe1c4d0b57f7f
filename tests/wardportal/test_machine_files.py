"""Addresses people mistype, files that machines look for, and headers of pages."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from core.files.storage import store
from core.models import StoredFile
from news.models import Article
from organization.models import Ward
from tests.news.public.test_views import publish
from tests.support.cast import Cast
from tests.support.factories import make_draft
from tests.support.files import picture, upload


@pytest.mark.parametrize(
    ("asked", "right"),
    [
        ("//lien-he/", "/lien-he/"),
        ("/LIEN-HE/", "/lien-he/"),
        ("/Lien-He", "/lien-he/"),
        ("/lich-cong-tac//", "/lich-cong-tac/"),
        ("/TIN//", "/tin/"),
        ("/Trang/Gioi-Thieu/", "/trang/gioi-thieu/"),
        ("/Tim-Kiem/?q=Nước", "/tim-kiem/?q=N%C6%B0%E1%BB%9Bc"),
    ],
)
def test_slashes_and_capitals_lead_to_the_page(
    client: Client, db: None, asked: str, right: str
) -> None:
    path, _, query = asked.partition("?")
    answer = client.generic("GET", path, QUERY_STRING=right.partition("?")[2] if query else "")
    assert (answer.status_code, answer["Location"]) == (301, right)


@pytest.mark.parametrize(
    "asked", ["/khong-co/", "//khong-co/", "/KHONG-CO", "//la.example/", "/Quan-Tri/x/", "//tin/9/"]
)
def test_what_is_nowhere_stays_not_found(client: Client, db: None, asked: str) -> None:
    assert client.generic("GET", asked).status_code in (404, 302)
    assert "Location" not in client.generic("POST", "//LIEN-HE/")


def test_a_number_leads_to_its_item(client: Client, published: Article, cast: Cast) -> None:
    answer = client.get(f"/tin/{published.pk}/")
    assert (answer.status_code, answer["Location"]) == (301, published.get_absolute_url())
    for address in (f"/tin/{make_draft(cast.contributor).pk}/", "/hop/1/", "/van-ban/1/"):
        assert client.get(address).status_code == 404, address


def test_security_txt_names_the_ward_and_ends(client: Client, db: None) -> None:
    Ward.objects.create(pk=1, email="ubnd@bensen.example")
    answer = client.get("/.well-known/security.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    lines = answer.content.decode().splitlines()
    assert lines[:2] == [
        "Contact: mailto:ubnd@bensen.example",
        "Contact: http://127.0.0.1:8000/lien-he/",
    ]
    expires = datetime.fromisoformat(lines[2].removeprefix("Expires: "))
    assert timedelta(30) < expires - timezone.now() < timedelta(366)
    assert lines[3:] == [
        "Preferred-Languages: vi, en",
        "Canonical: http://127.0.0.1:8000/.well-known/security.txt",
    ]


def test_the_manifest_has_name_and_icons(client: Client, db: None) -> None:
    Ward.objects.create(pk=1, name="Phường Bến Sen")
    answer = client.get("/site.webmanifest")
    found = json.loads(answer.content)
    assert answer["Content-Type"] == "application/manifest+json"
    assert (found["short_name"], found["lang"]) == ("Phường Bến Sen", "vi")
    assert [icon["sizes"] for icon in found["icons"]] == ["192x192", "512x512"]
    assert client.get("/favicon.ico").status_code == 301
    assert '<link rel="manifest" href="/site.webmanifest">' in client.get("/").content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "/.well-known/security.txt",
        "/site.webmanifest",
        "/favicon.ico",
        "/nhan-tin-moi/",
        "/rss.xml",
    ],
)
def test_they_are_read_only(client: Client, db: None, address: str) -> None:
    assert client.post(address).status_code == 405


def test_pages_bar_what_they_do_not_need(client: Client, db: None) -> None:
    policy = client.get("/lien-he/")["Permissions-Policy"]
    for feature in ("camera", "geolocation", "microphone", "payment", "usb"):
        assert f"{feature}=()" in policy, feature
    assert not client.get("/rss.xml").has_header("Permissions-Policy")


def test_the_readers_browser_keeps_a_public_picture_for_an_hour(
    cast: Cast, client: Client, file_root: Path
) -> None:
    shown = store(upload(picture()), uploader=cast.contributor, kind=StoredFile.Kind.PICTURE)
    hidden = store(upload(picture(colour="red")), uploader=cast.contributor, kind=StoredFile.Kind.PICTURE)
    publish(cast, "Có ảnh", picture=shown, picture_is_decorative=True)
    answer = client.get(shown.url)
    assert (answer.status_code, answer["Cache-Control"]) == (200, "private, max-age=3600")
    part = client.get(shown.url, headers={"range": "bytes=0-9"})
    assert (part.status_code, part["Content-Range"].split("/")[0]) == (206, "bytes 0-9")
    assert client.get(hidden.url).status_code == 404


def test_a_feed_opens_as_a_page_in_a_browser(client: Client, published: Article) -> None:
    for address in ("/rss.xml", "/van-ban/rss.xml", "/phat-thanh/podcast.xml"):
        feed = client.get(address)
        page = client.get(address, headers={"accept": "text/html,application/xml;q=0.9"})
        assert feed["Content-Type"] == "application/rss+xml; charset=utf-8"
        assert page["Content-Type"] == "application/xml; charset=utf-8"
        assert "Accept" in page["Vary"] and feed.content == page.content
        assert b"<?xml-stylesheet" in page.content
        assert b'<xhtml:a href="http://127.0.0.1:8000/nhan-tin-moi/">' in page.content
