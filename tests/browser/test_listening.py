"""Residents listen again: the week, a bulletin, an article with its recording; without script."""

from __future__ import annotations

from datetime import time, timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from broadcasts.models import Bulletin
from broadcasts.states import BulletinState, MissReason, SourceState
from news.models import Article
from organization.models import Ward
from tests.browser.conftest import DESKTOP, NARROWEST, PHONE, Portal
from tests.news.public.test_views import publish
from tests.support.accessibility import faults
from tests.support.aired import make_bulletin, make_item, record
from tests.support.broadcasts import make_slot
from tests.support.cast import Cast

pytestmark = pytest.mark.browser

LOOKS = ((DESKTOP, "light", 100), (PHONE, "dark", 100), (NARROWEST, "light", 200))
USUAL_TEXT = 106.25  # percent, static/shared/tokens.css


@pytest.fixture
def article(cast: Cast) -> Article:
    Ward.objects.create(pk=1, name="Phường Bến Sen", agency_name="Ủy ban nhân dân phường Bến Sen")
    return publish(cast, "Tổ dân phố ra quân dọn vệ sinh bờ sông", is_for_loudspeaker=True)


@pytest.fixture
def bulletin(cast: Cast, article: Article, file_root: Path) -> Bulletin:
    """A morning with everything there can be, the day before and an afternoon without."""
    today = timezone.localdate()
    morning = make_slot(weekdays="1234567")
    afternoon = make_slot("Chiều", time(17, 0), weekdays="1234567")
    items = [
        record(make_item(article)),
        make_item(
            title="Thông báo lịch cắt điện " * 6,
            written="Từ 7 giờ đến 11 giờ.\n" + "Mời bà con theo dõi. " * 30,
            author="Điện lực",
        ),
        record(make_item(title="Lời nhắn"), is_synthetic=True, listened_by=cast.announcer),
    ]
    items[1].source_state = SourceState.CORRECTED
    items[1].save()
    yesterday = today - timedelta(days=1)
    missed = {"state": BulletinState.MISSED, "missed_reason": MissReason.POWER}
    make_bulletin(slot=afternoon, day=yesterday, **missed)
    make_bulletin([make_item(title="Đọc trực tiếp")], slot=morning, day=yesterday)
    make_bulletin([make_item(title="Báo lũ")], slot=None, at=time(3, 15), day=today)
    return make_bulletin(items, slot=morning, day=today, with_audio=True)


def test_residents_listen_again(portal: Portal, article: Article, bulletin: Bulletin) -> None:
    page = portal.visit(width=PHONE, java_script_enabled=False)
    page.goto("/phat-thanh/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Truyền thanh")
    page.get_by_role("link", name="Bản tin buổi sáng").last.click()
    expect(page.locator("audio")).to_have_count(1)
    expect(page.get_by_role("link", name="Nghe từ")).to_have_count(3)
    page.get_by_role("link", name="Xem trên cổng thông tin").click()
    expect(page.get_by_role("heading", name="Nghe bài viết")).to_be_visible()
    expect(page.locator("audio")).to_have_attribute("preload", "none")
    # Nothing of a sound is fetched before somebody plays it.
    assert not [url for url in portal.asked_for if url.endswith(".mp3")]
    assert portal.complaints == []


def test_paper_has_nothing_to_press(portal: Portal, article: Article, bulletin: Bulletin) -> None:
    page = portal.visit()
    page.emulate_media(media="print")
    page.goto(f"/phat-thanh/{bulletin.pk}/")
    expect(page.get_by_role("heading", name="Lời nhắn")).to_be_visible()
    expect(page.locator("audio")).to_be_hidden()
    expect(page.get_by_role("heading", name="Nghe lại")).to_be_hidden()
    expect(page.get_by_text("Nghe từ").first).to_be_hidden()
    page.goto("/phat-thanh/")
    expect(page.locator("audio").first).to_be_hidden()
    # A day may go on on the next page: kept together it would leave a gap.
    day = page.locator(".week-day").first
    assert day.evaluate("one => getComputedStyle(one).breakInside") == "auto"
    for address in ("/phat-thanh/", "/lich-cong-tac/"):
        page.goto(f"{address}?tuan=2026-W02")
        expect(page.get_by_text("Xem tuần này")).to_be_hidden()
        expect(page.locator(".week-now-part")).to_have_count(1)


def test_the_pages_are_sound(portal: Portal, article: Article, bulletin: Bulletin) -> None:
    page = portal.visit()
    addresses = ("/phat-thanh/", bulletin.get_absolute_url(), article.get_absolute_url())
    for address in addresses:
        page.goto(address)
        for width, scheme, percent in LOOKS:
            page.set_viewport_size({"width": width, "height": 800})
            page.emulate_media(color_scheme=scheme)
            size = f"{USUAL_TEXT * percent / 100}%"
            page.evaluate(f"document.documentElement.style.fontSize = '{size}'")
            assert faults(page) == [], (address, width, scheme, percent)
    assert portal.complaints == []


def test_a_player_finds_its_place(portal: Portal, bulletin: Bulletin) -> None:
    """The sound plays under the policy of the page, from the second a link names."""
    page = portal.visit()
    page.goto(bulletin.get_absolute_url())
    if not page.evaluate("document.createElement('audio').canPlayType('audio/mpeg')"):
        pytest.skip("this Chromium plays no MP3")
    ready = """(start) => new Promise((resolve, reject) => {
        const audio = document.querySelector("audio");
        audio.onerror = () => reject(audio.error.message);
        audio.onseeked = () => resolve([audio.duration, audio.currentTime]);
        audio.preload = "auto";
        audio.src += `#t=${start}`;
    })"""
    start = bulletin.audio_parts[2]["start"]
    duration, place = page.evaluate(ready, start)
    assert duration == pytest.approx(bulletin.audio_seconds, abs=0.1)
    assert place == pytest.approx(start, abs=0.1)
    page.goto(bulletin.get_absolute_url())
    page.get_by_role("link", name="Nghe từ").last.click()
    page.wait_for_function(
        "(start) => document.querySelector('audio').currentTime >= start", arg=start - 1
    )
    assert page.url == portal.address + bulletin.get_absolute_url()
