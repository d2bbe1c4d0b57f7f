"""From a contributor's first letter to a resident's screen, and back, by three roles in a real
browser.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from news.models import Article
from tests.browser.conftest import PHONE, Portal
from tests.support.admin_browser import ADD, photo, press, text_area, transition_page, write_at_end
from tests.support.cast import Cast
from tests.support.factories import PASSWORD, CategoryFactory
from tests.support.files import PDF

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from organization.models import User

pytestmark = pytest.mark.browser

TITLE = "Tổ dân phố số 3 kè lại bờ sông trước mùa mưa"
LEAD = "Sáng Chủ nhật, 60 hộ dân cùng góp công kè lại 200 mét bờ sông."
REASON = "Xin ghi rõ ai phụ trách và điện thoại liên hệ."


def log_in(page: Page, user: User) -> None:
    page.goto("/quan-tri/")
    page.get_by_label("Tên đăng nhập").fill(user.username)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    press(page, "Đăng nhập")
    expect(page.get_by_role("heading", name="Bàn làm việc", level=1)).to_be_visible()


def write(page: Page) -> None:
    """Type an item as people do: with the keyboard where it is quick, with the toolbar where it is
    not.
    """
    page.get_by_label("Tiêu đề").fill(TITLE)
    page.get_by_label("Sapo").fill(LEAD)
    page.get_by_label("Chuyên mục").select_option(index=1)
    text_area(page).click()
    page.keyboard.type("Bà con mang theo ")
    page.keyboard.press("Control+b")
    page.keyboard.type("cuốc, xẻng")
    page.keyboard.press("Control+b")
    page.keyboard.type(" từ sáng sớm.")
    page.keyboard.press("Enter")
    page.locator(".cke_combo__format a").click()
    page.frame_locator("iframe.cke_panel_frame").get_by_role("option", name="Đề mục lớn").click()
    page.keyboard.type("Việc còn lại")
    page.keyboard.press("Enter")
    page.keyboard.type("Xem thêm tại ")
    # The editor looks where the caret is every 200 ms.
    expect(page.locator(".cke_combo__format")).to_contain_text("Đoạn văn")
    add_link(page, "trang chủ của phường", "phuong.example/lich")
    page.keyboard.press("Control+End")
    page.keyboard.press("Enter")
    add_picture(page, alt="Bà con đứng thành hàng chuyền đá")


def add_link(page: Page, words: str, address: str) -> None:
    page.locator(".cke_button__link").click()
    dialog = page.get_by_role("dialog")
    url = dialog.get_by_label("Địa chỉ*", exact=True)
    expect(url).to_be_focused()  # the dialog has filled its fields
    url.fill(address)
    dialog.get_by_label("Chữ của liên kết").fill(words)
    press(page, "Đồng ý")
    expect(dialog).to_be_hidden()


def add_picture(page: Page, *, alt: str) -> None:
    page.locator(".cke_button__image").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Lời mô tả ảnh").fill(alt)
    dialog.frame_locator("iframe").locator("input[type=file]").set_input_files(
        photo("chuyen-da.jpg", "sienna")
    )
    dialog.get_by_role("button", name="Tải lên máy chủ").click()
    expect(dialog.get_by_label("Địa chỉ")).to_have_value(re.compile(r"^/tep/\w+\.webp$"))
    press(page, "Đồng ý")
    expect(dialog).to_be_hidden()


def attach(page: Page) -> None:
    page.locator("input[type=file][name=picture]").set_input_files(photo())
    page.get_by_label("Mô tả ảnh:", exact=True).fill("Bờ sông sau khi kè")
    row = page.locator(".inline-related tr.form-row").first
    row.locator("input[type=file]").set_input_files(
        {"name": "ke-hoach.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    row.get_by_label("Tên hiển thị").fill("Kế hoạch kè bờ sông")


def statuses(page: Page, addresses: list[str]) -> list[int]:
    return [page.request.get(address).status for address in addresses]


def test_from_a_draft_to_a_resident_and_back(portal: Portal, cast: Cast) -> None:
    CategoryFactory(name="Đời sống khu phố")
    resident = portal.visit(width=PHONE)

    author = portal.visit()
    log_in(author, cast.contributor)
    author.get_by_role("link", name="Viết bài mới").click()
    assert urlsplit(author.url).path == ADD
    write(author)
    attach(author)
    press(author, "Lưu", then="Đã lưu.")
    article = Article.objects.get()
    files = [article.picture.url, article.attachments.get().file.url]
    files += [use.file.url for use in article.file_uses.filter(role="body")]
    assert len(files) == 3
    assert statuses(author, files) == [200, 200, 200]
    assert statuses(resident, [*files, article.get_absolute_url()]) == [404] * 4
    press(author, "Gửi duyệt", then="Đã gửi duyệt.")

    editor = portal.visit()
    log_in(editor, cast.editor)
    editor.get_by_role("link", name=TITLE).click()
    press(editor, "Nhận bài", then="Quý vị đang giữ bài này.")
    press(editor, "Trả lại…")
    press(editor, "Trả lại", then="Cần ghi: lý do trả lại.")
    editor.get_by_label("Lý do trả lại").fill(REASON)
    press(editor, "Trả lại", then="Đã trả bài để sửa.")

    # The author mends it on the phone.
    author.set_viewport_size({"width": PHONE, "height": 740})
    author.goto("/quan-tri/")
    expect(author.locator(".quote", has_text=REASON)).to_be_visible()
    own = author.get_by_role("region", name="Bài của tôi và đơn vị")
    own.get_by_role("link", name=TITLE, exact=True).click()
    write_at_end(author, " Liên hệ bà Hòa, tổ trưởng.")
    press(author, "Gửi duyệt", then="Đã gửi duyệt.")

    approver = portal.visit()
    log_in(approver, cast.approver)
    approver.get_by_role("link", name=TITLE).click()
    expect(approver.locator("article.reading")).to_contain_text("Liên hệ bà Hòa")
    approver.get_by_role("link", name="Đăng bài…").click()
    press(approver, "Đăng bài", then="Đã cho đăng.")

    assert resident.goto("/").status == 200
    resident.get_by_role("link", name=TITLE).first.click()
    expect(resident.get_by_role("heading", name=TITLE, level=1)).to_be_visible()
    expect(resident.locator(".item__lead").get_by_text(LEAD)).to_be_visible()
    prose = resident.locator(".prose")
    expect(prose.locator("strong")).to_have_text("cuốc, xẻng")
    expect(prose.locator("h2")).to_have_text("Việc còn lại")
    expect(prose.get_by_role("link", name="trang chủ của phường")).to_have_attribute(
        "href", "https://phuong.example/lich"
    )
    expect(prose).to_contain_text("Liên hệ bà Hòa")
    for alt in ("Bờ sông sau khi kè", "Bà con đứng thành hàng chuyền đá"):
        image = resident.get_by_role("img", name=alt)
        image.scroll_into_view_if_needed()
        expect(image).to_have_js_property("complete", True)
        assert (
            image.evaluate("image => image.naturalWidth") > 0
        )  # of whichever size the phone has chosen
    assert statuses(resident, files) == [200, 200, 200]
    attachment = resident.get_by_role("link", name="Kế hoạch kè bờ sông")
    assert resident.request.get(attachment.get_attribute("href")).body() == PDF

    approver.get_by_role("link", name="Gỡ bài…").click()
    approver.get_by_label("Lý do gỡ (nội bộ)").fill("Sai số mét")
    approver.get_by_label("Lời cho người đọc").fill("Bài có số liệu sai, đang sửa.")
    press(approver, "Gỡ bài", then="Đã gỡ bài.")
    resident.reload()
    expect(resident.get_by_text("Bài có số liệu sai, đang sửa.")).to_be_visible()
    assert LEAD not in resident.content()
    assert statuses(resident, files) == [404, 404, 404]

    assert {
        urlsplit(address).netloc for address in portal.asked_for if address.startswith("http")
    } == {urlsplit(portal.address).netloc}
    assert portal.complaints == []
    # The return without a reason, and nothing else.
    missing = [one.partition("?")[0] for one in portal.missing]
    assert missing == [f"409 {transition_page(article, 'return')}"]
