"""What is pasted into the grid of quotas: short names, unknown columns, double units, Excel's zero;
and who leaves without saving is asked.
"""

from __future__ import annotations

from datetime import date

import pytest
from playwright.sync_api import Dialog, Locator, expect

from organization.models import ReportingPeriod, Unit, Ward
from tests.browser.conftest import Portal
from tests.browser.test_quota_grid import PASTE
from tests.support.cast import Cast
from tests.support.factories import UnitFactory

pytestmark = pytest.mark.browser


def test_short_names_unknown_columns_and_double_units(cast: Cast, portal: Portal) -> None:
    Ward.objects.create(pk=1, name="Phường Bến Sen")
    women = UnitFactory(name="Hội Liên hiệp Phụ nữ phường Bến Sen", short_name="Hội Phụ nữ")
    veterans = UnitFactory(name="Hội Cựu chiến binh phường Bến Sen", short_name="Cựu chiến binh")
    ReportingPeriod.objects.create(
        year=2026, month=7, starts_on=date(2026, 7, 1), ends_on=date(2026, 7, 31)
    )
    page = portal.visit(cast.editor)
    page.goto("/quan-tri/chi-tieu/2026-07/")

    def cell(unit: Unit, kind: str) -> Locator:
        return page.locator(f'[name="q-{unit.pk}-{kind}"]')

    table = "Đơn vị\tTin\tPhóng sự\nLHPN phường Bến Sen\t 3 \t7\nCCB\t-\t\nHội CCB\t9\t\n"
    page.evaluate(PASTE, [f'[name="q-{women.pk}-brief"]', table])
    expect(cell(women, "brief")).to_have_value("3")
    expect(cell(veterans, "brief")).to_have_value("0")
    told = page.locator("[data-paste-errors] li")
    expect(told).to_have_text(
        [
            "Cột “Phóng sự” không phải thể loại nào của bảng, đã bỏ qua.",
            f"Đơn vị “{veterans.name}” có hơn một dòng; chỉ lấy dòng đầu, bỏ qua: 9, .",
        ]
    )
    # A fault in a cell goes when the cell is mended.
    page.evaluate(PASTE, [f'[name="q-{women.pk}-brief"]', "bốn\t1\n"])
    expect(told).to_have_count(1)
    cell(women, "brief").fill("4")
    expect(page.locator("[data-paste-errors]")).to_be_hidden()


def test_whoever_leaves_unsaved_numbers_is_asked(cast: Cast, portal: Portal) -> None:
    unit = cast.contributor.unit
    ReportingPeriod.objects.create(
        year=2026, month=7, starts_on=date(2026, 7, 1), ends_on=date(2026, 7, 31)
    )
    page = portal.visit(cast.editor)
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", answer)
    page.goto("/quan-tri/chi-tieu/2026-07/")
    page.goto("/quan-tri/chi-tieu/2026-07/")
    assert asked == [], "nothing was changed"
    page.locator(f'[name="q-{unit.pk}-brief"]').fill("4")
    page.goto("/quan-tri/theo-doi/2026-07/")
    assert asked == ["beforeunload"]
    page.goto("/quan-tri/chi-tieu/2026-07/")
    page.locator(f'[name="q-{unit.pk}-brief"]').fill("4")
    page.get_by_role("button", name="Ghi chỉ tiêu").click()
    expect(page.get_by_text("Đã ghi chỉ tiêu")).to_be_visible()
    assert asked == ["beforeunload"], "saving is no leaving"
