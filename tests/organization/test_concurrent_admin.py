"""Two windows on one row of a plain model admin: neither writes over what it was not shown."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time
from typing import Any

import pytest
from django.contrib import admin
from django.db.models import Model
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from lxml import html

from core.revisions.concurrent_admin import PARAMETER, SeenFieldsMixin
from core.revisions.forms import OptimisticLockForm
from documents.models import Authority
from meetings.models import UsualAttendee
from news.models import Category
from organization.models import Holiday, Unit, User, Ward
from organization.roles import Role
from tests.news.test_access import client_of
from tests.support.broadcasts import make_slot
from tests.support.cast import Cast
from tests.support.factories import make_user
from tests.support.meeting_factories import make_series

Values = dict[str, list[str]]


def address(row: Model) -> str:
    return reverse(f"admin:{row._meta.label_lower.replace('.', '_')}_change", args=[row.pk])


def typed(response: HttpResponse) -> Values:
    """Return what a browser would send of the page's form."""
    tree = html.fromstring(response.content.decode())
    (form,) = tree.xpath("//form[contains(@id, '_form')][.//input[@name='_save']]")
    values: Values = {}
    for name, value in form.form_values():
        values.setdefault(name, []).append(value)
    for field in form.xpath(".//input[@name][not(@value)][not(@type='checkbox')]"):
        values.setdefault(field.name, [""])
    return values | {"_save": ["1"]}


def opened(client: Client, row: Model) -> Values:
    return typed(client.get(address(row)))


def sentences(response: HttpResponse) -> str:
    main = html.fromstring(response.content.decode()).find(".//main")
    return " ".join(main.text_content().split())


@pytest.fixture
def officer(cast: Cast) -> Client:
    return client_of(cast, "it_officer")


@pytest.fixture
def editor(cast: Cast) -> Client:
    return client_of(cast, "editor")


def test_a_locked_account_stays_locked(officer: Client, db: None) -> None:
    person = make_user(Role.CONTRIBUTOR, title="Cán bộ")
    first, second = opened(officer, person), opened(officer, person)
    del first["is_active"]
    assert officer.post(address(person), first).status_code == 302
    response = officer.post(address(person), second | {"title": ["Tổ trưởng"]}, follow=True)
    person.refresh_from_db()
    assert (person.is_active, person.title) == (False, "Tổ trưởng")
    assert "đã được lưu ở nơi khác; chỗ ấy giữ như vừa được lưu" in sentences(response)


def test_roles_given_elsewhere_stay(officer: Client, db: None) -> None:
    person = make_user(Role.CONTRIBUTOR)
    page = opened(officer, person)
    person.groups.add(*User.groups.rel.model.objects.filter(name=Role.EDITOR))
    assert officer.post(address(person), page | {"title": ["Tổ phó"]}).status_code == 302
    names = set(person.groups.values_list("name", flat=True))
    assert names == {Role.CONTRIBUTOR, Role.EDITOR}


def test_a_field_of_both_is_refused_once(officer: Client, cast: Cast) -> None:
    unit = cast.contributor.unit
    first, second = opened(officer, unit), opened(officer, unit)
    officer.post(address(unit), first | {"phone": ["024 3333 0001"]})
    mine = second | {"phone": ["024 3333 0002"], "short_name": ["Tổ mới"]}
    refused = officer.post(address(unit), mine)
    assert refused.status_code == 200
    assert "đã được lưu ở nơi khác: “024 3333 0001”" in sentences(refused)
    again = typed(refused)
    assert again["phone"] == ["024 3333 0002"]
    assert officer.post(address(unit), again).status_code == 302
    unit.refresh_from_db()
    assert (unit.phone, unit.short_name) == ("024 3333 0002", "Tổ mới")


def test_what_was_left_alone_is_kept_after_another_mistake(officer: Client, cast: Cast) -> None:
    unit = cast.contributor.unit
    first, second = opened(officer, unit), opened(officer, unit)
    officer.post(address(unit), first | {"phone": ["024 3333 0001"]})
    refused = officer.post(address(unit), second | {"name": [""]})
    assert refused.status_code == 200
    officer.post(address(unit), typed(refused) | {"name": ["Tổ 9"]})
    unit.refresh_from_db()
    assert (unit.phone, unit.name) == ("024 3333 0001", "Tổ 9")


# A row; what is stored elsewhere meanwhile; what is typed here.
ROWS: list[tuple[str, Callable[[], Model], dict[str, Any], dict[str, str]]] = [
    (
        "it_officer",
        lambda: Ward.objects.create(pk=1),
        {"phone": "024 3333 0001"},
        {"address": "Số 1 phố Trại"},
    ),
    ("editor", make_series, {"place": "Phòng họp 2"}, {"name": "Giao ban quý"}),
    (
        "editor",
        lambda: Category.objects.create(name="Tin mới", slug="tin-moi"),
        {"name": "Tin khác"},
        {"short_name": "Tin"},
    ),
    (
        "editor",
        lambda: Holiday.objects.create(name="Lễ", day="2026-12-01"),
        {"name": "Nghỉ"},
        {"day": "2026-12-03"},
    ),
    ("announcer", make_slot, {"starts_at": time(7, 15)}, {"name": "Trưa"}),
    (
        "clerk",
        lambda: Authority.objects.create(name="Sở Y tế"),
        {"name": "Sở Y"},
        {"position": "7"},
    ),
]


@pytest.mark.parametrize(("role", "make", "theirs", "mine"), ROWS)
def test_rows_of_every_kind(
    cast: Cast, role: str, make: Callable[[], Model], theirs: dict[str, Any], mine: dict[str, str]
) -> None:
    row = make()
    client = client_of(cast, role)
    page = opened(client, row)
    assert mine.keys() <= page.keys()
    rows = type(row)._base_manager.filter(pk=row.pk)
    rows.update(**theirs)
    response = client.post(address(row), page | {name: [value] for name, value in mine.items()})
    assert response.status_code == 302, sentences(response)
    found = rows.get()
    assert {name: getattr(found, name) for name in theirs} == theirs
    assert {name: str(getattr(found, name)) for name in mine} == mine


def test_a_row_within_the_page(editor: Client, cast: Cast) -> None:
    series = make_series()
    attendee = UsualAttendee.objects.create(
        series=series, group="Tổ dân phố", unit=cast.contributor.unit
    )
    page = opened(editor, series)
    other = Unit.objects.exclude(pk=attendee.unit_id).first()
    UsualAttendee.objects.filter(pk=attendee.pk).update(unit=other)
    response = editor.post(address(series), page | {"place": ["Phòng 5"]})
    assert response.status_code == 302, sentences(response)
    attendee.refresh_from_db()
    assert attendee.unit == other


def test_rows_deleted_elsewhere_are_told_and_the_others_saved(editor: Client, cast: Cast) -> None:
    series = make_series()
    people = [
        UsualAttendee.objects.create(series=series, group="Khách mời", name=name, position=place)
        for place, name in enumerate(["Ông Bình", "Bà Lan", "Ông Sơn"])
    ]
    page = opened(editor, series)
    rows = [name for name in page if name.endswith("-name") and page[name] != [""]]
    changed = page | {rows[1]: ["Bà Lan Chi"], rows[2]: ["Ông Sơn Hà"]}
    people[1].delete()
    response = editor.post(address(series), changed, follow=True)
    names = UsualAttendee.objects.filter(series=series).order_by("position")
    assert list(names.values_list("name", flat=True)) == ["Ông Bình", "Ông Sơn Hà"]
    assert "Bà Lan Chi" in sentences(response)
    assert "đã bị xóa ở nơi khác nên không lưu" in sentences(response)


def test_lines_sent_by_a_browser_are_no_change(officer: Client, cast: Cast) -> None:
    unit = cast.contributor.unit
    Unit.objects.filter(pk=unit.pk).update(duties="Việc một\nViệc hai")
    page = opened(officer, unit)
    Unit.objects.filter(pk=unit.pk).update(duties="Việc một\r\nViệc hai")
    mine = page | {"duties": ["Việc một\r\nViệc hai\r\nViệc ba"]}
    assert officer.post(address(unit), mine).status_code == 302


@pytest.mark.parametrize("seen", ["", "[", "[1]", "{}", '{"organization.unit:1": 3}', "[" * 9_000])
def test_an_odd_parameter_compares_nothing(officer: Client, cast: Cast, seen: str) -> None:
    unit = cast.contributor.unit
    page = opened(officer, unit) | {PARAMETER: [seen], "name": ["Tổ 8"]}
    assert officer.post(address(unit), page).status_code == 302


def test_every_form_compares(cast: Cast) -> None:
    request = RequestFactory().get("/")
    request.user = User.objects.create(username="moi-vai")
    request.user.groups.set(User.groups.rel.model.objects.all())
    wrong = []
    for model, model_admin in admin.site._registry.items():
        row = model()
        row.pk = 1
        if not model_admin.has_change_permission(request):
            continue
        form = model_admin.get_form(request, None, change=True, fields=None)
        if not issubclass(form, SeenFieldsMixin | OptimisticLockForm):
            wrong.append(model._meta.label)
    assert wrong == []
