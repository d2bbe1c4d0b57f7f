"""Work on untrusted files in a process of its own, within limits of time and memory.

Libraries in C may be kept busy for ever by a file, and nothing in Python can stop them; what they
allocate is no exception of Python either.
"""

from __future__ import annotations

import resource
import signal
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, TypeVar

Result = TypeVar("Result")
Report = Callable[[int, int], None]  # how much is done, of how much
_PAGE = resource.getpagesize()


class LimitExceeded(Exception):
    """Work that took too much time or memory, or whose process was killed."""


def limit_memory(mebibytes: int) -> None:
    """Limit what this process may allocate beyond what it has: then MemoryError."""
    size = int(Path("/proc/self/statm").read_text().split()[0]) * _PAGE
    limit = size + mebibytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def run_within_limits(
    function: Callable[[Report], Result],
    *,
    seconds: int,
    memory: int,
    on_progress: Report | None = None,
) -> Result:
    """Return what ``function`` returns in a forked process, or raise what it raises.

    ``memory`` is in MiB beyond what this process has; a limit that already holds is kept. What the
    function reports is passed on to ``on_progress``, which runs in this process and so may use the
    database. Raises LimitExceeded. The function may set ``signal.alarm`` anew.
    """
    fork = get_context("fork")
    receiver, sender = fork.Pipe(duplex=False)
    child = fork.Process(target=_run, args=(function, seconds, memory, sender), daemon=True)
    child.start()
    sender.close()
    try:
        result: Result = _outcome(receiver, on_progress)
    finally:
        receiver.close()
        child.kill()  # it has sent all it had to say, or nobody listens any more
        child.join()
    return result


def _outcome(receiver: Connection, on_progress: Report | None) -> Any:
    """Return or raise what the process sends in the end, passing on its progress until then."""
    while True:
        try:
            kind, value = receiver.recv()
        except EOFError:  # killed by its alarm, or by the system
            raise LimitExceeded from None
        if kind == "returned":
            return value
        if kind == "raised":
            raise value
        if on_progress:
            on_progress(*value)


def _run(function: Callable[[Report], Any], seconds: int, memory: int, sender: Connection) -> None:
    """Send the result or the exception of the function; the alarm ends this process."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(seconds)
    if resource.getrlimit(resource.RLIMIT_AS)[1] == resource.RLIM_INFINITY:
        limit_memory(memory)
    try:
        outcome = ("returned", function(lambda *value: sender.send(("progress", value))))
    except MemoryError:
        outcome = ("raised", LimitExceeded())
    except Exception as error:
        outcome = ("raised", error)
    sender.send(outcome)
