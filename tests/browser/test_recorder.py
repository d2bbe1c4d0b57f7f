"""The recorder of an item and the prompter, with a microphone that beeps."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from broadcasts.models import AirItem, RecordingTake
from tests.broadcasts.recording.make import make_bulletin, make_item, recorded
from tests.browser.conftest import NARROWEST, PHONE, Portal
from tests.support.accessibility import faults_at
from tests.support.cast import Cast
from tests.support.jobs import run_jobs

pytestmark = pytest.mark.browser
UNSENT = "Bản ghi này chưa gửi được"


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def elapsed(page: Page, least: int) -> None:
    """Wait until so many seconds were recorded."""
    page.wait_for_function(
        "least => Number(document.querySelector('[data-elapsed]').textContent.split(':')[1])"
        " >= least",
        arg=least,
    )


def test_an_item_is_recorded_over_a_line_that_breaks(portal: Portal, cast: Cast) -> None:
    item, following = make_item("Phun thuốc muỗi"), make_item("Họp tổ dân phố")
    bulletin = make_bulletin(item, following)
    address = f"/quan-tri/phat-thanh/muc/{item.pk}/ghi-am/?ban-tin={bulletin.pk}"
    page = portal.visit(cast.announcer, width=PHONE)
    page.goto(address)
    press(page, "Ghi âm")
    expect(page.locator("[data-count]")).to_have_text("3")
    expect(page.get_by_text("Đang ghi âm.")).to_be_visible()
    page.wait_for_function("() => document.querySelector('[data-level]').value > 0.1")
    elapsed(page, 1)
    press(page, "Tạm dừng")
    expect(page.get_by_text("Đang tạm dừng.")).to_be_visible()
    press(page, "Ghi tiếp")
    elapsed(page, 2)
    press(page, "Dừng")
    expect(page.get_by_text("Xin nghe lại, rồi bấm")).to_be_visible()
    page.wait_for_function("() => document.querySelector('[data-listen]').readyState > 0")

    page.context.set_offline(True)
    press(page, "Dùng bản này")
    expect(page.get_by_text("Chưa gửi được vì mất kết nối.")).to_be_visible()
    page.context.set_offline(False)
    expect(page.get_by_text("Máy chủ đang xử lý bản ghi")).to_be_visible()
    run_jobs()
    expect(page.get_by_text(f"{cast.announcer.full_name} đọc, dài")).to_be_visible()
    item.refresh_from_db()
    assert item.is_recording_current and 1.5 < (item.recording_seconds or 0) < 4
    expect(page.get_by_text(UNSENT)).to_be_hidden()
    assert page.evaluate("document.querySelector('audio[src^=\"/tep/\"]').error") is None
    page.get_by_role("link", name="Mục sau").click()
    expect(page.get_by_role("heading", name="Họp tổ dân phố")).to_be_visible()
    assert faults_at(page, NARROWEST, PHONE) == []
    assert portal.complaints == []


def test_what_was_not_sent_is_offered_after_a_crash_and_a_lost_session(
    portal: Portal, cast: Cast
) -> None:
    item, other = make_item("Một"), make_item("Hai")
    address = f"/quan-tri/phat-thanh/muc/{item.pk}/ghi-am/"
    page = portal.visit(cast.announcer)
    page.goto(address)
    press(page, "Ghi âm")
    expect(page.get_by_text("Đang ghi âm.")).to_be_visible()
    elapsed(page, 2)
    # The tab goes in the middle of a recording: what was recorded until then is there.
    crashed, page = page, page.context.new_page()
    crashed.close(run_before_unload=False)
    page.goto(f"/quan-tri/phat-thanh/muc/{other.pk}/ghi-am/")
    page.get_by_role("link", name="Một").click()
    expect(page.get_by_text(UNSENT)).to_be_visible()
    cookies = page.context.cookies()
    page.context.clear_cookies()
    press(page, "Dùng bản này")
    expect(page.get_by_text("Phiên làm việc đã hết.")).to_be_visible()
    page.context.add_cookies(cookies)  # logged in again in another tab
    press(page, "Dùng bản này")
    expect(page.get_by_text("Máy chủ đang xử lý bản ghi")).to_be_visible()
    run_jobs()
    take = RecordingTake.objects.get()
    assert (take.refusal, take.recorded_by) == ("", cast.announcer)
    assert AirItem.objects.get(pk=item.pk).is_recording_current
    expect(page.get_by_text("Máy chủ đang xử lý bản ghi")).to_be_hidden()  # it loads itself anew
    expect(page.get_by_text(UNSENT)).to_be_hidden()


def test_a_slip_of_a_take_is_asked_about_before_it_replaces_a_good_one(
    portal: Portal, cast: Cast
) -> None:
    item = recorded(make_item(reading="Mời bà con dự họp. " * 20), cast.announcer)
    page = portal.visit(cast.announcer)
    page.goto(f"/quan-tri/phat-thanh/muc/{item.pk}/ghi-am/")
    press(page, "Ghi âm")
    elapsed(page, 1)
    press(page, "Dừng")
    expect(page.get_by_text("Xin nghe lại, rồi bấm")).to_be_visible()
    press(page, "Dùng bản này")
    expect(page.get_by_text("dùng thì bản ghi đang có bị thay")).to_be_visible()
    assert not RecordingTake.objects.exists()
    press(page, "Dùng bản này")
    expect(page.get_by_text("Máy chủ đang xử lý bản ghi")).to_be_visible()
    assert RecordingTake.objects.count() == 1
    assert portal.complaints == []


def test_the_prompter_runs_and_keeps_its_place(portal: Portal, cast: Cast) -> None:
    bulletin = make_bulletin(make_item(reading="Mời bà con dự họp. " * 200))
    page = portal.visit(cast.announcer, width=PHONE)
    page.goto(f"/quan-tri/phat-thanh/{bulletin.pk}/kich-ban/nhac-chu/")
    place = "document.querySelector('[data-text]').scrollTop"
    assert page.evaluate(place) == 0
    page.keyboard.press("ArrowUp")
    expect(page.get_by_text("105%")).to_be_visible()
    page.keyboard.press("Space")
    page.wait_for_function(f"() => {place} > 30")
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Chạy")).to_be_visible()
    press(page, "Đảo màu")
    black = "rgb(0, 0, 0)"
    expect(page.locator("[data-prompter]")).to_have_css("background-color", black)
    stopped = page.evaluate(place)
    page.reload()
    page.wait_for_function(f"() => Math.abs({place} - {stopped}) < 5")
    expect(page.locator("[data-prompter]")).to_have_css("background-color", black)
    press(page, "Về đầu")
    assert page.evaluate(place) == 0
    assert faults_at(page, NARROWEST, PHONE) == []
    assert portal.complaints == []
