"""The pages every ward starts with tell the truth of the portal: its buttons, its keys, what it
keeps.
"""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from news.models import Article
from organization.models import Page, Ward

KEYS = {"Ctrl", "Command", "Shift", "Tab", "Enter", "P", "+"}


@pytest.fixture
def seen(client: Client, published: Article) -> str:
    """Return what stands on a public item and on the page its button leads to, and where a button
    changes its name.
    """
    Ward.objects.create(pk=1, name="Phường Bến Sen")
    page = client.get(published.get_absolute_url()).content.decode()
    return unescape(page + (Path(settings.BASE_DIR) / "static/public/js/article.js").read_text())


def test_buttons_that_are_named_are_there(seen: str) -> None:
    text = " ".join(Page.objects.values_list("body", flat=True))
    named = set(re.findall(r"<strong>([^<]*[^<:])</strong>", text)) | set(
        re.findall("“([^”]*)”", text)
    )
    assert {"A-", "A", "A+", "Tương phản cao", "In", "Chia sẻ", "Trang này có hữu ích?"} <= named
    shown = {
        words.strip().replace("−", "-")
        for words in re.findall(r'>([^<>]+)<|"([^"]+)"', seen)
        for words in words
    }
    assert named - KEYS - shown == set()


def test_keys_that_are_named_lead_there(seen: str) -> None:
    body = Page.objects.get(slug="ho-tro-tiep-can").body
    named = dict(re.findall(r"<tr><td>(\d)</td><td>([^<(]*)", body))
    tags = {key: tag for tag, key in re.findall(r'(<[^>]*accesskey="(\d)"[^>]*>)', seen)}
    assert set(tags) == set(named)
    leads = {
        "1": 'href="/"',
        "2": 'href="#noi-dung"',
        "3": 'name="q"',
        "4": "/so-do-trang/",
        "0": "/ho-tro-tiep-can/",
    }
    assert [key for key, where in leads.items() if where not in tags[key]] == []


def test_nothing_else_is_kept_in_a_readers_browser(seen: str, client: Client) -> None:
    scripts = {
        address.rpartition("/")[2] for address in re.findall(r'<script[^>]* src="([^"]+)"', seen)
    }
    kept = [
        name
        for path in (Path(settings.BASE_DIR) / "static").rglob("*.js")
        if re.sub(r"\.[0-9a-f]{12}", "", path.name) in scripts
        for name in re.findall(r'(?:setItem|keep)\(["\']([^"\']+)', path.read_text())
    ]
    assert sorted(kept) == ["contrast", "text-size"]
    assert not client.cookies
