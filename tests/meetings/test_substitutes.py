"""A leader who is away: who acts for her in meetings and tasks, and what names her."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core.workflow.engine import TransitionNotAllowed, TransitionRefused, log_of
from documents.models import LeaderAbsence
from meetings.minutes.services import store_part
from meetings.models import Meeting, Task
from organization.calendar.working_days import WorkingCalendar
from organization.models import Notice, User
from organization.roles import Role
from organization.work.waiting import waits_for
from tests.news.test_access import client_of
from tests.support.cast import Cast
from tests.support.factories import make_user
from tests.support.meeting_factories import (
    approve,
    conclude,
    make_meeting,
    make_series,
    make_task,
    step,
)


@pytest.fixture
def deputy(cast: Cast) -> User:
    """Who acts today for the leader of the cast."""
    deputy = make_user(Role.LEADER, full_name="Trần Văn Phó")
    today = timezone.localdate()
    LeaderAbsence.objects.create(
        leader=cast.leader, deputy=deputy, valid_from=today, valid_until=today
    )
    return deputy


def titles(user: User) -> list[tuple[str, str]]:
    return [(item.kind, item.note) for item in waits_for(user, timezone.now())]


def test_minutes_go_to_the_substitute(cast: Cast, deputy: User) -> None:
    meeting = make_meeting(cast.editor, chair=cast.leader)
    conclude(meeting, cast.editor, cast.contributor.unit)
    step(meeting, "hold", cast.editor)
    step(meeting, "submit", cast.editor)
    told = Notice.objects.filter(text__contains="trình duyệt").values_list("person", flat=True)
    assert set(told) == {cast.leader.pk, deputy.pk}
    assert titles(deputy) == [("Duyệt biên bản", f"thay {cast.leader}")]
    address = reverse("admin:meetings_meeting_transition", args=[meeting.pk, "approve"])
    page = client_of(cast, "leader")
    page.force_login(deputy)
    assert f"thay {cast.leader.full_name}, đang vắng" in page.get(address).content.decode()
    with pytest.raises(TransitionNotAllowed):
        step(meeting, "approve", cast.head, keeps_day_off="on")
    meeting = approve(meeting, chair=deputy, editor=cast.editor)
    assert log_of(meeting).get(name="approve").on_behalf_of == cast.leader.full_name


def test_a_substitute_who_wrote_the_minutes_does_not_approve_them(cast: Cast, deputy: User) -> None:
    meeting = make_meeting(cast.editor, chair=cast.leader)
    conclude(meeting, cast.editor, cast.contributor.unit)
    meeting.writers.add(deputy)
    step(meeting, "hold", cast.editor)
    with pytest.raises(TransitionRefused, match="không tự duyệt"):
        step(meeting, "approve", deputy, keeps_day_off="on")


def test_tasks_are_answered_by_the_substitute(cast: Cast, deputy: User) -> None:
    task = make_task(cast.leader, cast.contributor.unit)
    step(task, "receive", cast.contributor)
    later = {"due_on": f"{task.due_on + timedelta(days=9):%Y-%m-%d}", "keeps_day_off": "on"}
    step(task, "ask_time", cast.contributor, note="Mưa", **later)
    assert Notice.objects.filter(person=deputy, text__contains="xin gia hạn").exists()
    assert titles(deputy)[0][0] == "Trả lời xin gia hạn"
    client = client_of(cast, "leader")
    client.force_login(deputy)
    assert "Đồng ý gia hạn" in client.get(task.address).content.decode()
    step(task, "grant_time", deputy, **later)
    step(task, "finish", cast.contributor, note="Xong")
    # Who answered for the leader has recorded nothing for the unit.
    assert titles(deputy)[0][0] == "Xác nhận nhiệm vụ đã xong"
    step(task, "verify", deputy)
    behalf = dict(log_of(task).values_list("name", "on_behalf_of"))
    assert behalf["grant_time"] == behalf["verify"] == cast.leader.full_name
    assert behalf["finish"] == ""


def test_of_a_conclusion_too_and_nobody_else(cast: Cast, deputy: User) -> None:
    meeting = make_meeting(cast.editor, chair=cast.leader)
    conclude(meeting, cast.editor, cast.contributor.unit)
    approve(meeting, chair=cast.leader, editor=cast.editor)
    task = Task.objects.get()
    assert (task.is_assigner(deputy), task.is_assigner(cast.head)) == (True, False)
    step(task, "receive", cast.contributor)
    step(task, "finish", cast.contributor, note="Xong")
    assert titles(deputy)[0] == (
        "Xác nhận nhiệm vụ đã xong",
        f"{cast.contributor.unit.short_name}, thay {cast.leader}",
    )


def test_afterwards_the_substitute_acts_no_more(cast: Cast, deputy: User) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    LeaderAbsence.objects.update(valid_from=yesterday, valid_until=yesterday)
    task = make_task(cast.leader, cast.contributor.unit)
    assert not task.is_assigner(deputy)


def told(person: User, words: str) -> list[str]:
    found = Notice.objects.filter(person=person, text__contains=words).order_by("pk")
    return list(found.values_list("text", flat=True))


def test_of_what_a_substitute_gave_all_who_decide_are_told(cast: Cast, deputy: User) -> None:
    meeting = make_meeting(
        cast.editor,
        chair=cast.leader,
        secretary=cast.other_editor,
        starts_at=timezone.now() - timedelta(hours=3),
    )
    conclude(meeting, cast.editor, cast.contributor.unit)
    approve(meeting, chair=deputy, editor=cast.editor)
    task = Task.objects.get()
    leader = cast.leader.full_name
    begun = "Trần Văn Phó đã quyết định thay quý vị: "
    assert told(cast.leader, "thay quý vị") == [f"{begun}Duyệt biên bản, “{meeting}”."]
    step(task, "receive", cast.contributor)
    later = {"due_on": f"{task.due_on + timedelta(days=9):%Y-%m-%d}", "keeps_day_off": "on"}
    step(task, "ask_time", cast.contributor, note="Mưa", **later)
    for person in (cast.leader, deputy, cast.other_editor):
        assert len(told(person, "xin gia hạn")) == 1
    step(task, "grant_time", deputy, **later)
    step(task, "finish", cast.contributor, note="Đã xong")
    for person in (cast.leader, deputy, cast.other_editor):
        assert len(told(person, "báo xong, chờ xác nhận")) == 1
    step(task, "verify", deputy)
    task.refresh_from_db()
    assert told(cast.leader, "thay quý vị")[1:] == [
        f"{begun}Đồng ý gia hạn, “{task}”.",
        f"{begun}Xác nhận hoàn thành, “{task}”.",
    ]
    page = client_of(cast, "editor").get(task.address).content.decode()
    assert f"<dd>Trần Văn Phó, thay {leader}, " in page
    assert f"Trần Văn Phó, thay {leader}</small>" in page
    given = task.history.earliest("history_id").history_change_reason
    assert given == f"Giao nhiệm vụ (thay {leader})"


def test_the_leader_who_decides_herself_is_told_nothing(cast: Cast) -> None:
    meeting = make_meeting(cast.editor, chair=cast.leader, secretary=cast.other_editor)
    conclude(meeting, cast.editor, cast.contributor.unit)
    approve(meeting, chair=cast.leader, editor=cast.editor)
    task = Task.objects.get()
    step(task, "receive", cast.contributor)
    step(task, "finish", cast.contributor, note="Đã xong")
    step(task, "verify", cast.leader)
    assert not Notice.objects.filter(text__contains="thay quý vị").exists()
    assert task.giver == cast.leader.full_name


def test_the_unit_is_told_who_was_told(cast: Cast) -> None:
    meeting = make_meeting(cast.editor, chair=cast.leader, secretary=cast.other_editor)
    conclude(meeting, cast.editor, cast.contributor.unit)
    approve(meeting, chair=cast.leader, editor=cast.editor)
    task = Task.objects.get()
    address = reverse("admin:meetings_task_transition", args=[task.pk, "decline"])
    typed = {"version": task.version, "note": "Không đủ người", "_transition": "decline"}
    answer = client_of(cast, "contributor").post(address, typed, follow=True)
    words = f"Đã gửi đề nghị. Đã gửi thông báo tới: {cast.other_editor.full_name}."
    assert words in answer.content.decode()


def test_a_correction_says_for_whom_it_changed_a_task(cast: Cast, deputy: User) -> None:
    meeting = make_meeting(cast.editor, chair=cast.leader)
    conclusion = conclude(meeting, cast.editor, cast.contributor.unit)
    approve(meeting, chair=cast.leader, editor=cast.editor)
    step(meeting, "correct", cast.editor, note="Ghi nhầm hạn")
    conclusion.refresh_from_db()
    conclusion.due_on += timedelta(days=3)
    store_part(conclusion, actor=cast.editor, version=conclusion.version)
    change = str(Task.objects.get().pk)
    step(meeting, "approve", deputy, keeps_day_off="on", amendments=[change])
    reason = Task.history.latest("history_id").history_change_reason
    assert reason.endswith(f" (thay {cast.leader.full_name})")


def test_a_day_on_which_the_chair_is_away_is_asked_about(cast: Cast, deputy: User) -> None:
    day = timezone.localdate() + timedelta(days=7)
    while not WorkingCalendar.load().is_working_day(day):
        day += timedelta(days=1)
    LeaderAbsence.objects.update(valid_from=day, valid_until=day)
    series = make_series(chair=cast.leader)
    data = {"series": series.pk, "starts_at": f"{day}T14:00", "other_opinions": "0"}
    client, address = client_of(cast, "editor"), reverse("admin:meetings_meeting_add")
    page = client.post(address, data).content.decode()
    assert f"Chủ trì {cast.leader} vắng ngày {day:%d/%m/%Y}." in page
    assert not Meeting.objects.exists()
    answer = client.post(address, data | {"keeps_day": "on"})
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    meeting = Meeting.objects.get()
    assert meeting.chair == cast.leader
    LeaderAbsence.objects.update(valid_from=timezone.localdate(), valid_until=timezone.localdate())
    assert client.post(address, data).status_code == 302
