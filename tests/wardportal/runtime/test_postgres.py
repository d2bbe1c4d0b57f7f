"""The private Postgres against everything that processes do to each other.

Nothing here is mocked.
"""

import ctypes
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.support.processes import (
    CHECKOUT,
    NOBODY,
    USER,
    answers,
    as_root,
    clear,
    eventually,
    keeper_pid,
    nobody,
    processes_of,
    server_pid,
    sql,
    start_user,
    user,
)
from wardportal.runtime import postgres
from wardportal.runtime.postgres import ensure_database, leave_database, supervise
from wardportal.runtime.postgres_cluster import Cluster, DatabaseError

pytestmark = pytest.mark.slow


def test_fresh_folder(folder: Path) -> None:
    url = ensure_database(folder)
    assert url == f"postgres://ward@{str(folder / 'socket').replace('/', '%2F')}:5432/ward"
    query = "SELECT current_user, current_setting('fsync'), current_setting('data_checksums')"
    assert sql(folder, query) == ("ward", "on", "on")
    assert sql(folder, "SELECT current_setting('listen_addresses'), lower('ĐẠI HỘI')") == (
        "",
        "đại hội",
    )
    query = (
        "SELECT datlocprovider, datlocale, pg_encoding_to_char(encoding) FROM pg_database WHERE"
        " datname = 'ward'"
    )
    assert sql(folder, query) == ("b", "C.UTF-8", "UTF8")
    sql(folder, "CREATE EXTENSION pg_trgm")
    assert sql(folder, "SELECT cardinality(show_trgm('ộ')) > 0") == (True,), (
        "trigrams must know accented letters"
    )
    modes = {path.name: oct(path.stat().st_mode & 0o777) for path in folder.iterdir()}
    assert modes == {
        "postgres": "0o700",
        "socket": "0o700",
        "postgres.users": "0o600",
        "postgres.keeper": "0o600",
        "postgres.log": "0o600",
    }


def test_no_file_of_a_running_server_is_a_pipe(made: Path) -> None:
    ensure_database(made)
    processes = (server_pid(made), keeper_pid(made))
    outputs = [
        Path(f"/proc/{pid}/fd/{number}").readlink() for pid in processes for number in (1, 2)
    ]
    assert outputs == [made / "postgres.log"] * 4


def test_a_second_user_attaches_and_the_last_one_out_stops_it(made: Path) -> None:
    with user(made) as first:
        pid = server_pid(made)
        with user(made) as second:
            assert second == first
            assert server_pid(made) == pid
        time.sleep(0.5)
        assert answers(made)
    eventually(lambda: processes_of(made) == [])


def test_two_at_once_share_one_server(folder: Path) -> None:
    users = [start_user(folder) for _ in range(3)]
    addresses = {process.stdout.readline() for process in users}
    assert len(addresses) == 1
    assert addresses.pop().startswith("postgres://")
    assert (
        len(
            [
                pid
                for pid in processes_of(folder)
                if Path(f"/proc/{pid}/comm").read_text() == "postgres\n"
            ]
        )
        > 1
    )
    assert (folder / "postgres.log").read_text().count("starting PostgreSQL") == 1
    for process in users:
        process.communicate()


def test_leaving_waits_for_the_end_but_not_for_others(made: Path) -> None:
    ensure_database(made)
    with user(made):
        leave_database(made)
        assert answers(made)
        ensure_database(made)
    leave_database(made)
    assert processes_of(made) == []
    leave_database(made)  # who has gone may leave once more


def test_a_newcomer_during_the_stop_waits_and_starts_anew(made: Path) -> None:
    for _ in range(3):
        with user(made) as address:
            assert address.startswith("postgres://")
        ensure_database(made)
        assert answers(made)
        leave_database(made)


def test_the_server_goes_when_its_only_user_is_killed(made: Path) -> None:
    process = start_user(made)
    assert process.stdout.readline().startswith("postgres://")
    process.kill()
    process.communicate()
    eventually(lambda: processes_of(made) == [])


def test_forked_children_keep_it_alive(made: Path) -> None:
    forks = "import os\nif os.fork():\n    os._exit(0)\nsys.stdin.read()"
    words = [sys.executable, "-c", USER.replace("sys.stdin.read()", forks), str(made)]
    with subprocess.Popen(
        words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=CHECKOUT
    ) as process:
        process.stdout.readline()
        process.wait()
        time.sleep(0.5)
        assert answers(made)
    eventually(lambda: processes_of(made) == [])


def test_rows_survive_a_restart(made: Path) -> None:
    ensure_database(made)
    sql(made, "CREATE TABLE kept_1 AS SELECT 'Phúc Lợi'::text AS ward")
    leave_database(made)
    ensure_database(made)
    assert sql(made, "SELECT ward FROM kept_1") == ("Phúc Lợi",)


def test_a_killed_server_is_started_again_and_has_every_acknowledged_row(made: Path) -> None:
    ensure_database(made)
    sql(made, "CREATE TABLE kept_2 (number int)")
    killed = server_pid(made)
    sql(made, "INSERT INTO kept_2 VALUES (1)")
    os.kill(killed, signal.SIGKILL)
    eventually(lambda: Cluster(made).recorded_pid() != killed and answers(made))
    assert sql(made, "SELECT count(*) FROM kept_2") == (1,)


def test_keeper_and_server_killed_and_left_a_zombie(made: Path) -> None:
    # Orphans become ours, and we do not bury them.
    libc = ctypes.CDLL(None)
    subreaper = 36  # PR_SET_CHILD_SUBREAPER
    assert libc.prctl(subreaper, 1, 0, 0, 0) == 0
    try:
        ensure_database(made)
        sql(made, "CREATE TABLE kept_3 AS SELECT 1 AS number")
        server = server_pid(made)
        os.kill(keeper_pid(made), signal.SIGKILL)
        eventually(lambda: Path(f"/proc/{server}/stat").read_text().split()[3] == str(os.getpid()))
        os.kill(server, signal.SIGKILL)
        eventually(lambda: Path(f"/proc/{server}/stat").read_text().split()[2] == "Z")
        ensure_database(made)
        assert sql(made, "SELECT number FROM kept_3") == (1,)
        assert Path(f"/proc/{server}/stat").read_text().split()[2] == "Z"
        os.waitpid(server, 0)
    finally:
        libc.prctl(subreaper, 0, 0, 0, 0)


def test_a_server_whose_keeper_was_killed_gets_a_new_one(made: Path) -> None:
    with user(made) as address:
        server = server_pid(made)
        os.kill(keeper_pid(made), signal.SIGKILL)
        assert ensure_database(made) == address
        assert server_pid(made) == server
    leave_database(made)
    assert processes_of(made) == []


def test_leaving_stops_a_server_whose_keeper_was_killed(made: Path) -> None:
    ensure_database(made)
    os.kill(keeper_pid(made), signal.SIGKILL)
    leave_database(made)
    assert processes_of(made) == []


def test_a_stranger_with_the_recorded_number_is_left_alone(made: Path) -> None:
    ensure_database(made)
    leave_database(made)
    # The stranger is even called postgres, and belongs to the account Postgres runs as.
    program = made / "elsewhere" / "postgres"
    program.parent.mkdir()
    program.symlink_to(shutil.which("sleep"))
    account = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}
    stranger = subprocess.Popen([program, "60"], cwd=program.parent, **account)
    try:
        lock_file = made / "postgres" / "postmaster.pid"
        lock_file.write_text(f"{stranger.pid}\n{made / 'postgres'}\n0\n5432\n\n\n\n\n")
        if os.geteuid() == 0:
            os.chown(lock_file, NOBODY, NOBODY)
        lock_file.chmod(0o600)
        ensure_database(made)
        assert server_pid(made) != stranger.pid
        leave_database(made)
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_another_major_version_is_refused(folder: Path) -> None:
    ensure_database(folder)
    leave_database(folder)
    (folder / "postgres" / "PG_VERSION").write_text("17\n")
    with pytest.raises(
        DatabaseError, match=r"do PostgreSQL 17 tạo, còn phần mềm này dùng PostgreSQL 18"
    ):
        ensure_database(folder)
    assert processes_of(folder) == []


@pytest.mark.parametrize("name", ["có dấu cách", "phẩy, 'nháy' và \"nháy kép\"", "dài" * 40])
def test_unusual_paths(folder: Path, name: str) -> None:
    path = folder / name
    path.mkdir()
    ensure_database(path)
    socket = Cluster(path).socket
    assert sql(path, "SELECT 1") == (1,)
    assert socket.stat().st_mode & 0o777 == 0o700
    clear(path)
    if not socket.is_relative_to(folder):
        socket.rmdir()


def test_a_socket_folder_that_others_may_enter_is_refused(folder: Path) -> None:
    path = folder / ("x" * 120)
    path.mkdir()
    socket = Cluster(path).socket
    assert socket.parent == Path("/tmp")
    socket.mkdir(mode=0o755)
    try:
        with pytest.raises(DatabaseError, match="chỉ người ấy vào được"):
            ensure_database(path)
    finally:
        socket.rmdir()


def test_a_folder_that_cannot_be_made_is_one_sentence(folder: Path) -> None:
    (folder / "postgres.new").write_text("not a folder")
    with pytest.raises(
        DatabaseError, match=r"^Không mở được cơ sở dữ liệu trong thư mục .*: .*thư mục\.$"
    ):
        ensure_database(folder)


def test_what_an_interrupted_start_left_is_cleared(folder: Path) -> None:
    (folder / "postgres.new" / "base").mkdir(parents=True)
    ensure_database(folder)
    assert not (folder / "postgres.new").exists()


def test_what_initdb_says_stands_in_the_sentence(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wardportal.runtime.postgres_cluster.ROLE", "pg_reserved")
    with pytest.raises(DatabaseError, match=r"^Không tạo được cơ sở dữ liệu trong thư mục .*pg_"):
        ensure_database(folder)


def test_the_keeper_gives_up_on_a_server_that_never_starts(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ensure_database(folder)
    leave_database(folder)
    (folder / "postgres" / "postgresql.conf").write_text("nonsense\n")
    monkeypatch.setattr(postgres, "RESTARTS", 2)
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    users = postgres._lock(folder / "postgres.users", postgres.fcntl.LOCK_SH)
    supervise(Cluster(folder))
    os.close(users)
    assert processes_of(folder) == []


def test_the_keeper_stops_a_server_that_nobody_uses(
    made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ensure_database(made)
    leave_database(made)
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    supervise(Cluster(made))
    assert processes_of(made) == []


def test_a_keeper_that_ignores_interrupts_stops_a_server_that_is_still_starting(
    made: Path,
) -> None:
    # As a shell starts what stands before "&" in a script. Postgres inherits it, and the first
    # SIGINT arrives before it has a handler of its own.
    ignore = "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN); "
    keeper = (
        "from wardportal.runtime.postgres import Cluster, Path, supervise, sys; "
        "supervise(Cluster(Path(sys.argv[1])))"
    )
    process = subprocess.Popen([sys.executable, "-c", ignore + keeper, made], cwd=CHECKOUT)
    assert eventually(lambda: process.poll() is not None, seconds=postgres.STOP_LIMIT / 2)
    assert process.returncode == 0
    assert processes_of(made) == []


def test_a_long_log_gives_way_to_a_new_one(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres, "LOG_LIMIT", 10)
    (made / "postgres.log").write_text("x" * 11)
    ensure_database(made)
    assert (made / "postgres.log.1").read_text() == "x" * 11


@as_root
def test_as_root_it_runs_as_nobody_without_any_group(made: Path) -> None:
    ensure_database(made)
    status = Path(f"/proc/{server_pid(made)}/status").read_text()
    fields = dict(line.split(":", 1) for line in status.splitlines())
    assert fields["Uid"].split() == fields["Gid"].split() == [str(NOBODY)] * 4
    assert fields["Groups"].split() == []
    assert int(fields["CapEff"], 16) == 0


@as_root
def test_as_root_below_a_closed_folder_nothing_is_opened(folder: Path) -> None:
    closed = folder / "closed"
    path = closed / "var"
    path.mkdir(parents=True, mode=0o711)
    closed.chmod(0o700)
    ensure_database(path)
    assert sql(path, "SELECT 1") == (1,)
    assert closed.stat().st_mode & 0o777 == 0o700
    status = Path(f"/proc/{server_pid(path)}/status").read_text()
    assert "CapEff:\t0000000000000004" in status  # to pass and to read, nothing else
    clear(path)


@as_root
def test_as_root_without_that_power_the_closed_folder_is_named(folder: Path) -> None:
    path = folder / "closed" / "var"
    path.mkdir(parents=True)
    path.parent.chmod(0o700)
    powerless = ["setpriv", "--bounding-set=-dac_read_search", "--inh-caps=-dac_read_search"]
    with user(path, *powerless, sys.executable) as said:
        assert said.startswith("REFUSED PostgreSQL chạy dưới người dùng có uid 65534")
        assert f"không vào được thư mục {path.parent}:" in said


@as_root
def test_as_root_the_owner_of_the_data_folder_runs_it(folder: Path) -> None:
    os.chown(folder, 12345, 12345)
    shutil.copy("/etc/passwd", folder / "passwd")
    with pytest.raises(DatabaseError, match="12345"):  # initdb wants to know its user's name
        ensure_database(folder)
    os.chown(folder, 1, 1)
    shutil.rmtree(folder / "postgres.new", ignore_errors=True)
    shutil.rmtree(folder / "socket")
    ensure_database(folder)
    assert (folder / "postgres").stat().st_uid == 1
    assert (folder / "postgres.users").stat().st_uid == 1


@as_root
def test_as_root_a_copy_made_by_root_is_taken_over(folder: Path) -> None:
    ensure_database(folder)
    sql(folder, "CREATE TABLE kept AS SELECT 1 AS number")
    leave_database(folder)
    restored = folder / "restored"
    restored.mkdir(mode=0o711)
    subprocess.run(["cp", "-r", folder / "postgres", restored], check=True)
    ensure_database(restored)
    assert sql(restored, "SELECT number FROM kept") == (1,)
    clear(restored)


@as_root
def test_as_an_ordinary_user(folder: Path) -> None:
    with user(folder, *nobody()) as said:
        assert said.startswith("REFUSED Không mở được cơ sở dữ liệu"), "the folder is root's"
        assert said.endswith(": không đủ quyền.")
    os.chown(folder, NOBODY, NOBODY)
    with user(folder, *nobody()) as said:
        assert said.startswith("postgres://")
        assert sql(folder, "SELECT current_user") == ("ward",)
    eventually(lambda: processes_of(folder) == [])


@as_root
def test_as_an_ordinary_user_a_cluster_of_somebody_else_is_refused(folder: Path) -> None:
    ensure_database(folder)
    leave_database(folder)
    os.chown(folder / "postgres", 1, 1)
    (folder / "postgres").chmod(0o755)
    os.chown(folder, NOBODY, NOBODY)
    for name in ("postgres.users", "postgres.keeper"):
        os.chown(folder / name, NOBODY, NOBODY)
    with user(folder, *nobody()) as said:
        assert said.endswith("thuộc về người dùng khác trên máy này.")
