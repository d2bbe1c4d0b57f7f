"""What each role meets on a phone: sending, the chairwoman's dashboard, kept text, questions."""

from __future__ import annotations

import re

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import expect

from core.autosave import presence
from news.models import Article
from tests.browser.conftest import DESKTOP, PHONE, Portal
from tests.browser.test_quick import QUICK, TITLE, choose, forgotten, kept, photo, write
from tests.support.accessibility import faults
from tests.support.admin_browser import ADD, change, press, text_area, transition_page
from tests.support.cast import Cast
from tests.support.factories import make_draft, transition

pytestmark = pytest.mark.browser

VIEW = 800


def test_a_volunteer_sends_goes_back_and_sends_no_second_item(portal: Portal, cast: Cast) -> None:
    page = portal.visit(cast.contributor, width=PHONE)
    page.goto("/quan-tri/")
    first = page.locator(".panels a:visible, .panels button:visible").first
    assert first.inner_text() == "Nộp nhanh"
    assert first.bounding_box()["y"] < 250
    first.click()
    assert (
        page.locator("form.quick :is(input, select, textarea):visible").first.get_attribute("name")
        == "title"
    )
    page.get_by_label("Tiêu đề").fill(TITLE)
    page.get_by_label("Nội dung").fill("Liên hệ bà Hòa, số 0912 345 678.")
    choose(page, photo("bo-song.jpg", "teal"))
    press(page, "Gửi duyệt", then="Chưa gửi: bài có thể có dữ liệu cá nhân")
    assert not Article.objects.exists()
    expect(page.locator(".photo")).to_have_count(1)
    assert faults(page) == []
    press(page, "Gửi duyệt", then="Ban biên tập đã nhận được bài lúc")
    forgotten(page)
    recall = page.get_by_role("button", name="Rút lại để sửa").bounding_box()
    assert recall["x"] >= 0 and recall["x"] + recall["width"] <= PHONE
    assert faults(page) == []
    page.go_back()
    expect(page.get_by_text(re.compile(r"đã gửi lúc \d\d:\d\d; không cần gửi lại"))).to_be_visible()
    page.get_by_role("link", name=TITLE).click()
    press(page, "Rút lại để sửa", then="Đã rút bài về bản nháp.")
    article = Article.objects.get()
    assert article.state == "draft"
    page.goto("/quan-tri/")
    page.get_by_role("link", name=TITLE).click()
    expect(page.get_by_role("heading", name="Nộp nhanh")).to_be_visible()
    expect(page.get_by_label("Nội dung")).to_have_value("Liên hệ bà Hòa, số 0912 345 678.")
    expect(page.locator(".photo")).to_have_count(1)


def test_a_session_lost_at_sending_is_told(portal: Portal, cast: Cast) -> None:
    page = portal.visit(cast.contributor, width=PHONE)
    page.goto(QUICK)
    write(page)
    Session.objects.all().delete()
    page.get_by_role("button", name="Gửi duyệt", exact=True).click()
    expect(page.get_by_text("Phiên làm việc đã hết nên nội dung chưa gửi được.")).to_be_visible()
    assert kept(page) == 1


def test_the_chairwoman_sees_what_waits_for_her_and_gets_out(portal: Portal, cast: Cast) -> None:
    for number in range(9):
        article = make_draft(cast.contributor, title=f"Việc {number}")
        article = transition(article, "submit", cast.contributor)
        if number == 8:
            transition(article, "ask_head", cast.editor, note="Có nên đăng không?")
        else:
            transition(article, "pass", cast.editor)
    page = portal.visit(cast.head, width=PHONE)
    page.goto("/quan-tri/")
    headings = page.locator(".panels h2:visible")
    assert headings.all_inner_texts() == ["Chờ chính quý vị, gấp nhất trước"]
    # What only she can do comes before what every approver can.
    assert page.locator(".panels a:visible").first.inner_text() == "Việc 8"
    assert page.evaluate("document.documentElement.scrollHeight") < 1500
    assert faults(page) == []
    page.get_by_text("Bài chờ duyệt, chờ xác nhận").click()
    expect(page.get_by_role("heading", name="Đã thông qua, chờ đăng")).to_be_visible()
    page.set_viewport_size({"width": DESKTOP, "height": VIEW})
    expect(page.get_by_role("heading", name="Thông báo mới")).to_be_visible()
    page.set_viewport_size({"width": PHONE, "height": VIEW})
    page.goto(change(Article.objects.get(title="Việc 8")))
    page.get_by_text("Cho ý kiến…").click()
    page.get_by_label("Ý kiến của trưởng ban").fill("Đăng được.")
    press(page, "Cho ý kiến", then="Đã gửi ý kiến")
    page.get_by_text("Mục lục", exact=True).click()
    out = page.get_by_role("button", name="Đăng xuất").locator("visible=true")
    box = out.bounding_box()
    assert box["y"] > 0 and box["y"] + box["height"] < VIEW
    out.click()
    expect(page.get_by_role("button", name="Đăng xuất").locator("visible=true")).to_have_count(0)


def test_kept_text_stands_on_the_dashboard_and_is_asked_about_once(
    portal: Portal, cast: Cast
) -> None:
    page = portal.visit(cast.contributor, width=PHONE)
    page.goto(ADD)
    expect(text_area(page)).to_be_visible()
    page.get_by_label("Tiêu đề").fill("Chưa lưu lần nào")
    expect(page.get_by_text("Đã giữ bản viết dở lúc")).to_be_visible()
    page.goto("/quan-tri/")
    expect(page.get_by_text(re.compile(r"Còn chữ viết dở lúc \d\d:\d\d"))).to_be_visible()
    # Opened by itself: the fields are locked, and say why.
    page.goto(ADD)
    expect(text_area(page)).to_be_visible()
    expect(page.locator(".autosaved-draft:visible")).to_have_count(1)
    page.get_by_label("Sapo").click()
    expect(page.get_by_text("Ô này đang khóa vì còn chữ viết dở")).to_be_visible()
    assert faults(page) == []
    page.goto("/quan-tri/")
    page.get_by_role("link", name="Chưa lưu lần nào").click()
    expect(page.get_by_label("Tiêu đề")).to_have_value("Chưa lưu lần nào")
    expect(page.locator(".autosaved-draft[data-undecided]:visible")).to_have_count(0)


def test_a_check_leads_to_the_small_form_of_its_picture(
    portal: Portal, cast: Cast, draft: Article
) -> None:
    source = '<img src="/tep/{}.webp" alt="{}" width="60" height="40">'
    Article.objects.filter(pk=draft.pk).update(
        body=f"<p>Chữ.</p><p>{source.format('a' * 32, 'Bờ sông')}</p>"
        f"<p>{source.format('b' * 32, '')}</p>"
    )
    page = portal.visit(cast.contributor)
    page.goto(change(draft))
    expect(text_area(page)).to_be_visible()
    page.locator("#lint a", has_text="Ảnh thứ 2 trong bài chưa có lời mô tả").click()
    dialog = page.locator(".cke_dialog:visible")
    expect(dialog).to_be_visible()
    assert "b" * 32 in "".join(
        box.input_value() for box in dialog.locator("input[type=text]:visible").all()
    )


def test_errors_on_top_lead_into_the_fields(portal: Portal, cast: Cast) -> None:
    page = portal.visit(cast.contributor, width=PHONE)
    page.goto(ADD)
    expect(text_area(page)).to_be_visible()
    press(page, "Lưu")
    found = page.locator("[data-error-list] a")
    expect(found.first).to_be_visible()
    assert faults(page) == []
    found.first.click()
    target = found.first.get_attribute("href")[1:]
    assert page.evaluate("document.activeElement.id") == target


def test_publishing_over_somebody_who_types_asks_first(
    portal: Portal, cast: Cast, in_review: Article
) -> None:
    transition(in_review, "take", cast.editor)
    page = portal.visit(cast.approver, width=PHONE)
    page.goto(transition_page(in_review, "publish"))
    presence.record_presence(cast.editor, in_review, is_editing=True, now=timezone.now())
    press(page, "Đăng bài", then="Đang có người gõ vào tin bài này")
    assert faults(page) == []
    in_review.refresh_from_db()
    assert in_review.state == "in_review"
    press(page, "Đăng bài", then="Đã cho đăng.")
