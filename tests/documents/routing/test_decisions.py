"""Decisions of leaders: who, when, superseded, stale, delegated, returned, cancelled."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.workflow.engine import (
    StaleObject,
    TransitionNotAllowed,
    TransitionRefused,
    log_of,
    perform,
)
from documents.incoming.deciders import Deciders
from documents.models import (
    DecisionPhrase,
    DocumentTopic,
    IncomingDocument,
    LeaderAbsence,
    LeaderTopic,
    StandingDelegation,
)
from documents.routing.slip import slip
from documents.states import IncomingState, SigningForm, Urgency
from organization.calendar.working_days import WorkingCalendar
from organization.models import Notice, Unit, User
from organization.roles import Role
from organization.work.waiting import waits_for
from organization.work.work_list import work_of
from tests.news.test_access import client_of
from tests.support.cast import Cast
from tests.support.documents import document_type
from tests.support.factories import UnitFactory, new_user, save_users
from tests.support.registers import (
    advance,
    decide,
    incoming_register,
    register_document,
    routing_of,
)

DAY = date(2026, 11, 27)


@pytest.fixture
def deputy(cast: Cast) -> User:
    user = new_user()
    save_users([(user, (Role.LEADER,))])
    return user


@pytest.fixture
def document(cast: Cast) -> IncomingDocument:
    return register_document(cast.clerk)


@pytest.fixture
def unit(cast: Cast) -> Unit:
    assert cast.contributor.unit
    return cast.contributor.unit


def test_a_leader_routes_and_everybody_reads_it(
    cast: Cast, document: IncomingDocument, unit: Unit
) -> None:
    other = cast.other_contributor.unit
    decide(document, cast.leader, unit, days=5, words="Xử lý sớm.", supporting=(other,))
    document.refresh_from_db()
    assert (document.state, document.decided_by_id, document.decision, document.decided_as) == (
        IncomingState.ROUTED,
        cast.leader.pk,
        "Xử lý sớm.",
        SigningForm.OWN,
    )
    routing = routing_of(document)
    assert (routing.lead_unit, routing.words, routing.assigned_by_id) == (
        unit,
        "Xử lý sớm.",
        cast.leader.pk,
    )
    today = timezone.localdate()
    assert [
        (row.unit_id, row.is_lead, row.received_on, row.due_on, row.first_opened_on)
        for row in document.units.all()
    ] == [
        (unit.pk, True, today, routing.due_on, None),
        (other.pk, False, today, routing.due_on, None),
    ]
    # Once on the work list, not once as a document and once as a routing.
    assert [(item.kind, item.url) for item in work_of([unit.pk], today=today)] == [
        ("Văn bản đến", routing.address)
    ]
    assert [entry.note for entry in log_of(document)] == ["Xử lý sớm."]
    assert Notice.objects.filter(person=cast.contributor, url=routing.address).count() == 1


@pytest.mark.parametrize("role", ["contributor", "editor", "approver", "clerk", "it_officer"])
def test_nobody_else_decides(cast: Cast, document: IncomingDocument, unit: Unit, role: str) -> None:
    with pytest.raises(TransitionNotAllowed):
        decide(document, getattr(cast, role), unit)
    document.refresh_from_db()
    assert (document.state, document.routings.count()) == (IncomingState.WAITING, 0)


def test_the_later_decision_supersedes(cast: Cast, document: IncomingDocument, unit: Unit) -> None:
    other, third = cast.other_contributor.unit, UnitFactory()
    decide(document, cast.leader, unit, supporting=(third,), words="Việc của đơn vị.")
    first = routing_of(document)
    decide(document, cast.head, other, words="Đơn vị khác làm.")
    first.refresh_from_db()
    assert first.state == "cancelled"
    assert log_of(first).last().note == f"Quyết định sau giao đơn vị khác: {other.name}."
    assert [(row.unit_id, row.is_lead) for row in document.units.all()] == [(other.pk, True)]
    document.refresh_from_db()
    assert (document.decided_by_id, document.decision) == (cast.head.pk, "Đơn vị khác làm.")
    assert [entry.note for entry in log_of(document)] == ["Việc của đơn vị.", "Đơn vị khác làm."]


def test_the_unit_that_stays_keeps_its_routing(
    cast: Cast, document: IncomingDocument, unit: Unit
) -> None:
    third = UnitFactory()
    decide(document, cast.leader, unit, supporting=(third,), words="A", days=3)
    first = routing_of(document)
    advance(first, "receive", cast.contributor)
    decide(document, cast.leader, unit, words="B", days=10)
    kept = routing_of(document)
    assert (kept.pk, kept.state, kept.words) == (first.pk, "in_hand", "B")
    assert kept.first_due_on == first.first_due_on
    assert kept.due_on and first.due_on and kept.due_on > first.due_on
    assert [(row.unit_id, row.due_on) for row in document.units.all()] == [(unit.pk, kept.due_on)]
    assert [row.history_change_reason for row in kept.history.order_by("history_id")] == [
        "Giao văn bản giao xử lý",
        "Quyết định sau: B",
    ]


def test_the_version_decides_between_two_leaders(
    cast: Cast, document: IncomingDocument, unit: Unit
) -> None:
    seen = document.version
    decide(document, cast.head, cast.other_contributor.unit, words="Trước.")
    client = client_of(cast, "leader")
    page = client.post(
        reverse("admin:incoming_decision", args=[document.pk]),
        {"version": seen, "lead_unit": unit.pk, "days": "5", "note": "Lời đã gõ của tôi."},
    )
    text = page.content.decode()
    assert page.status_code == 409
    assert "quý vị mở trang" in text
    assert "Lời đã gõ của tôi." in text
    assert f"{cast.head} đã quyết định lúc" in text
    assert "Trước." in text
    given = routing_of(document)
    at = timezone.localtime(given.assigned_at)
    assert (
        f"Văn bản đã được giao cho <strong>{given.lead_unit.name}</strong> lúc {at:%H:%M %d/%m/%Y};"
        " xin xem lại" in text
    )
    assert given.lead_unit == cast.other_contributor.unit
    assert f'value="{unit.pk}" checked' in text
    with pytest.raises(StaleObject):
        perform(document, "decide", actor=cast.leader, version=seen, data={})
    document.refresh_from_db()
    page = client.post(
        reverse("admin:incoming_decision", args=[document.pk]),
        {"version": document.version, "lead_unit": unit.pk, "days": "5", "note": "Lời tôi."},
    )
    assert page.status_code == 302
    assert routing_of(document).lead_unit == unit


@pytest.mark.parametrize("page", ["decision", "bulk"])
def test_no_browser_restores_a_choice_by_its_place(
    cast: Cast, document: IncomingDocument, page: str
) -> None:
    """Units are offered in another order after each decision."""
    names = {"decision": [document.pk], "bulk": []}
    html = client_of(cast, "leader").get(reverse(f"admin:incoming_{page}", args=names[page]))
    assert 'novalidate autocomplete="off">' in html.content.decode()


def test_a_unit_that_is_dissolved_is_refused_with_its_successor(
    cast: Cast, document: IncomingDocument
) -> None:
    heir = UnitFactory()
    gone = UnitFactory(valid_until=date(2020, 1, 1), successor=heir)
    with pytest.raises(TransitionRefused) as refused:
        decide(document, cast.leader, gone)
    assert refused.value.reasons == [
        f"Không giao được cho {gone.name}, đơn vị đã kết thúc hoạt động ngày 01/01/2020;"
        f" đơn vị kế tục: {heir.name}."
    ]


def test_refer_passes_to_another_leader(
    cast: Cast, document: IncomingDocument, deputy: User
) -> None:
    perform(
        document,
        "refer",
        actor=cast.leader,
        version=document.version,
        note="Nhờ anh xem.",
        data={"leader": deputy.pk},
    )
    document.refresh_from_db()
    assert (document.state, document.decider_id) == (IncomingState.WAITING, deputy.pk)
    now = timezone.now()
    assert [item.kind for item in waits_for(deputy, now)] == ["Quyết định văn bản đến"]
    assert waits_for(cast.leader, now) == []
    page = client_of(cast, "leader").get(reverse("admin:incoming_decision", args=[document.pk]))
    assert "Nhờ anh xem." in page.content.decode()


def test_refer_is_offered_where_there_is_another_leader(
    cast: Cast, document: IncomingDocument
) -> None:
    client = client_of(cast, "leader")
    address = reverse("admin:incoming_transition", args=[document.pk, "refer"])
    pages = [document.address, reverse("admin:incoming_decision", args=[document.pk])]
    for page in pages:
        assert address in client.get(page).content.decode()
    User.objects.filter(pk=cast.head.pk).update(is_active=False)
    for page in pages:
        assert address not in client.get(page).content.decode()
    sentence = "Không có lãnh đạo nào khác có tài khoản để chuyển."
    assert sentence in client.get(address).content.decode()
    posted = {"version": document.version, "note": "Xin xem."}
    assert client.post(address, posted).status_code == 409


@pytest.mark.parametrize("model", ["leaderabsence", "leadertopic"])
@pytest.mark.parametrize("page", ["add", "changelist"])
def test_the_only_leader_reads_who_may_be_named(cast: Cast, model: str, page: str) -> None:
    client = client_of(cast, "leader")
    address = reverse(f"admin:documents_{model}_{page}")
    sentence = "chỉ ghi được người có tài khoản đang dùng với vai trò"
    assert sentence not in client.get(address).content.decode()
    User.objects.filter(pk=cast.head.pk).update(is_active=False)
    text = client.get(address).content.decode()
    assert sentence in text
    assert f"Hiện chỉ có {cast.leader}." in text


RULES = ("leaderabsence", "leadertopic", "standingdelegation", "decisionphrase")


@pytest.mark.parametrize("name", ["incoming_decisions", "incoming_statistics"])
def test_leaders_reach_their_rules_without_a_document_that_waits(cast: Cast, name: str) -> None:
    incoming_register()
    address = reverse(f"admin:{name}")
    text = client_of(cast, "leader").get(address).content.decode()
    for rule in RULES:
        assert reverse(f"admin:documents_{rule}_changelist") in text
    if name == "incoming_statistics":
        text = client_of(cast, "clerk").get(address).content.decode()
        for rule in RULES:
            assert reverse(f"admin:documents_{rule}_changelist") not in text


def test_the_clerk_routes_where_a_delegation_holds(
    cast: Cast, document: IncomingDocument, unit: Unit
) -> None:
    with pytest.raises(TransitionRefused):
        perform(document, "delegate", actor=cast.clerk, version=document.version)
    document.type = document_type()
    document.save()
    today = timezone.localdate()
    StandingDelegation.objects.create(
        type=document.type, unit=unit, days=7, granted_by=cast.leader, valid_from=today
    )
    perform(document, "delegate", actor=cast.clerk, version=document.version)
    document.refresh_from_db()
    assert (document.state, document.decided_by_id, document.decided_as) == (
        IncomingState.ROUTED,
        cast.leader.pk,
        SigningForm.BY_DELEGATION,
    )
    entry = log_of(document).last()
    assert entry
    assert (entry.actor_id, entry.on_behalf_of) == (cast.clerk.pk, str(cast.leader))
    assert routing_of(document).lead_unit == unit


def test_file_away_informs_without_asking_for_work(
    cast: Cast, document: IncomingDocument, unit: Unit
) -> None:
    perform(
        document,
        "file_away",
        actor=cast.leader,
        version=document.version,
        note="Để biết.",
        data={"supporting_units": [unit.pk]},
    )
    document.refresh_from_db()
    assert (document.state, document.routings.count()) == (IncomingState.FILED, 0)
    assert [(row.unit_id, row.is_lead, row.due_on) for row in document.units.all()] == [
        (unit.pk, False, None)
    ]
    assert work_of([unit.pk], today=timezone.localdate()) == []
    client_of(cast, "contributor").get(document.address)
    assert document.units.get().first_opened_on == timezone.localdate()
    page = client_of(cast, "contributor").get(document.address).content.decode()
    assert "Đã lưu, không giao." in page
    assert "Đã chuyển xử lý" not in page


def test_what_was_filed_is_decided_later_or_cancelled(
    cast: Cast, document: IncomingDocument, unit: Unit
) -> None:
    other = register_document(cast.clerk)
    informed = UnitFactory()
    for one in (document, other):
        data = {"supporting_units": [informed.pk]}
        perform(one, "file_away", actor=cast.leader, version=1, note="Để biết.", data=data)
    page = client_of(cast, "leader").get(reverse("admin:incoming_decision", args=[document.pk]))
    assert ">Để biết.</textarea>" in page.content.decode()
    assert "Quyết định lại" in page.content.decode()
    decide(document, cast.leader, unit, words="Nay giao.")
    document.refresh_from_db()
    assert document.state == IncomingState.ROUTED
    assert [(row.unit_id, row.is_lead) for row in document.units.all()] == [
        (unit.pk, True),
        (informed.pk, False),
    ]
    other.refresh_from_db()
    perform(other, "cancel", actor=cast.clerk, version=other.version, note="Vào nhầm sổ")
    other.refresh_from_db()
    assert other.state == IncomingState.CANCELLED


def test_the_journal_tells_units_deadlines_and_later_steps(
    cast: Cast, document: IncomingDocument, unit: Unit
) -> None:
    other = UnitFactory()
    decide(document, cast.leader, unit, due_on=date(2026, 12, 10), supporting=(other,))
    decide(document, cast.leader, unit, due_on=date(2026, 12, 15), words="Làm gấp.")
    routing = routing_of(document)
    routing = advance(routing, "receive", cast.contributor)
    asked = {"due_on": date(2026, 12, 21)}
    routing = advance(routing, "ask_time", cast.contributor, note="Chờ số liệu", **asked)
    granted = {"due_on": date(2026, 12, 18)}
    routing = advance(routing, "grant_time", cast.leader, note="Đồng ý", **granted)
    advance(routing, "finish", cast.contributor, note="Đã làm xong")
    page = client_of(cast, "clerk").get(document.address).text
    journal = page[page.index('id="nhat-ky"') :]
    assert f"Giao {unit.name}, hạn 10/12/2026" in journal
    assert "Hạn 15/12/2026, trước là 10/12/2026." in journal
    assert "Hạn 18/12/2026, trước là 15/12/2026. Đồng ý" in journal
    assert f"{unit.name}: Xin gia hạn" in journal and "Chờ số liệu" in journal
    assert "Đã làm xong" in journal


def test_return_to_sender_and_cancel(cast: Cast, document: IncomingDocument, unit: Unit) -> None:
    perform(
        document, "return_sender", actor=cast.clerk, version=document.version, note="Sai nơi nhận"
    )
    document.refresh_from_db()
    assert document.state == IncomingState.RETURNED
    other = register_document(cast.clerk)
    decide(other, cast.leader, unit)
    routing = routing_of(other)
    other.refresh_from_db()
    options = {"actor": cast.clerk, "version": other.version, "note": "Vào nhầm sổ"}
    with pytest.raises(TransitionRefused, match="Có đơn vị đang xử lý"):
        perform(other, "cancel", **options)
    clerk = client_of(cast, "clerk")
    page = clerk.get(reverse("admin:incoming_transition", args=[other.pk, "cancel"]))
    assert f"Đang xử lý: {unit.name}" in page.content.decode()
    perform(other, "cancel", **options, data={"accepts_work": "on"})
    other.refresh_from_db()
    routing.refresh_from_db()
    assert (other.state, other.arrival_number, routing.state) == ("cancelled", 2, "cancelled")
    [row] = other.units.all()
    assert (row.unit, row.passed_on, row.state) == (unit, timezone.localdate(), "Đã hủy số")
    assert work_of([unit.pk], today=timezone.localdate()) == []
    text = "Văn thư hủy số đến 2: "
    assert Notice.objects.get(person=cast.leader, text__startswith=text).url == other.address
    assert "ĐÃ HỦY" in str(slip(other).data()["blocks"])
    assert "ĐÃ HỦY" not in str(slip(document).data()["blocks"])
    assert Notice.objects.filter(person=cast.contributor, text__contains="Vào nhầm sổ").count() == 1


def test_a_unit_sends_the_document_back(cast: Cast, document: IncomingDocument, unit: Unit) -> None:
    decide(document, cast.leader, unit)
    routing = routing_of(document)
    advance(routing, "return_document", cast.contributor, note="Không thuộc đơn vị")
    document.refresh_from_db()
    routing.refresh_from_db()
    assert (document.state, document.decided_by_id, document.decider_id, routing.state) == (
        IncomingState.WAITING,
        None,
        cast.leader.pk,
        "cancelled",
    )
    assert document.units.count() == 0
    page = client_of(cast, "leader").get(reverse("admin:incoming_decisions"))
    assert f"{unit.name}: Không thuộc đơn vị" in page.content.decode()


def test_a_finished_unit_is_not_asked_again(
    cast: Cast, document: IncomingDocument, unit: Unit
) -> None:
    decide(document, cast.leader, unit)
    routing = advance(routing_of(document), "receive", cast.contributor)
    advance(routing, "finish", cast.contributor, note="Xong")
    with pytest.raises(TransitionRefused) as refused:
        decide(document, cast.leader, unit)
    assert f"{unit.name} đã báo xong văn bản này" in refused.value.reasons[0]


# Deciders


def test_deputies_decide_on_their_topics_and_for_who_is_away(cast: Cast, deputy: User) -> None:
    topic = DocumentTopic.objects.create(name="Môi trường")
    LeaderTopic.objects.create(topic=topic, leader=deputy, valid_from=date(2026, 1, 1))
    chair = Deciders.load(DAY).of(None)
    assert chair
    assert (chair.user_id, chair.decides_as) == (cast.leader.pk, SigningForm.OWN)
    own = Deciders.load(DAY).of(topic.pk)
    assert own
    assert (own.user_id, own.decides_as) == (deputy.pk, SigningForm.FOR_CHAIR)
    LeaderAbsence.objects.create(
        leader=cast.leader,
        deputy=deputy,
        decides_as=SigningForm.BY_DELEGATION,
        valid_from=DAY,
        valid_until=DAY,
    )
    substitute = Deciders.load(DAY).of(None)
    assert substitute
    assert (substitute.user_id, substitute.decides_as) == (deputy.pk, SigningForm.BY_DELEGATION)
    later = Deciders.load(date(2026, 11, 28)).of(None)
    assert later
    assert later.user_id == cast.leader.pk
    # Who stands in for each other leads nowhere: the leader decides.
    LeaderAbsence.objects.create(leader=deputy, deputy=cast.leader, valid_from=DAY)
    both = Deciders.load(DAY).of(None)
    assert both
    assert both.user_id == cast.leader.pk


def test_what_waits_for_whom(cast: Cast, deputy: User) -> None:
    topic = DocumentTopic.objects.create(name="Môi trường")
    LeaderTopic.objects.create(topic=topic, leader=deputy, valid_from=date(2026, 1, 1))
    today = timezone.localdate()
    first = register_document(cast.clerk)
    second = register_document(cast.clerk, urgency=2)
    third = register_document(cast.clerk, topic=topic)
    rules = Deciders.load(today)
    assert list(rules.waiting(cast.leader.pk)) == [second, first]
    assert list(rules.waiting(deputy.pk)) == [third]
    LeaderAbsence.objects.create(leader=cast.leader, deputy=deputy, valid_from=today)
    assert list(Deciders.load(today).waiting(deputy.pk)) == [second, first, third]


# The page


def test_several_in_a_row(cast: Cast, unit: Unit) -> None:
    documents = [register_document(cast.clerk) for _ in range(3)]
    client = client_of(cast, "leader")
    page = client.get(reverse("admin:incoming_decisions"))
    assert "<strong>1/3</strong>" in page.content.decode()
    posted = {"version": documents[0].version, "lead_unit": unit.pk, "days": "3", "note": ""}
    answer = client.post(reverse("admin:incoming_decision", args=[documents[0].pk]), posted)
    assert answer["Location"] == (
        reverse("admin:incoming_decision", args=[documents[1].pk]) + "?da=1"
    )
    page = client.get(answer["Location"])
    # Only what still waits is counted.
    assert "<strong>1/2</strong>" in page.content.decode()
    answer = client.post(answer["Location"], posted | {"step": "file_away"})
    answer = client.post(answer["Location"], posted)
    assert answer["Location"] == reverse("admin:incoming_decisions") + "?da=3"
    page = client.get(answer["Location"])
    assert "Quý vị đã quyết định 3 văn bản." in page.content.decode()
    states = IncomingDocument.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["routed", "filed", "routed"]


def test_the_last_document_left_for_later_leads_to_the_end(cast: Cast, unit: Unit) -> None:
    first, second = register_document(cast.clerk), register_document(cast.clerk)
    client = client_of(cast, "leader")

    def later(document: IncomingDocument) -> str:
        page = client.get(reverse("admin:incoming_decision", args=[document.pk]))
        found = re.search(r'href="([^"]*)">Để sau, xem tiếp<', page.content.decode())
        assert found
        return found[1]

    assert later(first) == reverse("admin:incoming_decision", args=[second.pk])
    end = later(second)
    assert end == reverse("admin:incoming_decisions") + "?het=1"
    text = client.get(end).content.decode()
    assert "Quý vị đã xem hết văn bản đang chờ" in text
    assert "Còn 2 văn bản để sau vẫn chờ quý vị." in text
    assert f'href="{reverse("admin:incoming_decision", args=[first.pk])}"' in text
    assert "Văn bản <strong>" not in text
    # Once the last is decided, the one left for later is still told of.
    posted = {"version": second.version, "lead_unit": unit.pk, "days": "3"}
    answer = client.post(reverse("admin:incoming_decision", args=[second.pk]), posted)
    assert answer["Location"] == reverse("admin:incoming_decisions") + "?da=1&het=1"
    text = client.get(answer["Location"]).content.decode()
    assert "Quý vị đã quyết định 1 văn bản. Còn 1 văn bản để sau vẫn chờ quý vị." in text


def test_two_deadlines_are_refused_unless_they_are_the_same(
    cast: Cast, document: IncomingDocument, unit: Unit
) -> None:
    client = client_of(cast, "leader")
    address = reverse("admin:incoming_decision", args=[document.pk])
    today = timezone.localdate()
    same = WorkingCalendar.load().add(today, 3)
    other = WorkingCalendar.load().add(today, 4)
    typed = {"version": document.version, "lead_unit": unit.pk, "days": "3"}
    answer = client.post(address, typed | {"due_on": f"{other:%Y-%m-%d}"})
    text = answer.content.decode()
    assert answer.status_code == 409
    assert f"vừa ghi ngày {other:%d/%m/%Y}: xin xóa ngày đã ghi" in text
    assert 'value="3" checked' in text
    assert f'value="{other:%Y-%m-%d}"' in text
    answer = client.post(address, typed | {"due_on": "99/99/2026"})
    example = f"{timezone.localdate():%d/%m/%Y}"
    assert f"Ngày không đúng; xin ghi như {example}." in answer.content.decode()
    assert client.post(address, typed | {"due_on": f"{same:%d/%m/%Y}"}).status_code == 302
    assert routing_of(document).due_on == same


@pytest.mark.parametrize("name", ["incoming_decisions", "incoming_bulk"])
def test_the_pages_with_a_deadline_load_its_script(
    cast: Cast, document: IncomingDocument, name: str
) -> None:
    text = client_of(cast, "leader").get(reverse(f"admin:{name}")).content.decode()
    assert "admin_site/js/decision" in text
    part = text.partition("data-deadline>")[2].partition("</fieldset>")[0]
    assert 'name="due_on"' in part
    assert 'name="days" value="khac"' in part


def test_a_day_off_is_confirmed_beside_the_refusal(
    cast: Cast, document: IncomingDocument, unit: Unit
) -> None:
    today = timezone.localdate()
    sunday = today + timedelta(days=13 - today.weekday())
    typed = {
        "version": document.version,
        "lead_unit": unit.pk,
        "days": "khac",
        "due_on": f"{sunday:%d/%m/%Y}",
        "documents": f"{document.pk}:{document.version}",
    }
    client = client_of(cast, "leader")
    for address in (
        reverse("admin:incoming_decision", args=[document.pk]),
        reverse("admin:incoming_bulk"),
    ):
        answer = client.post(address, typed)
        text = answer.content.decode()
        assert answer.status_code == 409
        between = text.rpartition("là Chủ nhật, ngày nghỉ")[2].partition('name="keeps_day_off"')[0]
        assert len(between) < 400
        assert "<fieldset" not in between
    answer = client.post(
        reverse("admin:incoming_decision", args=[document.pk]), typed | {"keeps_day_off": "on"}
    )
    assert answer.status_code == 302


def test_a_mistake_loses_nothing(cast: Cast, document: IncomingDocument, unit: Unit) -> None:
    answer = client_of(cast, "leader").post(
        reverse("admin:incoming_decision", args=[document.pk]),
        {"version": document.version, "days": "5", "note": "Lời", "supporting_units": [unit.pk]},
    )
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Xin chọn đơn vị chủ trì." in text
    assert ">Lời</textarea>" in text
    assert 'value="5" checked' in text
    assert f'name="supporting_units" value="{unit.pk}" checked' in text


def test_deciding_again_keeps_the_first_words(
    cast: Cast, document: IncomingDocument, unit: Unit
) -> None:
    decide(document, cast.leader, unit, words="Xử lý sớm.\nBáo cáo tôi.")
    page = client_of(cast, "leader").get(reverse("admin:incoming_decision", args=[document.pk]))
    assert ">Xử lý sớm.\nBáo cáo tôi.</textarea>" in page.content.decode()


def test_the_message_names_what_was_decided(cast: Cast, unit: Unit) -> None:
    client = client_of(cast, "leader")
    silent = UnitFactory(name="Tổ dân phố 9")
    day = timezone.localdate() + timedelta(days=8)
    shown = f"{day:%d/%m}" if day.year == timezone.localdate().year else f"{day:%d/%m/%Y}"
    posted = {"lead_unit": unit.pk, "due_on": f"{day:%d/%m/%Y}", "keeps_day_off": "on"}

    def told(**more: Any) -> str:
        document = register_document(cast.clerk, number="911")
        address = reverse("admin:incoming_decision", args=[document.pk])
        typed = posted | {"version": document.version} | more
        answer = client.post(address, typed, follow=True)
        IncomingDocument.objects.filter(pk=document.pk).update(is_repeat=True)
        return "".join(str(one) for one in answer.context["messages"])

    base = f"Đã giao “911/KH-UBND” cho {unit.name}, hạn {shown}"
    assert told() == f"{base}. Đơn vị đã được báo."
    supported = told(supporting_units=[silent.pk])
    assert supported.startswith(f"{base}, phối hợp: Tổ dân phố 9. Tổ dân phố 9 chưa có tài khoản")
    assert "đã được báo" not in supported
    lead = told(lead_unit=silent.pk)
    assert "cho Tổ dân phố 9, hạn" in lead
    assert "Tổ dân phố 9 chưa có tài khoản" in lead
    assert "đã được báo" not in lead
    assert told(step="file_away") == "Đã lưu “911/KH-UBND”, không giao đơn vị nào xử lý."


@pytest.mark.parametrize("step", ["decide", "file_away"])
def test_long_words_are_refused_and_kept_whole(
    cast: Cast, document: IncomingDocument, unit: Unit, step: str
) -> None:
    words = "a" * 2_001
    typed = {"version": document.version, "lead_unit": unit.pk, "days": "5", "note": words}
    answer = client_of(cast, "leader").post(
        reverse("admin:incoming_decision", args=[document.pk]), typed | {"step": step}
    )
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Ý kiến chỉ đạo dài quá 2.000 ký tự: xin viết gọn." in text
    assert f">{words}</textarea>" in text


@pytest.mark.parametrize(
    "name", ["incoming_decisions", "incoming_bulk", "documents_decisionphrase_add"]
)
def test_no_words_are_cut_while_they_are_typed(
    cast: Cast, document: IncomingDocument, name: str
) -> None:
    page = client_of(cast, "leader").get(reverse(f"admin:{name}")).content.decode()
    form = page.partition("<main")[2]
    assert "csrfmiddlewaretoken" in form
    assert not re.findall(r"<(?:textarea|input)[^>]*maxlength[^>]*>", form)


def test_phrases_are_kept_and_inserted(cast: Cast, document: IncomingDocument, unit: Unit) -> None:
    client = client_of(cast, "leader")
    address = reverse("admin:incoming_decision", args=[document.pk])
    typed = {"version": document.version, "note": "Tham mưu trả lời đúng hạn."}
    page = client.post(address, typed | {"step": "keep_phrase", "lead_unit": unit.pk})
    assert page.status_code == 200
    assert f'value="{unit.pk}" checked' in page.content.decode()
    phrase = DecisionPhrase.objects.get()
    assert (phrase.leader_id, phrase.text) == (cast.leader.pk, "Tham mưu trả lời đúng hạn.")
    again = client.post(address, typed | {"step": "keep_phrase"})
    assert "Câu này đã có." in again.content.decode()
    # Phrases of another leader are nobody else's.
    foreign = DecisionPhrase.objects.create(leader=cast.head, text="Của người khác")
    client.post(
        address,
        {
            "version": document.version,
            "lead_unit": unit.pk,
            "days": "5",
            "note": "Gấp.",
            "phrases": [phrase.pk, foreign.pk],
        },
    )
    document.refresh_from_db()
    assert document.decision == "Gấp.\nTham mưu trả lời đúng hạn."


def test_the_queries_do_not_grow(cast: Cast, unit: Unit) -> None:
    client, found = client_of(cast, "leader"), []
    for number in (1, 8):
        for _ in range(number):
            register_document(cast.clerk)
        client.get(reverse("admin:incoming_decisions"))
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("admin:incoming_decisions"))
        found.append(len(asked))
    assert found[0] == found[1]


# Several at once


def test_several_at_once_each_with_its_result(cast: Cast, unit: Unit) -> None:
    first, second = register_document(cast.clerk), register_document(cast.clerk)
    seen = second.version
    decide(second, cast.head, cast.other_contributor.unit)
    page = client_of(cast, "leader").post(
        reverse("admin:incoming_bulk"),
        {
            "documents": [f"{first.pk}:{first.version}", f"{second.pk}:{seen}"],
            "lead_unit": unit.pk,
            "days": "5",
        },
    )
    assert "Đã chuyển 1/2 văn bản" in page.content.decode()
    assert "quý vị mở trang" in page.content.decode()
    assert routing_of(first).lead_unit == unit
    assert routing_of(second).lead_unit == cast.other_contributor.unit


def test_the_clerk_passes_on_what_is_delegated(cast: Cast, unit: Unit) -> None:
    kind = document_type()
    first, second = register_document(cast.clerk, type=kind), register_document(cast.clerk)
    StandingDelegation.objects.create(
        type=kind, unit=unit, granted_by=cast.leader, valid_from=timezone.localdate()
    )
    page = client_of(cast, "clerk").post(
        reverse("admin:incoming_bulk"),
        {"documents": [f"{first.pk}:{first.version}", f"{second.pk}:{second.version}"]},
    )
    text = page.content.decode()
    assert "Đã chuyển 1/2 văn bản" in text
    assert "Không có ủy quyền thường xuyên cho loại văn bản này." in text
    second.refresh_from_db()
    assert (routing_of(first).lead_unit, second.state) == (unit, "waiting")


def test_an_urgent_document_may_be_due_today(cast: Cast, unit: Unit) -> None:
    urgent = register_document(cast.clerk, urgency=Urgency.IMMEDIATE)
    client = client_of(cast, "leader")
    address = reverse("admin:incoming_decision", args=[urgent.pk])
    offered = client.get(address).context["form"].offered_days
    assert [label for _, label, _ in offered[:2]] == ["Hôm nay", "1 ngày"]
    typed = {"version": urgent.version, "lead_unit": unit.pk, "days": "0", "note": ""}
    assert client.post(address, typed).status_code == 302
    assert routing_of(urgent).due_on == timezone.localdate()
