"""Servers that a benchmark starts, waits for and stops."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from bench.http.load import Connection
from bench.http.processes import process_tree
from wardportal.runtime.postgres import CHECKOUT
from wardportal.runtime.startup import data_dir

START_LIMIT = 900  # seconds
STOP_LIMIT = 60  # seconds


@dataclass(frozen=True)
class RunningServer:
    """A server on a port of this machine, and the seconds until it answered."""

    port: int
    pid: int
    started_in: float

    def processes(self) -> set[int]:
        """Return its processes and those of the data folder's own Postgres."""
        roots = [self.pid]
        with suppress(OSError):
            postmaster = (data_dir() / "postgres" / "postmaster.pid").read_text()
            roots.append(int(postmaster.split()[0]))
        return process_tree(*roots)


@contextmanager
def running_server(mode: str) -> Iterator[RunningServer]:
    """Start ``bench.http.serve`` in a mode, and stop it afterwards.

    Raises RuntimeError when it ends or does not answer.
    """
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = os.environ | {"PORT": str(port), "LOAD_DEMO": "0"}
    environment.pop("BENCH", None)
    began = time.monotonic()
    server = subprocess.Popen(  # noqa: S603 (our own module)
        [sys.executable, "-m", "bench.http.serve", mode],
        env=environment,
        cwd=CHECKOUT,
        stdout=subprocess.DEVNULL,
    )
    try:
        _wait(server, port, "/" if mode == "hello" else "/healthz")
        yield RunningServer(port, server.pid, time.monotonic() - began)
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(STOP_LIMIT)


def _wait(server: subprocess.Popen[bytes], port: int, address: str) -> None:
    until = time.monotonic() + START_LIMIT
    while time.monotonic() < until and server.poll() is None:
        with suppress(OSError):
            if Connection(port).get(address)[0] == 200:
                return
        time.sleep(0.05)
    raise RuntimeError("the server does not answer")
