"""Progress of background jobs: reported by the job, read by the page of who requested it."""

from __future__ import annotations

from contextvars import ContextVar
from typing import Any
from uuid import UUID

from django_tasks.base import Task

from core.models import JobProgress

running_job: ContextVar[UUID | None] = ContextVar("running_job", default=None)


def enqueue_for(person: Any, made: Task[..., Any], *args: Any, subject: str = "") -> UUID:
    """Queue a job with a page of its progress for ``person``; return the job's key."""
    result = made.enqueue(*args)
    key = UUID(str(result.id))
    JobProgress.objects.create(job_id=key, requested_by=person, subject=subject[:200])
    return key


def report_progress(done: int, total: int) -> None:
    """Store how far the running job is; outside of a job, or if nobody waits, nothing happens.

    Visible at once unless the job runs in one transaction.
    """
    key = running_job.get()
    if key is not None:
        JobProgress.objects.filter(pk=key).update(done=done, total=total)
