"""What the joined file of a bulletin is to be made of, and what it lacks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    BooleanField,
    DateTimeField,
    Exists,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
)
from django.db.models.functions import Coalesce, JSONObject
from django.utils import timezone

from broadcasts.models import Bulletin, BulletinItem
from broadcasts.states import FRAME_KINDS, BulletinState, ItemKind, SourceState, Voice

# A bulletin that was aired without a file is joined for residents, if it can be, for so long.
JOINED_AFTERWARDS = timedelta(days=7)
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class WantedPart:
    """An item in the joined file: its title, and the stored file of its recording."""

    item: int
    title: str
    recording: int


@dataclass(frozen=True)
class JoinPlan:
    """``missing`` are the titles of items without a recording that may go on air, ``relayed`` of
    programmes that the station takes from another one, so that they are not in the file.
    ``is_partial``: one of the missing is neither opening nor closing, so that the station does not
    play the file. ``has_gone``: the file has an item that is not to be heard any more.
    """

    wanted: tuple[WantedPart, ...]
    missing: tuple[str, ...]
    relayed: tuple[str, ...]
    is_partial: bool
    is_current: bool
    has_gone: bool

    @property
    def is_due(self) -> bool:
        """Return whether the file is to be joined without being asked for."""
        return not self.is_current and (self.has_gone or not self.missing)


def with_places(bulletins: QuerySet[Bulletin]) -> QuerySet[Bulletin]:
    """Annotate ``placed``: what a plan needs of the places with airable items, in order."""
    is_heard = ~Q(item__is_synthetic=True, item__listened_by=None)
    is_of_text = Q(item__kind=ItemKind.RELAYED) | Q(item__recorded_reading=F("item__reading"))
    slot_end = F("bulletin__starts_at") + F("bulletin__minutes") * _MINUTE
    ended = Coalesce("bulletin__air_log__ended_at", slot_end, output_field=DateTimeField())
    places = (
        BulletinItem.objects.airable()
        .filter(bulletin=OuterRef("pk"))
        .exclude(bulletin__state=BulletinState.AIRED, is_aired=False)
        .order_by("position", "pk")
        .values(
            placed=JSONObject(
                item="item_id",
                title="item__title",
                kind="item__kind",
                recording="item__recording_id",
                is_current=Q(item__recording__isnull=False) & is_heard & is_of_text,
                is_later=Q(item__recording__uploaded_at__gt=ended),
                voice="voice",
            )
        )
    )
    return bulletins.annotate(placed=ArraySubquery(places))


def plan_of(pk: int) -> JoinPlan:
    """Return the plan of one bulletin as it is now. One query; raises Bulletin.DoesNotExist."""
    return as_plan(with_places(Bulletin.objects.filter(pk=pk)).get())


def as_plan(bulletin: Bulletin) -> JoinPlan:
    """Return the plan of a bulletin that ``with_places`` has read.

    Once it was on air, or its time is over, the recordings stay those of then, whatever was written
    or recorded since; what was read live has none.
    """
    placed: list[dict[str, Any]] = bulletin.placed  # type: ignore[attr-defined]
    has_sound = bool(bulletin.audio_parts)
    was_aired = bulletin.state == BulletinState.AIRED
    is_aired = was_aired and has_sound
    is_fixed = bulletin.state in (BulletinState.APPROVED, BulletinState.AIRED)
    is_over = bulletin.ends_at <= timezone.now()
    joined = {part["item"]: part.get("recording") for part in bulletin.audio_parts}
    wanted, missing, relayed = [], [], []
    is_partial = False
    for place in placed:
        recording = place["recording"] if place["is_current"] else None
        is_kept = is_fixed and place["item"] in joined and (place["is_later"] or is_over)
        if is_aired or is_kept:
            recording = joined.get(place["item"])
        is_later = place["is_later"] and recording == place["recording"]
        if was_aired and (is_later or place["voice"] == Voice.LIVE):
            recording = None
        if recording:
            wanted.append(WantedPart(place["item"], place["title"], recording))
        elif place["kind"] == ItemKind.RELAYED:
            relayed.append(place["title"])
        elif not is_aired:
            missing.append(place["title"])
            is_partial |= place["kind"] not in FRAME_KINDS
    present = [(part["item"], part["recording"]) for part in bulletin.audio_parts]
    is_current = present == [(part.item, part.recording) for part in wanted] and (
        bulletin.audio_id is not None or not wanted
    )
    has_gone = not joined.keys() <= {place["item"] for place in placed}
    return JoinPlan(tuple(wanted), tuple(missing), tuple(relayed), is_partial, is_current, has_gone)


def outdated(now: datetime) -> list[int]:
    """Return the bulletins, approved or aired, whose file is to be joined anew. One query.

    Approved ones once nothing is missing, or an item in the file has gone; aired ones when an item
    was withdrawn, not heard, or read live.
    """
    names_item = Func(
        OuterRef("audio_parts"),
        Func(JSONObject(item="item_id"), function="jsonb_build_array"),
        template="%(expressions)s",
        arg_joiner=" @> ",
        output_field=BooleanField(),
    )
    withdrawn = BulletinItem.objects.filter(
        Q(item__source_state=SourceState.WITHDRAWN) | Q(is_aired=False) | Q(voice=Voice.LIVE),
        names_item,
        bulletin=OuterRef("pk"),
    )
    aired = Q(state=BulletinState.AIRED)
    is_recent = Q(audio=None, audio_parts=[], starts_at__gte=now - JOINED_AFTERWARDS)
    found = with_places(
        Bulletin.objects.filter(
            Q(state=BulletinState.APPROVED) | (aired & (Exists(withdrawn) | is_recent))
        )
    )
    plans = [(bulletin.pk, as_plan(bulletin)) for bulletin in found.order_by("starts_at")]
    return [pk for pk, plan in plans if plan.is_due]
