"""A unit scores itself on a phone, the committee verifies and checks on the spot."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from reports.models import CheckRecord
from reports.models.agency import Measure
from tests.browser.conftest import DESKTOP, NARROWEST, PHONE, Portal
from tests.support.accessibility import faults_at
from tests.support.admin_browser import photo, press
from tests.support.agency import make_criterion, make_period, make_set, make_share, sheet_of
from tests.support.cast import Cast

pytestmark = pytest.mark.browser


def test_a_sheet_on_a_phone(portal: Portal, cast: Cast) -> None:
    criteria_set = make_set()
    hand = make_criterion(criteria_set, points=5, needs_evidence=True)
    make_criterion(criteria_set, points=3, measure=Measure.YES_NO)
    make_share(criteria_set)
    sheet = sheet_of(cast.contributor, make_period())

    page = portal.visit(cast.contributor, width=PHONE)
    page.goto(sheet.address)
    assert faults_at(page, NARROWEST, PHONE, DESKTOP) == []
    first = page.locator(f"#tieu-chi-{hand.pk}")
    first.get_by_label("4", exact=True).check()
    page.get_by_label("Có (3 điểm)").check()
    press(page, "Gửi thẩm định", then="Tiêu chí 1.1 cần minh chứng")
    expect(first.get_by_label("4", exact=True)).to_be_checked()
    first.get_by_label("Ảnh hoặc tệp minh chứng").set_input_files(photo())
    press(page, "Gửi thẩm định", then="Đã gửi. Tổ CNTT sẽ thẩm định.")
    assert faults_at(page, PHONE) == []

    page = portal.visit(cast.it_officer, width=PHONE)
    page.goto(sheet.address)
    assert faults_at(page, PHONE, DESKTOP) == []
    first = page.locator(f"#tieu-chi-{hand.pk}")
    first.get_by_label("Điểm thẩm định").fill("3,5")
    press(page, "Thẩm định xong", then="xin ghi lý do")
    first.get_by_label("Lý do, nếu chấm khác").fill("Ảnh chỉ có một buổi")
    press(page, "Thẩm định xong", then="Đã thẩm định xong.")
    sheet.refresh_from_db()
    assert (sheet.state, sheet.rating, str(sheet.verified_total)) == ("verified", "Khá", "81.3")

    page.goto("/quan-tri/dien-tu/kiem-tra/moi/")
    assert faults_at(page, NARROWEST, PHONE) == []
    page.get_by_role("combobox", name="Đơn vị").select_option(str(sheet.unit_id))
    page.get_by_role("textbox", name="Nhận xét").fill("Máy chưa cài phần mềm diệt vi-rút.")
    page.get_by_label("Ảnh chụp tại chỗ").set_input_files(photo())
    press(page, "Lưu", then="Đã lưu lần kiểm tra")
    assert CheckRecord.objects.get().photo is not None
