"""Sentences beside the field while somebody types, on a phone and at a dashboard."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from news.models import Article, PreferredWord
from tests.browser.conftest import DESKTOP, PHONE, Portal
from tests.support.accessibility import faults, faults_at
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
from tests.support.factories import make_draft, transition

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

pytestmark = pytest.mark.browser

WIDTHS = pytest.mark.parametrize("width", [DESKTOP, PHONE])
SHOUT = "Tiêu đề toàn chữ hoa"


def beside(page: Page, field: str) -> Locator:
    return page.locator(f"#id_{field}_helptext .lint li")


@WIDTHS
def test_a_sentence_comes_while_typing_and_goes_when_it_is_no_longer_so(
    portal: Portal, cast: Cast, draft: Article, width: int
) -> None:
    page = portal.visit(cast.contributor, width=width)
    page.goto(change(draft))
    expect(text_area(page)).to_be_visible()
    expect(beside(page, "title")).to_have_count(0)
    title = page.get_by_label("Tiêu đề")
    title.fill("BÀ CON CÙNG DỌN BỜ SÔNG")
    expect(beside(page, "title")).to_contain_text([SHOUT])
    expect(title).to_have_attribute("aria-describedby", "id_title_helptext")
    expect(page.locator("#lint [role=status]")).to_have_text("2 điều nên xem lại")
    assert faults(page) == []
    title.fill("Bà con cùng dọn bờ sông")
    expect(beside(page, "title")).to_have_count(0)
    expect(page.locator("#lint [role=status]")).to_have_text("1 điều nên xem lại")
    draft.refresh_from_db()
    assert (draft.version, draft.history.count()) == (1, 1)
    assert portal.complaints == []
    assert portal.missing == []


def test_a_sentence_leads_to_the_very_words(portal: Portal, cast: Cast, draft: Article) -> None:
    PreferredWord.objects.create(wrong="uỷ ban", right="ủy ban")
    page = portal.visit(cast.contributor, width=PHONE)
    page.goto(change(draft))
    write_at_end(page, " Theo uỷ ")
    page.keyboard.press("Control+b")
    page.keyboard.type("ban phường.")
    sentence = page.locator("#lint").get_by_role(
        "link", name="Xin viết “ủy ban” thay cho “uỷ ban”."
    )
    sentence.click()
    assert re.sub(r"\s", " ", page.evaluate("getSelection().toString()")) == "uỷ ban"
    expect(text_area(page)).to_be_focused()
    expect(text_area(page)).to_have_attribute("aria-describedby", re.compile("id_body_helptext"))

    page.get_by_label("Sapo").fill("Xin gọi 0912 345 678 gặp ông Nam.")
    page.locator("#lint").get_by_role("link", name="số điện thoại di động").click()
    expect(page.get_by_label("Sapo")).to_be_focused()
    chosen = "[document.activeElement.selectionStart, document.activeElement.selectionEnd]"
    assert page.evaluate(chosen) == [8, 20]
    assert faults(page) == []
    assert portal.complaints == []


def test_times_of_one_day_are_taken_over_without_a_last_day(portal: Portal, cast: Cast) -> None:
    body = "<p>Cắt nước từ 8 giờ đến 11 giờ ngày 04/12/2026.</p>"
    article = make_draft(cast.contributor, kind="notice", body=body)
    page = portal.visit(cast.contributor, width=DESKTOP)
    page.goto(change(article))
    page.get_by_role("button", name="Dùng giờ này").first.click()
    expect(page.locator("[name=times-0-first]")).to_have_value("2026-12-04")
    expect(page.locator("[name=times-0-ends]")).to_have_value("11:00")
    expect(page.locator("[name=times-0-last]")).to_have_value("")


def test_a_new_item_is_looked_at_from_its_first_words(portal: Portal, cast: Cast) -> None:
    page = portal.visit(cast.contributor, width=PHONE)
    page.goto(ADD)
    expect(text_area(page)).to_be_visible()
    expect(page.locator("ul.lint")).to_have_count(0)
    page.locator("input[type=file][name=picture]").set_input_files(photo())
    expect(beside(page, "picture_alt")).to_contain_text(["Ảnh chính chưa có mô tả"])
    page.get_by_label("Mô tả ảnh:", exact=True).fill("IMG_1234.jpg")
    expect(beside(page, "picture_alt")).to_contain_text(["không tả ảnh"])
    page.get_by_label("Mô tả ảnh:", exact=True).fill("Bà con chuyền đá kè bờ sông")
    expect(beside(page, "picture_alt")).to_have_count(0)
    expect(beside(page, "title")).to_contain_text(["Chưa có tiêu đề."])
    assert Article.objects.count() == 0


def test_without_javascript_the_sentences_come_with_saving(
    portal: Portal, cast: Cast, draft: Article
) -> None:
    page = portal.visit(cast.contributor, width=PHONE, java_script_enabled=False)
    page.goto(change(draft))
    page.get_by_label("Tiêu đề").fill("BÀ CON CÙNG DỌN BỜ SÔNG")
    press(page, "Lưu", then="Đã lưu.")
    expect(beside(page, "title")).to_contain_text([SHOUT])
    expect(page.locator("#lint").get_by_role("link", name=SHOUT)).to_have_attribute(
        "href", "#id_title"
    )


def test_an_ended_session_and_a_lost_connection_change_nothing(
    portal: Portal, cast: Cast, draft: Article
) -> None:
    page = portal.visit(cast.contributor)
    page.goto(change(draft))
    expect(text_area(page)).to_be_visible()
    count = page.locator("#lint [role=status]")
    expect(count).to_have_text("1 điều nên xem lại")
    page.context.set_offline(True)
    with page.expect_event("requestfailed"):
        page.get_by_label("Tiêu đề").fill("BÀ CON CÙNG DỌN BỜ SÔNG")
    page.context.set_offline(False)
    page.context.clear_cookies()
    with page.expect_response(lambda response: "/login/" in response.url or response.status == 403):
        page.get_by_label("Sapo").fill("Sáng nay.")
    expect(count).to_have_text("1 điều nên xem lại")
    expect(page.get_by_label("Tiêu đề")).to_have_value("BÀ CON CÙNG DỌN BỜ SÔNG")
    assert portal.complaints == []


def test_pages_with_sentences_are_accessible(portal: Portal, cast: Cast) -> None:
    row = PreferredWord.objects.create(wrong="uỷ ban", right="ủy ban", note="Một kiểu dấu")
    loud = transition(
        make_draft(cast.contributor, title="BÀ CON DỌN BỜ SÔNG"), "submit", cast.contributor
    )
    words = "/quan-tri/news/preferredword/"
    pages = {
        cast.approver: [change(loud), transition_page(loud, "publish")],
        cast.editor: [
            words,
            f"{words}add/",
            f"{words}{row.pk}/change/",
            f"{words}{row.pk}/delete/",
        ],
    }
    found = {}
    for user, addresses in pages.items():
        page = portal.visit(user)
        for address in addresses:
            page.goto(address)
            if seen := faults_at(page, DESKTOP, PHONE):
                found[address] = seen
    assert found == {}
