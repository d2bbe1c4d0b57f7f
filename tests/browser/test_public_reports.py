"""Public reports in a browser: at every width, scheme and size of text, and on paper."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from broadcasts.models import Slot
from news.models import Category
from tests.browser.conftest import PHONE, Portal
from tests.browser.test_public_pages import LOOKS, USUAL_TEXT
from tests.support.accessibility import faults
from tests.support.cast import Cast
from tests.support.factories import make_draft, transition
from tests.support.full_months import confirm_month, fill_month
from tests.support.reports import at, make_period

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.browser

LONG = "Hoạt động tổ dân phố, các đơn vị hiệp quản và phong trào toàn dân bảo vệ môi trường"


@pytest.fixture
def reports(cast: Cast, file_root: Path) -> None:
    """Two confirmed months in a row, with a long category."""
    for month in (9, 10):
        period = make_period(2026, month)
        fill_month(cast, period, items=3)
        Slot.objects.update(valid_until=period.ends_on)
        category, _ = Category.objects.get_or_create(name=LONG[:60], slug="hoat-dong")
        now = at(date(2026, month, 5))
        draft = make_draft(cast.contributor, title="Tin dài", category=category)
        transition(draft, "submit", cast.contributor, now=now)
        transition(draft, "publish", cast.approver, now=now)
        confirm_month(cast, period)


def test_the_pages_are_sound(portal: Portal, reports: None, tmp_path: Path) -> None:
    page = portal.visit()
    for address in ("/bao-cao/", "/bao-cao/2026-10/", "/bao-cao/2026-q4/", "/bao-cao/2026-9t/"):
        page.goto(address)
        for width, scheme, percent in LOOKS:
            page.set_viewport_size({"width": width, "height": 800})
            page.emulate_media(color_scheme=scheme)
            size = f"{USUAL_TEXT * percent / 100}%"
            page.evaluate(f"document.documentElement.style.fontSize = '{size}'")
            assert faults(page) == [], (address, width, scheme, percent)
    assert portal.complaints == []
    assert portal.missing == []


def test_a_resident_reads_a_month(portal: Portal, reports: None) -> None:
    page = portal.visit(width=PHONE, java_script_enabled=False)
    page.goto("/")
    page.get_by_role("contentinfo").get_by_role("link", name="Báo cáo").click()
    page.get_by_role("link", name="Báo cáo tháng 10/2026").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Báo cáo tháng 10/2026")
    expect(page.get_by_role("img", name="Tin, bài, thông báo đã đăng theo")).to_be_visible()
    page.get_by_role("link", name="Tháng 9/2026").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Báo cáo tháng 9/2026")


def test_all_tables_are_on_paper(portal: Portal, reports: None) -> None:
    page = portal.visit()
    page.goto("/bao-cao/2026-10/")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 720, "height": 1000})
    expect(page.locator("table.report-table")).to_have_count(4)
    wide = "Array.from(document.querySelectorAll('table')).map(one => one.scrollWidth)"
    assert max(page.evaluate(wide)) <= 720
