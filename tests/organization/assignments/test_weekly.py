"""A weekly order asks for a report each week, is late without it, counts its weeks, and ends."""

from __future__ import annotations

from datetime import date, datetime

import pytest
import time_machine
from django.urls import reverse

from core.workflow.engine import TransitionNotAllowed, TransitionRefused, log_of
from meetings.models import Task
from meetings.tasks.statistics import task_statistics
from meetings.tasks.work_source import task_items
from organization.assignments.statistics import WeeklyReports, weekly_reports
from organization.calendar.working_days import WorkingCalendar
from organization.models import Holiday, Notice, ReportingPeriod, Topic
from organization.work.reminders import send_reminders
from tests.news.test_access import client_of
from tests.support.cast import Cast
from tests.support.meeting_factories import at, make_task, step

pytestmark = pytest.mark.django_db
GIVEN = at("2016-06-24 17:00")  # a Friday: the first week begins on Monday the 27th


@pytest.fixture
def task(cast: Cast) -> Task:
    task = make_task(
        cast.leader, cast.contributor.unit, text="Quét dọn", recurrence="weekly", now=GIVEN
    )
    return step(task, "receive", cast.contributor, now=at("2016-06-24 18:00"))


def report(task: Task, cast: Cast, when: str) -> None:
    step(task, "report", cast.contributor, note="Đã quét", now=at(when))


def weeks(task: Task, day: str) -> WeeklyReports:
    calendar = WorkingCalendar.load()
    today = date.fromisoformat(day)
    return weekly_reports([task], today=today, calendar=calendar)[task.pk]


def is_late(task: Task, day: str) -> bool:
    """As the page of the task, the list of those late, and the dashboard say."""
    on = date.fromisoformat(day)
    said = {
        Task.objects.get(pk=task.pk).is_late(on),
        task in Task.objects.overdue(on=on),
        Task.objects.with_missed_week(on=on).get().is_late(on),
        task in Task.objects.for_assigners(on=on),
    }
    assert len(said) == 1
    return said.pop()


def test_each_week_asks_for_a_report_and_is_late_without_one(cast: Cast, task: Task) -> None:
    assert weeks(task, "2016-06-26") == WeeklyReports(0, 0, None)
    assert weeks(task, "2016-06-27") == WeeklyReports(0, 0, date(2016, 7, 1))
    assert not is_late(task, "2016-07-03")
    report(task, cast, "2016-06-29 08:00")
    assert weeks(task, "2016-06-30") == WeeklyReports(0, 0, date(2016, 7, 8))
    assert weeks(task, "2016-07-04") == WeeklyReports(1, 1, date(2016, 7, 8))
    assert not is_late(task, "2016-07-10")
    assert is_late(task, "2016-07-11")
    assert weeks(task, "2016-07-11") == WeeklyReports(2, 1, date(2016, 7, 8))
    report(task, cast, "2016-07-12 08:00")
    assert not is_late(task, "2016-07-12")
    assert weeks(task, "2016-07-12") == WeeklyReports(2, 1, date(2016, 7, 22))
    assert weeks(task, "2016-07-18") == WeeklyReports(3, 2, date(2016, 7, 22))
    assert weeks(task, "2016-07-18").words == "đã báo 2/3 tuần"


def test_the_first_week_is_whole(cast: Cast) -> None:
    monday = make_task(
        cast.leader, cast.contributor.unit, recurrence="weekly", now=at("2016-06-27 08:00")
    )
    assert weeks(monday, "2016-07-04") == WeeklyReports(1, 0, date(2016, 7, 1))
    assert is_late(monday, "2016-07-04")
    tuesday = make_task(
        cast.leader, cast.other_contributor.unit, recurrence="weekly", now=at("2016-06-28 08:00")
    )
    assert weeks(tuesday, "2016-07-04") == WeeklyReports(0, 0, date(2016, 7, 8))
    assert not tuesday.is_late(date(2016, 7, 10)) and tuesday.is_late(date(2016, 7, 11))


def test_the_report_is_due_on_the_last_working_day(cast: Cast, task: Task) -> None:
    Holiday.objects.create(day=date(2016, 7, 1), kind=Holiday.Kind.DAY_OFF, name="Nghỉ")
    assert weeks(task, "2016-06-27").due_on == date(2016, 6, 30)


def test_other_recurring_orders_are_never_late(cast: Cast) -> None:
    task = make_task(cast.leader, cast.contributor.unit, recurrence="ongoing", now=GIVEN)
    assert not is_late(task, "2026-11-28")


@pytest.mark.parametrize(
    ("now", "topic"),
    [
        (at("2016-06-29 08:00"), Topic.DUE_SOON),
        (at("2016-07-01 08:00"), Topic.DUE_TODAY),
        (at("2016-07-04 08:00"), Topic.OVERDUE),
    ],
)
def test_the_unit_is_reminded_each_week(
    cast: Cast, task: Task, now: datetime, topic: Topic
) -> None:
    send_reminders(now)
    found = Notice.objects.filter(event=f"{topic}:2016-07-01:task:{task.pk}")
    assert {notice.person for notice in found} == {cast.contributor, cast.colleague}
    report(task, cast, f"{now:%Y-%m-%d} 09:00")
    send_reminders(now.replace(hour=23))
    assert not Notice.objects.unread().filter(event__contains=f":2016-07-01:task:{task.pk}")


def test_the_weeks_stand_in_the_work_list_on_the_page_and_in_the_statistics(
    cast: Cast, task: Task
) -> None:
    report(task, cast, "2016-06-29 08:00")
    item = next(iter(task_items(None, date(2016, 7, 11))))
    assert (item.due_on, item.note) == (
        date(2016, 7, 8),
        "đang thực hiện, hằng tuần, đã báo 1/2 tuần",
    )
    with time_machine.travel(at("2016-07-11 08:00"), tick=False):
        address = reverse("admin:meetings_task_change", args=[task.pk])
        page = client_of(cast, "leader").get(address).content.decode()
        assert "Đã báo 1/2 tuần" in page and "báo cáo tới hạn 08/07/2016" in page
        assert "thiếu báo cáo tuần trước" in page
    july = ReportingPeriod.objects.create(
        year=2016, month=7, starts_on=date(2016, 6, 20), ends_on=date(2016, 7, 28)
    )
    figures = [
        next((row.running, row.overdue) for row in task_statistics(july, as_of=day) if row.assigned)
        for day in (date(2016, 7, 10), date(2016, 7, 11))
    ]
    assert figures == [(1, 0), (0, 1)]


def test_equal_queries_for_any_number_of_weekly_orders(
    cast: Cast, task: Task, django_assert_num_queries: object
) -> None:
    for number in (1, 9):
        for _ in range(number):
            make_task(cast.leader, cast.contributor.unit, recurrence="weekly", now=GIVEN)
        with django_assert_num_queries(4):  # type: ignore[operator]
            list(task_items(None, date(2016, 7, 11)))


def test_a_recurring_order_ends_with_a_note_in_the_log(cast: Cast, task: Task) -> None:
    with pytest.raises(TransitionRefused, match="Cần ghi"):
        step(task, "end", cast.leader)
    with pytest.raises(TransitionNotAllowed):
        step(task, "end", cast.contributor, note="Thôi")
    ended = step(task, "end", cast.leader, note="Đã có đội vệ sinh", now=at("2016-07-20 08:00"))
    assert (ended.state, ended.done_at) == ("done", at("2016-07-20 08:00"))
    row = log_of(task).last()
    assert row and (row.name, row.actor, row.note) == ("end", cast.leader, "Đã có đội vệ sinh")
    notice = Notice.objects.filter(person=cast.contributor).first()
    assert notice and notice.text == (
        "Nhiệm vụ “Quét dọn” đã kết thúc, không phải làm nữa: Đã có đội vệ sinh"
    )
    assert weeks(ended, "2016-11-28").due == 3
    assert not is_late(ended, "2016-11-28")


def test_completion_asks_whether_a_recurring_order_ends(cast: Cast, task: Task) -> None:
    with pytest.raises(TransitionRefused, match="kết thúc hẳn"):
        step(task, "finish", cast.contributor, note="Xong tuần này")
    step(task, "finish", cast.contributor, note="Xong hẳn", ends_recurring="on")
    with pytest.raises(TransitionRefused, match="Báo cáo tiến độ"):
        step(task, "verify", cast.leader)
    page = client_of(cast, "leader").get(
        reverse("admin:meetings_task_transition", args=[task.pk, "verify"])
    )
    assert "Kết thúc hẳn việc này" in page.content.decode()
    assert step(task, "verify", cast.leader, ends_recurring="on").state == "done"


def test_what_has_a_deadline_does_not_end(cast: Cast) -> None:
    task = make_task(cast.leader, cast.contributor.unit)
    with pytest.raises(TransitionRefused, match="Việc có hạn thì báo xong"):
        step(task, "end", cast.leader, note="Thôi")
    page = client_of(cast, "leader").get(task.address).content.decode()
    assert "Kết thúc việc thường xuyên" not in page
