"""Pages of incoming documents: import on the screen, entry, figures, lists, work list."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from core.registries import calendar_sources
from documents.models import IncomingDocument, IncomingUnit, UserActivity
from documents.states import EntrySource
from organization.models import Notice, ReportingPeriod
from organization.work.reminders import send_reminders
from organization.work.work_list import work_of
from tests.news.test_access import client_of
from tests.organization.imports.test_imports import accept, changes, problems, send
from tests.support.cast import Cast
from tests.support.factories import UnitFactory
from tests.support.incoming import HEAD, line, make_incoming

TODAY = date(2026, 7, 31)
NOW = datetime(2026, 7, 31, 3, 0)
PERIOD = "2026-07"


@pytest.fixture(autouse=True)
def july(db: None) -> Any:
    with time_machine.travel(NOW, tick=False):
        ReportingPeriod.objects.create(
            year=2026, month=7, starts_on=date(2026, 7, 1), ends_on=TODAY
        )
        yield


def statistics(client: Client, **asked: Any) -> Any:
    return client.get(reverse("admin:incoming_statistics_period", args=[PERIOD]), asked)


def test_a_clerk_imports_on_the_screen(cast: Cast) -> None:
    unit = cast.contributor.unit
    clerk = client_of(cast, "clerk")
    address = send(
        clerk, "van-ban-den", HEAD, line(unit), line(unit, code="0/TB", number=2), name="so.xlsx"
    )
    assert problems(clerk, address) == [
        "Dòng 3, cột “Số, ký hiệu”: số văn bản là 0, không phải một số có thật."
    ]
    assert accept(clerk, address).status_code == 400 and not IncomingDocument.objects.exists()
    assert accept(clerk, address, skip="1").status_code == 302
    entry = IncomingDocument.objects.get()
    assert LogEntry.objects.get().change_message.startswith("Nhập từ “so.xlsx”, dòng 2. ")
    again = send(clerk, "van-ban-den", HEAD, line(unit, finished=date(2026, 7, 15)))
    assert changes(clerk, again, "changed") == [
        (2, str(entry), [("Ngày hoàn thành", "", "15/07/2026")])
    ]
    accept(clerk, again)
    assert entry.units.get().finished_on == date(2026, 7, 15)


def test_a_line_that_repeats_another_of_the_file_is_told(cast: Cast) -> None:
    unit = cast.contributor.unit
    clerk = client_of(cast, "clerk")
    shorter = line(person="", issued=None, due=None, opened=None, state="")
    address = send(clerk, "van-ban-den", HEAD, line(unit), shorter)
    page = clerk.get(address).content.decode()
    assert "Dòng 3 ghi lại văn bản của dòng 2 trong tệp" in page
    assert "0 dòng đã có và giống hệt, 1 dòng lặp lại dòng khác của tệp" in page
    assert accept(clerk, address).status_code == 302
    told = clerk.get(address, follow=True).content.decode()
    assert "0 dòng đã có và giống hệt, 1 dòng lặp lại dòng khác của tệp" in told
    assert IncomingDocument.objects.count() == 1


def test_secret_documents_are_refused_without_their_words(cast: Cast) -> None:
    clerk = client_of(cast, "clerk")
    row = [*line(cast.contributor.unit, subject="Chuyện kín"), "Tối mật"]
    address = send(clerk, "van-ban-den", [*HEAD, "Độ mật"], row)
    page = clerk.get(address).content.decode()
    assert problems(clerk, address) == [
        "Dòng 2: văn bản mật không được đưa vào hệ thống này; xin bỏ dòng ấy khỏi tệp."
    ]
    assert "Chuyện kín" not in page


def entry_form(unit: Any, **given: Any) -> dict[str, Any]:
    return {
        "arrival_number": "12",
        "arrived_on": "2026-07-06",
        "number": "15",
        "number_year": "",
        "notation": "KH-UBND",
        "agency": "UBND thành phố",
        "issued_on": "2026-07-03",
        "subject": "Kế hoạch vệ sinh",
        "units-TOTAL_FORMS": "1",
        "units-INITIAL_FORMS": "0",
        "units-0-unit": unit.pk,
        "units-0-is_lead": "on",
        "units-0-due_on": "2026-07-20",
    } | given


def test_typed_by_hand_and_imported_is_one_document(cast: Cast) -> None:
    unit = cast.contributor.unit
    clerk = client_of(cast, "clerk")
    add = reverse("admin:documents_incomingdocument_add")
    assert clerk.post(add, entry_form(unit)).status_code == 302
    entry = IncomingDocument.objects.get()
    assert (entry.source, entry.code_key) == (EntrySource.TYPED, "15 kh ubnd")
    own = entry.units.get()
    assert (own.source, own.received_on) == (EntrySource.TYPED, date(2026, 7, 6))
    assert own.typed_fields == ["due_on", "unit"]
    accept(clerk, send(clerk, "van-ban-den", HEAD, line(unit, due=date(2026, 7, 25))))
    own.refresh_from_db()
    assert (own.due_on, own.person) == (date(2026, 7, 20), "Đoàn Thị Thu Ngân")
    page = clerk.get(reverse("admin:incoming_document", args=[entry.pk]))
    assert [(one["label"], one["said"]) for one in page.context["differences"]] == [
        ("Trích yếu", "Kế hoạch ra quân vệ sinh môi trường"),
        ("Hạn xử lý", "25/07/2026"),
    ]
    again = clerk.post(add, entry_form(unit, number="015", agency="Ủy ban nhân dân thành phố"))
    assert "Văn bản đến này đã có trong danh sách" in again.content.decode()
    assert IncomingDocument.objects.count() == 1


def test_the_form_refuses_what_the_list_refuses(cast: Cast) -> None:
    gone = UnitFactory(valid_until=date(2026, 6, 30), successor=cast.contributor.unit)
    clerk = client_of(cast, "clerk")
    add = reverse("admin:documents_incomingdocument_add")
    for given, sentence in (
        ({"number": "0"}, "Số văn bản là 0, không phải một số có thật."),
        ({"arrived_on": "2026-08-01"}, "Ngày đến 01/08/2026 chưa tới (hôm nay 31/07/2026)."),
        ({"arrived_on": "2026-07-01"}, "Ngày đến 01/07/2026 trước ngày văn bản 03/07/2026."),
        (
            {"units-0-finished_on": "2026-07-05"},
            "Ngày hoàn thành 05/07/2026 trước ngày đến 06/07/2026.",
        ),
        ({"units-0-unit": gone.pk}, "đơn vị đã kết thúc hoạt động ngày 30/06/2026"),
        ({"arrived_on": ""}, "Xin ghi ngày đến."),
    ):
        answer = clerk.post(add, entry_form(cast.contributor.unit, **given))
        assert answer.status_code == 200 and sentence in answer.content.decode(), given
    assert not IncomingDocument.objects.exists()


def test_a_changed_arrival_moves_the_day_of_receipt(cast: Cast) -> None:
    clerk = client_of(cast, "clerk")
    row = make_incoming(cast.contributor.unit, arrived_on=date(2026, 7, 6))
    address = reverse("admin:documents_incomingdocument_change", args=[row.entry_id])
    data = entry_form(cast.contributor.unit, arrived_on="2026-07-08", issued_on="")
    data |= {"units-INITIAL_FORMS": "1", "units-0-id": row.pk, "units-0-entry": row.entry_id}
    assert clerk.post(address, data).status_code == 302
    row.refresh_from_db()
    assert row.received_on == date(2026, 7, 8)
    assert "arrived_on" in IncomingDocument.objects.get().typed_fields


def test_numbers_in_any_spelling_find_the_document(cast: Cast) -> None:
    make_incoming(cast.contributor.unit, number="15")
    make_incoming(cast.contributor.unit, number="16")
    page = reverse("admin:documents_incomingdocument_changelist")
    for asked in ("15/KH-UBND", "so 015 kh ubnd", "15"):
        found = client_of(cast, "clerk").get(page, {"q": asked}).context["cl"].result_list
        assert [entry.number for entry in found] == ["15"], asked


# Figures


def test_each_number_leads_to_its_documents(cast: Cast) -> None:
    unit, other = cast.contributor.unit, cast.other_contributor.unit
    late = make_incoming(unit, due_on=date(2026, 7, 10), first_opened_on=date(2026, 7, 7))
    make_incoming(unit, due_on=date(2026, 7, 20), finished_on=date(2026, 7, 20))
    make_incoming(other, due_on=date(2026, 8, 20))
    page = statistics(client_of(cast, "leader"))
    lines = {one.name: one for one in page.context["lines"]}
    found = {cell.column.name: (cell.value, cell.url) for cell in lines[unit.name].cells}
    assert {name: value for name, (value, _) in found.items()} == {
        "received": 2,
        "opened_in_time": 1,
        "done_on_time": 1,
        "done_late": 0,
        "open": 0,
        "overdue": 1,
        "never_opened": 0,
        "without_login": 0,
    }
    assert lines[unit.name].percent == 50
    client = client_of(cast, "leader")
    for one in [*page.context["lines"], page.context["total"]]:
        for cell in one.cells:
            if cell.url:
                assert client.get(cell.url).context["number"] == cell.value, (one.name, cell)
    behind = client.get(found["overdue"][1])
    assert [row.pk for row in behind.context["items"]] == [late.pk]
    assert late.entry.address in behind.content.decode()


def test_people_without_log_in_are_named_behind_their_number(cast: Cast) -> None:
    unit = cast.contributor.unit
    UserActivity.objects.create(unit=unit, full_name="Lê A", seen_on=TODAY)
    client = client_of(cast, "leader")
    cell = statistics(client).context["total"].cells[-1]
    page = client.get(cell.url)
    assert (cell.value, [one.full_name for one in page.context["people"]]) == (1, ["Lê A"])


def test_the_spreadsheet_has_the_same_numbers(cast: Cast) -> None:
    make_incoming(cast.contributor.unit, due_on=date(2026, 7, 10), imported_on=TODAY)
    answer = statistics(client_of(cast, "leader"), dang="xlsx")
    rows = list(load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True))
    head = next(row for row in rows if row[0] == "Đơn vị")
    own = next(row for row in rows if row[0] == cast.contributor.unit.name)
    assert dict(zip(head, own, strict=True)) == {
        "Đơn vị": cast.contributor.unit.name,
        "Nhận trong kỳ": 1,
        "Mở trong ngày hoặc ngày làm việc kế tiếp": 0,
        "Xong đúng hạn": 0,
        "Xong muộn": 0,
        "Đang làm, còn hạn": 0,
        "Quá hạn, chưa xong": 1,
        "Chưa mở": 1,
        "Người không đăng nhập phần mềm trong kỳ": 0,
        "% đúng hạn": 0,
    }
    assert any("nhập gần nhất ngày 31/07/2026" in str(row[0]) for row in rows)


def test_a_member_sees_the_own_unit_alone(cast: Cast) -> None:
    own, other = cast.contributor.unit, cast.other_contributor.unit
    mine = make_incoming(own, due_on=date(2026, 7, 10))
    others = make_incoming(other, due_on=date(2026, 7, 10), subject="Việc của tổ khác")
    client = client_of(cast, "contributor")
    page = statistics(client)
    assert [one.name for one in page.context["lines"]] == [own.name]
    assert page.context["total"] is None
    items = reverse("admin:incoming_items", args=[PERIOD])
    assert client.get(items, {"cot": "received", "don-vi": own.pk}).context["number"] == 1
    for asked in (
        {"cot": "received"},
        {"cot": "received", "don-vi": other.pk},
        {"cot": "khac", "don-vi": own.pk},
        {"cot": "received", "don-vi": "x"},
    ):
        assert client.get(items, asked).status_code == 404, asked
    assert client.get(mine.entry.address).status_code == 200
    answer = client.get(others.entry.address)
    assert answer.status_code == 404 and "Việc của tổ khác" not in answer.content.decode()
    assert client_of(cast, "announcer").get(mine.entry.address).status_code == 404
    answer = statistics(client, **{"den-ngay": "2026-13-01"})
    assert answer.status_code == 404
    text = answer.content.decode()
    assert "Không tìm thấy trang này" in text
    assert 'href="/quan-tri/">Về bàn làm việc' in text
    assert "Mời quý vị tìm theo vài từ" not in text
    panel = client.get("/quan-tri/").content.decode()
    assert "Văn bản đến Tháng 7/2026" in panel or "Văn bản đến tháng 7/2026" in panel
    assert "Việc của tổ khác" not in panel


def test_the_dashboard_names_who_is_most_overdue(cast: Cast) -> None:
    for _ in range(2):
        make_incoming(cast.contributor.unit, due_on=date(2026, 7, 10))
    page = client_of(cast, "leader").get("/quan-tri/").content.decode()
    assert f"Quá hạn nhiều nhất: {cast.contributor.unit.short_name} 2." in page


def test_a_ward_without_incoming_documents_has_no_panel(cast: Cast) -> None:
    assert "Cả phường. Nguồn" not in client_of(cast, "leader").get("/quan-tri/").content.decode()
    assert statistics(client_of(cast, "leader")).status_code == 200


def test_the_queries_of_the_pages_do_not_grow(cast: Cast) -> None:
    client = client_of(cast, "leader")
    counts = []
    for number in (1, 15):
        for _ in range(number):
            make_incoming(UnitFactory(), due_on=date(2026, 7, 10))
        items = reverse("admin:incoming_items", args=[PERIOD])
        one = []
        for page in (f"/quan-tri/van-ban-den/{PERIOD}/", f"{items}?cot=overdue"):
            with CaptureQueriesContext(connection) as asked:
                client.get(page)
            one.append(len(asked))
        counts.append(one)
    assert counts[0] == counts[1] == [14, 8]


# Work list


def test_open_documents_stand_on_the_work_list_of_who_holds_them(cast: Cast) -> None:
    unit, heir = UnitFactory(valid_until=date(2026, 7, 15)), cast.contributor.unit
    unit.successor = heir
    unit.save()
    row = make_incoming(unit, due_on=date(2026, 7, 10), person="Lê A")
    make_incoming(heir, due_on=date(2026, 7, 10), finished_on=date(2026, 7, 9))
    make_incoming(heir, is_lead=False)
    for units in (None, [heir.pk]):
        items = [one for one in work_of(units, today=TODAY) if one.kind == "Văn bản đến"]
        assert [(one.key, one.unit_id, one.note) for one in items] == [
            (f"incoming:{row.pk}", heir.pk, "xử lý ở phần mềm khác, Lê A")
        ]
    assert [one for one in work_of([unit.pk], today=TODAY) if one.kind == "Văn bản đến"] == []
    client = client_of(cast, "contributor")
    assert row.entry.address in client.get(reverse("admin:work")).content.decode()
    assert client.get(row.entry.address).status_code == 200
    send_reminders(datetime(2026, 7, 31, 3, 0, tzinfo=UTC))
    texts = Notice.objects.filter(person=cast.contributor).values_list("text", flat=True)
    assert [text for text in texts if text.startswith("Văn bản đến")] == [
        f"Văn bản đến “{row.entry}”: hạn 10/07, muộn 15 ngày làm việc."
    ]


def test_the_page_of_a_listed_document_says_where_it_is_done(cast: Cast) -> None:
    assert cast.contributor.unit
    row = make_incoming(cast.contributor.unit, due_on=date(2026, 7, 10))
    page = client_of(cast, "contributor").get(row.entry.address).content.decode()
    assert "xin mở và xử lý ở đó; lần nhập danh sách sau cổng sẽ ghi kết quả" in page
    assert "chưa mở" not in page
    assert ". Đến ngày 06/07/2026. Danh sách của phần mềm khác" in page


def test_deadlines_stand_in_the_calendar_of_readers(cast: Cast) -> None:
    source = next(one for one in calendar_sources if one.name == "incoming documents")
    make_incoming(cast.contributor.unit, due_on=date(2026, 7, 10))
    make_incoming(cast.contributor.unit, due_on=date(2026, 7, 11), finished_on=date(2026, 7, 9))
    span = (datetime(2026, 7, 1, tzinfo=UTC), datetime(2026, 8, 1, tzinfo=UTC))
    now = datetime(2026, 7, 31, 3, 0, tzinfo=UTC)
    for user in (cast.contributor, cast.editor):
        kinds = [one.kind for one in source.entries(user, *span, now)]
        assert kinds == ["Văn bản quá hạn", "Văn bản đã xong"]
    assert list(source.entries(cast.other_contributor, *span, now)) == []
    assert IncomingUnit.objects.count() == 2
