"""Mails of notices against a real SMTP server: each once, whoever is killed or refused
meanwhile.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from organization.mail.delivery import FEW, MAX_PER_RUN, RETRY_DELAYS, queue_delivery, send_due
from organization.models import Mail, MailChoice, Notice, Topic, User, Ward, notify
from tests.news.test_access import EVERYBODY, client_of
from tests.support.cast import Cast
from tests.support.factories import make_draft, make_user, transition
from tests.support.jobs import run_jobs
from tests.support.mail_server import MailServer, mail_server

pytestmark = pytest.mark.slow

NOON = datetime(2026, 11, 25, 12, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
MAILS = "/quan-tri/organization/mail/"


@pytest.fixture
def server(settings: Any) -> Iterator[MailServer]:
    with mail_server() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = (
            "127.0.0.1",
            server.port,
            5,
        )
        settings.SITE_URL, settings.DEFAULT_FROM_EMAIL = (
            "https://phuong.example",
            "cong@phuong.example",
        )
        yield server


def tell(
    *people: User,
    event: str = "x",
    text: str = "Bài “Dọn bờ sông” đã đăng.",
    topic: Topic = Topic.PUBLISHED,
):
    notify(people, event=event, text=text, url="/quan-tri/viec/", now=NOON, topic=topic)


def choose(person: User, choice: MailChoice) -> None:
    person.mail_choice = choice
    person.save(update_fields=["mail_choice"])


def states() -> dict[str, int]:
    found = list(Mail.objects.order_by().values_list("state", flat=True))
    return {state: found.count(state) for state in set(found)}


# One process sends itself, to be killed; several are its forks, which begin at once.
SENDING = """
import os
import sys
from datetime import datetime
import django
django.setup()
from organization.mail.delivery import send_due

now, number = datetime.fromisoformat(sys.argv[1]), int(sys.argv[2])
forks = []
while number > 1 and len(forks) < number and (not forks or forks[-1]):
    forks.append(os.fork())
if not forks or not forks[-1]:
    send_due(now)
elif any([os.waitpid(fork, 0)[1] for fork in forks]):
    sys.exit("a sender has failed")
"""


def in_a_process(server: MailServer, now: datetime, number: int = 1) -> subprocess.Popen[bytes]:
    """Send what is due in a process of its own, or in ``number`` at once: not forks of this one,
    which would inherit locks of a browser's threads.
    """
    database = urlsplit(os.environ["DATABASE_URL"])._replace(
        path=f"/{connection.settings_dict['NAME']}"
    )
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "wardportal.settings",
        "DATABASE_URL": urlunsplit(database),
        "EMAIL_URL": f"smtp://127.0.0.1:{server.port}",
        "SITE_URL": "https://phuong.example",
    }
    command = [sys.executable, "-c", SENDING, now.isoformat(), str(number)]
    return subprocess.Popen(command, env=environment)


def test_a_mail_says_what_the_notice_says(cast: Cast, server: MailServer) -> None:
    Ward.objects.create(pk=1, name="Phường Bến Sen")
    tell(
        cast.contributor,
        text="Bài “Dọn\r\nBcc: x@y.example bờ sông” <b>đã đăng</b> & xong." + " chữ" * 40,
    )
    assert send_due(NOON) == "1 thư đã gửi"
    [(to, message)] = server.taken
    mail = Mail.objects.get()
    assert to == cast.contributor.email
    assert message["To"] == cast.contributor.email
    assert message["From"] == "Cổng thông tin Phường Bến Sen <cong@phuong.example>"
    subject = message["Subject"].strip()  # it may begin on a line of its own
    assert subject.startswith("Bài “Dọn Bcc: x@y.exampl…” <b>đã đăng</b> & xong. chữ")
    assert len(subject) <= 90
    assert (message["Auto-Submitted"], message["Bcc"]) == ("auto-generated", None)
    assert message["Message-ID"] == f"<{mail.key}@phuong.example>"
    assert abs(message["Date"].datetime.replace(tzinfo=UTC) - timezone.now()) < timedelta(minutes=5)
    assert message.get_content_type() == "text/plain"
    text = message.get_content()
    assert text.startswith(
        f"Kính gửi {cast.contributor.full_name},\n\nBài “Dọn Bcc: x@y.example bờ sông” <b>đã"
    )
    assert "Mở tại: https://phuong.example/quan-tri/viec/\n" in text
    assert "https://phuong.example/quan-tri/thu-bao/\n" in text
    assert (mail.state, mail.address, mail.tries) == (Mail.State.SENT, cast.contributor.email, 1)
    assert send_due(NOON) is None
    assert len(server.taken) == 1


def test_who_gets_none(cast: Cast, server: MailServer) -> None:
    choose(cast.editor, MailChoice.NONE)
    User.objects.filter(pk=cast.approver.pk).update(email="")
    tell(cast.editor, cast.approver, cast.contributor, cast.colleague)
    tell(cast.leader, topic=Topic.OTHER)
    User.objects.filter(pk=cast.colleague.pk).update(is_active=False)
    cast.contributor.notices.update(read_at=NOON)
    assert send_due(NOON) is None
    assert (server.taken, Mail.objects.count()) == ([], 0)
    # Nobody is written to of old things after a change of mind.
    choose(cast.editor, MailChoice.EACH)
    assert send_due(NOON) is None


def test_a_transition_is_mailed_to_whom_it_concerns(cast: Cast, server: MailServer) -> None:
    article = transition(make_draft(cast.contributor), "submit", cast.contributor)
    article = transition(article, "return", cast.editor, note="Thiếu ảnh")
    article = transition(transition(article, "submit", cast.contributor), "publish", cast.approver)
    transition(article, "withdraw", cast.approver, note="Sai", public_as="gone")
    call_command("run_due")
    told = Notice.objects.exclude(mail=None).order_by("pk").values_list("person", "topic")
    assert list(told) == [
        (cast.contributor.pk, topic) for topic in ("returned", "published", "withdrawn")
    ]
    assert server.addressees == [cast.contributor.email] * 3


def test_one_mail_a_day_of_what_is_new(cast: Cast, server: MailServer) -> None:
    choose(cast.contributor, MailChoice.DAILY)
    tell(cast.contributor, event="1", text="Việc một")
    tell(cast.contributor, event="2", text="Việc hai")
    tell(cast.contributor, event="3", text="Đã đọc")
    cast.contributor.notices.filter(event="3").update(read_at=NOON)
    tomorrow = NOON.replace(hour=6, minute=59) + timedelta(days=1)
    send_due(NOON.replace(hour=6))
    assert server.taken == []
    assert send_due(tomorrow) is None
    assert send_due(tomorrow + timedelta(minutes=1)) == "1 thư đã gửi"
    [(_, message)] = server.taken
    text = message.get_content()
    assert message["Subject"] == "2 thông báo mới, ngày 26/11/2026"
    assert "1. Việc một\n   https://phuong.example/quan-tri/viec/\n" in text
    assert ("2. Việc hai" in text, "Đã đọc" in text) == (True, False)
    tell(cast.contributor, event="4", text="Việc bốn")
    assert [send_due(tomorrow + timedelta(hours=hours)) for hours in (1, 12, 24)] == [
        None,
        None,
        None,
    ]
    assert send_due(tomorrow + timedelta(days=1, minutes=1)) == "1 thư đã gửi"
    assert send_due(tomorrow + timedelta(days=3)) is None
    assert "Việc bốn" in server.taken[1][1].get_content()


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_send_each_mail_once(cast: Cast, server: MailServer) -> None:
    people = [make_user() for _ in range(8)]
    choose(people[0], MailChoice.DAILY)
    for number in range(2):
        tell(*people, event=str(number))
    assert in_a_process(server, NOON, number=3).wait(180) == 0
    assert server.addressees == sorted(
        person.email for person in [people[0], *people[1:], *people[1:]]
    )
    assert states() == {"sent": 15}


@pytest.mark.django_db(transaction=True)
def test_what_a_killed_run_left_is_not_sent_by_guess(cast: Cast, server: MailServer) -> None:
    tell(cast.contributor)
    server.at_data = "hang"
    sender = in_a_process(server, NOON)
    assert server.has_text.wait(180)
    sender.kill()
    sender.wait(180)
    server.may_go_on.set()
    server.at_data = "take"
    assert send_due(NOON + timedelta(hours=1)) is None
    assert (states(), server.taken) == ({"claimed": 1}, [])
    officer = client_of(cast, "it_officer")
    assert "Đang gửi" in officer.get(MAILS).content.decode()
    Mail.objects.update(claimed_at=timezone.now() - Mail.MAX_CLAIM)
    assert "Không rõ đã gửi chưa" in officer.get(MAILS).content.decode()
    assert "1 thư không rõ đã gửi chưa" in officer.get(reverse("admin:index")).content.decode()
    answer = officer.post(
        MAILS, {"action": "resend", "_selected_action": [Mail.objects.get().pk]}, follow=True
    )
    assert "Đã xếp 1 thư vào hàng chờ" in answer.content.decode()
    assert send_due(timezone.now()) == "1 thư đã gửi"
    assert server.addressees == [cast.contributor.email]


def test_a_line_lost_while_sending_leaves_it_unclear(cast: Cast, server: MailServer) -> None:
    tell(cast.contributor, cast.editor)
    server.at_data = "hang up"
    assert send_due(NOON) == "2 thư không rõ đã gửi chưa"
    server.at_data = "take"
    assert send_due(NOON + timedelta(days=1)) is None
    mails = Mail.objects.unclear(timezone.now())  # at once: nobody has them in hand any more
    assert [mail.reason.partition(":")[0] for mail in mails] == ["Mất liên lạc khi đang gửi"] * 2


def test_one_bad_address_stops_nothing_else(cast: Cast, server: MailServer) -> None:
    people = [cast.contributor, cast.editor, cast.approver, cast.head, cast.leader]
    User.objects.filter(pk=cast.contributor.pk).update(email="x@y.example\nBcc: z@y.example")
    server.answers = {
        cast.editor.email: "550 không có hộp thư",
        cast.approver.email: "451 chờ chút",
    }
    tell(*people)
    assert send_due(NOON) == "2 thư đã gửi, 2 thư không gửi được"
    assert server.addressees == sorted([cast.head.email, cast.leader.email])
    reasons = dict(Mail.objects.exclude(reason="").values_list("person", "reason"))
    assert reasons[cast.contributor.pk].startswith("Địa chỉ thư không dùng được: ")
    assert reasons[cast.editor.pk] == "Máy chủ thư từ chối: 550 không có hộp thư"
    assert reasons[cast.approver.pk] == "Máy chủ thư hẹn thử lại: 451 chờ chút"
    # What was put off is tried again after growing pauses, and given up in the end.
    at = NOON
    for pause in RETRY_DELAYS:
        assert send_due(at + pause - timedelta(seconds=1)) is None
        at += pause
        last = send_due(at)
    assert last == "1 thư không gửi được"
    assert Mail.objects.get(person=cast.approver).tries == len(RETRY_DELAYS) + 1
    assert send_due(at + timedelta(days=9)) is None


def test_what_was_put_off_goes_out_later(cast: Cast, server: MailServer) -> None:
    tell(cast.contributor)
    server.answers = {cast.contributor.email: "421 bận"}
    assert send_due(NOON) is None
    server.answers = {}
    assert send_due(NOON + RETRY_DELAYS[0]) == "1 thư đã gửi"
    assert server.addressees == [cast.contributor.email]


def test_without_a_server_nothing_is_lost(cast: Cast, server: MailServer, settings: Any) -> None:
    tell(cast.contributor)
    settings.EMAIL_PORT = 1
    call_command("run_due")
    assert Mail.objects.get().reason.startswith("Không vào được máy chủ thư: ")
    assert states() == {"waiting": 1}
    settings.EMAIL_PORT = server.port
    assert send_due(timezone.now()) == "1 thư đã gửi"


def test_mails_of_before_there_was_a_server_are_sent_on_demand(
    cast: Cast, server: MailServer, settings: Any
) -> None:
    settings.EMAIL_BACKEND, smtp = (
        "django.core.mail.backends.console.EmailBackend",
        settings.EMAIL_BACKEND,
    )
    tell(cast.contributor)
    assert send_due(NOON) == "1 thư chỉ in ra nhật ký"
    Mail.objects.update(queued_at=timezone.now())
    officer = client_of(cast, "it_officer")
    assert "Thư báo cần xem lại" not in officer.get(reverse("admin:index")).content.decode()
    settings.EMAIL_BACKEND = smtp
    assert send_due(NOON) is None, "not by itself"
    dashboard = officer.get(reverse("admin:index")).content.decode()
    assert "1 thư chưa gửi từ khi chưa nối máy chủ thư" in dashboard
    assert "Chưa gửi: chưa nối máy chủ thư" in officer.get(MAILS).content.decode()
    chosen = {"action": "resend", "_selected_action": [Mail.objects.get().pk]}
    officer.post(MAILS, chosen)
    assert send_due(timezone.now()) == "1 thư đã gửi"
    assert server.addressees == [cast.contributor.email]


def test_many_mails_are_left_to_a_job(cast: Cast, server: MailServer) -> None:
    for number in range(FEW + 2):
        notify([cast.contributor], event=f"x:{number}", text="Xin xem", now=NOON, topic=Topic.TASK)
    choose(cast.contributor, MailChoice.EACH)
    for _ in range(2):
        assert queue_delivery(NOON) is None
    assert (server.taken, DBTaskResult.objects.count()) == ([], 1)
    run_jobs()
    assert len(server.taken) == FEW + 2
    assert states() == {"sent": FEW + 2}


def test_a_run_is_bounded_and_the_next_goes_on(cast: Cast, settings: Any) -> None:
    for number in range(MAX_PER_RUN + 2):
        tell(cast.contributor, event=str(number))
    assert [send_due(NOON) for _ in range(3)] == [f"{MAX_PER_RUN} thư đã gửi", "2 thư đã gửi", None]


def test_what_was_read_meanwhile_is_not_sent(cast: Cast, server: MailServer) -> None:
    tell(cast.contributor)
    server.answers = {cast.contributor.email: "451 chờ"}
    send_due(NOON)
    Notice.objects.update(read_at=NOON)
    assert send_due(NOON + RETRY_DELAYS[0]) is None
    assert (states(), server.taken) == ({"needless": 1}, [])


def test_each_person_chooses(cast: Cast) -> None:
    page = reverse("admin:mail_choice")
    for role in EVERYBODY:
        client = client_of(cast, role)
        assert getattr(cast, role).email in client.get(page).content.decode(), role
        assert client.post(page, {"mail_choice": "daily"}).status_code == 302
        assert f'href="{page}"' in client.get(reverse("admin:index")).content.decode(), role
    assert set(User.objects.filter(is_active=True).values_list("mail_choice", flat=True)) == {
        "daily"
    }
    assert client_of(cast, "editor").post(page, {"mail_choice": "x"}).status_code == 400
    User.objects.update(email="")
    assert "chưa có địa chỉ thư" in client_of(cast, "editor").get(page).content.decode()
    assert Client().post(page, {"mail_choice": "none"}).status_code == 403
    assert not User.objects.filter(mail_choice="none").exists()


def test_only_the_it_officer_sees_and_resends_mails(cast: Cast) -> None:
    tell(cast.contributor)
    send_due(NOON)
    Mail.objects.update(state=Mail.State.FAILED, reason="Không có hộp thư")
    pk = Mail.objects.get().pk
    chosen = {"action": "resend", "_selected_action": [pk]}
    seen = set()
    for role in EVERYBODY:
        client = client_of(cast, role)
        if "Không có hộp thư" in client.get(MAILS).content.decode():
            seen.add(role)
        else:
            assert client.post(MAILS, chosen).status_code == 403, role
        assert client.get(f"{MAILS}{pk}/delete/").status_code == 403
    assert (seen, states()) == ({"it_officer"}, {"failed": 1})
    assert (
        "Không có hộp thư"
        in client_of(cast, "it_officer").get(f"{MAILS}{pk}/change/").content.decode()
    )
    assert client_of(cast, "it_officer").post(MAILS, chosen).status_code == 302
    assert states() == {"waiting": 1}
    send_due(timezone.now())
    answer = client_of(cast, "it_officer").post(MAILS, chosen, follow=True)
    assert "chỉ gửi lại thư chưa gửi, không gửi được" in answer.content.decode()
    assert states() == {"sent": 1}


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("Bài “Dọn bờ sông” đã đăng.", "Bài “Dọn bờ sông” đã đăng. (25/11/2026)"),
        ("Nhiệm vụ “Dọn sông”: hạn 29/11.", "Nhiệm vụ “Dọn sông”: hạn 29/11."),
        (
            f"Nhiệm vụ “{'Rà soát toàn bộ danh sách ' * 5}”: hạn 29/11, còn 3 ngày làm việc.",
            "Nhiệm vụ “Rà soát toàn bộ danh sách Rà soát toàn bộ…”: hạn 29/11, còn 3 ngày làm"
            " việc.",
        ),
    ],
)
def test_a_subject_says_what_and_which_day(
    cast: Cast, server: MailServer, text: str, subject: str
) -> None:
    tell(cast.contributor, text=text)
    send_due(NOON)
    [(_, message)] = server.taken
    assert message["Subject"].strip() == subject
    assert len(subject) <= 90
