"""How many questions the pages ask: literal numbers, the same for one bulletin and for many."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from broadcasts.models import Slot
from documents.models import PublicDocument
from documents.states import DocumentState
from tests.news.public.test_views import publish
from tests.support.aired import DAY, make_bulletin, make_item, record, store_audio
from tests.support.cast import Cast
from tests.support.documents import make_document


@pytest.mark.parametrize("rows", [1, 7])
def test_pages(client: Client, cast: Cast, morning: Slot, rows: int) -> None:
    file = store_audio(b"ID3")
    for number in range(rows):
        items = [
            record(make_item(publish(cast, f"Tin {number} {one}", is_for_loudspeaker=True)))
            for one in range(rows)
        ]
        document = make_document(cast.clerk, number=str(number))
        items.append(make_item(source_key=f"document:{document.pk}"))
        day = DAY - timedelta(days=1) + timedelta(days=number)
        bulletin = make_bulletin(items, slot=morning, day=day, audio=file, audio_seconds=3.0)
    PublicDocument.objects.update(state=DocumentState.PUBLISHED, published_at=timezone.now())
    asked = {}
    for address in (
        "/phat-thanh/",
        f"/phat-thanh/{bulletin.pk}/",
        f"/phat-thanh/{bulletin.pk}/ban-tin.mp3",
        f"/phat-thanh/{bulletin.pk}/muc-luc.json",
        f"/phat-thanh/muc/{items[0].pk}.mp3",
        "/phat-thanh/podcast.xml",
        "/sitemap-phat-thanh.xml",
    ):
        client.get("/khong-co/")  # reads the frame of every page, once for a generation
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200, address
        asked[address.replace(str(bulletin.pk), "1").replace(str(items[0].pk), "2")] = len(queries)
    # One of each is the version of the page cache.
    assert asked == {
        "/phat-thanh/": 8,
        "/phat-thanh/1/": 5,
        "/phat-thanh/1/ban-tin.mp3": 5,
        "/phat-thanh/1/muc-luc.json": 5,
        "/phat-thanh/muc/2.mp3": 3,
        "/phat-thanh/podcast.xml": 6,
        "/sitemap-phat-thanh.xml": 3,
    }
