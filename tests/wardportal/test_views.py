"""Home, health, and what every address answers to requests that are not as they should be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
import time_machine
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve, reverse
from django.utils import timezone

from core.files.storage import store
from core.models import Heartbeat, StoredFile
from core.registries import HomeStrip, MenuEntry, home_strips, menu_entries
from news.curation.services import place
from news.models import Article
from news.states import Place
from organization.models import Ward
from tests.news.test_access import client_of
from tests.support.cast import Cast
from tests.support.factories import CategoryFactory, make_draft, transition
from tests.support.files import picture, upload

POLICY = {
    "default-src": ["'self'"],
    "object-src": ["'none'"],
    "base-uri": ["'self'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'none'"],
}
BIG = "9" * 30


def titles(answer: HttpResponse) -> list[str]:
    return re.findall(r'_title"><a href="/tin/[^"]*">([^<]*)</a>', answer.content.decode())


def publish(cast: Cast, title: str, *, days: int = 0, **fields: Any) -> Article:
    at = timezone.now() - timedelta(days=days)
    article = transition(
        make_draft(cast.contributor, title=title, **fields), "submit", cast.contributor, now=at
    )
    return transition(article, "publish", cast.approver, now=at)


def pictured(cast: Cast) -> dict[str, Any]:
    file = store(upload(picture()), uploader=cast.contributor, kind=StoredFile.Kind.PICTURE)
    return {"picture": file, "picture_is_decorative": True}


# Home


def test_an_empty_home_says_so_with_the_ward_in_header_and_footer(client: Client, db: None) -> None:
    Ward.objects.create(
        pk=1,
        name="Phường Bến Sen",
        agency_name="Ủy ban nhân dân phường Bến Sen",
        responsible_person="Bà Lê Thị Mẫu",
    )
    page = client.get("/").content.decode()
    assert "Trang đang được chuẩn bị" in page
    head, foot = page[: page.index("<main")], page[page.index("</main>") :]
    assert "Ủy ban nhân dân phường Bến Sen" in head
    assert "Bà Lê Thị Mẫu" in foot
    assert '<link rel="canonical" href="http://127.0.0.1:8000/">' in page


def test_home_works_before_anybody_filled_in_the_ward(client: Client, db: None) -> None:
    assert "Ủy ban nhân dân phường" in client.get("/").content.decode()
    assert Ward.objects.count() == 0


def test_the_newest_item_with_a_picture_leads(cast: Cast, client: Client, file_root: Path) -> None:
    category = CategoryFactory(position=1)
    publish(cast, "Có ảnh cũ", days=5, category=category, **pictured(cast))
    publish(cast, "Có ảnh", days=3, category=category, **pictured(cast))
    for number in range(1, 7):
        publish(cast, f"Bài {number}", days=number, category=category)
    lead = ["Có ảnh"]
    newest = ["Bài 1", "Bài 2", "Bài 3", "Bài 4", "Bài 5"]
    shown = titles(client.get("/"))
    assert shown == [*lead, *newest, "Có ảnh cũ", "Bài 6"]


def test_without_pictures_the_newest_item_leads(cast: Cast, client: Client) -> None:
    category = CategoryFactory()
    for number in range(3):
        publish(cast, f"Bài {number}", days=number, category=category)
    assert titles(client.get("/")) == ["Bài 0", "Bài 1", "Bài 2"]


def test_a_notice_with_a_picture_does_not_lead(cast: Cast, client: Client, file_root: Path) -> None:
    notices = CategoryFactory(is_for_notices=True)
    publish(cast, "Thông báo", kind="notice", category=notices, **pictured(cast))
    publish(cast, "Tin có ảnh", days=9, category=CategoryFactory(), **pictured(cast))
    assert client.get("/").context["lead"].title == "Tin có ảnh"


def test_each_category_with_items_has_a_strip_in_the_order_of_the_menu(
    cast: Cast, client: Client
) -> None:
    second, first, empty = (CategoryFactory(position=n, name=f"Mục {n}") for n in (2, 1, 3))
    for category in (first, second):
        for number in range(5):
            publish(cast, f"{category.name} bài {number}", days=number, category=category)
    answer = client.get("/")
    page = answer.content.decode()
    assert [(s.category, [a.title for a in s.articles]) for s in answer.context["strips"]] == [
        (first, [f"Mục 1 bài {n}" for n in (3, 4)]),
        (second, [f"Mục 2 bài {n}" for n in (3, 4)]),
    ]
    menu = page[page.index('"site-nav__list"') : page.index('"site-more"')]
    assert re.findall(r'href="(/chuyen-muc/[^"]*)"', menu) == [
        c.get_absolute_url() for c in (first, second, empty)
    ]


def test_notices_stand_before_the_other_strips(cast: Cast, client: Client) -> None:
    news, notices = CategoryFactory(position=1), CategoryFactory(position=2, is_for_notices=True)
    publish(cast, "Tin đứng đầu", category=news)
    for number in range(7):
        publish(cast, f"Tin {number}", category=news, days=1)
    publish(cast, "Thông báo", category=notices, kind="notice", days=2)
    assert [strip.category for strip in client.get("/").context["strips"]] == [notices, news]


@pytest.fixture
def a_room() -> Iterator[None]:
    """What a later room would register: an entry of the menu, and two strips of which one has
    nothing to show.
    """
    entry = MenuEntry("Sơ đồ", "site_map")
    strips = [
        HomeStrip("_mark.html", lambda: None, position=1),
        HomeStrip("_ways_on.html", dict, position=2),
    ]
    for registry, entries in ((menu_entries, [entry]), (home_strips, strips)):
        for one in entries:
            registry.register(one)
    yield
    menu_entries._entries.remove(entry)
    for strip in strips:
        home_strips._entries.remove(strip)


def test_later_rooms_add_to_the_menu_and_to_the_home_page(
    cast: Cast, client: Client, a_room: None
) -> None:
    publish(cast, "Bài")
    page = client.get("/").content.decode()
    head, main, foot = (
        page[: page.index("<main")],
        page[page.index("<main") :],
        page[page.index("<footer") :],
    )
    link = '<a href="/so-do-trang/">Sơ đồ</a>'
    assert (head.count(link), foot.count(link)) == (3, 1)
    assert main.count("Xem tiếp") == 1
    assert main.index("Xem tiếp") > main.index("Bài</a>")


def put(cast: Cast, article: Article, where: Place = Place.PIN, **delta: int) -> None:
    now = timezone.now()
    place(article, where, now + timedelta(**delta or {"days": 7}), actor=cast.editor, now=now)


def test_the_chosen_item_leads_while_it_may(cast: Cast, client: Client, file_root: Path) -> None:
    category = CategoryFactory()
    publish(cast, "Có ảnh", category=category, **pictured(cast))
    chosen = publish(cast, "Được chọn", days=40, category=category)
    put(cast, chosen, Place.LEAD, days=2)
    assert titles(client.get("/")) == ["Được chọn", "Có ảnh"]
    with time_machine.travel(timezone.now() + timedelta(days=3)):
        assert titles(client.get("/"))[0] == "Có ảnh"
    transition(chosen, "withdraw", cast.approver, note="Sai", public_as="gone")
    assert titles(client.get("/")) == ["Có ảnh"]


@pytest.mark.parametrize(("pinned", "newest"), [(0, 5), (1, 4), (2, 3), (4, 3)])
def test_pins_stand_first_beside_the_lead_and_are_not_repeated(
    cast: Cast,
    client: Client,
    file_root: Path,
    pinned: int,
    newest: int,
) -> None:
    category = CategoryFactory(name="Mục")
    publish(cast, "Đầu trang", category=category, **pictured(cast))
    for number in range(1, 9):
        publish(cast, f"Bài {number}", days=number, category=category)
    pins = [
        publish(cast, f"Ghim {number}", days=20 + number, category=category)
        for number in range(pinned)
    ]
    for pin in pins:
        put(cast, pin)
    answer = client.get("/")
    new = [f"Bài {number}" for number in range(1, 9)]
    expected = ["Đầu trang", *(pin.title for pin in pins), *new[: newest + 3]]
    assert titles(answer) == expected
    assert answer.content.decode().count("Đáng chú ý</span>") == pinned


def test_pins_do_not_lead_by_themselves(cast: Cast, client: Client, file_root: Path) -> None:
    category = CategoryFactory()
    put(cast, publish(cast, "Ghim có ảnh", category=category, **pictured(cast)))
    assert titles(client.get("/")) == ["Ghim có ảnh"]
    assert "Trang đang được chuẩn bị" not in client.get("/").content.decode()
    publish(cast, "Không ảnh", days=3, category=category)
    assert titles(client.get("/")) == ["Không ảnh", "Ghim có ảnh"]


# Health


def test_health(db: None, client: Client) -> None:
    for address in ("/healthz", "/readyz"):
        answer = client.get(address)
        assert (answer.status_code, answer.content, answer["Content-Type"]) == (
            200,
            b"ok",
            "text/plain",
        )


def test_readiness_tells_when_the_periodic_jobs_last_ended(db: None, client: Client) -> None:
    Heartbeat.beat(Heartbeat.PERIODIC_JOBS)
    at = timezone.localtime(Heartbeat.objects.get().at).isoformat(timespec="seconds")
    assert client.get("/readyz").content.decode() == f"ok\nperiodic jobs: {at}"


def test_not_ready_without_a_database(client: Client, db: None) -> None:
    def refuse(*_: Any) -> Any:
        from django.db import OperationalError

        raise OperationalError("no database")

    with connection.execute_wrapper(refuse):
        answer = client.get("/readyz")
        assert (answer.status_code, answer.content) == (503, b"database")
        assert client.get("/healthz").status_code == 200


# Headers


@pytest.fixture
def public_addresses(cast: Cast, published: Article) -> list[str]:
    gone = publish(cast, "Đã gỡ")
    transition(gone, "withdraw", cast.approver, note="Sai", public_as="gone")
    return [
        "/",
        published.get_absolute_url(),
        f"/tin/sai-{published.pk}/",
        published.category.get_absolute_url(),
        gone.get_absolute_url(),
        "/khong-co/",
        "/healthz",
        "/readyz",
    ]


def test_public_pages_set_and_ask_no_cookie(
    public_addresses: list[str], client: Client, cast: Cast
) -> None:
    editor = client_of(cast, "editor")
    for address in public_addresses:
        for visitor in (client, editor):
            answer = visitor.get(address)
            assert "Set-Cookie" not in str(answer.headers) and not answer.cookies, address
            assert "cookie" not in answer.get("Vary", "").lower(), address


def test_public_pages_are_the_same_for_everybody(
    public_addresses: list[str], client: Client, cast: Cast
) -> None:
    editor = client_of(cast, "editor")
    for address in public_addresses:
        assert client.get(address).content == editor.get(address).content, address


def test_public_pages_run_nothing_but_our_own(public_addresses: list[str], client: Client) -> None:
    for address in public_addresses:
        answer = client.get(address)
        policy = answer["Content-Security-Policy"]
        assert {
            name: words for name, *words in (part.split() for part in policy.split(";"))
        } == POLICY, address
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["X-Frame-Options"] == "DENY"
        assert answer["Referrer-Policy"] == "same-origin"
        # Data for machines is no script: the policy lets nothing in it run.
        html = answer.content.decode().replace('<script type="application/ld+json">', "")
        assert not re.search(r"<script(?![^>]*\bsrc=)|<style| style=| on\w+=", html), address


def test_pages_are_vietnamese(public_addresses: list[str], client: Client) -> None:
    for address in public_addresses[:2] + public_addresses[3:6]:
        answer = client.get(address)
        assert '<html lang="vi">' in answer.content.decode(), address
        assert answer["Content-Type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace", "options"])
def test_public_pages_are_read_only(
    public_addresses: list[str], client: Client, method: str
) -> None:
    for address in public_addresses:
        if address != "/khong-co/":
            expected = (405,) if method != "options" else (200, 405)
            assert getattr(client, method)(address).status_code in expected, address


def test_head_answers_as_get_without_a_body(public_addresses: list[str], client: Client) -> None:
    for address in public_addresses:
        head, get = client.head(address), client.get(address)
        assert (head.status_code, head.content) == (get.status_code, b""), address


@pytest.mark.parametrize(
    "host", ["noi-khac.example", "a b", "[::1", "x" * 300, "127.0.0.1:80:80", "\xff"]
)
def test_another_host_is_refused(db: None, client: Client, host: str) -> None:
    assert client.get("/", headers={"host": host}).status_code == 400


# Malformed requests


def addresses() -> list[tuple[str, list[Any]]]:
    """Every address of the portal as the pattern that makes it: the text with its converters still
    in.
    """

    def walk(patterns: list[Any], before: str) -> list[str]:
        found: list[str] = []
        for pattern in patterns:
            route = before + str(pattern.pattern).lstrip("^").rstrip("$")
            if isinstance(pattern, URLResolver):
                found += walk(pattern.url_patterns, route)
            elif isinstance(pattern, URLPattern):
                found.append(route)
        return found

    return sorted(set(walk(get_resolver().url_patterns, "/")))


ODD = [
    "%00",
    "1",
    "0",
    "-1",
    "9" * 18,
    BIG,
    "%FF%FE",
    "a%2Fb",
    "%ED%A0%80",
    "x" * 300,
    "_00",
    "%F0%9F%98%80",
]


def filled(route: str, value: str) -> str:
    """The address with ``value`` wherever the pattern takes something."""
    route = re.sub(r"\(\?P<\w+>(?:[^()]|\([^()]*\))*\)|<[^>]*>", value.replace("\\", ""), route)
    return re.sub(r"[\\^$?]", "", route).replace("(", "").replace(")", "")


QUERIES = [
    "trang=0",
    "q=%00",
    "q=%FF",
    "p=abc",
    f"p={BIG}",
    "p=-1",
    "p=%00",
    "o=abc",
    f"o={BIG}.-",
    "e=1",
    "all=",
    "state__exact=%00",
    "state=%00",
    "category__id__exact=%00",
    f"category__id__exact={BIG}",
    "unit__id__exact=x",
    "kind__exact=khac",
    "mark__exact=%00",
    "holder__password__startswith=p",
    "password__startswith=p",
    "is_active__exact=x",
    "groups__id__exact=x",
    "block__exact=%00",
    "id__in=%00",
    "_to_field=password",
    "_to_field=id",
    "_popup=1",
    "_changelist_filters=%00%FF%25",
    "_changelist_filters=a%3Db%26%3D%26c",
    "tu=x&den=y",
    f"tu={BIG}&den=0",
    "tu=%00&den=1",
    "next=%00",
    "app_label=%00&model_name=%00&field_name=%00",
    "=&&=&%",
    "&".join(f"a{n}=1" for n in range(1500)),
]


def assert_sound(answer: HttpResponse, what: Any) -> None:
    assert answer.status_code < 500, what


def test_all_named_addresses_are_walked() -> None:
    routes = addresses()
    assert len(routes) > 40
    for known in ("/", "/healthz", "/quan-tri/login/", "/quan-tri/news/article/add/"):
        assert known in routes


@pytest.mark.slow
@pytest.mark.parametrize("role", [None, "editor", "it_officer"])
@pytest.mark.usefixtures("short_errors", "unwatched_templates", "remembered_readers", "no_menu")
def test_odd_paths_break_nothing(cast: Cast, published: Article, role: str | None) -> None:
    client = client_of(cast, role) if role else Client()
    client.raise_request_exception = False
    # What the IT officer has before the editor is the ward itself; public pages know nobody.
    before = {None: "/", "editor": "/quan-tri/", "it_officer": "/quan-tri/organization/"}[role]
    asked = 0
    for route in addresses():
        takes_value = filled(route, "1") != filled(route, "2")
        # Whoever is not logged in is led to the log-in before any view of staff sees the value.
        is_of_staff = route.startswith("/quan-tri/") and "quen-mat-khau" not in route
        values = ODD[:1] if not role and is_of_staff else ODD
        for value in values if takes_value else ["1"]:
            address = filled(route, value)
            # What no pattern takes is one page: the next test asks it.
            if "logout" in address or not route.startswith(before) or not has_pattern(address):
                continue
            assert_sound(client.get(address), address)
            asked += 1
    assert asked > {None: 400, "editor": 1000, "it_officer": 50}[role]


def has_pattern(address: str) -> bool:
    """Return whether the address leads to a view of its own."""
    try:
        return "url" not in resolve(unquote(address, errors="replace")).kwargs
    except Resolver404:
        return False


@pytest.mark.parametrize("role", [None, "editor"])
def test_the_page_of_an_error_stands_any_path(cast: Cast, role: str | None) -> None:
    client = client_of(cast, role) if role else Client()
    client.raise_request_exception = False
    for value in ODD:
        for before in ("/", "/tin/", "/quan-tri/", "/quan-tri/organization/ward/"):
            address = f"{before}khong-co-{value}/"
            assert client.get(address).status_code in (302, 404), address


FORM = b"%00=%FF&title=%00&version=%00&username=%00"
NO_FORMS = [
    (b"\xff\x00not a form", "multipart/form-data; boundary=x"),
    (b"{", "application/json"),
    (b"x", ""),
]


def admin_of(cast: Cast) -> Client:
    client = client_of(cast, "editor")
    client.raise_request_exception = False
    return client


@pytest.mark.slow
@pytest.mark.usefixtures("short_errors", "unwatched_templates", "remembered_readers", "no_menu")
def test_odd_forms_break_nothing(cast: Cast, published: Article) -> None:
    client = admin_of(cast)
    for address in addresses_of(published):
        assert_sound(client.post(address), address)
        assert_sound(client.post(address, FORM, "application/x-www-form-urlencoded"), address)
    published.refresh_from_db()
    assert (published.state, published.version) == ("published", 3)


@pytest.mark.slow
@pytest.mark.usefixtures("short_errors", "empty_pages", "remembered_readers", "no_menu")
def test_odd_methods_and_bodies_break_nothing(cast: Cast, published: Article) -> None:
    """Pages need not be rendered again: they show what GET, or an empty form, shows."""
    client, officer = admin_of(cast), client_of(cast, "it_officer")
    officer.raise_request_exception = False
    for number, address in enumerate(addresses_of(published)):
        # A body that is no form is none whatever its type, and what is neither GET nor POST is
        # as good as another: they take turns.
        requests = [
            *(("post", NO_FORMS[at]) for at in (0, 1 + number % 2)),
            *((method, ()) for method in (("put", "trace")[number % 2], "head")),
        ]
        for method, body in requests:
            answer = getattr(client, method)(address, *body)
            if answer.status_code == 403:
                answer = getattr(officer, method)(address, *body)
            assert_sound(answer, (method, address, body))
    published.refresh_from_db()
    assert (published.state, published.version) == ("published", 3)


def addresses_of(published: Article) -> list[str]:
    """Every address with the item's number in it, but that which logs out."""
    found = [filled(route, str(published.pk)) for route in addresses()]
    return [address for address in found if "logout" not in address]


def together(queries: list[str]) -> list[str]:
    """Join queries into as few as have no name twice; those refused as a whole stay alone."""
    refused = ("%00", "_to_field", "a1000=")
    alone = [query for query in queries if any(part in query for part in refused)]
    groups: list[dict[str, str]] = []
    for part in "&".join(query for query in queries if query not in alone).split("&"):
        name = part.partition("=")[0]
        group = next((group for group in groups if name not in group), None)
        if group is None:
            groups.append(group := {})
        group[name] = part
    return ["&".join(group.values()) for group in groups] + alone


def pages_of(cast: Cast, published: Article, names: list[str]) -> list[str]:
    """The pages beside the lists of these models: each looks for its own parameters alone."""
    keys = {
        "news_article": published.pk,
        "news_category": published.category_id,
        "organization_user": cast.contributor.pk,
        "organization_unit": published.unit_id,
        "organization_ward": 1,
    }
    pages = [
        "/",
        published.get_absolute_url(),
        published.category.get_absolute_url(),
        reverse("admin:login"),
        reverse("admin:index"),
        reverse("admin:autocomplete"),
        reverse("admin_password_reset"),
    ]
    for name in names:
        views = ("change", "history", "delete")
        pages += [reverse(f"admin:{name}_{view}", args=[keys[name]]) for view in views]
        pages.append(reverse(f"admin:{name}_add"))
    return pages


LISTS = [
    ("editor", ["news_article", "news_category"]),
    (
        "it_officer",
        ["news_category", "organization_user", "organization_unit", "organization_ward"],
    ),
]


def test_queries_asked_together_reach_the_pages(client: Client, db: None) -> None:
    joined = together(QUERIES)
    parts = [part for query in joined for part in query.split("&")]
    assert sorted(parts) == sorted(part for query in QUERIES for part in query.split("&"))
    reaching = [query for query in joined if client.get(f"/?{query}").status_code == 200]
    assert set(joined) - set(reaching) == {
        query for query in QUERIES if client.get(f"/?{query}").status_code == 400
    }


@pytest.mark.slow
@pytest.mark.usefixtures("short_errors", "unwatched_templates", "remembered_readers", "no_menu")
@pytest.mark.parametrize(("role", "names"), LISTS)
def test_odd_queries_break_no_page(
    cast: Cast, published: Article, role: str, names: list[str]
) -> None:
    client = client_of(cast, role)
    client.raise_request_exception = False
    for page in pages_of(cast, published, names):
        for query in together(QUERIES):
            assert_sound(client.get(f"{page}?{query}"), (page, query))


@pytest.mark.slow
@pytest.mark.usefixtures("short_errors", "unwatched_templates", "remembered_readers", "no_menu")
@pytest.mark.parametrize(("role", "names"), LISTS)
def test_odd_queries_break_no_list(
    cast: Cast, published: Article, role: str, names: list[str]
) -> None:
    """One at a time: a list leads away at the first it does not know."""
    client = client_of(cast, role)
    client.raise_request_exception = False
    for name in names:
        for query in QUERIES:
            answer = client.get(f"{reverse(f'admin:{name}_changelist')}?{query}")
            assert_sound(answer, (name, query))


@pytest.mark.parametrize(
    "cookie",
    [
        "sessionid=" + "x" * 3000,
        "csrftoken=\xff",
        "messages=x",
        "=;;=",
        "a=b; a=c",
    ],
)
@pytest.mark.parametrize("address", ["/", "/quan-tri/login/", "/quan-tri/"])
def test_odd_cookies_break_nothing(db: None, client: Client, cookie: str, address: str) -> None:
    client.raise_request_exception = False
    assert_sound(client.get(address, headers={"cookie": cookie}), (address, cookie))


@pytest.mark.parametrize("address", ["/quan-tri/login/", "/quan-tri/"])
def test_a_nul_in_a_cookie_breaks_nothing(db: None, client: Client, address: str) -> None:
    client.raise_request_exception = False
    assert_sound(client.get(address, headers={"cookie": r'sessionid="\000aaaaaaaaaaaa"'}), address)


HEADERS = [
    {"x-forwarded-for": "\xff, ::g, 999.1.1.1"},
    {"x-forwarded-for": "1.1.1.1," * 500},
    {"range": "bytes=5-1"},
    {"range": "x"},
    {"if-none-match": "W/\xff, *"},
    {"if-modified-since": "Mon, 99 Zzz 0000 99:99:99 GMT"},
    {"accept-encoding": "br;q=x,,;"},
    {"origin": "http://["},
    {"referer": "http://["},
    {"content-length": "x"},
]


@pytest.mark.parametrize(
    "headers",
    HEADERS,
    ids=[f"{name}: {value[:20]}" for one in HEADERS for name, value in one.items()],
)
def test_odd_headers_break_nothing(cast: Cast, published: Article, headers: dict[str, str]) -> None:
    client = Client(raise_request_exception=False)
    for address in (
        "/",
        "/tim-kiem/?q=a",
        "/rss.xml",
        "/du-lieu/tin-bai.csv",
        f"/huu-ich/tin/{published.pk}/",
    ):
        assert_sound(client.get(address, headers=headers), (address, headers))
        assert_sound(client.post(address, {"answer": "co"}, headers=headers), (address, headers))


# Addresses copied with more or less than the address


@pytest.mark.parametrize(
    "end", [")", ".", "/)", "/.", ",", "”", "/%22", "…", "/%20", "%0A", "/%E2%80%8B. "]
)
def test_an_address_with_punctuation_leads_to_its_page(client: Client, db: None, end: str) -> None:
    answer = client.get(f"/lien-he{end}")
    assert (answer.status_code, answer["Location"]) == (302, "/lien-he/")
    assert client.post(f"/lien-he{end}").status_code in (403, 404)
    assert client.get(f"/khong-co{end}").status_code == 404


def test_a_page_that_is_not_there_searches_for_its_words(client: Client, db: None) -> None:
    def filled(address: str) -> list[str]:
        page = client.get(address)
        assert page.status_code == 404
        return re.findall(r'type="search"[^>]* value="([^"]*)"', page.content.decode())

    assert filled("/tin/lich-tiem-chung-cho-tre-987654/") == ["lich tiem chung cho tre"]
    assert filled("/tin/lich-tiem/") == ["lich tiem"]
    assert filled("/van-ban/thong-bao-so-140/") == ["thong bao so 140"]
    assert filled("/tin/cat-dien-tu-22-00/") == ["cat dien tu 22 00"]
    assert filled("/12345/") == filled('/"><script>/') == filled("/abc.php") == []
