"""Stored files of broadcasts: MP3s as the portal makes them, who may hear them, and their end."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Exists, Model, QuerySet
from django.utils import timezone

from broadcasts.audio.facts import AudioTags
from broadcasts.models import AirItem, AnnouncerAbsence, Bulletin
from broadcasts.permissions import BULLETIN_READERS
from core.files import garbage, storage
from core.models import FileUse, StoredFile
from organization.models import User, Ward
from organization.roles import Role

SOUND = FileUse.Role.ATTACHMENT
PART = FileUse.Role.BODY  # a recording in the joined file of a bulletin


@contextmanager
def work_file(extension: str) -> Iterator[Path]:
    """Give a path for a file to be made, which goes afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder) / f"sound.{extension}"


def store_mp3(path: Path, title: str, person: User | None, *, now: datetime) -> StoredFile:
    """Store the file under the title, whose slashes ("ngày 30/11/2026") are no folders."""
    return storage.store_made(
        path,
        name=title.replace("/", "-"),
        extension="mp3",
        content_type="audio/mpeg",
        kind=StoredFile.Kind.AUDIO,
        uploader=person,
        now=now,
    )


def tags_of(title: str, *, on: datetime) -> AudioTags:
    """Return the tags of an MP3: title, the ward's station, date."""
    return AudioTags(title, station_name(), "Bản tin phát thanh", timezone.localtime(on).date())


def station_name() -> str:
    """Return the name of the ward's station, as in "Đài Truyền thanh phường Bến Sen"."""
    ward = Ward.current().name
    return f"Đài Truyền thanh {ward[:1].lower()}{ward[1:]}"


@transaction.atomic
def set_uses(item: Model, role: str, files: Iterable[int]) -> list[int]:
    """Make the uses of ``item`` in ``role`` those of ``files``; return the files no longer used.

    Unlike a text's, the sound of before is in no revision: its use ends without a trace.
    """
    wanted = list(dict.fromkeys(files))
    uses = storage.uses_of(item).filter(role=role)
    known = set(uses.values_list("file_id", flat=True))
    ended = known - set(wanted)
    uses.filter(file_id__in=ended).delete()
    FileUse.objects.bulk_create(
        FileUse(file_id=pk, item=item, role=role) for pk in wanted if pk not in known
    )
    return sorted(ended)


def release(files: Iterable[int | None]) -> None:
    """Delete those of the files that nothing uses any more."""
    garbage.delete_unused(pk for pk in files if pk)


def audible_items(user: User) -> QuerySet[AirItem]:
    """Return the items whose recording the user may hear; adds no query to the caller's."""
    return _of_readers(AirItem.objects.all(), user)


def audible_bulletins(user: User) -> QuerySet[Bulletin]:
    """Return the bulletins whose sound the user may hear; adds no query to the caller's."""
    return _of_readers(Bulletin.objects.all(), user)


def _of_readers(rows: QuerySet[Any], user: User) -> QuerySet[Any]:
    """Return the rows for whom ``permissions.may_see_bulletins`` lets in, in SQL for a stand-in."""
    if user.has_role(*BULLETIN_READERS):
        return rows
    absences = AnnouncerAbsence.objects.valid(timezone.localdate()).filter(stand_in=user.pk)
    return rows.filter(Exists(absences))


def announcers() -> QuerySet[User]:
    return User.objects.filter(is_active=True, groups__name=Role.ANNOUNCER)
