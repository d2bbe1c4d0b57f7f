"""Background processes of the server: forked by gunicorn's master, started again when they end."""

import logging
import os
import select
import signal
import socket
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass

from gunicorn.arbiter import Arbiter

RESTART_DELAY = 5.0  # seconds between two starts of one process
STOP_LIMIT = 20.0  # seconds from SIGTERM to SIGKILL

logger = logging.getLogger(__name__)


@dataclass
class BackgroundProcess:
    """One child of the master that runs ``target(master_pid)``, which returns when the master has
    ended.

    Without it the portal answers, but nothing periodic happens: ``ensure_running`` starts it again.
    """

    name: str
    target: Callable[[int], None]
    _descriptor: int | None = None
    _started_at: float = 0.0

    def ensure_running(self, listeners: Iterable[socket.socket]) -> None:
        """Fork the process unless it runs, at most once per ``RESTART_DELAY`` seconds."""
        if self._descriptor is not None:
            if not _has_ended(self._descriptor, seconds=0):
                return
            os.close(self._descriptor)
            self._descriptor = None
            logger.error("Tiến trình nền “%s” đã dừng; đang khởi động lại", self.name)
        if self._started_at and time.monotonic() < self._started_at + RESTART_DELAY:
            return
        self._started_at = time.monotonic()
        master = os.getpid()
        child = os.fork()
        if not child:
            self._run(master, listeners)
        # Opened before the child can be reaped: only this process reaps, later.
        self._descriptor = os.pidfd_open(child)

    def stop(self) -> None:
        """Stop the process and wait for its end; it may have been reaped by gunicorn."""
        if self._descriptor is None:
            return
        for number, seconds in ((signal.SIGTERM, STOP_LIMIT), (signal.SIGKILL, STOP_LIMIT)):
            with suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._descriptor, number)
            if _has_ended(self._descriptor, seconds):
                break
        with suppress(ChildProcessError):
            os.waitid(os.P_PIDFD, self._descriptor, os.WEXITED)
        os.close(self._descriptor)
        self._descriptor = None

    def _run(self, master: int, listeners: Iterable[socket.socket]) -> None:
        """Run the target in the child; never returns."""
        try:
            for number in (*Arbiter.SIGNALS, signal.SIGCHLD):
                signal.signal(number, signal.SIG_DFL)
            # Ctrl-C signals all processes; the master stops this one.
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            for listener in listeners:
                listener.close()
            self.target(master)
        except Exception:
            logger.exception("Tiến trình nền “%s” bị lỗi", self.name)
        finally:
            os._exit(0)


class SupervisingArbiter(Arbiter):
    """Gunicorn's master, which also looks after background processes, about once a second."""

    def __init__(self, app: object, processes: Iterable[BackgroundProcess]) -> None:
        self.processes = tuple(processes)
        super().__init__(app)

    def manage_workers(self) -> None:
        super().manage_workers()
        for process in self.processes:
            process.ensure_running(self.LISTENERS)


def _has_ended(descriptor: int, seconds: float) -> bool:
    return bool(select.select([descriptor], [], [], seconds)[0])
