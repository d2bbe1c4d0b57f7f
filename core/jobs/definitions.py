"""Definition of background jobs: a django-tasks task with limits and a Vietnamese label.

A job runs in a process of its own, see ``core.jobs.worker``. It may run more than once (a killed
worker, a retry), so it must be idempotent. Its arguments are JSON: primary keys, not objects.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils.module_loading import import_string
from django_tasks import task
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult

# Pauses before the second attempt, the third and so on; the last one repeats.
RETRY_DELAYS = (
    timedelta(seconds=10),
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
)


class JobFailed(Exception):
    """A failure in words that the IT officer reads: one sentence, without what people wrote."""


@dataclass(frozen=True)
class JobPolicy:
    """Label and limits of one kind of job.

    ``memory_limit`` is in MiB beyond what the worker has when the job starts.
    """

    label: str
    attempts: int = 4
    time_limit: timedelta = timedelta(minutes=2)
    memory_limit: int = 512

    def delay_after(self, attempt: int) -> timedelta:
        """Return the pause after the failed ``attempt``, counted from 1."""
        return RETRY_DELAYS[min(attempt, len(RETRY_DELAYS)) - 1]


DEFAULT_POLICY = JobPolicy("Việc nền", attempts=1)
_policies: dict[str, JobPolicy] = {}


def job(policy: JobPolicy) -> Callable[[Callable[..., Any]], Task[..., Any]]:
    """Return a decorator that makes a module-level function a job: ``function.enqueue(…)``."""

    def decorate(function: Callable[..., Any]) -> Task[..., Any]:
        made = task(function)
        _policies[made.module_path] = policy
        return made

    return decorate


def policy_of(task_path: str) -> JobPolicy:
    """Return the policy of a job, the default one if its code no longer exists."""
    if task_path not in _policies:
        try:
            import_string(task_path)
        except ImportError:
            return DEFAULT_POLICY
    return _policies.get(task_path, DEFAULT_POLICY)


def failure_words(job: DBTaskResult[Any, Any]) -> str:
    """Return why the last attempt of a job failed: the words of JobFailed, else the error's class
    alone, since its message may quote what people wrote; empty without a failure.
    """
    path = job.exception_class_path
    name = path.rsplit(".", 1)[-1]
    if name == JobFailed.__name__:
        return str(job.traceback).rstrip().rpartition(f"{path}: ")[2]
    return f"lỗi {name}" if name else ""


def is_queued(made: Task[..., Any]) -> bool:
    """Return whether a job of this kind waits or runs: a periodic job need not queue another."""
    return DBTaskResult.objects.filter(
        task_path=made.module_path, status__in=("READY", "RUNNING")
    ).exists()
