"""A correction that changes unit or deadline of a given task: told, and changed where ticked."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from meetings.minutes.services import store_part
from meetings.models import Conclusion, Meeting, Task
from meetings.tasks.corrections import task_changes
from meetings.tasks.statistics import task_statistics
from organization.models import Notice, ReportingPeriod, Unit
from tests.news.test_access import client_of
from tests.support.cast import Cast
from tests.support.meeting_factories import at, conclude, make_meeting, step

pytestmark = pytest.mark.django_db
NOW = at("2016-06-24 17:00")
LATER = at("2016-06-27 08:00")


@pytest.fixture
def task(cast: Cast) -> Task:
    meeting = make_meeting(cast.editor, chair=cast.leader, secretary=cast.editor)
    conclude(meeting, cast.editor, cast.contributor.unit, text="gửi ba tin")
    step(meeting, "hold", cast.editor, now=NOW)
    step(meeting, "approve", cast.leader, now=NOW)
    step(meeting, "correct", cast.editor, note="Ghi nhầm", now=LATER)
    return Task.objects.get()


def correct(task: Task, cast: Cast, *units: Unit, **fields: Any) -> Meeting:
    row = Conclusion.objects.get(pk=task.conclusion_id)
    for name, value in fields.items():
        setattr(row, name, value)
    relations = {"lead_units": units} if units else {}
    store_part(row, actor=cast.editor, version=row.version, relations=relations)
    return Meeting.objects.get(pk=row.meeting_id)


def test_an_unchanged_conclusion_changes_no_task(cast: Cast, task: Task) -> None:
    assert task_changes(correct(task, cast, is_public=True)) == []


def test_the_words_are_told_and_changed_where_ticked(cast: Cast, task: Task) -> None:
    meeting = correct(task, cast, text="gửi bốn tin")
    (change,) = task_changes(meeting)
    unit = task.lead_unit.name
    assert change.sentence == f"Nhiệm vụ “Gửi ba tin” ({unit}): đổi nội dung thành “Gửi bốn tin”."
    step(meeting, "approve", cast.leader, now=LATER, amendments=[change.key])
    task.refresh_from_db()
    assert (task.text, task.due_on) == ("Gửi bốn tin", task.first_due_on)
    notice = Notice.objects.get(person=cast.contributor, event__contains="amended")
    assert notice.text == ("Nhiệm vụ “Gửi bốn tin” có chỉ đạo mới. Đính chính kết luận số 1/2016.")


def test_the_deadline_is_told_and_changed_where_ticked(cast: Cast, task: Task) -> None:
    meeting = correct(task, cast, due_on=date(2016, 7, 8))
    unit = task.lead_unit.name
    sentence = f"Nhiệm vụ “Gửi ba tin” ({unit}): đổi hạn 05/07/2016 thành hạn 08/07/2016."
    assert [change.sentence for change in task_changes(meeting)] == [sentence]
    address = reverse("admin:meetings_meeting_transition", args=[meeting.pk, "approve"])
    page = client_of(cast, "leader").get(address).content.decode()
    assert sentence in page
    assert f'name="amendments" value="{task.pk}"' in page
    step(meeting, "approve", cast.leader, now=LATER, amendments=[str(task.pk)])
    task.refresh_from_db()
    assert (task.due_on, task.first_due_on) == (date(2016, 7, 8), date(2016, 7, 5))
    row = task.history.first()
    assert (row.history_user, row.history_change_reason) == (
        cast.leader,
        "Đính chính kết luận số 1/2016",
    )
    notice = Notice.objects.get(person=cast.contributor, event__contains="amended")
    assert notice.text == (
        "Nhiệm vụ “Gửi ba tin” đổi: hạn 08/07/2016, trước là hạn 05/07/2016."
        " Đính chính kết luận số 1/2016."
    )
    assert Task.objects.count() == 1


def test_a_waiting_request_says_the_corrected_deadline(cast: Cast, task: Task) -> None:
    step(task, "receive", cast.contributor, now=LATER)
    step(task, "ask_time", cast.contributor, note="Mưa", now=LATER, due_on="2016-07-15")
    meeting = correct(task, cast, due_on=date(2016, 7, 8))
    step(meeting, "approve", cast.leader, now=LATER, amendments=[str(task.pk)])
    words = "xin gia hạn từ 05/07/2016 đến 15/07/2016 (hạn nay đã đổi thành 08/07/2016): Mưa"
    client = client_of(cast, "leader")
    assert words in client.get(task.address).content.decode()
    grant = reverse("admin:meetings_task_transition", args=[task.pk, "grant_time"])
    assert words in client.get(grant).content.decode()


def test_without_the_tick_the_task_stays(cast: Cast, task: Task) -> None:
    meeting = correct(task, cast, due_on=date(2016, 7, 8))
    step(meeting, "approve", cast.leader, now=LATER)
    task.refresh_from_db()
    assert task.due_on == date(2016, 7, 5)


def test_a_deadline_extended_meanwhile_is_no_correction(cast: Cast, task: Task) -> None:
    Task.objects.update(due_on=date(2016, 7, 20))
    assert task_changes(correct(task, cast, is_public=True)) == []


def test_another_unit_takes_the_task_over_where_ticked(cast: Cast, task: Task) -> None:
    other = cast.other_contributor.unit
    meeting = correct(task, cast, other)
    former = task.lead_unit
    (change,) = task_changes(meeting)
    assert change.sentence == (
        f"Nhiệm vụ “Gửi ba tin” ({former.name}): chuyển từ {former.name} sang {other.name}."
    )
    step(meeting, "approve", cast.leader, now=LATER, amendments=[change.key])
    task = Task.objects.get()
    assert (task.lead_unit, task.first_due_on) == (other, date(2016, 7, 5))
    told = Notice.objects.filter(event__contains="amended").values_list("person", flat=True)
    assert {*told} == {cast.contributor.pk, cast.colleague.pk, cast.other_contributor.pk}
    links = dict(Notice.objects.filter(event__contains="amended").values_list("person", "url"))
    assert (links[cast.contributor.pk], links[cast.other_contributor.pk]) == ("", task.address)


def test_supporting_units_are_told_of_the_corrected_deadline(cast: Cast, task: Task) -> None:
    task.supporting_units.add(cast.other_contributor.unit)
    meeting = correct(task, cast, due_on=date(2016, 7, 8))
    step(meeting, "approve", cast.leader, now=LATER, amendments=[str(task.pk)])
    notice = Notice.objects.get(person=cast.other_contributor, event__contains="amended")
    assert "hạn 08/07/2016, trước là hạn 05/07/2016" in notice.text
    assert notice.url == task.address


def test_without_the_tick_the_new_unit_gets_a_task_of_its_own(cast: Cast, task: Task) -> None:
    meeting = correct(task, cast, cast.other_contributor.unit)
    step(meeting, "approve", cast.leader, now=LATER)
    assert [row.lead_unit for row in Task.objects.order_by("pk")] == [
        cast.contributor.unit,
        cast.other_contributor.unit,
    ]


def test_the_moved_task_is_listed_once(cast: Cast, task: Task) -> None:
    other = cast.other_contributor.unit
    meeting = correct(task, cast, other)
    address = reverse("admin:meetings_meeting_transition", args=[meeting.pk, "approve"])
    page = client_of(cast, "leader").get(address).content.decode()
    given = page.split('id="se-giao-heading"')[1].split("</section>")[0]
    assert f"chuyển từ {task.lead_unit.name} sang {other.name}" in given
    assert "Không có nhiệm vụ mới." in given
    assert f"<li>{other.name}: gửi ba tin" not in given


def two_leads(cast: Cast, task: Task) -> tuple[Unit, Unit, Task]:
    """The conclusion with a second lead unit and its task, open for correction again."""
    first, second = task.lead_unit, cast.other_contributor.unit
    meeting = correct(task, cast, first, second)
    step(meeting, "approve", cast.leader, now=LATER)
    step(meeting, "correct", cast.editor, note="Một đơn vị", now=LATER)
    return first, second, Task.objects.get(lead_unit=second)


def demote(cast: Cast, task: Task, lead: Unit, supporting: Unit) -> Meeting:
    row = Conclusion.objects.get(pk=task.conclusion_id)
    relations = {"lead_units": [lead], "supporting_units": [supporting]}
    store_part(row, actor=cast.editor, version=row.version, relations=relations)
    return Meeting.objects.get(pk=row.meeting_id)


def test_a_lead_unit_that_only_supports_now_is_asked_about(cast: Cast, task: Task) -> None:
    first, second, dropped = two_leads(cast, task)
    meeting = demote(cast, task, first, second)
    kept_change, dropped_change = task_changes(meeting)
    assert kept_change.sentence == (
        f"Nhiệm vụ “Gửi ba tin” ({first.name}): đơn vị phối hợp nay là {second.name}."
    )
    assert dropped_change.sentence == (
        f"Nhiệm vụ “Gửi ba tin” ({second.name}): hủy, vì kết luận nay không giao đơn vị này"
        " chủ trì."
    )
    ticked = [kept_change.key, dropped_change.key]
    step(meeting, "approve", cast.leader, now=LATER, amendments=ticked)
    task.refresh_from_db()
    dropped.refresh_from_db()
    assert [*task.supporting_units.all()] == [second]
    assert (task.state, dropped.state) == ("given", "cancelled")
    told = Notice.objects.get(person=cast.other_contributor, text__contains="đã hủy")
    assert told.text == "Nhiệm vụ “Gửi ba tin” đã hủy: Đính chính kết luận số 1/2016"


def test_each_lead_unit_sees_the_other(cast: Cast, task: Task) -> None:
    first, second, other = two_leads(cast, task)
    client = client_of(cast, "other_contributor")
    assert f"<dt>Cùng chủ trì</dt><dd>{first.name}</dd>" in client.get(other.address).text
    listed = client_of(cast, "leader").get(reverse("admin:meetings_task_changelist")).text
    assert f"{second.short_name}, cùng chủ trì: {first.short_name}" in listed
    step(demote(cast, task, first, second), "approve", cast.leader, now=LATER)
    step(other, "cancel", cast.editor, note="Thôi")
    assert "Cùng chủ trì" not in client_of(cast, "contributor").get(task.address).text


def test_without_the_tick_the_dropped_unit_keeps_its_task(cast: Cast, task: Task) -> None:
    first, second, dropped = two_leads(cast, task)
    step(demote(cast, task, first, second), "approve", cast.leader, now=LATER)
    dropped.refresh_from_db()
    assert dropped.state == "given"
    assert not task.supporting_units.exists()


def test_a_conclusion_without_a_task_now_drops_the_task(cast: Cast, task: Task) -> None:
    meeting = correct(task, cast, has_no_task=True, no_task_reason="Đã làm", due_on=None)
    (change,) = task_changes(meeting)
    assert change.is_dropped


def test_who_approves_for_a_chair_who_wrote_may_drop_it_too(cast: Cast, task: Task) -> None:
    first, second, dropped = two_leads(cast, task)
    meeting = demote(cast, task, first, second)
    meeting.writers.add(cast.leader)
    changes = [change.key for change in task_changes(meeting)]
    step(meeting, "approve", cast.head, now=LATER, amendments=changes)
    dropped.refresh_from_db()
    assert dropped.state == "cancelled"


def test_a_unit_added_beside_the_first_is_no_change_of_its_task(cast: Cast, task: Task) -> None:
    meeting = correct(task, cast, task.lead_unit, cast.other_contributor.unit)
    assert task_changes(meeting) == []


def test_finished_tasks_are_not_changed(cast: Cast, task: Task) -> None:
    step(task, "receive", cast.contributor)
    step(task, "finish", cast.contributor, note="Xong")
    assert task_changes(correct(task, cast, due_on=date(2016, 7, 8))) == []


def test_statistics_judge_by_the_corrected_deadline_from_its_day_on(cast: Cast, task: Task) -> None:
    meeting = correct(task, cast, due_on=date(2016, 7, 8))
    step(meeting, "approve", cast.leader, now=LATER, amendments=[str(task.pk)])
    july = ReportingPeriod.objects.create(
        year=2016, month=7, starts_on=date(2016, 6, 20), ends_on=date(2016, 7, 28)
    )
    figures = {
        row.unit: (row.running, row.overdue, row.extended)
        for row in task_statistics(july, as_of=date(2016, 7, 7))
    }
    assert figures[task.lead_unit] == (1, 0, 0)
    late = {row.unit: row.overdue for row in task_statistics(july, as_of=date(2016, 7, 9))}
    assert late[task.lead_unit] == 1
