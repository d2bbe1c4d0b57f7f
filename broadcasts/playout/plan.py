"""What a station is to play in the next days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Prefetch

from broadcasts.models import Bulletin, BulletinItem, Emergency, PlayoutLink, PlayoutReport
from broadcasts.playout.audio import audio_problem, gone_items
from broadcasts.querysets import AHEAD
from broadcasts.states import BulletinClass, BulletinState, ItemKind
from core.models import StoredFile

AHEAD_OF_NOW = timedelta(hours=48)
BEHIND_NOW = timedelta(hours=8)


def planned_bulletins(first: datetime, last: datetime) -> list[Bulletin]:
    """Return the bulletins that begin between two times, with their places, in order. Two
    queries.
    """
    places = BulletinItem.objects.select_related("item").order_by("position", "pk")
    rows = Bulletin.objects.filter(starts_at__gte=first, starts_at__lt=last)
    return list(
        rows.select_related("slot", "audio", "emergency")
        .prefetch_related(Prefetch("places", places))
        .order_by("starts_at", "pk")
    )


def plan_of(link: PlayoutLink, *, now: datetime) -> list[dict[str, Any]]:
    """Return the bulletins of the next 48 hours and the last ones, as the page reads them.

    What is over is in it, so that a page knows whether what it plays was stopped. Three queries,
    and those of ``gone_items``.
    """
    bulletins = planned_bulletins(now - BEHIND_NOW, now + AHEAD_OF_NOW)
    reports = PlayoutReport.objects.filter(link=link, bulletin__in=[one.pk for one in bulletins])
    by_bulletin = {report.bulletin_id: report for report in reports}
    gone = gone_items(place for one in bulletins for place in one.places.all())
    return [_entry(one, by_bulletin.get(one.pk), gone) for one in bulletins]


def _entry(bulletin: Bulletin, report: PlayoutReport | None, gone: set[int]) -> dict[str, Any]:
    places: Sequence[BulletinItem] = list(bulletin.places.all())
    problem = audio_problem(bulletin, places, gone)
    is_ahead = bulletin.state in AHEAD
    is_emergency = bulletin.bulletin_class == BulletinClass.EMERGENCY
    emergency: Emergency | None = getattr(bulletin, "emergency", None)
    # What was on air when it was stopped is logged as aired.
    was_stopped = emergency is not None and emergency.stopped_at is not None
    return {
        "id": bulletin.pk,
        "title": str(bulletin),
        "starts": milliseconds(bulletin.starts_at),
        "ends": milliseconds(bulletin.ends_at),
        "state": bulletin.state,
        "words": "Được lệnh dừng" if was_stopped else bulletin.get_state_display(),
        "is_ahead": is_ahead,
        "is_emergency": is_emergency,
        # Stopped: neither to be played nor to be played on. What is aired and reported to its end
        # is so too: a page that still plays it was not the one that ended it.
        "is_stopped": was_stopped
        or (bulletin.state == BulletinState.AIRED and report is not None and bool(report.ended_at))
        or bulletin.state not in (BulletinState.APPROVED, BulletinState.AIRED),
        "problem": problem if is_ahead else "",
        "audio": None if problem or bulletin.audio is None else _audio(bulletin, bulletin.audio),
        # An emergency without sound is read live by whoever stands at the station.
        "aloud": [
            {"title": place.item.title, "reading": place.item.reading}
            for place in places
            if problem
            and is_emergency
            and bulletin.state == BulletinState.APPROVED
            and not place.item.is_frame
            and place.item_id not in gone
        ],
        "is_approved": bulletin.state == BulletinState.APPROVED,
        "relayed": [
            place.item.title
            for place in places
            if place.item.kind == ItemKind.RELAYED and place.item_id not in gone
        ],
        "corrected": [
            place.item.title
            for place in places
            if is_ahead and place.item.is_corrected and place.item_id not in gone
        ],
        "is_started": report is not None,
        "started": milliseconds(report.started_at) if report else None,
        "is_ended": report is not None and report.ended_at is not None,
    }


def _audio(bulletin: Bulletin, file: StoredFile) -> dict[str, Any]:
    """Return the file; ``version`` changes with its content."""
    return {
        "version": file.sha256,
        "size": file.size,
        "seconds": bulletin.audio_seconds or 0,
        "parts": [{"item": part["item"], "start": part["start"]} for part in bulletin.audio_parts],
    }


def milliseconds(at: datetime) -> int:
    """Return the time as JavaScript counts it."""
    return round(at.timestamp() * 1000)
