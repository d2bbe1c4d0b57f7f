"""What residents come for, on a 360 px phone, with the number of taps counted."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from meetings.models import ReceptionDay
from organization.models import Block, Hotline, Officer, Unit, Ward
from tests.browser.conftest import PHONE, Portal
from tests.support.cast import Cast
from tests.support.factories import CategoryFactory, make_draft, transition

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

# The question, what is tapped, and what then stands in view.
TASKS: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("the ward's number", (), "main a[href='tel:02438251234']"),
    ("the ward's number on any page", (), "header a[href='tel:02438251234']"),
    ("the next day she receives us", (), "main .task__note >> text=/Thứ .*08:00/"),
    ("online services", (), "main a.task[href='https://dichvucong.bensen.example/']"),
    ("something to report", (), "main a.task[href='https://phananh.bensen.example/']"),
    ("when the water is cut", ("Tạm ngừng cấp nước",), "h1 >> text=Tạm ngừng cấp nước"),
    ("all notices", ("Tất cả trong mục Thông báo",), "h1 >> text=Thông báo"),
    ("opening hours", ("Giờ làm việc",), "text=7h30 - 11h30"),
    ("the police", ("Mục lục", "Liên hệ"), "a.hotline[href='tel:02438000113']"),
    ("an ambulance", ("Mục lục", "Liên hệ"), "a.hotline[href='tel:115']"),
    ("where the ward is", ("Giờ làm việc",), "a.map-link"),
    ("who is in charge of land", ("Ai phụ trách việc gì",), "text=Đất đai, xây dựng"),
    ("the head of group 5", ("Ai phụ trách việc gì",), "text=Đặng Văn Thực"),
    ("the answer to my report", ("Xem câu trả lời",), "label >> text=Mã báo sai sót"),
    ("the ward's history", ("Mục lục", "Giới thiệu"), "h1 >> text=Giới thiệu"),
)


@pytest.fixture
def ward(cast: Cast) -> None:
    Ward.objects.create(
        pk=1,
        name="Phường Bến Sen",
        agency_name="Ủy ban nhân dân phường Bến Sen",
        phone="024 3825 1234",
        address="Số 12 phố Bến Sen",
        working_hours="Thứ Hai đến thứ Sáu: 7h30 - 11h30",
        service_portal_url="https://dichvucong.bensen.example/",
        feedback_url="https://phananh.bensen.example/",
    )
    ReceptionDay.objects.create(
        leaders="Chủ tịch", weekday=2, starts=time(8), ends=time(11, 30), place="Phòng tiếp dân"
    )
    group = Unit.objects.create(
        name="Tổ dân phố Bến Đò", short_name="Tổ 5", block=Block.RESIDENTIAL_GROUP
    )
    Unit.objects.create(
        name="Phòng Kinh tế",
        short_name="Kinh tế",
        block=Block.GOVERNMENT_OFFICE,
        duties="Đất đai, xây dựng",
    )
    Officer.objects.create(name="Đặng Văn Thực", title="Tổ trưởng", unit=group)
    Hotline.objects.create(name="Công an phường", phone="024 3800 0113", position=1)
    category = CategoryFactory(name="Thông báo", is_for_notices=True)
    notice = make_draft(
        cast.contributor, kind="notice", category=category, title="Tạm ngừng cấp nước tối mai"
    )
    transition(transition(notice, "submit", cast.contributor), "publish", cast.approver)


def tap(page: Page, name: str) -> None:
    if name == "Mục lục":
        page.locator("summary", has_text=name).first.click()
        return
    page.get_by_role("link", name=name).locator("visible=true").first.click()


def test_each_task_takes_at_most_two_taps_and_works_without_a_script(
    portal: Portal, ward: None
) -> None:
    page = portal.visit(width=PHONE, java_script_enabled=False)
    assert len(TASKS) == 15
    for question, taps, found in TASKS:
        assert len(taps) <= 2, question
        page.goto("/")
        for name in taps:
            tap(page, name)
        expect(page.locator(found).first, question).to_be_visible()
    assert portal.complaints == []


def test_the_bar_is_one_line_at_any_width_and_more_has_the_rest(portal: Portal, ward: None) -> None:
    for number in range(12):
        CategoryFactory(name=f"Chuyên mục dài thứ {number}")
    page = portal.visit(java_script_enabled=False)
    page.goto("/")
    for width in (961, 1100, 1366, 1920):
        page.set_viewport_size({"width": width, "height": 800})
        height = page.locator(".site-nav").bounding_box()
        assert height and height["height"] < 60, width
    page.get_by_text("Thêm", exact=True).click()
    expect(page.locator(".site-more").get_by_role("link", name="Liên hệ")).to_be_visible()
    expect(page.locator(".site-more").get_by_role("link", name="thứ 11")).to_be_visible()


def test_the_keyboard_sees_each_line_of_the_bar_and_the_first_one_stays(
    portal: Portal, ward: None
) -> None:
    for number in range(12):
        CategoryFactory(name=f"Chuyên mục dài thứ {number}")
    page = portal.visit()
    page.goto("/")
    links = page.locator(".site-nav__list a")
    links.last.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")  # as the keyboard leaves it: the focus is shown
    expect(links.last).to_be_focused()
    below, above = links.last.bounding_box(), links.first.bounding_box()
    list_box = page.locator(".site-nav").bounding_box()
    assert below and above and list_box
    assert list_box["y"] <= above["y"] < below["y"] < list_box["y"] + list_box["height"]
    page.keyboard.press("Tab")
    first = links.first.bounding_box()
    assert first and first["y"] == above["y"]


def test_a_menu_closes_by_escape_and_by_a_click_beside_it(portal: Portal, ward: None) -> None:
    page = portal.visit()
    page.goto("/")
    more = page.get_by_text("Thêm", exact=True)
    sheet = page.locator(".site-more__sheet")
    more.click()
    expect(sheet).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    expect(more).to_be_focused()
    more.click()
    page.locator("h1, h2").last.click()
    expect(sheet).to_be_hidden()
