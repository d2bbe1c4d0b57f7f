"""The steps of meetings and tasks: by whom, from where, once, and what each leaves behind."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.workflow.classified import ClassifiedText
from core.workflow.engine import (
    StaleObject,
    TransitionNotAllowed,
    TransitionRefused,
    log_of,
    perform,
)
from meetings.minutes.services import remove_part, store_meeting, store_part
from meetings.models import Attendance, Conclusion, Meeting, Opinion, Task, UsualAttendee
from meetings.states import MeetingState, Presence, TaskState
from meetings.tasks.waiting import waiting_tasks
from meetings.workflow import MEETING_WORKFLOW, TASK_WORKFLOW
from organization.models import Holiday, Notice, ReportingPeriod, Unit
from organization.roles import Role
from tests.news.test_access import client_of
from tests.support.cast import Cast
from tests.support.factories import UnitFactory, make_user
from tests.support.meeting_factories import (
    approve,
    at,
    conclude,
    day,
    make_meeting,
    make_series,
    make_task,
    step,
)

PEOPLE = (
    "contributor",
    "other_contributor",
    "editor",
    "approver",
    "head",
    "leader",
    "clerk",
    "it_officer",
    "superuser",
)
BY_SECRETARY, BY_CHAIR = {"editor"}, {"head", "leader"}
BY_WHOM = {
    "name_secretary": BY_CHAIR,
    "submit": BY_SECRETARY,
    "recall": BY_SECRETARY,
    "return": BY_CHAIR,
    "approve": BY_CHAIR,
    "make_public": BY_CHAIR,
    "refuse_public": BY_CHAIR,
}
BY_MEETING = {"editor", "head", "leader"}  # the chair has no account: leaders and heads stand in
DATA = {"ask_time": 20, "grant_time": 20}


def meeting_in(cast: Cast, state: str) -> Meeting:
    meeting = make_meeting(cast.editor)
    conclude(meeting, cast.editor, cast.contributor.unit)
    path = {
        "held": ["hold"],
        "submitted": ["hold", "submit"],
        "approved": ["hold", "approve"],
        "closed": ["hold", "approve", "close"],
    }
    for name in path.get(state, ["cancel"] if state == "cancelled" else []):
        actor = cast.editor if name == "submit" else cast.leader
        meeting = step(meeting, name, actor, note="Hoãn" if name == "cancel" else "")
    return meeting


def task_in(cast: Cast, state: str, *, is_asking: bool = False) -> Task:
    task = make_task(cast.leader, cast.contributor.unit)
    for name in {
        "in_hand": ["receive"],
        "finished": ["receive", "finish"],
        "done": ["receive", "finish", "verify"],
    }.get(state, ["cancel"] if state == "cancelled" else []):
        task = step(
            task,
            name,
            cast.leader if name in ("verify", "cancel") else cast.contributor,
            note="Đã xong",
        )
    if is_asking:
        task = step(
            task,
            "ask_time",
            cast.contributor,
            note="Mưa",
            due_on=later(task, 15),
            keeps_day_off="on",
        )
    return task


def later(task: Task, days: int) -> str:
    return f"{task.first_due_on + timedelta(days=days):%Y-%m-%d}"


def attempt(item: Any, name: str, actor: Any, **data: Any) -> Any:
    if name in DATA:
        data |= {"due_on": later(item, DATA[name]), "keeps_day_off": "on"}
    with transaction.atomic():
        done = step(item, name, actor, note="Vì thế", **data)
        transaction.set_rollback(True)
    return done


@pytest.mark.parametrize("state", MeetingState.values)
def test_each_transition_of_a_meeting_by_role_and_state(cast: Cast, state: str) -> None:
    meeting = meeting_in(cast, state)
    for transition in MEETING_WORKFLOW.transitions:
        allowed = BY_WHOM.get(transition.name, BY_MEETING)
        actor = cast.leader if "leader" in allowed else cast.editor
        assert {
            name for name in PEOPLE if transition.permission(meeting, getattr(cast, name))
        } == allowed
        with pytest.raises(TransitionNotAllowed):
            step(meeting, transition.name, cast.contributor, note="x")
        with pytest.raises(TransitionNotAllowed):
            step(meeting, transition.name, None, note="x")
        if state not in transition.sources:
            with pytest.raises(TransitionRefused, match="trạng thái đã thay đổi"):
                step(meeting, transition.name, actor, note="x")
        elif transition.name == "restore":
            with pytest.raises(TransitionRefused, match="đã qua: xin lập cuộc họp mới"):
                step(meeting, transition.name, actor, note="x")
        elif transition.name in ("make_public", "refuse_public"):
            with pytest.raises(TransitionRefused, match="Không có đề nghị công khai"):
                step(meeting, transition.name, actor, note="x")
        else:
            data = {"secretary": cast.clerk.pk} if transition.name == "name_secretary" else {}
            done = attempt(meeting, transition.name, actor, **data)
            assert done.state == (transition.target or state)


@pytest.mark.parametrize("state", TaskState.values)
def test_each_transition_of_a_task_by_role_and_state(cast: Cast, state: str) -> None:
    task = task_in(cast, state)
    unit_transitions = {"receive", "decline", "report", "ask_time", "finish", "take_back"}
    for transition in TASK_WORKFLOW.transitions:
        allowed = {"contributor"} if transition.name in unit_transitions else {"leader"}
        assert {
            name for name in PEOPLE if transition.permission(task, getattr(cast, name))
        } == allowed
        actor = getattr(cast, next(iter(allowed)))
        with pytest.raises(TransitionNotAllowed):
            step(task, transition.name, cast.other_contributor, note="x")
        if state not in transition.sources:
            with pytest.raises(TransitionRefused, match="trạng thái đã thay đổi"):
                step(task, transition.name, actor, note="x")
        elif transition.name == "hand_over":
            with pytest.raises(TransitionRefused, match="không có đơn vị kế tục"):
                step(task, transition.name, actor, note="x")
        elif transition.name == "end":
            with pytest.raises(TransitionRefused, match="Việc có hạn"):
                step(task, transition.name, actor, note="x")
        elif transition.name == "keep_unit":
            with pytest.raises(TransitionRefused, match="không đề nghị giao đơn vị khác"):
                step(task, transition.name, actor, note="x")
        elif transition.name in ("grant_time", "refuse_time"):
            with pytest.raises(TransitionRefused, match="Không có đề nghị gia hạn"):
                step(task, transition.name, actor, note="x")
        elif (transition.name == "restore") == bool(task.received_at) and state == "cancelled":
            with pytest.raises(TransitionRefused, match="nhận việc này"):
                step(task, transition.name, actor, note="x")
        else:
            assert attempt(task, transition.name, actor).state == (transition.target or state)
            if transition.needs_note:
                with pytest.raises(TransitionRefused, match="Cần ghi"):
                    step(task, transition.name, actor)


def test_a_cancelled_meeting_to_come_is_restored(cast: Cast) -> None:
    starts_at = timezone.now() + timedelta(days=3)
    meeting = make_meeting(cast.editor, starts_at=starts_at, secretary=cast.other_editor)
    step(meeting, "cancel", cast.editor, note="Nhầm")
    assert step(meeting, "restore", cast.editor).state == MeetingState.SCHEDULED
    told = Notice.objects.get(text__startswith=f"Vẫn họp “{meeting.title}” như đã mời")
    assert (told.person, told.awaits_mail) == (cast.other_editor, True)


def test_a_cancelled_task_is_restored_while_it_is_still_ordered(cast: Cast) -> None:
    task = step(task_in(cast, "in_hand"), "cancel", cast.leader, note="Nhầm")
    received_at = task.received_at
    task = step(task, "restore_received", cast.leader, note="Hủy nhầm")
    assert (task.state, task.cancelled_at) == (TaskState.IN_HAND, None)
    assert task.received_at == received_at is not None
    assert Notice.objects.filter(
        person=cast.contributor, text__contains="được khôi phục, cần làm như đã giao: Hủy nhầm"
    ).exists()
    meeting = meeting_in(cast, "approved")
    given = step(Task.objects.get(conclusion__meeting=meeting), "cancel", cast.editor, note="x")
    conclusion = given.conclusion
    conclusion.lead_units.set([cast.other_contributor.unit])
    with pytest.raises(TransitionRefused, match="nay không giao"):
        step(given, "restore", cast.editor, note="x")
    conclusion.lead_units.set([cast.contributor.unit])
    assert step(given, "restore", cast.editor, note="x").state == TaskState.GIVEN


def test_a_unit_declines_a_task_which_is_handed_over(cast: Cast) -> None:
    task = task_in(cast, "given")
    other = cast.other_contributor.unit
    assert other and cast.contributor.unit
    with pytest.raises(TransitionRefused, match="khi đơn vị chủ trì đề nghị"):
        step(task, "hand_over", cast.leader, note="x", unit=other.pk)
    task = step(task, "decline", cast.contributor, note="Không thuộc địa bàn")
    told = Notice.objects.get(person=cast.leader, topic="asked")
    assert "đề nghị giao đơn vị khác" in told.text
    assert "Không thuộc địa bàn" in told.text
    page = client_of(cast, "leader").get(task.address).content.decode()
    assert "Chuyển đơn vị khác" in page
    with pytest.raises(TransitionRefused, match="khác với đơn vị đang giữ"):
        step(task, "hand_over", cast.leader, note="x", unit=cast.contributor.unit.pk)
    task = step(task, "hand_over", cast.leader, note="Đúng địa bàn", unit=other.pk)
    assert (task.lead_unit, task.is_declined) == (other, False)
    assert step(task, "receive", cast.other_contributor).state == TaskState.IN_HAND


def test_a_declined_task_waits_for_its_assigner_who_may_keep_it_with_the_unit(cast: Cast) -> None:
    task = task_in(cast, "given")

    def waiting() -> list[str]:
        return [one.kind for one in waiting_tasks(cast.leader, timezone.now())]

    assert waiting() == []
    with pytest.raises(TransitionRefused, match="không đề nghị giao đơn vị khác"):
        step(task, "keep_unit", cast.leader, note="x")
    step(task, "decline", cast.contributor, note="Không thuộc địa bàn")
    assert waiting() == ["Trả lời đề nghị giao đơn vị khác"]
    task = step(task, "keep_unit", cast.leader, note="Đúng địa bàn của đơn vị")
    assert (task.state, task.is_declined, waiting()) == (TaskState.GIVEN, False, [])
    told = Notice.objects.filter(person=cast.contributor, text__contains="đơn vị vẫn làm")
    assert "Đúng địa bàn của đơn vị" in told.get().text
    step(task, "decline", cast.contributor, note="Vẫn không được")
    assert waiting() == ["Trả lời đề nghị giao đơn vị khác"]
    step(task, "receive", cast.contributor)
    assert waiting() == []


def test_closing_twice_is_refused_and_leaves_one_row(cast: Cast) -> None:
    meeting = meeting_in(cast, "approved")
    step(meeting, "close", cast.editor)
    with pytest.raises(TransitionRefused):
        step(meeting, "close", cast.editor)
    names = [(log.name, log.source, log.target, log.actor) for log in log_of(meeting)]
    assert names[-1] == ("close", "approved", "closed", cast.editor)
    assert [name for name, *_ in names] == ["hold", "approve", "close"]


def test_a_transition_in_a_version_that_has_passed_is_stale(cast: Cast) -> None:
    task = task_in(cast, "in_hand")
    perform(task, "report", actor=cast.contributor, version=task.version, note="Được một nửa")
    with pytest.raises(StaleObject):
        perform(task, "finish", actor=cast.contributor, version=task.version, note="Xong")


# Who presides


def test_a_named_chair_approves_and_nobody_for_them_and_never_the_secretary(cast: Cast) -> None:
    chair, secretary = make_user(Role.APPROVER), make_user(Role.LEADER)
    meeting = make_meeting(cast.editor, chair=chair, secretary=secretary)
    step(meeting, "hold", secretary)
    for other in (cast.leader, cast.head, cast.editor, secretary):
        with pytest.raises(TransitionNotAllowed):
            step(meeting, "approve", other)
    done = step(meeting, "approve", chair, accepts_no_conclusions="on")
    assert done.approved_by == chair


def test_where_the_chairs_account_is_closed_a_leader_approves(cast: Cast) -> None:
    meeting = make_meeting(cast.editor, chair=make_user(is_active=False))
    assert approve(meeting, chair=cast.leader, editor=cast.editor).state == "approved"


# Approval


def test_what_is_lacking_blocks_approval_and_each_sentence_says_where(cast: Cast) -> None:
    meeting = make_meeting(cast.editor, ends_at=None)
    gone, heir = (
        UnitFactory(name="Tổ dân phố số 91", valid_until=day("2016-06-23")),
        UnitFactory(name="Tổ mới"),
    )
    Unit.objects.filter(pk=gone.pk).update(successor=heir)
    unit = cast.contributor.unit
    conclude(meeting, cast.editor, text="dùng phần mềm văn bản")
    conclude(meeting, cast.editor, unit, due_on=None)
    conclude(meeting, cast.editor, unit, has_no_task=True, no_task_reason="")
    conclude(meeting, cast.editor, unit, due_on=day("2016-06-23"))
    conclude(meeting, cast.editor, gone)
    conclude(meeting, cast.editor, unit, person=cast.other_contributor)
    deputy = Attendance(meeting=meeting, group="Ban", name="Bà Tâm", presence=Presence.DEPUTY)
    store_part(deputy, actor=cast.editor)
    step(meeting, "hold", cast.editor)
    with pytest.raises(TransitionRefused) as refused:
        step(meeting, "approve", cast.leader)
    assert refused.value.reasons == [
        "Chưa ghi giờ kết thúc họp.",
        "Bà Tâm cử người dự thay nhưng chưa ghi tên người dự thay.",
        (
            "Kết luận 1 (“dùng phần mềm văn bản”) chưa giao cho đơn vị nào, cũng chưa đánh dấu"
            " không giao việc."
        ),
        (
            "Kết luận 2 (“gửi tin bài đúng hạn”) chưa có hạn: xin ghi ngày, hoặc chọn thường xuyên,"
            " hằng tuần."
        ),
        "Kết luận 3 (“gửi tin bài đúng hạn”) vừa có đơn vị chủ trì vừa đánh dấu không giao việc.",
        "Kết luận 3 (“gửi tin bài đúng hạn”) đánh dấu không giao việc nhưng chưa ghi lý do.",
        "Kết luận 4 (“gửi tin bài đúng hạn”) có hạn 23/06/2016 trước ngày họp.",
        (
            "Kết luận 5 (“gửi tin bài đúng hạn”) giao cho Tổ dân phố số 91, đơn vị đã kết thúc hoạt"
            " động ngày 23/06/2016; đơn vị kế tục: Tổ mới."
        ),
        (
            f"Kết luận 6 (“gửi tin bài đúng hạn”) giao cho {cast.other_contributor}, người không"
            " thuộc đơn vị chủ trì."
        ),
    ]
    assert not Task.objects.exists()
    assert not Conclusion.objects.exclude(number=None).exists()


def test_a_deadline_on_a_day_off_is_asked_about_not_refused(cast: Cast) -> None:
    meeting = make_meeting(cast.editor)
    conclude(meeting, cast.editor, cast.contributor.unit, due_on=day("2016-07-03"))
    Holiday.objects.create(day=day("2016-07-04"), name="Nghỉ bù")
    step(meeting, "hold", cast.editor)
    with pytest.raises(
        TransitionRefused, match=r"03/07/2016 là Chủ nhật, ngày nghỉ .*01/07/2016 và 05/07/2016"
    ):
        step(meeting, "approve", cast.leader)
    step(meeting, "approve", cast.leader, keeps_day_off="on")
    assert Task.objects.get().due_on == day("2016-07-03")


def test_approval_numbers_gives_and_tells_in_one_go(cast: Cast) -> None:
    unit, other = cast.contributor.unit, cast.other_contributor.unit
    meeting = make_meeting(cast.editor, secretary=cast.other_editor)
    first = conclude(
        meeting, cast.editor, unit, other, text="kiểm tra phần mềm", person=cast.contributor
    )
    store_part(first, actor=cast.editor, version=1, relations={"supporting_units": [other]})
    conclude(
        meeting, cast.editor, has_no_task=True, no_task_reason="Chỉ nhắc chung", text="biểu dương"
    )
    conclude(meeting, cast.editor, unit, recurrence="weekly", text="gửi tin")
    approve(meeting, chair=cast.leader, editor=cast.editor, now=at("2016-06-24 17:00"))
    assert list(meeting.conclusions.values_list("number", "number_year")) == [
        (1, 2016),
        (2, 2016),
        (3, 2016),
    ]
    tasks = [
        (
            t.text,
            t.lead_unit,
            t.person,
            t.due_on,
            t.first_due_on,
            t.recurrence,
            t.assigned_by,
            list(t.supporting_units.all()),
        )
        for t in Task.objects.order_by("pk")
    ]
    due, leader = day("2016-07-05"), cast.leader
    assert tasks == [
        ("Kiểm tra phần mềm", unit, cast.contributor, due, due, "", leader, [other]),
        ("Kiểm tra phần mềm", other, None, due, due, "", leader, []),
        ("Gửi tin", unit, None, None, None, "weekly", leader, []),
    ]
    told = {
        notice.person: notice.text
        for notice in Notice.objects.filter(
            event__endswith=f":{Task.objects.earliest('pk').pk}:given"
        )
    }
    assert told == {
        cast.contributor: (
            "Quý vị được giao nhiệm vụ theo kết luận số 1/2016: Kiểm tra phần mềm. Hạn 05/07/2016."
        ),
        cast.colleague: (
            "Đơn vị được giao nhiệm vụ theo kết luận số 1/2016: Kiểm tra phần mềm. Hạn 05/07/2016."
        ),
        cast.other_contributor: (
            f"Đơn vị phối hợp nhiệm vụ, {unit.name} chủ trì theo kết luận số 1/2016: Kiểm tra phần"
            " mềm. Hạn 05/07/2016."
        ),
    }
    assert (
        Notice.objects.filter(
            person=cast.other_editor, text__startswith=f"{leader} đã duyệt biên bản"
        ).count()
        == 1
    )


def test_a_correction_is_a_new_version_with_a_reason_and_gives_nothing_twice(cast: Cast) -> None:
    unit, other = cast.contributor.unit, cast.other_contributor.unit
    meeting = make_meeting(cast.editor, is_public=True)
    conclusion = conclude(meeting, cast.editor, unit, text="gửi ba tin", is_public=True)
    approve(meeting, chair=cast.leader, editor=cast.editor)
    assert list(Conclusion.objects.published()) == [conclusion]
    with pytest.raises(TransitionRefused, match="đính chính"):
        store_part(conclusion, actor=cast.editor, version=1)
    with pytest.raises(TransitionRefused, match="đính chính"):
        store_meeting(Meeting.objects.get(pk=meeting.pk), actor=cast.editor)
    step(meeting, "correct", cast.editor, note="Ghi nhầm số tin")
    assert list(Meeting.objects.published()) == [meeting]
    assert list(Conclusion.objects.published()) == [conclusion]
    conclusion.refresh_from_db()
    with pytest.raises(TransitionRefused, match="đã vào sổ"):
        remove_part(conclusion, actor=cast.editor, version=1)
    conclusion.text = "gửi bốn tin"
    store_part(conclusion, actor=cast.editor, version=1, relations={"lead_units": [unit, other]})
    conclude(meeting, cast.editor, unit, text="dọn kho")
    step(meeting, "approve", cast.leader)
    versions = meeting.minutes_versions.all()
    said = [(v.number, v.reason, [c["text"] for c in v.content["conclusions"]]) for v in versions]
    assert said == [(1, "", ["gửi ba tin"]), (2, "Ghi nhầm số tin", ["gửi bốn tin", "dọn kho"])]
    assert versions[1].content["conclusions"][0]["lead_units"] == [unit.name, other.name]
    assert list(meeting.conclusions.values_list("number", flat=True)) == [1, 2]
    said_to = [
        (
            row["number"],
            row["number_year"],
            row["lead_unit_short_names"],
            row["supporting_units"],
            row["supporting_unit_short_names"],
        )
        for row in versions[1].content["conclusions"]
    ]
    assert said_to == [
        (1, 2016, [unit.short_name, other.short_name], [], []),
        (2, 2016, [unit.short_name], [], []),
    ]
    assert list(Task.objects.order_by("pk").values_list("text", "lead_unit")) == [
        ("Gửi ba tin", unit.pk),
        ("Gửi bốn tin", other.pk),
        ("Dọn kho", unit.pk),
    ]


def test_the_year_of_a_number_is_that_of_the_meetings_day_where_the_ward_is(cast: Cast) -> None:
    for starts_at in ("2016-12-31 23:30", "2017-01-01 00:30", "2016-12-30 08:00"):
        meeting = make_meeting(cast.editor, starts_at=at(starts_at))
        conclude(meeting, cast.editor, has_no_task=True, no_task_reason="Nhắc chung")
        approve(meeting, chair=cast.leader, editor=cast.editor, now=at("2017-01-05 08:00"))
    found = Conclusion.objects.order_by("pk").values_list("number", "number_year")
    assert list(found) == [(1, 2016), (1, 2017), (2, 2016)]


@pytest.mark.django_db(transaction=True)
def test_two_approvals_at_once_leave_neither_gap_nor_double(cast: Cast) -> None:
    meetings = [make_meeting(cast.editor) for _ in range(3)]
    for meeting in meetings:
        for _ in range(3):
            conclude(meeting, cast.editor, cast.contributor.unit)
        step(meeting, "hold", cast.editor)
    start, refused = threading.Barrier(len(meetings) + 1), []

    def approve_now(meeting: Meeting) -> None:
        try:
            start.wait(10)
            step(meeting, "approve", cast.leader)
        except TransitionRefused as refusal:
            refused.append(type(refusal))
        finally:
            connection.close()

    # One of the meetings twice: of two at the same moment one finds the other's state.
    threads = [
        threading.Thread(target=approve_now, args=[meeting])
        for meeting in [*meetings, Meeting.objects.get(pk=meetings[0].pk)]
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert refused in ([StaleObject], [TransitionRefused])
    assert sorted(Conclusion.objects.values_list("number", flat=True)) == list(range(1, 10))
    for meeting in meetings:
        numbers = list(meeting.conclusions.values_list("number", flat=True))
        assert numbers == list(range(numbers[0], numbers[0] + 3))
        assert (
            log_of(meeting).filter(name="approve").count() == meeting.minutes_versions.count() == 1
        )
    assert Task.objects.count() == 9


# Minutes


def test_two_people_type_in_one_meeting_and_nobody_writes_over_the_other(cast: Cast) -> None:
    meeting = make_meeting(cast.editor, other_opinions=3)
    opinion = Opinion(meeting=meeting, speaker="Ông  Bình\u200b", text="Nhất trí")
    store_part(opinion, actor=cast.editor)
    store_part(Opinion(meeting=meeting, speaker="Bà Hoa"), actor=cast.other_editor)
    assert [(o.speaker, o.position) for o in meeting.opinions.all()] == [
        ("Ông Bình", 1),
        ("Bà Hoa", 2),
    ]
    assert Meeting.objects.get(pk=meeting.pk).opinion_count == 5
    mine, theirs = (Opinion.objects.get(pk=opinion.pk) for _ in range(2))
    store_part(theirs, actor=cast.other_editor, version=1)
    with pytest.raises(StaleObject):
        store_part(mine, actor=cast.editor, version=1)
    with pytest.raises(StaleObject):
        remove_part(mine, actor=cast.editor, version=1)
    remove_part(theirs, actor=cast.editor, version=2)
    with pytest.raises(StaleObject):
        store_part(mine, actor=cast.editor, version=2)
    assert Meeting.objects.get(pk=meeting.pk).opinion_count == 4


def test_only_the_meeting_writes_minutes(cast: Cast) -> None:
    secretary = make_user()
    meeting = make_meeting(cast.editor, secretary=secretary)
    for person in (cast.contributor, cast.leader, cast.clerk, cast.superuser, cast.inactive):
        with pytest.raises(TransitionNotAllowed):
            store_part(Opinion(meeting=meeting, speaker="Ai đó"), actor=person)
    with pytest.raises(TransitionNotAllowed):
        make_meeting(cast.contributor)
    store_part(Opinion(meeting=meeting, speaker="Ông Bình"), actor=secretary)
    with pytest.raises(ClassifiedText):
        store_part(
            Opinion(meeting=meeting, speaker="Ông Bình", text="TỐI MẬT\nNội dung"), actor=secretary
        )


def test_a_meeting_out_of_order_is_refused_in_words(cast: Cast) -> None:
    june, july = (
        ReportingPeriod.objects.create(
            year=2016,
            month=month,
            starts_on=day(f"2016-0{month}-01"),
            ends_on=day(f"2016-0{month}-28"),
        )
        for month in (6, 7)
    )
    with pytest.raises(ValidationError, match="Kỳ triển khai phải là kỳ đánh giá hoặc kỳ sau đó"):
        make_meeting(cast.editor, review_period=july, plan_period=june)
    make_meeting(cast.editor, review_period=june, plan_period=july)
    with pytest.raises(ValidationError, match="Giờ kết thúc phải sau giờ bắt đầu"):
        make_meeting(cast.editor, ends_at=at("2016-06-24 13:59"))
    with pytest.raises(ValidationError, match="chủ trì"):
        make_meeting(cast.editor, series=make_series(chair_name=""))


def test_a_new_meeting_expects_whom_its_series_expects_with_the_titles_of_today(cast: Cast) -> None:
    title = "Phó Bí thư Đảng ủy, Chủ tịch UBND phường"
    chair = make_user(Role.LEADER, full_name="Lê Thị Chủ Tịch", title=title)
    series = make_series(chair=chair, chair_name="")
    UsualAttendee.objects.create(series=series, group="Ban biên tập", person=cast.contributor)
    UsualAttendee.objects.create(
        series=series, group="Tổ dân phố", name="Ông Ba", title="Tổ trưởng"
    )
    meeting = make_meeting(cast.editor, series=series)
    assert (meeting.chair_name, meeting.chair_title) == (chair.full_name, chair.title)
    rows = [(a.group, a.name, a.title, a.unit, a.presence) for a in meeting.attendances.all()]
    assert rows == [
        ("Ban biên tập", cast.contributor.full_name, "", cast.contributor.unit, "present"),
        ("Tổ dân phố", "Ông Ba", "Tổ trưởng", None, "present"),
    ]


# Tasks


def test_a_comment_is_offered_when_granting_and_required_when_refusing(
    cast: Cast, client: Client
) -> None:
    task = task_in(cast, "in_hand", is_asking=True)
    client.force_login(cast.leader)
    for name, is_required in (("grant_time", False), ("refuse_time", True)):
        address = reverse("admin:meetings_task_transition", args=[task.pk, name])
        page = client.get(address).content.decode()
        field = page.split('<textarea id="id_note"')[1].split(">")[0]
        assert ("required" in field) is is_required
        assert ("(không bắt buộc)" in page) is not is_required


def test_an_extension_keeps_the_first_deadline(cast: Cast) -> None:
    task = task_in(cast, "in_hand", is_asking=True)
    first = task.first_due_on
    with pytest.raises(TransitionRefused, match="đang chờ trả lời"):
        step(
            task, "ask_time", cast.contributor, note="x", due_on=later(task, 20), keeps_day_off="on"
        )
    task = step(task, "grant_time", cast.leader, due_on=later(task, 12), keeps_day_off="on")
    assert (task.first_due_on, task.due_on) == (first, first + timedelta(days=12))
    task = step(
        task,
        "ask_time",
        cast.contributor,
        note="Lại mưa",
        due_on=later(task, 30),
        keeps_day_off="on",
    )
    task = step(task, "refuse_time", cast.leader, note="Không được")
    assert (task.first_due_on, task.due_on) == (first, first + timedelta(days=12))
    answers = [
        (r.state, r.due_on, r.asked_due_on, r.granted_due_on, r.answer)
        for r in task.extension_requests.all()
    ]
    days = [first + timedelta(days=number) for number in (0, 15, 12, 30)]
    assert answers == [
        ("granted", days[0], days[1], days[2], ""),
        ("refused", days[2], days[3], None, "Không được"),
    ]
    assert [row.due_on for row in task.history.order_by("version")] == [first, days[2]]
    assert (
        Notice.objects.filter(person=cast.colleague, text__contains="được gia hạn đến").count() == 1
    )


@pytest.mark.parametrize(
    ("moved", "words"), [(-30, "Hạn mới phải sau"), (0, "Hạn mới phải sau"), (9000, "xem lại năm")]
)
def test_an_absurd_day_is_refused(cast: Cast, moved: int, words: str) -> None:
    task = task_in(cast, "in_hand")
    with pytest.raises(TransitionRefused, match=words):
        step(task, "ask_time", cast.contributor, note="x", due_on=later(task, moved))


def test_what_recurs_has_no_deadline_to_extend(cast: Cast) -> None:
    task = step(
        make_task(cast.leader, cast.contributor.unit, recurrence="ongoing"),
        "receive",
        cast.contributor,
    )
    with pytest.raises(TransitionRefused, match="thường xuyên"):
        step(
            task,
            "ask_time",
            cast.contributor,
            note="x",
            due_on=f"{timezone.localdate() + timedelta(9):%Y-%m-%d}",
        )


def test_a_task_sent_back_is_unfinished_again_and_nobody_verifies_the_own_work(cast: Cast) -> None:
    unit = cast.contributor.unit
    giver = make_user(Role.EDITOR, unit=unit)
    task = step(make_task(giver, unit), "receive", giver)
    task = step(task, "finish", giver, note="Xong")
    with pytest.raises(TransitionRefused, match="không tự xác nhận"):
        step(task, "verify", giver)
    task = step(task, "send_back", giver, note="Thiếu ảnh")
    assert (task.state, task.finished_at) == ("in_hand", None)
    task = step(task, "finish", cast.contributor, note="Đủ ảnh", now=timezone.now())
    assert step(task, "verify", giver).done_at is not None


def test_what_was_reported_and_verified_by_mistake_goes_on(cast: Cast) -> None:
    task = task_in(cast, "finished")
    task = step(task, "take_back", cast.contributor, note="Báo nhầm")
    assert (task.state, task.finished_at) == ("in_hand", None)
    told = Notice.objects.filter(person=cast.leader, text__contains="rút lại báo xong")
    assert told.get().text.endswith("Báo nhầm")
    step(task, "finish", cast.contributor, note="Xong")
    task = step(task, "verify", cast.leader)
    task = step(task, "reopen", cast.leader, note="Bấm nhầm")
    assert (task.state, task.finished_at, task.done_at) == ("in_hand", None, None)
    told = Notice.objects.filter(person=cast.contributor, text__contains="được mở lại")
    assert told.get().text.endswith("Bấm nhầm")


def test_a_conclusions_task_is_verified_by_its_meeting(cast: Cast) -> None:
    secretary = make_user()
    meeting = make_meeting(cast.editor, secretary=secretary)
    conclude(meeting, cast.editor, cast.contributor.unit)
    approve(meeting, chair=cast.leader, editor=secretary)
    task = step(Task.objects.get(), "receive", cast.contributor)
    task = step(task, "finish", cast.contributor, note="Xong")
    assert (
        Notice.objects.get(person=secretary, text__contains="báo xong, chờ xác nhận").topic
        == "asked"
    )
    assert set(Notice.objects.filter(person=cast.contributor).values_list("topic", flat=True)) == {
        "task"
    }
    with pytest.raises(TransitionNotAllowed):
        step(task, "verify", cast.approver)
    assert step(task, "verify", secretary).state == "done"


def test_the_named_person_acts_although_of_another_unit(cast: Cast) -> None:
    task = make_task(cast.leader, UnitFactory(), person=cast.contributor)
    assert step(task, "receive", cast.contributor).received_at is not None


def test_who_gave_it_answers_alone_and_leaders_once_that_account_is_closed(cast: Cast) -> None:
    giver = make_user(Role.HEAD)
    task = make_task(giver, cast.contributor.unit)
    with pytest.raises(TransitionNotAllowed):
        step(task, "cancel", cast.leader, note="x")
    type(giver).objects.filter(pk=giver.pk).update(is_active=False)
    task = Task.objects.get(pk=task.pk)
    assert step(task, "cancel", cast.leader, note="Thôi").cancelled_at is not None
    assert Notice.objects.filter(person=cast.colleague, text__contains="đã hủy: Thôi").count() == 1


def test_another_time_or_place_is_told_to_whom_the_meeting_expects(cast: Cast) -> None:
    series = make_series(secretary=cast.other_editor)
    UsualAttendee.objects.create(series=series, group="Ban biên tập", person=cast.contributor)
    starts_at = (timezone.now() + timedelta(days=3)).replace(hour=1, minute=0)
    meeting = make_meeting(cast.editor, series=series, starts_at=starts_at)
    moved = Notice.objects.filter(text__startswith="Đổi lịch họp")
    meeting.title = "Giao ban tuần"
    store_meeting(meeting, actor=cast.editor)
    assert not moved.exists()
    meeting.starts_at += timedelta(days=1)
    meeting.ends_at += timedelta(days=1)
    meeting.place = "Phòng họp số 2"
    store_meeting(meeting, actor=cast.editor)
    assert set(moved.values_list("person", flat=True)) == {
        cast.contributor.pk,
        cast.other_editor.pk,
    }
    day, former = timezone.localdate(meeting.starts_at), timezone.localdate(starts_at)
    assert moved[0].text == (
        f"Đổi lịch họp “Giao ban tuần”: họp lúc 08:00 ngày {day:%d/%m/%Y} (trước: 08:00 ngày"
        f" {former:%d/%m/%Y}); họp tại Phòng họp số 2 (trước: Phòng họp số 1)."
    )


def test_a_meeting_of_the_past_is_corrected_without_a_notice(cast: Cast) -> None:
    meeting = make_meeting(cast.editor, secretary=cast.other_editor)
    meeting.place = "Phòng họp số 2"
    store_meeting(meeting, actor=cast.editor)
    assert not Notice.objects.exists()


def test_a_cancelled_meeting_is_told_to_whom_it_expected(cast: Cast) -> None:
    series = make_series(secretary=cast.other_editor)
    UsualAttendee.objects.create(series=series, group="Ban biên tập", person=cast.contributor)
    step(make_meeting(cast.editor, series=series), "cancel", cast.editor, note="Bão")
    told = Notice.objects.filter(text__startswith="Hủy họp").values_list("person", flat=True)
    assert set(told) == {cast.contributor.pk, cast.other_editor.pk}
