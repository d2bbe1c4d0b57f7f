"""The server as a whole, with real processes: what it answers, and what is left when it has been
stopped or killed.
"""

import fcntl
import logging
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError

import psycopg2
import pytest
from django.contrib.staticfiles import finders
from django.db import connection

from core.registries import PeriodicJob, periodic_jobs
from tests.conftest import ROOM
from tests.support.processes import (
    CHECKOUT,
    PATIENCE,
    as_root,
    clear,
    eventually,
    nobody,
    processes_of,
    server_pid,
    sql,
)
from wardportal.runtime import listener as listener_module
from wardportal.runtime import serve
from wardportal.runtime.postgres import ensure_database, leave_database
from wardportal.runtime.postgres_cluster import Cluster
from wardportal.runtime.startup import StartupError

pytestmark = pytest.mark.slow


def environment(path: Path, **more: str) -> dict[str, str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DATABASE_URL", "SECRET_KEY")
    }
    return kept | {"DATA_DIR": str(path), "LOAD_DEMO": "0"} | more


def free_port() -> str:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return str(taken.getsockname()[1])


@contextmanager
def started(path: Path, port: str) -> Iterator[subprocess.Popen[str]]:
    """A server of the folder; killed at the end if it still runs, so that a failed test does not
    wait for it.
    """
    words = [sys.executable, "-m", "wardportal.runtime.serve"]
    pipe = subprocess.PIPE
    with subprocess.Popen(
        words, env=environment(path, PORT=port), cwd=CHECKOUT, stdout=pipe, text=True
    ) as server:
        try:
            yield server
        finally:
            server.kill()


def comes_up(server: subprocess.Popen[str], port: str) -> bool:
    """Wait for this server's own word: workers of a killed one answer for another second."""
    said = server.stdout.readline()
    is_up = said.startswith(f"Cổng thông tin đang chạy tại http://127.0.0.1:{port} ")
    return is_up and answer(port) == 200


def answer(port: str, address: str = "/healthz") -> int | None:
    try:
        with urllib.request.urlopen(
            f"http://127.0.0.1:{port}{address}", timeout=PATIENCE
        ) as response:
            return response.status
    except (URLError, ConnectionError):
        return None


@pytest.fixture(scope="module")
def served_once() -> Iterator[Path]:
    """A copy of the data folder in which a server has come up, migrated everything and stopped:
    the first worker that comes makes it for all.
    """
    run = Path(os.environ["DATA_DIR"])
    original = run / "served"
    with (run / "served.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not original.exists():
            _serve_once(made := run / "served-first")
            made.rename(original)
    path = Path(tempfile.mkdtemp(prefix="ward-postgres-", dir=ROOM))
    subprocess.run(["cp", "-a", f"{original}/.", path], check=True)
    yield path
    shutil.rmtree(path)


def _serve_once(path: Path) -> None:
    path.mkdir(mode=0o711)
    port = free_port()
    with started(path, port) as server:
        assert comes_up(server, port)
        assert answer(port, "/") == 200
        server.terminate()
        assert server.wait(PATIENCE) == 0
    eventually(lambda: processes_of(path) == [])


@pytest.fixture
def served(served_once: Path) -> Iterator[Path]:
    yield served_once
    clear(served_once)


def test_it_answers_and_a_stop_leaves_no_process(
    served: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, port = served, free_port()
    monkeypatch.setenv("REQUEST_TIME_LIMIT", "4")
    with started(folder, port) as server:
        assert comes_up(server, port)
        assert answer(port, "/") == 200
        assert_refused_requests_are_told_why(port)
        # The supervisor of Postgres, two workers, periodic jobs, background jobs.
        eventually(lambda: len(children_of(server.pid)) == 5)
        assert_late_requests_end(folder, port)
        assert_killed_background_processes_are_started_again(server)
        family = children_of(server.pid)
        server.terminate()
        assert server.wait(PATIENCE) == 0
    assert processes_of(folder) == []
    assert [pid for pid in family if Path(f"/proc/{pid}").exists()] == []


def assert_refused_requests_are_told_why(port: str) -> None:
    for request, status, words in (
        (f"GET /?q={'a' * 9_000} HTTP/1.1", "414", "Địa chỉ này dài quá."),
        ("Xin chào", "400", "Máy chủ không hiểu yêu cầu này."),
    ):
        with socket.create_connection(("127.0.0.1", int(port)), PATIENCE) as connection:
            connection.sendall(f"{request}\r\nHost: localhost\r\n\r\n".encode())
            with connection.makefile(encoding="utf-8") as told:
                page = told.read()
        assert page.startswith(f"HTTP/1.1 {status} ")
        assert words in page
        assert int(re.findall("Content-Length: ([0-9]+)", page)[0]) == len(
            page.partition("\n\n")[2].encode()
        )


def assert_killed_background_processes_are_started_again(server: subprocess.Popen[str]) -> None:
    killed = children_of(server.pid)[-2:]
    for process in killed:
        os.kill(process, signal.SIGKILL)
    eventually(
        lambda: len(children_of(server.pid)) == 5 and not {*killed} & {*children_of(server.pid)}
    )


def assert_late_requests_end(folder: Path, port: str) -> None:
    """A page that waits in Postgres, in every thread of both workers but a few, ends with a
    sentence while others are answered.
    """
    statuses: list[int] = []

    def ask() -> None:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/rss.xml", timeout=PATIENCE)
        except HTTPError as error:
            statuses.append(error.code)
            assert "quá nhiều thời gian" in error.read().decode()

    with held(folder, "LOCK TABLE news_category, news_article"):
        begun = time.monotonic()
        threads = [threading.Thread(target=ask) for _ in range(3)]
        for thread in threads:
            thread.start()
        for _ in range(10):
            assert answer(port) == 200
        for thread in threads:
            thread.join()
    assert statuses == [503, 503, 503]
    assert time.monotonic() - begun < 20
    assert answer(port, "/") == 200


def test_killed_and_started_again_nothing_acknowledged_is_lost(served: Path) -> None:
    folder, port = served, free_port()
    with started(folder, port) as server:
        assert comes_up(server, port)
        sql(folder, "CREATE TABLE acknowledged AS SELECT 1 AS number")
        server.kill()
    with started(folder, port) as server:
        assert comes_up(server, port)
        assert sql(folder, "SELECT number FROM acknowledged") == (1,)
        # The same for Postgres under a running server.
        sql(folder, "INSERT INTO acknowledged VALUES (2)")
        killed = server_pid(folder)
        os.kill(killed, signal.SIGKILL)
        eventually(lambda: server_pid(folder) != killed and answer(port, "/") == 200)
        assert sql(folder, "SELECT count(*) FROM acknowledged") == (2,)
        family = children_of(server.pid)
        server.send_signal(signal.SIGINT)  # from a terminal
        assert server.wait(PATIENCE) == 0
    assert processes_of(folder) == []
    assert [pid for pid in family if Path(f"/proc/{pid}").exists()] == []


def test_after_a_killed_master_the_next_start_waits_for_its_workers(served: Path) -> None:
    """A worker with a request that goes on holds the port for longer than a stranger may."""
    port = free_port()
    with started(served, port) as server:
        assert comes_up(server, port)
        with socket.create_connection(("127.0.0.1", int(port))) as slow:
            slow.sendall(
                b"POST /quan-tri/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 9\r\n\r\n"
            )
            server.kill()
            server.wait()
            with started(served, port) as another:
                time.sleep(listener_module.PORT_PATIENCE + 3)
                assert another.poll() is None, "it waits instead of refusing"
                slow.close()
                assert comes_up(another, port)
                another.terminate()
                assert another.wait(PATIENCE) == 0
    assert processes_of(served) == []


def test_the_log_of_postgres_holds_no_texts(made: Path) -> None:
    secret = "lời của một người dân"
    ensure_database(made)
    sql(made, "CREATE TABLE IF NOT EXISTS said (words text PRIMARY KEY)")
    with suppress(psycopg2.Error):
        for _ in range(2):
            sql(made, f"INSERT INTO said VALUES ('{secret}')")
    with suppress(psycopg2.Error):
        sql(made, f"SELECT '{secret}'::integer")
    assert secret not in (made / "postgres.log").read_text()


@contextmanager
def held(folder: Path, statement: str) -> Iterator[None]:
    """Keep a transaction with one statement open."""
    cluster = Cluster(folder.resolve())
    connection = psycopg2.connect(host=str(cluster.socket), port=5432, user="ward", dbname="ward")
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement)
            yield
    finally:
        connection.close()


TYPESET_BEFORE_FORKING = """
import os, signal
from core.papers.model import Head, Paper
from core.papers.pdf import paper_pdf
from wardportal.runtime.serve import run_in_child

paper = Paper(Head("Ủy ban nhân dân phường"), "Giấy", "", [])
assert run_in_child(lambda: paper_pdf(paper) and None) == 0
worker = os.fork()
if worker == 0:
    signal.alarm({patience})
    os._exit(0 if paper_pdf(paper).startswith(b"%PDF") else 1)
assert os.waitstatus_to_exitcode(os.waitpid(worker, 0)[1]) == 0
"""


def test_what_ran_before_the_workers_leaves_them_no_lock() -> None:
    """Papers are typeset by threads: forked after them, a worker would wait for ever."""
    script = TYPESET_BEFORE_FORKING.format(patience=PATIENCE)
    ended = subprocess.run([sys.executable, "-c", script], cwd=CHECKOUT, check=False)
    assert ended.returncode == 0


def test_an_error_before_the_workers_is_one_sentence(capfd: pytest.CaptureFixture[str]) -> None:
    def fail() -> None:
        raise StartupError("Thư mục hỏng.")

    assert serve.run_in_child(fail) == 1
    assert capfd.readouterr().err == "Thư mục hỏng.\n"


def test_stopped_while_it_starts_it_leaves_no_process(folder: Path) -> None:
    with started(folder, free_port()) as server:
        eventually(lambda: (folder / "postgres").exists())
        server.terminate()
        assert server.wait(PATIENCE) == 0
    assert processes_of(folder) == []


def children_of(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def refused(path: Path, *python: str, **more: str) -> str:
    """Start a server that must not come up, and return the one line it says."""
    words = [*(python or [sys.executable]), "-m", "wardportal.runtime.serve"]
    done = subprocess.run(
        words,
        env=environment(path, **more),
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.count("\n") == 1
    return done.stderr.strip()


def test_a_taken_port_is_one_sentence(folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        said = refused(folder, PORT=port)
    assert (
        said
        == f"Cổng {port} đang có chương trình khác dùng: xin dừng chương trình ấy hoặc đặt biến"
        " PORT khác."
    )
    assert list(folder.iterdir()) == [], "before anything was made"


@as_root
def test_an_unwritable_folder_is_one_sentence(folder: Path) -> None:
    said = refused(folder, *nobody(), PORT=free_port())
    assert said == f"Không ghi được vào thư mục dữ liệu {folder}: không đủ quyền."


def test_a_database_that_is_not_there_is_one_sentence(folder: Path) -> None:
    said = refused(folder, PORT=free_port(), DATABASE_URL="postgres://ward@%2Fnowhere/ward")
    assert said.startswith("Không dùng được cơ sở dữ liệu: ")


def test_ports(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listener_module, "PORT_PATIENCE", 0)
    with serve.listen("0") as listener:
        port = listener.getsockname()[1]
        with pytest.raises(StartupError, match=f"Cổng {port} đang có chương trình khác dùng"):
            serve.listen(str(port))
    for nonsense in ("http", "-1", "65536"):
        with pytest.raises(StartupError, match="PORT phải là một số"):
            serve.listen(nonsense)


@pytest.fixture
def own_static(tmp_path: Path, settings: Any) -> Iterator[Path]:
    """A folder of static files of the test's own, as the only one."""
    source = tmp_path / "source"
    source.mkdir()
    settings.STATIC_ROOT = tmp_path / "collected"
    settings.STATICFILES_DIRS = [source]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    finders.get_finder.cache_clear()
    yield source
    finders.get_finder.cache_clear()


def test_static_files_are_collected_when_one_has_changed(own_static: Path) -> None:
    collected = own_static.parent / "collected"
    (own_static / "look.css").write_text("a { color: red }")
    serve.collect_static()
    (collected / "look.css").unlink()
    serve.collect_static()
    assert not (collected / "look.css").exists(), "nothing has changed: nothing was done"
    (own_static / "look.css").write_text("a { color: green }")
    serve.collect_static()
    assert (collected / "look.css").read_text() == "a { color: green }"


@pytest.mark.django_db
def test_the_same_code_migrates_a_database_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    called: list[str] = []
    monkeypatch.setattr(serve, "call_command", lambda name, **_: called.append(name))
    for _ in range(2):
        serve.migrate()
    assert called == ["migrate"]
    with connection.cursor() as cursor:  # as of a backup that other code has made
        cursor.execute("COMMENT ON TABLE django_migrations IS 'another'")
    for _ in range(2):
        serve.migrate()
    assert called == ["migrate", "migrate"]


def test_a_changed_file_changes_the_fingerprint(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("a = 1")
    before = serve.fingerprint_of(tmp_path.glob("*.py"))
    assert serve.fingerprint_of(tmp_path.glob("*.py")) == before
    (tmp_path / "a.py").write_text("a = 10")
    changed = serve.fingerprint_of(tmp_path.glob("*.py"))
    (tmp_path / "b.py").write_text("")
    added = serve.fingerprint_of(tmp_path.glob("*.py"))
    assert len({before, changed, added}) == 3


@pytest.mark.django_db
def test_failing_periodic_work_is_logged(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(now: Any) -> str:
        raise ValueError("broken")

    done = []
    others = [PeriodicJob("other", lambda now: done.append(now))]
    monkeypatch.setattr(periodic_jobs, "_entries", [PeriodicJob("failing", fail), *others])
    serve.run_due()
    assert "broken" in caplog.text
    assert len(done) == 1  # one that fails keeps no other from its work


def test_the_loop_looks_after_the_database(
    folder: Path,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DATA_DIR", str(folder))
    serve.restart_database()
    leave_database(folder)
    (folder / "postgres" / "PG_VERSION").write_text("17\n")
    with caplog.at_level(logging.ERROR):
        serve.restart_database()
    assert "do PostgreSQL 17 tạo" in caplog.text


# A Python that writes down what it is asked, and makes a virtual environment by copying itself.
PYTHON = """#!/bin/bash
case "$*" in
    *ensurepip*) exit ${NO_VENV:-0} ;;
    "-m venv"*) mkdir -p .venv/bin && cp "$0" .venv/bin/python ;;
    -V) echo Python 3.11.2; exit ;;
    *version_info*) exit ${TOO_OLD:-0} ;;
    "-m pip --version") exit ;;
    *"pip install"*) echo "$@" >>asked; exit ${NO_NETWORK:-0} ;;
    *) echo "$@" >>asked ;;
esac
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout with the scripts and nothing else, and such a Python as the only one."""
    path = tmp_path / "thư mục mới"
    path.mkdir()
    shutil.copytree(CHECKOUT / "script", path / "script")
    (path / "requirements.txt").write_text("one==1\n")
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in ("python3.11", "python3", "python3.12", "python3.13"):
        (programs / name).write_text(PYTHON)
        (programs / name).chmod(0o755)
    return path


def run_server_script(checkout: Path, **more: str) -> subprocess.CompletedProcess[str]:
    variables = {"PATH": f"{checkout.parent / 'bin'}:{os.environ['PATH']}"} | more
    return subprocess.run(
        [checkout / "script" / "server"], env=variables, cwd="/", capture_output=True, text=True
    )


def test_the_script_installs_once_and_again_when_something_changed(checkout: Path) -> None:
    asked = checkout / "asked"
    options = "--quiet --disable-pip-version-check --no-input --no-deps --require-hashes"
    install = f"-m pip install {options} -r requirements.txt"
    serves = "-m wardportal.runtime.serve"
    assert run_server_script(checkout).returncode == 0
    assert asked.read_text().splitlines() == [install, serves]
    assert run_server_script(checkout).stderr == ""
    assert asked.read_text().splitlines() == [install, serves, serves]
    (checkout / "requirements.txt").write_text("one==2\n")
    failed = run_server_script(checkout, NO_NETWORK="1")
    assert failed.returncode == 1
    assert "Không cài được các gói phần mềm" in failed.stderr
    assert run_server_script(checkout).returncode == 0, "what was interrupted is done again"
    assert asked.read_text().splitlines()[3:] == [install, install, serves]


def test_a_lacking_venv_module_is_one_sentence(checkout: Path) -> None:
    done = run_server_script(checkout, NO_VENV="1")
    assert done.returncode == 1
    assert (
        done.stderr == "Python thiếu mô-đun venv: xin cài gói python3-venv (ví dụ: apt-get install"
        " python3-venv) rồi chạy lại.\n"
    )
    assert not (checkout / ".venv").exists()


def test_a_python_that_is_too_old_is_one_sentence(checkout: Path) -> None:
    done = run_server_script(checkout, TOO_OLD="1")
    assert done.returncode == 1
    assert done.stderr.startswith("Cần Python 3.11 trở lên: xin cài gói python3 ")
    assert done.stderr.count("\n") == 1
