"""Role x address x state of tasks, whom their files are shown to, and what of meetings nobody
outside ever sees.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.files.storage import may_read
from core.models import FileUse, StoredFile
from core.registries import calendar_sources
from meetings.minutes.services import store_part
from meetings.models import (
    Attendance,
    Conclusion,
    Limitation,
    Meeting,
    MeetingSeries,
    Opinion,
    Task,
    TaskReport,
)
from meetings.states import MeetingState
from meetings.workflow import TASK_WORKFLOW
from organization.models import Notice, User
from organization.roles import Role
from organization.work.work_list import work_of
from tests.news.test_access import EVERYBODY, ONE_EACH, client_of
from tests.support.cast import Cast
from tests.support.factories import UnitFactory, make_user
from tests.support.files import PDF, upload
from tests.support.meeting_factories import (
    approve,
    at,
    conclude,
    day,
    make_meeting,
    make_task,
    step,
)

BOARD = {"editor", "other_editor", "approver", "other_approver", "head", "leader"}
OWN = {"contributor", "colleague"}
CHANGELIST = "admin:meetings_task_changelist"


def change(task: Task) -> str:
    return reverse("admin:meetings_task_change", args=[task.pk])


def transition_address(task: Task, name: str) -> str:
    return reverse("admin:meetings_task_transition", args=[task.pk, name])


@pytest.mark.usefixtures("short_errors")
def test_who_reads_a_task_and_nobody_rewrites_it(cast: Cast) -> None:
    task = make_task(cast.leader, cast.contributor.unit, text="Kiểm tra phần mềm văn bản")
    readers, listed, historians, givers = set(), set(), set(), set()
    for role in EVERYBODY:
        client = client_of(cast, role)
        page = client.get(change(task))
        if page.status_code == 200 and task.text in page.content.decode():
            readers.add(role)
            assert b'name="_save"' not in page.content
        if client.get(reverse("admin:meetings_task_history", args=[task.pk])).status_code == 200:
            historians.add(role)
        answer = client.get(reverse(CHANGELIST))
        if answer.status_code == 200 and task.text in answer.content.decode():
            listed.add(role)
        if client.get(reverse("admin:meetings_task_add")).status_code == 200:
            givers.add(role)
    assert readers == listed == historians == BOARD | OWN
    assert givers == {"editor", "other_editor", "head", "leader"}
    assert client_of(cast, "leader").post(change(task), {"text": "khác"}).status_code == 409
    task.refresh_from_db()
    assert (task.text, task.version) == ("Kiểm tra phần mềm văn bản", 1)


@pytest.mark.usefixtures("short_errors", "empty_pages", "remembered_readers")
@pytest.mark.parametrize("state", ["given", "in_hand", "finished"])
def test_transition_addresses_open_to_those_who_may_take_the_transition(
    cast: Cast, state: str
) -> None:
    task = make_task(cast.leader, cast.contributor.unit)
    for name in {"given": [], "in_hand": ["receive"], "finished": ["receive", "finish"]}[state]:
        task = step(task, name, cast.contributor, note="Xong")
    transitions = TASK_WORKFLOW.transitions
    for role in ONE_EACH:
        client, actor = client_of(cast, role), getattr(cast, role)
        # The task is looked for before the transition: to a stranger two of them stand for all.
        is_reader = role in BOARD | OWN
        for transition in transitions if is_reader else (transitions[0], transitions[-1]):
            if not is_reader:
                expected = 404
            elif not transition.permission(task, actor):
                expected = 403
            else:
                expected = 200 if task.state in transition.sources else 302
            address = transition_address(task, transition.name)
            assert client.get(address).status_code == expected, (role, address)
            if expected != 200:
                posted = client.post(address, {"version": task.version, "note": "x"})
                assert posted.status_code in ((302, 409) if expected == 302 else (expected,)), (
                    role,
                    address,
                )
    before = (task.version, task.state)
    task.refresh_from_db()
    assert (task.version, task.state) == before


def test_a_supporting_unit_reads_and_does_not_act_a_chair_without_a_role_reads_the_own_meetings(
    cast: Cast,
) -> None:
    supporter, stranger = make_user(unit=UnitFactory()), make_user()
    chair = make_user(Role.LEADER)
    task = make_task(cast.leader, cast.contributor.unit, supporting_units=[supporter.unit])
    meeting = make_meeting(cast.editor, chair=chair)
    conclude(meeting, cast.editor, cast.contributor.unit)
    approve(meeting, chair=chair, editor=cast.editor)
    concluded = Task.objects.get(conclusion__meeting=meeting)
    chair.groups.clear()
    chair = User.objects.get(pk=chair.pk)
    assert set(Task.objects.readable_by(supporter)) == {task}
    assert set(Task.objects.readable_by(chair)) == {concluded}
    assert (
        set(Task.objects.readable_by(stranger))
        == set(Task.objects.readable_by(cast.inactive))
        == set()
    )
    assert list(Meeting.objects.readable_by(chair)) == [meeting]
    assert not TASK_WORKFLOW.get("receive").permission(task, supporter)
    for person in (supporter, cast.contributor, cast.clerk, cast.superuser):
        assert not Meeting.objects.readable_by(person).exists()


def test_a_unit_works_on_its_task_in_the_browsers_way(
    cast: Cast,
    file_root: Path,
    time_machine: Any,
) -> None:
    time_machine.move_to(at("2026-11-25 08:00"))
    task = make_task(
        cast.leader, cast.contributor.unit, due_on=day("2026-12-01"), now=at("2026-11-20 08:00")
    )
    client = client_of(cast, "contributor")
    client.post(transition_address(task, "receive"), {"version": 1})
    files = {"file_1": upload(PDF, "Danh sách.pdf")}
    refused = client.post(transition_address(task, "report"), {"version": 2, "note": "", **files})
    assert refused.status_code == 409 and "Cần ghi: đã làm được gì." in refused.content.decode()
    key = StoredFile.objects.get().key
    client.post(
        transition_address(task, "report"),
        {"version": 2, "note": "Được 3/5 đơn vị", "file_1-key": key},
    )
    asked = {"version": 3, "note": "Máy hỏng", "due_on": "2026-12-06"}
    question = client.post(transition_address(task, "ask_time"), asked)
    assert question.status_code == 409
    assert "06/12/2026 là Chủ nhật" in question.content.decode()
    assert '<input type="checkbox" name="keeps_day_off"' in question.content.decode()
    client.post(transition_address(task, "ask_time"), asked | {"keeps_day_off": "on"})
    giver = client_of(cast, "leader")
    answering = giver.get(transition_address(task, "grant_time")).content.decode()
    assert 'value="2026-12-06"' in answering
    assert "xin gia hạn từ 01/12/2026 đến 06/12/2026: Máy hỏng" in answering
    giver.post(
        transition_address(task, "grant_time"),
        {"version": 4, "note": "Được", "due_on": "2026-12-04"},
    )
    page = client.get(change(task)).content.decode()
    for words in (
        "04/12/2026",
        "hạn đầu tiên 01/12/2026",
        "Danh sách.pdf",
        "Được 3/5 đơn vị",
        "Được gia hạn",
    ):
        assert words in page
    client.post(transition_address(task, "finish"), {"version": 5, "note": "Đủ 5/5"})
    giver.post(transition_address(task, "verify"), {"version": 6})
    task.refresh_from_db()
    assert (task.state, task.version) == ("done", 7)


def test_evidence_is_for_those_who_read_the_task(
    cast: Cast, client: Client, file_root: Path
) -> None:
    task = step(make_task(cast.leader, cast.contributor.unit), "receive", cast.contributor)
    file = {"version": 2, "note": "Xong", "file_1": upload(PDF, "anh.pdf")}
    client_of(cast, "contributor").post(transition_address(task, "finish"), file)
    stored = TaskReport.objects.get().file_uses.get().file
    assert {role for role in EVERYBODY if may_read(stored, getattr(cast, role))} == BOARD | OWN
    assert client.get(stored.url).status_code == 404


def test_an_order_is_given_in_the_admin(cast: Cast, time_machine: Any) -> None:
    time_machine.move_to(at("2026-11-25 08:00"))
    client, unit, other = (
        client_of(cast, "leader"),
        cast.contributor.unit,
        cast.other_contributor.unit,
    )
    order = {
        "text": "Rà soát hộ nghèo",
        "lead_unit": unit.pk,
        "supporting_units": [other.pk],
        "due_on": "2026-13-01",
        "recurrence": "",
        "priority": "1",
        "source": "document",
        "source_text": "Công văn 12/UBND-VX",
    }
    address = reverse("admin:meetings_task_add")

    def refused(**changes: Any) -> str:
        answer = client.post(address, order | changes)
        assert answer.status_code == 200
        return answer.content.decode()

    assert not Task.objects.exists()
    refused()
    assert "Hạn 01/12/2020 đã qua" in refused(due_on="2020-12-01")
    assert "một trong hai" in refused(due_on="")
    assert "một trong hai" in refused(due_on="2030-12-02", recurrence="weekly")
    assert "01/12/2030 là Chủ nhật" in refused(due_on="2030-12-01")
    assert f"{cast.other_contributor} không thuộc" in refused(
        due_on="2030-12-02", person=cast.other_contributor.pk
    )
    assert "không đồng thời" in refused(due_on="2030-12-02", supporting_units=[unit.pk])
    gone = UnitFactory(valid_until=day("2020-01-01"))
    refused(due_on="2030-12-02", lead_unit=gone.pk)
    assert not Task.objects.exists()
    assert (
        client.post(address, order | {"due_on": "2030-12-01", "keeps_day_off": "on"}).status_code
        == 302
    )
    task = Task.objects.get()
    assert (task.source, task.source_text, task.assigned_by, task.priority) == (
        "document",
        "Công văn 12/UBND-VX",
        cast.leader,
        1,
    )
    assert (task.first_due_on, list(task.supporting_units.all())) == (day("2030-12-01"), [other])
    assert set(Notice.objects.values_list("person", flat=True)) == {
        cast.contributor.pk,
        cast.colleague.pk,
        cast.other_contributor.pk,
    }


def test_the_list_is_narrowed_and_offers_no_unit_of_others(cast: Cast) -> None:
    unit, other = cast.contributor.unit, cast.other_contributor.unit
    late = make_task(cast.leader, unit, text="Việc muộn", due_on=day("2020-01-02"))
    make_task(cast.leader, unit, text="Việc đều", recurrence="weekly")
    asking = step(
        make_task(cast.leader, other, text="Việc xin hạn"), "receive", cast.other_contributor
    )
    step(
        asking,
        "ask_time",
        cast.other_contributor,
        note="x",
        due_on=f"{timezone.localdate().year + 1}-06-01",
        keeps_day_off="on",
    )
    leader, contributor = client_of(cast, "leader"), client_of(cast, "contributor")

    def found(client: Client, query: str) -> list[str]:
        return [
            task.text
            for task in client.get(f"{reverse(CHANGELIST)}?{query}").context["cl"].queryset
        ]

    assert found(leader, "tinh-trang=late") == ["Việc muộn"]
    assert found(leader, "tinh-trang=asking") == ["Việc xin hạn"]
    assert found(leader, f"don-vi={unit.pk}") == ["Việc muộn", "Việc đều"]
    assert found(leader, "nguon=conclusion") == []
    assert found(leader, "q=viec+xin") == ["Việc xin hạn"]
    assert found(leader, f"q=deu+{unit.name}") == ["Việc đều"]
    assert found(leader, "q=...") == []
    assert found(contributor, "") == ["Việc muộn", "Việc đều"]
    page = contributor.get(reverse(CHANGELIST)).content.decode()
    assert other.name not in page and "quá hạn" in page
    assert late.first_due_on == late.due_on


@pytest.mark.parametrize("rows", [1, 8])
def test_list_page_and_dashboard_ask_the_same_for_any_number(cast: Cast, rows: int) -> None:
    for _ in range(rows):
        step(
            make_task(cast.leader, cast.contributor.unit, due_on=day("2020-01-02")),
            "receive",
            cast.contributor,
        )
    client = client_of(cast, "leader")
    task = Task.objects.earliest("pk")
    counts = []
    for address in (reverse(CHANGELIST), change(task)):
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        counts.append(len(asked))
    with CaptureQueriesContext(connection) as asked:
        work_of([cast.contributor.unit_id], today=day("2026-01-01"))
    assert (*counts, sum("meetings_task" in query["sql"] for query in asked)) == (9, 13, 2)


def test_work_list_and_calendar_hold_what_is_still_to_do(cast: Cast) -> None:
    unit = cast.contributor.unit
    own = make_task(
        cast.leader, UnitFactory(), text="Riêng", person=cast.contributor, due_on=day("2026-12-03")
    )
    late = make_task(cast.leader, unit, text="Muộn", due_on=day("2026-11-03"), priority=1)
    weekly = make_task(cast.leader, unit, text="Hằng tuần", recurrence="weekly")
    finished = make_task(cast.leader, unit, text="Xong", due_on=day("2026-12-02"))
    for name in ("receive", "finish"):
        step(finished, name, cast.contributor, note="x")
    lead = cast.other_contributor.unit
    make_task(cast.leader, lead, text="Của đơn vị khác")
    helped = make_task(cast.leader, lead, text="Giúp đơn vị khác", due_on=day("2026-12-04"))
    over = make_task(cast.leader, lead, text="Đã giúp xong", due_on=day("2026-12-04"))
    for task in (helped, over):
        task.supporting_units.add(unit)
    for name in ("receive", "finish"):
        step(over, name, cast.other_contributor, note="x")
    items = [
        item for item in work_of([unit.pk], today=day("2026-11-25")) if item.kind == "Nhiệm vụ"
    ]
    assert [(i.key, i.due_on, i.note, i.is_late(day("2026-11-25"))) for i in items] == [
        (f"task:{late.pk}", day("2026-11-03"), "mới giao, gấp", True),
        (f"task:{own.pk}", day("2026-12-03"), "mới giao", False),
        (
            f"task:{helped.pk}:{unit.pk}",
            day("2026-12-04"),
            f"phối hợp, {lead.short_name} chủ trì, mới giao",
            False,
        ),
        (f"task:{weekly.pk}", None, "mới giao, hằng tuần", False),
    ]
    source = next(source for source in calendar_sources if source.name == "tasks")
    window = (at("2026-11-01 00:00"), at("2026-12-03 00:00"), at("2026-11-25 08:00"))
    entries = [(e.day, e.kind, e.title) for e in source.entries(cast.contributor, *window)]
    assert entries == [
        (day("2026-11-03"), "Nhiệm vụ quá hạn", "Muộn"),
        (day("2026-12-02"), "Đã báo xong, chờ xác nhận", "Xong"),
    ]
    assert list(source.entries(cast.clerk, *window)) == []


def test_the_dashboard_shows_who_gives_tasks_what_waits_for_them(cast: Cast) -> None:
    unit = cast.contributor.unit
    make_task(cast.leader, unit, text="Chậm trễ", due_on=day("2020-01-02"))
    finished = make_task(cast.leader, unit, text="Đã xong rồi")
    for name in ("receive", "finish"):
        step(finished, name, cast.contributor, note="x")
    seen = {
        role
        for role in ONE_EACH
        if "Chậm trễ" in client_of(cast, role).get(reverse("admin:index")).content.decode()
    }
    assert {"editor", "leader"} <= seen <= {"editor", "leader", "contributor"}
    page = client_of(cast, "leader").get(reverse("admin:index")).content.decode()
    assert "Chạy quá hạn" in page and "Báo xong, chờ xác nhận" in page and "Xin gia hạn" not in page


@pytest.mark.usefixtures("short_errors")
def test_series_are_kept_by_editors(cast: Cast) -> None:
    series = make_meeting(cast.editor).series
    address = reverse("admin:meetings_meetingseries_change", args=[series.pk])
    readers = {role for role in EVERYBODY if client_of(cast, role).get(address).status_code == 200}
    assert readers == BOARD
    form = {
        "name": "Giao ban UBND",
        "chair_name": "Bà An",
        "minutes_notation": "BB-UBND",
        "is_active": "on",
        "usual_attendees-TOTAL_FORMS": "2",
        "usual_attendees-INITIAL_FORMS": "0",
        "usual_attendees-0-group": "Tổ dân phố",
        "usual_attendees-0-name": "Ông Ba",
        "usual_attendees-0-position": "0",
        "usual_attendees-1-group": "Tổ dân phố",
        "usual_attendees-1-name": "Bà Tư",
        "usual_attendees-1-position": "0",
    }
    assert client_of(cast, "leader").post(address, form).status_code == 403
    assert client_of(cast, "editor").post(address, form).status_code == 302
    series = MeetingSeries.objects.get(pk=series.pk)
    attendees = series.usual_attendees.values_list("name", "position")
    assert (series.name, list(attendees)) == ("Giao ban UBND", [("Ông Ba", 1), ("Bà Tư", 2)])


# What is public


@pytest.mark.parametrize("state", MeetingState.values)
@pytest.mark.parametrize("is_public", [True, False])
def test_a_meeting_is_public_when_marked_and_approved_and_its_conclusions_when_marked_too(
    cast: Cast, state: str, is_public: bool
) -> None:
    meeting = make_meeting(cast.editor, is_public=is_public)
    conclude(meeting, cast.editor, cast.contributor.unit, text="nội bộ")
    shown = conclude(meeting, cast.editor, cast.contributor.unit, text="công khai", is_public=True)
    Meeting.objects.filter(pk=meeting.pk).update(state=state)
    is_shown = is_public and state in ("approved", "closed")
    assert list(Meeting.objects.published()) == ([meeting] if is_shown else [])
    assert list(Conclusion.objects.published()) == ([shown] if is_shown else [])
    assert list(Meeting.objects.announced()) == ([meeting] if is_public else [])


def test_nothing_of_a_meeting_stands_at_any_public_address(
    cast: Cast, client: Client, file_root: Path
) -> None:
    secret = "Zyxwvut"
    meeting = make_meeting(cast.editor, title=f"Họp {secret}")
    for part in (
        Attendance(meeting=meeting, group=secret, name=secret),
        Limitation(meeting=meeting, text=secret),
        Opinion(meeting=meeting, speaker=secret),
    ):
        store_part(part, actor=cast.editor)
    conclude(meeting, cast.editor, cast.contributor.unit, text=secret, is_public=True)
    approve(meeting, chair=cast.leader, editor=cast.editor)
    file = StoredFile.objects.create(
        key="a" * 32, kind="document", name=secret, extension="pdf", size=1, sha256="x"
    )
    FileUse.objects.create(file=file, item=meeting, role=FileUse.Role.ATTACHMENT)
    Meeting.objects.filter(pk=meeting.pk).update(is_public=True)
    assert {role for role in EVERYBODY if may_read(file, getattr(cast, role))} == BOARD
    assert client.get(file.url).status_code == 404
    Meeting.objects.filter(pk=meeting.pk).update(is_public=False)
    addresses = [
        "/",
        "/tin/",
        "/rss.xml",
        "/sitemap.xml",
        "/so-do-trang/",
        "/du-lieu/",
        f"/tim-kiem/?q={secret}",
    ]
    addresses += ["/trang/gioi-thieu/", change(Task.objects.get())]
    for address in addresses:
        page = (
            client.get(address)
            .content.decode()
            .replace(f'value="{secret}"', "")
            .replace(f"“{secret}”", "")
        )
        assert secret.lower() not in page.lower().replace(f"q={secret.lower()}", ""), address
