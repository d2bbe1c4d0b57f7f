"""Work in a process of its own: what it returns, raises and reports, and its limits."""

from __future__ import annotations

import os
import signal
import time

import pytest

from core.jobs.limits import LimitExceeded, Report, run_within_limits


def test_the_result_comes_from_another_process() -> None:
    assert run_within_limits(lambda _: os.getpid(), seconds=5, memory=64) != os.getpid()


def test_an_exception_is_raised_here() -> None:
    def refuse(report: Report) -> None:
        raise EOFError("lý do")  # not the end of the process

    with pytest.raises(EOFError, match="lý do"):
        run_within_limits(refuse, seconds=5, memory=64)


def test_progress_is_reported_in_this_process() -> None:
    told: list[tuple[int, int, int]] = []

    def work(report: Report) -> str:
        report(1, 3)
        report(3, 3)
        return "xong"

    result = run_within_limits(
        work, seconds=5, memory=64, on_progress=lambda *done: told.append((*done, os.getpid()))
    )
    assert result == "xong"
    assert told == [(1, 3, os.getpid()), (3, 3, os.getpid())]


@pytest.mark.parametrize(
    "work",
    [
        lambda _: time.sleep(60),
        lambda _: bytearray(200 * 1024 * 1024),
        lambda _: os.kill(os.getpid(), signal.SIGKILL),
    ],
    ids=["time", "memory", "killed"],
)
def test_a_limit_ends_it(work: object) -> None:
    began = time.monotonic()
    with pytest.raises(LimitExceeded):
        run_within_limits(work, seconds=1, memory=64)
    assert time.monotonic() - began < 10


def test_the_process_ends_when_its_progress_cannot_be_stored() -> None:
    def work(report: Report) -> None:
        report(os.getpid(), 0)
        time.sleep(60)

    pids: list[int] = []

    def fail(done: int, total: int) -> None:
        pids.append(done)
        raise OSError("đĩa đầy")

    with pytest.raises(OSError, match="đĩa đầy"):
        run_within_limits(work, seconds=60, memory=64, on_progress=fail)
    with pytest.raises(ProcessLookupError):
        os.kill(pids[0], 0)
