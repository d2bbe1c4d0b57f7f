"""Routings as the units see them: person, answer, on behalf, files, lists, leavers."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.models import FileUse
from core.workflow.engine import perform
from documents.models import OutgoingDocument, Routing, RoutingReport
from documents.outgoing.services import link_answered_routings
from documents.routing.slip import slip
from documents.routing.work_source import incoming_items
from documents.states import OutgoingState
from organization.models import Notice, Unit
from organization.work.waiting import waits_for
from organization.work.work_list import work_of
from tests.news.test_access import client_of
from tests.support.cast import Cast
from tests.support.factories import UnitFactory
from tests.support.files import office, upload
from tests.support.registers import (
    advance,
    decide,
    incoming_register,
    register_document,
    routing_of,
)


@pytest.fixture
def unit(cast: Cast) -> Unit:
    assert cast.contributor.unit
    return cast.contributor.unit


def outgoing(cast: Cast, unit: Unit, *, number: int | None) -> OutgoingDocument:
    today = timezone.localdate()
    issued = {"number": number, "number_year": today.year, "issued_on": today}
    return OutgoingDocument.objects.create(
        register=incoming_register("Sổ văn bản đi", direction="outgoing"),
        subject="Trả lời",
        notation="UBND",
        unit=unit,
        state=OutgoingState.ISSUED if number else OutgoingState.DRAFT,
        created_by=cast.clerk,
        created_at=timezone.now(),
        **(issued if number else {}),
    )


def test_a_specialist_is_named_and_has_it_on_the_list(cast: Cast, unit: Unit) -> None:
    document = register_document(cast.clerk)
    decide(document, cast.leader, unit)
    routing = routing_of(document)
    advance(routing, "name_person", cast.contributor, person=cast.colleague.pk)
    items = work_of([unit.pk], today=timezone.localdate())
    assert [item.person_id for item in items] == [cast.colleague.pk]
    assert document.units.get().person == str(cast.colleague)
    assert Notice.objects.filter(
        person=cast.colleague, text__startswith="Quý vị được giao xử lý văn bản"
    ).exists()
    page = client_of(cast, "contributor").get(
        reverse("admin:documents_routing_transition", args=[routing.pk, "name_person"])
    )
    assert str(cast.other_contributor) not in page.content.decode()


def test_a_cancelled_answer_counts_no_more_and_gives_way_to_another(cast: Cast, unit: Unit) -> None:
    document = register_document(cast.clerk)
    decide(document, cast.leader, unit)
    routing = routing_of(document)
    first, second = (outgoing(cast, unit, number=number) for number in (7, 8))
    OutgoingDocument.objects.update(answers=document)
    for answer in (first, second):
        answer.refresh_from_db()
    link_answered_routings(first)
    perform(first, "cancel", actor=cast.clerk, version=first.version, note="Sai")
    clerk = client_of(cast, "clerk")
    for address in (document.address, routing.address):
        assert "07/UBND" in (page := clerk.get(address).content.decode())
        assert "(đã hủy, không còn là văn bản trả lời)" in page
    link_answered_routings(second)
    routing.refresh_from_db()
    assert (routing.answered_by, routing.answer_words) == (second, str(second))


def test_the_answering_document_is_one_that_the_unit_issued(cast: Cast, unit: Unit) -> None:
    own = outgoing(cast, unit, number=7)
    foreign = outgoing(cast, UnitFactory(), number=8)
    draft = outgoing(cast, unit, number=None)
    document = register_document(cast.clerk)
    decide(document, cast.leader, unit)
    routing = advance(routing_of(document), "receive", cast.contributor)
    client = client_of(cast, "contributor")
    address = reverse("admin:documents_routing_transition", args=[routing.pk, "finish"])
    page = client.get(address).content.decode()
    assert f'<option value="{own.pk}"' in page
    assert f'<option value="{foreign.pk}"' not in page
    assert f'<option value="{draft.pk}"' not in page
    posted = {"version": routing.version, "note": "Đã trả lời", "answered_by": foreign.pk}
    assert client.post(address, posted).status_code == 409
    answer = client.post(
        address, posted | {"answered_by": own.pk, "file_1": upload(office(), "bao-cao.docx")}
    )
    assert answer.status_code == 302
    routing.refresh_from_db()
    assert (routing.state, routing.answered_by) == ("finished", own)
    stored = FileUse.objects.get(
        content_type__model="routingreport", object_id=RoutingReport.objects.get().pk
    ).file
    for role, status in (("contributor", 200), ("clerk", 200), ("other_contributor", 404)):
        assert client_of(cast, role).get(stored.url).status_code == status
    assert [item.kind for item in waits_for(cast.clerk, timezone.now())] == [
        "Xác nhận văn bản đã xong"
    ]
    advance(routing, "verify", cast.clerk)
    assert "07/UBND" in client.get(routing.address).content.decode()


def test_a_unit_without_an_account_is_told_and_recorded_for(cast: Cast) -> None:
    silent = UnitFactory()
    document = register_document(cast.clerk)
    decide(document, cast.leader, silent, words="Báo cáo trước thứ Sáu.")
    routing = routing_of(document)
    page = client_of(cast, "clerk").get(routing.address).content.decode()
    assert "Báo cáo trước thứ Sáu." in page
    assert "Zalo" in page
    advance(routing, "receive", cast.clerk)
    done = advance(routing, "finish", cast.clerk, note="Đã báo qua Zalo")
    page = client_of(cast, "clerk").get(
        reverse("admin:documents_routing_transition", args=[done.pk, "verify"])
    )
    assert "không tự xác nhận" in page.content.decode()
    advance(done, "verify", cast.leader)


def test_who_reads_a_routing(cast: Cast, unit: Unit) -> None:
    document = register_document(cast.clerk)
    decide(document, cast.leader, unit)
    routing = routing_of(document)
    for role, status in (
        ("contributor", 200),
        ("other_contributor", 404),
        ("clerk", 200),
        ("leader", 200),
        ("announcer", 404),
        ("it_officer", 404),
    ):
        assert client_of(cast, role).get(routing.address).status_code == status
    listing = client_of(cast, "contributor").get(reverse("admin:documents_routing_changelist"))
    assert str(document) in listing.content.decode()


def test_the_last_unit_of_a_cancelled_routing_lets_the_document_wait(
    cast: Cast, unit: Unit
) -> None:
    document = register_document(cast.clerk)
    decide(document, cast.leader, unit)
    advance(routing_of(document), "cancel", cast.leader, note="Giao nhầm")
    document.refresh_from_db()
    assert document.state == "waiting"


def test_a_supporting_unit_has_it_until_the_lead_unit_has_finished(cast: Cast, unit: Unit) -> None:
    support = cast.other_contributor.unit
    assert support
    today = timezone.localdate()
    informed = register_document(cast.clerk)
    data = {"supporting_units": [support.pk]}
    perform(informed, "file_away", actor=cast.leader, version=1, data=data)
    document = register_document(cast.clerk)
    decide(document, cast.leader, unit, supporting=(support,))
    routing = routing_of(document)
    with CaptureQueriesContext(connection) as asked:
        items = list(incoming_items([support.pk], today))
    assert len(asked) == 1
    assert [(one.title, one.url, one.note, one.due_on, one.has_reminders) for one in items] == [
        (str(document), document.address, "phối hợp", routing.due_on, False)
    ]
    leading = list(incoming_items([unit.pk], today))
    assert [(one.url, one.has_reminders) for one in leading] == [(routing.address, True)]
    assert len(list(incoming_items(None, today))) == 2
    client = client_of(cast, "other_contributor")
    assert f"phối hợp: {support.name}" in client.get(document.address).content.decode()
    form = client_of(cast, "leader").get(reverse("admin:incoming_decision", args=[document.pk]))
    facts = form.content.decode().partition("Đang giao:")[2].partition("</p>")[0]
    assert f"phối hợp: {support.name}" in facts
    advance(routing, "receive", cast.contributor)
    assert len(list(incoming_items([support.pk], today))) == 1
    advance(routing, "finish", cast.contributor, note="Xong")
    assert list(incoming_items([support.pk], today)) == []


@pytest.mark.parametrize(
    ("step", "role", "label", "other"),
    [
        ("return_document", "contributor", "Đã chuyển trả", "Đã hủy"),
        ("cancel", "leader", "Đã hủy", "Đã chuyển trả"),
    ],
)
def test_what_was_sent_back_is_not_called_cancelled(
    cast: Cast, unit: Unit, step: str, role: str, label: str, other: str
) -> None:
    document = register_document(cast.clerk)
    decide(document, cast.leader, unit)
    routing = advance(routing_of(document), step, getattr(cast, role), note="Không thuộc đơn vị")
    assert Routing.objects.get(pk=routing.pk).state_label == label
    client = client_of(cast, "contributor")
    for address in (routing.address, reverse("admin:documents_routing_changelist")):
        badges = re.findall(
            r'<span class="badge[^"]*">([^<]*)<', client.get(address).content.decode()
        )
        assert label in badges
        assert other not in badges
    panel = client_of(cast, "clerk").get(document.address).content.decode()
    assert f"{unit.name}</a>: {label.lower()}<" in panel


def test_a_request_for_time_ends_when_the_unit_has_finished(cast: Cast, unit: Unit) -> None:
    document = register_document(cast.clerk)
    decide(document, cast.leader, unit)
    routing = advance(routing_of(document), "receive", cast.contributor)
    later = f"{routing.due_on.year + 1}-06-01" if routing.due_on else ""
    advance(routing, "ask_time", cast.contributor, note="Mưa", due_on=later, keeps_day_off="on")
    routing = advance(routing, "finish", cast.contributor, note="Xong")
    request = routing.extension_requests.get()
    assert (request.state, request.answer, request.decided_by) == (
        "refused",
        "đơn vị đã báo xong",
        None,
    )
    page = client_of(cast, "contributor").get(routing.address).content.decode()
    assert "Đã rút: đơn vị đã báo xong" in page
    assert advance(routing, "send_back", cast.leader, note="Thiếu").waiting_request is None


def test_two_at_once_do_not_wait_for_each_other(cast: Cast, unit: Unit) -> None:
    """The page of a routing locks the document first, as a decision does."""
    document = register_document(cast.clerk)
    decide(document, cast.leader, unit)
    routing = routing_of(document)
    with CaptureQueriesContext(connection) as asked:
        client_of(cast, "contributor").post(
            reverse("admin:documents_routing_transition", args=[routing.pk, "return_document"]),
            {"version": routing.version, "note": "Không thuộc đơn vị"},
        )
    locks = [query["sql"] for query in asked if "FOR UPDATE" in query["sql"]]
    tables = [sql.split('FROM "')[1].split('"')[0] for sql in locks]
    assert tables[:2] == ["documents_incomingdocument", "documents_routing"]
    document.refresh_from_db()
    assert document.state == "waiting"


def test_nothing_of_it_is_shown_without_a_register(cast: Cast) -> None:
    pages = {
        role: client_of(cast, role).get(reverse("admin:index")) for role in ("leader", "clerk")
    }
    for page in pages.values():
        text = page.content.decode()
        assert "Quyết định văn bản đến" not in text
        assert "Giao nhiều văn bản" not in text
    register_document(cast.clerk, arrived_on=date(2026, 11, 2))
    text = client_of(cast, "leader").get(reverse("admin:index")).content.decode()
    assert "Quyết định văn bản đến" in text


def test_the_slip_has_what_the_leader_wrote(cast: Cast, unit: Unit) -> None:
    document = register_document(cast.clerk, subject="Kế hoạch diễn tập")
    decide(document, cast.leader, unit, words="Tham mưu văn bản trả lời.")
    document.refresh_from_db()
    texts = [part.get("text", "") for part in slip(document).data()["blocks"]]
    assert "Kế hoạch diễn tập" in texts
    assert "Tham mưu văn bản trả lời." in texts
    assert unit.name in texts
    for role, kind, status in (
        ("contributor", "pdf", 200),
        ("leader", "docx", 200),
        ("leader", "exe", 404),
        ("other_contributor", "pdf", 404),
    ):
        address = reverse("admin:incoming_slip", args=[document.pk, kind])
        assert client_of(cast, role).get(address).status_code == status


def test_a_routing_is_found_as_its_document_is(cast: Cast, unit: Unit) -> None:
    document = register_document(cast.clerk, number="140", notation="TB-UBND", subject="Cây xanh")
    decide(document, cast.leader, unit)
    address = reverse("admin:documents_routing_changelist")
    clerk = client_of(cast, "clerk")
    counts = [
        clerk.get(address, {"q": typed}).context["cl"].result_count
        for typed in ("140/TB-UBND", "cay xanh", "141/TB")
    ]
    assert counts == [1, 1, 0]


def test_the_clerk_is_told_of_what_waits_to_be_confirmed(cast: Cast, unit: Unit) -> None:
    document = register_document(cast.clerk)
    decide(document, cast.leader, unit)
    routing = advance(routing_of(document), "receive", cast.contributor)
    advance(routing, "finish", cast.contributor, note="Đã xong")
    told = Notice.objects.filter(text__contains="báo xong, chờ xác nhận", awaits_mail=True)
    assert {notice.person for notice in told} == {cast.clerk, cast.leader}


def test_the_notice_of_a_routing_says_who_leads_what_and_until_when(cast: Cast, unit: Unit) -> None:
    document = register_document(cast.clerk, subject="Kế hoạch diễn tập")
    supporting = cast.other_contributor.unit
    decide(document, cast.leader, unit, words="Báo cáo trước\nngày 20.", supporting=(supporting,))
    due_on = f"{routing_of(document).due_on:%d/%m/%Y}"
    rest = f"{document}. Ý kiến chỉ đạo: Báo cáo trước ngày 20. Hạn {due_on}."
    for person, words in (
        (cast.contributor, f"{unit.name} chủ trì xử lý văn bản đến"),
        (cast.other_contributor, f"Đơn vị phối hợp xử lý văn bản đến, {unit.name} chủ trì"),
    ):
        assert Notice.objects.get(person=person).text == f"{words}: {rest}"


def test_a_long_direction_leaves_room_for_the_deadline(cast: Cast, unit: Unit) -> None:
    document = register_document(cast.clerk, subject="Kế hoạch " * 50)
    decide(document, cast.leader, unit, words="Báo cáo. " * 200)
    text = Notice.objects.get(person=cast.contributor).text
    assert f"{routing_of(document).due_on:%d/%m/%Y}" in text and "Ý kiến chỉ đạo: Báo cáo" in text
