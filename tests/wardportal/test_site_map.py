"""What search engines and lost people are told: every public page, and none that is not."""

from __future__ import annotations

import re
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from news.editorial.forms.correction import correction_data
from news.public.sitemaps import Articles
from tests.news.public.test_views import heading, publish
from tests.support.cast import Cast
from tests.support.factories import CategoryFactory, make_draft, transition

NS = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
SITE = "http://127.0.0.1:8000"


def locations(client: Client, address: str) -> dict[str, str | None]:
    answer = client.get(address)
    assert answer.status_code == 200, address
    tree = ElementTree.fromstring(answer.content)
    return {
        entry.findtext("s:loc", None, NS): entry.findtext("s:lastmod", None, NS) for entry in tree
    }


def everything(client: Client) -> dict[str, str | None]:
    parts = locations(client, "/sitemap.xml")
    return {
        url: at for part in parts for url, at in locations(client, part.removeprefix(SITE)).items()
    }


def test_the_map_names_what_is_public_and_every_address_answers(client: Client, cast: Cast) -> None:
    shown = publish(cast, "Đã đăng", days=40)
    make_draft(cast.contributor, title="Bản nháp")
    CategoryFactory(slug="trong-rong")
    tomorrow = {"published_at": f"{timezone.localtime() + timedelta(days=1):%Y-%m-%dT%H:%M}"}
    transition(
        transition(make_draft(cast.contributor), "submit", cast.contributor),
        "publish",
        cast.approver,
        **tomorrow,
    )
    month = timezone.localtime(shown.published_at)
    assert set(everything(client)) == {
        f"{SITE}{path}"
        for path in (
            "/",
            "/so-do-trang/",
            "/du-lieu/",
            "/nhan-tin-moi/",
            "/dinh-chinh/",
            "/tin/",
            f"/tin/{month:%Y/%m}/",
            shown.get_absolute_url(),
            shown.category.get_absolute_url(),
            "/trang/gioi-thieu/",
            "/trang/ho-tro-tiep-can/",
            "/trang/bao-ve-du-lieu-ca-nhan/",
            "/co-cau-to-chuc/",
            "/lien-he/",
            "/hop/",
            "/lich-cong-tac/",
            "/van-ban/",
            "/phat-thanh/",
            "/bao-cao/",
        )
    }
    for url in everything(client):
        assert client.get(url.removeprefix(SITE)).status_code == 200


def test_the_map_for_people_names_each_page_once(client: Client, cast: Cast) -> None:
    shown = publish(cast, "Đã đăng", days=40)
    month = timezone.localtime(shown.published_at)
    main = re.search("<main.*</main>", client.get("/so-do-trang/").content.decode(), re.DOTALL)[0]
    tree = re.findall(
        r'href="([^"]+)"', main[main.index("site-tree") : main.index('class="feedback"')]
    )
    assert sorted(tree) == sorted(
        [
            "/",
            "/tin/",
            "/nhan-tin-moi/",
            "/dinh-chinh/",
            f"/tin/{month:%Y/%m}/",
            shown.category.get_absolute_url(),
            "/trang/gioi-thieu/",
            "/trang/ho-tro-tiep-can/",
            "/trang/bao-ve-du-lieu-ca-nhan/",
            "/co-cau-to-chuc/",
            "/lien-he/",
            "/tim-kiem/",
            "/hop/",
            "/lich-cong-tac/",
            "/van-ban/",
            "/phat-thanh/",
            "/bao-cao/",
            "/bao-sai-sot/",
            "/rss.xml",
            f"{shown.category.get_absolute_url()}rss.xml",
            "/du-lieu/",
            "/sitemap.xml",
        ]
    )


def test_a_correction_moves_the_date(client: Client, cast: Cast) -> None:
    article = publish(cast, "Đã đăng", days=40)
    url = SITE + article.get_absolute_url()
    assert everything(client)[url] == f"{timezone.localtime(article.published_at):%Y-%m-%d}"
    data = correction_data(article, lead="Sapo đã sửa.", is_public="0", accepts_small="on")
    transition(article, "correct", cast.editor, note="Sửa lỗi", **data)
    assert everything(client)[url] == f"{timezone.localdate():%Y-%m-%d}"


def test_more_than_fits_in_one_part_is_shared_out(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Articles, "limit", 2)
    articles = [publish(cast, f"Tin {number}", days=number) for number in range(5)]
    parts = [
        part.removeprefix(SITE)
        for part in locations(client, "/sitemap.xml")
        if "/sitemap-tin.xml" in part
    ]
    assert parts == ["/sitemap-tin.xml", "/sitemap-tin.xml?p=2", "/sitemap-tin.xml?p=3"]
    found = [list(locations(client, part)) for part in parts]
    addresses = [SITE + article.get_absolute_url() for article in articles]
    assert found == [
        addresses[:2],
        addresses[2:4],
        addresses[4:],
    ], "the oldest numbers first, so that parts stay"
    assert (
        client.get("/sitemap-tin.xml?p=4").status_code
        == client.get("/sitemap-tin.xml?p=x").status_code
        == 404
    )


def test_an_unknown_part_is_not_found(client: Client, db: None) -> None:
    assert client.get("/sitemap-khac.xml").status_code == 404
    assert client.get("/sitemap-tin.xml?p=99").status_code == 404
    assert client.post("/sitemap.xml").status_code == 405


def test_robots_find_the_map_and_leave_the_dashboard_alone(client: Client, db: None) -> None:
    answer = client.get("/robots.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    for hidden in ("/quan-tri/", "/xem-truoc/", "/tim-kiem/"):
        assert f"Disallow: {hidden}\n" in answer.content.decode()
    assert "Sitemap: http://127.0.0.1:8000/sitemap.xml\n" in answer.content.decode()


@pytest.mark.parametrize("rows", [1, 5])
def test_the_map_for_people(client: Client, cast: Cast, rows: int) -> None:
    for number in range(rows):
        publish(cast, f"Tin {number}", days=31 * number)
    client.get("/khong-co/")  # reads the frame of every page, once for a generation
    with CaptureQueriesContext(connection) as asked:
        answer = client.get("/so-do-trang/")
    page = answer.content.decode()
    assert (answer.status_code, heading(answer), len(asked)) == (200, "Sơ đồ trang", 3)
    month = timezone.localdate()
    assert (
        f'<a href="/tin/{month:%Y/%m}/">Tháng {month.month}</a> <span class="when">1 tin bài</span>'
        in page
    )
    assert page.count('/rss.xml">Chuyên mục') == rows
