"""An aired bulletin: its items, its audio, and what is left when a source is taken back."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import extruct
import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from broadcasts.logbook.book import log_book
from broadcasts.models import AirItem, Bulletin, BulletinItem, Slot
from broadcasts.public.listening import aired_bulletins
from broadcasts.sources.items import store_item
from broadcasts.states import BulletinState, ItemKind, SourceState
from broadcasts.urls import urlpatterns
from core.broadcast_sources import BroadcastSource, broadcast_sources
from documents.models import PublicDocument
from documents.states import DocumentState
from news.models import Article
from tests.news.public.test_views import publish, withdraw
from tests.support import broadcasts as flow
from tests.support.aired import DAY, joined, make_bulletin, make_item, record
from tests.support.cast import Cast
from tests.support.documents import make_document

SITE = "http://127.0.0.1:8000"


def main_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return re.search("<main.*</main>", answer.content.decode(), re.DOTALL)[0]


def test_one_read_live_has_its_text_alone(client: Client, morning: Slot) -> None:
    item = make_item(title="Dọn <sông>", written="Ngày 15/11.\nMời bà con.", author="Tổ 5")
    bulletin = make_bulletin([item], slot=morning)
    html = main_of(client, f"/phat-thanh/{bulletin.pk}/")
    assert "<h1>Bản tin buổi sáng ngày 24/11/2026</h1>" in html
    assert '<time datetime="2026-11-24T06:30:00+0700">24/11/2026 | 06:30</time>' in html
    assert "<h3>Dọn &lt;sông&gt;</h3>" in html and "Tin, Tổ 5</p>" in html
    assert "<p>Ngày 15/11.</p><p>Mời bà con.</p>" in html
    assert "mười lăm tháng" not in html
    assert "Bản tin này không có bản ghi âm." in html
    assert "<audio" not in html and "Nghe từ" not in html


def test_chapters_lead_into_the_audio_and_to_the_sources(
    client: Client, cast: Cast, morning: Slot
) -> None:
    article = publish(cast, "Dọn bờ sông", is_for_loudspeaker=True)
    alone = publish(cast, "Chỉ phát loa", is_for_loudspeaker=True, is_for_portal=False)
    document = make_document(cast.clerk, subject="Về trật tự hè phố")
    PublicDocument.objects.update(state=DocumentState.PUBLISHED, published_at=timezone.now())
    opening = make_item(kind=ItemKind.OPENING, title="Lời mở đầu", source_key="station:opening")
    items = [
        opening,
        make_item(article),
        make_item(alone),
        make_item(title="Quyết định", source_key=f"document:{document.pk}"),
        record(make_item(title="Lời nhắn"), is_synthetic=True, listened_by=cast.announcer),
    ]
    bulletin = make_bulletin(items, slot=morning, with_audio=True)
    _, starts, seconds = joined(tuple(item.title for item in items))
    assert 11 < seconds < 20 and len(starts) == 5
    html = main_of(client, f"/phat-thanh/{bulletin.pk}/")
    audio = f"/phat-thanh/{bulletin.pk}/ban-tin.mp3"
    assert f'<audio class="audio" controls preload="none" src="{audio}"' in html
    assert re.findall(r'ban-tin\.mp3#t=([\d.]+)"', html) == [f"{at:.1f}" for at in starts[1:]]
    assert re.findall("<h3>(.*?)</h3>", html) == [item.title for item in items[1:]]
    pages = re.findall('href="([^"]+)">Xem trên cổng', html)
    assert pages == [article.get_absolute_url(), document.get_absolute_url()]
    assert html.count("<strong>giọng máy</strong>") == 2
    assert "Độ dài" in html and "download>Tải về (MP3, " in html
    chapters = client.get(f"/phat-thanh/{bulletin.pk}/muc-luc.json")
    assert chapters["Content-Type"] == "application/json+chapters"
    assert chapters["Access-Control-Allow-Origin"] == "*"
    found = json.loads(chapters.content)
    assert found["version"] == "1.2.0"
    assert [one["title"] for one in found["chapters"]] == [item.title for item in items]
    assert [one["startTime"] for one in found["chapters"]] == [round(at, 2) for at in starts]
    assert [one.get("url") for one in found["chapters"]] == [
        None,
        SITE + article.get_absolute_url(),
        None,
        SITE + document.get_absolute_url(),
        None,
    ]


def test_machines_read_an_episode(client: Client, morning: Slot) -> None:
    item = make_item()
    bulletin = make_bulletin([item], slot=morning, with_audio=True)
    page = client.get(f"/phat-thanh/{bulletin.pk}/").content.decode()
    [graph] = extruct.extract(page, syntaxes=["json-ld"])["json-ld"]
    [episode] = [node for node in graph["@graph"] if node["@type"] == "PodcastEpisode"]
    assert episode["name"] == "Bản tin buổi sáng ngày 24/11/2026"
    assert episode["datePublished"] == "2026-11-24T06:30:00+07:00"
    assert episode["associatedMedia"] == {
        "@type": "AudioObject",
        "contentUrl": f"{SITE}/phat-thanh/{bulletin.pk}/ban-tin.mp3",
        "encodingFormat": "audio/mpeg",
        "contentSize": str(bulletin.audio.size),
        "duration": f"PT{round(bulletin.audio_seconds)}S",
    }
    silent = make_bulletin([item], slot=None)
    assert "associatedMedia" not in client.get(f"/phat-thanh/{silent.pk}/").content.decode()


@pytest.mark.parametrize("state", [one for one in BulletinState if one != BulletinState.AIRED])
def test_what_was_not_aired_is_not_there(client: Client, morning: Slot, state: str) -> None:
    bulletin = make_bulletin([make_item()], slot=morning, state=state, with_audio=True)
    for rest in ("", "ban-tin.mp3", "muc-luc.json"):
        assert client.get(f"/phat-thanh/{bulletin.pk}/{rest}").status_code == 404, rest
    assert "<url>" not in client.get("/sitemap-phat-thanh.xml").content.decode()


def test_what_was_left_out_on_the_day(client: Client, morning: Slot) -> None:
    """It stands only with a recording in which it is heard."""
    items = [make_item(title="Có phát"), make_item(title="Mất điện giữa chừng")]
    bulletin = make_bulletin(items, slot=morning)
    BulletinItem.objects.filter(item=items[1]).update(is_aired=False)
    html = main_of(client, f"/phat-thanh/{bulletin.pk}/")
    assert re.findall("<h3>(.*?)</h3>", html) == ["Có phát"]
    BulletinItem.objects.filter(bulletin=bulletin).delete()
    Bulletin.objects.filter(pk=bulletin.pk).update(state=BulletinState.CANCELLED)
    bulletin = make_bulletin(items, slot=morning, with_audio=True)
    BulletinItem.objects.filter(item=items[1]).update(is_aired=False)
    html = main_of(client, f"/phat-thanh/{bulletin.pk}/")
    assert re.findall("<h3>(.*?)</h3>", html) == ["Có phát", "Mất điện giữa chừng"]
    assert html.count("chưa phát được trên loa") == 1


def test_every_public_address_is_tried_below() -> None:
    own = [one for one in urlpatterns if callable_module(one).startswith("broadcasts.public")]
    assert {one.name for one in own} == {
        *("bulletin_audio", "bulletin_chapters", "item_audio"),
        *("broadcasts", "bulletin", "podcast"),
    }


def callable_module(pattern: Any) -> str:
    return getattr(pattern.callback, "__module__", "") or type(pattern.callback).__module__


def test_places_and_parts_are_read_in_one_module() -> None:
    """What else reads them could forget what was taken back."""
    package = Path(settings.BASE_DIR) / "broadcasts/public"
    readers = {
        name: sorted(path.name for path in package.glob("*.py") if name in path.read_text())
        for name in (".places", "audio_parts", "BulletinItem")
    }
    assert set(map(tuple, readers.values())) == {("listening.py",)}
    templates = Path(settings.BASE_DIR) / "templates/broadcasts"
    texts = [path.read_text() for path in templates.glob("*.html")]
    assert texts and not any("bulletin.audio" in text or ".places" in text for text in texts)


def take_down(cast: Cast, article: Article, item: AirItem) -> None:
    withdraw(cast, article, "gone")


def mark_withdrawn(cast: Cast, article: Article, item: AirItem) -> None:
    AirItem.objects.filter(pk=item.pk).update(source_state=SourceState.WITHDRAWN)


def unmark(cast: Cast, article: Article, item: AirItem) -> None:
    Article.objects.filter(pk=article.pk).update(is_for_loudspeaker=False)


def let_go(cast: Cast, article: Article, item: AirItem) -> None:
    """Its time is over, and it goes with its end."""
    over = timezone.now() - timedelta(minutes=1)
    Article.objects.filter(pk=article.pk).update(expires_at=over, stays_after_expiry=False)


def postpone(cast: Cast, article: Article, item: AirItem) -> None:
    Article.objects.filter(pk=article.pk).update(published_at=timezone.now() + timedelta(days=1))


WAYS = [take_down, mark_withdrawn, unmark, let_go, postpone]


@pytest.mark.parametrize("is_for_portal", [True, False])
@pytest.mark.parametrize("take_back", WAYS)
def test_what_is_taken_back_is_gone_at_once(
    client: Client,
    cast: Cast,
    morning: Slot,
    take_back: Callable[..., None],
    is_for_portal: bool,
) -> None:
    """From page, audio, chapters, week, podcast and its own recording; the rest stays."""
    fields: dict[str, Any] = {"is_for_loudspeaker": True, "is_for_portal": is_for_portal}
    article = publish(cast, "Tin sẽ gỡ", days=1, **fields)
    item = record(make_item(article, written="Chuyện kín."))
    items = [make_item(title="Tin còn lại"), item]
    bulletin = make_bulletin(items, slot=morning, with_audio=True)
    page = f"/phat-thanh/{bulletin.pk}/"
    sounds = [f"{page}ban-tin.mp3", f"{page}muc-luc.json", f"/phat-thanh/muc/{item.pk}.mp3"]
    places = ["/phat-thanh/", page, "/phat-thanh/podcast.xml"]
    assert [client.get(one).status_code for one in sounds] == [200, 200, 200]
    for place in places:
        assert "Tin sẽ gỡ" in client.get(place).content.decode(), place
    take_back(cast, article, item)
    assert [client.get(one).status_code for one in sounds] == [404, 404, 404]
    for place in places:
        shown = client.get(place).content.decode()
        assert "Tin sẽ gỡ" not in shown and "Chuyện kín." not in shown, place
        assert "ban-tin.mp3" not in shown, place
    html = main_of(client, page)
    assert re.findall("<h3>(.*?)</h3>", html) == ["Tin còn lại"]
    assert "Bản ghi âm đang được ghép lại" in html


def test_audio_joined_anew_is_heard_again(client: Client, cast: Cast, morning: Slot) -> None:
    article = publish(cast, "Tin sẽ gỡ", is_for_loudspeaker=True)
    items = [make_item(title="Tin còn lại"), make_item(article)]
    bulletin = make_bulletin(items, slot=morning, with_audio=True)
    withdraw(cast, article, "gone")
    bulletin.audio_parts = bulletin.audio_parts[:1]
    bulletin.save()
    html = main_of(client, f"/phat-thanh/{bulletin.pk}/")
    assert re.findall("<h3>(.*?)</h3>", html) == ["Tin còn lại"]
    assert "<audio" in html and "Tin sẽ gỡ" not in html
    assert client.get(f"/phat-thanh/{bulletin.pk}/ban-tin.mp3").status_code == 200


@pytest.mark.parametrize("parts", [[], [{"item": 0, "title": "?", "start": 0.0}]])
def test_audio_of_unknown_parts_goes_with_any_item(
    client: Client, cast: Cast, morning: Slot, parts: list[Any]
) -> None:
    article = publish(cast, "Tin sẽ gỡ", is_for_loudspeaker=True)
    items = [make_item(title="Tin còn lại"), make_item(article)]
    bulletin = make_bulletin(items, slot=morning, with_audio=True)
    Bulletin.objects.filter(pk=bulletin.pk).update(audio_parts=parts)
    address = f"/phat-thanh/{bulletin.pk}/ban-tin.mp3"
    assert client.get(address).status_code == (404 if parts else 200)
    withdraw(cast, article, "gone")
    assert client.get(address).status_code == 404


def test_a_document_taken_back(client: Client, cast: Cast, morning: Slot) -> None:
    item = make_item(title="Quyết định", source_key="document:987654")
    bulletin = make_bulletin([item], slot=morning)
    html = main_of(client, f"/phat-thanh/{bulletin.pk}/")
    assert "Quyết định" not in html and "Không còn mục nào" in html


def test_a_source_whose_pages_nobody_names(
    client: Client, morning: Slot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is heard without a link while its app still has it."""
    there = {5: 1}
    source = BroadcastSource("conclusion", "Kết luận", lambda pks: there, lambda pks: [], list)
    monkeypatch.setattr(broadcast_sources, "_entries", [source])
    items = [
        make_item(title="Còn", source_key="conclusion:5"),
        make_item(title="Đã bỏ", source_key="conclusion:6"),
        make_item(title="Lạ", source_key="khac:5"),
    ]
    html = main_of(client, f"/phat-thanh/{make_bulletin(items, slot=morning).pk}/")
    assert re.findall("<h3>(.*?)</h3>", html) == ["Còn"]
    assert "Xem trên cổng" not in html
    there.clear()
    [bulletin] = aired_bulletins(Bulletin.objects.published())
    assert bulletin.items == ()


def test_logging_makes_it_public(client: Client, cast: Cast) -> None:
    bulletin = flow.make_bulletin(flow.make_item("Lịch tiêm"), actor=cast.announcer)
    address = f"/phat-thanh/{bulletin.pk}/"
    flow.approve(bulletin, cast)
    assert client.get(address).status_code == 404
    flow.log(bulletin, cast.announcer)
    html = main_of(client, address)
    assert re.findall("<h3>(.*?)</h3>", html) == ["Lịch tiêm"]
    assert "<h1>Bản tin khẩn cấp ngày 24/11/2026 lúc 12:00</h1>" in html


def test_a_corrected_source_is_said(client: Client, cast: Cast, morning: Slot) -> None:
    article = publish(cast, "Tin đã sửa", is_for_loudspeaker=True)
    item = make_item(article, source_state=SourceState.CORRECTED)
    html = main_of(client, f"/phat-thanh/{make_bulletin([item], slot=morning).pk}/")
    assert "Bài trên cổng thông tin đã được sửa sau khi phát" in html
    assert f'<a href="{article.get_absolute_url()}">bản đang đăng</a>' in html


@pytest.mark.parametrize("rows", [1, 4])
def test_corrected_words_of_typed_items_are_said(client: Client, cast: Cast, rows: int) -> None:
    items = [flow.make_item(f"Tin {number}", actor=cast.announcer) for number in range(rows)]
    bulletin = flow.make_bulletin(*items, actor=cast.announcer)
    flow.approve(bulletin, cast)
    flow.log(bulletin, cast.announcer)
    address = f"/phat-thanh/{bulletin.pk}/"
    assert "đã được sửa ngày" not in main_of(client, address)
    for item in items:
        item.written = "Trạm y tế tiêm chủng vào sáng thứ Năm."
        store_item(item, actor=cast.announcer, now=timezone.now() + timedelta(days=1))
    client.get("/khong-co/")
    with CaptureQueriesContext(connection) as queries:
        html = main_of(client, address)
    asked = [one for one in queries.captured_queries if "historicalairitem" in one["sql"]]
    assert len(asked) == 2
    assert html.count("Nội dung mục này đã được sửa ngày 25/11/2026, sau khi phát.") == rows
    assert "sáng thứ Tư" in html and "sáng thứ Năm" not in html


def test_a_typed_item_is_taken_off_the_page_not_out_of_the_log(client: Client, cast: Cast) -> None:
    items = [flow.make_item("Số máy riêng"), flow.make_item("Lịch tiêm")]
    bulletin = flow.make_bulletin(*items, actor=cast.announcer)
    flow.approve(bulletin, cast)
    flow.log(bulletin, cast.announcer)
    address, page = (
        reverse(f"admin:{name}", args=[items[0].pk])
        for name in ("air_item_withdraw", "broadcasts_airitem_change")
    )
    client.force_login(cast.announcer)
    assert "Gỡ khỏi loa và trang nghe lại" in client.get(page).content.decode()
    client.post(address, {"version": 1, "reason": " "})
    assert "Số máy riêng" in main_of(client, f"/phat-thanh/{bulletin.pk}/")
    client.post(address, {"version": 1, "reason": "Có số máy riêng"})
    html = main_of(client, f"/phat-thanh/{bulletin.pk}/")
    assert re.findall("<h3>(.*?)</h3>", html) == ["Lịch tiêm"]
    (row,) = log_book(bulletin.day, bulletin.day, now=timezone.now()).rows
    assert row.contents[0] == "1. Số máy riêng (Lời nhắn; đọc trực tiếp; đã gỡ)"
    assert AirItem.objects.with_plays().get(pk=items[0].pk).plays == 1
    assert (
        "đã phát, nay không còn trên trang nghe lại"
        in client.get(bulletin.address).content.decode()
    )
    assert AirItem.history.filter(id=items[0].pk).first().history_change_reason == (
        "Gỡ: Có số máy riêng"
    )
    client.post(address, {"version": 2, "action": "restore"})
    assert "Số máy riêng" in main_of(client, f"/phat-thanh/{bulletin.pk}/")
    client.force_login(cast.clerk)
    assert client.post(address, {"version": 3, "reason": "x"}).status_code == 404
    sourced = make_item(source_key="article:1")
    client.force_login(cast.announcer)
    other = reverse("admin:air_item_withdraw", args=[sourced.pk])
    assert client.post(other, {"version": 1, "reason": "x"}).status_code == 404


def test_items_read_live_are_named_as_not_recorded(client: Client, morning: Slot) -> None:
    items = [record(make_item(title="Ghi âm")), make_item(title="Đọc <trực tiếp>")]
    bulletin = make_bulletin(items, slot=morning, with_audio=True)
    said = "Không có trong bản ghi này, vì đọc trực tiếp hoặc tiếp âm: Đọc &lt;trực tiếp&gt;."
    address = f"/phat-thanh/{bulletin.pk}/"
    assert "Không có trong bản ghi" not in main_of(client, address)
    bulletin.audio_parts = bulletin.audio_parts[:1]
    bulletin.save()
    assert said in main_of(client, address)
    feed = client.get("/phat-thanh/podcast.xml").content.decode()
    assert "Không có trong bản ghi: Đọc" in feed


def test_opening_and_closing_alone_are_no_recording(client: Client, morning: Slot) -> None:
    frame = record(make_item(title="Mở đầu", kind="opening", source_key="station:opening"))
    gone = make_item(title="Đã gỡ", source_state=SourceState.WITHDRAWN)
    bulletin = make_bulletin([frame, gone], slot=morning, with_audio=True)
    bulletin.audio_parts = bulletin.audio_parts[:1]
    bulletin.save()
    address = f"/phat-thanh/{bulletin.pk}/"
    html = main_of(client, address)
    assert "Bản tin này không có bản ghi âm." in html and "<audio" not in html
    assert client.get(f"{address}ban-tin.mp3").status_code == 404
    assert f"phat-thanh/{bulletin.pk}" not in client.get("/phat-thanh/podcast.xml").content.decode()


def test_the_site_map_names_it(client: Client, morning: Slot) -> None:
    bulletin = make_bulletin([make_item()], slot=morning)
    page = client.get("/sitemap-phat-thanh.xml").content.decode()
    assert f"<loc>{SITE}/phat-thanh/{bulletin.pk}/</loc><lastmod>{DAY}</lastmod>" in page
