"""Restoring a backup into an empty data folder or database, or in place of what is there."""

from __future__ import annotations

import os
import re
import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone
from psycopg2 import errors, sql

from wardportal.backup.archive import DUMP, ArchiveError, Manifest, table_digests, unpack
from wardportal.backup.postgres_tools import connect, database_name, load, refuse_full_disk

MAINTENANCE = "postgres"  # the database from which others are renamed
FOLDERS = ("files", "giay-to")


class RestoreRefused(Exception):
    """One Vietnamese sentence for the operator."""


@dataclass(frozen=True)
class Restored:
    """What was restored, and the database and folders kept of what it replaced."""

    manifest: Manifest
    former_database: str
    former_folders: list[Path]


def restore_backup(archive: Path, *, replace: bool, now: datetime) -> Restored:
    """Restore database and files from a backup, compare every row, then migrate.

    Without ``replace`` only into an empty database and folder; with it what was there is kept under
    a name with the time. Nothing has changed when it raises RestoreRefused, ArchiveError or
    ToolError.
    """
    if archive.is_dir():
        raise RestoreRefused(
            f"{archive} là một thư mục: xin ghi tên tệp sao lưu, ví dụ {archive}/sao-luu-….tar."
        )
    data_dir = Path(settings.DATA_DIR)
    if archive.exists():
        refuse_full_disk(data_dir, archive.stat().st_size)
    unpacked = data_dir / "restore.new"
    shutil.rmtree(unpacked, ignore_errors=True)
    unpacked.mkdir(mode=0o700)
    try:
        manifest = unpack(archive, unpacked)
        _check_migrations(manifest)
        is_full = _has_tables() or any(_has_files(data_dir / name) for name in FOLDERS)
        if is_full and not replace:
            raise RestoreRefused(
                "Thư mục dữ liệu hoặc cơ sở dữ liệu này đã có nội dung. Thêm --replace để khôi phục"
                " đè lên; nội dung cũ được giữ lại dưới tên khác."
            )
        suffix = f"{timezone.localtime(now):%Y%m%d_%H%M%S}"
        former_database = _restore_database(unpacked / DUMP, manifest, suffix)
        former_folders = _exchange_folders(unpacked, data_dir, suffix)
    finally:
        shutil.rmtree(unpacked, ignore_errors=True)
    call_command("migrate", interactive=False, verbosity=0)
    return Restored(manifest, former_database, former_folders)


def delete_replaced() -> list[str]:
    """Delete for ever the databases and folders that ``--replace`` kept; return their names."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname ~ %s ORDER BY 1", [_former()])
        databases = [name for (name,) in cursor.fetchall()]
    for name in databases:
        _execute("DROP DATABASE {}", name)
    folders = [path for name in FOLDERS for path in Path(settings.DATA_DIR).glob(f"{name}.truoc_*")]
    for path in folders:
        shutil.rmtree(path)
    return [*databases, *map(str, folders)]


def _former() -> str:
    """Return the regular expression of the names that former databases have."""
    return rf"^{re.escape(database_name())}_truoc_[0-9_]+$"


def _check_migrations(manifest: Manifest) -> None:
    known = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    unknown = [f"{app}.{name}" for app, name in manifest.migrations if (app, name) not in known]
    if unknown:
        raise RestoreRefused(
            f"Bản sao lưu này do một bản phần mềm khác tạo ({manifest.version}); phần mềm này không"
            f" biết {unknown[0]}. Xin cài đúng bản ấy, hoặc bản mới hơn, rồi khôi phục lại."
        )


def _has_tables() -> bool:
    return bool(connection.introspection.table_names())


def _has_files(folder: Path) -> bool:
    return folder.exists() and any(path.is_file() for path in folder.rglob("*"))


def _restore_database(dump: Path, manifest: Manifest, suffix: str) -> str:
    """Restore into the empty database, or rename the full one and restore into a new one.

    Return the name that the full one has now, empty without one.
    """
    name = database_name()
    former = f"{name}_truoc_{suffix}"
    is_full = _has_tables()
    _check_nobody_else()
    connections.close_all()
    if is_full:
        _rename(name, former)
        _execute("CREATE DATABASE {}", name)
    try:
        load(dump, name)
        connections.close_all()
        differing = differing_tables(manifest)
        if differing:
            raise ArchiveError(
                f"Sau khi khôi phục, bảng {differing[0]} không khớp bản kê; đã trả lại như cũ."
            )
    except BaseException:
        connections.close_all()
        if is_full:
            _execute("DROP DATABASE {}", name)
            _rename(former, name)
        raise
    return former if is_full else ""


def _check_nobody_else() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )
        (users,) = cursor.fetchone() or (0,)
    if users:
        raise RestoreRefused(
            f"Cơ sở dữ liệu đang có {users} kết nối khác: xin dừng máy chủ rồi khôi phục lại."
        )


def differing_tables(manifest: Manifest) -> list[str]:
    """Return the tables whose rows are not those of the manifest."""
    now = table_digests()
    return sorted(
        name
        for name in manifest.tables.keys() | now.keys()
        if manifest.tables.get(name) != now.get(name)
    )


def _rename(name: str, to: str) -> None:
    _execute("ALTER DATABASE {} RENAME TO {}", name, to)


def _execute(statement: str, *names: str) -> None:
    """Run a statement about databases from another one of the server."""
    server = connect(MAINTENANCE)
    try:
        with server.cursor() as cursor:
            cursor.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
    except errors.InsufficientPrivilege as error:
        raise RestoreRefused(
            "Tài khoản PostgreSQL không có quyền tạo cơ sở dữ liệu (CREATEDB), nên không khôi phục"
            " đè được: xin khôi phục vào một cơ sở dữ liệu trống."
        ) from error
    finally:
        server.close()


def _exchange_folders(unpacked: Path, data_dir: Path, suffix: str) -> list[Path]:
    """Put the folders in their places; return where what was there is now."""
    kept = []
    for name in FOLDERS:
        target = data_dir / name
        if target.exists():
            if _has_files(target):
                kept.append(target.rename(data_dir / f"{name}.truoc_{suffix}"))
            else:
                shutil.rmtree(target)
        if (unpacked / name).exists():
            (unpacked / name).rename(target)
    descriptor = os.open(data_dir, os.O_RDONLY)
    os.fsync(descriptor)
    os.close(descriptor)
    return kept
