"""State of the server as the IT officer and health checks see it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import F, Min
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from core.http.disk_full import FULL, free_bytes
from core.jobs.clock import ClockJump, current_jump
from core.models import Heartbeat, PartFailure
from organization.mail.delivery import RESET_MAIL, SENT_AGAIN, has_mail_server
from organization.models import Mail, Topic, User, notify
from organization.roles import Role
from wardportal.backup import nightly

SILENCE = timedelta(minutes=5)  # the periodic jobs run every minute
MAX_BACKUP_AGE = timedelta(hours=36)
RECENT_MAILS = timedelta(days=7)
RECENT_FAILURE = timedelta(days=1)
LOW_SPACE = 2 * 1024**3  # bytes free: the officer is warned
RETRIED = "retried jobs"  # a kind of problem


@dataclass(frozen=True)
class Problem:
    """Something the IT officer has to do: its kind, and a sentence."""

    kind: str
    sentence: str


@dataclass(frozen=True)
class ProcessState:
    """A background process: when it last completed a round, and whether that is recent."""

    name: str
    label: str
    at: datetime | None
    is_alive: bool
    note: str = ""


def process_states() -> list[ProcessState]:
    """Return the states of the background processes; one query."""
    beats = {
        beat.name: beat
        for beat in Heartbeat.objects.filter(
            name__in=[Heartbeat.PERIODIC_JOBS, Heartbeat.WORKER]
        ).annotate(age=Now() - F("at"))
    }
    labels = {Heartbeat.PERIODIC_JOBS: "Việc định kỳ", Heartbeat.WORKER: "Việc nền"}
    states = []
    for name, label in labels.items():
        beat = beats.get(name)
        if beat is None:
            states.append(ProcessState(name, label, None, False))
        else:
            states.append(ProcessState(name, label, beat.at, beat.age <= SILENCE, beat.note))
    return states


@dataclass(frozen=True)
class MailState:
    """Whether mails leave the portal, how many wait, and why the last one did not go out."""

    has_server: bool
    waiting: int
    failure: Mail | None


def mail_state(now: datetime) -> MailState:
    """Return the state of the mails; two queries."""
    open_states = (Mail.State.WAITING, Mail.State.CLAIMED, Mail.State.FAILED)
    failed = Mail.objects.filter(state__in=open_states, queued_at__gt=now - RECENT_MAILS)
    return MailState(
        has_mail_server(),
        Mail.objects.filter(state=Mail.State.WAITING).count(),
        failed.exclude(reason="").exclude(reason__contains=SENT_AGAIN).first(),
    )


@dataclass(frozen=True)
class ServerState:
    """What the IT officer's page shows; ``problems`` with the gravest first."""

    processes: list[ProcessState]
    free: int
    jump: ClockJump | None
    backups: list[nightly.Backup]
    has_backups: bool
    failed_jobs: int
    retried_jobs: int
    mails: MailState
    reset_failed_at: datetime | None
    installed_at: datetime
    now: datetime

    @property
    def backup_at(self) -> datetime | None:
        return self.backups[0].at if self.backups else None

    @property
    def problems(self) -> list[Problem]:
        return list(self._problems())

    def _problems(self) -> Iterator[Problem]:
        if self.free < FULL:
            yield Problem(
                "disk full", "Đĩa của máy chủ đã đầy: chưa lưu được gì thêm. Xin dọn đĩa ngay."
            )
        elif self.free < LOW_SPACE:
            megabytes = self.free // 1024**2
            yield Problem("disk low", f"Đĩa của máy chủ chỉ còn trống {megabytes} MB.")
        if self.jump:
            yield Problem(
                "clock",
                "Đồng hồ máy chủ nhảy hơn một ngày: việc xóa dữ liệu cũ đang tạm dừng, chờ xác"
                " nhận.",
            )
        for process in self.processes:
            if process.at is None:  # never started here: another server may run them
                continue
            if not process.is_alive:
                sentence = f"{process.label} không chạy trong năm phút qua: xem nhật ký máy chủ."
                yield Problem(f"{process.name} silent", sentence)
            elif process.note:
                sentence = f"{process.label} có phần bị lỗi: {process.note}."
                yield Problem(f"{process.name} failing", sentence)
        if self.failed_jobs:
            yield Problem("failed jobs", f"{self.failed_jobs} việc nền không làm được.")
        if self.retried_jobs:
            yield Problem(RETRIED, f"{self.retried_jobs} việc nền bị lỗi, đang được thử lại.")
        if self.reset_failed_at:
            at = timezone.localtime(self.reset_failed_at)
            yield Problem(
                "reset mail",
                f"Thư đặt lại mật khẩu không gửi được, lần gần nhất {at:%d/%m/%Y | %H:%M}: xem máy"
                " chủ thư và biến EMAIL_URL; người hỏi chưa nhận được thư.",
            )
        if self.has_backups and not nightly.folder().parent.is_dir():
            yield Problem(
                "backup folder",
                f"Không có thư mục {nightly.folder().parent} để đặt bản sao lưu: xin gắn lại đĩa,"
                " hoặc đổi biến BACKUP_DIR rồi khởi động lại.",
            )
        if self.has_backups and self.now - (self.backup_at or self.installed_at) > MAX_BACKUP_AGE:
            yield Problem("old backup", "Hơn một ngày rưỡi nay chưa có bản sao lưu mới.")
        if self.backups and self.backups[0].faults:
            whole = next((made for made in self.backups if not made.faults), None)
            older = f"bản trọn vẹn gần nhất là {whole.path.name}" if whole else "tìm bản cũ hơn"
            yield Problem(
                "incomplete backup",
                f"{self.backups[0].faults} tệp của phường thiếu hoặc hỏng trên đĩa, bản sao lưu mới"
                " nhất không có: chạy manage.py check_data để biết tệp nào, rồi lấy lại từ một bản"
                f" sao lưu cũ ({older}); đừng xóa bản ấy. Lấy lại xong xin sao lưu lần nữa, cảnh"
                " báo này mới hết.",
            )


def server_state(now: datetime) -> ServerState:
    """Return the state; nine queries and a look into the folder of backups."""
    backups = nightly.existing() if settings.BACKUP_DIR else []
    jobs = DBTaskResult.objects.order_by().values("task_path", "args_kwargs").distinct()
    first = MigrationRecorder.Migration.objects.aggregate(at=Min("applied"))
    return ServerState(
        processes=process_states(),
        free=free_bytes(),
        jump=current_jump(now),
        backups=backups,
        has_backups=bool(settings.BACKUP_DIR),
        failed_jobs=jobs.filter(status="FAILED").count(),
        retried_jobs=jobs.exclude(status="FAILED").exclude(exception_class_path="").count(),
        mails=mail_state(now),
        reset_failed_at=PartFailure.objects.filter(part=RESET_MAIL, at__gt=now - RECENT_FAILURE)
        .values_list("at", flat=True)
        .first(),
        installed_at=first["at"] or now,
        now=now,
    )


def notify_of_problems(now: datetime) -> str | None:
    """Notify the IT officers of each problem, once a day; the page says more."""
    problems = server_state(now).problems
    officers = list(User.objects.with_role(Role.IT_OFFICER))
    for problem in problems:
        if problem.kind == RETRIED:  # may be over within a minute; else it fails and is told
            continue
        notify(
            officers,
            event=f"server:{timezone.localdate(now)}:{problem.kind}",
            text=problem.sentence,
            url=reverse("admin:server"),
            now=now,
            topic=Topic.SERVER,
        )
    return None
