"""The IT officer imports people from a spreadsheet, on a desk and on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from organization.models import User
from tests.browser.conftest import DESKTOP, NARROWEST, Portal
from tests.core.spreadsheet_import.make_files import workbook
from tests.support.accessibility import faults
from tests.support.admin_browser import press
from tests.support.cast import Cast

pytestmark = pytest.mark.browser

ROWS = [
    ["DANH SÁCH CÁN BỘ ĐƯỢC CẤP TÀI KHOẢN CỔNG THÔNG TIN ĐIỆN TỬ PHƯỜNG"],
    ["STT", "Họ và tên", "Tài khoản", "Email", "Chức vụ", "Vai trò", "Ghi chú"],
    [1, "Trần Thị Lan", "lan.tt", "lan@phuong.example", "Chuyên viên", "Cộng tác viên", ""],
    [2, "Đỗ Văn Hùng", "hung.dv", "hung@phuong.example", "Trưởng ban", "Trưởng ban", ""],
    [3, "Lê Thị Mơ", "", "mo@phuong.example", "", "", ""],
]


@pytest.mark.parametrize("width", [DESKTOP, NARROWEST])
def test_people_come_from_a_spreadsheet(portal: Portal, cast: Cast, width: int) -> None:
    page = portal.visit(cast.it_officer, width=width)
    page.goto("/quan-tri/organization/user/")
    page.get_by_role("link", name="Nhập từ bảng tính").click()
    found = {"upload": faults(page)}
    file = {"name": "can-bo.xlsx", "mimeType": "", "buffer": workbook(ROWS)}
    page.get_by_label("Tệp Excel hoặc CSV").set_input_files([file])
    press(page, "Tải lên và xem trước", then="Xin xem cột nào là điều gì.")
    found["columns"] = faults(page)
    press(page, "Đúng, xem trước", then="Dòng có lỗi: 1")
    found["preview"] = faults(page)
    page.get_by_label("giao vai trò Trưởng ban biên tập cho Đỗ Văn Hùng").check()
    page.get_by_label("Bỏ qua 1 dòng có lỗi").check()
    press(page, "Nhập 2 dòng", then="Đã nhập lúc")
    found["result"] = faults(page)
    expect(page.get_by_text("2 tài khoản mới chưa có mật khẩu: lan.tt, hung.dv.")).to_be_visible()
    assert found == {"upload": [], "columns": [], "preview": [], "result": []}
    assert User.objects.filter(username__in=["lan.tt", "hung.dv"]).count() == 2
    assert portal.complaints == []
