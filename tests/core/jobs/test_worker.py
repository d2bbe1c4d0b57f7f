"""The worker of background jobs, with real processes."""

from __future__ import annotations

import os
import signal
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.db.models.functions import Now
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from core.jobs import worker
from core.jobs.definitions import DEFAULT_POLICY, JobPolicy, is_queued, policy_of
from core.jobs.progress import enqueue_for
from core.jobs.worker import JobWorker, run_again, take_up_abandoned
from core.models import Heartbeat, JobProgress
from organization.models import User
from tests.core.jobs import jobs_for_tests as jobs
from tests.support.processes import eventually

pytestmark = pytest.mark.django_db(transaction=True)


def run_once() -> None:
    JobWorker().run()


def the_job() -> DBTaskResult[Any, Any]:
    return DBTaskResult.objects.get()


def make_due() -> None:
    DBTaskResult.objects.update(run_after=timezone.now() - timedelta(seconds=1))


def test_a_job_runs_in_a_process_of_its_own() -> None:
    jobs.add.enqueue(2, 3)
    assert is_queued(jobs.add)
    run_once()
    job = the_job()
    assert (job.status, job.return_value, len(job.worker_ids)) == ("SUCCESSFUL", 5, 1)
    assert not is_queued(jobs.add)


def test_a_failing_job_is_tried_again_after_a_pause_and_then_given_up() -> None:
    jobs.fail.enqueue()
    at = timezone.now()
    run_once()
    job = the_job()
    assert job.status == "READY"
    assert timedelta(seconds=9) < job.run_after - at < timedelta(seconds=20)
    run_once()
    assert len(the_job().worker_ids) == 1, "the pause is not over"
    make_due()
    run_once()
    job = the_job()
    assert (job.status, job.exception_class_path) == ("FAILED", "builtins.ValueError")
    assert run_again(job)
    assert not run_again(job), "a second click does nothing"
    assert (the_job().status, the_job().worker_ids) == ("READY", [])


def test_pauses_grow() -> None:
    policy = JobPolicy("x")
    assert [policy.delay_after(attempt).total_seconds() for attempt in range(1, 6)] == [
        10, 60, 300, 1800, 1800,
    ]  # fmt: skip


def test_a_job_whose_process_is_killed_is_tried_again() -> None:
    jobs.die.enqueue()
    run_once()
    assert (the_job().status, "tín hiệu 9" in the_job().traceback) == ("READY", True)
    make_due()
    run_once()
    assert the_job().status == "FAILED"


def test_a_job_beyond_its_time_is_ended_with_what_it_started(tmp_path: Path) -> None:
    jobs.sleep.enqueue(str(tmp_path))
    started_at = time.monotonic()
    run_once()
    assert time.monotonic() - started_at < 60
    assert (tmp_path / "started").exists()
    assert (the_job().status, "quá 1 giây" in the_job().traceback) == ("FAILED", True)
    assert _sleepers() == []


def _sleepers() -> list[str]:
    return [
        process.name
        for process in Path("/proc").glob("[0-9]*")
        if _words(process) == b"sleep\x00600\x00"
    ]


def _words(process: Path) -> bytes:
    try:
        return (process / "cmdline").read_bytes()
    except OSError:
        return b""


def test_a_job_beyond_its_memory_fails_alone() -> None:
    jobs.eat.enqueue()
    run_once()
    assert (the_job().status, the_job().exception_class_path) == ("FAILED", "builtins.MemoryError")
    assert len(bytearray(200 * 1024 * 1024)) > 0, "the worker itself has no limit"


def test_a_job_of_code_that_is_gone_fails() -> None:
    jobs.add.enqueue(1, 1)
    DBTaskResult.objects.update(task_path="tests.core.jobs.nothing.there")
    run_once()
    assert the_job().status == "FAILED"
    assert policy_of("tests.core.jobs.nothing.there") == DEFAULT_POLICY


def test_jobs_of_a_killed_worker_are_taken_up(monkeypatch: pytest.MonkeyPatch) -> None:
    jobs.add.enqueue(1, 2)
    DBTaskResult.objects.update(status="RUNNING", worker_ids=["other-1"])
    Heartbeat.beat("other-1")
    assert take_up_abandoned("me-1") == 0, "the other lives"
    Heartbeat.objects.filter(name="other-1").update(at=Now() - timedelta(minutes=1))
    assert take_up_abandoned("me-1") == 1
    assert the_job().status == "READY"
    make_due()
    run_once()
    assert (the_job().status, the_job().return_value) == ("SUCCESSFUL", 3)


def test_a_worker_that_is_stopped_leaves_no_process(tmp_path: Path) -> None:
    jobs.sleep.enqueue(str(tmp_path))
    connection.close()
    child = os.fork()
    if not child:
        try:
            JobWorker(os.getppid()).run_until_orphaned()
        finally:
            os._exit(1)
    eventually((tmp_path / "started").exists)
    os.kill(child, signal.SIGTERM)
    assert os.waitpid(child, 0)[1] == 0
    eventually(lambda: _sleepers() == [])


def test_progress_is_seen_by_whom_it_is_for() -> None:
    person = User.objects.create_user("minh", full_name="Trần Minh")
    key = enqueue_for(person, jobs.count, subject="Nhập 60 người")
    run_once()
    progress = JobProgress.objects.get(pk=key)
    assert (progress.done, progress.total, progress.percent) == (30, 60, 50)
    assert (progress.subject, progress.requested_by) == ("Nhập 60 người", person)


def test_the_worker_gives_signs_of_life(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "BEAT_EVERY", 60)
    one = JobWorker()
    one.beat()
    first = Heartbeat.objects.get(name=Heartbeat.WORKER).at
    one.beat()
    assert Heartbeat.objects.get(name=Heartbeat.WORKER).at == first
    assert Heartbeat.objects.filter(name=one.worker_id).exists()
