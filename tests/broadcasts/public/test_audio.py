"""Audio as players ask for it: whole, in ranges, unchanged; before airing for staff alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from broadcasts.audio.processing import measure
from broadcasts.models import AirItem, Bulletin, BulletinItem, Slot
from broadcasts.states import BulletinState, ItemKind, SourceState
from core.files.storage import path_of
from tests.news.test_access import ONE_EACH, client_of
from tests.support.aired import make_bulletin, make_item, record, sound
from tests.support.cast import Cast

HEARD_EARLY = {"announcer", "editor", "it_officer", "approver", "head", "leader"}


def body(answer: HttpResponse) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


@pytest.fixture
def bulletin(morning: Slot) -> Bulletin:
    items = [record(make_item(title="Tin 15/QĐ-UBND"))]
    return make_bulletin(items, slot=morning, with_audio=True)


def bulletin_address(bulletin: Bulletin) -> str:
    return f"/phat-thanh/{bulletin.pk}/ban-tin.mp3"


def item_address(bulletin: Bulletin) -> str:
    return f"/phat-thanh/muc/{bulletin.places.get().item_id}.mp3"


BOTH = pytest.mark.parametrize("address", [bulletin_address, item_address])


def test_the_whole_is_an_mp3(client: Client, bulletin: Bulletin, tmp_path: Path) -> None:
    answer = client.get(bulletin_address(bulletin))
    assert (answer.status_code, answer["Content-Type"]) == (200, "audio/mpeg")
    assert answer["Accept-Ranges"] == "bytes"
    assert answer["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "Vary" not in answer and not answer.cookies
    name = "B%E1%BA%A3n%20tin%20bu%E1%BB%95i%20s%C3%A1ng%20ng%C3%A0y%2024-11-2026.mp3"
    assert answer["Content-Disposition"] == f"inline; filename*=utf-8''{name}"
    made = tmp_path / "a.mp3"
    made.write_bytes(body(answer))
    assert str(made.stat().st_size) == answer["Content-Length"] == str(bulletin.audio.size)
    assert measure(made).seconds == pytest.approx(bulletin.audio_seconds, abs=0.05)


def test_an_item_is_named_by_its_title(client: Client, bulletin: Bulletin) -> None:
    answer = client.get(item_address(bulletin))
    assert answer["Content-Disposition"].endswith("Tin%2015-Q%C4%90-UBND.mp3")
    assert body(answer) == sound()


@BOTH
def test_ranges(client: Client, bulletin: Bulletin, address: Callable[..., str]) -> None:
    path = address(bulletin)
    whole = body(client.get(path))
    size = len(whole)
    for asked, status, start, stop in (
        ("bytes=0-99", 206, 0, 100),
        ("bytes=100-", 206, 100, size),
        ("bytes=-50", 206, size - 50, size),
        ("bytes=0-1,5-6", 200, 0, size),
        ("bytes=x", 200, 0, size),
    ):
        answer = client.get(path, headers={"Range": asked})
        assert (answer.status_code, body(answer)) == (status, whole[start:stop]), asked
        if status == 206:
            assert answer["Content-Range"] == f"bytes {start}-{stop - 1}/{size}"
    answer = client.get(path, headers={"Range": f"bytes={size}-"})
    assert (answer.status_code, answer["Content-Range"]) == (416, f"bytes */{size}")


@BOTH
def test_what_a_player_has_already(
    client: Client, bulletin: Bulletin, address: Callable[..., str]
) -> None:
    path = address(bulletin)
    first = client.get(path)
    again = client.get(path, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, body(again)) == (304, b"")
    head = client.head(path)
    assert (head.status_code, head["Content-Length"]) == (200, first["Content-Length"])
    assert client.post(path).status_code == 405


@BOTH
@pytest.mark.parametrize("role", [*ONE_EACH, "head", "inactive", None])
def test_before_it_is_aired(
    cast: Cast, bulletin: Bulletin, address: Callable[..., str], role: str | None
) -> None:
    Bulletin.objects.update(state=BulletinState.APPROVED)
    visitor = Client() if role is None or role == "inactive" else client_of(cast, role)
    answer = visitor.get(address(bulletin))
    if role not in HEARD_EARLY:
        assert answer.status_code == 404
        return
    assert (answer.status_code, answer["Cache-Control"]) == (200, "private, no-store")


ITEMS: dict[str, dict[str, Any]] = {
    "of another reading": {"recorded_reading": "Lời cũ."},
    "of a machine nobody listened to": {"is_synthetic": True},
    "withdrawn": {"source_state": SourceState.WITHDRAWN},
    "corrected": {"source_state": SourceState.CORRECTED},
    "the station's own words": {"kind": ItemKind.OPENING},
}


@pytest.mark.parametrize("columns", ITEMS.values(), ids=ITEMS)
def test_items_that_nobody_hears_by_themselves(
    client: Client, bulletin: Bulletin, columns: dict[str, Any]
) -> None:
    path = item_address(bulletin)
    assert client.get(path).status_code == 200
    AirItem.objects.update(**columns)
    assert client.get(path).status_code == 404


def test_an_item_left_out_on_the_day(client: Client, bulletin: Bulletin) -> None:
    BulletinItem.objects.update(is_aired=False)
    assert client.get(item_address(bulletin)).status_code == 404


def test_without_audio(client: Client, cast: Cast, morning: Slot) -> None:
    bulletin = make_bulletin([make_item()], slot=morning)
    for visitor in (client, client_of(cast, "announcer")):
        for address in (bulletin_address(bulletin), item_address(bulletin)):
            assert visitor.get(address).status_code == 404


@BOTH
def test_a_file_that_is_lost(
    client: Client, bulletin: Bulletin, address: Callable[..., str]
) -> None:
    for file in (bulletin.audio, bulletin.places.get().item.recording):
        path_of(file).unlink()
    assert client.get(address(bulletin)).status_code == 404


@pytest.mark.parametrize("number", ["0", "9223372036854775808", "9" * 40])
def test_numbers_that_are_none(client: Client, number: str) -> None:
    for path in ("{}/", "{}/ban-tin.mp3", "{}/muc-luc.json", "muc/{}.mp3"):
        assert client.get(f"/phat-thanh/{path.format(number)}").status_code == 404
