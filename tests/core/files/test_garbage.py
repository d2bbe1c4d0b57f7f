"""What nothing uses goes from the disk, and nothing else does."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connections
from django.utils import timezone

from core.files import garbage, renditions, storage
from core.files.storage import store, sync_uses
from core.models import FileUse, StoredFile
from tests.support.files import picture, upload

if TYPE_CHECKING:
    from news.models import Article
    from tests.support.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("file_root")]

BODY = FileUse.Role.BODY
NOW = timezone.now()


def stored(**options: Any) -> StoredFile:
    return store(
        upload(picture(), "ảnh.jpg"), uploader=None, kind=StoredFile.Kind.PICTURE, **options
    )


def files_on_disk(root: Path) -> set[Path]:
    return {path for path in root.rglob("*") if path.is_file()}


def backdate(path: Path, at: datetime) -> None:
    os.utime(path, (at.timestamp(), at.timestamp()))


def test_unused_uploads_go_after_thirty_days(cast: Cast, draft: Article) -> None:
    old, fresh = stored(now=NOW - timedelta(days=31)), stored(now=NOW - timedelta(days=29))
    used, former = stored(now=NOW - timedelta(days=400)), stored(now=NOW - timedelta(days=400))
    sync_uses(draft, BODY, [used, former])
    sync_uses(draft, BODY, [used])
    assert garbage.collect_orphans(NOW) == 1
    assert set(StoredFile.objects.all()) == {fresh, used, former}
    assert not storage.path_of(old).exists()
    assert all(storage.path_of(file).exists() for file in (fresh, used, former))
    assert garbage.collect_orphans(NOW) == 0


def test_what_a_row_names_directly_is_never_collected(draft: Article) -> None:
    """An article's picture, and the picture of an old version of it, even without a recorded
    use.
    """
    present, former = (stored(now=NOW - timedelta(days=400)) for _ in range(2))
    for file in (former, present):
        draft.picture = file
        draft.save()
    assert FileUse.objects.count() == 0
    assert garbage.collect_orphans(NOW) == 0
    assert set(StoredFile.objects.all()) == {present, former}


def test_strays_on_disk_go_after_a_day(file_root: Path) -> None:
    kept, row_lost = stored(), stored()
    row_lost_path = storage.path_of(row_lost)
    row_lost.delete()
    part, fresh = row_lost_path.parent / "tmpabc.part", row_lost_path.parent / "tmpdef.part"
    twin = storage.path_of(kept).with_suffix(".pdf")
    for path in (part, fresh, twin):
        path.write_bytes(b"x")
    for path in (row_lost_path, part, twin, storage.path_of(kept)):
        backdate(path, NOW - timedelta(days=2))
    assert garbage.collect_orphans(NOW) == 3
    assert files_on_disk(file_root) == {storage.path_of(kept), fresh}
    assert garbage.collect_orphans(NOW) == 0


def test_folders_untouched_for_days_are_not_searched_again(file_root: Path) -> None:
    file = stored()
    path = storage.path_of(file)
    file.delete()
    backdate(path, NOW - timedelta(days=9))
    backdate(path.parent, NOW - timedelta(days=9))
    assert garbage.collect_orphans(NOW) == 0
    (path.parent / "new").touch()
    assert garbage.collect_orphans(NOW) == 1


def test_collecting_where_nothing_was_ever_stored(file_root: Path) -> None:
    assert not file_root.exists()
    assert garbage.collect_orphans(NOW) == 0


def test_a_file_that_another_collector_took_is_no_error() -> None:
    file = stored(now=NOW - timedelta(days=31))
    storage.path_of(file).unlink()
    assert garbage.collect_orphans(NOW) == 1
    assert not garbage._is_older(storage.path_of(file), NOW)


@pytest.mark.django_db(transaction=True)
def test_a_row_held_by_somebody_else_is_left_for_the_next_time() -> None:
    file = stored(now=NOW - timedelta(days=31))
    other = connections.create_connection("default")
    try:
        with other.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("SELECT 1 FROM core_storedfile WHERE id = %s FOR KEY SHARE", [file.pk])
            assert garbage.collect_orphans(NOW) == 0
            cursor.execute("ROLLBACK")
    finally:
        other.close()
    assert garbage.collect_orphans(NOW) == 1


def test_renditions_go_with_their_picture(file_root: Path) -> None:
    kept, gone = stored(now=NOW), stored(now=NOW - timedelta(days=31))
    for file in (kept, gone):
        for name in ("60.avif", "shared-top.jpg"):
            assert renditions.made(file, name)
    assert garbage.collect_orphans(NOW) == 1
    assert {
        path.name.partition("-")[0].removesuffix(".webp") for path in files_on_disk(file_root)
    } == {kept.key}
    assert len(files_on_disk(file_root)) == 3


def test_a_rendition_without_a_row_goes_after_a_day(file_root: Path) -> None:
    kept, row_lost = stored(), stored()
    paths = [renditions.made(file, "60.avif") for file in (kept, row_lost)]
    StoredFile.objects.filter(pk=row_lost.pk).delete()
    assert garbage.collect_orphans(NOW) == 0
    for path in paths:
        backdate(path, NOW - timedelta(days=2))
    assert garbage.collect_orphans(NOW) == 1
    assert [path.exists() for path in paths] == [True, False]
