"""The search as a reader uses it, with a phone and at a dashboard, without any script."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from news.models import Article
from tests.browser.conftest import DESKTOP, PHONE, Portal
from tests.support.accessibility import faults
from tests.support.factories import CategoryFactory

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_a_reader_searches_and_narrows(portal: Portal, published: Article, width: int) -> None:
    CategoryFactory(name="Tin khác", slug="tin-khac")
    page = portal.visit(width=width)
    page.goto("/tim-kiem/")
    assert faults(page) == []
    page.get_by_label("Từ cần tìm").fill("to dan pho")
    page.keyboard.press("Enter")
    result = page.get_by_role("heading", name=published.title).get_by_role("link")
    assert result.inner_html() == "<mark>Tổ dân phố</mark> ra quân dọn vệ sinh bờ sông"
    assert faults(page) == []
    page.get_by_text("Lọc kết quả").click()
    page.get_by_role("combobox", name="Chuyên mục").select_option("Tin khác")
    page.get_by_role("main").get_by_role("button", name="Tìm", exact=True).click()
    expect(page.get_by_role("heading", name="Không tìm thấy “to dan pho”")).to_be_visible()
    assert faults(page) == []
    page.get_by_role("link", name="Tìm trên toàn cổng").click()
    page.get_by_role("heading", name=published.title).get_by_role("link").click()
    expect(page).to_have_title(re.compile(f"^{re.escape(published.title)}"))
