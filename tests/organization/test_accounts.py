"""Changes of roles, locks and passwords: what is logged, who is told, what is refused."""

from __future__ import annotations

import logging
import threading
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from organization.accounts.services import CONFIRM_OWN, LAST_OFFICER
from organization.mail.delivery import send_due
from organization.models import Notice, User
from organization.roles import Role
from tests.news.test_access import client_of
from tests.organization.test_admin import NEW_PASSWORD, changed, group, log_in
from tests.support.cast import Cast
from tests.support.factories import PASSWORD, make_user


def change(user: User) -> str:
    return reverse("admin:organization_user_change", args=[user.pk])


def roles_of(user: User) -> set[str]:
    return set(User.objects.get(pk=user.pk).groups.values_list("name", flat=True))


def test_old_and_new_roles_are_logged_and_told(cast: Cast, caplog: Any) -> None:
    person = cast.contributor
    with caplog.at_level(logging.INFO, "organization.accounts"):
        answer = client_of(cast, "it_officer").post(
            change(person), changed(person, groups=[group(Role.EDITOR)])
        )
    assert answer.status_code == 302
    sentence = (
        f"{cast.it_officer} đổi tài khoản {person} ({person.username})."
        " Vai trò: Cộng tác viên → Biên tập viên, thư ký."
    )
    assert caplog.messages == [sentence]
    told = set(Notice.objects.values_list("person", "text"))
    assert told == {(person.pk, sentence), (cast.head.pk, sentence)}
    assert "Vai trò: Cộng tác viên → Biên tập viên, thư ký" in (
        LogEntry.objects.get().get_change_message()
    )
    send_due(timezone.now())
    assert sorted(letter.to[0] for letter in mail.outbox) == sorted([person.email, cast.head.email])


def test_a_new_person_is_told_of_the_account_and_the_password(cast: Cast) -> None:
    person = make_user(username="moi1", must_change_password=True)
    officer = client_of(cast, "it_officer")
    officer.post(change(person), changed(person, groups=[group(Role.EDITOR)]))
    [text] = person.notices.values_list("text", flat=True)
    assert text == (
        f"{cast.it_officer} lập tài khoản cho {person}: tên đăng nhập moi1, vai trò Biên tập viên,"
        " thư ký. Lần đăng nhập đầu, xin đổi mật khẩu."
    )


def test_a_locked_person_gets_a_mail_and_the_sessions_are_over_for_good(cast: Cast) -> None:
    person, officer = cast.contributor, client_of(cast, "it_officer")
    session = client_of(cast, "contributor")
    assert session.get(reverse("admin:index")).status_code == 200
    officer.post(change(person), changed(person, is_active=None))
    send_due(timezone.now())
    assert [person.email] in [letter.to for letter in mail.outbox]
    locked = User.objects.get(pk=person.pk)
    officer.post(change(person), changed(locked, is_active="on"))
    assert User.objects.get(pk=person.pk).is_active
    assert session.get(reverse("admin:index")).status_code == 302
    assert log_in(person.username, PASSWORD).status_code == 302


def test_a_password_set_by_another_is_told_and_ends_the_sessions(cast: Cast) -> None:
    person, session = cast.contributor, client_of(cast, "contributor")
    address = reverse("admin:auth_user_password_change", args=[person.pk])
    data = {"usable_password": "true", "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    assert client_of(cast, "it_officer").post(address, data).status_code == 302
    sentence = f"{cast.it_officer} đặt mật khẩu mới cho tài khoản {person} ({person.username})."
    told = set(Notice.objects.values_list("person", "text", "topic"))
    assert told == {(person.pk, sentence, "account"), (cast.head.pk, sentence, "account")}
    assert session.get(reverse("admin:index")).status_code == 302


def test_changing_the_own_password_ends_the_other_sessions_alone(cast: Cast) -> None:
    here, elsewhere = client_of(cast, "editor"), client_of(cast, "editor")
    data = {
        "old_password": PASSWORD,
        "new_password1": NEW_PASSWORD,
        "new_password2": NEW_PASSWORD,
    }
    assert here.post(reverse("admin:password_change"), data).status_code == 302
    assert here.get(reverse("admin:index")).status_code == 200
    assert elsewhere.get(reverse("admin:index")).status_code == 302


@pytest.mark.parametrize("changes", [{"groups": []}, {"is_active": None}])
def test_the_last_officer_stays(cast: Cast, changes: dict[str, Any]) -> None:
    officer = cast.it_officer
    inactive = make_user(Role.IT_OFFICER, is_active=False)
    page = client_of(cast, "it_officer").post(
        change(officer), changed(officer, confirms_own="on", **changes)
    )
    assert page.status_code == 200 and LAST_OFFICER in page.content.decode()
    assert roles_of(officer) == {"it_officer"} and User.objects.get(pk=officer.pk).is_active
    make_user(Role.IT_OFFICER)
    answer = client_of(cast, "it_officer").post(
        change(officer), changed(officer, confirms_own="on", **changes)
    )
    assert answer.status_code == 302 and not inactive.is_active


def test_who_changes_oneself_is_asked_and_the_head_is_told(cast: Cast) -> None:
    officer, client = cast.it_officer, client_of(cast, "it_officer")
    power = changed(officer, groups=[group(Role.IT_OFFICER), group(Role.HEAD)])
    page = client.post(change(officer), power)
    assert page.status_code == 200 and CONFIRM_OWN in page.content.decode()
    assert 'type="checkbox" name="confirms_own"' in page.content.decode()
    assert roles_of(officer) == {"it_officer"}
    assert client.post(change(officer), power | {"confirms_own": "on"}).status_code == 302
    assert roles_of(officer) == {"it_officer", "head"}
    assert cast.head.pk in set(Notice.objects.values_list("person", flat=True))
    renamed = changed(User.objects.get(pk=officer.pk), full_name="Tên Mới")
    assert client.post(change(officer), renamed).status_code == 302


def test_without_another_head_the_leaders_are_told(cast: Cast) -> None:
    cast.head.groups.clear()
    officer = cast.it_officer
    data = changed(officer, groups=[group(Role.IT_OFFICER), group(Role.HEAD)], confirms_own="on")
    assert client_of(cast, "it_officer").post(change(officer), data).status_code == 302
    assert set(Notice.objects.values_list("person", flat=True)) == {officer.pk, cast.leader.pk}


@pytest.mark.django_db(transaction=True)
def test_two_officers_who_remove_each_other_leave_one(cast: Cast) -> None:
    other = make_user(Role.IT_OFFICER)
    pairs = [(client_of(cast, "it_officer"), other)]
    second = Client()
    second.force_login(other, backend="django.contrib.auth.backends.ModelBackend")
    pairs.append((second, cast.it_officer))
    barrier = threading.Barrier(2)

    def remove(client: Client, person: User) -> None:
        data = changed(person, groups=[])
        barrier.wait(timeout=20)
        client.post(change(person), data)
        connection.close()

    threads = [threading.Thread(target=remove, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert User.objects.with_role(Role.IT_OFFICER).count() == 1
