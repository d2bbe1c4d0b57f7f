"""The log of a session, made of what play-out pages reported.

Each function returns what the form of the log would hold.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from math import inf
from typing import Any

from django.utils import timezone

from broadcasts.models import AirItem, Bulletin, PlayoutReport, SpeakerCluster
from broadcasts.on_air import SILENT, with_on_air
from broadcasts.states import FRAME_KINDS, BulletinClass

MAX_INTERRUPTIONS = 1000
_MAX_INCIDENTS = 500
WRITES_AGAIN = timedelta(seconds=30)  # a page that plays writes every ten seconds
_CUT_SHORT = 3  # seconds: the pause behind an item, and what a page reports late


def reported_log(bulletin: Bulletin, reports: Sequence[PlayoutReport]) -> dict[str, Any]:
    """Return the real times, the items in the file, and the clusters that work."""
    clusters = SpeakerCluster.objects.heard(bulletin.day)
    broken = [one for one in reports if one.ended_at is None]
    return {
        "started_at": min(one.started_at for one in reports),
        "ended_at": max(one.ended_at or one.seen_at for one in reports),
        "places": _played_places(bulletin),
        "clusters": list(clusters.values_list("pk", flat=True)),
        "incidents": "; ".join(
            f"Trang phát {one.link.name} mất liên lạc lúc"
            f" {timezone.localtime(one.seen_at):%H:%M}, chưa báo phát xong"
            for one in broken
        )[:_MAX_INCIDENTS],
    }


def close_reports(bulletin: Bulletin, *, now: datetime) -> list[PlayoutReport]:
    """End what pages still play of a bulletin, and return its reports.

    A page falls silent when it learns that its report has ended; one that is not heard of has
    broken off when it last wrote.
    """
    reports = list(bulletin.playout_reports.all())
    for report in reports:
        if report.ended_at is None:
            report.ended_at = now if report.seen_at >= now - SILENT else report.seen_at
            report.save(update_fields=["ended_at"])
    return reports


def stopped_log(
    bulletin: Bulletin, reports: Sequence[PlayoutReport], *, reason: str, now: datetime
) -> dict[str, Any]:
    """Return the log of what was heard until it was stopped; the reports are closed."""
    heard = max((one.ended_at or now) - one.started_at for one in reports).total_seconds()
    ended_at = max(one.ended_at or now for one in reports)
    words = f"Dừng lúc {timezone.localtime(ended_at):%H:%M}, {reason}"
    if torn := _torn_title(bulletin, heard):
        words += f"; mục “{torn}” phát dở"
    elif _is_heard_out(bulletin, heard):
        words = ""
    return reported_log(bulletin, reports) | {
        "places": _played_places(bulletin, heard),
        "incidents": words[:_MAX_INCIDENTS],
    }


def keep_played(item: AirItem, *, now: datetime) -> None:
    """Mark the places of an item that is taken off in bulletins on air in which it was heard by
    then: the file is joined anew without it. One query while nothing with it is on air.
    """
    rows = with_on_air(Bulletin.objects.filter(places__item=item), now)
    for bulletin in rows.filter(began_on_air__isnull=False):
        open_reports = bulletin.playout_reports.filter(ended_at=None)
        heard = max(
            (now if one.seen_at >= now - WRITES_AGAIN else one.seen_at) - one.started_at
            for one in open_reports
        )
        if item.pk in _played_items(bulletin, heard.total_seconds()):
            bulletin.places.filter(item=item).update(is_aired=True)


def _played_places(bulletin: Bulletin, heard: float = inf) -> list[int]:
    """Return the places of the items in the file that end within its first ``heard`` seconds, and
    of those heard before they were taken off; where none is, of all that stand.
    """
    places = list(bulletin.places.airable().values_list("pk", "item_id"))
    played = _played_items(bulletin, heard)
    found = [pk for pk, item in places if item in played] or [pk for pk, _ in places]
    gone = bulletin.places.filter(is_aired=True).exclude(pk__in=found)
    return [*found, *gone.values_list("pk", flat=True)]


def _played_items(bulletin: Bulletin, heard: float) -> set[int]:
    """Return the items in the file that end within its first ``heard`` seconds; of an emergency,
    and where none that stands ends, those that begin.
    """
    begun = {part["item"] for part in bulletin.audio_parts if part["start"] < heard}
    ended = {part["item"] for part, end in _with_ends(bulletin) if end <= heard + _CUT_SHORT}
    if bulletin.bulletin_class == BulletinClass.EMERGENCY:  # what was heard of it is public
        return begun
    airable = set(bulletin.places.airable().values_list("item_id", flat=True))
    return (begun & ended) if begun & ended & airable else begun


def _torn_title(bulletin: Bulletin, heard: float) -> str:
    """Return the item that was on when ``heard`` seconds of the file were over, "" for none, or for
    opening and closing. One query.
    """
    frame = set(bulletin.places.filter(item__kind__in=FRAME_KINDS).values_list("item", flat=True))
    torn = (
        str(part["title"])
        for part, end in _with_ends(bulletin)
        if part["start"] < heard and end > heard + _CUT_SHORT and part["item"] not in frame
    )
    return next(torn, "")


def _is_heard_out(bulletin: Bulletin, heard: float) -> bool:
    return heard + _CUT_SHORT >= (bulletin.audio_seconds or inf)


def _with_ends(bulletin: Bulletin) -> list[tuple[dict[str, Any], float]]:
    """Return the parts of the file in order, each with the second in which it ends."""
    parts = sorted(bulletin.audio_parts, key=lambda part: part["start"])
    ends = [part["start"] for part in parts[1:]] + [bulletin.audio_seconds or inf]
    return list(zip(parts, ends, strict=True)) if parts else []
