"""Postgres' own programs: dump and restore of the database that the settings name."""

# ruff: noqa: S603  (no command contains input of users)

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import psycopg2
from django.db import connection
from psycopg2.extensions import connection as PostgresConnection

from wardportal.runtime.postgres_cluster import binaries

# What Postgres' programs say of a full disk, whatever else they say.
_FULL = ("No space left on device", "Disk quota exceeded", "could not extend file")


class ToolError(Exception):
    """One Vietnamese sentence for the operator."""


def refuse_full_disk(folder: Path, needed: int) -> None:
    """Raise ToolError if the disk of a folder has less than these bytes free."""
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise ToolError(
            f"Đĩa có thư mục {folder} còn trống {free // 1024**2} MB, cần ít nhất"
            f" {-(-needed // 1024**2)} MB: xin dọn đĩa rồi làm lại."
        )


def dump(target: Path, snapshot: str) -> None:
    """Write the database, as the exported ``snapshot`` sees it, to a file of pg_dump's own format.

    Raises ToolError.
    """
    _run("pg_dump", "-Fc", f"--snapshot={snapshot}", "--no-owner", "--no-acl", "-f", str(target))


def load(source: Path, database: str) -> None:
    """Restore a dump into an empty database, all of it or nothing. Raises ToolError."""
    _run(
        "pg_restore",
        "--single-transaction",
        "--exit-on-error",
        "--no-owner",
        "--no-acl",
        "-d",
        database,
        str(source),
        database=database,
    )


def connect(database: str) -> PostgresConnection:
    """Return a connection in autocommit to another database of the same server."""
    made = psycopg2.connect(**(_parameters() | {"dbname": database}))
    made.autocommit = True
    return made


def database_name() -> str:
    return str(connection.settings_dict["NAME"])


def _run(program: str, *arguments: str, database: str = "") -> None:
    done = subprocess.run(
        [_program(program), *arguments],
        env=_environment(database or database_name()),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
    )
    if done.returncode:
        if any(words in done.stderr for words in _FULL):
            raise ToolError(f"Đĩa đã đầy nên {program} không làm xong: xin dọn đĩa rồi làm lại.")
        lines = done.stderr.strip().splitlines() or [f"mã lỗi {done.returncode}"]
        raise ToolError(f"{program} báo lỗi: {lines[0]}")


def _program(name: str) -> str:
    """Return the program of the wheel; of the system where the connection needs TLS."""
    if "sslmode" in connection.settings_dict.get("OPTIONS", {}):
        found = shutil.which(name)
        if not found:
            raise ToolError(
                f"Máy chủ PostgreSQL đòi kết nối mã hóa, nên cần lệnh {name} của hệ thống: xin cài"
                " gói postgresql-client."
            )
        return found
    return str(binaries() / name)


def _parameters() -> dict[str, Any]:
    parameters = connection.get_connection_params()
    kept = ("dbname", "user", "password", "host", "port", "sslmode", "sslrootcert")
    return {name: parameters[name] for name in kept if parameters.get(name)}


def _environment(database: str) -> dict[str, str]:
    names = {"user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    names |= {"sslmode": "SSLMODE", "sslrootcert": "SSLROOTCERT"}
    values = {
        f"PG{names[name]}": str(value) for name, value in _parameters().items() if name in names
    }
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return clean | values | {"PGDATABASE": database, "LC_ALL": "C.UTF-8"}
