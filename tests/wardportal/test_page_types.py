"""Every kind of public page: well formed, named once, and telling machines what it is.

A room that adds a public page adds a line to ``page_types``; other tests that look at every kind of
page use it too.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

import html5lib
import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from broadcasts.public.week import BroadcastWeek
from core.files.storage import store
from core.models import StoredFile
from news.editorial.forms.correction import correction_data
from news.models import Article, Category
from news.public.previews import share
from news.states import ArticleState
from organization.models import Ward
from tests.news.public.test_views import publish, withdraw
from tests.support.aired import make_bulletin, make_item, record
from tests.support.broadcasts import make_slot
from tests.support.cast import Cast
from tests.support.factories import CategoryFactory, make_draft, transition
from tests.support.files import picture, upload
from tests.support.full_months import confirm_month
from tests.support.meeting_factories import approve, conclude, make_meeting
from tests.support.reports import make_period

SITE = "http://127.0.0.1:8000"
DUBLIN_CORE = ("title", "creator", "date", "description", "publisher", "identifier")


def page_types(cast: Cast) -> dict[str, str]:
    """Make a ward with something on every kind of page; return the kinds by name with an address of
    each.
    """
    Ward.objects.create(
        pk=1,
        name="Phường Bến Sen",
        agency_name="Ủy ban nhân dân phường Bến Sen",
        address="Số 1 phố Bến Sen",
        phone="024 3000 0000",
        email="ubnd@bensen.example",
    )
    category = CategoryFactory(name="Đời sống & xã hội", slug="doi-song")
    notices = Category.objects.create(name="Thông báo", slug="thong-bao", is_for_notices=True)
    file = store(upload(picture()), uploader=cast.contributor, kind=StoredFile.Kind.PICTURE)
    body = (
        f'<h2>Đầu việc</h2><figure><img src="{file.url}" alt="Bờ'
        ' sông"><figcaption>Ảnh</figcaption></figure><table><tr><th>Tổ</th><td>5</td></tr></table>'
    )
    whole = publish(
        cast,
        'Dọn "bờ sông" & trồng hoa <mới>',
        category=category,
        picture=file,
        picture_alt="Bờ sông",
        body=body,
    )
    data = correction_data(whole, lead="Sapo đã sửa.", is_public="1")
    whole = transition(whole, "correct", cast.editor, note="Sửa ngày", **data)
    plain = publish(cast, "Tin trơn", category=category)
    publish(cast, "Ngừng cấp nước", category=notices, kind="notice")
    withdrawn = withdraw(
        cast, publish(cast, "Tin sai", category=category), "notice", public_note="Sai số liệu."
    )
    at, fields = (
        whole.published_at,
        {"lead": "Sapo.", "category": category, "state": ArticleState.PUBLISHED},
    )
    Article.objects.bulk_create(
        Article(title=f"Tin {number}", published_at=at - timedelta(days=number), **fields)
        for number in range(1, 21)
    )
    meeting = make_meeting(
        cast.editor, is_public=True, title='Giao ban "tháng" & <kỳ>', starts_at=timezone.now()
    )
    conclude(meeting, cast.editor, cast.contributor.unit, is_public=True)
    approve(meeting, chair=cast.leader, editor=cast.editor)
    items = [record(make_item(title='Lũ "sông" & <hồ>')), record(make_item(title="Lời nhắn"))]
    day = timezone.localdate() - timedelta(days=7)
    bulletin = make_bulletin(items, slot=make_slot(), day=day, with_audio=True)
    confirm_month(cast, make_period(2016, 5))
    report = confirm_month(cast, make_period(2016, 6))
    month = timezone.localtime(at)
    return {
        "home": "/",
        "category": category.get_absolute_url(),
        "category, page 2": f"{category.get_absolute_url()}?trang=2",
        "notices": notices.get_absolute_url(),
        "empty category": CategoryFactory(slug="trong-rong").get_absolute_url(),
        "all news": "/tin/",
        "month": f"/tin/{month:%Y/%m}/",
        "article": whole.get_absolute_url(),
        "article without picture": plain.get_absolute_url(),
        "withdrawn article": withdrawn.get_absolute_url(),
        "site map": "/so-do-trang/",
        "open data": "/du-lieu/",
        "meetings": "/hop/",
        "meeting": meeting.get_absolute_url(),
        "working calendar": "/lich-cong-tac/",
        "broadcasts": "/phat-thanh/",
        "broadcasts, another week": f"/phat-thanh/?tuan={BroadcastWeek.of(day)}",
        "bulletin": bulletin.get_absolute_url(),
        "reports": "/bao-cao/",
        "report": report.get_absolute_url(),
        "report of a quarter": "/bao-cao/2016-q2/",
    }


def meta(tree: Any, name: str) -> list[str]:
    """Return the contents of all ``meta`` elements of the name."""
    elements = [one for one in tree.iter("meta") if name in (one.get("name"), one.get("property"))]
    return [element.get("content", "") for element in elements]


def faults(html: str) -> list[str]:
    """Return what is wrong with a page, in words; an empty list for a good one."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    tree = parser.parse(html)
    found = [f"{place}: {html5lib.constants.E[code] % data}" for place, code, data in parser.errors]
    ids = Counter(element.get("id") for element in tree.iter() if element.get("id"))
    found += [f"id twice: {name}" for name, count in ids.items() if count > 1]
    if (count := len(list(tree.iter("h1")))) != 1:
        found.append(f"{count} h1")
    if tree.get("lang") != "vi":
        found.append("no lang")
    if not (tree.findtext("head/title") or "").strip():
        found.append("no title")
    return found


def test_every_page_is_well_formed_and_described(
    cast: Cast, client: Client, file_root: Path
) -> None:
    titles: dict[str, str] = {}
    for name, address in page_types(cast).items():
        answer = client.get(address)
        html = answer.content.decode()
        assert (answer.status_code, faults(html)) == (200, []), name
        tree = html5lib.parse(html, namespaceHTMLElements=False)
        [canonical] = [
            link.get("href") for link in tree.iter("link") if link.get("rel") == "canonical"
        ]
        assert canonical == SITE + address, name
        assert titles.setdefault(tree.findtext("head/title"), name) == name, (
            "two pages of one title"
        )
        single = ["description", *(f"DC.{word}" for word in DUBLIN_CORE)]
        single += [
            f"og:{word}" for word in ("type", "title", "description", "url", "image", "site_name")
        ]
        for word in single:
            [content] = meta(tree, word)
            assert content.strip(), (name, word)
        assert meta(tree, "DC.identifier") == meta(tree, "og:url") == [canonical]
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", meta(tree, "DC.date")[0]), name
        [script] = [
            element
            for element in tree.iter("script")
            if element.get("type") == "application/ld+json"
        ]
        kinds = [node["@type"] for node in json.loads(script.text)["@graph"]]
        assert kinds[0] == "GovernmentOrganization", name
        assert ("WebSite" in kinds) == (name == "home")
        assert ("NewsArticle" in kinds) == name.startswith("article")
        assert_proxies_can_keep(client, address, answer)


def assert_proxies_can_keep(client: Client, address: str, answer: HttpResponse) -> None:
    """No cookie, one address one page, the same headers for HEAD, and "unchanged" for whoever has
    it already.
    """
    assert not answer.cookies
    assert (answer["Vary"], answer["Cache-Control"]) == (
        "Accept-Encoding",
        "public, max-age=0, must-revalidate",
    )
    assert answer["Content-Length"] == str(len(answer.content))
    assert "Last-Modified" not in answer
    head = client.head(address)
    assert (head.headers, head.content) == (answer.headers, b"")
    again = client.get(address, headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again["ETag"], again.content) == (304, answer["ETag"], b"")


@pytest.mark.parametrize("address", ["/khong-co/", "/tin/khong-co-999999/"])
def test_a_page_that_is_not_there_describes_nothing(db: None, client: Client, address: str) -> None:
    html = client.get(address).content.decode()
    assert faults(html) == []
    assert "canonical" not in html
    assert "DC." not in html


def test_the_checks_find_faults() -> None:
    html = (
        "<!DOCTYPE html><html><head><title> </title></head><body><p id=a><p"
        " id=a><b>x</p></b></body></html>"
    )
    found = faults(html)
    assert {"id twice: a", "0 h1", "no lang", "no title"} < set(found)
    assert len(found) > 4


def test_a_list_is_dated_as_its_newest_item(cast: Cast, client: Client) -> None:
    article = publish(cast, "Tin cũ", days=40)
    for address in ("/", article.category.get_absolute_url(), "/tin/"):
        tree = html5lib.parse(client.get(address).content.decode(), namespaceHTMLElements=False)
        assert meta(tree, "DC.date") == [f"{timezone.localdate() - timedelta(days=40):%Y-%m-%d}"]


def test_a_preview_tells_machines_nothing(cast: Cast, client: Client) -> None:
    draft = make_draft(cast.contributor)
    link = share(draft, actor=cast.contributor, days=1)
    html = client.get(link.get_absolute_url()).content.decode()
    assert draft.title in html
    assert "canonical" not in html
    assert "DC." not in html
    assert "ld+json" not in html
