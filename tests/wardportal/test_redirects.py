"""Old addresses lead on, only where no page answers, and never where a stranger wants."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from news.editorial.forms.correction import correction_data
from news.models import Article, Category
from organization.models import Redirect
from organization.redirects import normalize_address
from tests.news.importing.test_import_articles import PAGE, run
from tests.news.public.test_views import publish, withdraw
from tests.news.test_access import EVERYBODY, client_of
from tests.support.cast import Cast
from tests.support.factories import CategoryFactory, transition

ADD = reverse("admin:organization_redirect_add")
LIFERAY = (
    "/web/guest/tin-tuc?p_p_id=101&p_p_lifecycle=0&_101_struts_action=%2Fview"
    "&_101_assetEntryId=4711&_101_type=content"
)


def lead(old: str, target: str) -> Redirect:
    redirect = Redirect(old_address=old, target=target)
    redirect.full_clean()
    redirect.save()
    return redirect


def way(client: Client, address: str) -> tuple[int, str | None]:
    answer = client.get(address)
    return answer.status_code, answer.get("Location")


# Finding


@pytest.mark.parametrize(
    "asked",
    [
        "/tin.aspx?id=15&loai=2",
        "/tin.aspx?loai=2&id=15",
        "http://testserver/tin.aspx?loai=2&id=15#dau",
    ],
)
def test_an_old_address_leads_on_whatever_the_order(db: None, client: Client, asked: str) -> None:
    lead("http://cu.example/tin.aspx?id=15&loai=2", "/tin/")
    assert way(client, asked) == (301, "/tin/")
    assert client.head(asked)["Location"] == "/tin/"
    assert client.get(asked)["Cache-Control"] == "max-age=0, must-revalidate"
    assert client.post(asked).status_code == 404


def test_a_path_is_known_with_foreign_parameters_and_without_its_slash(
    db: None, client: Client
) -> None:
    lead("/gioi-thieu.html", "https://noi-khac.example/a?b=1")
    lead("/Giới thiệu/", "/so-do-trang/")
    assert way(client, "/gioi-thieu.html?fbclid=abc") == (301, "https://noi-khac.example/a?b=1")
    assert way(client, "/Gi%E1%BB%9Bi%20thi%E1%BB%87u") == (301, "/so-do-trang/")
    assert way(client, "/gioi-thieu.html/them") == (404, None)


def test_the_most_exact_address_wins(db: None, client: Client) -> None:
    lead("/tin.aspx", "/tin/")
    lead("/tin.aspx?id=1", "/so-do-trang/")
    assert [
        way(client, address)[1] for address in ("/tin.aspx?id=1", "/tin.aspx?id=2", "/tin.aspx")
    ] == [
        "/so-do-trang/",
        "/tin/",
        "/tin/",
    ]


@pytest.mark.parametrize(
    "asked",
    [
        LIFERAY,
        "/web/guest/home?_101_assetEntryId=4711",
        "/web/phuong/-/asset_publisher/a/content/b?p_p_id=101&x=1&_101_assetEntryId=4711",
    ],
)
def test_the_number_of_an_item_is_enough(cast: Cast, client: Client, asked: str) -> None:
    article = publish(cast, "Tin cũ")
    lead(f"https://cu.example{LIFERAY}", article.get_absolute_url())
    assert way(client, asked) == (301, article.get_absolute_url())
    for unknown in ("4712", "", "abc", "9" * 40, "4711x"):
        assert way(client, f"/web/guest/home?_101_assetEntryId={unknown}") == (404, None)


def test_chains_are_walked_to_their_end_and_circles_end_at_once(db: None, client: Client) -> None:
    lead("/a", "/so-do-trang/")
    lead("/b", "/a")
    lead("/c", "/b")
    assert way(client, "/c") == (301, "/so-do-trang/")
    Redirect.objects.filter(old_address="/a").update(target="/c")
    assert way(client, "/c") == (404, None)


@pytest.mark.parametrize(
    "asked",
    [
        "/x%00y",
        "//noi-khac.example/a",
        "/%FF",
        "/" + "a" * 3000,
        "/a?" + "&".join(["b=1"] * 900),
        "/a?=&&%FF=%00",
    ],
)
def test_nonsense_is_not_found(db: None, client: Client, asked: str) -> None:
    lead("/y", "/tin/")
    assert client.get(asked).status_code in (400, 404)


def test_pages_that_answer_ask_nothing_of_it(cast: Cast, client: Client) -> None:
    article = publish(cast, "Tin")
    Redirect.objects.create(old_address=article.get_absolute_url(), target="/so-do-trang/")
    Redirect.objects.create(old_address="/quan-tri/khong-co/", target="/so-do-trang/")
    for address, status in (
        (article.get_absolute_url(), 200),
        ("/", 200),
        ("/quan-tri/khong-co/", 302),
    ):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == status
        assert not [query for query in asked if "organization_redirect" in query["sql"]], address
    assert client_of(cast, "editor").get("/quan-tri/khong-co/").status_code == 404


def test_what_led_to_a_withdrawn_item_ends_at_its_notice(cast: Cast, client: Client) -> None:
    article = publish(cast, "Tin sai")
    lead("/cu/tin-sai", article.get_absolute_url())
    withdraw(cast, article, "notice", public_note="Sai số liệu.")
    answer = client.get("/cu/tin-sai", follow=True)
    assert (len(answer.redirect_chain), "Sai số liệu." in answer.content.decode()) == (1, True)


def test_a_title_corrected_and_corrected_back_sends_nobody_in_a_circle(
    cast: Cast, client: Client
) -> None:
    article = publish(cast, "Tên một")
    first = article.get_absolute_url()
    article = transition(
        article,
        "correct",
        cast.editor,
        note="x",
        **correction_data(article, title="Tên hai", is_public="0", accepts_small="on"),
    )
    answer = client.get(first)
    assert (answer["Location"], answer["Cache-Control"]) == (
        article.get_absolute_url(),
        "max-age=0, must-revalidate",
    )


# Where they come from


def test_import_remembers_the_old_address_once(db: None, client: Client, tmp_path: Path) -> None:
    path = tmp_path / "4711.txt"
    path.write_text(PAGE)
    base = ["--source-base", "https://cu.example/web/guest/tin?p_p_id=101&_101_assetEntryId="]
    run(path)
    run(path, *base)  # known already, its address was not
    run(path, *base)
    article = Article.objects.get()
    redirect = Redirect.objects.get()
    assert (redirect.origin, redirect.asset_number) == ("import", 4711)
    assert way(client, "/web/guest/khac?a=1&_101_assetEntryId=4711") == (
        301,
        article.get_absolute_url(),
    )


def test_a_categorys_old_address_goes_on_leading_there(cast: Cast, client: Client) -> None:
    category = CategoryFactory(slug="cu")
    admin = client_of(cast, "editor")

    def move(slug: str) -> None:
        data = {"name": category.name, "slug": slug, "position": "1"}
        address = reverse("admin:news_category_change", args=[category.pk])
        assert admin.post(address, data).status_code == 302

    lead(
        "/chuyen-muc/moi", "/chuyen-muc/cu/"
    )  # by hand, and wrong as soon as the category itself moves there
    move("moi")
    assert way(client, "/chuyen-muc/cu/?trang=1") == (301, "/chuyen-muc/moi/")
    assert way(client, "/chuyen-muc/cu/rss.xml") == (301, "/chuyen-muc/moi/rss.xml")
    move("moi-nua")
    assert (
        way(client, "/chuyen-muc/cu/")
        == way(client, "/chuyen-muc/moi/")
        == (301, "/chuyen-muc/moi-nua/")
    )
    move("cu")
    assert client.get("/chuyen-muc/cu/").status_code == 200
    assert (
        way(client, "/chuyen-muc/moi/")
        == way(client, "/chuyen-muc/moi-nua/")
        == (301, "/chuyen-muc/cu/")
    )
    # A new section takes the address over.
    data = {"name": "Mục mới", "slug": "moi", "position": "2"}
    assert admin.post(reverse("admin:news_category_add"), data).status_code == 302
    assert client.get("/chuyen-muc/moi/").status_code == 200
    assert not Redirect.objects.filter(old_address="/chuyen-muc/moi/").exists()
    assert Category.objects.count() == 2


# By hand


def test_who_keeps_them(cast: Cast) -> None:
    opened = {role for role in EVERYBODY if client_of(cast, role).get(ADD).status_code == 200}
    assert opened == {"editor", "other_editor", "it_officer"}
    redirect = lead("/cu", "/tin/")
    delete = reverse("admin:organization_redirect_delete", args=[redirect.pk])
    for role in EVERYBODY:
        if role not in opened:
            assert client_of(cast, role).post(delete, {"post": "yes"}).status_code in (302, 403)
    assert Redirect.objects.exists()
    client_of(cast, "it_officer").post(delete, {"post": "yes"})
    assert not Redirect.objects.exists()


def errors(client: Client, old: str, target: str) -> dict[str, Any]:
    answer = client.post(ADD, {"old_address": old, "target": target})
    return answer.context["adminform"].form.errors if answer.status_code == 200 else {}


def test_a_person_adds_one(cast: Cast, client: Client) -> None:
    editor = client_of(cast, "editor")
    assert (
        errors(editor, " https://cu.example/a/b.html?y=2&x=1#z ", "http://127.0.0.1:8000/tin/")
        == {}
    )
    redirect = Redirect.objects.get()
    assert (redirect.old_address, redirect.target, redirect.origin) == (
        "/a/b.html?x=1&y=2",
        "/tin/",
        "by_hand",
    )
    assert "old_address" in errors(editor, "/a/b.html?x=1&y=2", "/tin/"), "twice"


@pytest.mark.parametrize(
    ("old", "target", "wrong"),
    [
        ("/", "/tin/", "old_address"),
        ("/quan-tri/x/", "/tin/", "old_address"),
        ("/tep/" + "0" * 32 + ".png", "/tin/", "old_address"),
        ("/tin/", "/so-do-trang/", "old_address"),
        ("/tin", "/so-do-trang/", "old_address"),
        ("/sitemap.xml", "/so-do-trang/", "old_address"),
        ("/cu", "/khong-co/", "target"),
        ("/cu", "/cu", "target"),
        ("/cu", "/cu/?a=1", "target"),
        ("/cu", "/mot", "target"),
        ("/cu", "//noi-khac.example/", "target"),
        ("/cu", "/\\noi-khac.example/", "target"),
        ("/cu", "http://noi-khac.example/", "target"),
        ("/cu", "https:///a", "target"),
        ("/cu", "https://[", "target"),
        ("/cu", "https://a@noi-khac.example/", "target"),
        ("/cu", "javascript:alert(1)", "target"),
        ("/cu", "noi-khac.example", "target"),
        ("/cu", "https://a b.example/", "target"),
    ],
)
def test_what_leads_nowhere_or_astray_is_refused(
    cast: Cast, old: str, target: str, wrong: str
) -> None:
    Redirect.objects.create(old_address="/mot", target="/hai")
    Redirect.objects.create(old_address="/hai", target="/cu")
    assert list(errors(client_of(cast, "editor"), old, target)) == [wrong]
    assert Redirect.objects.count() == 2


def test_a_code_path_meets_the_same_rules(db: None) -> None:
    for old, target in (
        ("/", "/tin/"),
        ("/cu", "//x.example"),
        ("/cu", "/cu/"),
        ("/" + "a" * 600, "/tin/"),
    ):
        with pytest.raises(ValidationError):
            lead(old, target)


@pytest.mark.parametrize(
    "address", ["/a?b=%26&c", "/%2541", "/Giới thiệu?q=ủy ban", "a/b", "/a?", "https://x.example"]
)
def test_the_normal_form_is_its_own(address: str) -> None:
    assert normalize_address(normalize_address(address)) == normalize_address(address)
