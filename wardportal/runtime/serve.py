"""``python -m wardportal.runtime.serve``: web server, periodic jobs and database of a ward, until
SIGINT or SIGTERM.

This process is gunicorn's master. Its children are the workers, the loop of periodic jobs and the
worker of background jobs. It starts each again that ends; they end with it however it ends, and
with the last of them the private Postgres.
"""

import gc
import hashlib
import logging
import os
import signal
import socket
import sys
import time
import traceback
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import django
from django.apps import apps
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import OperationalError, connection, connections
from gunicorn.app.base import BaseApplication

from core.os_errors import reason
from wardportal.runtime.application import make_application
from wardportal.runtime.background import BackgroundProcess, SupervisingArbiter
from wardportal.runtime.environment import read_environment
from wardportal.runtime.listener import HOST, listen
from wardportal.runtime.postgres import ensure_database, leave_database
from wardportal.runtime.postgres_cluster import DatabaseError
from wardportal.runtime.refusals import use_own_pages
from wardportal.runtime.startup import BASE_DIR, StartupError, data_dir, prepare

DUE_EVERY = 60  # seconds
OPTIONS = {
    "worker_class": "gthread",
    "workers": 2,
    "threads": 4,
    "timeout": 60,
    "graceful_timeout": 15,
    "keepalive": 5,
    "limit_request_line": 8190,
    "loglevel": "warning",
    "control_socket_disable": True,
    "proc_name": "wardportal",
}

logger = logging.getLogger("wardportal.runtime.serve")


class Server(BaseApplication):
    """Gunicorn on a socket that already listens."""

    def __init__(self, listener: socket.socket, processes: list[BackgroundProcess]) -> None:
        self.port = listener.getsockname()[1]
        self.descriptor = listener.detach()  # closed by gunicorn
        self.processes = processes
        super().__init__()

    def load_config(self) -> None:
        for name, value in OPTIONS.items():
            self.cfg.set(name, value)
        self.cfg.set("bind", f"fd://{self.descriptor}")
        self.cfg.set("when_ready", self.announce)
        use_own_pages()

    def load(self) -> Any:
        return make_application()

    def run(self) -> None:
        SupervisingArbiter(self, self.processes).run()

    def announce(self, arbiter: Any) -> None:
        print(
            f"Cổng thông tin đang chạy tại http://{HOST}:{self.port} (dừng bằng Ctrl-C).",
            flush=True,
        )


def main() -> int:
    """Serve until stopped; return the exit code. Every refusal is one sentence."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wardportal.settings")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    master = os.getpid()
    processes: list[BackgroundProcess] = []
    try:
        read_environment()
        with listen(os.environ.get("PORT") or "8000") as listener:
            has_own_database = not os.environ.get("DATABASE_URL")
            prepare()
            django.setup()
            if run_in_child(make_ready):
                return 1
            connections.close_all()  # none may be shared with the children
            gc.collect()
            gc.freeze()  # the children share what is loaded, as long as no collection touches it
            processes = [
                BackgroundProcess(
                    "việc định kỳ", partial(run_periodic_jobs, has_own_database=has_own_database)
                ),
                BackgroundProcess("việc nền", run_jobs),
            ]
            Server(listener, processes).run()
    except (StartupError, CommandError, OperationalError, OSError) as error:
        print(sentence(error), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        pass
    finally:
        if os.getpid() == master:  # workers end here, too
            for process in processes:
                process.stop()
            leave_database(data_dir(), patience=5)
    return 0


def run_in_child(run: Callable[[], None]) -> int:
    """Run it in a forked process and return its exit code; an error is printed there.

    What libraries start there, such as the threads that typeset papers, does not reach the master:
    its workers would inherit locks of threads that a fork does not take along, and wait for ever.
    """
    child = os.fork()
    if child == 0:
        code = 1
        try:
            run()
            code = 0
        except (StartupError, CommandError, OperationalError, OSError) as error:
            print(sentence(error), file=sys.stderr)
        except SystemExit:
            pass
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)
    try:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    except BaseException:
        with suppress(ProcessLookupError, ChildProcessError):
            os.kill(child, signal.SIGTERM)
            os.waitpid(child, 0)
        raise


def sentence(error: Exception) -> str:
    """Return why the server does not start."""
    if isinstance(error, OperationalError):
        return f"Không dùng được cơ sở dữ liệu: {str(error).splitlines()[0]}"
    if isinstance(error, OSError):
        return f"Không khởi động được: {error.filename or ''} {reason(error)}."
    return str(error)


def make_ready() -> None:
    """Migrate, collect static files, load the demonstration into an empty database."""
    from django.contrib.auth import get_user_model

    from core.models import Heartbeat

    migrate()
    collect_static()
    if os.environ.get("LOAD_DEMO") != "0" and not get_user_model().objects.exists():
        call_command("load_demo")
    for name in (Heartbeat.PERIODIC_JOBS, Heartbeat.WORKER):
        Heartbeat.beat(name)  # their silence counts from now on


def migrate() -> None:
    """Migrate the database, unless the same code has done so. Raises StartupError."""
    folders = {Path(config.path) for config in apps.get_app_configs()}
    own = [folder for folder in folders if folder.parent == BASE_DIR]
    code = [path for folder in own for path in folder.rglob("*.py")]
    fingerprint = fingerprint_of([*code, BASE_DIR / "requirements.txt"])
    if migrated_by() == fingerprint:
        return
    try:
        call_command("migrate", interactive=False, verbosity=0)
    except CommandError as error:
        raise StartupError(str(error)) from error
    with connection.cursor() as cursor:
        # With the table, so that a restored backup tells its own.
        cursor.execute("COMMENT ON TABLE django_migrations IS %s", [fingerprint])


def migrated_by() -> str:
    """Return the fingerprint of the code that migrated the database last; "" for none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT obj_description(to_regclass('django_migrations'), 'pg_class')")
        return cursor.fetchone()[0] or ""


def fingerprint_of(files: Iterable[Path]) -> str:
    """Return a value that changes when a file is changed, added or removed."""
    found = [(path, path.stat()) for path in files]
    lines = sorted(f"{path} {stat.st_size} {stat.st_mtime_ns}" for path, stat in found)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def collect_static() -> None:
    """Collect the static files, unless none has changed since the last time."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders

    from core.richtext.editor import EDITOR_IGNORE_PATTERNS

    fingerprint = fingerprint_of(
        Path(storage.path(path))
        for finder in get_finders()
        for path, storage in finder.list(EDITOR_IGNORE_PATTERNS)
    )
    stamp = Path(settings.STATIC_ROOT) / ".collected"
    if stamp.exists() and stamp.read_text() == fingerprint:
        return
    stamp.unlink(missing_ok=True)
    call_command(
        "collectstatic", interactive=False, verbosity=0, ignore_patterns=EDITOR_IGNORE_PATTERNS
    )
    stamp.write_text(fingerprint)


def run_due() -> None:
    """Run the periodic jobs once. A failure is logged; the next minute retries."""
    try:
        call_command("run_due")
    except Exception:
        logger.exception("Việc định kỳ bị lỗi, phút sau sẽ thử lại")


def run_periodic_jobs(master: int, has_own_database: bool) -> None:
    """Run the periodic jobs at once, then every minute until the master has ended."""
    due_at = time.monotonic()
    while os.getppid() == master:
        if time.monotonic() >= due_at:
            due_at += DUE_EVERY
            if has_own_database:
                restart_database()
            run_due()
            connections.close_all()
        time.sleep(1)


def run_jobs(master: int) -> None:
    """Run background jobs until the master has ended."""
    from core.jobs.worker import JobWorker

    JobWorker(master).run_until_orphaned()


def restart_database() -> None:
    """Restart the private Postgres if it and its supervisor were killed."""
    try:
        ensure_database(data_dir())
    except DatabaseError as error:
        logger.error("%s", error)


if __name__ == "__main__":
    sys.exit(main())
