"""What is recorded on behalf of a unit without an account: by whom, how it is named, and that
nobody answers what they recorded.
"""

from __future__ import annotations

import re
import threading
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.revisions.timeline import timeline
from core.workflow.engine import TransitionNotAllowed, TransitionRefused, log_of, perform
from meetings.models import Task
from meetings.workflow import TASK_WORKFLOW
from organization.models import Notice, Unit, User
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
    make_task,
    step,
)

OF_THE_UNIT = ("receive", "report", "ask_time", "finish", "take_back")
OF_THE_ANSWER = ("grant_time", "refuse_time", "verify", "send_back", "reopen")

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def silent(db: None) -> Unit:
    """A unit with a locked account and one without a password: nobody can log in."""
    unit = UnitFactory(name="Khu Bến Bắc", short_name="Bến Bắc")
    make_user(Role.CONTRIBUTOR, unit=unit, is_active=False)
    passwordless = make_user(Role.CONTRIBUTOR, unit=unit)
    passwordless.set_unusable_password()
    passwordless.save()
    return unit


def may(task: Task, name: str, people: dict[str, Any]) -> set[str]:
    task = Task.objects.get(pk=task.pk)
    transition = TASK_WORKFLOW.get(name)
    return {role for role, person in people.items() if transition.permission(task, person)}


def everybody(cast: Cast) -> dict[str, Any]:
    return {name: getattr(cast, name) for name in vars(cast)} | {"system": None}


@pytest.mark.parametrize("name", OF_THE_UNIT)
def test_who_records_for_a_unit_with_and_without_an_account(
    cast: Cast, silent: Unit, name: str
) -> None:
    people = everybody(cast)
    own = make_task(cast.leader, cast.contributor.unit)
    assert may(own, name, people) == {"contributor", "colleague"}
    given = make_task(cast.leader, silent)
    assert may(given, name, people) == {"leader", "editor", "other_editor"}
    people["member"] = make_user(unit=silent)
    assert may(given, name, people) == {"member"}


def test_of_a_conclusion_its_meeting_records_too(cast: Cast, silent: Unit) -> None:
    secretary, chair = make_user(), make_user(Role.APPROVER)
    meeting = make_meeting(cast.editor, secretary=secretary, chair=chair)
    conclude(meeting, cast.editor, silent)
    approve(meeting, chair=chair, editor=secretary)
    people = everybody(cast) | {"secretary": secretary, "chair": chair}
    recorders = {"secretary", "chair", "editor", "other_editor"}
    assert may(Task.objects.get(), "receive", people) == recorders
    task = step(Task.objects.get(), "receive", secretary)
    task = step(task, "finish", secretary, note="Tổ trưởng nhắn đã xong")
    # The answer is open to others than the meeting now, but not to who recorded.
    assert may(task, "verify", people) == recorders | {"leader", "head"}
    with pytest.raises(TransitionRefused, match="ghi thay đơn vị không tự xác nhận"):
        step(task, "verify", secretary)
    assert step(task, "verify", chair).state == "done"


def test_a_named_person_who_can_log_in_acts_alone(cast: Cast, silent: Unit) -> None:
    task = make_task(cast.leader, silent, person=cast.other_contributor)
    assert may(task, "receive", everybody(cast)) == {"other_contributor"}


def test_log_timeline_and_page_name_the_unit_and_who_recorded(cast: Cast, silent: Unit) -> None:
    task = make_task(cast.leader, silent)
    task = step(task, "receive", cast.editor)
    task = step(task, "report", cast.editor, note="Được một nửa")
    later = f"{task.due_on.year + 1}-06-01"
    task = step(task, "ask_time", cast.editor, note="Mưa", due_on=later, keeps_day_off="on")
    rows = log_of(task).values_list("name", "on_behalf_of", "actor")
    assert list(rows) == [(name, silent.name, cast.editor.pk) for name in OF_THE_UNIT[:3]]
    assert {entry.on_behalf_of for entry in timeline(task) if entry.transition} == {silent.name}
    assert task.extension_requests.get().on_behalf_of == silent.name
    page = client_of(cast, "leader").get(task.address).content.decode()
    assert page.count(f"thay mặt {silent.name}, do {cast.editor} ghi") == 4  # and the last note
    assert f"Thay mặt {silent.name}, do {cast.editor} ghi: xin gia hạn" in page
    history = client_of(cast, "leader").get(reverse("admin:meetings_task_history", args=[task.pk]))
    assert f"thay mặt {silent.name}, do {cast.editor} ghi" in history.content.decode()
    assert Notice.objects.get(person=cast.leader, topic="asked").text.startswith(
        f"Bến Bắc (do {cast.editor} ghi thay) xin gia hạn đến"
    )


def test_of_a_unit_itself_nothing_is_named_on_behalf(cast: Cast) -> None:
    task = step(make_task(cast.leader, cast.contributor.unit), "receive", cast.contributor)
    assert list(log_of(task).values_list("name", "on_behalf_of")) == [("receive", "")]
    assert "thay mặt" not in client_of(cast, "leader").get(task.address).content.decode()


def test_nobody_grants_or_verifies_what_they_recorded(cast: Cast, silent: Unit) -> None:
    task = step(make_task(cast.leader, silent), "receive", cast.leader)
    later = f"{task.due_on.year + 1}-06-01"
    days = {"due_on": later, "keeps_day_off": "on"}
    task = step(task, "ask_time", cast.leader, note="Mưa", **days)
    with pytest.raises(TransitionRefused, match="Người xin gia hạn không tự đồng ý"):
        step(task, "grant_time", cast.leader, note="Được", **days)
    assert step(task, "grant_time", cast.head, note="Được", **days).due_on == day(later)
    task = step(task, "report", cast.other_editor, note="Gần xong")
    task = step(task, "finish", cast.leader, note="Xong")
    for recorder in (cast.leader, cast.other_editor):
        with pytest.raises(TransitionRefused, match="ghi thay đơn vị không tự xác nhận"):
            step(task, "verify", recorder)
    with pytest.raises(TransitionNotAllowed):
        step(task, "verify", cast.approver)
    # Whoever gave it recorded it, so that leaders and heads are told.
    told = Notice.objects.filter(text__contains="báo xong, chờ xác nhận")
    assert set(told.values_list("person", flat=True)) == {cast.head.pk}
    assert step(task, "verify", cast.editor).state == "done"
    with pytest.raises(TransitionRefused):
        step(task, "verify", cast.editor)


def test_answers_are_open_to_others_only_once_something_was_recorded(
    cast: Cast, silent: Unit
) -> None:
    task = make_task(cast.leader, silent)
    people = everybody(cast)
    for name in OF_THE_ANSWER:
        assert may(task, name, people) == {"leader"}
    task = step(task, "receive", cast.editor)
    for name in OF_THE_ANSWER:
        assert may(task, name, people) == {"leader", "head", "editor", "other_editor"}
    for name in ("cancel", "hand_over"):
        assert may(task, name, people) == {"leader"}


def test_it_ends_when_the_unit_gets_an_account(cast: Cast, silent: Unit) -> None:
    task = step(make_task(cast.leader, silent), "receive", cast.editor)
    member = make_user(Role.CONTRIBUTOR, unit=silent)
    with pytest.raises(TransitionNotAllowed):
        step(task, "finish", cast.editor, note="Xong")
    task = step(task, "finish", member, note="Xong")
    # Only what they recorded themselves is closed to them: here the receipt alone.
    assert step(task, "verify", cast.editor).state == "done"


@pytest.mark.django_db(transaction=True)
def test_two_who_record_at_once_leave_one_row_and_the_recorder_never_verifies(
    cast: Cast, silent: Unit
) -> None:
    task = step(make_task(cast.editor, silent), "receive", cast.editor)
    outcomes = at_once(task, [("finish", cast.editor), ("finish", cast.other_editor)])
    assert sorted(outcomes) == ["StaleObject", "finished"]
    recorder = log_of(task).get(name="finish").actor
    other = cast.other_editor if recorder == cast.editor else cast.editor
    task = Task.objects.get(pk=task.pk)
    outcomes = at_once(task, [("verify", recorder), ("verify", other)])
    task.refresh_from_db()
    assert (task.state, log_of(task).get(name="verify").actor) == ("done", other)
    assert outcomes.count("done") == 1


def at_once(task: Task, steps: list[tuple[str, User]], **data: Any) -> list[str]:
    """Perform the steps in threads that start together; return states and refusals."""
    start, outcomes = threading.Barrier(len(steps)), []

    def run(name: str, actor: User) -> None:
        start.wait()
        try:
            done = perform(task, name, actor=actor, version=task.version, note="Xong", data=data)
            outcomes.append(done.state)
        except TransitionRefused as refused:
            outcomes.append(type(refused).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=one) for one in steps]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


# Pages


def order(unit: Unit, **changes: Any) -> dict[str, Any]:
    return {
        "text": "Rà soát hộ nghèo",
        "lead_unit": unit.pk,
        "due_on": "2030-12-02",
        "recurrence": "",
        "priority": "0",
        "source": "direct",
        "source_text": "Điện thoại của Chủ tịch",
    } | changes


def test_giving_to_a_unit_without_an_account_warns_and_offers_a_text(
    cast: Cast, silent: Unit, settings: Any
) -> None:
    settings.SITE_URL = "https://phuong.example"
    client = client_of(cast, "leader")
    address = reverse("admin:meetings_task_add")
    form = client.get(address).content.decode()
    assert f"{silent.name} (chưa có tài khoản)" in form
    assert f"{cast.contributor.unit.name} (chưa" not in form
    page = client.post(address, order(silent), follow=True).content.decode()
    task = Task.objects.get()
    assert "Khu Bến Bắc chưa có tài khoản nên không thấy việc trên cổng" in page
    text = re.search(r"<textarea id=\"zalo-\d+\" rows=\"8\" readonly>(.*?)</textarea>", page, re.S)
    assert text is not None
    assert text[1] == "\n".join(
        [
            "Kính gửi Khu Bến Bắc,",
            "Đơn vị được giao nhiệm vụ: Rà soát hộ nghèo",
            "Hạn 02/12/2030.",
            "Căn cứ: Chỉ đạo trực tiếp: Điện thoại của Chủ tịch.",
            f"Người giao: {cast.leader}.",
            "Làm được đến đâu, xin nhắn lại để ghi vào cổng thông tin.",
        ]
    )
    assert f'data-copy="zalo-{task.pk}" hidden' in page
    assert "Nhận việc (ghi thay đơn vị)" in page
    for reader in ("approver", "head"):
        assert "zalo-heading" not in client_of(cast, reader).get(task.address).content.decode()
    own = make_task(cast.leader, cast.contributor.unit)
    assert "zalo-heading" not in client.get(own.address).content.decode()


def test_supporting_units_without_an_account_get_a_text_of_their_own(
    cast: Cast, silent: Unit
) -> None:
    lead = cast.contributor.unit
    typed = order(
        lead,
        supporting_units=[silent.pk, cast.other_contributor.unit.pk],
        source_text="Chỉ đạo của Chủ tịch tại giao ban",
    )
    client = client_of(cast, "leader")
    page = client.post(reverse("admin:meetings_task_add"), typed, follow=True).content.decode()
    task = Task.objects.get()
    assert "Khu Bến Bắc chưa có tài khoản nên không thấy việc trên cổng" in page
    (text,) = re.findall(r'<textarea id="zalo-[0-9-]+" rows="8" readonly>(.*?)</', page, re.S)
    assert text == "\n".join(
        [
            "Kính gửi Khu Bến Bắc,",
            "Đơn vị phối hợp nhiệm vụ: Rà soát hộ nghèo",
            "Hạn 02/12/2030.",
            f"Đơn vị chủ trì: {lead.name}.",
            f"Cùng phối hợp: {cast.other_contributor.unit.name}.",
            "Căn cứ: Chỉ đạo của Chủ tịch tại giao ban.",
            f"Người giao: {cast.leader}.",
            "Làm được đến đâu, xin nhắn lại để ghi vào cổng thông tin.",
        ]
    )
    assert f'data-copy="zalo-{task.pk}-{silent.pk}" hidden' in page
    assert "<dd>Chỉ đạo của Chủ tịch tại giao ban</dd>" in page
    assert "(ghi thay đơn vị)" not in page  # the lead unit can log in
    assert "zalo-heading" not in client_of(cast, "contributor").get(task.address).content.decode()


def test_wherever_units_are_given_work_the_supporting_ones_are_thought_of() -> None:
    """A new caller of the warning decides which units it is about, and is listed here."""
    call = re.compile(r"(?<!def )without_account_warning\((.*)\)")
    found = {
        (str(path.relative_to(ROOT)), units)
        for app in ("organization", "news", "meetings")
        for path in (ROOT / app).rglob("*.py")
        for units in call.findall(path.read_text(encoding="utf-8"))
    }
    assert found == {
        ("meetings/admin/meetings.py", "units_of(item)"),
        ("meetings/minutes/approval.py", "units_of(meeting)"),
        ("meetings/minutes/views.py", "units"),
        ("organization/assignments/admin.py", "[obj.lead_unit, *obj.supporting_units.all()]"),
    }


def test_the_page_of_a_step_says_for_whom_it_is_recorded(cast: Cast, silent: Unit) -> None:
    task = step(make_task(cast.leader, silent), "receive", cast.editor)
    address = reverse("admin:meetings_task_transition", args=[task.pk, "finish"])
    page = client_of(cast, "editor").get(address).content.decode()
    assert "Quý vị ghi thay mặt Khu Bến Bắc, đơn vị chưa có tài khoản." in page
    assert "Báo xong (ghi thay đơn vị)" in page


def test_minutes_approval_and_meeting_warn_and_offer_texts(cast: Cast, silent: Unit) -> None:
    meeting = make_meeting(cast.editor, title="Giao ban tháng sáu")
    conclude(meeting, cast.editor, silent, cast.contributor.unit, text="gửi tin bài")
    meeting = step(meeting, "hold", cast.editor)
    words = "Khu Bến Bắc chưa có tài khoản nên không thấy việc trên cổng"
    minutes = client_of(cast, "editor").get(reverse("admin:minutes", args=[meeting.pk]))
    assert words in minutes.content.decode()
    address = reverse("admin:meetings_meeting_transition", args=[meeting.pk, "approve"])
    assert words in client_of(cast, "leader").get(address).content.decode()
    approve(meeting, chair=cast.leader, editor=cast.editor, now=at("2016-06-24 17:00"))
    change = reverse("admin:meetings_meeting_change", args=[meeting.pk])
    page = client_of(cast, "editor").get(change).content.decode()
    assert page.count("Lời nhắn cho") == 1
    source = "Căn cứ: Kết luận số 1/2016, cuộc họp “Giao ban tháng sáu” ngày 24/06/2016."
    assert source in page and "Hạn 05/07/2016." in page
    assert "Lời nhắn cho" not in client_of(cast, "approver").get(change).content.decode()


@pytest.mark.parametrize("rows", [1, 12])
def test_list_and_page_ask_the_same_for_units_without_an_account(cast: Cast, rows: int) -> None:
    for _ in range(rows):
        task = make_task(cast.leader, UnitFactory())
    client = client_of(cast, "leader")
    counts = []
    for address in (reverse("admin:meetings_task_changelist"), task.address):
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        counts.append(len(asked))
    # The supporting units of the text, and twice whether the unit declined.
    assert counts == [9, 15]


# The first opening


def test_the_first_opening_by_the_unit_is_stored_once(cast: Cast, time_machine: Any) -> None:
    supporting = make_user(Role.CONTRIBUTOR, unit=UnitFactory())
    task = make_task(cast.leader, cast.contributor.unit, supporting_units=[supporting.unit])

    def open_as(person: User, when: str, address: str = task.address) -> Any:
        time_machine.move_to(at(when), tick=False)
        client = Client()
        client.force_login(person)
        assert client.get(address).status_code == 200
        return Task.objects.values_list("first_opened_at", flat=True).get()

    step_page = reverse("admin:meetings_task_transition", args=[task.pk, "receive"])
    assert open_as(cast.leader, "2026-12-01 08:00") is None
    assert open_as(supporting, "2026-12-01 09:00") is None
    assert open_as(cast.contributor, "2026-12-01 09:30", step_page) is None
    assert open_as(cast.contributor, "2026-12-01 10:00") == at("2026-12-01 10:00")
    assert open_as(cast.colleague, "2026-12-02 10:00") == at("2026-12-01 10:00")
    task = step(task, "receive", cast.colleague)
    assert task.first_opened_at == at("2026-12-01 10:00")
    page = client_of(cast, "leader").get(task.address).content.decode()
    assert "Đơn vị mở xem lần đầu" in page and "01/12/2026 | 10:00" in page


def test_the_unit_that_takes_over_has_not_opened_it(cast: Cast, client: Client) -> None:
    task = make_task(cast.leader, cast.contributor.unit)
    client.force_login(cast.contributor)
    client.get(task.address)
    task.refresh_from_db()
    assert task.first_opened_at
    task = step(task, "decline", cast.colleague, note="Việc của đơn vị khác")
    task = step(task, "hand_over", cast.leader, note="Đúng việc hơn", unit=UnitFactory().pk)
    assert task.first_opened_at is None
