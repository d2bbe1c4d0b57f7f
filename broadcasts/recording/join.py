"""Job that joins the file of a bulletin: chime, items, pauses, chapters."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from broadcasts.audio import processing
from broadcasts.audio.chimes import Chime
from broadcasts.audio.errors import InvalidAudio
from broadcasts.audio.joining import JoinedAudio
from broadcasts.models import Bulletin
from broadcasts.recording.files import (
    PART,
    SOUND,
    announcers,
    release,
    set_uses,
    store_mp3,
    tags_of,
    work_file,
)
from broadcasts.recording.parts import JoinPlan, WantedPart, plan_of
from broadcasts.states import BulletinClass
from core.files import storage
from core.jobs.definitions import JobPolicy, job
from core.jobs.progress import report_progress
from core.models import StoredFile
from organization.models.notices import notify

MAX_ROUNDS = 3  # of a bulletin that is changed while it is joined


class StillChanging(Exception):
    """The places were changed each time while the file was joined; the job is tried again."""


@job(
    JobPolicy(
        "Ghép bản tin phát thanh", attempts=3, time_limit=timedelta(minutes=15), memory_limit=1024
    )
)
def join_bulletin(pk: int) -> None:
    """Join the recordings of the airable items in order and store the file with the bulletin.

    Without any recording the bulletin has no file. What is joined already is left as it is.
    """
    for _ in range(MAX_ROUNDS):
        bulletin = Bulletin.objects.select_related("slot").filter(pk=pk).first()
        if bulletin is None:
            return
        plan = plan_of(pk)
        if plan.is_current:
            return
        if not plan.wanted:
            _clear(pk)
            return
        try:
            is_done = _join(bulletin, plan)
        except InvalidAudio as error:
            _tell(bulletin, str(error))
            return
        if is_done:
            return
    raise StillChanging


def _join(bulletin: Bulletin, plan: JoinPlan) -> bool:
    """Store the joined file; return False if the places have changed meanwhile."""
    files = StoredFile.objects.in_bulk([part.recording for part in plan.wanted])
    parts = [
        processing.Part(storage.path_of(files[part.recording]), part.title)
        for part in plan.wanted
        if part.recording in files
    ]
    if len(parts) < len(plan.wanted):
        return False
    is_urgent = bulletin.bulletin_class == BulletinClass.EMERGENCY
    with work_file("mp3") as made:
        joined = processing.join(
            parts,
            made,
            tags_of(str(bulletin), on=bulletin.starts_at),
            chime=Chime.EMERGENCY if is_urgent else Chime.BULLETIN,
            on_progress=report_progress,
        )
        file = store_mp3(made, str(bulletin), None, now=timezone.now())
    if _store(bulletin.pk, plan, joined, file):
        return True
    release([file.pk])
    return False


@transaction.atomic
def _store(pk: int, plan: JoinPlan, joined: JoinedAudio, file: StoredFile) -> bool:
    """Store the file with the bulletin if its places are still those of the plan."""
    bulletin = Bulletin.objects.select_for_update(of=("self",)).filter(pk=pk).first()
    if bulletin is None or plan_of(pk).wanted != plan.wanted:
        return False
    Bulletin.objects.filter(pk=pk).update(
        audio=file,
        audio_seconds=joined.facts.seconds,
        audio_parts=[
            _described(part, start) for part, start in zip(plan.wanted, joined.starts, strict=True)
        ],
    )
    ended = set_uses(bulletin, SOUND, [file.pk])
    ended += set_uses(bulletin, PART, [part.recording for part in plan.wanted])
    release(ended)
    return True


def _described(part: WantedPart, start: float) -> dict[str, object]:
    return {
        "item": part.item,
        "title": part.title,
        "start": round(start, 3),
        "recording": part.recording,
    }


@transaction.atomic
def _clear(pk: int) -> None:
    bulletin = Bulletin.objects.select_for_update(of=("self",)).filter(pk=pk).first()
    if bulletin is None or plan_of(pk).wanted:
        return
    clear_sound(bulletin)


def clear_sound(bulletin: Bulletin) -> None:
    """Take its sound from a bulletin, and delete the files that nothing else uses."""
    Bulletin.objects.filter(pk=bulletin.pk).update(audio=None, audio_seconds=None, audio_parts=[])
    release([*set_uses(bulletin, SOUND, []), *set_uses(bulletin, PART, [])])


def _tell(bulletin: Bulletin, sentence: str) -> None:
    notify(
        announcers(),
        event=f"join:{bulletin.pk}:{timezone.localdate()}",
        text=f"Chưa ghép được “{bulletin}”: {sentence}"[:500],
        now=timezone.now(),
    )
