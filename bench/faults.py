"""Fault runs: killed processes, a full disk and a clock far ahead, on a ward of their own.

``python -m bench.faults`` starts a portal in a new temporary folder on loopback, works on it over
HTTP as people do, breaks something, and looks up afterwards what was acknowledged. Bounded in
rounds and time; it ends what it started.
"""

# ruff: noqa: S603, S607  (no command contains input of users)

from __future__ import annotations

import argparse
import os
import random
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException, HTTPResponse
from pathlib import Path
from urllib.parse import urlencode

import psycopg2

from wardportal.runtime.postgres import ensure_database, leave_database
from wardportal.runtime.postgres_cluster import Cluster

CHECKOUT = Path(__file__).resolve().parents[1]
PASSWORD = secrets.token_urlsafe(12)
WRITERS = 20
ADD = "/quan-tri/news/article/add/"
PATIENCE = 180.0  # seconds for a start
DISK_SIZE = 260  # MiB


class FaultError(Exception):
    """A fault run found what it should not."""


class Portal:
    """One portal in a data folder, started and killed as often as needed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        environment = {
            name: value
            for name, value in os.environ.items()
            if name not in ("DATABASE_URL", "SECRET_KEY", "BENCH")
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "wardportal.runtime.serve"],
            cwd=CHECKOUT,
            env=environment
            | {"DATA_DIR": str(self.folder), "PORT": str(self.port), "DEMO_PASSWORD": PASSWORD},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise FaultError(
                    f"the server refused to start: exit code {self.process.returncode}"
                )
            with suppress(OSError, HTTPException):
                if Visitor(self).get("/healthz").status == 200:
                    return
            time.sleep(0.2)
        raise FaultError("the server did not come up")

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(60)

    def kill_something(self) -> str:
        """Kill a random process of the portal with SIGKILL and return what it was."""
        if self.process is None:
            raise FaultError("the portal was not started")
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        victims = {f"child {pid}": int(pid) for pid in children.read_text().split()}
        victims["master"] = self.process.pid
        postgres = Cluster(self.folder.resolve()).recorded_pid()
        if postgres:
            victims["postgres"] = postgres
        name = random.choice(sorted(victims))  # noqa: S311  (any process will do)
        os.kill(victims[name], signal.SIGKILL)
        return name

    def sql(self, query: str) -> list[tuple[object, ...]]:
        cluster = Cluster(self.folder.resolve())
        connection = psycopg2.connect(
            host=str(cluster.socket), port=5432, user="ward", dbname="ward"
        )
        try:
            with connection, connection.cursor() as cursor:
                cursor.execute(query)
                return cursor.fetchall()
        finally:
            connection.close()


class Visitor:
    """A browser's cookies and requests, one connection per request."""

    def __init__(self, portal: Portal) -> None:
        self.portal = portal
        self.cookies: dict[str, str] = {}

    def get(self, path: str) -> HTTPResponse:
        return self._request("GET", path)

    def post(self, path: str, fields: dict[str, str]) -> HTTPResponse:
        fields = fields | {"csrfmiddlewaretoken": self.cookies.get("csrftoken", "")}
        return self._request("POST", path, urlencode(fields))

    def log_in(self, name: str) -> None:
        self.get("/quan-tri/login/").read()
        answer = self.post("/quan-tri/login/", {"username": name, "password": PASSWORD})
        if answer.status != 302:
            raise FaultError(f"{name} could not log in: {answer.status}")

    def write(self, title: str) -> HTTPResponse:
        prefix = "core-fileuse-content_type-object_id"
        return self.post(
            ADD,
            {
                f"{prefix}-TOTAL_FORMS": "0",
                f"{prefix}-INITIAL_FORMS": "0",
                "kind": "brief",
                "title": title,
                "body": "<p>Bà con cùng dọn bờ sông.</p>",
            },
        )

    def _request(self, method: str, path: str, body: str | None = None) -> HTTPResponse:
        connection = HTTPConnection("127.0.0.1", self.portal.port, timeout=60)
        headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "Sec-Fetch-Dest": "document",
            "Connection": "close",
        }
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        for value in answer.headers.get_all("Set-Cookie") or []:
            name, _, rest = value.partition("=")
            self.cookies[name] = rest.split(";")[0]
        return answer


@contextmanager
def new_portal(folder: Path | None = None) -> Iterator[Portal]:
    """Yield a portal with the demonstration ward in a new folder; nothing of it stays."""
    made = folder or Path(tempfile.mkdtemp(prefix="ward-faults-"))
    made.chmod(0o711)
    portal = Portal(made)
    try:
        portal.start()
        yield portal
    finally:
        portal.stop()
        leave_database(made, patience=60)
        if folder is None:
            shutil.rmtree(made, ignore_errors=True)


def kill_rounds(rounds: int) -> str:
    """Let people write while processes are killed; every acknowledged title must be there."""
    acknowledged: list[str] = []
    with new_portal() as portal:
        for number in range(rounds):
            is_over = threading.Event()
            writers = [
                threading.Thread(
                    target=_write, args=[portal, f"{number}-{n}", is_over, acknowledged]
                )
                for n in range(WRITERS)
            ]
            for writer in writers:
                writer.start()
            time.sleep(random.uniform(6, 12))  # noqa: S311  (any moment will do)
            victim = portal.kill_something()
            time.sleep(2)
            is_over.set()
            for writer in writers:
                writer.join()
            if victim == "master" or (portal.process and portal.process.poll() is not None):
                portal.start()
            print(f"round {number + 1}: {victim} killed, {len(acknowledged)} writes so far")
        ensure_database(portal.folder)
        stored = {str(title) for (title,) in portal.sql("SELECT title FROM news_article")}
    lost = [title for title in acknowledged if title not in stored]
    if lost:
        raise FaultError(f"{len(lost)} acknowledged writes are lost, the first is {lost[0]}")
    return f"{rounds} kill rounds, {len(acknowledged)} acknowledged writes, 0 lost"


def _write(portal: Portal, name: str, is_over: threading.Event, acknowledged: list[str]) -> None:
    visitor = Visitor(portal)
    number = 0
    while not is_over.is_set():
        title = f"Tin thử {name}-{number}"
        with suppress(OSError, HTTPException, FaultError):
            if "sessionid" not in visitor.cookies:
                visitor.log_in(f"congtacvien{1 + hash(name) % 4}")
            if visitor.write(title).status == 302:
                acknowledged.append(title)
        number += 1


def full_disk() -> str:
    """Fill the disk of a portal, write, and free it again. Needs root, for a disk of its own."""
    folder = Path(tempfile.mkdtemp(prefix="ward-faults-disk-"))
    subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={DISK_SIZE}m,mode=711", "tmpfs", str(folder)],
        check=True,
    )
    try:
        with new_portal(folder) as portal:
            visitor = Visitor(portal)
            visitor.log_in("congtacvien1")
            before = portal.sql("SELECT count(*) FROM news_article")
            filler = folder / "filler"
            with suppress(OSError), filler.open("wb") as file:
                while True:
                    file.write(b"\0" * 65536)
                    file.flush()
            statuses = []
            for _ in range(40):  # until the pages that Postgres has reserved are used up
                answer = visitor.write("Tin khi đĩa đầy " + "x" * 50)
                page = answer.read().decode()
                statuses.append(answer.status)
                if answer.status == 503:
                    break
            if statuses[-1] != 503 or "Đĩa của máy chủ đã đầy" not in page:
                raise FaultError(f"no page says that the disk is full: {statuses[-3:]}")
            if "Tin khi đĩa đầy" not in page:
                raise FaultError("what was typed did not come back")
            ready = visitor.get("/readyz").status
            if ready != 503:
                raise FaultError(f"/readyz answers {ready} while the disk is full")
            filler.unlink()
            _wait_until_written(visitor)
            saved = statuses.count(302)
            after = portal.sql("SELECT count(*) FROM news_article")
            if int(str(after[0][0])) < int(str(before[0][0])) + saved + 1:
                raise FaultError("a write that was acknowledged is lost")
            return f"full disk: {saved} writes before, then 503 with the typed text, then again 302"
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=False)
        folder.rmdir()


def _wait_until_written(visitor: Visitor) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with suppress(OSError, HTTPException):
            if visitor.write("Tin khi đĩa trống lại").status == 302:
                return
        time.sleep(1)
    raise FaultError("nothing can be written after the disk was freed")


CLOCK = """
import sys, time_machine
from datetime import datetime, timedelta, timezone
from wardportal.runtime.startup import prepare
prepare()
import os; os.environ["DJANGO_SETTINGS_MODULE"] = "wardportal.settings"
import django; django.setup()
from django.core.management import call_command
with time_machine.travel(datetime.now(timezone.utc) + timedelta(days=int(sys.argv[1]))):
    call_command("run_due")
"""
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"


def clock_ahead() -> str:
    """Run the periodic jobs ten years ahead: no row and no file may go."""
    with new_portal() as portal:
        portal.stop()
        ensure_database(portal.folder)
        rows = _row_counts(portal)
        files = {path for path in (portal.folder / "files").rglob("*") if path.is_file()}
        environment = os.environ | {"DATA_DIR": str(portal.folder)}
        for name in ("DATABASE_URL", "SECRET_KEY"):
            environment.pop(name, None)
        subprocess.run(
            [sys.executable, "-c", CLOCK, "3650"], cwd=CHECKOUT, env=environment, check=True
        )
        fewer = [name for name, count in _row_counts(portal).items() if count < rows[name]]
        gone = [path for path in files if not path.exists()]
        if fewer or gone:
            raise FaultError(f"a clock ahead deleted rows of {fewer} and {len(gone)} files")
        return f"clock ten years ahead: {len(rows)} tables and {len(files)} files, nothing deleted"


def _row_counts(portal: Portal) -> dict[str, int]:
    found = {}
    for (name,) in portal.sql(TABLES):
        [(count,)] = portal.sql(f'SELECT count(*) FROM "{name}"')  # noqa: S608  (of the catalogue)
        found[str(name)] = int(str(count))
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=6, help="kill rounds")
    parser.add_argument("--only", choices=["kill", "disk", "clock"], default="")
    options = parser.parse_args()
    runs = {
        "kill": lambda: kill_rounds(min(options.rounds, 100)),
        "disk": full_disk,
        "clock": clock_ahead,
    }
    for name, run in runs.items():
        if options.only in ("", name):
            print(run(), flush=True)
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except FaultError as error:
        sys.exit(f"FAULT: {error}")
