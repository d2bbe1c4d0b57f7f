"""Limits of log-in and of password reset: what is counted, how it is said, who unlocks it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from axes.models import AccessFailureLog
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from organization.accounts.limits import hashed_name, wait_in_words
from organization.mail.messages import sender_of
from organization.models import User, Ward
from tests.news.test_access import EVERYBODY, client_of
from tests.organization.test_admin import log_in
from tests.support.cast import Cast
from tests.support.factories import PASSWORD, make_user

PAGE = "admin:locked_log_ins"


def codes(names: list[str], addresses: list[str]) -> list[int]:
    return [
        log_in(name, "sai", REMOTE_ADDR=address).status_code
        for name in names
        for address in addresses
    ]


def test_an_ipv6_network_is_one_place(cast: Cast) -> None:
    name = cast.editor.username
    found = codes([name], [f"2001:db8:1:2::{number:x}" for number in range(1, 13)])
    assert found == [200] * 9 + [429] * 3
    assert log_in(name, PASSWORD, REMOTE_ADDR="2001:db8:1:2:ffff::1").status_code == 429
    assert log_in(name, PASSWORD, REMOTE_ADDR="2001:db8:1:3::1").status_code == 302


def test_a_network_is_locked_over_all_names(cast: Cast) -> None:
    found = codes([f"ten{number}" for number in range(60)], ["203.0.113.7"])
    assert found == [200] * 39 + [429] * 21
    assert log_in(cast.editor.username, PASSWORD, REMOTE_ADDR="203.0.113.7").status_code == 429
    assert log_in(cast.editor.username, PASSWORD, REMOTE_ADDR="203.0.113.8").status_code == 302


def test_a_name_is_locked_slowly_over_all_networks(cast: Cast, time_machine: Any) -> None:
    start = timezone.now()
    name = cast.editor.username
    for hour in range(7):
        time_machine.move_to(start + timedelta(hours=hour))
        found = codes([name], [f"203.0.113.{10 * hour + number}" for number in range(7)])
        assert found == [200] * 7
    assert codes([name], ["198.51.100.1"]) == [429]
    locked = log_in(name, PASSWORD, REMOTE_ADDR="198.51.100.2")
    assert locked.status_code == 429
    assert "Xin thử lại sau <strong>18 giờ</strong>" in locked.content.decode()
    time_machine.move_to(start + timedelta(hours=24, minutes=1))
    assert log_in(name, PASSWORD, REMOTE_ADDR="198.51.100.2").status_code == 302


def test_the_page_says_for_how_long(cast: Cast, time_machine: Any) -> None:
    start = timezone.now()
    time_machine.move_to(start, tick=False)
    codes([cast.editor.username], ["10.0.0.1"] * 10)
    time_machine.move_to(start + timedelta(minutes=5), tick=False)
    page = log_in(cast.editor.username, PASSWORD, REMOTE_ADDR="10.0.0.1")
    assert (page.status_code, page["Retry-After"]) == (429, "600")
    assert "Xin thử lại sau <strong>10 phút</strong>" in page.content.decode()
    time_machine.move_to(start + timedelta(minutes=15, seconds=1), tick=False)
    assert log_in(cast.editor.username, PASSWORD, REMOTE_ADDR="10.0.0.1").status_code == 302


@pytest.mark.parametrize(
    ("wait", "words"),
    [(1, "1 phút"), (61, "2 phút"), (3600, "1 giờ"), (3900, "1 giờ 5 phút"), (-5, "1 phút")],
)
def test_a_wait_in_words(wait: int, words: str) -> None:
    assert wait_in_words(timedelta(seconds=wait)) == words


def test_a_typed_name_is_stored_as_a_hash_alone(cast: Cast) -> None:
    log_in("mat-khau-go-nham", "x" * 300, HTTP_USER_AGENT="mat-khau-go-nham")
    log_in("y" * 256, "x")
    rows = list(AccessFailureLog.objects.order_by("pk").values())
    assert [row["username"] for row in rows] == [
        hashed_name("mat-khau-go-nham"),
        hashed_name("y" * 256),
    ]
    assert "mat-khau-go-nham" not in str(rows) and "xxx" not in str(rows)


def test_the_officer_unlocks_a_person_and_a_network(cast: Cast, caplog: Any) -> None:
    assert {
        role for role in EVERYBODY if client_of(cast, role).get(reverse(PAGE)).status_code == 200
    } == {"it_officer"}
    client = client_of(cast, "it_officer")
    assert "Không có ai đang bị khóa." in client.get(reverse(PAGE)).content.decode()
    codes([cast.editor.username], ["10.0.0.1"] * 10)
    codes([f"mat-khau{number}" for number in range(60)], ["203.0.113.7"])
    page = client.get(reverse(PAGE))
    titles = [lockout.title for lockout, _ in page.context["lockouts"]]
    assert titles == [f"{cast.editor}, từ mạng 10.0.0.1", "Mọi tên, từ mạng 203.0.113.7"]
    assert "mat-khau" not in page.content.decode()
    with caplog.at_level("INFO", "organization.accounts"):
        for lockout, _ in page.context["lockouts"]:
            assert client.post(reverse(PAGE), {"key": lockout.key}).status_code == 302
    assert f"mở khóa đăng nhập: {cast.editor}, từ mạng 10.0.0.1" in caplog.text
    assert client.get(reverse(PAGE)).context["lockouts"] == []
    assert log_in(cast.editor.username, PASSWORD, REMOTE_ADDR="10.0.0.1").status_code == 302
    assert log_in(cast.clerk.username, PASSWORD, REMOTE_ADDR="203.0.113.7").status_code == 302
    assert client.post(reverse(PAGE), {"key": "x|y"}).status_code == 302


def test_the_page_says_what_is_locked(cast: Cast) -> None:
    codes([cast.editor.username], ["10.0.0.1"] * 10)
    page = log_in(cast.editor.username, PASSWORD, REMOTE_ADDR="10.0.0.1").content.decode()
    assert "Với tên đăng nhập này, mật khẩu đã bị nhập sai quá nhiều lần từ mạng này" in page
    codes([f"ten{number}" for number in range(40)], ["203.0.113.7"])
    page = log_in(cast.clerk.username, PASSWORD, REMOTE_ADDR="203.0.113.7").content.decode()
    assert "mọi người trong mạng này tạm thời không đăng nhập được" in page


def test_a_command_unlocks_everybody(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    codes([f"ten{number}" for number in range(40)], ["203.0.113.7"])
    assert log_in(cast.it_officer.username, PASSWORD, REMOTE_ADDR="203.0.113.7").status_code == 429
    for said in (
        "Đã mở khóa đăng nhập: Mọi tên, từ mạng 203.0.113.7.",
        "Không có ai đang bị khóa.",
    ):
        call_command("unlock_log_in")
        assert capsys.readouterr().out == f"{said}\n"
    assert log_in(cast.it_officer.username, PASSWORD, REMOTE_ADDR="203.0.113.7").status_code == 302


# Password reset


def ask(email: str, address: str = "10.0.0.1", **extra: Any) -> Any:
    url = reverse("admin_password_reset")
    return Client().post(url, {"email": email}, REMOTE_ADDR=address, **extra)


def test_an_address_gets_three_letters_an_hour(cast: Cast) -> None:
    answers = {ask(cast.editor.email, f"10.0.0.{number}").status_code for number in range(6)}
    assert answers == {302}
    assert len(mail.outbox) == 3
    ask(cast.clerk.email)
    assert len(mail.outbox) == 4


def test_a_network_asks_twenty_times_an_hour(cast: Cast) -> None:
    answers = [ask(f"a{number}@phuong.example").status_code for number in range(22)]
    assert answers == [302] * 20 + [200] * 2
    assert "Đã có quá nhiều yêu cầu từ mạng này." in ask(cast.editor.email).content.decode()
    assert mail.outbox == []


@pytest.mark.parts_fail
def test_a_mail_that_could_not_be_sent_is_seen_by_the_it_officer(cast: Cast, settings: Any) -> None:
    sent = ask(cast.editor.email)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    page = client_of(cast, "it_officer").get(reverse("admin:server")).content.decode()
    assert "Thư đặt lại mật khẩu không gửi được" not in page
    failed = ask(cast.editor.email)
    assert (failed.status_code, failed["Location"]) == (sent.status_code, sent["Location"])
    page = client_of(cast, "it_officer").get(reverse("admin:server")).content.decode()
    assert "Thư đặt lại mật khẩu không gửi được, lần gần nhất" in page
    assert cast.editor.email not in page


def test_the_link_leads_to_the_site_whatever_host_was_asked(cast: Cast, settings: Any) -> None:
    settings.SITE_URL = "https://bensen.example"
    settings.ALLOWED_HOSTS = ["bensen.example", "127.0.0.1", "evil.example"]
    ask(cast.editor.email, HTTP_HOST="evil.example")
    [letter] = mail.outbox
    assert "https://bensen.example/quan-tri/quen-mat-khau/" in letter.body
    assert "evil.example" not in letter.body + letter.subject


def test_the_letter_says_who_sends_it_and_how_long_its_link_lives(
    cast: Cast, settings: Any
) -> None:
    ask(cast.editor.email)
    [letter] = mail.outbox
    assert letter.from_email == sender_of(Ward.current())
    assert f"trong vòng {timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT).days} ngày" in (
        letter.body
    )


def test_without_a_mail_server_no_link_comes_into_the_log(
    cast: Cast, settings: Any, capfd: Any
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    page = ask(cast.editor.email)
    assert page.status_code == 200 and "chưa nối với máy chủ thư" in page.content.decode()
    assert "quen-mat-khau/" not in "".join(capfd.readouterr())


def test_a_capital_at_the_beginning_of_the_name_is_no_other_name(cast: Cast) -> None:
    person = make_user(username="dienthoai1")
    client = Client()
    typed = {"username": "Dienthoai1", "password": PASSWORD}
    assert client.post(reverse("admin:login"), typed).status_code == 302
    assert client.session["_auth_user_id"] == str(person.pk)
    other = make_user(username="DIENTHOAI1")
    assert User.objects.get_by_natural_key("dienthoai1") == person
    assert User.objects.get_by_natural_key("DIENTHOAI1") == other
    with pytest.raises(User.DoesNotExist):
        User.objects.get_by_natural_key("Dienthoai1")
