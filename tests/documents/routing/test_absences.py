"""Days on which a leader is away: one substitute a day, who is told."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.workflow.engine import log_of
from documents.models import LeaderAbsence
from organization.models import Notice, User
from organization.roles import Role
from organization.work.waiting import waits_for
from tests.news.test_access import client_of
from tests.organization.test_admin import changed
from tests.support.cast import Cast
from tests.support.factories import make_user
from tests.support.registers import (
    advance,
    decide,
    incoming_register,
    register_document,
    routing_of,
)

ADD = "admin:documents_leaderabsence_add"


@pytest.fixture
def deputies(cast: Cast) -> tuple[User, User]:
    return (
        make_user(Role.LEADER, full_name="Trần Văn Phó"),
        make_user(Role.LEADER, full_name="Lê Thị Phó"),
    )


def enter(client: Client, leader: User, deputy: User, first: str, last: str = "") -> Any:
    data = {
        "leader": leader.pk,
        "deputy": deputy.pk,
        "decides_as": "KT.",
        "valid_from": first,
        "valid_until": last,
    }
    return client.post(reverse(ADD), data, follow=True)


@pytest.mark.parametrize(
    ("first", "last", "is_refused"),
    [
        ("2026-12-01", "2026-12-03", True),
        ("2026-12-05", "", True),
        ("2026-11-20", "", True),
        ("2026-11-20", "2026-11-30", False),
        ("2026-12-06", "", False),
    ],
)
def test_one_substitute_a_day(
    cast: Cast, deputies: tuple[User, User], first: str, last: str, is_refused: bool
) -> None:
    client, (deputy, other) = client_of(cast, "clerk"), deputies
    enter(client, cast.leader, deputy, "2026-12-01", "2026-12-05")
    page = enter(client, cast.leader, other, first, last).content.decode()
    words = f"Từ 01/12/2026 đến hết 05/12/2026 đã ghi {deputy} quyết định thay {cast.leader}"
    assert (words in page) == is_refused
    assert LeaderAbsence.objects.count() == (1 if is_refused else 2)


def test_an_absence_is_corrected(cast: Cast, deputies: tuple[User, User]) -> None:
    row = LeaderAbsence.objects.create(
        leader=cast.leader, deputy=deputies[0], valid_from=date(2026, 12, 1)
    )
    data = {
        "leader": cast.leader.pk,
        "deputy": deputies[1].pk,
        "decides_as": "TUQ.",
        "valid_from": "2026-12-02",
        "valid_until": "",
    }
    address = reverse("admin:documents_leaderabsence_change", args=[row.pk])
    client_of(cast, "clerk").post(address, data)
    assert LeaderAbsence.objects.get().deputy == deputies[1]


def test_a_substitute_neither_names_nor_prolongs_herself(
    cast: Cast, deputies: tuple[User, User], client: Client
) -> None:
    deputy, other = deputies
    client.force_login(deputy)
    page = enter(client, cast.leader, deputy, "2026-12-01", "2026-12-05").content.decode()
    assert "không tự ghi mình quyết định thay" in page
    assert not LeaderAbsence.objects.exists()
    row = LeaderAbsence.objects.create(
        leader=cast.leader, deputy=deputy, valid_from=date(2026, 12, 1)
    )
    address = reverse("admin:documents_leaderabsence_change", args=[row.pk])
    data = {"leader": cast.leader.pk, "deputy": deputy.pk, "decides_as": "KT."}
    days = {"valid_from": "2026-12-01", "valid_until": "2027-06-30"}
    assert client.get(address).status_code == 200
    assert client.post(address, data | days).status_code == 403
    assert client.post(address.replace("change", "delete"), {"post": "yes"}).status_code == 403
    client.force_login(other)
    assert client.post(address, data | days).status_code == 302
    assert str(LeaderAbsence.objects.get().valid_until) == "2027-06-30"


def test_a_substitute_who_is_away_too(cast: Cast, deputies: tuple[User, User]) -> None:
    client, (deputy, other) = client_of(cast, "clerk"), deputies
    enter(client, deputy, other, "2026-12-01", "2026-12-05")
    page = enter(client, cast.leader, deputy, "2026-12-05", "2026-12-09").content.decode()
    words = f"{deputy} cũng vắng từ 01/12/2026 đến hết 05/12/2026: khi ấy {other} quyết định thay"
    assert words in page
    # They do not stand in for each other.
    page = enter(client, other, deputy, "2026-12-01", "2026-12-02").content.decode()
    assert f"chính {other} quyết định thay: xin chọn người khác" in page


def test_both_are_told(cast: Cast, deputies: tuple[User, User]) -> None:
    client, (deputy, other) = client_of(cast, "clerk"), deputies
    enter(client, cast.leader, deputy, "2026-12-01", "2026-12-05")
    words = f"{cast.leader} vắng từ 01/12/2026 đến hết 05/12/2026, {deputy} quyết định thay"
    told = Notice.objects.filter(text__startswith=f"{cast.clerk} ghi: {words}", awaits_mail=True)
    assert {notice.person for notice in told} == {cast.leader, deputy}
    row = LeaderAbsence.objects.get()
    data = {
        "leader": cast.leader.pk,
        "deputy": other.pk,
        "decides_as": "KT.",
        "valid_from": "2026-12-01",
    }
    client.post(reverse("admin:documents_leaderabsence_change", args=[row.pk]), data)
    told = Notice.objects.filter(text__startswith=f"{cast.clerk} sửa: ")
    assert {notice.person for notice in told} == {cast.leader, deputy, other}
    client.post(reverse("admin:documents_leaderabsence_delete", args=[row.pk]), {"post": "yes"})
    told = Notice.objects.filter(text__startswith=f"{cast.clerk} bỏ dòng: ")
    assert {notice.person for notice in told} == {cast.leader, other}


def test_the_entry_of_documents_says_who_is_away(cast: Cast, deputies: tuple[User, User]) -> None:
    incoming_register()
    today = timezone.localdate()
    LeaderAbsence.objects.create(leader=cast.leader, deputy=deputies[0], valid_from=today)
    page = client_of(cast, "clerk").get(reverse("admin:incoming_entry")).content.decode()
    assert f"{cast.leader} (vắng, {deputies[0]} thay)" in page


def test_what_a_substitute_decided_comes_back_to_the_leader(
    cast: Cast, deputies: tuple[User, User]
) -> None:
    document = register_document(cast.clerk)
    today = timezone.localdate()
    absence = LeaderAbsence.objects.create(leader=cast.leader, deputy=deputies[0], valid_from=today)
    unit = cast.contributor.unit
    assert unit
    decide(document, deputies[0], unit)
    assert log_of(document).get(name="decide").on_behalf_of == str(cast.leader)
    routing = routing_of(document)
    advance(routing, "receive", cast.contributor)
    advance(routing, "finish", cast.contributor, note="Đã trả lời")
    absence.delete()
    for user, count in ((cast.leader, 1), (deputies[0], 1), (deputies[1], 0)):
        assert len(waits_for(User.objects.get(pk=user.pk), timezone.now())) == count


@pytest.mark.parametrize("number", [1, 3])
def test_a_substitute_without_the_role_is_marked(
    cast: Cast, number: int, django_assert_num_queries: Any
) -> None:
    listed = reverse("admin:documents_leaderabsence_changelist")
    for _ in range(number):
        deputy = make_user(Role.LEADER)
        LeaderAbsence.objects.create(
            leader=cast.leader, deputy=deputy, valid_from=timezone.localdate()
        )
    client = client_of(cast, "clerk")
    assert "không có hiệu lực" not in client.get(listed).text
    deputy.groups.clear()
    with django_assert_num_queries(7):
        page = client.get(listed).text
    assert page.count(f"không có hiệu lực: {deputy} không còn vai trò lãnh đạo") == 1


@pytest.mark.parametrize("is_substitute", [True, False])
def test_taking_the_role_of_a_substitute_warns(cast: Cast, is_substitute: bool) -> None:
    deputy, other = make_user(Role.LEADER, Role.APPROVER), make_user(Role.LEADER)
    LeaderAbsence.objects.create(
        leader=cast.leader,
        deputy=deputy if is_substitute else other,
        valid_from=timezone.localdate(),
    )
    sentence = f"{deputy}: Đang được ghi quyết định thay {cast.leader}, nay không còn"
    client = client_of(cast, "it_officer")
    address = reverse("admin:organization_user_change", args=[deputy.pk])
    for role, is_warned in ((Role.LEADER, False), (Role.APPROVER, is_substitute)):
        data = changed(deputy, groups=[Group.objects.get(name=role.value).pk])
        page = client.post(address, data, follow=True).text
        assert (sentence in page) == is_warned
