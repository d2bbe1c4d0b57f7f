"""Malformed requests, public and in the admin: an answer below 500 to each."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.converters import IntConverter

from core.admin.changelist import ChangeListMixin
from news.models import Article
from organization.models import Page
from tests.news.test_access import client_of
from tests.support.cast import Cast
from tests.support.meeting_factories import make_meeting, make_task

pytestmark = pytest.mark.parts_fail  # lists that a look-up broke are told
VALUES = (
    "",
    "x",
    "-1",
    "0",
    "1.5",
    "9" * 30,
    "-" + "9" * 30,
    "1" * 5000,
    "%00",
    "%ff%fe",
    "%ed%a0%80",
    "%EF%BF%BF",
    "(",
    "%25%27%22%3C%3E",
    "0001-01-01",
    "9999-12-31",
    "20026-01-01",
    "2016-02-30",
    "0000-W00",
    "9999-W53",
    "0000-01",
    "9999-12",
    "%D9%A2%D9%A0",
)
PARAMETERS = (
    "q",
    "trang",
    "moc",
    "sau",
    "truoc",
    "loai",
    "muc",
    "don-vi",
    "nam",
    "tuan",
    "thang",
    "p",
    "ma",
    "day-du",
    "tu",
    "den",
    "den-ngay",
    "so",
    "a[]",
    "dong",
    "ky",
    "cot",
    "khoi",
    "xep",
    "dang",
    "mau",
    "bai",
    "cho",
    "tim",
    "xem",
)
METHODS = ("POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD", "TRACE", "ODD")
ROLES = ("editor", "head", "it_officer", "leader", "contributor", "clerk")


@pytest.fixture
def quiet() -> Iterator[None]:
    """The refusals would fill the report, and thousands of tracebacks take their time."""
    logging.disable()
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def client() -> Client:
    return Client(raise_request_exception=False)


def patterns(
    urls: list[Any], prefix: str = "/"
) -> Iterator[tuple[str, dict[str, Any], URLPattern]]:
    for url in urls:
        route = str(url.pattern).removeprefix("^")
        if isinstance(url, URLResolver):
            yield from patterns(url.url_patterns, prefix + route)
        else:
            yield prefix + route, url.pattern.converters, url


def filled(route: str, converters: dict[str, Any], number: str) -> str:
    """The address of a route: each number is ``number``, each word a word."""
    for name, converter in converters.items():
        kind = type(converter).__name__.removesuffix("Converter").lower()
        value = number if isinstance(converter, IntConverter) else "x"
        kind = {"string": "str"}.get(kind, kind)
        for spelt in (f"<{kind}:{name}>", f"<{name}>"):
            route = route.replace(spelt, value)
        start = route.find(f":{name}>")
        if start >= 0:
            opening = route.rfind("<", 0, start)
            route = route[:opening] + value + route[start + len(name) + 2 :]
    return route.replace("(?P<url>.*)$", "x").removesuffix("$")


def addresses(*, in_admin: bool, number: str) -> list[str]:
    found = {
        filled(route, converters, number)
        for route, converters, _ in patterns(get_resolver().url_patterns)
    }
    chosen = [route for route in found if route.startswith("/quan-tri/") == in_admin]
    return sorted(route for route in chosen if not route.startswith("/static/"))


def check(client: Client, method: str, address: str) -> int:
    answer = client.generic(method, address)
    assert answer.status_code < 500, f"{method} {address[:200]}: {answer.status_code}"
    return answer.status_code


@pytest.mark.usefixtures("short_errors", "unwatched_templates")
def test_public_addresses(published: Article, quiet: None, client: Client, file_root: Any) -> None:
    for number in (str(published.pk), "0", "9" * 18, "9" * 40):
        for address in addresses(in_admin=False, number=number):
            check(client, "GET", address)
    own = [*addresses(in_admin=False, number=str(published.pk)), published.get_absolute_url()]
    assert len(own) > 30
    for address in own:
        for method in METHODS:
            check(client, method, address)


@pytest.mark.slow
@pytest.mark.usefixtures("short_errors", "unwatched_templates")
def test_public_addresses_with_hostile_queries(
    published: Article, quiet: None, client: Client, file_root: Any, settings: Any
) -> None:
    check(client, "GET", "/")
    settings.PAGE_CACHE_SECONDS = 60  # nothing changes: the frame of the pages is read once
    asked = 0
    for address in addresses(in_admin=False, number=str(published.pk)):
        for value in VALUES:
            query = "&".join(f"{quote(name)}={value}" for name in PARAMETERS)
            check(client, "GET", f"{address}?{query}")
            asked += len(PARAMETERS)
        check(client, "GET", f"{address}?trang=1&trang=2&q=a&q=%00&" + "&".join(["x=1"] * 500))
        check(client, "GET", f"{address}?&&==&%&%zz&a[b]=1")
    assert asked > 10_000


HOSTILE = (
    "title__regex=(",
    "title__in=x",
    "title__isnull=x",
    "pk__in=a,b",
    "id__exact=x",
    "id__gt=" + "9" * 40,
    "_to_field=x",
    "_to_field=password",
    "_popup=1",
    "e=1",
    "o=x",
    "o=-1",
    "o=99.-99",
    "o=" + "9" * 5000,
    "p=x",
    "p=-1",
    "p=0",
    "p=" + "9" * 30,
    "all=",
    "all=x",
    "q=%00",
    "q=" + "a" * 10_000,
    "q=%EF%BF%BE",
    "q=" + "%22" * 51,
    "_facets=True",
    "_facets=x",
    "history__id=1",
    "groups__id__exact=x",
    "password__startswith=a",
    "is_active__exact=x",
    "is_active__isnull=x",
    "unit__id__exact=" + "9" * 30,
    "unit__id__exact=x",
    "unit__isnull=x",
    "block__exact=%00",
    "starts_at__year=x",
    "starts_at__year=0",
    "starts_at__year=99999",
    "starts_at__year=2016&starts_at__month=13",
    "starts_at__year=2016&starts_at__month=2&starts_at__day=31",
    "starts_at__year=9999&starts_at__month=12&starts_at__day=31",
    "starts_at__regex=(",
    "day__year=9999",
    "day__year=1",
    "state__exact=x",
    "state__regex=(",
    "tinh-trang=x",
    "loai-hop=x",
    "don-vi=x",
    "chuyen-muc=" + "9" * 30,
    "a[]=1",
    "__=1",
    "__exact=1",
    "x__y__z=1",
    "%ff=1",
    "%00=1",
)


def reader_of(cast: Cast, address: str) -> Client:
    for role in ROLES:
        client = client_of(cast, role)
        client.raise_request_exception = False
        answer = client.get(address)
        # Some lists lead to a page of their own; whoever may not read is led to the log-in.
        if answer.status_code == 200 or (answer.status_code == 302 and "login" not in answer.url):
            return client
    raise AssertionError(f"{address}: nobody may read it")


def test_every_list_offers_only_its_filters() -> None:
    for model, model_admin in admin.site._registry.items():
        assert isinstance(model_admin, ChangeListMixin), model


@pytest.mark.slow
@pytest.mark.usefixtures("short_errors", "unwatched_templates", "remembered_readers", "no_menu")
def test_every_list_answers_hostile_parameters(cast: Cast, published: Article, quiet: None) -> None:
    make_task(cast.leader, cast.contributor.unit)
    make_meeting(cast.editor)
    for model in admin.site._registry:
        name = f"{model._meta.app_label}_{model._meta.model_name}"
        address = reverse(f"admin:{name}_changelist")
        if model._meta.model_name == "ward":  # one row, no list
            continue
        client = reader_of(cast, address)
        for query in HOSTILE:
            status = check(client, "GET", f"{address}?{query}")
            assert status in (200, 302, 400), (address, query)
            if "regex" in query:
                assert status in (302, 400), (address, query)


# What editors post there, and other methods, is in ``tests/wardportal/test_views.py``.
@pytest.mark.slow
@pytest.mark.usefixtures("short_errors", "unwatched_templates", "remembered_readers", "no_menu")
@pytest.mark.parametrize(("role", "method"), [("editor", "GET"), ("it_officer", "POST")])
def test_every_address_of_the_admin_with_wrong_methods(
    cast: Cast, published: Article, quiet: None, file_root: Any, role: str, method: str
) -> None:
    client = client_of(cast, role)
    client.raise_request_exception = False
    make_meeting(cast.editor)
    make_task(cast.leader, cast.contributor.unit)
    asked = set()
    for address in addresses(in_admin=True, number=str(published.pk)):
        if address.endswith("/logout/"):
            continue
        # Django's own object addresses take any text for a key.
        check(client, method, address.replace("/x/", f"/{published.pk}/"))
        asked.add((method, address))
    assert len(asked) > 140
    # What editors are told of numbers that no item has is in ``test_odd_paths_break_nothing``.
    if role == "it_officer":
        for address in addresses(in_admin=True, number="9" * 18):
            check(client, "GET", address)


def test_post_on_history_pages(cast: Cast, published: Article, quiet: None) -> None:
    page = Page.objects.first()
    assert page is not None
    for address in (
        reverse("admin:organization_page_history", args=[page.pk]),
        reverse("admin:news_article_history", args=[published.pk]),
    ):
        client = reader_of(cast, address)
        for method in ("POST", "PUT", "DELETE"):
            assert check(client, method, address) == 405


@pytest.mark.parametrize("name", ["a" * 151, "a" * 256, "ắ" * 300, "a" * 100_000, "a\0b"])
def test_log_in_with_a_long_name(db: None, quiet: None, client: Client, name: str) -> None:
    answer = client.post(reverse("admin:login"), {"username": name, "password": "x"})
    assert answer.status_code == 200
    assert "errornote" in answer.content.decode() or "errorlist" in answer.content.decode()
