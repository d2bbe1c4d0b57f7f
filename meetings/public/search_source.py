"""Search sources of published meetings and their public conclusions, in their approved words."""

from __future__ import annotations

from django.db.models import QuerySet

from core.registries import SearchHit, SearchKind, SearchSource
from meetings.models import ApprovedConclusion, ApprovedMeeting
from meetings.querysets import SEARCH_COLUMNS

MEETING = SearchKind("hop", "Cuộc họp")
CONCLUSION = SearchKind("ket-luan", "Kết luận họp")


def _meetings(rows: QuerySet[ApprovedMeeting]) -> QuerySet[ApprovedMeeting]:
    return rows.defer(*SEARCH_COLUMNS)


def _meeting_hit(meeting: ApprovedMeeting) -> SearchHit:
    return SearchHit(
        title=meeting.title,
        url=meeting.get_absolute_url(),
        kind=MEETING.label,
        text=f"{meeting.place}. Chủ trì: {meeting.chair_name}",
        at=meeting.starts_at,
    )


def _conclusions(rows: QuerySet[ApprovedConclusion]) -> QuerySet[ApprovedConclusion]:
    return rows.defer(*SEARCH_COLUMNS).select_related("meeting")


def _conclusion_hit(conclusion: ApprovedConclusion) -> SearchHit:
    return SearchHit(
        title=f"Kết luận số {conclusion.code}: {conclusion.meeting.title}",
        url=f"{conclusion.meeting.get_absolute_url()}#{conclusion.anchor}",
        kind=CONCLUSION.label,
        text=conclusion.sentence,
        at=conclusion.meeting.starts_at,
    )


SOURCES = (
    SearchSource(
        "meetings.meeting",
        (MEETING,),
        rows=lambda now: ApprovedMeeting.objects.published(),
        listed=_meetings,
        hit=_meeting_hit,
        at="starts_at",
        position=20,
    ),
    SearchSource(
        "meetings.conclusion",
        (CONCLUSION,),
        rows=lambda now: ApprovedConclusion.objects.published(),
        listed=_conclusions,
        hit=_conclusion_hit,
        at="meeting__starts_at",
        position=21,
    ),
)
