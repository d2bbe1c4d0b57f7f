"""Public conclusions as texts for the loudspeakers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.utils import timezone

from core.broadcast_sources import BroadcastSource, BroadcastText
from meetings.models import ApprovedConclusion

NAME = "conclusion"
DAYS_OFFERED = 30


def versions(pks: Iterable[int]) -> dict[int, int]:
    rows = ApprovedConclusion.objects.published().filter(pk__in=list(pks))
    return dict(rows.values_list("pk", "meeting__meeting__version"))


def texts(pks: Iterable[int]) -> list[BroadcastText]:
    """Return the public ones of the conclusions as texts. One query."""
    rows = ApprovedConclusion.objects.published().for_list().filter(pk__in=list(pks))
    return [_text(one) for one in rows.select_related("meeting__meeting")]


def offered(day: date) -> list[int]:
    """Return the keys of the conclusions approved in the last weeks, the newest first."""
    since = timezone.now() - timedelta(days=DAYS_OFFERED)
    rows = ApprovedConclusion.objects.published().filter(meeting__approved_at__gte=since)
    newest = rows.order_by("-meeting__approved_at", "position").values_list("pk", flat=True)
    return list(newest[: BroadcastSource.MAX_OFFERED])


def _text(conclusion: ApprovedConclusion) -> BroadcastText:
    meeting = conclusion.meeting
    held_on = timezone.localdate(meeting.starts_at)
    due = f" Thời hạn: {conclusion.due_on:%d/%m/%Y}." if conclusion.due_on else ""
    sentence = conclusion.sentence.rstrip(".")
    return BroadcastText(
        pk=conclusion.pk,
        version=meeting.meeting.version,
        kind="conclusion",
        title=f"Kết luận {conclusion.code}: {conclusion.sentence}"[:300],
        text=f"{meeting.title}, ngày {held_on:%d/%m/%Y}, kết luận.\n{sentence}.{due}",
        air_from=held_on,
        air_until=held_on + timedelta(days=DAYS_OFFERED),
        url=f"{meeting.get_absolute_url()}#{conclusion.anchor}",
    )


SOURCE = BroadcastSource(NAME, "Kết luận họp", versions, texts, offered)
