"""Rows within an admin page, and the browser's way back."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from meetings.models import UsualAttendee
from tests.browser.conftest import Portal
from tests.support.cast import Cast
from tests.support.meeting_factories import make_series

pytestmark = pytest.mark.browser


def test_the_way_back_puts_no_typed_row_upon_another(cast: Cast, portal: Portal) -> None:
    series = make_series()
    for place, name in enumerate(["Ông Bình", "Bà Lan"]):
        UsualAttendee.objects.create(series=series, group="Tổ", name=name, position=place)
    page = portal.visit(cast.editor)
    page.goto(f"/quan-tri/meetings/meetingseries/{series.pk}/change/")
    page.locator("[id$='-2-group']").fill("Khách mời")
    page.locator("[id$='-2-name']").fill("Ông Thử")
    page.locator("[id$='-2-position']").fill("0")
    page.get_by_role("button", name="Lưu và tiếp tục").click()
    expect(page.locator(".messagelist")).to_contain_text("Đã sửa")
    page.go_back()
    expect(page.locator(".inline-group")).to_be_visible()
    names = page.locator("[id$='-name']:not([id*=__prefix__])")
    shown = [field.input_value() for field in names.all()]
    stored = list(UsualAttendee.objects.filter(series=series).values_list("name", flat=True))
    assert [name for name in shown if name in stored] == stored
