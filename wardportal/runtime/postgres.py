"""Supervisor of the private Postgres of a data folder: started by its first user, stopped after the
last.

A *user* is a process that called ``ensure_database``. Until it ends, it and its forked children
hold a shared lock on ``postgres.users``; the kernel releases that lock however they end.

The *supervisor* (``python -m wardportal.runtime.postgres``, in a session of its own) holds the lock
``postgres.keeper``. It starts Postgres, restarts it after a crash, and stops it once it gets an
exclusive lock on ``postgres.users``. It holds that lock until it exits: a user that comes meanwhile
waits, then starts a new supervisor.
"""

import fcntl
import os
import select
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from core.os_errors import reason
from wardportal.runtime.postgres_cluster import Cluster, DatabaseError, open_private

START_LIMIT = 600  # seconds: recovery after a crash may take long
STOP_LIMIT = 60  # seconds until a fast shutdown becomes an immediate one
STOP_REPEAT = 0.5  # seconds between two requests for a fast shutdown
RESTARTS = 8  # in a row, each within a minute; about 15 seconds in all
LOG_LIMIT = 5_000_000  # bytes; beyond, the next start rotates the log
CHECKOUT = Path(__file__).resolve().parents[2]

_users_locks: dict[Path, int] = {}
_supervisors: list[subprocess.Popen[bytes]] = []


def ensure_database(data_dir: Path) -> str:
    """Return the URL of the folder's own Postgres, ready for connections; start it if necessary.

    It runs at least until this process and its forked children have ended. Idempotent, cheap when
    it runs, restarts what has crashed. Raises DatabaseError.
    """
    folder = data_dir.resolve()
    try:
        if folder not in _users_locks:
            # Waits while a supervisor is stopping Postgres.
            _users_locks[folder] = _lock(folder / "postgres.users", fcntl.LOCK_SH)
        return _wait_until_ready(Cluster(folder))
    except OSError as error:
        raise DatabaseError(
            f"Không mở được cơ sở dữ liệu trong thư mục {folder}: {reason(error)}."
        ) from error


def leave_database(data_dir: Path, patience: float = 0) -> None:
    """Release the folder's Postgres; return once it has stopped, or after ``patience`` seconds if
    it has other users.
    """
    cluster = Cluster(data_dir.resolve())
    users_lock = _users_locks.pop(cluster.folder, None)
    if users_lock is None:
        return
    os.close(users_lock)
    deadline = time.monotonic() + patience
    while not _has_gone(cluster):
        if _has_users(cluster) and time.monotonic() >= deadline:
            return
        time.sleep(0.02)


def _has_gone(cluster: Cluster) -> bool:
    lock = _try_lock(cluster.folder / "postgres.keeper", fcntl.LOCK_EX)
    if lock is None:
        return False
    server = cluster.running()
    if server is not None:  # its supervisor was killed: start another to stop it
        _start_supervisor(cluster, lock)
        os.close(server)
    os.close(lock)
    return server is None


def _has_users(cluster: Cluster) -> bool:
    """Return whether the users' lock is shared: free for a shared lock, but not for an exclusive
    one.
    """
    users = os.fdopen(open_private(cluster.folder / "postgres.users", os.O_RDONLY))
    with users:
        return not _is_locked(users.fileno(), fcntl.LOCK_EX) and _is_locked(
            users.fileno(), fcntl.LOCK_SH
        )


def _wait_until_ready(cluster: Cluster) -> str:
    has_started_supervisor = False
    deadline = time.monotonic() + START_LIMIT
    while time.monotonic() < deadline:
        lock = _try_lock(cluster.folder / "postgres.keeper", fcntl.LOCK_EX)
        if lock is not None:
            try:
                if has_started_supervisor:
                    raise DatabaseError(
                        f"PostgreSQL không khởi động được: xem lý do ở cuối tệp {cluster.log}."
                    )
                cluster.prepare(lock)
                _start_supervisor(cluster, lock)
                has_started_supervisor = True
            finally:
                os.close(lock)  # the supervisor has its own copy
        if cluster.is_ready():
            return cluster.url
        time.sleep(0.05)
    raise DatabaseError(
        f"PostgreSQL chưa sẵn sàng sau {START_LIMIT // 60} phút: xem tệp {cluster.log}."
    )


def _start_supervisor(cluster: Cluster, lock: int) -> None:
    if cluster.log.exists() and cluster.log.stat().st_size > LOG_LIMIT:
        cluster.log.rename(cluster.log.with_suffix(".log.1"))
    _supervisors[:] = [supervisor for supervisor in _supervisors if supervisor.poll() is None]
    with os.fdopen(open_private(cluster.log, os.O_WRONLY | os.O_APPEND), "wb") as log:
        supervisor = subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "wardportal.runtime.postgres", str(cluster.folder)],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=CHECKOUT,
            start_new_session=True,  # Ctrl-C and a closed terminal are for the users
            pass_fds=[lock],  # stays open, and so locked, until the supervisor ends
        )
    _supervisors.append(supervisor)


def supervise(cluster: Cluster) -> None:
    """Run Postgres while it has users, then stop it.

    Gives up after RESTARTS failures.
    """
    # A service manager signals all processes; the supervisor has to exit last.
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    failures = 0
    started_at = time.monotonic()
    server = cluster.running() or cluster.start()
    with os.fdopen(open_private(cluster.folder / "postgres.users", os.O_RDONLY)) as users:
        while not _is_locked(users.fileno(), fcntl.LOCK_EX):
            if not _ended(server, seconds=0.2):
                continue
            _reap(server)
            failures = failures + 1 if time.monotonic() - started_at < 60 else 1
            if failures > RESTARTS:
                return
            time.sleep(min(0.05 * 2**failures, 5))
            started_at = time.monotonic()
            server = cluster.running() or cluster.start()
        _shut_down(server)
        _reap(server)


def _shut_down(server: int) -> None:
    """Request a fast shutdown until Postgres ends, after STOP_LIMIT an immediate one.

    One request is not enough: a process started with ``&`` in a script ignores SIGINT and passes
    that on, so that Postgres loses a SIGINT that arrives before it has set up its own handler.
    """
    deadline = time.monotonic() + STOP_LIMIT
    while time.monotonic() < deadline:
        _send(server, signal.SIGINT)
        if _ended(server, seconds=STOP_REPEAT):
            return
    _send(server, signal.SIGQUIT)
    _ended(server, seconds=STOP_LIMIT)


def _send(process: int, signal_number: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        signal.pidfd_send_signal(process, signal_number)


def _ended(process: int, seconds: float) -> bool:
    return bool(select.select([process], [], [], seconds)[0])


def _reap(process: int) -> None:
    # A Postgres whose first supervisor was killed is another's child.
    with suppress(ChildProcessError):
        os.waitid(os.P_PIDFD, process, os.WEXITED)
    os.close(process)


def _lock(path: Path, kind: int) -> int:
    """Open and lock a file; wait for a conflicting lock."""
    descriptor = open_private(path, os.O_RDONLY)
    fcntl.flock(descriptor, kind)
    return descriptor


def _try_lock(path: Path, kind: int) -> int | None:
    """Open and lock a file; return None at a conflicting lock."""
    descriptor = open_private(path, os.O_RDONLY)
    if _is_locked(descriptor, kind):
        return descriptor
    os.close(descriptor)
    return None


def _is_locked(descriptor: int, kind: int) -> bool:
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


if __name__ == "__main__":
    supervise(Cluster(Path(sys.argv[1])))
