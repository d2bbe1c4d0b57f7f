"""What meetings bring to the next plan and to the board's calendar."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone

from meetings.calendar.source import meeting_entries
from meetings.models import CalendarEvent
from news.planning.suggestions import proposals_for
from organization.models import ReportingPeriod
from tests.support.cast import Cast
from tests.support.meeting_factories import approve, at, conclude, make_meeting

pytestmark = pytest.mark.django_db


def test_public_conclusions_about_writing_and_public_events_are_proposed(cast: Cast) -> None:
    july = ReportingPeriod.objects.create(
        year=2016, month=7, starts_on=date(2016, 7, 1), ends_on=date(2016, 7, 28)
    )
    meeting = make_meeting(cast.editor, chair=cast.leader, plan_period=july, is_public=True)
    unit = cast.contributor.unit
    conclude(meeting, cast.editor, unit, text="nộp thêm tin về tổ dân phố", is_public=True)
    conclude(meeting, cast.editor, unit, text="nộp thêm tin nội bộ")
    conclude(meeting, cast.editor, unit, text="sửa máy in", is_public=True)
    assert proposals_of(july) == set()
    approve(meeting, chair=cast.leader, editor=cast.editor)
    for title, is_public in (("Khánh thành nhà văn hóa", True), ("Họp kín", False)):
        CalendarEvent.objects.create(
            title=title, starts_at=at("2016-07-12 08:00"), is_public=is_public
        )
    assert proposals_of(july) == {
        ("nộp thêm tin về tổ dân phố", date(2016, 7, 5), unit.pk),
        ("Đưa tin: Khánh thành nhà văn hóa", date(2016, 7, 12), None),
    }


def proposals_of(period: ReportingPeriod) -> set[tuple[str, date | None, int | None]]:
    found = [one for one in proposals_for(period) if one.origin != "Ngày kỷ niệm"]
    return {(one.topic, one.due_on, one.unit_id) for one in found}


def test_meetings_stand_on_the_boards_calendar_for_those_who_read_them(cast: Cast) -> None:
    meeting = make_meeting(cast.editor)
    june = at("2016-06-01 00:00"), at("2016-07-01 00:00"), timezone.now()
    assert [entry.title for entry in meeting_entries(cast.leader, *june)] == [meeting.title]
    assert list(meeting_entries(cast.contributor, *june)) == []
