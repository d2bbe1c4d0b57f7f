"""What a person does with notices: the own ones alone."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from organization.models import Notice, notify
from tests.news.test_access import client_of
from tests.support.cast import Cast


@pytest.fixture
def notice(cast: Cast) -> Notice:
    for person in (cast.editor, cast.approver):
        notify(
            [person], event="x", text="Xin <xem>", url="/quan-tri/news/article/", now=timezone.now()
        )
    return cast.editor.notices.get()


def unread() -> int:
    return Notice.objects.unread().count()


def test_opening_a_notice_reads_it_and_leads_there(cast: Cast, notice: Notice) -> None:
    client = client_of(cast, "editor")
    assert "Xin &lt;xem&gt;" in client.get(reverse("admin:index")).content.decode()
    answer = client.post(reverse("admin:notice", args=[notice.pk]))
    assert (answer.status_code, answer.url, unread()) == (302, "/quan-tri/news/article/", 1)
    notice.refresh_from_db()
    first = notice.read_at
    client.post(reverse("admin:notice", args=[notice.pk]))
    notice.refresh_from_db()
    assert notice.read_at == first
    assert "Thông báo mới" not in client.get(reverse("admin:index")).content.decode()


def test_a_notice_without_an_address_leads_to_the_dashboard(cast: Cast) -> None:
    notify([cast.editor], event="y", text="Xin chào", now=timezone.now())
    answer = client_of(cast, "editor").post(
        reverse("admin:notice", args=[cast.editor.notices.get().pk])
    )
    assert answer.url == reverse("admin:index")


def test_all_own_notices_are_read_at_once(cast: Cast, notice: Notice) -> None:
    answer = client_of(cast, "editor").post(reverse("admin:notices_read"))
    assert (answer.url, unread(), cast.approver.notices.unread().count()) == (
        reverse("admin:index"),
        1,
        1,
    )


@pytest.mark.parametrize("role", ["approver", "contributor", "superuser"])
def test_notices_of_others_do_not_exist(cast: Cast, notice: Notice, role: str) -> None:
    assert client_of(cast, role).post(reverse("admin:notice", args=[notice.pk])).status_code == 404
    assert unread() == 2


def test_strangers_are_sent_to_log_in(client: Client, notice: Notice) -> None:
    for address in (reverse("admin:notice", args=[notice.pk]), reverse("admin:notices_read")):
        assert client.post(address).url.startswith(reverse("admin:login"))
    assert unread() == 2


def test_looking_reads_nothing(cast: Cast, notice: Notice) -> None:
    client = client_of(cast, "editor")
    for address in (reverse("admin:notice", args=[notice.pk]), reverse("admin:notices_read")):
        assert client.get(address).status_code == 405
    assert unread() == 2


@pytest.mark.parametrize("key", ["0", "9" * 30, "9" * 5000])
def test_an_unknown_notice_is_not_found(cast: Cast, key: str) -> None:
    assert client_of(cast, "editor").post(f"/quan-tri/thong-bao/{key}/").status_code == 404
