"""What becomes of assignments when their unit is dissolved: the successor holds them, through
chains and circles; without one whoever gave them hands them over.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.workflow.engine import TransitionNotAllowed, TransitionRefused, log_of
from meetings.models import Task
from meetings.tasks.orphans import notify_assigners
from meetings.tasks.statistics import task_statistics
from meetings.workflow import TASK_WORKFLOW
from organization.models import Notice, ReportingPeriod, Succession, Unit, User
from organization.roles import Role
from organization.work.reminders import send_reminders
from organization.work.work_list import work_of
from tests.news.test_access import client_of
from tests.organization.assignments.test_on_behalf import at_once, order
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

ROOT = Path(__file__).parents[3]
YESTERDAY = timezone.localdate() - timedelta(days=1)


def dissolve(unit: Unit, into: Unit | None, last_day: date = YESTERDAY) -> None:
    Unit.objects.filter(pk=unit.pk).update(valid_until=last_day, successor=into)
    unit.refresh_from_db()


def member(unit: Unit) -> User:
    return make_user(Role.CONTRIBUTOR, unit=unit)


@pytest.fixture
def old(db: None) -> Unit:
    return UnitFactory(name="Khu Bến Đông", short_name="Bến Đông")


@pytest.fixture
def middle(db: None) -> Unit:
    return UnitFactory(name="Khu Bến Tây", short_name="Bến Tây")


@pytest.fixture
def new(db: None) -> Unit:
    return UnitFactory(name="Khu Bến Nam", short_name="Bến Nam")


def test_the_holder_follows_chains_and_ends_circles(old: Unit, middle: Unit, new: Unit) -> None:
    dissolve(old, middle, day("2026-03-31"))
    dissolve(middle, new, day("2026-06-30"))
    found = Succession.load()
    days = ("2026-03-31", "2026-04-01", "2026-06-30", "2026-07-01")
    assert [found.holder(old.pk, on=day(one)) for one in days] == [
        old.pk,
        middle.pk,
        middle.pk,
        new.pk,
    ]
    assert found.held_by([new.pk], on=day("2026-07-01")) == {old.pk, middle.pk, new.pk}
    assert found.held_by([new.pk], on=day("2026-06-30")) == {new.pk}
    assert found.held_by([middle.pk], on=day("2026-07-01")) == set()
    assert found.orphaned(on=day("2026-07-01")) == set()
    # The end of the chain is dissolved too: it holds what nobody takes over.
    dissolve(new, None, day("2026-08-31"))
    found = Succession.load()
    assert found.holder(old.pk, on=day("2026-09-01")) == new.pk
    assert found.orphaned(on=day("2026-09-01")) == {old.pk, middle.pk, new.pk}
    # A circle of dissolved units ends, and each holds its own.
    dissolve(new, old, day("2026-08-31"))
    found = Succession.load()
    circle = [found.holder(unit.pk, on=day("2026-09-01")) for unit in (old, middle, new)]
    assert circle == [old.pk, middle.pk, new.pk]
    assert found.orphaned(on=day("2026-09-01")) == {old.pk, middle.pk, new.pk}
    # While one of the circle is there, it holds all.
    assert found.holder(middle.pk, on=day("2026-08-31")) == new.pk


def test_after_two_mergers_the_last_unit_works_and_is_told(
    cast: Cast, old: Unit, middle: Unit, new: Unit
) -> None:
    former, heir = member(old), member(new)
    task = make_task(cast.leader, old, due_on=timezone.localdate())
    done = make_task(cast.leader, old, text="Đã xong")
    for name, actor in (("receive", former), ("finish", former), ("verify", cast.leader)):
        done = step(done, name, actor, note="Xong")
    dissolve(old, middle)
    dissolve(middle, new)
    today = timezone.localdate()
    assert [item.key for item in work_of([new.pk], today=today)] == [f"task:{task.pk}"]
    assert [item.unit_id for item in work_of(None, today=today)] == [new.pk]
    assert work_of([old.pk], today=today) == work_of([middle.pk], today=today) == []
    assert set(Task.objects.readable_by(heir)) == {task, done}
    with pytest.raises(TransitionNotAllowed):
        step(task, "receive", former)
    Notice.objects.all().delete()
    send_reminders(timezone.localtime().replace(hour=10))
    assert set(Notice.objects.values_list("person", "topic")) == {(heir.pk, "due_today")}
    listing = reverse("admin:meetings_task_changelist") + f"?don-vi={new.pk}"
    assert list(client_of(cast, "leader").get(listing).context["cl"].queryset) == [task]
    task = step(task, "receive", heir)
    page = client_of(cast, "leader").get(task.address).content.decode()
    assert "đã kết thúc hoạt động; nay là Khu Bến Nam" in page
    task = step(task, "finish", heir, note="Xong")
    assert Notice.objects.get(person=cast.leader, topic="asked").text.startswith("Bến Nam báo xong")
    step(task, "send_back", cast.leader, note="Thiếu ảnh")
    assert Notice.objects.filter(person=heir, text__contains="cần làm tiếp").count() == 1


def test_a_successor_without_an_account_is_recorded_for_by_its_name(
    cast: Cast, old: Unit, new: Unit
) -> None:
    member(old)
    task = make_task(cast.leader, old)
    dissolve(old, new)
    task = step(task, "receive", cast.editor)
    assert log_of(task).get().on_behalf_of == "Khu Bến Nam"


def test_a_circle_neither_loops_nor_fails(cast: Cast, old: Unit, new: Unit) -> None:
    task = make_task(cast.leader, old)
    dissolve(old, new)
    dissolve(new, old)
    today = timezone.localdate()
    assert [item.unit_id for item in work_of(None, today=today)] == [old.pk]
    assert client_of(cast, "leader").get(task.address).status_code == 200
    assert client_of(cast, "leader").get(reverse("admin:index")).status_code == 200
    period = ReportingPeriod.objects.create(
        year=today.year, month=today.month, starts_on=today.replace(day=1), ends_on=today
    )
    assert sum(row.assigned for row in task_statistics(period)) == 1
    assert notify_assigners(timezone.now()) == "1 nhiệm vụ không còn đơn vị"


# Figures


def test_a_merged_unit_keeps_its_figures_to_its_last_day(cast: Cast, old: Unit, new: Unit) -> None:
    june = ReportingPeriod.objects.create(
        year=2026, month=6, starts_on=day("2026-06-01"), ends_on=day("2026-06-28")
    )
    worker = member(old)
    tasks = [make_task(cast.leader, old, due_on=day("2026-06-25"), now=at("2026-06-01 08:00"))]
    tasks += [make_task(cast.leader, old, due_on=day("2026-06-12"), now=at("2026-06-01 09:00"))]
    for name, actor in (("receive", worker), ("finish", worker), ("verify", cast.leader)):
        step(tasks[0], name, actor, note="Xong", now=at("2026-06-10 08:00"))
    dissolve(old, new, day("2026-06-15"))

    def figures(when: str) -> dict[str, tuple[int, ...]]:
        rows = task_statistics(june, day(when))
        return {
            row.unit.short_name: (row.assigned, row.done_on_time, row.done_late, row.overdue)
            for row in rows
            if row.unit in (old, new)
        }

    assert figures("2026-06-15") == {"Bến Đông": (2, 1, 0, 1), "Bến Nam": (0, 0, 0, 0)}
    assert figures("2026-06-16") == {"Bến Đông": (1, 1, 0, 0), "Bến Nam": (1, 0, 0, 1)}
    heir = member(new)
    for name, actor in (("receive", heir), ("finish", heir), ("verify", cast.leader)):
        step(tasks[1], name, actor, note="Xong", now=at("2026-06-20 08:00"))
    assert figures("2026-06-15") == {"Bến Đông": (2, 1, 0, 1), "Bến Nam": (0, 0, 0, 0)}
    assert figures("2026-06-25") == {"Bến Đông": (1, 1, 0, 0), "Bến Nam": (1, 0, 1, 0)}
    period = ReportingPeriod.objects.with_window().get(pk=june.pk)
    with CaptureQueriesContext(connection) as asked:
        task_statistics(period, day("2026-06-25"))
    assert len(asked) == 2


def test_handing_over_leaves_the_figures_of_before(
    cast: Cast, old: Unit, new: Unit, time_machine: Any
) -> None:
    june = ReportingPeriod.objects.create(
        year=2026, month=6, starts_on=day("2026-06-01"), ends_on=day("2026-06-28")
    )
    time_machine.move_to(at("2026-06-20 08:00"))
    task = make_task(cast.leader, old, due_on=day("2026-06-26"), now=at("2026-06-01 08:00"))
    dissolve(old, None, day("2026-06-15"))
    step(task, "hand_over", cast.leader, note="Tổ đã giải thể", unit=new.pk)
    for when, holder in (("2026-06-19", "Bến Đông"), ("2026-06-20", "Bến Nam")):
        rows = task_statistics(june, day(when))
        assert {row.unit.short_name for row in rows if row.assigned} == {holder}


# Without a successor


def test_who_gave_it_is_told_once_and_finds_it(cast: Cast, old: Unit) -> None:
    task = make_task(cast.leader, old, text="Việc mồ côi")
    assert notify_assigners(timezone.now()) is None
    dissolve(old, None)
    for _ in range(2):
        notify_assigners(timezone.now())
    words = (
        "Nhiệm vụ “Việc mồ côi” không còn đơn vị chủ trì: Khu Bến Đông đã kết thúc hoạt động mà"
        " không có đơn vị kế tục. Xin chuyển đơn vị khác."
    )
    assert list(Notice.objects.values_list("person", "text")) == [(cast.leader.pk, words)]
    leader = client_of(cast, "leader")
    assert "cần chuyển đơn vị khác" in leader.get(reverse("admin:index")).content.decode()
    listing = leader.get(reverse("admin:meetings_task_changelist") + "?tinh-trang=orphaned")
    assert list(listing.context["cl"].queryset) == [task]
    assert "Chuyển đơn vị khác" in leader.get(task.address).content.decode()


@pytest.mark.parametrize("state", ["given", "in_hand", "finished"])
def test_handing_over_by_role_and_state(cast: Cast, old: Unit, new: Unit, state: str) -> None:
    worker, receiver = member(old), member(new)
    task = make_task(cast.leader, old, person=worker, supporting_units=[new])
    for name in {"given": [], "in_hand": ["receive"], "finished": ["receive", "finish"]}[state]:
        task = step(task, name, worker, note="Xong")
    with pytest.raises(TransitionRefused):  # the unit is still there, or it is finished
        step(task, "hand_over", cast.leader, note="x", unit=new.pk)
    dissolve(old, None)
    allowed = {
        name
        for name in vars(cast)
        if TASK_WORKFLOW.get("hand_over").permission(
            Task.objects.get(pk=task.pk), getattr(cast, name)
        )
    }
    assert allowed == {"leader"}
    for actor in (worker, receiver, cast.editor):
        with pytest.raises(TransitionNotAllowed):
            step(task, "hand_over", actor, note="x", unit=new.pk)
    if state == "finished":
        with pytest.raises(TransitionRefused, match="trạng thái đã thay đổi"):
            step(task, "hand_over", cast.leader, note="x", unit=new.pk)
        return
    with pytest.raises(TransitionRefused, match="Cần ghi: lý do chuyển"):
        step(task, "hand_over", cast.leader, unit=new.pk)
    with pytest.raises(TransitionRefused, match="Khu Bến Đông, đơn vị đã kết thúc"):
        step(task, "hand_over", cast.leader, note="x", unit=old.pk)
    Notice.objects.all().delete()
    task = step(task, "hand_over", cast.leader, note="Tổ đã giải thể", unit=new.pk)
    assert (task.lead_unit, task.person, task.state, task.received_at) == (new, None, "given", None)
    assert not task.supporting_units.exists()
    row = log_of(task).get(name="hand_over")
    assert (row.source, row.target, row.actor, row.note) == (
        state,
        "given",
        cast.leader,
        "Tổ đã giải thể",
    )
    assert [one.lead_unit for one in task.history.order_by("version")] == [old, new]
    assert set(Notice.objects.values_list("person", flat=True)) == {worker.pk, receiver.pk}
    with pytest.raises(TransitionRefused, match="không có đơn vị kế tục"):
        step(task, "hand_over", cast.leader, note="x", unit=new.pk)
    assert step(task, "receive", receiver).state == "in_hand"


def test_a_request_for_time_ends_with_the_handing_over(cast: Cast, old: Unit, new: Unit) -> None:
    worker = member(old)
    task = step(make_task(cast.leader, old), "receive", worker)
    later = f"{task.due_on.year + 1}-06-01"
    task = step(task, "ask_time", worker, note="Mưa", due_on=later, keeps_day_off="on")
    dissolve(old, None)
    task = step(task, "hand_over", cast.leader, note="Giải thể", unit=new.pk)
    request = task.extension_requests.get()
    assert (request.state, request.answer, request.decided_by) == (
        "refused",
        "Giải thể",
        cast.leader,
    )


def test_a_request_for_time_ends_with_the_report_of_completion(cast: Cast, old: Unit) -> None:
    worker = member(old)
    task = step(make_task(cast.leader, old), "receive", worker)
    later = f"{task.due_on.year + 1}-06-01"
    task = step(task, "ask_time", worker, note="Mưa", due_on=later, keeps_day_off="on")
    task = step(task, "finish", worker, note="Xong")
    request = task.extension_requests.get()
    assert (request.state, request.answer, request.decided_by) == (
        "refused",
        "đơn vị đã báo xong",
        None,
    )
    client = Client()
    client.force_login(worker)
    page = " ".join(client.get(task.address).content.decode().split())
    assert "Đã rút: đơn vị đã báo xong" in page and "Không được gia hạn" not in page


def test_a_request_that_waits_is_told_of_before_completion(cast: Cast, old: Unit) -> None:
    worker = member(old)
    task = step(make_task(cast.leader, old), "receive", worker)
    address = reverse("admin:meetings_task_transition", args=[task.pk, "finish"])
    words = "Báo xong thì đề nghị ấy được rút"
    client = Client()
    client.force_login(worker)
    assert words not in client.get(address).content.decode()
    later = f"{task.due_on.year + 1}-06-01"
    step(task, "ask_time", worker, note="Mưa", due_on=later, keeps_day_off="on")
    assert words in client.get(address).content.decode()


def test_who_may_not_open_what_was_handed_over_is_told_without_a_link(
    cast: Cast, old: Unit, new: Unit
) -> None:
    worker, receiver, helper = member(old), member(new), member(UnitFactory())
    task = make_task(cast.leader, old)
    task.supporting_units.add(helper.unit)
    step(task, "decline", worker, note="Không đúng việc")
    Notice.objects.all().delete()
    step(task, "hand_over", cast.leader, note="Đúng việc hơn", unit=new.pk)
    told = dict(Notice.objects.values_list("person", "url"))
    assert told == {worker.pk: "", receiver.pk: task.address, helper.pk: task.address}


@pytest.mark.django_db(transaction=True)
def test_two_who_hand_over_at_once_leave_one_row(cast: Cast, old: Unit, new: Unit) -> None:
    task = make_task(cast.leader, old)
    dissolve(old, None)
    outcomes = at_once(task, [("hand_over", cast.leader)] * 2, unit=new.pk)
    assert sorted(outcomes) == ["StaleObject", "given"]
    assert log_of(task).filter(name="hand_over").count() == 1


def test_a_conclusion_is_handed_over_once_and_not_given_anew(
    cast: Cast, old: Unit, new: Unit, middle: Unit
) -> None:
    meeting = make_meeting(cast.editor)
    conclude(meeting, cast.editor, old, middle)
    meeting = approve(meeting, chair=cast.leader, editor=cast.editor)
    dissolve(old, None)
    task = Task.objects.get(lead_unit=old)
    with pytest.raises(TransitionRefused, match="đã có nhiệm vụ của kết luận này"):
        step(task, "hand_over", cast.editor, note="x", unit=middle.pk)
    step(task, "hand_over", cast.editor, note="Giải thể", unit=new.pk)
    step(meeting, "correct", cast.editor, note="Sửa chữ")
    step(meeting, "approve", cast.leader)
    leads = Task.objects.values_list("lead_unit", flat=True)
    assert sorted(leads) == sorted([middle.pk, new.pk])


# Giving


def test_giving_to_a_dissolved_unit_is_refused_and_names_the_last_successor(
    cast: Cast, old: Unit, middle: Unit, new: Unit
) -> None:
    last = day("2026-01-31")
    dissolve(old, middle, last)
    dissolve(middle, new, last)
    sentence = (
        "Không giao được cho Khu Bến Đông, đơn vị đã kết thúc hoạt động ngày 31/01/2026; đơn vị"
        " kế tục: Khu Bến Nam."
    )
    address = reverse("admin:meetings_task_add")
    client = client_of(cast, "leader")
    assert old.name not in client.get(address).content.decode()
    answer = client.post(address, order(old))
    assert answer.context["adminform"].form.errors["lead_unit"] == [sentence]
    assert "Rà soát hộ nghèo" in answer.content.decode()  # nothing typed is lost
    answer = client.post(address, order(new, supporting_units=[old.pk]))
    assert answer.context["adminform"].form.errors["supporting_units"] == [sentence]
    with pytest.raises(ValidationError, match="đơn vị kế tục: Khu Bến Nam"):
        make_task(cast.leader, old)
    dissolve(new, old, last)
    with pytest.raises(ValidationError, match=r"ngày 31/01/2026\.'"):
        make_task(cast.leader, old)
    assert not Task.objects.exists()


def test_whose_an_assignment_is_is_asked_in_few_places() -> None:
    """A module that looks at the lead unit itself must think of its successor."""
    pattern = re.compile(r"\blead_unit(?:_id|__in|=)")
    found = {
        str(path.relative_to(ROOT))
        for app in ("core", "organization", "news", "meetings", "wardportal")
        for path in (ROOT / app).rglob("*.py")
        if "migrations" not in path.parts and pattern.search(path.read_text(encoding="utf-8"))
    }
    assert found == {
        "meetings/admin/filters.py",  # with the open ones of predecessors
        "meetings/models/tasks.py",  # one task of a conclusion for a unit
        "meetings/tasks/assignment.py",  # the unit it is given to
        "meetings/tasks/dashboard.py",  # by ``Succession``
        "meetings/tasks/work_source.py",  # by ``Succession``
        "organization/assignments/effects.py",  # by ``members_of``
        "organization/assignments/forms.py",  # the former unit
        "organization/assignments/querysets.py",  # by ``Succession``
        "organization/assignments/services.py",  # by ``members_of``
        "organization/assignments/statistics.py",  # by ``Succession``
        "organization/assignments/units.py",
        "organization/work/handover.py",  # how many hang on a unit
    }


def test_the_it_officer_cannot_make_a_circle(cast: Cast, old: Unit, new: Unit) -> None:
    dissolve(old, new, timezone.localdate())
    address = reverse("admin:organization_unit_change", args=[new.pk])
    data = {"name": new.name, "short_name": new.short_name, "block": new.block, "position": "0"}
    answer = client_of(cast, "it_officer").post(address, data | {"successor": old.pk})
    assert list(answer.context["adminform"].form.errors) == ["successor"]
    assert not Unit.objects.filter(pk=new.pk, successor=old).exists()
