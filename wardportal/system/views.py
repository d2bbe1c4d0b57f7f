"""Admin views of the IT officer: state of the server, background jobs, clock."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import admin, messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from django_tasks_db.models import DBTaskResult

from core.admin.staff_page import staff_page
from core.jobs.clock import confirm_clock
from core.jobs.definitions import failure_words, is_queued, policy_of
from core.jobs.worker import run_again
from organization.models import User
from organization.permissions import may_see_server
from organization.requests import StaffRequest
from wardportal.backup import nightly
from wardportal.system.first_steps import make_proposed_categories
from wardportal.system.status import server_state

MAX_JOBS = 50


@dataclass(frozen=True)
class JobRow:
    """A job on the page: its label, state and why it failed last; ``times`` with the same that
    failed before it.
    """

    key: UUID
    label: str
    subject: str
    attempts: int
    error: str
    at: datetime | None
    times: int = 1


@staff_page(may_see_server)
@require_safe
def server_page(request: StaffRequest) -> HttpResponse:
    """Show processes, disk, clock, backups and the jobs that failed, wait or run."""
    jobs = DBTaskResult.objects.select_related("progress")
    state = server_state(timezone.now())
    waiting = jobs.filter(status__in=("READY", "RUNNING")).order_by("enqueued_at")
    context = admin.site.each_context(request) | {
        "title": "Máy chủ",
        "state": state,
        "site_url": settings.SITE_URL,
        "failed": _merged(jobs.failed().order_by("-finished_at")[:MAX_JOBS]),
        "waiting": _merged(waiting[:MAX_JOBS]),
        "backups": state.backups[:5],
        "backup_folder": nightly.folder(),
    }
    return TemplateResponse(request, "wardportal/admin/server.html", context)


def _merged(jobs: Iterable[DBTaskResult[Any, Any]]) -> list[JobRow]:
    """Return a row for each job; the same one, with the same arguments, has one row: the first."""
    rows: dict[str, JobRow] = {}
    for job in jobs:
        kind = f"{job.task_path} {job.args_kwargs}"
        if kind in rows:
            rows[kind] = replace(rows[kind], times=rows[kind].times + 1)
            continue
        rows[kind] = JobRow(
            key=job.pk,
            label=policy_of(job.task_path).label,
            subject=job.progress.subject if hasattr(job, "progress") else "",
            attempts=len(job.worker_ids),
            error=failure_words(job),
            at=job.finished_at or job.started_at or job.enqueued_at,
        )
    return list(rows.values())


@staff_page(may_see_server)
@require_POST
def retry_job(request: StaffRequest, key: UUID) -> HttpResponse:
    """Queue a failed job anew; the same that failed before it are done with it."""
    job = get_object_or_404(DBTaskResult, pk=key)
    if run_again(job):
        same = DBTaskResult.objects.failed().filter(task_path=job.task_path)
        same.filter(args_kwargs=job.args_kwargs).exclude(pk=job.pk).delete()
        messages.success(request, f"Đã xếp lại việc “{policy_of(job.task_path).label}”.")
    else:
        messages.info(request, "Việc này không còn ở trạng thái bị lỗi.")
    return HttpResponseRedirect(reverse("admin:server"))


@staff_page(may_see_server)
@require_POST
def confirm_time(request: StaffRequest) -> HttpResponse:
    """Trust the clock of the server again."""
    confirm_clock(timezone.now())
    messages.success(request, "Đã ghi nhận: giờ của máy chủ là đúng.")
    return HttpResponseRedirect(reverse("admin:server"))


@staff_page(may_see_server)
@require_POST
def back_up_now(request: StaffRequest) -> HttpResponse:
    """Queue a backup."""
    if not is_queued(nightly.make_backup):
        nightly.make_backup.enqueue()
    messages.success(request, "Việc sao lưu đã được xếp hàng, chạy trong vài giây tới.")
    return HttpResponseRedirect(reverse("admin:server"))


def server_panel(user: User) -> dict[str, Any] | None:
    """Return the state of the server for the IT officer; None for anybody else."""
    if not may_see_server(user):
        return None
    return {"state": server_state(timezone.now())}


@staff_page(may_see_server)
@require_POST
def make_categories(request: StaffRequest) -> HttpResponse:
    """Make the proposed categories; a second click makes none."""
    if number := make_proposed_categories():
        messages.success(request, f"Đã lập {number} chuyên mục; xin sửa tên, thứ tự cho hợp.")
    return HttpResponseRedirect(reverse("admin:news_category_changelist"))
