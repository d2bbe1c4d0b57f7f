"""The loudspeakers from a published article to what was heard, with a microphone that beeps."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import feedparser
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from broadcasts.bulletins.following import follow_sources
from broadcasts.bulletins.proposals import propose
from broadcasts.bulletins.statistics import plays, sessions
from broadcasts.logbook.silence import alarm_silence
from broadcasts.models import AirItem, AirLog, Bulletin
from broadcasts.recording.services import request_join
from news.editorial.forms.correction import correction_data
from organization.models import Notice
from tests.broadcasts.recording.make import recorded
from tests.browser.conftest import PHONE, Portal
from tests.browser.test_playout import begin, open_page
from tests.browser.test_recorder import elapsed, press
from tests.support.broadcasts import approve, make_bulletin, make_item, make_slot, publish
from tests.support.cast import Cast
from tests.support.factories import make_draft, transition
from tests.support.jobs import run_jobs
from tests.support.processes import eventually

pytestmark = pytest.mark.browser
TITLE = "Ra quân dọn vệ sinh bờ sông"
LONG = "<p>Bà con chú ý giữ gìn vệ sinh chung trong khu dân cư của mình nhé.</p>" * 20


def episodes() -> list[Any]:
    """Return the episodes of the podcast."""
    return feedparser.parse(Client().get("/phat-thanh/podcast.xml").content).entries


def move(bulletin: Bulletin, begins: datetime) -> None:
    """Plan the bulletin for another time, which may lie on another day than it has."""
    day = timezone.localdate(begins)
    Bulletin.objects.filter(pk=bulletin.pk).update(starts_at=begins, day=day)
    bulletin.refresh_from_db()


def told(words: str) -> set[str]:
    rows = Notice.objects.filter(text__contains=words)
    return set(rows.values_list("person__username", flat=True))


def test_from_the_published_article_to_what_was_heard(portal: Portal, cast: Cast) -> None:
    article = make_draft(cast.contributor, title=TITLE, body=LONG, is_for_loudspeaker=True)
    publish(article, cast)
    today = timezone.localdate()
    slot = make_slot(minutes=1, weekdays="1234567", valid_from=today)
    bulletin = propose(today, slot, now=timezone.now())
    assert bulletin is not None
    item = AirItem.objects.get(source_key=f"article:{article.pk}")
    for place in bulletin.places.exclude(item=item).select_related("item"):
        recorded(place.item, cast.announcer)

    # The announcer finds it, sees that it is too long, records what is missing, hands it in.
    page = portal.visit(cast.announcer, width=PHONE)
    page.goto("/quan-tri/")
    move(bulletin, timezone.now() + timedelta(hours=1))
    page.reload()
    expect(page.get_by_text("đang soạn; 1 mục chưa ghi âm")).to_be_visible()
    page.get_by_role("link", name=str(bulletin)).click()
    expect(page.get_by_text("trên 1 phút: quá")).to_be_visible()
    page.locator(f"a[href*='/muc/{item.pk}/ghi-am/']").click()
    press(page, "Ghi âm")
    elapsed(page, 2)
    press(page, "Dừng")
    press(page, "Dùng bản này")
    expect(page.get_by_text("Máy chủ đang xử lý bản ghi")).to_be_visible()
    run_jobs()
    expect(page.get_by_text(f"{cast.announcer.full_name} đọc, dài")).to_be_visible()
    page.get_by_role("link", name="Mục sau").click()
    page.get_by_role("link", name="Về bản tin").click()
    page.get_by_role("button", name="Trình duyệt").click()
    expect(page.get_by_text("Đã trình duyệt bản tin.")).to_be_visible()

    # Another reads the words where they stand, and approves.
    page = portal.visit(cast.approver)
    page.goto(bulletin.address)
    page.locator("summary", has_text="Lời đọc, nghe").filter(has_text=TITLE).click()
    expect(page.get_by_text("Sáng thứ Bảy, bà con cùng dọn bờ sông.")).to_be_visible()
    page.get_by_role("button", name="Duyệt phát").click()
    expect(page.get_by_text("Đã duyệt bản tin.")).to_be_visible()
    run_jobs()

    # Its minute comes: the page of the station plays it and logs it.
    begins = timezone.now() + timedelta(seconds=8)
    move(bulletin, begins)
    station, _ = open_page(portal, cast)
    begin(station)
    expect(station.get_by_text(f"Đang phát: {bulletin}")).to_be_visible()
    assert timezone.now() >= begins
    eventually(AirLog.objects.exists)
    log = AirLog.objects.get()
    assert (log.source, log.bulletin_id, log.interruptions) == ("playout", bulletin.pk, 0)
    assert bulletin.places.filter(item=item, is_aired=True).exists()
    [episode] = episodes()
    assert TITLE in episode.description and episode.enclosures

    # Repeated in a bulletin ahead; the source is corrected, then taken back.
    ahead = make_bulletin(item, actor=cast.announcer, at=timezone.now() + timedelta(hours=2))
    approve(ahead, cast)
    article.refresh_from_db()
    changed = correction_data(
        article, is_public="0", accepts_small="on", lead="Chiều Chủ nhật, bà con cùng dọn."
    )
    transition(article, "correct", cast.other_editor, note="Sửa giờ", **changed)
    follow_sources(timezone.now())
    page.goto(ahead.address)
    page.get_by_role("link", name="xem phần khác nhau").click()
    expect(page.locator("#nguon ins").first).to_be_visible()
    transition(article, "withdraw", cast.approver, note="Sai", public_as="gone")
    assert [TITLE in one.description for one in episodes()] in ([], [False])
    follow_sources(timezone.now())
    assert {cast.announcer.username, cast.approver.username} <= told("bản đăng đã gỡ")
    page.goto(ahead.address)
    expect(page.get_by_text("Bản đăng đã gỡ: mục này không được phát.")).to_be_visible()
    bulletin.refresh_from_db()
    request_join(bulletin)
    run_jobs()
    assert episodes() == [], "opening and closing alone are no episode"
    bulletin.refresh_from_db()
    assert item.pk not in [part["item"] for part in bulletin.audio_parts]

    # A slot that nobody aired: the alarm, the reason, the statistics.
    over = timezone.now() - timedelta(hours=1)
    silent = make_bulletin(make_item("Lịch tiêm chủng"), actor=cast.announcer, at=over)
    approve(silent, cast)
    alarm_silence(timezone.now())
    assert told("quá giờ mà chưa có nhật ký") == {cast.announcer.username}
    page = portal.visit(cast.announcer)
    page.goto("/quan-tri/")
    expect(page.get_by_role("heading", name="Buổi phát chưa ghi nhật ký")).to_be_visible()
    page.goto(reverse("admin:broadcasts_bulletin_transition", args=[silent.pk, "miss"]))
    page.get_by_label("Vì sao không phát").select_option(label="Mất điện")
    page.get_by_role("button", name="Không phát").click()
    page.goto("/quan-tri/")
    expect(page.get_by_role("heading", name="Buổi phát chưa ghi nhật ký")).to_be_hidden()
    window = (silent.day, ahead.day)
    states = sessions(*window).order_by("state").values_list("state", "missed_reason")
    assert list(states) == [("aired", ""), ("approved", ""), ("missed", "power")]
    assert list(plays(*window).values_list("item__kind", flat=True)) == ["brief"]
    assert portal.complaints == []
