"""What must not go wrong at the dashboard: nothing typed is lost, every page can be used by
everybody.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from news.editorial.services import save_text
from news.models import Article
from tests.browser.conftest import DESKTOP, NARROWEST, PHONE, Portal
from tests.support.accessibility import COLOURS, faults, faults_at
from tests.support.admin_browser import (
    ADD,
    change,
    photo,
    press,
    text_area,
    transition_page,
    write_at_end,
)
from tests.support.cast import Cast
from tests.support.factories import PASSWORD, make_draft, transition

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser


def test_a_stale_save_loses_nothing(portal: Portal, cast: Cast, draft: Article) -> None:
    first, second = portal.visit(cast.contributor), portal.visit(cast.colleague)
    for page in (first, second):
        page.goto(change(draft))
        expect(text_area(page)).to_be_visible()
    first.get_by_label("Sapo").fill("Sapo của người thứ nhất.")
    press(first, "Lưu", then="Đã lưu.")

    second.get_by_label("Sapo").fill("Sapo của người thứ hai.")
    write_at_end(second, " Chữ gõ thêm.")
    second.locator("input[type=file][name=picture]").set_input_files(photo())
    press(second, "Lưu", then="Chữ quý vị vừa gõ còn nguyên")
    comparison = second.locator("details .compare").first
    expect(comparison).to_contain_text("Sapo của người thứ hai.")
    expect(comparison).to_contain_text("Sapo của người thứ nhất.")
    expect(second.get_by_label("Sapo")).to_have_value("Sapo của người thứ hai.")
    expect(text_area(second)).to_contain_text("Chữ gõ thêm.")
    expect(second.locator(".stored-file__thumb")).to_be_visible()
    draft.refresh_from_db()
    assert (draft.lead, draft.picture) == ("Sapo của người thứ nhất.", None)

    second.get_by_label("Tôi đã xem chỗ khác nhau").check()
    press(second, "Lưu", then="Đã lưu.")
    draft.refresh_from_db()
    assert (draft.lead, draft.version) == ("Sapo của người thứ hai.", 3)
    assert "Chữ gõ thêm." in draft.body
    assert draft.picture is not None
    leads = list(draft.history.order_by("version").values_list("lead", flat=True))
    assert leads[1:] == ["Sapo của người thứ nhất.", "Sapo của người thứ hai."]


def test_saving_again_keeps_picture_and_attachment(
    portal: Portal, cast: Cast, draft: Article
) -> None:
    """A browser sends the file inputs nobody touched as empty texts."""
    page = portal.visit(cast.contributor)
    page.goto(change(draft))
    page.locator("input[type=file][name=picture]").set_input_files(photo())
    page.locator(".inline-related tr.form-row").first.locator("input[type=file]").set_input_files(
        photo("phu-luc.jpg")
    )
    press(page, "Lưu", then="Đã lưu.")
    draft.refresh_from_db()
    before = (draft.picture, draft.attachments.get().file)
    page.get_by_label("Sapo").fill("Chỉ đổi sapo.")
    press(page, "Lưu", then="Đã lưu.")
    draft.refresh_from_db()
    assert draft.lead == "Chỉ đổi sapo."
    assert (draft.picture, draft.attachments.get().file) == before


def test_what_was_typed_into_an_item_that_moved_on_comes_back(
    portal: Portal, cast: Cast, draft: Article
) -> None:
    page = portal.visit(cast.contributor)
    page.goto(change(draft))
    write_at_end(page, " Câu gõ dở.")
    transition(draft, "submit", cast.colleague)
    press(page, "Lưu")
    expect(page.get_by_text("Chữ quý vị vừa gõ còn nguyên dưới đây")).to_be_visible()
    expect(page.get_by_label("Nội dung")).to_have_value("Hơn 60 người dân tham gia. Câu gõ dở.")


def test_a_stale_transition_keeps_the_note(portal: Portal, cast: Cast, in_review: Article) -> None:
    page = portal.visit(cast.editor)
    page.goto(transition_page(in_review, "return"))
    page.get_by_label("Lý do trả lại").fill("Thiếu tên người phát biểu.")
    transition(in_review, "take", cast.other_editor)
    press(page, "Trả lại", then=f"{cast.other_editor} đã nhận bài lúc ")
    expect(page.get_by_label("Lý do trả lại")).to_have_value("Thiếu tên người phát biểu.")
    expect(page.get_by_role("link", name="Xem điều đã thay đổi")).to_be_visible()


def test_nobody_publishes_a_text_they_have_not_seen(
    portal: Portal, cast: Cast, in_review: Article
) -> None:
    transition(in_review, "take", cast.editor)
    page = portal.visit(cast.approver)
    page.goto(transition_page(in_review, "publish"))
    at = f"{timezone.localtime() + timedelta(days=1):%Y-%m-%dT%H:%M}"
    page.get_by_label("Đăng lúc").fill(at)
    in_review.refresh_from_db()
    in_review.lead = "Sapo người giữ bài vừa viết lại."
    save_text(in_review, actor=cast.editor)
    press(page, "Đăng bài", then="Nội dung đã thay đổi từ lúc quý vị mở trang: ")
    expect(page.get_by_label("Đăng lúc")).to_have_value(at)
    in_review.refresh_from_db()
    assert in_review.state == "in_review"
    page.get_by_role("link", name="Xem điều đã thay đổi").click()
    page.get_by_role("link", name="Xem phần thay đổi").first.click()
    expect(page.locator(".diff-text ins").first).to_contain_text("người giữ bài")


def test_without_javascript_an_item_is_written_and_handed_in(
    portal: Portal, cast: Cast, draft: Article
) -> None:
    page = portal.visit(cast.contributor, width=PHONE, java_script_enabled=False)
    page.goto(change(draft))
    page.locator("textarea[name=body]").fill("<p>Viết không cần trình soạn thảo.</p>")
    press(page, "Gửi duyệt", then="Đã gửi duyệt.")
    draft.refresh_from_db()
    assert (draft.state, draft.body) == ("in_review", "<p>Viết không cần trình soạn thảo.</p>")


def test_with_the_keyboard_alone(portal: Portal, cast: Cast, draft: Article) -> None:
    page = portal.visit()
    page.goto("/quan-tri/")
    tab_to(page, "", "username")
    page.keyboard.type(cast.contributor.username)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Bàn làm việc")).to_be_visible()
    tab_to(page, draft.title)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Sửa tin bài")).to_be_visible()
    tab_to(page, "Gửi duyệt")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    expect(page.get_by_text("Đã gửi duyệt.")).to_be_visible()


def tab_to(page: Page, words: str, name: str = "") -> None:
    for _ in range(120):
        page.keyboard.press("Tab")
        reached = page.evaluate(
            "[document.activeElement.innerText || '', document.activeElement.name || '']"
        )
        if reached[0].strip() == words and name in ("", reached[1]):
            return
    pytest.fail(f"{words or name} is not reached by Tab")


# Links change colour within moments, during which they have neither scheme's.
FINISH_TRANSITIONS = """() => {
    for (;;) {
        const all = document.getAnimations();
        const transitions = all.filter((one) => one instanceof CSSTransition);
        if (!transitions.length) return;
        transitions.forEach((one) => one.finish());
    }
}"""


def test_every_page_is_accessible_and_fits(portal: Portal, cast: Cast, published: Article) -> None:
    draft = make_draft(cast.contributor)
    waiting = transition(make_draft(cast.contributor, lead=""), "submit", cast.contributor)
    rows = list(published.history.order_by("pk"))
    pages = {
        None: [
            "/",
            published.get_absolute_url(),
            published.category.get_absolute_url(),
            "/khong-co/",
            "/quan-tri/login/",
            "/quan-tri/quen-mat-khau/",
        ],
        cast.contributor: ["/quan-tri/", ADD, change(draft)],
        cast.editor: [
            "/quan-tri/",
            "/quan-tri/news/article/",
            transition_page(waiting, "return"),
            transition_page(published, "correct"),
            "/quan-tri/bao-sai-sot/",
            "/quan-tri/organization/page/add/",
            "/quan-tri/organization/officer/add/",
            "/quan-tri/organization/redirect/add/",
        ],
        cast.approver: [
            "/quan-tri/",
            change(waiting),
            transition_page(waiting, "publish"),
            transition_page(published, "withdraw"),
            f"{change(published).replace('change', 'history')}?tu={rows[0].pk}&den={rows[-1].pk}",
        ],
        cast.leader: ["/quan-tri/thong-bao-khan/"],
        cast.it_officer: [
            "/quan-tri/organization/user/",
            f"/quan-tri/organization/user/{cast.clerk.pk}/change/",
            "/quan-tri/organization/unit/",
            "/quan-tri/organization/ward/",
        ],
    }
    found = []
    for user, addresses in pages.items():
        # Residents also read on the narrowest phones.
        phone = PHONE if user else NARROWEST
        page = portal.visit(user, width=phone, color_scheme="light")
        for address in addresses:
            page.goto(address)
            found += [(address, *fault) for fault in faults_at(page, DESKTOP, phone)]
            page.emulate_media(color_scheme="dark")
            page.evaluate(FINISH_TRANSITIONS)
            found += [(address, "dark", *fault) for fault in faults(page, COLOURS)]
            page.emulate_media(color_scheme="light")
    assert found == []


def test_ones_own_second_window_and_the_chosen_day_are_told(
    portal: Portal, cast: Cast, draft: Article
) -> None:
    page = portal.visit(cast.contributor, width=PHONE)
    page.goto(change(draft))
    told = "Quý vị đang mở trang này ở một cửa sổ khác"
    expect(page.get_by_text(told)).to_be_hidden()
    second = page.context.new_page()
    second.goto(change(draft))
    expect(second.get_by_text(told)).to_be_visible()
    expect(page.get_by_text(told)).to_be_visible()
    second.close()
    expect(page.get_by_text(told)).to_be_hidden()

    waiting = transition(draft, "submit", cast.contributor)
    page = portal.visit(cast.approver, width=PHONE)
    page.goto(transition_page(waiting, "publish"))
    page.get_by_label("Đăng lúc").fill("2026-12-05T07:30")
    expect(page.get_by_text("Đã chọn: 07:30, thứ Bảy, 05/12/2026")).to_be_visible()


def test_the_dark_scheme_takes_the_editor_along(portal: Portal, cast: Cast, draft: Article) -> None:
    page = portal.visit(cast.contributor, color_scheme="dark")
    page.goto(change(draft))
    brightness = (
        "element => getComputedStyle(element).backgroundColor.match(/\\d+/g).slice(0,"
        " 3).map(Number)"
    )
    assert max(page.locator("body").evaluate(brightness)) < 40
    assert max(text_area(page).evaluate(brightness)) < 40
    assert min(text_area(page).evaluate(brightness.replace("backgroundColor", "color"))) > 200
    assert "invert" in page.locator(".cke_top").evaluate(
        "element => getComputedStyle(element).filter"
    )
    page.emulate_media(media="print")
    assert min(page.locator("body").evaluate(brightness.replace("backgroundColor", "color"))) < 60
