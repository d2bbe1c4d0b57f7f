"""Search sources of published meetings and their public conclusions, in their approved words."""

from __future__ import annotations

from django.db.models import QuerySet

from core.registries import SearchHit, SearchKind, SearchSource
from meetings.models import ApprovedConclusion, ApprovedMeeting
from meetings.querysets import SEARCH_COLUMNS

MEETING = SearchKind("hop", "Cuộc họp")
CONCLUSION = SearchKind("ket-luan", "Kết luận họp")


def _meetings(rows: QuerySet[ApprovedMeeting]) -> dict[int, SearchHit]:
    return {
        meeting.pk: SearchHit(
            title=meeting.title,
            url=meeting.get_absolute_url(),
            kind=MEETING.label,
            text=f"{meeting.place}. Chủ trì: {meeting.chair_name}",
            at=meeting.starts_at,
        )
        for meeting in rows.defer(*SEARCH_COLUMNS)
    }


def _conclusions(rows: QuerySet[ApprovedConclusion]) -> dict[int, SearchHit]:
    return {
        conclusion.pk: SearchHit(
            title=f"Kết luận số {conclusion.code}: {conclusion.meeting.title}",
            url=f"{conclusion.meeting.get_absolute_url()}#{conclusion.anchor}",
            kind=CONCLUSION.label,
            text=conclusion.sentence,
            at=conclusion.meeting.starts_at,
        )
        for conclusion in rows.defer(*SEARCH_COLUMNS).select_related("meeting")
    }


SOURCES = (
    SearchSource(
        "meetings.meeting",
        (MEETING,),
        rows=lambda now: ApprovedMeeting.objects.published(),
        load=_meetings,
        at="starts_at",
        position=20,
    ),
    SearchSource(
        "meetings.conclusion",
        (CONCLUSION,),
        rows=lambda now: ApprovedConclusion.objects.published(),
        load=_conclusions,
        at="meeting__starts_at",
        position=21,
    ),
)
