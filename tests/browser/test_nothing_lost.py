"""Nothing that was typed is lost: two at one item, a browser that dies, a session that ends, text
that is secret.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from core.models import AutosavedDraft
from news.models import Article
from tests.browser.conftest import DESKTOP, PHONE, Portal
from tests.support.accessibility import faults, faults_at
from tests.support.admin_browser import ADD, change, press, text_area, write_at_end
from tests.support.cast import Cast
from tests.support.factories import PASSWORD, make_draft, transition

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

KEPT = re.compile(r"^Đã giữ bản viết dở lúc \d\d:\d\d$")


def opened(portal: Portal, user: Any, address: str, width: int = DESKTOP) -> Page:
    page = portal.visit(user, width=width)
    page.goto(address)
    expect(text_area(page)).to_be_visible()
    return page


def kept(page: Page) -> None:
    """Wait until the server has what was typed."""
    expect(page.locator("#autosave-status")).to_have_text(KEPT)


def browser_copies(page: Page) -> str:
    return page.evaluate("JSON.stringify(localStorage)")


def test_two_editors_on_one_item(portal: Portal, cast: Cast) -> None:
    article = make_draft(cast.contributor, body="<p>Một.</p><p>Hai.</p>")
    mine = opened(portal, cast.contributor, change(article), PHONE)
    write_at_end(mine, " Của tôi.")
    kept(mine)
    theirs = opened(portal, cast.colleague, change(article), PHONE)
    expect(theirs.get_by_text(f"{cast.contributor} đang sửa tin bài này từ")).to_be_visible()
    expect(theirs.get_by_text("xin hỏi nhau trước")).to_be_visible()
    assert faults_at(theirs, DESKTOP, PHONE) == []
    write_at_end(theirs, " Của bạn.")
    theirs.get_by_label("Sapo").fill("Sapo của bạn.")
    press(theirs, "Lưu", then="Đã lưu.")
    press(mine, "Lưu", then="cả hai bên đều sửa chỗ này")
    assert faults_at(mine, DESKTOP, PHONE) == []
    expect(mine.get_by_role("radio", name="Cả hai")).to_be_checked()
    press(mine, "Ghép vào các ô để xem lại", then="Đã ghép hai bản vào các ô dưới đây")
    expect(text_area(mine)).to_contain_text("Của tôi.")
    expect(text_area(mine)).to_contain_text("Của bạn.")
    assert faults_at(mine, DESKTOP, PHONE) == []
    press(mine, "Lưu", then="Đã lưu.")
    article.refresh_from_db()
    assert article.body == "<p>Một. Của tôi.</p>\n<p>Một. Của bạn.</p>\n<p>Hai.</p>"
    assert article.lead == "Sapo của bạn."
    assert not AutosavedDraft.objects.exists()
    assert "ward-copy" not in browser_copies(mine)
    assert portal.complaints == []


def test_a_killed_browser_loses_nothing(portal: Portal, cast: Cast) -> None:
    article = make_draft(cast.contributor)
    page = opened(portal, cast.contributor, change(article), PHONE)
    write_at_end(page, " Đang viết thì mất điện.")
    kept(page)
    page.context.close()
    again = opened(portal, cast.contributor, change(article), PHONE)
    expect(
        again.get_by_role("heading", name=re.compile("Quý vị còn một bản viết dở"))
    ).to_be_visible()
    again.get_by_text("Bản viết dở khác bản đang lưu ở đâu").click()
    expect(again.locator(".autosaved-draft ins")).to_contain_text("Đang viết thì mất điện.")
    assert faults_at(again, DESKTOP, PHONE) == []
    again.get_by_role("link", name="Dùng bản đang viết dở").click()
    expect(text_area(again)).to_contain_text("Đang viết thì mất điện.")
    write_at_end(again, " Viết tiếp.")
    kept(again)
    press(again, "Lưu", then="Đã lưu.")
    article.refresh_from_db()
    assert "Đang viết thì mất điện. Viết tiếp." in article.body
    assert not AutosavedDraft.objects.exists()


def test_a_new_item_is_kept_before_it_exists(portal: Portal, cast: Cast) -> None:
    page = opened(portal, cast.contributor, ADD, PHONE)
    page.get_by_label("Tiêu đề").fill("Bài chưa có")
    kept(page)
    page.context.close()
    again = opened(portal, cast.contributor, ADD, PHONE)
    again.get_by_role("link", name="Dùng bản đang viết dở").click()
    expect(again.get_by_label("Tiêu đề")).to_have_value("Bài chưa có")
    press(again, "Lưu", then="Đã lưu.")
    assert Article.objects.get().title == "Bài chưa có"
    assert not AutosavedDraft.objects.exists()


def test_without_a_connection_the_browser_keeps_the_text(portal: Portal, cast: Cast) -> None:
    article = make_draft(cast.contributor)
    page = opened(portal, cast.contributor, change(article))
    context = page.context
    context.set_offline(True)
    page.get_by_label("Sapo").fill("Chữ khi mất mạng.")
    expect(page.locator("#autosave-status")).to_have_text(
        "Mất kết nối: chữ đang viết được giữ trên máy này."
    )
    # The emulation does not reach what a closing page sends last.
    page.evaluate("() => { window.fetch = () => Promise.reject(new TypeError('offline')); }")
    page.close()
    context.set_offline(False)
    again = context.new_page()
    again.goto(change(article))
    expect(again.get_by_text("Trên máy này còn chữ chưa được lưu")).to_be_visible()
    again.get_by_text("Xem chữ trên máy này").click()
    expect(again.locator("[data-texts]")).to_contain_text("Chữ khi mất mạng.")
    assert faults(again) == []
    press(again, "Dùng chữ trên máy này")
    expect(again.get_by_label("Sapo")).to_have_value("Chữ khi mất mạng.")
    kept(again)
    press(again, "Lưu", then="Đã lưu.")
    article.refresh_from_db()
    assert article.lead == "Chữ khi mất mạng."
    assert "ward-copy" not in browser_copies(again)


def test_a_session_that_ended_is_gone_on_with(portal: Portal, cast: Cast) -> None:
    article = make_draft(cast.contributor)
    page = opened(portal, cast.contributor, change(article), PHONE)
    page.context.clear_cookies(name="sessionid")
    page.get_by_label("Sapo").fill("Chữ khi phiên đã hết.")
    expect(page.locator("#autosave-status")).to_contain_text("Phiên làm việc đã hết")
    assert faults(page) == []
    with page.context.expect_page() as opening:
        page.get_by_role("link", name="Đăng nhập ở thẻ mới").click()
    login = opening.value
    login.get_by_label("Tên đăng nhập").fill(cast.contributor.username)
    login.get_by_label("Mật khẩu").fill(PASSWORD)
    press(login, "Đăng nhập")
    expect(login.get_by_role("heading", name="Bàn làm việc", level=1)).to_be_visible()
    page.bring_to_front()
    press(page, "Lưu", then="Đã lưu.")
    article.refresh_from_db()
    assert article.lead == "Chữ khi phiên đã hết."


def test_without_javascript_the_form_is_sent_again(portal: Portal, cast: Cast) -> None:
    article = make_draft(cast.contributor)
    page = portal.visit(cast.contributor, width=PHONE, java_script_enabled=False)
    page.goto(change(article))
    page.get_by_label("Sapo").fill("Chữ không có JavaScript.")
    page.context.clear_cookies(name="sessionid")
    press(page, "Lưu", then="Phiên làm việc đã hết nên chưa lưu được.")
    expect(page.get_by_label("Sapo")).to_have_value("Chữ không có JavaScript.")
    with page.context.expect_page() as opening:
        page.get_by_role("link", name="Đăng nhập lại ở thẻ mới").click()
    login = opening.value
    login.get_by_label("Tên đăng nhập").fill(cast.contributor.username)
    login.get_by_label("Mật khẩu").fill(PASSWORD)
    press(login, "Đăng nhập")
    press(page, "Gửi lại", then="Quý vị đã đăng nhập lại sau khi mở trang")
    press(page, "Gửi lại", then="Đã lưu.")
    article.refresh_from_db()
    assert article.lead == "Chữ không có JavaScript."


def test_whoever_loses_the_item_keeps_the_words(
    portal: Portal, cast: Cast, in_review: Article
) -> None:
    transition(in_review, "take", cast.editor)
    page = opened(portal, cast.editor, change(in_review))
    write_at_end(page, " Đang sửa.")
    kept(page)
    transition(in_review, "take", cast.approver)
    write_at_end(page, " Sửa tiếp.")
    expect(page.locator("#autosave-status")).to_contain_text(
        f"{cast.approver} đã nhận thay bài này"
    )
    expect(page.get_by_role("button", name="Lưu", exact=True)).to_be_disabled()
    expect(text_area(page)).to_contain_text("Đang sửa. Sửa tiếp.")
    page.reload()
    expect(page.get_by_text("Quý vị hiện không sửa được trang này")).to_be_visible()
    expect(page.locator(".autosaved-draft ins")).to_contain_text("Đang sửa.")
    assert faults(page) == []


def test_words_typed_right_before_the_step_of_another_are_kept(
    portal: Portal, cast: Cast, in_review: Article
) -> None:
    transition(in_review, "take", cast.editor)
    page = opened(portal, cast.editor, change(in_review))
    page.get_by_label("Sapo").fill("Sapo gõ ngay trước bước kia.")
    transition(in_review, "return", cast.approver, note="Sai tên tổ")
    status = page.locator("#autosave-status")
    expect(status).to_contain_text("Chữ quý vị đang gõ còn được giữ.")
    assert faults(page) == []
    page.get_by_role("link", name="Tải lại trang để xem chữ đã giữ").click()
    expect(page.get_by_text("Quý vị hiện không sửa được trang này").first).to_be_visible()
    expect(page.locator(".autosaved-draft ins").first).to_contain_text("gõ ngay trước")


def test_words_on_this_machine_are_shown_after_the_item_was_lost(
    portal: Portal, cast: Cast, in_review: Article
) -> None:
    transition(in_review, "take", cast.editor)
    page = opened(portal, cast.editor, change(in_review))
    context = page.context
    context.route("**/ban-nhap/", lambda route: route.abort())
    page.get_by_label("Sapo").fill("Sapo khi mất mạng.")
    expect(page.locator("#autosave-status")).to_contain_text("Mất kết nối")
    page.close()
    context.unroute("**/ban-nhap/")
    transition(in_review, "return", cast.approver, note="Sai tên tổ")
    again = context.new_page()
    again.goto(change(in_review))
    expect(again.locator("[data-texts]")).to_contain_text("SapoSapo khi mất mạng.")
    expect(again.get_by_role("button", name="Dùng chữ trên máy này")).to_be_hidden()
    assert faults(again) == []
    again.get_by_text("Bỏ chữ trên máy này").click()
    press(again, "Bỏ hẳn, không lấy lại được")
    assert "ward-copy" not in browser_copies(again)


def test_a_correction_typed_and_not_sent_is_offered_again(
    portal: Portal, cast: Cast, published: Article
) -> None:
    page = portal.visit(cast.approver)
    address = f"/quan-tri/news/article/{published.pk}/buoc/correct/"
    page.goto(address)
    page.get_by_label("Nội dung đính chính hoặc lỗi đã sửa").fill("Sai tên tổ dân phố.")
    page.get_by_label("Sapo").fill("Sapo đã sửa.")
    expect(page.locator("#autosave-status")).to_have_text("Chữ đang gõ được giữ trên máy này.")
    page.wait_for_function("() => JSON.stringify(localStorage).includes('Sapo đã sửa.')")
    again = page.context.new_page()
    page.close()
    again.goto(address)
    expect(again.get_by_text("Trên máy này còn chữ chưa được lưu")).to_be_visible()
    assert faults(again) == []
    press(again, "Dùng chữ trên máy này")
    expect(again.get_by_label("Sapo")).to_have_value("Sapo đã sửa.")
    again.get_by_text("Đính chính công khai").click()
    press(again, "Đính chính, sửa lỗi", then="Đã sửa bài trên cổng")
    published.refresh_from_db()
    assert published.lead == "Sapo đã sửa."
    assert "ward-copy" not in browser_copies(again)


def test_secret_text_stays_nowhere(portal: Portal, cast: Cast) -> None:
    article = make_draft(cast.contributor)
    page = opened(portal, cast.contributor, change(article))
    page.get_by_label("Sapo").fill("Chữ thường.")
    kept(page)
    page.get_by_label("Sapo").fill("TUYỆT MẬT\nĐồi 15")
    expect(page.locator("#autosave-status")).to_contain_text("không được đưa vào hệ thống này")
    assert not AutosavedDraft.objects.exists()
    press(page, "Lưu", then="không được đưa vào hệ thống này")
    expect(page.get_by_label("Sapo")).to_have_value("TUYỆT MẬT\nĐồi 15")
    assert "ward-copy" not in browser_copies(page)


def test_nobody_else_is_shown_the_words(portal: Portal, cast: Cast) -> None:
    article = make_draft(cast.contributor)
    page = opened(portal, cast.contributor, change(article))
    page.context.route("**/ban-nhap/", lambda route: route.abort())
    page.get_by_label("Sapo").fill("Chữ của người trước.")
    expect(page.locator("#autosave-status")).to_contain_text("Mất kết nối")
    page.context.clear_cookies()
    other = portal.visit(cast.colleague)
    page.context.add_cookies(other.context.cookies())
    page.goto(change(article))
    expect(text_area(page)).to_be_visible()
    expect(page.get_by_text("Trên máy này còn chữ chưa được lưu")).to_have_count(0)
    assert "Chữ của người trước." not in page.content()


def test_back_to_the_form_of_a_new_item_makes_no_second_one(portal: Portal, cast: Cast) -> None:
    page = opened(portal, cast.contributor, ADD)
    page.get_by_label("Tiêu đề").fill("Dọn bờ sông")
    press(page, "Lưu", then="Đã lưu.")
    page.go_back()
    expect(text_area(page)).to_be_visible()
    page.get_by_label("Tiêu đề").fill("Dọn bờ sông Bến Sen")
    press(page, "Lưu", then="không tạo bài thứ hai")
    expect(page.get_by_label("Tiêu đề")).to_have_value("Dọn bờ sông Bến Sen")
    press(page, "Lưu", then="Đã lưu.")
    assert Article.objects.get().title == "Dọn bờ sông Bến Sen"


def test_words_that_the_server_has_too_are_offered_once(portal: Portal, cast: Cast) -> None:
    page = opened(portal, cast.contributor, ADD)
    page.get_by_label("Tiêu đề").fill("Dọn bờ sông")
    text_area(page).click()
    page.keyboard.type("Hơn 60 người dân tham gia.")
    kept(page)
    # As after a refused save: the browser has not heard that the server has it.
    page.evaluate(
        """() => {
          const key = Object.keys(localStorage).find(name => name.startsWith("ward-copy:"));
          const copy = JSON.parse(localStorage.getItem(key));
          localStorage.setItem(key, JSON.stringify({...copy, isAcknowledged: false}));
        }"""
    )
    page.goto(ADD)
    expect(page.get_by_text("Quý vị còn một bản viết dở")).to_be_visible()
    expect(text_area(page)).to_be_visible()
    expect(page.get_by_text("Trên máy này còn chữ")).to_have_count(0)
    page.evaluate(
        """() => {
          const key = Object.keys(localStorage).find(name => name.startsWith("ward-copy:"));
          const copy = JSON.parse(localStorage.getItem(key));
          copy.fields.title = ["Dọn bờ sông Bến Sen"];
          localStorage.setItem(key, JSON.stringify(copy));
        }"""
    )
    page.reload()
    expect(page.get_by_text("Trên máy này còn chữ")).to_be_visible()
