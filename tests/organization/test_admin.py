"""Accounts, units and the ward, kept by the IT officer; passwords lost, and passwords guessed."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.core import mail
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.models import FileUse
from organization.mail.messages import sender_of
from organization.models import Unit, User, Ward
from organization.roles import Role
from tests.news.test_access import client_of
from tests.support.cast import Cast
from tests.support.factories import PASSWORD, UnitFactory
from tests.support.files import picture, upload

NEW_PASSWORD = "bo-song-xanh-mat-2026"


def group(role: Role) -> int:
    return Group.objects.get(name=role).pk


def log_in(
    username: str, password: str, client: Client | None = None, **extra: Any
) -> HttpResponse:
    data = {"username": username, "password": password}
    return (client or Client()).post(reverse("admin:login"), data, **extra)


@pytest.fixture
def officer(cast: Cast) -> Client:
    return client_of(cast, "it_officer")


# Accounts


def test_the_officer_makes_an_account_with_roles(cast: Cast, officer: Client) -> None:
    data = {
        "username": "mai",
        "usable_password": "true",
        "password1": NEW_PASSWORD,
        "password2": NEW_PASSWORD,
        "full_name": "Lê Thị Mai",
        "title": "Tổ trưởng",
        "email": "mai@phuong.example",
        "unit": cast.contributor.unit_id,
        "groups": [group(Role.CONTRIBUTOR), group(Role.EDITOR)],
        "is_superuser": "on",
        "is_staff": "",
    }
    answer = officer.post(reverse("admin:organization_user_add"), data)
    user = User.objects.get(username="mai")
    assert answer.url == reverse("admin:organization_user_change", args=[user.pk])
    assert (user.full_name, user.title, user.unit) == (
        "Lê Thị Mai",
        "Tổ trưởng",
        cast.contributor.unit,
    )
    assert (user.roles, user.is_superuser, user.is_staff) == (
        {Role.CONTRIBUTOR, Role.EDITOR},
        False,
        True,
    )
    assert log_in("mai", NEW_PASSWORD).url == reverse("admin:index")


def test_wrong_names_are_refused_in_plain_words(cast: Cast, officer: Client) -> None:
    address = reverse("admin:organization_user_add")
    for username, sentence in (
        ("mai lan", "Tên đăng nhập chỉ gồm chữ, số và các dấu @ . + - _, không có dấu cách."),
        (cast.editor.username, "Tên đăng nhập này đã có"),
    ):
        errors = officer.post(address, {"username": username}).context["adminform"].form.errors
        assert sentence in errors["username"][0]
    unit = UnitFactory()
    data = {"name": unit.name, "short_name": "Khác", "block": unit.block, "position": 1}
    form = officer.post(reverse("admin:organization_unit_add"), data).context["adminform"].form
    assert form.errors["name"] == ["Tên đơn vị này đã có trong danh sách; xin ghi khác đi."]


def changed(user: User, **changes: Any) -> dict[str, Any]:
    data = {
        "username": user.username,
        "is_active": "on",
        "full_name": user.full_name,
        "title": user.title,
        "email": user.email,
        "unit": user.unit_id or "",
        "groups": list(user.groups.values_list("pk", flat=True)),
    }
    return {name: value for name, value in (data | changes).items() if value is not None}


def test_the_officer_changes_roles_and_takes_an_account_out_of_use(
    cast: Cast, officer: Client
) -> None:
    address = reverse("admin:organization_user_change", args=[cast.contributor.pk])
    writer = client_of(cast, "contributor")
    answer = officer.post(
        address, changed(cast.contributor, groups=[group(Role.CLERK)], is_superuser="on")
    )
    assert answer.status_code == 302
    user = User.objects.get(pk=cast.contributor.pk)
    assert (user.roles, user.is_superuser, user.check_password(PASSWORD)) == (
        {Role.CLERK},
        False,
        True,
    )
    assert writer.get(reverse("admin:news_article_changelist")).status_code == 403
    officer.post(address, changed(user, is_active=None))
    assert User.objects.get(pk=user.pk).roles == frozenset()
    assert writer.get(reverse("admin:index")).status_code == 302
    assert log_in(user.username, PASSWORD).status_code == 200


def test_roles_are_named_in_vietnamese_and_only_roles_are_offered(
    cast: Cast, officer: Client
) -> None:
    foreign = Group.objects.create(name="khác")
    address = reverse("admin:organization_user_change", args=[cast.contributor.pk])
    labels = [
        label
        for _, label in officer.get(address).context["adminform"].form.fields["groups"].choices
    ]
    assert sorted(labels) == sorted(Role.labels)
    answer = officer.post(address, changed(cast.contributor, groups=[foreign.pk]))
    assert list(answer.context["adminform"].form.errors) == ["groups"]


def test_the_officer_sets_a_password(cast: Cast, officer: Client) -> None:
    address = reverse("admin:auth_user_password_change", args=[cast.contributor.pk])
    data = {"usable_password": "true", "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    assert officer.post(address, data).status_code == 302
    assert log_in(cast.contributor.username, NEW_PASSWORD).url == reverse("admin:index")


@pytest.mark.parametrize("role", ["contributor", "editor", "head", "leader", "superuser"])
def test_nobody_else_sees_or_changes_accounts(cast: Cast, role: str) -> None:
    client = client_of(cast, role)
    own = getattr(cast, role)
    for address in (
        reverse("admin:organization_user_changelist"),
        reverse("admin:organization_user_add"),
        reverse("admin:organization_user_change", args=[own.pk]),
        reverse("admin:auth_user_password_change", args=[cast.it_officer.pk]),
    ):
        assert (client.get(address).status_code, client.post(address, {}).status_code) == (
            403,
            403,
        ), address
    client.post(
        reverse("admin:organization_user_change", args=[own.pk]),
        changed(own, groups=[group(Role.HEAD)]),
    )
    assert User.objects.get(pk=own.pk).roles == own.roles


def test_accounts_are_not_deleted(cast: Cast, officer: Client) -> None:
    assert (
        officer.post(
            reverse("admin:organization_user_delete", args=[cast.clerk.pk]), {"post": "yes"}
        ).status_code
        == 403
    )
    assert User.objects.filter(pk=cast.clerk.pk).exists()


# Units and the ward


def test_the_officer_dissolves_a_unit_into_its_successor(cast: Cast, officer: Client) -> None:
    old, new = UnitFactory(name="Tổ 1"), UnitFactory(name="Tổ 1 mới")
    address = reverse("admin:organization_unit_change", args=[old.pk])
    data = {
        "name": "Tổ 1",
        "short_name": "Tổ 1",
        "block": old.block,
        "position": "0",
        "valid_until": "2025-12-31",
    }
    assert officer.post(address, data | {"successor": new.pk}).status_code == 302
    old.refresh_from_db()
    assert (str(old.valid_until), old.successor) == ("2025-12-31", new)
    answer = officer.post(address, data | {"valid_from": "2026-01-01"})
    assert answer.context["adminform"].form.non_field_errors() == [
        "Ngày kết thúc phải sau ngày bắt đầu."
    ]
    answer = officer.post(address, data | {"successor": old.pk})
    assert list(answer.context["adminform"].form.errors) == ["successor"]


def test_units_that_go_on_are_offered_as_successors(officer: Client) -> None:
    today = timezone.localdate()
    ended, future = today - timedelta(days=1), today + timedelta(days=30)
    past, chosen = UnitFactory(valid_until=ended), UnitFactory(valid_until=ended)
    unit = UnitFactory(successor=chosen)
    later = UnitFactory(valid_from=future)
    page = officer.get(reverse("admin:organization_unit_change", args=[unit.pk]))
    offered = set(page.context["adminform"].form.fields["successor"].queryset)
    assert offered & {past, chosen, unit, later} == {chosen, later}


def test_dates_are_typed_as_in_vietnam(cast: Cast, officer: Client) -> None:
    unit = UnitFactory(name="Tổ 1")
    data = {
        "name": "Tổ 1",
        "short_name": "Tổ 1",
        "block": unit.block,
        "position": "0",
        "valid_until": "05/06/2026",
    }
    officer.post(reverse("admin:organization_unit_change", args=[unit.pk]), data)
    unit.refresh_from_db()
    assert str(unit.valid_until) == "2026-06-05"


def test_who_looks_at_units_changes_none(cast: Cast) -> None:
    unit = UnitFactory(name="Tổ 1")
    address = reverse("admin:organization_unit_change", args=[unit.pk])
    client = client_of(cast, "editor")
    assert "Tổ 1" in client.get(address).content.decode()
    assert (
        client.post(address, {"name": "Khác", "short_name": "x", "block": unit.block}).status_code
        == 403
    )
    assert Unit.objects.get(pk=unit.pk).name == "Tổ 1"


def test_the_officer_fills_in_the_ward(cast: Cast, officer: Client, file_root: Path) -> None:
    address = reverse("admin:organization_ward_change", args=[1])
    assert officer.get(reverse("admin:organization_ward_changelist")).url == address
    data = {
        "name": "Phường Bến Sen",
        "agency_name": "Ủy ban nhân dân phường Bến Sen",
        "parent_agency": "",
        "responsible_person": "Bà Lê Thị Mẫu",
        "address": "1 đường Sen",
        "phone": "024 0000 0000",
        "email": "bensen@phuong.example",
        "error_report_days": 10,
        "items_counted_by": "submission",
        "service_portal_label": "Cổng dịch vụ công",
        "feedback_label": "Phản ánh, kiến nghị",
        "emblem": upload(picture(), "huy-hieu.jpg"),
    }
    assert officer.post(address, data).status_code == 302
    ward = Ward.current()
    assert (ward.name, ward.responsible_person, ward.emblem.name) == (
        "Phường Bến Sen",
        "Bà Lê Thị Mẫu",
        "huy-hieu.webp",
    )
    assert FileUse.objects.get().file == ward.emblem
    page = Client().get("/").content.decode()
    for words in (
        "Ủy ban nhân dân phường Bến Sen",
        "Bà Lê Thị Mẫu",
        "1 đường Sen",
        "024 0000 0000",
    ):
        assert words in page
    assert Client().get(ward.emblem_url).status_code == 200
    assert officer.get(reverse("admin:organization_ward_add")).status_code == 403


# A lost password


def test_a_lost_password_is_set_anew_by_mail(cast: Cast, client: Client) -> None:
    user = cast.contributor
    assert (
        f'href="{reverse("admin_password_reset")}"'
        in client.get(reverse("admin:login")).content.decode()
    )
    answer = client.post(reverse("admin_password_reset"), {"email": user.email.upper()})
    assert answer.url == reverse("password_reset_done")
    [letter] = mail.outbox
    assert (letter.to, letter.from_email) == ([user.email], sender_of(Ward.current()))
    assert user.username in letter.body
    assert not re.search(r"You|password|click|Please", letter.subject + letter.body)
    link = re.search(r"http://[^/]+(/quan-tri/quen-mat-khau/\S+)", letter.body)[1]
    form = client.get(link, follow=True)
    address = form.redirect_chain[-1][0]
    answer = client.post(address, {"new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD})
    assert answer.url == reverse("password_reset_complete")
    assert reverse("admin:login") in client.get(answer.url).content.decode()
    assert log_in(user.username, NEW_PASSWORD).url == reverse("admin:index")
    assert log_in(user.username, PASSWORD).status_code == 200
    assert "new_password1" not in Client().get(link, follow=True).content.decode(), (
        "a link works once"
    )


def test_a_strange_address_gets_the_same_answer_and_no_letter(cast: Cast, client: Client) -> None:
    known = client.post(reverse("admin_password_reset"), {"email": cast.editor.email})
    for email in ("khong-ai@phuong.example", cast.inactive.email):
        answer = client.post(reverse("admin_password_reset"), {"email": email})
        assert (answer.status_code, answer.url) == (known.status_code, known.url)
    assert [letter.to for letter in mail.outbox] == [[cast.editor.email]]


@pytest.mark.parametrize(
    "link",
    ["x/y", "MQ/set-password", "MQ/abc-def", "AA/abc-def", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OQ/a-b"],
)
def test_a_made_up_link_opens_nothing(cast: Cast, client: Client, link: str) -> None:
    answer = client.get(f"{reverse('admin_password_reset')}{link}/", follow=True)
    assert (answer.status_code, "new_password1" in answer.content.decode()) == (200, False)


# A guessed password


def test_guessing_locks_one_account_from_one_machine(cast: Cast) -> None:
    name = cast.contributor.username
    answers = [log_in(name, "sai") for _ in range(settings.AXES_FAILURE_LIMIT)]
    assert [answer.status_code for answer in answers] == [200] * (
        settings.AXES_FAILURE_LIMIT - 1
    ) + [429]
    page = answers[-1].content.decode()
    assert "<h1>Tạm khóa đăng nhập</h1>" in page
    assert '<html lang="vi">' in page
    assert log_in(name, PASSWORD).status_code == 429, "now not even with the right one"
    assert log_in(cast.editor.username, PASSWORD).status_code == 302, "another person"
    assert log_in(name, PASSWORD, REMOTE_ADDR="10.0.0.9").status_code == 302, "another machine"


def test_logging_in_forgets_earlier_mistakes(cast: Cast) -> None:
    for _ in range(2):
        for _ in range(settings.AXES_FAILURE_LIMIT - 1):
            assert log_in(cast.editor.username, "sai").status_code == 200
        assert log_in(cast.editor.username, PASSWORD).status_code == 302
