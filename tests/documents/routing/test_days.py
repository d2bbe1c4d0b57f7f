"""The same month by hand and by import gives the same figures, around Tết with days made up."""

from __future__ import annotations

import io
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from documents.models import IncomingDocument, IncomingUnit, Routing
from documents.statistics.dashboard import incoming_panel
from documents.statistics.figures import DocumentFigures, incoming_statistics
from organization.models import Holiday, ReportingPeriod, Unit
from organization.roles import Role
from organization.work.work_list import work_of
from tests.news.test_access import client_of
from tests.support.cast import Cast
from tests.support.factories import UnitFactory, new_user, save_users
from tests.support.incoming import HEAD, import_rows, line
from tests.support.registers import advance, decide, register_document, routing_of

# Tết 2026: 16 to 20 February off, Saturday 28 February made up.
OFF = [date(2026, 2, day) for day in range(16, 21)]
MADE_UP = date(2026, 2, 28)
FRIDAY = date(2026, 2, 13)
END = date(2026, 2, 28)


def at(day: date, hour: int = 9) -> datetime:
    return datetime.combine(day, time(hour), ZoneInfo("Asia/Ho_Chi_Minh"))


@pytest.fixture
def february(db: None) -> ReportingPeriod:
    for day in OFF:
        Holiday.objects.create(day=day, name="Tết", kind=Holiday.Kind.DAY_OFF)
    Holiday.objects.create(day=MADE_UP, name="Làm bù", kind=Holiday.Kind.MADE_UP)
    ReportingPeriod.objects.create(
        year=2026, month=2, starts_on=date(2026, 2, 1), ends_on=date(2026, 2, 28)
    )
    return ReportingPeriod.objects.with_window().get()


def member(unit: Unit) -> Any:
    user = new_user(unit=unit)
    save_users([(user, (Role.CONTRIBUTOR,))])
    return user


def opened(user: Any, routing: Routing, day: date) -> None:
    """Let a member of the unit open the page of the routing."""
    with time_machine.travel(at(day), tick=False):
        client = Client()
        client.force_login(user)
        assert client.get(routing.address).status_code == 200


def figures(period: ReportingPeriod, units: list[Unit], day: date) -> list[DocumentFigures]:
    rows = {row.unit.pk: row.figures for row in incoming_statistics(period, day).rows}
    return [rows[unit.pk] for unit in units]


def by_hand(cast: Cast, units: list[Unit]) -> None:
    """Three documents of Friday before Tết: opened late, done late, never opened."""
    late, slow, silent = units
    people = {unit: member(unit) for unit in (late, slow)}
    due = date(2026, 2, 25)
    routings = {}
    with time_machine.travel(at(FRIDAY), tick=False):
        for number, unit in enumerate((late, slow, silent), start=1):
            document = register_document(cast.clerk, number=str(number), issued_on=FRIDAY)
            decide(document, cast.leader, unit, due_on=due)
            routings[unit] = routing_of(document)
    opened(people[late], routings[late], date(2026, 2, 24))
    opened(people[slow], routings[slow], date(2026, 2, 23))
    for unit, done in ((late, date(2026, 2, 25)), (slow, date(2026, 2, 26))):
        with time_machine.travel(at(done), tick=False):
            advance(routings[unit], "receive", people[unit])
            advance(routings[unit], "finish", people[unit], note="Đã xong")


def by_import(path: Path, units: list[Unit]) -> None:
    given = [
        {"opened": date(2026, 2, 24), "finished": date(2026, 2, 25)},
        {"opened": date(2026, 2, 23), "finished": date(2026, 2, 26)},
        {"opened": None, "finished": None},
    ]
    rows = [
        line(
            unit,
            number=number,
            code=f"{number}/KH-UBND",
            arrived=FRIDAY,
            issued=FRIDAY,
            due=date(2026, 2, 25),
            **days,
        )
        for number, (unit, days) in enumerate(zip(units, given, strict=True), start=1)
    ]
    import_rows(path, HEAD, *rows)


EXPECTED = {
    date(2026, 2, 23): [
        DocumentFigures(received=1, open=1, never_opened=1),
        DocumentFigures(received=1, opened_in_time=1, open=1),
        DocumentFigures(received=1, open=1, never_opened=1),
    ],
    END: [
        DocumentFigures(received=1, done_on_time=1),
        DocumentFigures(received=1, opened_in_time=1, done_late=1),
        DocumentFigures(received=1, overdue=1, never_opened=1),
    ],
}


def test_by_hand_and_by_import_the_figures_are_the_same(
    cast: Cast, february: ReportingPeriod, tmp_path: Path
) -> None:
    units = [UnitFactory() for _ in range(3)]
    by_hand(cast, units)
    for day, expected in EXPECTED.items():
        assert figures(february, units, day) == expected
    Routing.history.all().delete()
    IncomingUnit.objects.all().delete()
    for routing in Routing.objects.all():
        routing.extension_requests.all().delete()
        routing.supporting_units.clear()
    Routing.objects.all().delete()
    IncomingDocument.objects.all().delete()
    by_import(tmp_path / "ds.xlsx", units)
    for day, expected in EXPECTED.items():
        assert figures(february, units, day) == expected


def test_dashboard_list_spreadsheet_and_statistics_agree(
    cast: Cast, february: ReportingPeriod
) -> None:
    units = [UnitFactory() for _ in range(3)]
    by_hand(cast, units)
    with time_machine.travel(at(END), tick=False):
        panel = incoming_panel(cast.leader)
        assert panel
        assert [cell.value for cell in panel["total"].cells] == [3, 1, 1, 1, 0, 1, 1, 0]
        client = client_of(cast, "leader")
        page = client.get(reverse("admin:incoming_statistics_period", args=["2026-02"]))
        assert [cell.value for cell in page.context_data["total"].cells] == [3, 1, 1, 1, 0, 1, 1, 0]
        sheet = client.get(page.request["PATH_INFO"] + "?dang=xlsx")
        book = load_workbook(io.BytesIO(b"".join(sheet)))  # type: ignore[arg-type]
        last = [[cell.value for cell in row] for row in book.active.iter_rows()][-1]
        assert last[1:9] == [3, 1, 1, 1, 0, 1, 1, 0]
        for column, number in (("received", 3), ("overdue", 1), ("never_opened", 1)):
            items = client.get(reverse("admin:incoming_items", args=["2026-02"]) + f"?cot={column}")
            assert len(items.context_data["items"]) == number
        assert [(item.title, item.is_late(END)) for item in work_of(None, today=END)] == [
            (str(routing_of(IncomingDocument.objects.get(number="3"))), True)
        ]


def test_an_extension_and_a_hand_back_are_carried_on(cast: Cast, february: ReportingPeriod) -> None:
    unit = cast.contributor.unit
    assert unit
    with time_machine.travel(at(FRIDAY), tick=False):
        document = register_document(cast.clerk)
        decide(document, cast.leader, unit, due_on=date(2026, 2, 24))
    routing = routing_of(document)
    with time_machine.travel(at(date(2026, 2, 24)), tick=False):
        advance(routing, "receive", cast.contributor)
        advance(routing, "ask_time", cast.contributor, note="Chờ số liệu", due_on="27/02/2026")
        advance(routing, "grant_time", cast.leader, note="Được", due_on="27/02/2026")
    row = document.units.get()
    assert (row.due_on, row.state) == (date(2026, 2, 27), "Đang thực hiện")
    with time_machine.travel(at(date(2026, 2, 26)), tick=False):
        advance(routing, "finish", cast.contributor, note="Xong")
    assert document.units.get().finished_on == date(2026, 2, 26)
    with time_machine.travel(at(date(2026, 2, 27)), tick=False):
        advance(routing, "send_back", cast.clerk, note="Thiếu biểu")
    assert document.units.get().finished_on is None
    assert figures(february, [unit], END) == [DocumentFigures(received=1, overdue=1)]


def test_the_first_opening_is_kept_of_lead_and_support(
    cast: Cast, february: ReportingPeriod
) -> None:
    lead, support = cast.contributor.unit, cast.other_contributor.unit
    assert lead
    assert support
    with time_machine.travel(at(FRIDAY), tick=False):
        document = register_document(cast.clerk)
        decide(document, cast.leader, lead, supporting=(support,), due_on=date(2026, 2, 25))
    routing = routing_of(document)
    for day in (date(2026, 2, 23), date(2026, 2, 24)):
        opened(cast.contributor, routing, day)
        opened(cast.clerk, routing, day)
        opened(cast.other_contributor, routing, date(2026, 2, 24))
    routing.refresh_from_db()
    assert routing.first_opened_at == at(date(2026, 2, 23))
    assert {row.unit_id: row.first_opened_on for row in document.units.all()} == {
        lead.pk: date(2026, 2, 23),
        support.pk: date(2026, 2, 24),
    }


def test_who_gives_documents_to_units_does_not_open_them_for_her_own(
    cast: Cast, february: ReportingPeriod
) -> None:
    lead = cast.contributor.unit
    assert lead
    cast.clerk.unit = lead
    cast.clerk.save()
    with time_machine.travel(at(FRIDAY), tick=False):
        document = register_document(cast.clerk)
        decide(document, cast.leader, lead, due_on=date(2026, 2, 25))
        client_of(cast, "clerk").get(document.address)
    routing = routing_of(document)
    opened(cast.clerk, routing, date(2026, 2, 23))
    routing.refresh_from_db()
    assert routing.first_opened_at is document.units.get().first_opened_on is None
    with time_machine.travel(at(date(2026, 2, 24)), tick=False):
        advance(routing, "receive", cast.clerk)
    assert document.units.get().first_opened_on == date(2026, 2, 24)


def test_a_clerk_in_charge_opens_the_document(cast: Cast, february: ReportingPeriod) -> None:
    lead = cast.contributor.unit
    assert lead
    cast.clerk.unit = lead
    cast.clerk.save()
    with time_machine.travel(at(FRIDAY), tick=False):
        document = register_document(cast.clerk)
        decide(document, cast.leader, lead, due_on=date(2026, 2, 25))
    routing = routing_of(document)
    Routing.objects.filter(pk=routing.pk).update(person=cast.clerk)
    opened(cast.clerk, routing, date(2026, 2, 23))
    assert document.units.get().first_opened_on == date(2026, 2, 23)


def test_the_page_of_the_document_is_an_opening_too(cast: Cast, db: None) -> None:
    lead = cast.contributor.unit
    assert lead
    with time_machine.travel(at(FRIDAY), tick=False):
        document = register_document(cast.clerk)
        decide(document, cast.leader, lead)
        client_of(cast, "contributor").get(document.address)
    routing = routing_of(document)
    assert routing.first_opened_at == at(FRIDAY)
    assert document.units.get().first_opened_on == FRIDAY


def test_handing_over_moves_the_days_to_the_unit_that_takes_over(cast: Cast, db: None) -> None:
    gone = UnitFactory(valid_until=FRIDAY)
    heir = cast.contributor.unit
    assert heir
    with time_machine.travel(at(FRIDAY), tick=False):
        document = register_document(cast.clerk)
        decide(document, cast.leader, gone, due_on=date(2026, 3, 25))
    routing = routing_of(document)
    Routing.objects.filter(pk=routing.pk).update(first_opened_at=at(FRIDAY))
    with time_machine.travel(at(date(2026, 2, 24)), tick=False):
        advance(routing, "hand_over", cast.leader, note="Đơn vị đã giải thể", unit=heir.pk)
    assert [
        (row.unit_id, row.received_on, row.first_opened_on) for row in document.units.all()
    ] == [(heir.pk, date(2026, 2, 24), None)]


def test_the_page_of_the_first_opening_says_so(cast: Cast) -> None:
    unit = UnitFactory()
    document = register_document(cast.clerk)
    decide(document, cast.leader, unit)
    client = Client()
    client.force_login(member(unit))
    page = client.get(document.address).content.decode()
    assert f"mở {timezone.localdate():%d/%m/%Y}" in page and "chưa mở" not in page
