"""The IT officer's page: what it says, what it does, and who may."""

from __future__ import annotations

import errno
import logging
from collections import namedtuple
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db.models.functions import Now
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from psycopg2.errors import DiskFull

from core.http import disk_full
from core.http.log_filters import NoClientTraceback
from core.jobs.clock import check_clock, current_jump
from core.jobs.definitions import JobFailed
from core.jobs.progress import enqueue_for
from core.models import Heartbeat
from organization.models import Mail, Notice
from tests.core.jobs import jobs_for_tests as jobs
from tests.news.test_access import EVERYBODY, client_of
from tests.support.cast import Cast
from tests.support.jobs import run_jobs
from wardportal.backup import nightly
from wardportal.system.status import notify_of_problems, server_state

Usage = namedtuple("Usage", "total used free")
ADDRESSES = {
    "server": ([], "get"),
    "confirm_time": ([], "post"),
    "back_up_now": ([], "post"),
}


@pytest.fixture(autouse=True)
def _healthy(db: None, settings: Any, tmp_path: Path) -> None:
    """A ward whose background processes live, with a folder for backups."""
    settings.BACKUP_DIR = str(tmp_path)
    for name in (Heartbeat.PERIODIC_JOBS, Heartbeat.WORKER):
        Heartbeat.beat(name)


def sentences() -> list[str]:
    return [problem.sentence for problem in server_state(timezone.now()).problems]


def test_only_the_it_officer_may(cast: Cast) -> None:
    job = jobs.fail.enqueue()
    DBTaskResult.objects.update(status="FAILED")
    pages = [(reverse(f"admin:{name}"), method) for name, (_, method) in ADDRESSES.items()]
    pages.append((reverse("admin:retry_job", args=[job.id]), "post"))
    for role in EVERYBODY:
        for address, method in pages:
            status = getattr(client_of(cast, role), method)(address).status_code
            expected = (200 if method == "get" else 302) if role == "it_officer" else 404
            assert status == expected, (role, address)
    assert Client().get(pages[0][0]).status_code == 302


def test_when_all_is_well(cast: Cast, settings: Any) -> None:
    page = client_of(cast, "it_officer").get(reverse("admin:server")).content.decode()
    assert f"Địa chỉ của cổng: <strong>{settings.SITE_URL}</strong>" in page
    assert "Mọi thứ đang chạy." in page
    assert "Việc định kỳ: lần gần nhất" in page
    assert "Không có việc nào bị lỗi." in page
    dashboard = client_of(cast, "it_officer").get(reverse("admin:index")).content.decode()
    assert "Sao lưu: chưa có" in dashboard
    assert "Máy chủ" not in client_of(cast, "editor").get(reverse("admin:index")).content.decode()


def test_the_page_says_whether_mails_leave(cast: Cast, settings: Any) -> None:
    def page() -> str:
        return client_of(cast, "it_officer").get(reverse("admin:server")).content.decode()

    assert "đã nối máy chủ thư, không thư nào chờ" in page()
    Mail.objects.create(person=cast.editor, reason="Không vào được máy chủ thư: hết giờ")
    Mail.objects.create(person=cast.clerk, reason="An cho gửi lại 01/11/2026 | 08:00.")
    assert "2 thư chờ gửi; lỗi gần nhất" in page()
    assert "Không vào được máy chủ thư: hết giờ" in page()
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    assert "chưa nối máy chủ thư, thư chỉ in ra nhật ký" in page()


def test_each_problem_is_a_sentence(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    assert sentences() == []
    Heartbeat.objects.filter(name=Heartbeat.WORKER).update(at=Now() - timedelta(minutes=6))
    Heartbeat.beat(Heartbeat.PERIODIC_JOBS, "mail")
    jobs.fail.enqueue()
    DBTaskResult.objects.update(status="FAILED")
    monkeypatch.setattr(disk_full.shutil, "disk_usage", lambda path: Usage(9, 9, 300 * 1024**2))
    assert sentences() == [
        "Đĩa của máy chủ chỉ còn trống 300 MB.",
        "Việc định kỳ có phần bị lỗi: mail.",
        "Việc nền không chạy trong năm phút qua: xem nhật ký máy chủ.",
        "1 việc nền không làm được.",
    ]
    monkeypatch.setattr(disk_full.shutil, "disk_usage", lambda path: Usage(9, 9, 0))
    assert sentences()[0].startswith("Đĩa của máy chủ đã đầy")
    for _ in range(2):
        assert notify_of_problems(timezone.now()) is None
    assert {notice.person for notice in Notice.objects.all()} == {cast.it_officer}
    assert Notice.objects.count() == 4, "once a day"


def test_a_ward_without_a_backup_is_told_after_a_day_and_a_half() -> None:
    later = timezone.now() + timedelta(hours=37)
    assert "Hơn một ngày rưỡi nay chưa có bản sao lưu mới." in [
        problem.sentence for problem in server_state(later).problems
    ]


def test_a_failed_job_is_done_again(cast: Cast) -> None:
    jobs.fail.enqueue()
    DBTaskResult.objects.update(
        status="FAILED",
        exception_class_path="builtins.ValueError",
        traceback="lời của một người",
        worker_ids=["a", "b"],
    )
    client = client_of(cast, "it_officer")
    page = client.get(reverse("admin:server")).content.decode()
    assert "Hỏng luôn" in page
    assert "đã thử 2 lần: lỗi ValueError" in page
    assert "lời của một người" not in page
    address = reverse("admin:retry_job", args=[DBTaskResult.objects.get().pk])
    answer = client.post(address, follow=True).content.decode()
    assert "Đã xếp lại việc “Hỏng luôn”." in answer
    again = client.post(address, follow=True).content.decode()
    assert "không còn ở trạng thái bị lỗi" in again
    assert DBTaskResult.objects.get().status == "READY"


def test_the_clock_is_confirmed(cast: Cast) -> None:
    check_clock(timezone.now() - timedelta(days=3))
    client = client_of(cast, "it_officer")
    assert "Giờ này đúng" in client.get(reverse("admin:server")).content.decode()
    client.post(reverse("admin:confirm_time"))
    assert current_jump(timezone.now()) is None
    assert "Giờ này đúng" not in client.get(reverse("admin:server")).content.decode()


def test_a_backup_that_fails_says_why(cast: Cast, settings: Any, tmp_path: Path) -> None:
    (tmp_path / "tep").touch()
    settings.BACKUP_DIR = str(tmp_path / "tep" / "sao-luu")
    client = client_of(cast, "it_officer")
    for _ in range(2):
        nightly.make_backup.enqueue()
    run_jobs()
    assert sentences() == [
        "1 việc nền không làm được.",
        f"Không có thư mục {tmp_path / 'tep'} để đặt bản sao lưu: xin gắn lại đĩa, hoặc đổi biến"
        " BACKUP_DIR rồi khởi động lại.",
    ]
    page = client.get(reverse("admin:server")).content.decode()
    why = f"Không ghi được bản sao lưu vào thư mục {settings.BACKUP_DIR}: trên đường dẫn có một tệp"
    assert page.count(why) == 1, "two failures, one line"
    assert "2 việc như nhau" in page
    assert "NotADirectoryError" not in page
    client.post(reverse("admin:retry_job", args=[DBTaskResult.objects.latest("finished_at").pk]))
    [job] = DBTaskResult.objects.all()
    assert job.status == "READY"
    job.set_failed(JobFailed("Đĩa đã đầy."))
    DBTaskResult.objects.update(status="READY", worker_ids=["a"])
    assert "1 việc nền bị lỗi, đang được thử lại." in sentences()
    notify_of_problems(timezone.now())
    assert not Notice.objects.filter(text__contains="thử lại").exists(), "it may be over soon"
    page = client.get(reverse("admin:server")).content.decode()
    assert "lần thử trước: Đĩa đã đầy." in page
    assert "Mọi thứ đang chạy." not in page


def test_the_folder_of_backups_is_named_and_no_disk_is_made_up(
    cast: Cast, settings: Any, tmp_path: Path
) -> None:
    settings.BACKUP_DIR = str(tmp_path / "dia-ngoai" / "sao-luu")
    nightly.make_backup.enqueue()
    run_jobs()
    assert not (tmp_path / "dia-ngoai").exists()
    assert any(f"Không có thư mục {tmp_path / 'dia-ngoai'}" in one for one in sentences())
    page = client_of(cast, "it_officer").get(reverse("admin:server")).content.decode()
    assert f"<code>{settings.BACKUP_DIR}</code>" in page


def test_a_backup_is_queued_once(cast: Cast) -> None:
    for _ in range(2):
        client_of(cast, "it_officer").post(reverse("admin:back_up_now"))
    assert DBTaskResult.objects.count() == 1


def test_progress_of_ones_own_job_alone(cast: Cast) -> None:
    key = enqueue_for(cast.editor, jobs.count, subject="Nhập 60 người")
    address = reverse("admin:job", args=[key])
    page = client_of(cast, "editor").get(address).content.decode()
    assert "Nhập 60 người" in page
    assert 'http-equiv="refresh"' in page
    for role in ("approver", "it_officer", "contributor"):
        assert client_of(cast, role).get(address).status_code == 404, role
    DBTaskResult.objects.update(status="SUCCESSFUL")
    page = client_of(cast, "editor").get(address).content.decode()
    assert "Đã xong." in page
    assert 'http-equiv="refresh"' not in page


# A full disk


@pytest.mark.parametrize(
    ("error", "is_full"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), True),
        (OSError(errno.EDQUOT, "Disk quota exceeded"), True),
        (DiskFull("could not extend file"), True),
        (OSError(errno.EACCES, "Permission denied"), False),
        (ValueError("x"), False),
        (None, False),
    ],
)
def test_a_full_disk_is_known_by_its_cause(error: Exception | None, is_full: bool) -> None:
    assert disk_full.is_caused_by_full_disk(error) is is_full
    outer = RuntimeError("outer")
    outer.__cause__ = error
    assert disk_full.is_caused_by_full_disk(outer) is is_full


def test_the_page_of_a_full_disk_gives_typed_text_back(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any, **__: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    client = client_of(cast, "contributor")
    client.raise_request_exception = False
    monkeypatch.setattr("news.models.Article.save", full)
    answer = client.post(
        reverse("admin:news_article_add"),
        {
            "core-fileuse-content_type-object_id-TOTAL_FORMS": "0",
            "core-fileuse-content_type-object_id-INITIAL_FORMS": "0",
            "kind": "brief",
            "title": "Dọn bờ sông",
            "body": "<p>Bà con cùng dọn.</p>",
        },
    )
    page = answer.content.decode()
    assert answer.status_code == 503
    assert "Đĩa của máy chủ đã đầy nên chưa lưu được" in page
    assert "Dọn bờ sông" in page


def test_the_public_page_of_a_full_disk(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def full() -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("wardportal.views.front", full)
    client.raise_request_exception = False
    answer = client.get("/")
    assert answer.status_code == 503
    assert "Đĩa của máy chủ đã đầy" in answer.content.decode()


def test_a_refusal_prints_no_traceback(cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    record = logging.LogRecord("django.request", logging.WARNING, "", 1, "Forbidden", (), None)
    record.exc_info = (ValueError, ValueError("x"), None)
    record.status_code = 403
    assert NoClientTraceback().filter(record)
    assert record.exc_info is None
    record.exc_info = (ValueError, ValueError("x"), None)
    record.status_code = 500
    NoClientTraceback().filter(record)
    assert record.exc_info is not None
