"""What a resident answers on a phone, with and without script, and what an editor makes of it."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from news.models import Article
from organization.models import ErrorReport, Rating
from tests.browser.conftest import PHONE, Portal
from tests.support.accessibility import faults
from tests.support.admin_browser import press
from tests.support.cast import Cast

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("has_script", [True, False])
def test_a_resident_answers(
    portal: Portal, cast: Cast, published: Article, has_script: bool
) -> None:
    page = portal.visit(width=PHONE, java_script_enabled=has_script)
    page.goto(published.get_absolute_url())
    for button in page.locator(".feedback button").all():
        assert button.bounding_box()["height"] >= 44
    page.get_by_role("button", name="Không", exact=True).click()
    if has_script:
        expect(page.locator(".feedback").get_by_role("status")).to_be_focused()
        assert page.url.endswith(published.get_absolute_url())
        assert faults(page) == []
    else:
        expect(page.get_by_role("heading", level=1)).to_have_text("Cảm ơn quý vị")
    assert Rating.objects.of(published).counts().no == 1
    page.get_by_role("link", name="báo sai sót", exact=True).click()
    page.get_by_label("Điều sai sót").fill("Sai ngày. Xin gọi 0912 345 678.")
    press(page, "Gửi báo sai sót", then="Có phải thông tin cá nhân không?")
    if has_script:
        assert faults(page) == []
    press(page, "Gửi cả thông tin này", then="Đã nhận báo sai sót của quý vị")
    expect(page.get_by_text(ErrorReport.objects.get().code)).to_be_visible()
    assert not page.context.cookies()
    if not has_script:
        return
    assert faults(page) == []
    page.emulate_media(media="print")
    page.goto(published.get_absolute_url())
    expect(page.locator(".feedback")).to_be_hidden()

    dashboard = portal.visit(cast.editor, width=PHONE)
    dashboard.goto("/quan-tri/bao-sai-sot/")
    dashboard.get_by_role("link", name="Sai ngày").click()
    expect(dashboard.frame_locator("iframe").get_by_role("heading", level=1)).to_have_text(
        published.title
    )
    assert faults(dashboard) == []
    dashboard.get_by_label("Đã sửa").check()
    dashboard.get_by_label("Câu trả lời gửi người dân").fill("Đã sửa ngày họp.")
    press(dashboard, "Trả lời", then="Từ khi có báo này, bài chưa được sửa lần nào.")
    assert faults(dashboard) == []
    dashboard.get_by_label("Chỗ sai đã được sửa ở nơi khác").check()
    press(dashboard, "Trả lời", then="Đã trả lời. Người báo đọc được")
    page.goto(ErrorReport.objects.get().get_absolute_url())
    expect(page.get_by_text("Đã sửa ngày họp.")).to_be_visible()
    assert portal.complaints == []
