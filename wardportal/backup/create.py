"""Making a backup while people work: one snapshot of the database and the files it names."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Sum
from django.utils import timezone

from core.files import storage
from core.files.garbage import deletion_held
from core.models import StoredFile
from wardportal import __version__
from wardportal.backup.archive import DUMP, ArchiveWriter, Manifest, table_digests
from wardportal.backup.postgres_tools import dump, refuse_full_disk


def create_backup(target: Path) -> Manifest:
    """Write a backup of database and files to ``target`` and return its manifest.

    All of it is as of one moment: the rows by a snapshot, and files are never changed, nor deleted
    while this runs. Raises ToolError, OSError; FileExistsError when ``target`` exists.
    """
    if target.exists():
        raise FileExistsError(f"Đã có tệp {target}.")
    stored = StoredFile.objects.aggregate(size=Sum("size", default=0))
    refuse_full_disk(target.parent, stored["size"])
    temporary = target.with_name(f"{target.name}.database")
    writer = ArchiveWriter(target)
    try:
        # The lock first: a transaction's snapshot is older than a lock that it waits for.
        with deletion_held(), transaction.atomic():
            manifest = _dump_snapshot(temporary)
            writer.add(DUMP, temporary)
            for file in StoredFile.objects.order_by("pk").iterator():
                name = f"files/{file.key[:2]}/{file.key}.{file.extension}"
                try:
                    writer.add(name, storage.path_of(file))
                except (FileNotFoundError, PermissionError):
                    manifest.missing.append(name)
                    continue
                if writer.members[name] != [file.size, file.sha256]:
                    manifest.changed.append(name)
            for path in sorted((Path(settings.DATA_DIR) / "giay-to").glob("*")):
                if path.is_file():
                    writer.add(f"giay-to/{path.name}", path)
        writer.finish(manifest)
    except BaseException:
        writer.abandon()
        raise
    finally:
        temporary.unlink(missing_ok=True)
    return manifest


def _dump_snapshot(target: Path) -> Manifest:
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT pg_export_snapshot()")
        (snapshot,) = cursor.fetchone() or ("",)
    dump(target, snapshot)
    applied = MigrationRecorder(connection).applied_migrations()
    return Manifest(
        made_at=timezone.localtime().isoformat(timespec="seconds"),
        version=__version__,
        migrations=sorted([app, name] for app, name in applied),
        tables=table_digests(),
    )
