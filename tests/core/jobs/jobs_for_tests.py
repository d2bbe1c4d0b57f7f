"""Jobs that tests queue: a worker imports them by their path."""

import os
import signal
import time
from datetime import timedelta
from pathlib import Path

from core.jobs.definitions import JobPolicy, job
from core.jobs.progress import report_progress


@job(JobPolicy("Cộng hai số"))
def add(one: int, two: int) -> int:
    return one + two


@job(JobPolicy("Hỏng luôn", attempts=2))
def fail() -> None:
    raise ValueError("lời của một người")


@job(JobPolicy("Bị dừng", attempts=2))
def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


@job(JobPolicy("Quá lâu", attempts=1, time_limit=timedelta(seconds=1)))
def sleep(folder: str) -> None:
    """Start a program that outlives its parent unless it is killed with it."""
    if not os.fork():
        os.execvp("sleep", ["sleep", "600"])
    Path(folder, "started").touch()
    time.sleep(600)


@job(JobPolicy("Tốn bộ nhớ", attempts=1, memory_limit=50))
def eat() -> int:
    return len(bytearray(200 * 1024 * 1024))


@job(JobPolicy("Có tiến độ"))
def count() -> int:
    report_progress(30, 60)
    return 60
