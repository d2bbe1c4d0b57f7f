"""What residents find of an emergency that is over."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import feedparser
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from broadcasts.emergency.services import start_emergency, stop_emergency
from broadcasts.models import AirLog, Bulletin, Emergency, Slot
from broadcasts.states import BulletinState
from news.models import Article
from tests.support.aired import add_audio, make_bulletin, make_item, record
from tests.support.cast import Cast
from tests.support.factories import CategoryFactory

LEAD = "Nghe bản tin mới nhất"


def aired_emergency(cast: Cast, title: str = "Vỡ ống nước") -> Emergency:
    """An emergency that was pressed now, and went out two minutes later."""
    now = timezone.now()
    data = {
        "title": title,
        "text": "Bà con đi đường vòng.",
        "category": CategoryFactory(is_for_notices=True),
        "ends_at": now + timedelta(hours=5),
        "reason": "Nước tràn",
    }
    made = start_emergency(data, actor=cast.leader, now=now)
    bulletin = made.bulletin
    add_audio(bulletin, [record(place.item) for place in bulletin.places.all()])
    bulletin.places.update(is_aired=True)
    Bulletin.objects.filter(pk=bulletin.pk).update(state=BulletinState.AIRED)
    begun = now + timedelta(minutes=2)
    AirLog.objects.create(
        bulletin=bulletin, started_at=begun, ended_at=begun + timedelta(minutes=1)
    )
    return made


def pages(client: Client, bulletin: Bulletin) -> tuple[str, str]:
    """Return the week and the page of the bulletin."""
    found = [client.get(url) for url in ("/phat-thanh/", bulletin.get_absolute_url())]
    return found[0].content.decode(), found[1].content.decode()


def newest_episode(client: Client) -> Any:
    return feedparser.parse(client.get("/phat-thanh/podcast.xml").content).entries[0]


@pytest.mark.parametrize("how", ["stopped", "expired"])
def test_what_is_over_says_so_and_leads_no_more(
    client: Client, cast: Cast, morning: Slot, time_machine: Any, how: str
) -> None:
    ordinary = make_bulletin([record(make_item())], slot=morning, with_audio=True)
    emergency = aired_emergency(cast)
    bulletin = emergency.bulletin
    time_machine.move_to("2026-11-24T12:10:00+07:00")
    week, page = pages(client, bulletin)
    title = "Bản tin khẩn cấp ngày 24/11/2026 lúc 12:02"
    assert f'href="{bulletin.get_absolute_url()}">{LEAD}' in week
    assert f"<h1>{title}</h1>" in page and "hết hiệu lực" not in week + page
    assert "<time>12:02</time>" in week
    episode = newest_episode(client)
    assert episode.title == title
    assert episode.published_parsed[:5] == (2026, 11, 24, 5, 2)

    if how == "stopped":
        stop_emergency(emergency.pk, actor=cast.leader, now=timezone.now())
        words = "Đã hết hiệu lực: dừng lúc 12:10, 24/11/2026."
    else:
        Article.objects.filter(pk=emergency.article_id).update(expires_at=timezone.now())
        words = "Đã hết hiệu lực ngày 24/11/2026."
    time_machine.move_to("2026-11-24T12:11:00+07:00")
    week, page = pages(client, bulletin)
    assert f'href="{ordinary.get_absolute_url()}">{LEAD}' in week
    assert words in week and words in page
    episode = newest_episode(client)
    assert episode.title == f"{title} (đã hết hiệu lực)"
    assert words in episode.content[0].value


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_of_emergencies(client: Client, cast: Cast, rows: int) -> None:
    for number in range(rows):
        aired_emergency(cast, f"Vỡ ống nước {number}")
    asked = []
    for address in ("/phat-thanh/", "/phat-thanh/podcast.xml"):
        client.get("/khong-co/")
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        asked.append(len(queries))
    assert asked == [8, 6]
