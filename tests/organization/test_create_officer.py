"""The first account of a ward."""

from __future__ import annotations

import io
import re

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from organization.models import User
from organization.roles import Role


def create(*arguments: str) -> str:
    out = io.StringIO()
    call_command("create_officer", *arguments, stdout=out)
    return out.getvalue()


def test_the_account_works_and_its_password_is_said_once(db: None, client: Client) -> None:
    said = create("cntt", "Trần Văn Mẫu", "--email", "cntt@phuong.example")
    password = re.fullmatch(
        r"Đã tạo tài khoản cntt\. Mật khẩu \(chỉ in một lần\): (\S{16})\n", said
    )[1]
    user = User.objects.get()
    assert (user.username, user.full_name, user.email) == (
        "cntt",
        "Trần Văn Mẫu",
        "cntt@phuong.example",
    )
    assert (user.roles, user.is_superuser, user.is_active) == ({Role.IT_OFFICER}, False, True)
    assert password not in user.password
    answer = client.post(reverse("admin:login"), {"username": "cntt", "password": password})
    assert answer.url == reverse("admin:index")
    add = reverse("admin:organization_user_add")
    # What stood on a terminal is no secret.
    assert client.get(add).url == reverse("admin:password_change")
    User.objects.update(must_change_password=False)
    assert client.get(add).status_code == 200


def test_two_accounts_have_two_passwords(db: None) -> None:
    assert create("a", "A").split()[-1] != create("b", "B").split()[-1]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (
            ("hai chữ", "Tên"),
            "Tên đăng nhập chỉ gồm chữ, số và các dấu @ . + - _, không có dấu cách.",
        ),
        (("", "Tên"), "Mục này không được để trống."),
        (("x" * 151, "Tên"), "Mục này nhiều nhất 150 ký tự (hiện có 151)."),
        (("cntt", ""), "Mục này không được để trống."),
        (("cntt", "T" * 81), "Mục này nhiều nhất 80 ký tự (hiện có 81)."),
        (("cntt", "Tên", "--email", "khong-phai-thu"), "Xin nhập một địa chỉ thư điện tử hợp lệ."),
    ],
)
def test_a_bad_name_is_said_in_a_sentence(
    db: None, arguments: tuple[str, ...], sentence: str
) -> None:
    with pytest.raises(CommandError) as error:
        create(*arguments)
    assert (str(error.value), User.objects.count()) == (sentence, 0)


def test_a_name_that_is_taken_is_said_in_a_sentence(db: None) -> None:
    create("cntt", "Trần Văn Mẫu")
    with pytest.raises(CommandError, match=r"^Tên đăng nhập cntt đã có\.$"):
        create("cntt", "Lê Thị Mẫu")
    assert User.objects.get().full_name == "Trần Văn Mẫu"


@pytest.mark.parametrize("arguments", [(), ("cntt",)])
def test_missing_arguments_are_named(arguments: tuple[str, ...]) -> None:
    with pytest.raises(CommandError, match="Xin ghi tên đăng nhập và họ tên, ví dụ"):
        create(*arguments)
