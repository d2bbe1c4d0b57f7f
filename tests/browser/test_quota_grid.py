"""The grid of quotas in a browser: pasted from a spreadsheet, undone, walked through by keys."""

from __future__ import annotations

import io
from datetime import date

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Locator, expect

from news.models import Quota
from organization.models import ReportingPeriod, Unit
from tests.browser.conftest import Portal
from tests.support.cast import Cast
from tests.support.factories import UnitFactory

pytestmark = pytest.mark.browser

PASTE = """([selector, text]) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  document.querySelector(selector).dispatchEvent(
    new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true })
  );
}"""


READ = "inputs => inputs.map(input => input.type === 'checkbox' ? input.checked : input.value)"


def test_quotas_from_a_spreadsheet(cast: Cast, portal: Portal) -> None:
    first, second = cast.contributor.unit, cast.other_contributor.unit
    third = UnitFactory(name="Trạm Y tế phường", short_name="Trạm Y tế")
    period = ReportingPeriod.objects.create(
        year=2026, month=7, starts_on=date(2026, 7, 1), ends_on=date(2026, 7, 31)
    )
    page = portal.visit(cast.editor)
    page.goto("/quan-tri/chi-tieu/2026-07/")

    def cell(unit: Unit, kind: str) -> Locator:
        return page.locator(f'[name="q-{unit.pk}-{kind}"]')

    # A block of numbers, from the cell to the right and down.
    page.evaluate(PASTE, [f'[name="q-{first.pk}-brief"]', "4\t1\n2\t\n"])
    expect(cell(first, "feature")).to_have_value("1")
    expect(cell(second, "brief")).to_have_value("2")
    expect(page.locator("[data-total]")).to_have_text("7")
    # A whole table, by names without marks, in another order, numbered, with a head, a sum and two
    # mistakes.
    table = (
        "TT\tĐơn vị\tThông báo\tTin\tLý do miễn\n1\ttram y te phuong\t1\t3\tĐang sáp nhập\n"
        f"2\tTổ dân phố 99999\t1\t1\t\n3\t{second.name}\tbốn\t5\t\n\tCộng\t2\t8\t\n"
    )
    page.evaluate(PASTE, [f'[name="q-{first.pk}-brief"]', table])
    expect(cell(third, "brief")).to_have_value("3")
    expect(cell(second, "brief")).to_have_value("5")
    expect(cell(first, "brief")).to_have_value("4")
    told = page.locator("[data-paste-errors] li")
    expect(told).to_have_count(2)
    expect(told.nth(0)).to_contain_text("Tổ dân phố 99999")
    expect(cell(second, "notice")).to_have_attribute("aria-invalid", "true")
    page.get_by_role("button", name="Hoàn tác").click()
    expect(cell(third, "brief")).to_have_value("")
    expect(page.locator(f'[name="exempt-{third.pk}"]')).not_to_be_checked()
    page.get_by_role("button", name="Làm lại").click()
    expect(cell(third, "brief")).to_have_value("3")
    # An exempt unit owes nothing: 4 and 1, and 5, are left.
    expect(page.locator("[data-total]")).to_have_text("10")
    # By keys: Enter goes down, an arrow to the right, typing replaces, Ctrl+Z takes it back.
    cell(first, "brief").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.type("6")
    expect(cell(second, "notice")).to_have_value("6")
    page.keyboard.press("Control+z")
    expect(cell(second, "notice")).to_have_value("bốn")
    page.keyboard.press("Control+y")
    expect(cell(second, "notice")).to_have_value("6")
    page.get_by_role("button", name="Ghi chỉ tiêu").click()
    expect(page.locator(".messagelist")).to_contain_text("Đã ghi chỉ tiêu")
    quotas = Quota.objects.filter(period=period).values_list("unit", "kind", "required")
    assert set(quotas) == {
        (first.pk, "brief", 4),
        (first.pk, "feature", 1),
        (second.pk, "brief", 5),
        (second.pk, "notice", 6),
        (third.pk, "brief", 3),
        (third.pk, "notice", 1),
    }
    # The spreadsheet of the page, pasted into it again, gives the same grid.
    book = load_workbook(
        io.BytesIO(page.request.get("/quan-tri/chi-tieu/2026-07/?dang=xlsx").body())
    ).active
    copied = "\n".join(
        "\t".join("" if value is None else str(value) for value in row) for row in book.values
    )
    fields = page.locator("[data-quota-grid] input:not([type=hidden])")
    shown = fields.evaluate_all(READ)
    page.locator(f'[name="exempt-{third.pk}"]').uncheck()
    page.evaluate(
        PASTE, [f'[name="q-{first.pk}-brief"]', f"{first.name}\t0\t0\t0\n{third.name}\t9\t9\t9"]
    )
    expect(cell(third, "feature")).to_have_value("9")
    page.evaluate(PASTE, [f'[name="q-{first.pk}-brief"]', copied])
    expect(page.locator("[data-paste-errors]")).to_be_hidden()
    assert fields.evaluate_all(READ) == shown


def test_the_button_stays_where_it_is_pressed(cast: Cast, portal: Portal) -> None:
    unit = cast.contributor.unit
    period = ReportingPeriod.objects.create(
        year=2026, month=7, starts_on=date(2026, 7, 1), ends_on=date(2026, 7, 31)
    )
    page = portal.visit(cast.editor)
    page.goto("/quan-tri/chi-tieu/2026-07/")
    button = page.get_by_role("button", name="Ghi chỉ tiêu")
    page.locator(f'[name="q-{unit.pk}-brief"]').fill("abc")
    page.locator(f'[name="exempt-{unit.pk}"]').check()
    button.click()
    errors = page.locator("[data-grid-errors]")
    expect(errors).to_be_visible()
    page.locator(f'[name="q-{unit.pk}-brief"]').fill("2")
    page.locator(f'[name="reason-{unit.pk}"]').fill("Đang sáp nhập")
    button.scroll_into_view_if_needed()
    place = button.bounding_box()
    assert place
    page.mouse.move(place["x"] + 5, place["y"] + 5)
    page.mouse.down()
    assert button.bounding_box() == place
    page.mouse.up()
    expect(page.locator(".messagelist")).to_contain_text("Đã ghi chỉ tiêu")
    assert Quota.objects.get(period=period, unit=unit, kind="brief").required == 2
