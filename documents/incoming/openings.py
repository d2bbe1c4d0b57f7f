"""Log of who opened which internal file of a document when."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from core.models import StoredFile
from documents.models import FileOpening
from organization.models import User

MAX_SHOWN = 200


def log_opening(file: StoredFile, user: User) -> None:
    """Record that the user opened the file, once per person, file and minute. One query."""
    minute = timezone.now().replace(second=0, microsecond=0)
    FileOpening.objects.bulk_create(
        [FileOpening(file=file, user=user, at=minute)], ignore_conflicts=True
    )


def openings_of(files: Iterable[StoredFile]) -> list[FileOpening]:
    """Return who opened these files when, the newest first, ``MAX_SHOWN`` at most. One query."""
    rows = FileOpening.objects.filter(file__in=list(files)).select_related("user", "file")
    return list(rows[:MAX_SHOWN])
