"""Reviewing in a real browser: words selected and after_comment on, mended and answered, compared,
restored.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, PHONE, Portal
from tests.support.accessibility import faults_at
from tests.support.admin_browser import change, press, text_area, transition_page
from tests.support.factories import transition

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from news.models import Article
    from tests.support.cast import Cast

pytestmark = pytest.mark.browser
SELECT = """words => {
  const root = document.querySelector("[data-comment-text] .rich-text");
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  let node = walker.nextNode();
  while (node && !node.data.includes(words)) node = walker.nextNode();
  const range = document.createRange();
  range.setStart(node, node.data.indexOf(words));
  range.setEnd(node, node.data.indexOf(words) + words.length);
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}"""


def comment(page: Page, words: str, text: str) -> None:
    page.evaluate(SELECT, words)
    page.get_by_role("button", name="Góp ý về đoạn này").click()
    expect(page.get_by_label("Trích đoạn")).to_have_value(words)
    page.keyboard.type(text)
    press(page, "Ghi góp ý", then="Đã ghi góp ý.")


def test_diff_comment_restore(portal: Portal, cast: Cast, in_review: Article) -> None:
    editor = portal.visit(cast.editor, width=PHONE)
    editor.goto(change(in_review))
    comment(editor, "60 người dân", "Đã đếm lại chưa?")
    mark = editor.locator("article.reading mark")
    expect(mark).to_have_text("60 người dân")
    editor.get_by_role("link", name="Góp ý 1", exact=True).click()
    expect(editor.locator(".comment")).to_be_in_viewport()
    editor.get_by_role("link", name="Đến đoạn này").click()
    expect(mark).to_be_in_viewport()
    assert faults_at(editor, DESKTOP, PHONE) == []
    editor.goto(transition_page(in_review, "return"))
    editor.get_by_label("Lý do trả lại").fill("Xem góp ý.")
    press(editor, "Trả lại", then="Đã trả bài để sửa.")

    author = portal.visit(cast.contributor, width=PHONE)
    author.goto("/quan-tri/")
    expect(author.get_by_text("1 góp ý chưa trả lời", exact=True)).to_be_visible()
    author.goto(change(in_review))
    expect(text_area(author)).to_be_visible()
    assert author.evaluate("[...CSS.highlights.get('comment')].map(String)") == ["60 người dân"]
    author.get_by_role("link", name="Đến đoạn này").click()
    assert author.evaluate("getSelection().toString()") == "60 người dân"
    author.keyboard.type("70 hộ")
    author.get_by_label("Sapo").fill("Sapo gõ dở.")
    author.get_by_label("Trả lời góp ý 1").fill("Đã đếm lại.")
    press(author, "Gửi trả lời", then="Đã gửi trả lời.")
    expect(author.get_by_label("Sapo")).to_have_value("Sapo gõ dở.")
    expect(text_area(author)).to_contain_text("70 hộ")
    assert faults_at(author, DESKTOP, PHONE) == []
    press(author, "Lưu", then="Đã lưu.")
    expect(author.get_by_text("không còn trong bài")).to_be_visible()
    press(author, "Gửi duyệt", then="Đã gửi duyệt.")

    editor.goto(change(in_review))
    expect(editor.locator("#gop-y").get_by_text("Đã đếm lại.")).to_be_visible()
    expect(editor.locator("#gop-y").get_by_text("không còn trong bài")).to_be_visible()
    press(editor, "Đóng góp ý 1", then="Đã đóng góp ý.")
    press(editor, "Nhận bài", then="Quý vị đang giữ bài này.")
    editor.get_by_role("link", name="Toàn bộ lịch sử và các bản đã lưu").click()
    editor.get_by_role("link", name="So với bản trước").click()
    expect(editor.locator(".diff del", has_text="60 người dân")).to_be_visible()
    expect(editor.locator(".diff ins").first).to_be_visible()
    assert faults_at(editor, DESKTOP, PHONE) == []
    editor.get_by_role("link", name="Khôi phục bản này…").first.click()
    expect(editor.locator(".diff ins").first).to_be_visible()
    assert faults_at(editor, DESKTOP, PHONE) == []
    press(editor, "Khôi phục bản 1", then="Đã khôi phục bản 1.")
    expect(text_area(editor)).to_contain_text("60 người dân")
    assert (portal.complaints, portal.missing) == ([], [])


def test_a_comment_that_was_not_recorded_is_kept_and_offered_as_the_note(
    portal: Portal, cast: Cast, in_review: Article
) -> None:
    page = portal.visit(cast.editor, width=PHONE)
    page.goto(change(in_review))
    page.get_by_label("Lời góp ý").press_sequentially("Thiếu tên tổ.")
    page.get_by_role("link", name="Trả lại…").click()
    expect(page.get_by_text("Quý vị có lời góp ý đã gõ mà chưa ghi")).to_be_visible()
    page.get_by_role("link", name="Thôi, quay lại").click()
    expect(page.get_by_label("Lời góp ý")).to_have_value("Thiếu tên tổ.")
    page.goto(transition_page(in_review, "return"))
    page.get_by_role("button", name="Chép vào ô dưới đây").click()
    expect(page.get_by_label("Lý do trả lại")).to_have_value("Thiếu tên tổ.")
    press(page, "Trả lại", then="Đã trả bài để sửa.")
    expect(page.get_by_label("Lời góp ý")).to_have_value("")


def test_without_javascript_words_are_pasted(
    portal: Portal, cast: Cast, in_review: Article
) -> None:
    page = portal.visit(cast.editor, width=PHONE, java_script_enabled=False)
    page.goto(change(in_review))
    page.get_by_label("Trích đoạn").fill("60 người dân")
    page.get_by_label("Lời góp ý").fill("Đã đếm lại chưa?")
    press(page, "Ghi góp ý", then="Đã ghi góp ý.")
    expect(page.locator("article.reading mark")).to_have_text("60 người dân")


def test_the_holder_quotes_words_in_the_editor(
    portal: Portal, cast: Cast, in_review: Article
) -> None:
    transition(in_review, "take", cast.editor)
    page = portal.visit(cast.editor)
    page.goto(change(in_review))
    text_area(page).locator("p").first.click(click_count=3)
    page.get_by_role("button", name="Góp ý về đoạn này").click()
    expect(page.get_by_label("Trích đoạn")).to_have_value("Hơn 60 người dân tham gia.")
    page.get_by_label("Lời góp ý").fill("Rõ hơn.")
    press(page, "Ghi góp ý", then="Đã ghi góp ý.")
    expect(page.locator(".comment")).to_have_count(1)
    assert page.evaluate("CSS.highlights.get('comment').size") == 1
