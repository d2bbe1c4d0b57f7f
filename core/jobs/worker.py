"""Worker of background jobs: each job in a process of its own, within limits of time and memory.

The loop and the claim of a row are django-tasks'. What it lacks is added here: a job whose process
ended without a word, exceeded a limit or raised is tried again after a growing pause, and is failed
after its last attempt; a job that a killed worker left is taken up by the next worker.
"""

from __future__ import annotations

import ctypes
import logging
import os
import select
import signal
import socket
import time
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.db import connections
from django.db.models.functions import Now
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult, get_date_max

from core.jobs.definitions import JobFailed, policy_of
from core.jobs.limits import limit_memory
from core.jobs.progress import running_job
from core.models import Heartbeat

BEAT_EVERY = 5.0  # seconds between signs of life of a worker
ABANDONED_AFTER = timedelta(seconds=30)  # without a sign of life of the worker that runs a job
IDLE_PAUSE = 1.0  # seconds until an idle worker looks at the queue again
_PR_SET_PDEATHSIG = 1

logger = logging.getLogger(__name__)


class JobWorker(Worker):
    """A worker that forks a process for each job, and stops when its ``parent`` has ended."""

    def __init__(self, parent: int | None = None) -> None:
        super().__init__(
            queue_names=["*"],
            interval=0,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=f"{socket.gethostname()[:40]}-{os.getpid()}",
            excluded_queue_names=[],
        )
        self.parent = parent
        self._beat_at = 0.0
        self._child: int | None = None

    def is_orphaned(self) -> bool:
        return self.parent is not None and os.getppid() != self.parent

    def run_until_orphaned(self) -> None:
        """Run jobs as they are queued, until the parent ends or SIGTERM arrives."""
        signal.signal(signal.SIGTERM, self._terminate)
        while not self.is_orphaned():
            self.beat()
            take_up_abandoned(self.worker_id)
            self.run()
            connections.close_all()
            time.sleep(IDLE_PAUSE)

    def beat(self) -> None:
        """Store a sign of life, at most every ``BEAT_EVERY`` seconds."""
        if time.monotonic() >= self._beat_at:
            self._beat_at = time.monotonic() + BEAT_EVERY
            Heartbeat.beat(self.worker_id)
            Heartbeat.beat(Heartbeat.WORKER)

    def run_task(self, db_task_result: DBTaskResult[Any, Any]) -> None:
        """Run the job in a child; then mark it, or queue it again."""
        job = db_task_result
        policy = policy_of(job.task_path)
        connections.close_all()  # none may be shared with the child
        child = os.fork()
        if not child:
            self._run_in_child(job, policy.memory_limit)
        self._child = os.pidfd_open(child)
        try:
            is_in_time = self._wait(
                self._child, time.monotonic() + policy.time_limit.total_seconds()
            )
            if not is_in_time:
                self._kill_child()
        finally:
            os.close(self._child)
            self._child = None
            _, status = os.waitpid(child, 0)
        job.refresh_from_db()
        if job.status == "RUNNING":
            seconds = int(policy.time_limit.total_seconds())
            reason = f"quá {seconds} giây" if not is_in_time else _reason(status)
            job.set_failed(JobFailed(reason))
        if job.status == "FAILED":
            retry_or_fail(job)

    def _wait(self, child: int, deadline: float) -> bool:
        """Wait for the child's end and return True; False when the time is over."""
        while True:
            seconds = min(BEAT_EVERY, deadline - time.monotonic())
            if select.select([child], [], [], max(seconds, 0))[0]:
                return True
            if time.monotonic() >= deadline:
                return False
            self.beat()

    def _run_in_child(self, job: DBTaskResult[Any, Any], memory_limit: int) -> None:
        """Run the job with django-tasks' own code, which stores the outcome; never returns."""
        try:
            os.setsid()  # so that programs the job starts can be killed with it
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            limit_memory(memory_limit)
            # Where the parent runs an event loop, it has not closed those outside of the loop.
            for inherited in connections.all(initialized_only=True):
                inherited.connection = None
            running_job.set(job.pk)
            super().run_task(job)
        except BaseException:
            logger.exception("Việc nền %s không ghi được kết quả", job.task_path)
        finally:
            os._exit(0)

    def _kill_child(self) -> None:
        """Kill the child and what it started."""
        if self._child is None:
            return
        pid = _pid_of(self._child)
        with suppress(ProcessLookupError, PermissionError):
            if pid:
                os.killpg(pid, signal.SIGKILL)
            signal.pidfd_send_signal(self._child, signal.SIGKILL)

    def _terminate(self, *_: object) -> None:
        """End at once; the job that was running is taken up by the next worker."""
        self._kill_child()
        os._exit(0)


def take_up_abandoned(worker_id: str) -> int:
    """Queue again the running jobs whose worker gives no sign of life; return their number.

    A worker that asks runs nothing itself: a job in its own name is one of a former process.
    """
    alive = Heartbeat.objects.filter(at__gt=Now() - ABANDONED_AFTER).exclude(name=worker_id)
    names = set(alive.values_list("name", flat=True))
    abandoned = [
        job
        for job in DBTaskResult.objects.running()
        if not job.worker_ids or job.worker_ids[-1] not in names
    ]
    for job in abandoned:
        job.set_failed(JobFailed("tiến trình chạy việc này đã bị dừng"))
        retry_or_fail(job)
    return len(abandoned)


def retry_or_fail(job: DBTaskResult[Any, Any]) -> None:
    """Queue a failed job again unless it was its last attempt; the reason is kept either way."""
    attempt = len(job.worker_ids)
    policy = policy_of(job.task_path)
    if attempt >= policy.attempts:
        logger.error("Việc nền “%s” không làm được sau %s lần", policy.label, attempt)
        return
    DBTaskResult.objects.filter(pk=job.pk, status="FAILED").update(
        status="READY",
        finished_at=None,
        run_after=timezone.now() + policy.delay_after(attempt),
    )


def run_again(job: DBTaskResult[Any, Any]) -> bool:
    """Queue a failed job anew, with all its attempts; False if it is not failed any more."""
    return bool(
        DBTaskResult.objects.filter(pk=job.pk, status="FAILED").update(
            status="READY",
            worker_ids=[],
            started_at=None,
            finished_at=None,
            run_after=get_date_max(),
        )
    )


def _pid_of(descriptor: int) -> int:
    """Return the process of a pidfd, 0 when it has ended."""
    for line in Path(f"/proc/self/fdinfo/{descriptor}").read_text().splitlines():
        if line.startswith("Pid:"):
            return max(0, int(line.split()[1]))
    return 0


def _reason(status: int) -> str:
    if os.WIFSIGNALED(status):
        return f"tiến trình bị dừng (tín hiệu {os.WTERMSIG(status)})"
    return "tiến trình dừng mà không báo kết quả"
