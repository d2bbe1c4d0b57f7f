"""Accounts: what is lacking is told, first passwords are changed, numbers are telephone numbers."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.contrib.messages import get_messages
from django.core.exceptions import ValidationError
from django.db.models import CharField
from django.test import Client
from django.urls import reverse

from organization.models import User
from organization.models.phones import validate_phone
from organization.roles import ROLE_HELP, Role
from tests.news.test_access import client_of
from tests.support.cast import Cast
from tests.support.factories import UnitFactory, make_user

ADD = reverse("admin:organization_user_add")
LIST = reverse("admin:organization_user_changelist")
CHANGE_PASSWORD = reverse("admin:password_change")
PASSWORD = "mat-khau-rat-dai-1"


def group_keys(*roles: Role) -> list[int]:
    from django.contrib.auth.models import Group

    return list(Group.objects.filter(name__in=roles).values_list("pk", flat=True))


def add(cast: Cast, *roles: Role, **fields: Any) -> list[str]:
    data = {
        "username": "moi",
        "password1": PASSWORD,
        "password2": PASSWORD,
        "full_name": "Người Mới",
        "email": "moi@phuong.example",
        "groups": group_keys(*roles),
    }
    answer = client_of(cast, "it_officer").post(ADD, data | fields)
    assert answer.status_code == 302
    return [str(message) for message in get_messages(answer.wsgi_request)]


@pytest.mark.parametrize(
    ("roles", "fields", "sentence"),
    [
        ([], {}, "Chưa có vai trò nào"),
        ([Role.CONTRIBUTOR], {}, "Cộng tác viên chưa có đơn vị"),
        ([Role.CLERK], {"email": "CHUNG@phuong.example"}, "cũng là của tài khoản cu"),
        ([Role.CLERK], {}, ""),
    ],
)
def test_what_an_account_lacks_is_told_and_listed(
    cast: Cast, roles: list[Role], fields: dict[str, str], sentence: str
) -> None:
    User.objects.create_user("cu", "chung@phuong.example", PASSWORD, full_name="Người Cũ")
    told = " ".join(add(cast, *roles, **fields))
    assert (sentence or "Người Mới:") in told if sentence else "Người Mới:" not in told
    page = client_of(cast, "it_officer").get(LIST, {"q": "moi"}).content.decode()
    assert not sentence or sentence in page


def test_the_list_names_roles_and_the_form_explains_them(cast: Cast) -> None:
    client = client_of(cast, "it_officer")
    assert "Phát thanh viên" in client.get(LIST).content.decode()
    page = client.get(ADD).content.decode()
    assert set(ROLE_HELP) == set(Role.values)
    assert [words for words in ROLE_HELP.values() if words not in page] == []


def test_the_list_asks_the_same_for_many(cast: Cast, django_assert_num_queries: Any) -> None:
    def questions() -> int:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        client = client_of(cast, "it_officer")
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(LIST)
        return len(asked)

    few = questions()
    for _ in range(20):
        make_user(Role.CONTRIBUTOR, unit=UnitFactory())
    assert questions() == few


# The first password


def test_a_first_password_is_changed_before_anything_else(cast: Cast, client: Client) -> None:
    add(cast, Role.CLERK)
    client.post(reverse("admin:login"), {"username": "moi", "password": PASSWORD})
    for address in ("/quan-tri/", "/quan-tri/thu-bao/", "/quan-tri/documents/publicdocument/"):
        assert client.get(address).url == CHANGE_PASSWORD
    assert "do người khác đặt" in client.get(CHANGE_PASSWORD).content.decode()
    same = {"old_password": PASSWORD, "new_password1": PASSWORD, "new_password2": PASSWORD}
    assert "phải khác mật khẩu" in client.post(CHANGE_PASSWORD, same).content.decode()
    new = same | {"new_password1": "cua-rieng-toi-99", "new_password2": "cua-rieng-toi-99"}
    assert client.post(CHANGE_PASSWORD, new).url == reverse("admin:password_change_done")
    assert client.get("/quan-tri/").status_code == 200
    assert not User.objects.get(username="moi").must_change_password


def test_a_password_set_by_another_is_changed_too(cast: Cast, client: Client) -> None:
    person = cast.contributor
    data = {"password1": PASSWORD, "password2": PASSWORD, "usable_password": "true"}
    address = reverse("admin:auth_user_password_change", args=[person.pk])
    client_of(cast, "it_officer").post(address, data)
    client.post(reverse("admin:login"), {"username": person.username, "password": PASSWORD})
    assert client.get("/quan-tri/").url == CHANGE_PASSWORD
    assert client.post(reverse("admin:logout")).status_code == 200


def test_whoever_chose_the_password_goes_on(cast: Cast) -> None:
    assert not User.objects.filter(must_change_password=True).exists()
    assert client_of(cast, "contributor").get("/quan-tri/").status_code == 200


# Telephone numbers


@pytest.mark.parametrize(
    "text",
    [
        "024 0000 0000",
        "(024) 3825-1234",
        "0912 345 678",
        "0912.345.678",
        "+84 912 345 678",
        "(+84) 24 3825 1234",
        "113",
        "1022",
        "1900 1234",
        "1800 599 920",
        "024 3825 1234, 0912 345 678",
        "024 3825 1234 (máy lẻ 12)",
    ],
)
def test_telephone_numbers(text: str) -> None:
    validate_phone(text)


@pytest.mark.parametrize(
    "text",
    [
        "không có",
        "số 5",
        "0912 345",
        "0912 345 678 999",
        "12345",
        "+1 202 555 0100",
        "0912 345 678 hoặc",
        "anh Tú 0912 345 678",
        "024 3825 1234,",
        "---",
        "０９１２３４５６７８",
    ],
)
def test_what_is_no_telephone_number(text: str) -> None:
    with pytest.raises(ValidationError, match="không phải số điện thoại"):
        validate_phone(text)


def test_every_column_of_a_telephone_number_asks_the_one_rule() -> None:
    """A column is one of a number when its name says so."""
    columns = [
        field
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, CharField) and "điện thoại" in str(field.verbose_name)
    ]
    assert {field.name for field in columns} == {"phone"}
    assert all(validate_phone in field.validators for field in columns)
