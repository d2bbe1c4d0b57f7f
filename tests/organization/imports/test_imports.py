"""Import of units and people through the pages of the admin: what is shown, stored, refused."""

from __future__ import annotations

import io
import logging
import re
import threading
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from core import retention
from core.models import ImportMapping, SpreadsheetImport
from core.registries import retention_rules
from core.spreadsheet_import.targets import import_targets
from organization.models import Notice, Unit, User
from organization.models.units import SUCCESSOR_WITHOUT_END
from organization.roles import Role
from tests.core.spreadsheet_import.make_files import upload, workbook
from tests.news.test_access import EVERYBODY, client_of
from tests.support.cast import Cast
from tests.support.factories import UnitFactory
from wardportal.views import SiteResetForm

UNITS, PEOPLE = "don-vi", "nguoi-dung"
UNIT_HEAD = ["STT", "Tên đơn vị", "Tên gọn", "Khối", "Từ ngày", "Đến hết ngày", "Đơn vị kế tục"]
QUERIES = {UNITS: 7, PEOPLE: 9}  # of the preview
PERSON_HEAD = ["Tên đăng nhập", "Họ và tên", "Email", "Chức vụ", "Đơn vị", "Vai trò"]


@pytest.fixture
def officer(cast: Cast) -> Client:
    return client_of(cast, "it_officer")


def send(client: Client, target: str, *rows: list[Any], name: str = "bang.xlsx") -> str:
    """Upload a table and confirm the recognised columns; return the address of the preview."""
    answer = client.post(
        reverse("admin:spreadsheet_upload", args=[target]),
        {"file": upload(workbook(rows), name)},
    )
    assert answer.status_code == 302, answer.context["form"].errors
    address = str(answer["Location"])
    if address.endswith("/cot/"):
        form = client.get(address).context["form"]
        data = {one.html_name: one.value() for one in form}
        answer = client.post(address, data)
        assert answer.status_code == 302, answer.context["form"].errors
        address = str(answer["Location"])
    return address


def accept(client: Client, address: str, **data: Any) -> Any:
    seen = client.get(address).context["seen"]
    return client.post(address, {"seen": seen, **data})


def problems(client: Client, address: str) -> list[str]:
    refused = client.get(address).context["refused"]
    return [sentence for row in refused.rows for sentence in row.problems]


def changes(client: Client, address: str, group: str) -> list[tuple[Any, ...]]:
    rows = client.get(address).context[group].rows
    return [
        (row.number, row.title, [(one.label, one.old, one.new) for one in row.changes])
        for row in rows
    ]


# Access


@pytest.mark.parametrize("target", [UNITS, PEOPLE])
def test_only_the_it_officer_imports(target: str, cast: Cast, officer: Client) -> None:
    head = {UNITS: UNIT_HEAD, PEOPLE: PERSON_HEAD}[target]
    address = send(officer, target, head, ["moi", "Mới"])
    pages = [
        reverse("admin:spreadsheet_upload", args=[target]),
        reverse("admin:spreadsheet_template", args=[target]),
        address,
        f"{address}cot/",
    ]
    opened = {
        role
        for role in EVERYBODY
        for page in pages
        for method in ("get", "post")
        if getattr(client_of(cast, role), method)(page).status_code not in (404, 405)
    }
    assert opened == {"it_officer"}
    assert {Client().get(page).status_code for page in pages} == {302}


def test_a_table_is_its_uploaders_and_its_targets(cast: Cast, officer: Client) -> None:
    address = send(officer, UNITS, UNIT_HEAD, [1, "Ấp 50", "", "TDP"])
    assert officer.get(address.replace(UNITS, PEOPLE)).status_code == 404
    assert officer.get(address.replace(UNITS, "khac")).status_code == 404
    cast.editor.groups.set(cast.it_officer.groups.all())
    assert client_of(cast, "editor").get(address).status_code == 404


def test_the_lists_link_to_the_import_for_who_may(cast: Cast, officer: Client) -> None:
    for listing, target in (("unit", UNITS), ("user", PEOPLE)):
        page = officer.get(reverse(f"admin:organization_{listing}_changelist"))
        assert reverse("admin:spreadsheet_upload", args=[target]) in page.content.decode()
    page = client_of(cast, "editor").get(reverse("admin:organization_unit_changelist"))
    assert (page.status_code, "nhap-bang" in page.content.decode()) == (200, False)


# Steps


def test_nothing_chosen_and_a_bad_file_are_sentences(officer: Client) -> None:
    page = reverse("admin:spreadsheet_upload", args=[UNITS])
    for content, sentence in (
        (None, "Xin chọn một tệp Excel (.xlsx) hoặc CSV."),
        (b"", "Tệp trống (0 byte): xin kiểm tra lại tệp trên máy rồi tải lên."),
        (b"%PDF-1.4", "Tệp này không phải bảng tính"),
    ):
        answer = officer.post(page, {"file": upload(content)} if content is not None else {})
        assert answer.status_code == 400
        assert answer.context["form"].errors["file"][0].startswith(sentence)
    rows = [UNIT_HEAD, *([number, f"Ấp {number}"] for number in range(501))]
    answer = officer.post(page, {"file": upload(workbook(rows))})
    assert answer.context["form"].errors["file"] == [
        "Mỗi lần nhập nhiều nhất 500 dòng; bảng này có 501 dòng. Xin chia thành nhiều tệp."
    ]
    assert not SpreadsheetImport.objects.exists()


def test_columns_are_asked_once_and_remembered_for_their_source(
    cast: Cast, officer: Client
) -> None:
    head = ["Tên cơ quan", "Ten don vi", "Loại đơn vị", "Ghi chú"]
    sent = officer.post(
        reverse("admin:spreadsheet_upload", args=[UNITS]),
        {"file": upload(workbook([head, ["A", "Hội Chữ thập đỏ", "Đoàn thể", "x"]]))},
    )
    page = officer.get(sent["Location"])
    assert page.context["doubled"] == [
        ("Tên đơn vị", ["A: Tên cơ quan (ví dụ: A)", "B: Ten don vi (ví dụ: Hội Chữ thập đỏ)"])
    ]
    assert page.context["unknown"] == ["Ghi chú"]
    data = {"cot-block": "2", "cot-short_name": "2"}
    page = officer.post(sent["Location"], data)
    assert (page.status_code, page.context["form"].errors) == (
        400,
        {
            "cot-name": ["Xin chọn cột cho “Tên đơn vị”."],
            "cot-block": ["Cột này đã được chọn cho “Tên gọn”."],
        },
    )
    answer = officer.post(sent["Location"], {"cot-name": "1", "cot-block": "2"})
    assert changes(officer, answer["Location"], "new") == [
        (2, "Hội Chữ thập đỏ", [("Khối", "", "Mặt trận và đoàn thể")])
    ]
    mapping = ImportMapping.objects.get()
    assert (mapping.target, mapping.columns, mapping.confirmed_by) == (
        UNITS,
        {"name": 1, "block": 2},
        cast.it_officer,
    )
    again = officer.post(
        reverse("admin:spreadsheet_upload", args=[UNITS]),
        {"file": upload(workbook([["Danh sách"], [one.upper() for one in head], ["", "Ấp 5"]]))},
    )
    assert not again["Location"].endswith("/cot/")
    assert "đã xác nhận ngày" in officer.get(again["Location"]).content.decode()


def test_a_remembered_mapping_that_lacks_a_required_field_is_asked_anew(officer: Client) -> None:
    send(officer, UNITS, UNIT_HEAD, [1, "Ấp 50", "", "TDP"])
    ImportMapping.objects.update(columns={"gone": 1})
    answer = officer.post(
        reverse("admin:spreadsheet_upload", args=[UNITS]),
        {"file": upload(workbook([UNIT_HEAD, [1, "Ấp 51"]]))},
    )
    assert answer["Location"].endswith("/cot/")


def test_a_table_without_confirmed_columns_has_no_preview(officer: Client) -> None:
    sent = officer.post(
        reverse("admin:spreadsheet_upload", args=[UNITS]),
        {"file": upload(workbook([UNIT_HEAD, [1, "Ấp 50", "", "TDP"]]))},
    )
    preview = sent["Location"].removesuffix("cot/")
    for answer in (officer.get(preview), officer.post(preview)):
        assert answer["Location"] == sent["Location"]


# Units


def test_units_new_changed_unchanged_refused(cast: Cast, officer: Client) -> None:
    old = UnitFactory(name="Tổ dân phố Đông", short_name="Đông")
    same = UnitFactory(name="Tổ dân phố Tây", short_name="Tây")
    address = send(
        officer,
        UNITS,
        UNIT_HEAD,
        [1, "TO DAN PHO DONG", "", "", "", "31/12/2026", "Tổ dân phố Đông Tây"],
        [2, "Tây", "", "", "", "", ""],
        [3, "Tổ dân phố Đông Tây", "", "Tổ dân phố", date(2027, 1, 1), "", ""],
        [4, "Hội Người cao tuổi", "NCT", "Chùa", "", "", ""],
        [5, "", "X", "Đảng", "", "", ""],
        [6, "Ban mới", "", "", "", "", ""],
        [7, "Đội A", "", "Hiệp quản", "2/1/2026", "1/1/2026", ""],
        [8, "Đội B", "", "Hiệp quản", "", "", "Đội C"],
        [9, "Tây", "", "", "", "", ""],
        [10, "Đội D", "", "Hiệp quản", "", "31/12/2026", "Đội A"],
        [11, "Đội E", "", "Hiệp quản", "", "", "Đội E"],
    )
    assert problems(officer, address) == [
        "Dòng 5, cột “Khối”: không có “Chùa”; xin ghi một trong: Khối Đảng, Khối chính quyền"
        " (ngành), Mặt trận và đoàn thể, Tổ dân phố, Đơn vị hiệp quản.",
        "Dòng 6: thiếu tên đơn vị.",
        "Dòng 7: thiếu khối; đơn vị mới phải có khối.",
        "Dòng 8: ngày kết thúc phải sau ngày bắt đầu.",
        "Dòng 9, cột “Đơn vị kế tục”: không có đơn vị “Đội C”.",
        "Dòng 10: trùng với dòng 3 của bảng này.",
        "Dòng 11: đơn vị kế tục ở dòng 8 có lỗi.",
        "Dòng 12, cột “Đơn vị kế tục”: đơn vị không thể kế tục chính mình.",
    ]
    assert changes(officer, address, "changed") == [
        (
            2,
            "Tổ dân phố Đông",
            [
                ("Đến hết ngày", "", "31/12/2026"),
                ("Đơn vị kế tục", "", "Tổ dân phố Đông Tây"),
            ],
        )
    ]
    assert changes(officer, address, "new") == [
        (
            4,
            "Tổ dân phố Đông Tây",
            [("Khối", "", "Tổ dân phố"), ("Từ ngày", "", "01/01/2027")],
        )
    ]
    before = Unit.objects.count()
    answer = accept(officer, address)
    assert answer.status_code == 400
    assert answer.context["sentences"] == (
        "Chưa nhập dòng nào: còn 8 dòng có lỗi. Xin sửa tệp rồi tải lên lại, xác nhận từng dòng"
        " được hỏi, hoặc đánh dấu bỏ qua các dòng ấy.",
    )
    assert Unit.objects.count() == before
    answer = accept(officer, address, skip="1")
    assert (answer.status_code, answer["Location"]) == (302, address)
    new = Unit.objects.get(name="Tổ dân phố Đông Tây")
    assert (new.short_name, new.block, new.valid_from) == (
        "Tổ dân phố Đông Tây",
        "residential_group",
        date(2027, 1, 1),
    )
    old.refresh_from_db()
    assert (old.name, old.short_name, old.valid_until, old.successor) == (
        "Tổ dân phố Đông",
        "Đông",
        date(2026, 12, 31),
        new,
    )
    assert (Unit.objects.count(), Unit.objects.get(pk=same.pk).name) == (
        before + 1,
        "Tổ dân phố Tây",
    )
    result = officer.get(address)
    assert {key: result.context["result"][key] for key in ("new", "changed", "unchanged")} == {
        "new": 1,
        "changed": 1,
        "unchanged": 1,
    }
    assert [row[0] for row in result.context["result"]["left_out"]] == [5, 6, 7, 8, 9, 10, 11, 12]
    assert reverse("admin:organization_unit_changelist") in result.content.decode()
    assert sorted(LogEntry.objects.values_list("object_repr", "action_flag", "user")) == [
        ("Tổ dân phố Đông", 2, cast.it_officer.pk),
        ("Tổ dân phố Đông Tây", 1, cast.it_officer.pk),
    ]
    assert SpreadsheetImport.objects.get().table["rows"] == []


def test_what_the_page_of_a_unit_refuses_is_refused(officer: Client) -> None:
    UnitFactory(name="Ấp Đông", short_name="Đông")
    address = send(
        officer,
        UNITS,
        UNIT_HEAD,
        [1, "Ấp 50", "Ấp", "TDP", "", "", "Ấp Đông"],
        [2, "Ấp 51", "Chung", "TDP", "", "", ""],
        [3, "Ấp 52", "chung", "TDP", "", "", ""],
        [4, "Ấp 53", "Riêng", "TDP", "", "", ""],
    )
    assert problems(officer, address) == [
        f"Dòng 2, cột “Đơn vị kế tục”: {SUCCESSOR_WITHOUT_END}",
        "Dòng 4, cột “Tên gọn”: dòng 3 (Ấp 51) đã có tên gọn này.",
    ]


def test_a_second_click_imports_once(officer: Client) -> None:
    address = send(officer, UNITS, UNIT_HEAD, [1, "Ấp 50", "", "TDP"])
    data = {"seen": officer.get(address).context["seen"]}
    assert officer.post(address, data).status_code == 302
    Unit.objects.filter(name="Ấp 50").update(name="Ấp 51")
    assert officer.post(address, data).status_code == 302
    assert Unit.objects.filter(name__in=["Ấp 50", "Ấp 51"]).count() == 1
    assert officer.get(f"{address}cot/")["Location"] == address


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_the_same_moment_import_once(cast: Cast, officer: Client) -> None:
    address = send(officer, UNITS, UNIT_HEAD, *([n, f"Ấp {n}", "", "TDP"] for n in range(50, 90)))
    data = {"seen": officer.get(address).context["seen"]}
    answers = []

    def click() -> None:
        client = client_of(cast, "it_officer")
        answers.append(client.post(address, data).status_code)
        connection.close()

    threads = [threading.Thread(target=click) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [302] * 4
    assert Unit.objects.filter(name__regex=r"^Ấp \d\d$").count() == 40
    assert LogEntry.objects.count() == 40


def test_what_changed_since_the_preview_is_shown_again(officer: Client) -> None:
    address = send(officer, UNITS, UNIT_HEAD, [1, "Ấp 50", "", "TDP"])
    seen = officer.get(address).context["seen"]
    UnitFactory(name="Ấp 50", block="party")
    answer = officer.post(address, {"seen": seen})
    assert (answer.status_code, answer.context["sentences"]) == (
        400,
        (
            "Dữ liệu của cổng vừa thay đổi nên chưa nhập dòng nào. Xin xem lại bảng dưới đây rồi"
            " nhập.",
        ),
    )
    assert changes(officer, address, "changed") == [
        (2, "Ấp 50", [("Khối", "Khối Đảng", "Tổ dân phố")])
    ]
    assert (
        officer.post(address, {"seen": "x" * 5000, "confirm": ["x", "9" * 30]}).status_code == 400
    )


def test_a_name_that_differs_in_marks_is_confirmed(officer: Client) -> None:
    UnitFactory(name="Tổ Hòa", short_name="Hòa")
    address = send(officer, UNITS, UNIT_HEAD, [1, "Tổ Hoa", "", "", "1/1/2026"])
    asked = officer.get(address).context["asked"]
    assert [row.confirmations for row in asked] == [
        ["Dòng 2: “Tổ Hoa” được hiểu là đơn vị đã có “Tổ Hòa”."]
    ]
    assert (
        accept(officer, address)
        .context["sentences"][0]
        .startswith("Chưa nhập dòng nào: còn 1 dòng chưa được xác nhận.")
    )
    assert accept(officer, address, skip="1").context["sentences"] == (
        "Không có dòng nào để nhập.",
    )
    assert accept(officer, address, confirm="2").status_code == 302
    assert Unit.objects.get(name="Tổ Hòa").valid_from == date(2026, 1, 1)


def test_a_unit_is_renamed_where_the_short_name_tells(officer: Client) -> None:
    unit = UnitFactory(name="Đoàn Thanh niên", short_name="ĐTN")
    address = send(officer, UNITS, UNIT_HEAD, [1, "Đoàn TNCS Hồ Chí Minh", "DTN"])
    assert changes(officer, address, "changed") == [
        (2, "Đoàn Thanh niên", [("Tên đơn vị", "Đoàn Thanh niên", "Đoàn TNCS Hồ Chí Minh")])
    ]
    accept(officer, address)
    unit.refresh_from_db()
    assert (unit.name, unit.short_name) == ("Đoàn TNCS Hồ Chí Minh", "ĐTN")


def test_an_unusual_year_is_asked_about(officer: Client) -> None:
    address = send(officer, UNITS, UNIT_HEAD, [1, "Ấp 50", "", "TDP", "1/1/2090"])
    assert officer.get(address).context["asked"][0].confirmations == [
        "Dòng 2, cột “Từ ngày”: Ngày 01/01/2090 còn hơn 30 năm nữa; có đúng không?"
    ]


def test_the_template_can_be_filled_in_and_imported(officer: Client) -> None:
    for target in (UNITS, PEOPLE):
        answer = officer.get(reverse("admin:spreadsheet_template", args=[target]))
        assert f"mau-nhap-{target}.xlsx" in answer["Content-Disposition"]
        book = load_workbook(io.BytesIO(answer.content))
        sheet = book.worksheets[0]
        found = next(one for one in import_targets if one.name == target)
        head = next(row for row in sheet.iter_rows() if row[0].value == found.fields[0].label)
        assert [cell.value for cell in head] == [field.label for field in found.fields]
        page = reverse("admin:spreadsheet_upload", args=[target])
        refused = officer.post(page, {"file": upload(answer.content)})
        assert refused.context["form"].errors["file"] == [
            "Bảng chỉ có tên cột, chưa có dòng nào để nhập."
        ]
        filled = {
            "Tên đơn vị": "Ấp 50",
            "Khối": "Tổ dân phố",
            "Tên đăng nhập": "moi",
            "Họ và tên": "Mới",
        }
        for cell in head:
            sheet.cell(head[0].row + 1, cell.column).value = filled.get(cell.value)
        content = io.BytesIO()
        book.save(content)
        sent = officer.post(page, {"file": upload(content.getvalue())})
        form = officer.get(sent["Location"]).context["form"]
        assert [one.value() for one in form] == [str(n) for n in range(len(found.fields))]


def test_queries_do_not_grow_with_the_rows(officer: Client) -> None:
    for target, head, row in (
        (UNITS, UNIT_HEAD, lambda n: [n, f"Tổ mới {n}", "", "TDP", "", "1/1/2027", "Tổ mới 1"]),
        (PEOPLE, PERSON_HEAD, lambda n: [f"n{n}", f"Người {n}", f"n{n}@x.vn", "", "", "CTV"]),
    ):
        counts = []
        for size in (3, 60):
            address = send(officer, target, head, *(row(n) for n in range(2, size)))
            officer.get(address)
            with CaptureQueriesContext(connection) as asked:
                assert officer.get(address).status_code == 200
            counts.append(len(asked))
        assert counts == [QUERIES[target]] * 2, target


def test_uploaded_tables_end_after_a_week(officer: Client) -> None:
    send(officer, UNITS, UNIT_HEAD, [1, "Ấp 50", "", "TDP"])
    send(officer, UNITS, UNIT_HEAD, [1, "Ấp 51", "", "TDP"])
    first = SpreadsheetImport.objects.earliest("created_at")
    now = timezone.now()
    SpreadsheetImport.objects.filter(pk=first.pk).update(
        created_at=now - timedelta(days=7, hours=1)
    )
    retention.run(retention_rules, now)
    assert [one.table["rows"][0][1][1] for one in SpreadsheetImport.objects.all()] == ["Ấp 51"]
    assert ImportMapping.objects.count() == 1


# People


def test_people_are_found_by_name_or_mail_and_new_ones_have_no_password(
    cast: Cast, officer: Client
) -> None:
    unit = UnitFactory(name="Văn phòng", short_name="VP")
    person = cast.contributor
    address = send(
        officer,
        PEOPLE,
        PERSON_HEAD,
        ["lan.tt", "Trần Thị Lan", "lan@phuong.example", "Chuyên viên", "vp", "CTV; Văn thư"],
        [person.username.upper(), person.full_name, "", "Tổ trưởng", "Văn phòng", ""],
        ["", "Tên khác", cast.editor.email, "", "", ""],
        ["", "Không ai", "khong@phuong.example", "", "", ""],
        ["", "Không ai", "", "", "", ""],
        ["hai ba", "Sai tên", "", "", "", ""],
        ["bon", "Sai thư", "thu-sai", "", "", ""],
        ["nam", "Sai đơn vị", "", "", "Phòng lạ", ""],
        ["sau", "Sai vai trò", "", "", "", "Vua"],
        ["bay", "Trùng thư", cast.editor.email, "", "", ""],
        ["LAN.TT", "Trùng dòng", "", "", "", ""],
        ["tam", "", "", "", "", ""],
        ["chin", "Trùng thư trong bảng", "LAN@phuong.example", "", "", ""],
    )
    roles = "; ".join(Role.labels)
    assert problems(officer, address) == [
        "Dòng 5: thiếu tên đăng nhập, và chưa có tài khoản nào dùng thư này.",
        "Dòng 6: thiếu tên đăng nhập.",
        "Dòng 7, cột “Tên đăng nhập”: Tên đăng nhập chỉ gồm chữ, số và các dấu @ . + - _, không"
        " có dấu cách.",
        "Dòng 8, cột “Thư điện tử”: Xin nhập một địa chỉ thư điện tử hợp lệ.",
        "Dòng 9, cột “Đơn vị”: không có đơn vị “Phòng lạ”.",
        f"Dòng 10, cột “Vai trò”: không có vai trò “Vua”; các vai trò: {roles}.",
        f"Dòng 11: thư “{cast.editor.email}” đang là của tài khoản “{cast.editor.username}”; xin"
        " xem lại tên đăng nhập hoặc thư.",
        "Dòng 12: trùng với dòng 2 của bảng này.",
        "Dòng 13, cột “Họ và tên”: Mục này không được để trống.",
        "Dòng 14: thư “LAN@phuong.example” đã có ở dòng 2.",
    ]
    assert changes(officer, address, "changed") == [
        (
            3,
            person.full_name,
            [
                ("Chức danh", "", "Tổ trưởng"),
                ("Đơn vị", person.unit.name, "Văn phòng"),
            ],
        ),
        (4, "Tên khác", [("Họ và tên", cast.editor.full_name, "Tên khác")]),
    ]
    assert accept(officer, address, skip="1").status_code == 302
    new = User.objects.get(username="lan.tt")
    assert (new.full_name, new.email, new.title, new.unit, new.has_usable_password()) == (
        "Trần Thị Lan",
        "lan@phuong.example",
        "Chuyên viên",
        unit,
        False,
    )
    assert set(new.groups.values_list("name", flat=True)) == {"contributor", "clerk"}
    assert (new.is_active, new.is_staff, new.is_superuser) == (True, True, False)
    person.refresh_from_db()
    assert (person.title, person.unit, person.check_password("mat-khau-thu-nghiem")) == (
        "Tổ trưởng",
        unit,
        True,
    )
    assert set(person.groups.values_list("name", flat=True)) == {"contributor"}
    assert User.objects.get(pk=cast.editor.pk).full_name == "Tên khác"
    assert officer.get(address).context["result"]["notes"][0] == (
        "1 tài khoản mới chưa có mật khẩu: lan.tt."
    )
    listed = officer.get(reverse("admin:organization_user_changelist"), {"q": "lan.tt"})
    assert "Chưa có mật khẩu: chưa đăng nhập được." in listed.content.decode()


def test_without_a_mail_server_the_officer_sets_first_passwords(
    cast: Cast, officer: Client, settings: Any
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    address = send(officer, PEOPLE, PERSON_HEAD, ["lan", "Lan", "lan@phuong.example"])
    accept(officer, address)
    _, how = officer.get(address).context["result"]["notes"]
    assert how.startswith("Cổng chưa nối máy chủ thư nên không ai tự đặt được: xin quý vị đặt")
    assert "Quên mật khẩu" not in how


def test_a_new_person_sets_the_first_password_by_mail(cast: Cast, officer: Client) -> None:
    address = send(officer, PEOPLE, PERSON_HEAD, ["lan", "Lan", "lan@phuong.example"])
    accept(officer, address)
    form = SiteResetForm({"email": "lan@phuong.example"})
    assert form.is_valid()
    form.save(request=None)
    assert [letter.to for letter in mail.outbox if "lan@phuong.example" in letter.to] == [
        ["lan@phuong.example"]
    ]
    User.objects.filter(username="lan").update(last_login=timezone.now())
    assert list(form.get_users("lan@phuong.example")) == []


def test_changed_roles_are_logged_and_told_as_in_the_admin(
    cast: Cast, officer: Client, caplog: Any
) -> None:
    person = cast.contributor
    address = send(
        officer,
        PEOPLE,
        PERSON_HEAD,
        [person.username, person.full_name, "", "", "", "Biên tập viên, thư ký"],
    )
    with caplog.at_level(logging.INFO, "organization.accounts"):
        assert accept(officer, address).status_code == 302
    sentence = (
        f"{cast.it_officer} đổi tài khoản {person} ({person.username})."
        " Vai trò: Cộng tác viên → Biên tập viên, thư ký."
    )
    assert sentence in caplog.messages
    assert set(Notice.objects.values_list("person", "text")) == {
        (person.pk, sentence),
        (cast.head.pk, sentence),
    }
    assert "Vai trò: Cộng tác viên → Biên tập viên, thư ký" in LogEntry.objects.get().change_message


@pytest.mark.parametrize("role", [Role.IT_OFFICER, Role.HEAD])
def test_the_strongest_roles_are_given_and_taken_by_confirmation_alone(
    role: Role, cast: Cast, officer: Client
) -> None:
    person = cast.contributor
    address = send(
        officer,
        PEOPLE,
        PERSON_HEAD,
        [person.username, "", "", "", "", role.label],
        ["moi", "Người Mới", "", "", "", role.label],
        [cast.clerk.username, "", "", "Văn thư", "", ""],
    )
    assert [row.confirmations for row in officer.get(address).context["asked"]] == [
        [f"Dòng 2: giao vai trò {role.label} cho {person.full_name} ({person.username})."],
        [f"Dòng 3: giao vai trò {role.label} cho Người Mới (moi)."],
    ]
    assert accept(officer, address).status_code == 400
    assert accept(officer, address, confirm=["2"], skip="1").status_code == 302
    assert set(person.groups.values_list("name", flat=True)) == {role.value}
    assert not User.objects.filter(username="moi").exists()
    assert User.objects.get(pk=cast.clerk.pk).title == "Văn thư"
    assert officer.get(address).context["result"]["left_out"] == [
        [3, "Người Mới", ["Chưa được xác nhận."]]
    ]
    address = send(officer, PEOPLE, PERSON_HEAD, [person.username, "", "", "", "", "CTV"])
    assert officer.get(address).context["asked"][0].confirmations == [
        f"Dòng 2: bỏ vai trò {role.label} của {person.full_name} ({person.username})."
    ]


def test_the_last_it_officer_stays_and_oneself_is_asked(cast: Cast, officer: Client) -> None:
    me = cast.it_officer
    row = [me.username, "", "", "", "", "Lãnh đạo"]
    address = send(officer, PEOPLE, PERSON_HEAD, row)
    assert problems(officer, address) == [
        "Dòng 2: Đây là cán bộ CNTT duy nhất còn tài khoản đang dùng. Xin giao vai trò cho một"
        " người khác trước, rồi mới bỏ vai trò hoặc khóa tài khoản này."
    ]
    cast.editor.groups.set(me.groups.all())
    address = send(officer, PEOPLE, PERSON_HEAD, row, [cast.editor.username, "", "", "", "", "CTV"])
    assert len(problems(officer, address)) == 1
    assert officer.get(address).context["asked"][0].confirmations == [
        f"Dòng 2: bỏ vai trò Cán bộ CNTT của {me.full_name} ({me.username}).",
        "Dòng 2: quý vị đang đổi vai trò của chính mình; trưởng ban sẽ được báo.",
    ]
    assert accept(officer, address, skip="1", confirm="2").status_code == 302
    assert set(me.groups.values_list("name", flat=True)) == {"leader"}
    assert set(cast.editor.groups.values_list("name", flat=True)) == {"it_officer"}


def test_a_failure_in_the_midst_stores_nothing(
    cast: Cast, officer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = send(officer, PEOPLE, PERSON_HEAD, ["a1", "A"], ["a2", "B", "", "", "", "CTV"])
    monkeypatch.setattr(
        "organization.imports.people.last_officer_problem", lambda *args, **kwargs: "Không được."
    )
    answer = accept(officer, address)
    assert (answer.status_code, answer.context["sentences"]) == (400, ("Dòng 3: Không được.",))
    assert not User.objects.filter(username__in=["a1", "a2"]).exists()
    assert SpreadsheetImport.objects.get().imported_at is None


def test_no_step_has_a_script_of_its_own(officer: Client) -> None:
    address = send(officer, UNITS, UNIT_HEAD, [1, "<script>alert(1)</script>", "", "TDP"])
    page = officer.get(address).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert re.findall(r"<script(?![^>]* src=)[^>]*>", page) == []
