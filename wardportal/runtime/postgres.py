"""The private Postgres of a data folder: the first process that asks starts it, the last one out
stops it.

A *user* is a process that called ``ensure_database``. Until it ends, it and the children it forks
hold a shared lock on ``postgres.users``; the kernel drops that lock however they end, so nobody has
to say goodbye.

The *keeper* (``python -m wardportal.runtime.postgres``, a session of its own) holds
``postgres.keeper``. It starts Postgres, starts it again if it dies, and once it gets
``postgres.users`` for itself alone it stops Postgres and goes. It keeps that lock until it has
gone: a user who comes meanwhile waits, then starts a new keeper.
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

from wardportal.runtime.postgres_cluster import Cluster, DatabaseError, open_private, reason

START_LIMIT = 600  # seconds: recovery after a crash may take long
STOP_LIMIT = 60  # seconds until a fast shutdown becomes an immediate one
STOP_REPEAT = 0.5  # seconds between two requests for a fast shutdown
RESTARTS = 8  # in a row, each after less than a minute; about 15 seconds in all
LOG_LIMIT = 5_000_000  # bytes, then the next start begins a new log and keeps the old one
CHECKOUT = Path(__file__).resolve().parents[2]

_users_locks: dict[Path, int] = {}
_keepers: list[subprocess.Popen[bytes]] = []


def ensure_database(data_dir: Path) -> str:
    """Return the address of the folder's own Postgres, ready for connections, starting it where it
    does not run.

    It runs at least until this process and the children it forks have ended. Calling again is cheap
    and puts right what has died since. Raises DatabaseError.
    """
    folder = data_dir.resolve()
    try:
        if folder not in _users_locks:
            # Waits while a keeper is stopping Postgres.
            _users_locks[folder] = _lock(folder / "postgres.users", fcntl.LOCK_SH)
        return _wait_until_ready(Cluster(folder))
    except OSError as error:
        raise DatabaseError(
            f"Không mở được cơ sở dữ liệu trong thư mục {folder}: {reason(error)}."
        ) from error


def leave_database(data_dir: Path, patience: float = 0) -> None:
    """Stop using the folder's Postgres; return once it has gone, or after ``patience`` seconds
    while others use it.
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
    if server is not None:  # its keeper was killed: another shall stop it
        _start_keeper(cluster, lock)
        os.close(server)
    os.close(lock)
    return server is None


def _has_users(cluster: Cluster) -> bool:
    """Return whether the users' lock is shared: to be had together with others, but not alone."""
    users = os.fdopen(open_private(cluster.folder / "postgres.users", os.O_RDONLY))
    with users:
        return not _is_locked(users.fileno(), fcntl.LOCK_EX) and _is_locked(
            users.fileno(), fcntl.LOCK_SH
        )


def _wait_until_ready(cluster: Cluster) -> str:
    started_keeper = False
    deadline = time.monotonic() + START_LIMIT
    while time.monotonic() < deadline:
        lock = _try_lock(cluster.folder / "postgres.keeper", fcntl.LOCK_EX)
        if lock is not None:
            try:
                if started_keeper:
                    raise DatabaseError(
                        f"PostgreSQL không khởi động được: xem lý do ở cuối tệp {cluster.log}."
                    )
                cluster.prepare(lock)
                _start_keeper(cluster, lock)
                started_keeper = True
            finally:
                os.close(lock)  # the keeper has its own copy
        if cluster.is_ready():
            return cluster.url
        time.sleep(0.05)
    raise DatabaseError(
        f"PostgreSQL chưa sẵn sàng sau {START_LIMIT // 60} phút: xem tệp {cluster.log}."
    )


def _start_keeper(cluster: Cluster, lock: int) -> None:
    if cluster.log.exists() and cluster.log.stat().st_size > LOG_LIMIT:
        cluster.log.rename(cluster.log.with_suffix(".log.1"))
    _keepers[:] = [keeper for keeper in _keepers if keeper.poll() is None]
    with os.fdopen(open_private(cluster.log, os.O_WRONLY | os.O_APPEND), "wb") as log:
        keeper = subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "wardportal.runtime.postgres", str(cluster.folder)],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=CHECKOUT,
            start_new_session=True,  # Ctrl-C and a closed terminal are for the users
            pass_fds=[lock],  # stays open, and so locked, until the keeper ends
        )
    _keepers.append(keeper)


def keep(cluster: Cluster) -> None:
    """Keep Postgres running for as long as it has users, then stop it.

    Restarts end after RESTARTS failures.
    """
    # Whoever stops a whole service tells all its processes: the keeper still goes last.
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    failures, started_at = 0, time.monotonic()
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
    with suppress(ChildProcessError):  # a Postgres whose first keeper was killed is another's child
        os.waitid(os.P_PIDFD, process, os.WEXITED)
    os.close(process)


def _lock(path: Path, kind: int) -> int:
    """Open and lock a file, waiting for as long as another's lock is in the way."""
    descriptor = open_private(path, os.O_RDONLY)
    fcntl.flock(descriptor, kind)
    return descriptor


def _try_lock(path: Path, kind: int) -> int | None:
    """Open and lock a file unless another's lock is in the way."""
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
    keep(Cluster(Path(sys.argv[1])))
