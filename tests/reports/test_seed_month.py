"""June 2016 as the ward told it: what the report says of it, and what July begins with."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from core.workflow.engine import perform
from news.models import EditorialPlan, PlanLine, Quota
from news.models.planning import deadline_of
from news.planning.suggestions import proposals_for
from news.states import DeadlineRule, Kind, PlanState
from organization.calendar.working_days import WorkingCalendar
from organization.models import Block, ReportingPeriod, Unit
from organization.roles import Role
from reports.editions.data import ReportContent, live_content
from reports.figures.stored import count_periods
from reports.monthly.services import keep_snapshot
from tests.support.briefing import make_briefing
from tests.support.cast import Cast
from tests.support.factories import UnitFactory, make_draft, make_user, transition
from tests.support.incoming import make_incoming
from tests.support.reports import at

pytestmark = pytest.mark.django_db

BLOCKS = {
    Block.GOVERNMENT_OFFICE: ("Phòng Văn hóa", 2),
    Block.MASS_ORGANIZATION: ("Hội Phụ nữ", 2),
    Block.RESIDENTIAL_GROUP: ("Tổ dân phố 5", 2),
    Block.AFFILIATED_UNIT: ("Trường Tiểu học", 2),
}
# Days of June on which each block handed in; the deadline is the 24th.
HANDED_IN = {
    Block.GOVERNMENT_OFFICE: (6, 14),
    Block.MASS_ORGANIZATION: (10, 27),
    Block.RESIDENTIAL_GROUP: (28,),
    Block.AFFILIATED_UNIT: (),
}


@pytest.fixture
def units() -> dict[Block, Unit]:
    return {
        block: UnitFactory(name=name, short_name=name, block=block)
        for block, (name, _) in BLOCKS.items()
    }


@pytest.fixture
def june(cast: Cast, units: dict[Block, Unit]) -> ReportingPeriod:
    """The month: May with one late item of two, June as in ``HANDED_IN``."""
    with time_machine.travel(at(date(2016, 6, 24), 14), tick=False):
        meeting = make_briefing(cast)
    june = ReportingPeriod.objects.get(year=2016, month=6)
    may = ReportingPeriod.objects.create(
        year=2016, month=5, starts_on=date(2016, 5, 1), ends_on=date(2016, 5, 31)
    )
    writers = {block: make_user(Role.CONTRIBUTOR, unit=unit) for block, unit in units.items()}
    for period in (may, june):
        _plan(period, units)
    for day in (date(2016, 5, 12), date(2016, 5, 30)):
        _hand_in(writers[Block.GOVERNMENT_OFFICE], day, cast, is_published=False)
    for block, days in HANDED_IN.items():
        for number in days:
            _hand_in(writers[block], date(2016, 6, number), cast, is_published=number < 20)
    for number, unit in enumerate((units[Block.MASS_ORGANIZATION],) * 2):
        make_incoming(
            unit,
            arrived_on=date(2016, 6, 6 + number),
            received_on=date(2016, 6, 6 + number),
            due_on=date(2016, 6, 15),
        )
    make_incoming(
        units[Block.GOVERNMENT_OFFICE],
        arrived_on=date(2016, 6, 2),
        received_on=date(2016, 6, 2),
        first_opened_on=date(2016, 6, 2),
        due_on=date(2016, 6, 10),
        finished_on=date(2016, 6, 9),
    )
    assert meeting.review_period == june
    return june


def _plan(period: ReportingPeriod, units: dict[Block, Unit]) -> None:
    calendar = WorkingCalendar.load()
    rule = DeadlineRule.LAST_DAY
    plan = EditorialPlan.objects.create(
        period=period,
        deadline_rule=rule,
        due_on=min(deadline_of(period, rule, 0, calendar), period.starts_on.replace(day=24)),
        state=PlanState.OPEN,
    )
    PlanLine.objects.create(plan=plan, topic="Dọn vệ sinh", unit=units[Block.RESIDENTIAL_GROUP])
    for block, unit in units.items():
        Quota.objects.create(period=period, unit=unit, kind=Kind.BRIEF, required=BLOCKS[block][1])


def _hand_in(writer: object, day: date, cast: Cast, *, is_published: bool) -> None:
    with time_machine.travel(at(day), tick=False):
        article = make_draft(writer, title=f"Tin ngày {day:%d/%m} của {writer}")  # type: ignore[arg-type]
        transition(article, "submit", writer, now=at(day))  # type: ignore[arg-type]
        if is_published:
            transition(article, "publish", cast.approver, now=at(day, 11))


def section(content: ReportContent, code: str) -> str:
    return next(one.text for one in content.sections if one.code == code)


def test_the_report_says_what_the_ward_said(june: ReportingPeriod) -> None:
    with time_machine.travel(at(date(2016, 7, 1)), tick=False):
        while count_periods(timezone.now()):
            pass
        content, compared = live_content(june)
    portal = section(content, "portal")
    assert portal.startswith(
        "Các đơn vị nộp 05 tin, bài (03 đúng hạn, 02 muộn), tăng 03 so với kỳ trước; đạt 5/8 chỉ"
        " tiêu (63%); cổng thông tin đăng 03 tin"
    )
    limitations = section(content, "limitations").splitlines()
    assert limitations == [
        "- Còn 02 tin, bài nộp muộn, của 02 đơn vị.",
        "- Tin, bài của các tổ dân phố mới đạt 1/2 chỉ tiêu.",
        "- Tin, bài của các đơn vị hiệp quản mới đạt 0/2 chỉ tiêu.",
        "- Còn 02 văn bản quá hạn, của 01 đơn vị.",
        "- Còn 02 văn bản chưa được mở trên phần mềm.",
    ]
    assert compared.of("news.on_time").is_better


def test_the_briefing_has_its_figures_as_of_its_day(june: ReportingPeriod, cast: Cast) -> None:
    from meetings.models import Meeting

    meeting = Meeting.objects.get()
    with time_machine.travel(at(date(2016, 6, 24), 15), tick=False):
        snapshot = keep_snapshot(
            june, date(2016, 6, 24), actor=cast.editor, now=timezone.now(), meeting=meeting
        )
    content = ReportContent.from_json(snapshot.data)
    assert content.figures.value("news.submitted") == 3
    assert content.figures.value("news.late") == 0
    with time_machine.travel(at(date(2016, 7, 1)), tick=False):
        assert live_content(june)[0].figures.value("news.submitted") == 5


def test_july_begins_with_what_was_concluded(june: ReportingPeriod, cast: Cast) -> None:
    from meetings.models import Meeting

    meeting = Meeting.objects.get()
    with time_machine.travel(at(date(2016, 6, 25)), tick=False):
        perform(
            meeting,
            "approve",
            actor=cast.leader,
            version=meeting.version,
            data={"keeps_day_off": "on"},
        )
        Meeting.objects.update(is_public=True)
        july = ReportingPeriod.objects.get(year=2016, month=7)
        topics = [one.topic for one in proposals_for(july)]
    assert "Nộp đủ tin, bài tháng 7 đúng hạn" in topics
    assert july.starts_on - june.ends_on < timedelta(days=7)
