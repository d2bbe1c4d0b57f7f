"""The demonstration's station has something to hear, at once after loading."""

from __future__ import annotations

import feedparser
import time_machine
from django.test import Client
from django.urls import reverse

from broadcasts.models import AirItem, Bulletin
from broadcasts.playout.links import create_link
from broadcasts.recording.services import audio_status
from core.files.storage import path_of
from core.models import StoredFile
from demo.station.bulletins import MESSAGES
from demo.station.sound import FOLDER, recorded_texts
from organization.models import Notice, User
from tests.support.demo_ward import NOON
from tests.support.demo_ward import UNTIL as MONDAY

LARGEST = 500_000  # bytes of all recordings


def test_what_is_said_is_what_the_demonstration_says() -> None:
    names = set(recorded_texts().values())
    assert names == {path.stem for path in FOLDER.glob("*.mp3")}
    assert len(names) == 2 + sum(bool(message.text) for message in MESSAGES)
    assert sum(path.stat().st_size for path in FOLDER.glob("*.mp3")) < LARGEST


def test_the_newest_bulletins_are_heard(demo_ward: str, client: Client) -> None:
    with time_machine.travel(NOON, tick=False):
        morning, evening = Bulletin.objects.filter(day=MONDAY).order_by("starts_at")
        aired = Bulletin.objects.published().order_by("starts_at").last()
        assert aired is not None and aired.day < MONDAY
        for bulletin in (aired, evening):
            assert audio_status(bulletin).is_ready
            assert len(bulletin.audio_parts) >= 4
        assert (morning.state, evening.state) == ("approved", "approved")

        entry = feedparser.parse(client.get("/phat-thanh/podcast.xml").content).entries[0]
        assert entry.title == str(aired)
        [sound] = entry.enclosures
        assert sound.length == str(
            path_of(StoredFile.objects.get(pk=aired.audio_id)).stat().st_size
        )
        page = client.get(aired.get_absolute_url()).content.decode()
        assert "giọng máy" in page
        assert client.get(reverse("bulletin_audio", args=[aired.pk])).status_code == 200

        announcer = User.objects.get(username="phatthanh")
        token = create_link("Trạm", actor=announcer, now=NOON)[1]
        listed = client.get(reverse("playout_m3u", args=[token])).content.decode()
        assert str(evening) in listed
        # No text has a recording of other words.
        for item in AirItem.objects.exclude(recording=None):
            assert item.recorded_reading == item.reading and item.listened_by == announcer
        spoken = AirItem.objects.exclude(recording=None).values_list("reading", flat=True)
        assert set(spoken) <= set(recorded_texts())
        assert not Notice.objects.filter(
            text__contains="Bản tin", read_at=None, created_at__date__lt=MONDAY
        ).exists()
