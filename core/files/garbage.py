"""Garbage collection of stored files: uploads without a use, and files on disk without a row."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from django.db import connection, transaction
from django.db.models import Exists, ForeignObjectRel, OuterRef, QuerySet

from core.files import renditions, storage
from core.models import StoredFile

logger = logging.getLogger(__name__)

UNUSED_RETENTION = timedelta(days=30)
STRAY_RETENTION = timedelta(days=1)
# Older folders have been scanned already; a scan of all files each minute would cost half a second
# for 20,000.
FOLDER_SCAN_PERIOD = timedelta(days=3)
_KEY_LENGTH = 32
# Advisory lock: shared by backups, which copy files for minutes, exclusive here.
_DELETION_LOCK = 0x57415244


def delete_orphans(now: datetime) -> str | None:
    """Run ``collect_orphans`` as a job of ``run_due``."""
    count = collect_orphans(now)
    return f"{count} tệp không còn dùng được xóa" if count else None


def collect_orphans(now: datetime) -> int:
    """Delete uploads unused for over 30 days and files without a row over a day old.

    The renditions of a picture are deleted with it. Return the number of files deleted, renditions
    of a deleted picture not counted; none while a backup is made. Idempotent and safe to run
    concurrently.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_DELETION_LOCK])
        if cursor.fetchone() != (True,):
            return 0
        unused = _delete_unused_rows(now - UNUSED_RETENTION)
    # After the commit: a file without its row is garbage, a row without its file a broken page.
    # A backup that starts now no longer names these files.
    for file in unused:
        _delete_from_disk(file)
    return len(unused) + _collect_strays(now)


@contextmanager
def deletion_held() -> Iterator[None]:
    """Keep every stored file meanwhile; waits for a running deletion. Opens no transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock_shared(%s)", [_DELETION_LOCK])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock_shared(%s)", [_DELETION_LOCK])


@transaction.atomic
def delete_unused(pks: Iterable[int]) -> int:
    """Delete those of the files that nothing uses, at once; return their number.

    None while a backup is made: then ``collect_orphans`` deletes them in time.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_DELETION_LOCK])
        if cursor.fetchone() != (True,):
            return 0
    deleted = _delete_rows(_unused(StoredFile.objects.filter(pk__in=list(pks))))
    for file in deleted:
        transaction.on_commit(partial(_delete_from_disk, file))
    return len(deleted)


def _delete_from_disk(file: StoredFile) -> None:
    storage.path_of(file).unlink(missing_ok=True)
    renditions.delete_renditions(file)


def _delete_unused_rows(before: datetime) -> list[StoredFile]:
    return _delete_rows(_unused(StoredFile.objects.filter(uploaded_at__lt=before)))


def _unused(files: QuerySet[StoredFile]) -> QuerySet[StoredFile]:
    """Return the files without uses, foreign keys of the apps (an article's picture), and those of
    historical rows.
    """
    for relation in StoredFile._meta.get_fields(include_hidden=True):
        if isinstance(relation, ForeignObjectRel):
            rows = relation.related_model._base_manager.filter(
                **{relation.field.name: OuterRef("pk")}
            )
            files = files.exclude(Exists(rows))
    return files


def _delete_rows(files: QuerySet[StoredFile]) -> list[StoredFile]:
    deleted = list(files.select_for_update(skip_locked=True))
    StoredFile.objects.filter(pk__in=[file.pk for file in deleted]).delete()
    return deleted


def _collect_strays(now: datetime) -> int:
    old = [
        path
        for path in _recently_touched(now - FOLDER_SCAN_PERIOD)
        if _is_older(path, now - STRAY_RETENTION)
    ]
    if not old:
        return 0
    rows = StoredFile.objects.filter(key__in={path.name[:_KEY_LENGTH] for path in old})
    extensions = dict(rows.values_list("key", "extension"))
    strays = [path for path in old if not _has_row(path, extensions)]
    for path in strays:
        logger.info("a file without a row is deleted: %s", path.name)
        path.unlink(missing_ok=True)
    return len(strays)


def _has_row(path: Path, extensions: Mapping[str, str]) -> bool:
    """Return whether this is the file of a row, or one of its renditions."""
    key = path.name[:_KEY_LENGTH]
    rest = path.name[_KEY_LENGTH:]
    return key in extensions and (rest == f".{extensions[key]}" or rest.startswith("-"))


def _recently_touched(since: datetime) -> Iterator[Path]:
    """Yield the files of the folders in which a file was added or removed since then."""
    for root in (storage.root(), renditions.root()):
        for folder in root.glob("??"):
            if not _is_older(folder, since):
                yield from folder.iterdir()


def _is_older(path: Path, moment: datetime) -> bool:
    try:
        return path.stat().st_mtime < moment.timestamp()
    except FileNotFoundError:  # deleted by a concurrent run
        return False
