"""What is due: rounds that open by themselves, work lists, reminders, and what waits for whom."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine

from core.reporting.figures import collect_figures, describe_keys
from core.workflow.engine import TransitionRefused
from organization.models import Holiday, Notice
from organization.work.reminders import send_reminders
from organization.work.waiting import waits_for
from organization.work.work_list import work_of
from reports.agency.figure_source import agency_table, trend_chart
from reports.agency.rounds import open_due_rounds, open_round
from reports.agency.work_source import assessment_items, waiting_assessments
from reports.models import AssessmentRound
from tests.support.agency import (
    confirm_report,
    make_criterion,
    make_period,
    make_set,
    score,
    sheet_of,
    step,
    verified,
)
from tests.support.cast import Cast
from tests.support.factories import UnitFactory

pytestmark = pytest.mark.django_db
WARD = ZoneInfo("Asia/Ho_Chi_Minh")
NOW = datetime(2026, 11, 3, 9, tzinfo=WARD)  # a Tuesday


@pytest.fixture(autouse=True)
def now() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def test_a_round_has_its_days_by_working_days() -> None:
    make_criterion(make_set())
    Holiday.objects.create(day=date(2026, 11, 2), name="Nghỉ")
    opened = open_round(make_period())  # ends on Saturday 31/10
    assert (opened.self_due_on, opened.verify_due_on) == (date(2026, 11, 5), date(2026, 11, 9))


def test_rounds_open_by_themselves_after_the_first() -> None:
    make_criterion(make_set())
    first = make_period(2026, 8)
    make_period(2026, 9)
    make_period(2026, 10)
    make_period(2026, 11)  # has not ended
    assert open_due_rounds(NOW) is None
    open_round(first)
    assert open_due_rounds(NOW) == "2 kỳ chấm điểm được mở"
    assert open_due_rounds(NOW) is None
    codes = [one.period.code for one in AssessmentRound.objects.all()]
    assert codes == ["2026-10", "2026-09", "2026-08"]


def test_a_round_needs_a_set_and_a_period_that_is_open(cast: Cast) -> None:
    with pytest.raises(TransitionRefused, match="Chưa có bộ tiêu chí nào"):
        open_round(make_period(2015, 5))
    with pytest.raises(TransitionRefused, match="chưa bắt đầu"):
        open_round(make_period(2026, 12))
    period = make_period(2026, 9)
    confirm_report(period, cast.editor)
    with pytest.raises(TransitionRefused, match="đã chốt số liệu"):
        open_round(period)
    assert AssessmentRound.objects.count() == 0


def test_a_self_score_is_on_the_work_list_until_submitted(cast: Cast) -> None:
    hand = make_criterion(make_set())
    period = make_period()
    assessment = sheet_of(cast.contributor, period)
    unit = cast.contributor.unit_id

    def own() -> list[tuple[str, str, date | None, str]]:
        items = work_of([unit], today=NOW.date())
        return [(one.kind, one.title, one.due_on, one.note) for one in items]

    row = ("Tự chấm điểm", "Cơ quan điện tử tháng 10/2026", date(2026, 11, 4))
    assert own() == [(*row, "chưa gửi")]
    assert len(work_of(None, today=NOW.date())) == 2
    score(assessment, cast.contributor, **{f"c{hand.pk}": 5})
    step(assessment, "submit", cast.contributor)
    assert own() == []  # the committee's is for its own members
    step(assessment, "return", cast.it_officer, note="Thiếu ảnh")
    assert own() == [(*row, "được trả lại")]
    report = confirm_report(period, cast.editor)
    assert work_of(None, today=NOW.date()) == []
    type(report).objects.filter(pk=report.pk).update(state="draft")  # open again
    assert work_of(None, today=NOW.date()) == []


def test_the_unit_is_reminded_of_the_day(cast: Cast) -> None:
    make_criterion(make_set())
    sheet_of(cast.contributor, make_period())
    send_reminders(NOW)
    texts = set(Notice.objects.filter(person=cast.colleague).values_list("text", flat=True))
    assert texts == {
        "Tự chấm điểm “Cơ quan điện tử tháng 10/2026”: hạn 04/11, còn 1 ngày làm việc."
    }


def test_the_committee_is_reminded_while_sheets_wait(cast: Cast) -> None:
    hand = make_criterion(make_set())
    assessment = sheet_of(cast.contributor, make_period())
    score(assessment, cast.contributor, **{f"c{hand.pk}": 5})
    step(assessment, "submit", cast.contributor)
    assert assessment.round.verify_due_on == date(2026, 11, 6)
    send_reminders(NOW)
    people = (cast.editor, cast.it_officer, cast.approver, cast.leader)
    found = {
        person.pk: list(Notice.objects.filter(person=person).values_list("text", flat=True))
        for person in people
    }
    sentence = "Thẩm định điểm “Cơ quan điện tử tháng 10/2026”: hạn 06/11, còn 3 ngày làm việc."
    assert [found[person.pk] for person in people] == [[sentence], [sentence], [], []]
    verified(assessment, cast.it_officer, **{f"c{hand.pk}": 5})
    step(assessment, "verify", cast.it_officer)
    send_reminders(NOW)
    assert not Notice.objects.unread().filter(person=cast.editor).exists()


def test_the_successor_has_the_sheet_of_a_dissolved_unit(cast: Cast) -> None:
    make_criterion(make_set())
    assessment = sheet_of(cast.contributor, make_period())
    unit, heir = assessment.unit, cast.other_contributor.unit
    unit.successor, unit.valid_until = heir, date(2026, 11, 1)
    unit.save()
    assert heir is not None
    found = {item.key: item.title for item in assessment_items([heir.pk], NOW.date())}
    assert found[f"assessment:{assessment.pk}"] == f"Cơ quan điện tử tháng 10/2026, {unit.name}"
    own = assessment.round.assessments.get(unit=heir)
    assert found[f"assessment:{own.pk}"] == f"Cơ quan điện tử tháng 10/2026, {heir.name}"
    assert list(assessment_items([unit.pk], NOW.date())) == []


def test_a_submitted_sheet_waits_for_those_who_may_verify_it(cast: Cast) -> None:
    hand = make_criterion(make_set())
    assessment = sheet_of(cast.contributor, make_period())
    score(assessment, cast.contributor, **{f"c{hand.pk}": 5})
    step(assessment, "submit", cast.contributor)
    found = {
        role: [(one.kind, one.title, one.due_on, one.note) for one in items]
        for role in vars(cast)
        if (items := waits_for(getattr(cast, role), NOW))
    }
    short = cast.contributor.unit.short_name  # type: ignore[union-attr]
    row = ("Thẩm định điểm", "Cơ quan điện tử tháng 10/2026", date(2026, 11, 6), short)
    assert found == {"editor": [row], "other_editor": [row], "it_officer": [row]}
    assessment.scorers.add(cast.editor)
    assert waits_for(cast.editor, NOW) == []


def test_what_is_asked_of_the_database(cast: Cast, django_assert_num_queries: Any) -> None:
    hand = make_criterion(make_set())
    units = [UnitFactory() for _ in range(12)]
    assessment = sheet_of(cast.contributor, make_period())
    score(assessment, cast.contributor, **{f"c{hand.pk}": 5})
    assert cast.clerk.roles and cast.it_officer.roles  # read before
    with django_assert_num_queries(1):
        assert len(list(assessment_items(None, NOW.date()))) == 14
    with django_assert_num_queries(1):
        assert len(list(assessment_items([units[0].pk], NOW.date()))) == 1
    with django_assert_num_queries(0):
        assert list(waiting_assessments(cast.clerk, NOW)) == []
    with django_assert_num_queries(1):
        assert list(waiting_assessments(cast.it_officer, NOW)) == []
    with django_assert_num_queries(2):
        assert open_due_rounds(NOW) is None


def test_points_are_figures_of_the_month(cast: Cast) -> None:
    hand = make_criterion(make_set(), points=8)
    period = make_period()
    assessment = sheet_of(cast.contributor, period)
    score(assessment, cast.contributor, **{f"c{hand.pk}": 5})
    step(assessment, "submit", cast.contributor)
    unit = str(cast.contributor.unit_id)
    assert collect_figures(period).value("agency.verified") == 0
    verified(assessment, cast.it_officer, **{f"c{hand.pk}": 5})
    step(assessment, "verify", cast.it_officer)
    figures = collect_figures(period)
    assert figures.groups("agency.points") == [unit]
    assert figures.value("agency.points", unit) == 63  # 62.5
    assert figures.value("agency.verified") == 1
    assert collect_figures(period, date(2026, 11, 2)).value("agency.verified") == 0
    assert collect_figures(period, date(2026, 11, 3)).value("agency.verified") == 1
    (item,) = describe_keys(figures.keys("agency.points"), cast.editor).values()
    assert (item.title, item.url, item.note) == (
        f"Phiếu chấm điểm tháng 10/2026 của {assessment.unit}",
        f"/quan-tri/dien-tu/phieu/{assessment.pk}/",
        "Trung bình",
    )
    rows = [
        (one.unit.pk, one.self_points, one.verified_points, one.rating)
        for one in agency_table(period)
    ]
    assert sorted(rows, key=lambda row: row[0]) == [
        (cast.contributor.unit_id, 62.5, 62.5, "Trung bình"),
        (cast.other_contributor.unit_id, None, None, ""),
    ]


def test_the_trend_has_the_last_twelve_verified_months(cast: Cast) -> None:
    hand = make_criterion(make_set(date(2025, 1, 1)))
    unit = cast.contributor.unit
    assert unit is not None
    assert trend_chart(unit) is None
    months = [(2025, month) for month in range(9, 13)] + [(2026, m) for m in range(1, 11)]
    for number, (year, month) in enumerate(months):
        period = make_period(year, month)
        assessment = sheet_of(cast.contributor, period)
        points = number % 10
        score(assessment, cast.contributor, **{f"c{hand.pk}": points})
        step(assessment, "submit", cast.contributor)
        verified(assessment, cast.it_officer, **{f"c{hand.pk}": points})
        step(assessment, "verify", cast.it_officer)
    chart = trend_chart(unit)
    assert chart is not None
    assert chart.labels[0] == "11/25"
    assert chart.labels[-1] == "10/26"
    assert list(chart.series[1].values) == [20, 30, 40, 50, 60, 70, 80, 90, 0, 10, 20, 30]
