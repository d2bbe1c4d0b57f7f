"""The play-out page beside the amplifier: plays at its minute through a broken connection, by the
server's clock, and logs what it played.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from broadcasts.emergency.services import start_emergency
from broadcasts.models import AirItem, AirLog, Bulletin, PlayoutLink, PlayoutReport
from broadcasts.playout.links import create_link, revoke_link
from tests.browser.conftest import PHONE, Portal
from tests.support.accessibility import faults_at
from tests.support.air_sessions import give_audio, make_bulletin, make_slot, step
from tests.support.cast import Cast
from tests.support.factories import CategoryFactory
from tests.support.processes import eventually

pytestmark = pytest.mark.browser
WRONG_CLOCK = "const now = Date.now; Date.now = () => now() + 600_000;"


def in_seconds(cast: Cast, seconds: float, *, length: float = 3) -> Bulletin:
    """An approved bulletin with its sound, whose minute is so many seconds ahead."""
    begins = timezone.now() + timedelta(seconds=seconds)
    slot = make_slot(f"Lúc {begins:%H:%M:%S}")
    day = timezone.localdate(begins)
    made = make_bulletin(cast, day, slot, state="approved", starts_at=begins)
    return give_audio(made, seconds=length)


def open_page(portal: Portal, cast: Cast, *, script: str = "", token: str = "") -> tuple[Page, str]:
    token = token or create_link("Trạm 1", actor=cast.announcer, now=timezone.now())[1]
    page = portal.visit(width=PHONE)
    if script:
        page.add_init_script(script)
    page.goto(reverse("playout", args=[token]))
    return page, token


def begin(page: Page) -> None:
    page.get_by_role("button", name="Bắt đầu").click()


def test_it_plays_at_its_minute_without_a_connection_and_logs_it(
    cast: Cast, portal: Portal
) -> None:
    bulletin = in_seconds(cast, 12)
    page, _ = open_page(portal, cast, script=WRONG_CLOCK)
    expect(page.get_by_text("Chưa bật: bấm “Bắt đầu”")).to_be_visible()
    begin(page)
    expect(page.get_by_text("Sẵn sàng")).to_be_visible()
    expect(page.get_by_text("Đồng hồ của máy này nhanh 10 phút.")).to_be_visible()
    expect(page.get_by_text(f"Tiếp theo: {bulletin}, phát lúc")).to_be_visible()
    page.context.set_offline(True)
    expect(page.get_by_text(f"Đang phát: {bulletin}")).to_be_visible()
    late = (timezone.now() - bulletin.starts_at).total_seconds()
    assert 0 <= late < 2
    expect(page.get_by_text(f"Đang phát: {bulletin}")).to_be_hidden()
    assert not PlayoutReport.objects.exists()
    page.context.set_offline(False)
    eventually(AirLog.objects.exists)
    log = AirLog.objects.get()
    assert log.source == "playout"
    assert 0 <= (log.started_at - bulletin.starts_at).total_seconds() < 2
    assert 2 <= (log.ended_at - log.started_at).total_seconds() < 5
    assert log.interruptions == 0
    bulletin.refresh_from_db()
    assert bulletin.state == "aired"
    assert [one for one in portal.complaints if "ERR_INTERNET_DISCONNECTED" not in one] == []


def test_the_second_page_is_silent_until_it_takes_over(cast: Cast, portal: Portal) -> None:
    first, token = open_page(portal, cast)
    begin(first)
    expect(first.get_by_text("Chưa có bản tin nào trong 48 giờ tới.")).to_be_visible()
    eventually(lambda: PlayoutLink.objects.get().active_page)
    second, _ = open_page(portal, cast, token=token)
    begin(second)
    other = "Một trang khác đang phát cho trạm này. Trang này im lặng."
    expect(second.get_by_text(other)).to_be_visible()
    second.get_by_role("button", name="Phát ở trang này").click()
    expect(second.get_by_text(other)).to_be_hidden()
    expect(first.get_by_text(other)).to_be_visible()
    revoke_link(PlayoutLink.objects.get(), now=timezone.now())
    expect(second.get_by_text("Địa chỉ trang phát này đã bị thu hồi.")).to_be_visible()


def test_it_says_what_is_wrong_in_big_type(cast: Cast, portal: Portal) -> None:
    bulletin = in_seconds(cast, 600)
    page, _ = open_page(portal, cast)
    begin(page)
    expect(page.get_by_text("Sẵn sàng")).to_be_visible()
    AirItem.objects.filter(title="Ra quân vệ sinh").update(source_state="withdrawn")
    expect(page.get_by_text("Bản tin vừa đổi: âm thanh đang được ghép lại.")).to_be_visible()
    AirItem.objects.update(source_state="current")
    expect(page.get_by_text("Sẵn sàng")).to_be_visible()
    step(bulletin, "reopen", cast.announcer)
    expect(page.get_by_text("Bản tin chưa được duyệt.")).to_be_visible()
    assert faults_at(page, PHONE, 1366) == []
    assert portal.complaints == []


def test_what_is_stopped_while_it_plays_falls_silent(cast: Cast, portal: Portal) -> None:
    bulletin = in_seconds(cast, 5, length=60)
    page, _ = open_page(portal, cast)
    begin(page)
    expect(page.get_by_text(f"Đang phát: {bulletin}")).to_be_visible()
    eventually(PlayoutReport.objects.exists)
    step(bulletin, "break_off", cast.announcer, note="Nhầm bản tin")
    expect(page.get_by_text("Đã dừng: bản tin này được lệnh dừng.")).to_be_visible()
    expect(page.get_by_text("Đang phát")).to_be_hidden()


def test_an_item_withdrawn_while_it_plays_is_left_out_and_the_rest_goes_on(
    cast: Cast, portal: Portal
) -> None:
    bulletin = in_seconds(cast, 6, length=60)
    first = bulletin.audio_parts[0]["item"]
    page, _ = open_page(portal, cast)
    begin(page)
    expect(page.get_by_text(f"Đang phát: {bulletin}")).to_be_visible()
    AirItem.objects.filter(title="Ra quân vệ sinh").update(source_state="withdrawn")
    stopped = "Bản tin vừa đổi hoặc có mục vừa bị gỡ: đã dừng, đang tải âm thanh mới."
    expect(page.get_by_text(stopped)).to_be_visible()
    begun = PlayoutReport.objects.get()
    assert begun.ended_at is None
    # Joined anew, without the item and shorter.
    parts = [part for part in bulletin.audio_parts if part["title"] != "Ra quân vệ sinh"]
    assert [part["item"] for part in parts] == [first, parts[1]["item"]]
    parts[1]["start"] = 1
    anew = give_audio(bulletin, seconds=8)
    Bulletin.objects.filter(pk=anew.pk).update(audio_parts=parts)
    expect(page.get_by_text(f"Đang phát: {bulletin}")).to_be_visible()
    expect(page.get_by_text(stopped)).to_be_hidden()
    eventually(AirLog.objects.exists)
    log = AirLog.objects.get()
    assert log.started_at == begun.started_at
    assert log.interruptions >= 1
    aired = bulletin.places.filter(is_aired=True).values_list("item__title", flat=True)
    assert "Ra quân vệ sinh" not in set(aired)


def test_an_emergency_cuts_what_is_on_air_once_its_sound_is_there(
    cast: Cast, portal: Portal
) -> None:
    bulletin = in_seconds(cast, 5, length=60)
    page, _ = open_page(portal, cast)
    begin(page)
    expect(page.get_by_text(f"Đang phát: {bulletin}")).to_be_visible()
    data = {
        "title": "Vỡ ống nước",
        "text": "Bà con đi đường vòng.",
        "category": CategoryFactory(is_for_notices=True),
        "ends_at": timezone.now() + timedelta(hours=2),
        "reason": "Nước tràn",
    }
    emergency = start_emergency(data, actor=cast.leader, now=timezone.now()).bulletin
    expect(page.get_by_text("Có bản tin khẩn cấp: có âm thanh là cắt ngang")).to_be_visible()
    expect(page.get_by_text(f"Đang phát: {bulletin}")).to_be_visible()
    give_audio(emergency, seconds=4)
    expect(page.get_by_text(f"Đang phát: {emergency}")).to_be_visible(timeout=20_000)
    eventually(AirLog.objects.filter(bulletin=emergency).exists)
    log = AirLog.objects.get(bulletin=bulletin)
    assert log.incidents.endswith("nhường bản tin khẩn cấp")
    assert (log.ended_at - log.started_at).total_seconds() < 30
    assert AirLog.objects.get(bulletin=emergency).interruptions == 0
    expect(page.get_by_text("Đang phát")).to_be_hidden()
    assert portal.complaints == []


def test_an_emergency_without_sound_is_named_with_the_text_to_read(
    cast: Cast, portal: Portal
) -> None:
    page, _ = open_page(portal, cast)
    begin(page)
    data = {
        "title": "Vỡ ống nước",
        "text": "Bà con đi đường vòng.",
        "category": CategoryFactory(is_for_notices=True),
        "ends_at": timezone.now() + timedelta(hours=2),
        "reason": "Nước tràn",
    }
    emergency = start_emergency(data, actor=cast.leader, now=timezone.now()).bulletin
    expect(page.get_by_text("BẢN TIN KHẨN CẤP chưa có âm thanh")).to_be_visible(timeout=20_000)
    expect(page.locator("[data-aloud]")).to_contain_text("Bà con đi đường vòng.")
    give_audio(emergency, seconds=4)
    expect(page.get_by_text(f"Đang phát: {emergency}")).to_be_visible(timeout=20_000)
    expect(page.locator("[data-aloud]")).to_be_hidden()
    assert portal.complaints == []
