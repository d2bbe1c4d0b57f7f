"""The workbooks of figures, quotas, plans and honoraria, read back."""

from __future__ import annotations

import io
import re
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import openpyxl
import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from news.models import EditorialPlan, PlanLine, Quota
from news.states import DeadlineRule, Kind
from organization.models import Block, ReportingPeriod, Ward
from tests.support.cast import Cast
from tests.support.factories import UnitFactory, make_draft, make_tariff, transition

pytestmark = pytest.mark.django_db

WARD = ZoneInfo("Asia/Ho_Chi_Minh")
NOON = datetime(2016, 7, 20, 12, 0, tzinfo=WARD)
AGENCY = "Ủy ban nhân dân phường Bến Sen"
LONG = "Ủy ban Mặt trận Tổ quốc Việt Nam và các tổ chức thành viên phường Bến Sen"
ADDRESSES = {
    "chi-tieu-2016-07": ("admin:statistics_period", ["2016-07"], "?dang=xlsx"),
    "chi-tieu-dat-2016-07": ("admin:quotas_period", ["2016-07"], "?dang=xlsx"),
    "dinh-huong-2016-07": ("admin:plan_xlsx", ["2016-07"], ""),
    "nhuan-but-2016-07": ("admin:honoraria_xlsx", [], "?ky=2016-07"),
}


@pytest.fixture
def client(cast: Cast) -> Client:
    """A ward whose July has a plan, quotas, items with honoraria and a unit of a long name."""
    Ward.objects.create(pk=1, name="Phường Bến Sen", agency_name=AGENCY)
    period = ReportingPeriod.objects.create(
        year=2016, month=7, starts_on=date(2016, 7, 1), ends_on=date(2016, 7, 28)
    )
    plan = EditorialPlan.objects.create(
        period=period, deadline_rule=DeadlineRule.LAST_DAY, due_on=date(2016, 7, 25)
    )
    units = [
        UnitFactory(name=LONG, short_name="MTTQ", block=Block.MASS_ORGANIZATION),
        *UnitFactory.create_batch(45),
    ]
    for unit in units:
        Quota.objects.create(period=period, unit=unit, kind=Kind.BRIEF, required=2)
        PlanLine.objects.create(plan=plan, topic=f"Việc của {unit.name} " * 3, unit=unit)
    tariff = make_tariff(Tin="10")
    item = make_draft(cast.contributor, unit=units[0])
    transition(item, "submit", cast.contributor, now=NOON)
    transition(item, "publish", cast.approver, now=NOON)
    data = {"limit": tariff.limits.get().pk, "coefficient": "3"}
    transition(item, "set_coefficient", cast.other_approver, now=NOON, **data)
    client = Client()
    client.force_login(cast.editor)
    return client


def download(client: Client, name: str) -> tuple[str, bytes]:
    url, args, query = ADDRESSES[name]
    with time_machine.travel(NOON, tick=False):
        answer = client.get(reverse(url, args=args) + query)
    assert answer.status_code == 200
    found = re.search(r'filename="([^"]+)"', answer["Content-Disposition"])
    assert found
    return found[1], answer.content


@pytest.mark.parametrize("name", ADDRESSES)
def test_a_workbook_says_whose_it_is_and_of_which_time(client: Client, name: str) -> None:
    filename, content = download(client, name)
    assert filename == f"{name}-ngay-20-07-2016.xlsx"
    for sheet in openpyxl.load_workbook(io.BytesIO(content)):
        lines = [row[0].value for row in sheet.iter_rows(max_row=5)]
        assert lines[0] == AGENCY
        assert "Số liệu lúc 12:00, ngày 20/07/2016" in lines
        setup = sheet.page_setup
        # A width of one page is the standard's default, which is not written.
        assert (setup.orientation, setup.fitToWidth, setup.fitToHeight) == ("landscape", None, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.print_title_rows


@pytest.mark.parametrize("name", ADDRESSES)
def test_heads_and_the_first_columns_stay(client: Client, name: str) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(download(client, name)[1])).worksheets[0]
    head = next(
        row
        for row in range(1, 8)
        if sheet.cell(row, 2).value in ("Đơn vị", "Tin", "Chủ đề", "Người nhận")
    )
    column = "B" if name.startswith("chi-tieu-dat") else "C"
    last = chr(ord(column) - 1)
    assert sheet.freeze_panes == f"{column}{head + 1}"
    assert (sheet.print_title_rows, sheet.print_title_cols) == (f"${head}:${head}", f"$A:${last}")


def test_wrapped_rows_are_as_high_as_their_text(client: Client) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(download(client, "chi-tieu-2016-07")[1])).worksheets[
        0
    ]
    row = next(cell.row for (cell,) in sheet["B1:B60"] if cell.value == LONG)
    assert sheet.row_dimensions[row].height == 60  # four lines in a column of 24 characters


@pytest.mark.parametrize("name", ADDRESSES)
def test_the_width_of_a_page_is_enough_to_be_read(client: Client, name: str) -> None:
    """Fitted to the width of A4, text of 11 points keeps at least 7.5 of them."""
    for sheet in openpyxl.load_workbook(io.BytesIO(download(client, name)[1])):
        pixels = 0.0
        for one in sheet.column_dimensions.values():
            pixels += (one.max - one.min + 1) * (one.width * 7)
        page = (11.69 - sheet.page_margins.left - sheet.page_margins.right) * 96
        assert 11 * min(1, page / pixels) >= 7.5


def test_every_download_of_figures_has_the_wards_head() -> None:
    """Only the module of the head, and the blank form of an import, make a download themselves."""
    sources = Path(__file__).parents[3]
    callers = {
        str(path.relative_to(sources))
        for app in ("core", "organization", "news", "meetings", "wardportal")
        for path in (sources / app).rglob("*.py")
        if "xlsx_response(" in path.read_text().replace("ward_xlsx_response(", "")
    }
    assert callers == {
        "core/reporting/spreadsheets.py",
        "core/spreadsheet_import/views.py",
        "organization/identity/spreadsheet_head.py",
    }
