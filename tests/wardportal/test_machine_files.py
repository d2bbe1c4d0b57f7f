"""Addresses people mistype, files that machines look for, and headers of pages."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

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
from wardportal.following.readable_feeds import readable_feeds


@pytest.mark.parametrize(
    ("asked", "right"),
    [
        ("//lien-he/", "/lien-he/"),
        ("/LIEN-HE/", "/lien-he/"),
        ("/Lien-He", "/lien-he/"),
        ("/lich-cong-tac//", "/lich-cong-tac/"),
        ("/TIN//", "/tin/"),
        ("/Trang/Gioi-Thieu/", "/trang/gioi-thieu/"),
        ("/Tim-Kiem/?q=N%C6%B0%E1%BB%9Bc", "/tim-kiem/?q=N%C6%B0%E1%BB%9Bc"),
    ],
)
def test_slashes_and_capitals_lead_to_the_page(
    client: Client, db: None, asked: str, right: str
) -> None:
    path, query = asked.partition("?")[0], right.partition("?")[2]
    answer = client.get("/", QUERY_STRING=query, PATH_INFO=path)
    assert (answer.status_code, answer["Location"]) == (301, right)


@pytest.mark.parametrize(
    "asked", ["/khong-co/", "//khong-co/", "/KHONG-CO", "//la.example/", "/Quan-Tri/x/", "//tin/9/"]
)
def test_what_is_nowhere_stays_not_found(client: Client, db: None, asked: str) -> None:
    assert client.get("/", PATH_INFO=asked).status_code in (404, 302)
    assert "Location" not in client.post("/", PATH_INFO="//LIEN-HE/")


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
    hidden = store(
        upload(picture(colour="red")), uploader=cast.contributor, kind=StoredFile.Kind.PICTURE
    )
    publish(cast, "Có ảnh", picture=shown, picture_is_decorative=True)
    answer = client.get(shown.url)
    assert (answer.status_code, answer["Cache-Control"]) == (200, "private, max-age=3600")
    part = client.get(shown.url, headers={"range": "bytes=0-9"})
    assert (part.status_code, part["Content-Range"].split("/")[0]) == (206, "bytes 0-9")
    assert client.get(hidden.url).status_code == 404


@pytest.mark.parametrize("address", ["/rss.xml", "/van-ban/rss.xml", "/phat-thanh/podcast.xml"])
def test_a_feed_opens_as_a_page_in_a_browser(client: Client, db: None, address: str) -> None:
    page = client.get(address)
    assert page["Content-Type"] == "application/rss+xml; charset=utf-8"
    assert b"<?xml-stylesheet" in page.content
    assert b'<xhtml:a href="http://127.0.0.1:8000/nhan-tin-moi/">' in page.content


@pytest.mark.parametrize(
    ("accept", "kind", "expected"),
    [
        ("text/html,*/*", "application/rss+xml; charset=utf-8", "application/xml; charset=utf-8"),
        ("*/*", "application/rss+xml; charset=utf-8", "application/rss+xml; charset=utf-8"),
        ("text/html,*/*", "text/html; charset=utf-8", "text/html; charset=utf-8"),
    ],
)
def test_browsers_get_a_feed_as_xml(accept: str, kind: str, expected: str) -> None:
    def application(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        start_response("200 OK", [("Content-Type", kind), ("Vary", "Accept-Encoding")])
        return [b"x"]

    sent: dict[str, str] = {}
    answer = readable_feeds(application)(
        {"HTTP_ACCEPT": accept}, lambda status, headers: sent.update(headers)
    )
    assert list(answer) == [b"x"] and sent["Content-Type"] == expected
    is_feed = kind.startswith("application/rss")
    assert sent["Vary"] == ("Accept-Encoding, Accept" if is_feed else "Accept-Encoding")
