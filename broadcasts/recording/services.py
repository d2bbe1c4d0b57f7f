"""The joined file of a bulletin as other packages ask for it: its state, and a new one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from broadcasts.models import Bulletin
from broadcasts.recording.join import join_bulletin
from broadcasts.recording.parts import outdated, plan_of
from core.jobs.progress import enqueue_for
from organization.models import User

# A file that could not be joined is not tried again each minute.
_PAUSE = timedelta(minutes=10)


@dataclass(frozen=True)
class AudioStatus:
    """State of the file of a bulletin.

    ``missing`` are the titles of the items without a recording that may go on air; ``relayed``
    those that the station takes from another one. ``is_partial``: one of the missing is neither
    opening nor closing, so that the station does not play the file. ``is_current``: the file is
    made of just what the bulletin holds; only then it may be played. ``is_joining``: a job waits
    or runs.
    """

    missing: tuple[str, ...]
    relayed: tuple[str, ...]
    is_partial: bool
    has_file: bool
    is_current: bool
    is_joining: bool

    @property
    def is_ready(self) -> bool:
        return self.has_file and self.is_current and not self.missing


def audio_status(bulletin: Bulletin) -> AudioStatus:
    """Return the state of the file of a bulletin. Two queries."""
    plan = plan_of(bulletin.pk)
    return AudioStatus(
        missing=plan.missing,
        relayed=plan.relayed,
        is_partial=plan.is_partial,
        has_file=bulletin.audio_id is not None,
        is_current=plan.is_current,
        is_joining=_joins(bulletin.pk).filter(status__in=("READY", "RUNNING")).exists(),
    )


def request_join(bulletin: Bulletin, person: User | None = None) -> UUID | None:
    """Queue the joining of a bulletin; return the key of the job, None if none is needed.

    ``person`` asks for what is recorded so far, and gets a page of its progress. Without one, the
    call of whatever changed the items of a bulletin or their recordings, a bulletin is joined once
    nothing is missing or what is in it has gone, and not if its file is current or a job waits
    already.
    """
    if person is not None:
        return enqueue_for(person, join_bulletin, bulletin.pk, subject=str(bulletin))
    if not plan_of(bulletin.pk).is_due or _joins(bulletin.pk).filter(status="READY").exists():
        return None
    return UUID(str(join_bulletin.enqueue(bulletin.pk).id))


def join_outdated(now: datetime) -> str | None:
    """Queue the joining of each bulletin, approved or aired, whose file is not what it holds; run
    every minute. One query if there is none.
    """
    count = 0
    found = outdated(now)
    if not found:
        return None
    for bulletin in Bulletin.objects.filter(pk__in=found):
        if not _joins(bulletin.pk).filter(enqueued_at__gt=timezone.now() - _PAUSE).exists():
            count += request_join(bulletin) is not None
    return f"{count} bản tin được ghép lại" if count else None


def request_joins_of(item_pk: int) -> None:
    """Queue the joining of the bulletins whose file is to change with an item that was recorded or
    whose source was withdrawn.
    """
    for bulletin in Bulletin.objects.filter(pk__in=outdated(timezone.now()), places__item=item_pk):
        request_join(bulletin)


def _joins(pk: int) -> QuerySet[DBTaskResult[Any, Any]]:
    return DBTaskResult.objects.filter(task_path=join_bulletin.module_path, args_kwargs__args=[pk])
