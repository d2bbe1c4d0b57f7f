"""The podcast as apps read it, with their own readers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import feedparser
import podcastparser
import pytest
from django.http import HttpResponse
from django.test import Client
from PIL import Image

from broadcasts.models import AirItem, Bulletin, Slot
from broadcasts.public.feeds import ITEMS
from broadcasts.states import BulletinState, ItemKind
from news.models import Article
from tests.news.public.test_views import publish
from tests.support.aired import DAY, make_bulletin, make_item, record, store_audio
from tests.support.cast import Cast

SITE = "http://127.0.0.1:8000"
FEED = f"{SITE}/phat-thanh/podcast.xml"


@pytest.fixture
def article(cast: Cast) -> Article:
    return publish(cast, "Dọn bờ sông & hè", is_for_loudspeaker=True)


@pytest.fixture
def bulletin(cast: Cast, article: Article, morning: Slot) -> Bulletin:
    opening = make_item(kind=ItemKind.OPENING, title="Lời mở đầu", source_key="station:opening")
    message = record(make_item(title="Lời <nhắn>"), is_synthetic=True, listened_by=cast.announcer)
    return make_bulletin([opening, make_item(article), message], slot=morning, with_audio=True)


def feed_of(client: Client) -> HttpResponse:
    answer = client.get("/phat-thanh/podcast.xml", headers={"host": "127.0.0.1"})
    assert (answer.status_code, answer["Content-Type"]) == (
        200,
        "application/rss+xml; charset=utf-8",
    )
    return answer


def test_feedparser(client: Client, bulletin: Bulletin, article: Article) -> None:
    found = feedparser.parse(feed_of(client).content)
    assert not found.bozo, found.get("bozo_exception")
    assert (found.version, found.feed.language) == ("rss20", "vi")
    assert found.feed.title == "Truyền thanh Phường Bến Sen"
    assert found.feed.link == f"{SITE}/phat-thanh/"
    assert [link.href for link in found.feed.links if link.rel == "self"] == [FEED]
    assert found.feed.author == "Ủy ban nhân dân phường Bến Sen"
    assert found.feed.publisher_detail.email == "ubnd@bensen.example"
    assert [tag.term for tag in found.feed.tags] == ["Government"]
    [entry] = found.entries
    assert entry.title == "Bản tin buổi sáng ngày 24/11/2026"
    assert entry.link == f"{SITE}/phat-thanh/{bulletin.pk}/"
    assert (entry.id, entry.guidislink) == (f"{SITE}/phat-thanh/{bulletin.pk}", False)
    assert entry.published_parsed[:5] == (2026, 11, 23, 23, 30)
    assert entry.summary == "Dọn bờ sông & hè; Lời &lt;nhắn>"
    [enclosure] = entry.enclosures
    assert (enclosure.type, enclosure.length) == ("audio/mpeg", str(bulletin.audio.size))
    assert enclosure.href == f"{SITE}/phat-thanh/{bulletin.pk}/ban-tin.mp3"
    assert entry.itunes_duration == str(round(bulletin.audio_seconds))
    assert entry.podcast_chapters["url"] == f"{SITE}/phat-thanh/{bulletin.pk}/muc-luc.json"
    notes = entry.content[0].value
    assert f'<a href="{SITE}{article.get_absolute_url()}">Dọn bờ sông &amp; hè</a>' in notes
    assert "Lời &lt;nhắn&gt;" in notes and "giọng máy" in notes


def test_podcastparser(client: Client, bulletin: Bulletin, article: Article) -> None:
    found = podcastparser.parse(FEED, BytesIO(feed_of(client).content), ITEMS)
    assert found["title"] == "Truyền thanh Phường Bến Sen"
    assert found["description"] == (
        "Bản tin phát trên loa của Ủy ban nhân dân phường Bến Sen, để nghe lại"
    )
    assert (found["type"], found["explicit"]) == ("episodic", False)
    [episode] = found["episodes"]
    assert episode["title"] == "Bản tin buổi sáng ngày 24/11/2026"
    assert episode["guid"] == f"{SITE}/phat-thanh/{bulletin.pk}"
    assert episode["total_time"] == round(bulletin.audio_seconds) > 5
    assert datetime.fromtimestamp(episode["published"], UTC) == bulletin.starts_at
    [enclosure] = episode["enclosures"]
    assert enclosure == {
        "file_size": bulletin.audio.size,
        "mime_type": "audio/mpeg",
        "url": f"{SITE}/phat-thanh/{bulletin.pk}/ban-tin.mp3",
    }
    chapters = episode["chapters"]
    assert [one["title"] for one in chapters] == ["Lời mở đầu", "Dọn bờ sông & hè", "Lời <nhắn>"]
    starts = [part["start"] for part in bulletin.audio_parts]
    assert [one["start"] for one in chapters] == [int(at) for at in starts]
    assert [one.get("href") for one in chapters] == [None, SITE + article.get_absolute_url(), None]


def test_its_cover_is_square(client: Client, settings: Any) -> None:
    cover = podcastparser.parse(FEED, BytesIO(feed_of(client).content))["cover_url"]
    assert cover.startswith(f"{SITE}/static/public/podcast")
    with Image.open(settings.BASE_DIR / "static/public/podcast.png") as picture:
        assert picture.size == (1400, 1400)


def test_an_empty_one_is_well_formed(client: Client, db: None) -> None:
    found = feedparser.parse(feed_of(client).content)
    assert (found.bozo, found.entries) == (False, [])


def test_what_is_no_episode(client: Client, morning: Slot) -> None:
    """One read live, one before it is aired; an emergency that was aired is one."""
    make_bulletin([make_item(title="Đọc trực tiếp")], slot=morning)
    make_bulletin([make_item()], slot=None, state=BulletinState.APPROVED, with_audio=True)
    urgent = make_bulletin([make_item(title="Báo lũ")], slot=None, with_audio=True)
    [entry] = feedparser.parse(feed_of(client).content).entries
    assert (entry.title, entry.link) == (
        "Bản tin khẩn cấp ngày 24/11/2026 lúc 06:30",
        f"{SITE}/phat-thanh/{urgent.pk}/",
    )


def test_the_newest_fifty(client: Client, morning: Slot) -> None:
    file = store_audio(b"ID3")
    for number in range(ITEMS + 2):
        day = DAY - timedelta(days=number)
        make_bulletin([make_item()], slot=morning, day=day, audio=file, audio_seconds=3.0)
    entries = feedparser.parse(feed_of(client).content).entries
    assert len(entries) == 50
    assert entries[0].title == "Bản tin buổi sáng ngày 24/11/2026"
    assert entries[-1].title == "Bản tin buổi sáng ngày 06/10/2026"


def test_it_is_well_formed_whatever_a_title_holds(client: Client, bulletin: Bulletin) -> None:
    AirItem.objects.update(title="Có \x0b ký tự lạ ]]> & <b>")
    found = feedparser.parse(feed_of(client).content)
    assert not found.bozo and len(found.entries) == 1
