"""Lists at the dashboard and on a phone: narrowing, autosave, doing many at once, handing over."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from news.models import Article
from tests.browser.conftest import DESKTOP, PHONE, Portal
from tests.support.accessibility import faults
from tests.support.admin_browser import press
from tests.support.cast import Cast
from tests.support.factories import make_draft, transition

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

LIST = "/quan-tri/news/article/"
WIDTHS = pytest.mark.parametrize("width", [DESKTOP, PHONE])


def waiting(cast: Cast, *titles: str) -> list[Article]:
    return [
        transition(make_draft(cast.contributor, title=title), "submit", cast.contributor)
        for title in titles
    ]


def narrow(page: Page, **choices: str) -> None:
    page.locator(".list-filters > summary").click()
    for label, choice in choices.items():
        page.get_by_label(label.replace("_", " ")).select_option(label=choice)
    press(page, "Lọc")


def shows(page: Page, *titles: str) -> None:
    expect(page.locator("#result_list tbody th a")).to_have_text(list(titles))


@WIDTHS
def test_narrowing_searching_and_keeping(portal: Portal, cast: Cast, width: int) -> None:
    waiting(cast, "Hóa đơn điện tử", "Đèn đường mới")
    make_draft(cast.contributor, title="Nháp về hoá đơn")
    page = portal.visit(cast.editor, width=width)
    page.goto(LIST)
    expect(page.get_by_text("Có 3 tin bài.")).to_be_visible()
    assert faults(page) == []
    narrow(page, Trạng_thái="Chờ duyệt", Người_giữ="Chưa ai nhận")
    shows(page, "Hóa đơn điện tử", "Đèn đường mới")
    # A search keeps the filters.
    page.get_by_role("searchbox").fill("HOA DON")
    press(page, "Tìm")
    shows(page, "Hóa đơn điện tử")
    assert faults(page) == []
    # And so does the way back from an item.
    page.get_by_role("link", name="Hóa đơn điện tử").click()
    page.locator(".breadcrumbs").get_by_role("link", name="Tin bài").click()
    shows(page, "Hóa đơn điện tử")

    page.get_by_text("Lưu cách lọc này").click()
    page.get_by_label("Đặt tên").fill("Hóa đơn chờ tôi")
    press(page, "Lưu bộ lọc", then="Đã lưu bộ lọc “Hóa đơn chờ tôi”.")
    page.goto(LIST)
    page.get_by_role("navigation", name="Bộ lọc đã lưu").get_by_role(
        "link", name="Hóa đơn chờ tôi"
    ).click()
    shows(page, "Hóa đơn điện tử")
    page.get_by_role("link", name="Tìm: “HOA DON”").click()
    shows(page, "Hóa đơn điện tử", "Đèn đường mới")
    page.get_by_text("Xóa bộ lọc đã lưu").click()
    assert faults(page) == []
    press(page, "Xóa “Hóa đơn chờ tôi”", then="Đã xóa bộ lọc")
    shows(page, "Hóa đơn điện tử", "Đèn đường mới")

    page.goto(f"{LIST}?q=khongcotunao")
    expect(page.get_by_text("Không có tin bài nào khớp.")).to_be_visible()
    assert faults(page) == []
    page.get_by_role("link", name="Xem tất cả").click()
    expect(page.get_by_text("Có 3 tin bài.")).to_be_visible()
    assert portal.complaints == []


@WIDTHS
def test_taking_and_scheduling_many(portal: Portal, cast: Cast, width: int) -> None:
    first, second, held = waiting(cast, "Bài một", "Bài hai", "Bài ba")
    editor = portal.visit(cast.editor, width=width)
    editor.goto(LIST)
    narrow(editor, Trạng_thái="Chờ duyệt")
    transition(held, "take", cast.other_editor)
    editor.locator("#action-toggle").check()
    editor.get_by_label("Thao tác").select_option("Nhận bài…")
    press(editor, "Thực hiện")
    expect(editor.get_by_text("Làm được với 2 trong 3 bài")).to_be_visible()
    assert faults(editor) == []
    press(editor, "Nhận bài: 2 bài", then="Đã nhận 2 bài.")
    expect(editor.get_by_text("1 bài không nhận được:")).to_be_visible()
    assert urlsplit(editor.url).query == "trang-thai=in_review"
    assert faults(editor) == []

    approver = portal.visit(cast.approver, width=width)
    approver.goto(f"{LIST}?trang-thai=in_review&q=bai")
    for title in ("Bài một", "Bài hai"):
        approver.locator("#result_list tbody tr", has_text=title).locator(".action-select").check()
    approver.get_by_label("Thao tác").select_option("Đăng hoặc hẹn giờ đăng…")
    press(approver, "Thực hiện")
    at = (timezone.localtime() + timedelta(days=1)).replace(second=0, microsecond=0)
    approver.get_by_label("Bài đầu tiên đăng lúc").fill(f"{at:%Y-%m-%dT%H:%M}")
    approver.get_by_label("Mỗi bài cách nhau").fill("30")
    assert faults(approver) == []
    for box in approver.locator("input[name^=accepts-]").all():
        box.check()  # the editor has them in hand
    publish = "Đăng hoặc hẹn giờ đăng: các bài quý vị đánh dấu"
    press(approver, publish, then="Đã hẹn giờ đăng 2 bài.")
    assert urlsplit(approver.url).query == "q=bai&trang-thai=in_review"
    shows(approver, "Bài ba")
    times = [Article.objects.get(pk=article.pk).published_at for article in (first, second)]
    assert times == [at, at + timedelta(minutes=30)]
    assert portal.complaints == []


def test_taking_with_the_keyboard_alone(portal: Portal, cast: Cast) -> None:
    [article] = waiting(cast, "Bài một")
    page = portal.visit(cast.editor)
    page.goto(f"{LIST}?trang-thai=in_review")
    page.locator(".action-select").focus()
    page.keyboard.press("Space")
    page.get_by_label("Thao tác").focus()
    page.keyboard.type("Nh")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Làm được với tất cả 1 bài.")).to_be_visible()
    page.get_by_role("button", name="Nhận bài: 1 bài").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Đã nhận 1 bài.")).to_be_visible()
    article.refresh_from_db()
    assert article.holder == cast.editor


def test_a_plan_is_seen_on_list_and_dashboard(portal: Portal, cast: Cast) -> None:
    article, _ = waiting(cast, "Bài gấp", "Bài thường")
    page = portal.visit(cast.editor, width=PHONE)
    page.goto(f"/quan-tri/news/article/{article.pk}/change/")
    page.get_by_role("link", name="Hẹn duyệt…").click()
    page.get_by_label("Duyệt xong trong ngày").fill(
        f"{timezone.localdate() + timedelta(days=1):%Y-%m-%d}"
    )
    page.get_by_label("Ưu tiên").check()
    assert faults(page) == []
    press(page, "Hẹn duyệt", then="Đã ghi hẹn duyệt.")
    for address in (LIST, "/quan-tri/"):
        page.goto(address)
        expect(page.get_by_text("Hạn duyệt ngày mai")).to_be_visible()
        assert faults(page) == []


def test_handing_over_and_copying(portal: Portal, cast: Cast) -> None:
    draft = make_draft(cast.contributor, title="Nháp dở")
    cast.contributor.is_active = False
    cast.contributor.save()
    page = portal.visit(cast.editor, width=PHONE)
    page.goto("/quan-tri/ban-giao/")
    assert faults(page) == []
    page.get_by_role("link", name=str(cast.contributor)).click()
    expect(page.get_by_role("button", name="Bàn giao các bài đã đánh dấu")).to_be_visible()
    assert faults(page) == []
    page.get_by_role("checkbox", name="Nháp dở").check()
    press(page, "Bàn giao các bài đã đánh dấu", then="Xin chọn người nhận các bản nháp.")
    page.get_by_label("Giao cho").select_option(index=1)
    press(page, "Bàn giao các bài đã đánh dấu", then="Đã bàn giao 1 bản nháp")
    draft.refresh_from_db()
    assert draft.author == cast.colleague

    receiver = portal.visit(cast.colleague, width=PHONE)
    receiver.goto("/quan-tri/")
    expect(receiver.get_by_text("bàn giao cho quý vị bản nháp “Nháp dở”")).to_be_visible()
    receiver.get_by_role("link", name="Nháp dở", exact=True).first.click()
    press(receiver, "Chép thành bản nháp mới", then="Đã chép thành bản nháp mới này.")
    expect(receiver.get_by_label("Tiêu đề")).to_have_value("Nháp dở")
    assert Article.objects.count() == 2


def test_twelve_rows_of_two_lines_on_a_desk(portal: Portal, cast: Cast) -> None:
    for number in range(15):
        article = make_draft(
            cast.contributor, title=f"Bài {number} về việc chỉnh trang đô thị " * 3
        )
        article = transition(article, "submit", cast.contributor)
        if number % 3 == 0:
            at = timezone.now() + timedelta(days=2)
            data = {"published_at": at, "expires_at": at + timedelta(days=2)}
            transition(article, "publish", cast.approver, **data)
    page = portal.visit(cast.editor, width=1366)
    page.set_viewport_size({"width": 1366, "height": 900})
    page.goto(LIST)
    seen = (
        """rows => rows.filter(row => row.getBoundingClientRect().bottom <= innerHeight).length"""
    )
    assert page.locator("#result_list tbody tr").evaluate_all(seen) >= 12
    lines = """links => links.map(link => Math.round(link.offsetHeight / parseFloat(
        getComputedStyle(link).lineHeight)))"""
    assert set(page.locator("#result_list tbody th a").evaluate_all(lines)) == {1}
    beneath = page.locator("#result_list tbody tr").first.evaluate(
        """row => row.querySelector(".field-facts").getBoundingClientRect().top
            >= row.querySelector("th a").getBoundingClientRect().bottom - 1"""
    )
    assert beneath
    assert faults(page) == []


def test_a_long_state_stays_in_its_column(portal: Portal, cast: Cast) -> None:
    (article,) = waiting(cast, "Danh sách hộ nghèo")
    now = timezone.now()
    transition(
        article,
        "publish",
        cast.approver,
        now=now - timedelta(days=2),
        published_at=now - timedelta(days=2),
        expires_at=now - timedelta(days=1),
        stays_after_expiry="goes",
    )
    page = portal.visit(cast.editor, width=1366)
    page.goto(LIST)
    badge, cell = (
        page.locator(selector).bounding_box()
        for selector in ("#result_list .badge--marked", "#result_list td.field-state_badges")
    )
    assert badge["x"] + badge["width"] <= cell["x"] + cell["width"]
