"""Handbooks are pages of the admin: whole, with their pictures, their links within the portal."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.urls import reverse

from tests.news.test_access import client_of
from tests.support.cast import Cast
from wardportal.system.handbooks import NAMES, PICTURES, handbook


def test_every_handbook_has_a_page() -> None:
    assert sorted(NAMES) == sorted(path.stem for path in settings.HANDBOOKS.glob("*.md"))


@pytest.mark.parametrize("name", NAMES)
def test_a_handbook_is_shown_whole(name: str) -> None:
    source = (settings.HANDBOOKS / f"{name}.md").read_text(encoding="utf-8")
    shown = handbook(name)
    headings = re.findall(r"^## (.*)$", source, re.M)
    assert source.startswith(f"# {shown.title}\n")
    assert [section.title for section in shown.sections] == headings
    assert re.findall(r'<h2 id="([^"]*)">', shown.html) == [one.anchor for one in shown.sections]
    assert shown.html.count("<strong>") == len(re.findall(r"\*\*[^*]+\*\*", source))
    pictures = re.findall(r'<img src="/static/([^"]*)"', shown.html)
    assert len(pictures) == source.count("](anh/")
    assert all(path.startswith(f"{PICTURES}/") and finders.find(path) for path in pictures)
    assert ".md" not in shown.html


def test_handbooks_lead_to_each_other(cast: Cast) -> None:
    client = client_of(cast, "contributor")
    listed = client.get(reverse("admin:handbooks")).content.decode()
    addresses = [reverse("admin:handbook", args=[name]) for name in NAMES]
    assert all(f'href="{address}"' in listed for address in addresses)
    pages = [client.get(address) for address in addresses]
    assert [page.status_code for page in pages] == [200] * len(NAMES)
    desk = client.get(reverse("admin:index")).content.decode()
    assert f'href="{reverse("admin:handbooks")}"' in desk
    assert client.get("/quan-tri/huong-dan/khong-co/").status_code == 404
    text = "".join(page.content.decode() for page in pages)
    assert set(re.findall(r'href="([^"#]*huong-dan/[^"#]+)"', text)) == {
        reverse("admin:handbook", args=[name]) for name in ("bien-tap", "cong-tac-vien")
    }
