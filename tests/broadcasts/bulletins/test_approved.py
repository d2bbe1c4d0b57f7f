"""What was approved and aired stays as it was, whatever becomes of its items afterwards."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from broadcasts.logbook.book import log_book
from broadcasts.logbook.figure_source import describe
from broadcasts.models import AirItem, Bulletin, BulletinItem
from broadcasts.script.content import script_of
from broadcasts.sources.items import store_item
from core.workflow.engine import TransitionRefused, available
from tests.support.aired import sound, store_audio
from tests.support.broadcasts import approve, log, make_bulletin, make_item, step
from tests.support.cast import Cast

pytestmark = pytest.mark.django_db


def record(item: AirItem, cast: Cast, *, seconds: float, reading: str, **file: Any) -> None:
    AirItem.objects.filter(pk=item.pk).update(
        recording=store_audio(sound(), **file),
        recording_seconds=seconds,
        recorded_reading=reading,
        recorded_by=cast.announcer,
    )


def rewrite(item: AirItem, cast: Cast) -> None:
    """Store another text with a recording of it."""
    item = AirItem.objects.get(pk=item.pk)
    item.title, item.written, item.reading = "Tựa mới", "Bản viết mới.", "Lời đọc mới."
    store_item(item, actor=cast.announcer, now=timezone.now())
    record(item, cast, seconds=99, reading="Lời đọc mới.")


@pytest.fixture
def item(cast: Cast, file_root: Any) -> AirItem:
    item = make_item("Tựa cũ", actor=cast.announcer, written="Bản viết cũ.", reading="Lời đọc cũ.")
    early = timezone.now() - timedelta(hours=2)
    record(item, cast, seconds=12, reading="Lời đọc cũ.", uploaded_at=early)
    return item


@pytest.fixture
def aired(cast: Cast, item: AirItem) -> Bulletin:
    begins = timezone.now() - timedelta(hours=1)
    bulletin = make_bulletin(item, actor=cast.editor, at=begins)
    approve(bulletin, cast, now=begins)
    bulletin = log(bulletin, cast.announcer)
    rewrite(item, cast)
    return Bulletin.objects.get(pk=bulletin.pk)


def test_the_script_of_an_aired_bulletin_stays(cast: Cast, aired: Bulletin) -> None:
    line = script_of(aired).items[1]
    assert (line.title, line.paragraphs[0][0].text) == ("Tựa cũ", "Lời đọc cũ.")
    assert line.length == "12 giây"


def test_its_page_and_the_book_stay(client: Client, cast: Cast, aired: Bulletin) -> None:
    client.force_login(cast.editor)
    page = client.get(aired.address).content.decode()
    assert "Lời đọc cũ." in page and "12 giây" in page and "đã ghi âm" in page
    assert "Lời đọc mới." not in page and "Tựa mới" not in page
    assert "đọc trực tiếp" in page  # of opening and closing, which nobody recorded
    (row,) = log_book(aired.day, aired.day, now=timezone.now()).rows
    key = f"play:{aired.places.get(item__kind='message').pk}"
    assert describe([key], cast.editor)[key].title == "Tựa cũ"
    assert f"Tựa cũ (Lời nhắn; người đọc {cast.announcer})" in row.contents[0]


def test_residents_read_what_was_aired(client: Client, aired: Bulletin) -> None:
    page = client.get(aired.get_absolute_url()).content.decode()
    assert "Tựa cũ" in page and "Bản viết cũ." in page
    assert "mới" not in page.partition("noi-dung-ban-tin")[2].partition("</section>")[0]


def test_a_correction_of_the_log_keeps_what_was_heard(
    client: Client, cast: Cast, aired: Bulletin
) -> None:
    client.force_login(cast.announcer)
    address = reverse("admin:broadcasts_bulletin_transition", args=[aired.pk, "correct_log"])
    form = client.get(address).content.decode()
    assert "Tựa cũ" in form and "Tựa mới" not in form
    place = aired.places.get(item__kind="message")
    begins = timezone.localtime(aired.starts_at)
    given = {"places": [place.pk], "clusters": [], "incidents": "", "note": "Ghi nhầm"}
    times = {
        "started_at": f"{begins:%d/%m/%Y %H:%M}",
        "ended_at": f"{begins + timedelta(minutes=9):%d/%m/%Y %H:%M}",
    }
    step(aired, "correct_log", cast.announcer, **given, **times)
    place.refresh_from_db()
    assert (place.item_version, place.seconds, place.voice) == (1, 12, "recorded")


def test_a_bulletin_taken_back_follows_its_items(cast: Cast, item: AirItem) -> None:
    begins = timezone.now() + timedelta(hours=1)
    bulletin = approve(make_bulletin(item, actor=cast.editor, at=begins), cast)
    assert set(bulletin.places.values_list("item_version", flat=True)) == {1}
    step(bulletin, "reopen", cast.announcer)
    rewrite(item, cast)
    assert script_of(bulletin).items[1].title == "Tựa mới"
    assert set(bulletin.places.values_list("item_version", flat=True)) == {None}


def test_a_text_in_an_approved_bulletin_is_not_changed(
    client: Client, cast: Cast, item: AirItem
) -> None:
    bulletin = approve(make_bulletin(item, actor=cast.editor), cast)
    client.force_login(cast.announcer)
    address = reverse("admin:broadcasts_airitem_change", args=[item.pk])
    page = client.get(address).content.decode()
    assert f"{bulletin}, phát lúc {timezone.localtime(bulletin.starts_at):%H:%M}" in page
    assert "Xin rút bản tin ấy lại trước giờ phát" in page
    assert client.post(address, {"reading": "Khác."}).status_code == 403
    item.refresh_from_db()
    assert item.reading == "Lời đọc cũ."


def test_what_is_over_neither_changes_nor_locks_its_items(
    client: Client, cast: Cast, item: AirItem
) -> None:
    begins = timezone.now() - timedelta(hours=1)
    bulletin = make_bulletin(item, actor=cast.editor, at=begins)
    bulletin = approve(bulletin, cast, now=begins)
    assert "reopen" not in {one.transition.name for one in available(bulletin, cast.announcer)}
    with pytest.raises(TransitionRefused, match="Đã đến giờ phát bản tin này"):
        step(bulletin, "reopen", cast.announcer)
    client.force_login(cast.announcer)
    address = reverse("admin:broadcasts_airitem_change", args=[item.pk])
    assert 'name="reading"' in client.get(address).content.decode()
    rewrite(item, cast)
    log(bulletin, cast.announcer)
    page = client.get(bulletin.get_absolute_url()).content.decode()
    assert "Bản viết cũ." in page and "Bản viết mới." not in page


@pytest.mark.parametrize("name", ["submit", "approve"])
def test_a_session_that_is_over_is_not_approved(cast: Cast, item: AirItem, name: str) -> None:
    begins = timezone.now() - timedelta(hours=1)
    bulletin = make_bulletin(item, actor=cast.editor, at=begins)
    actor = cast.announcer
    if name == "approve":
        bulletin, actor = step(bulletin, "submit", cast.announcer, now=begins), cast.approver
    with pytest.raises(TransitionRefused, match="Buổi phát này đã qua lúc"):
        step(bulletin, name, actor)
    # Within its time it is read live perhaps a little late.
    assert step(bulletin, name, actor, now=begins + timedelta(minutes=14))


@pytest.mark.parametrize("count", [1, 4])
def test_texts_of_before_take_one_query(cast: Cast, count: int) -> None:
    begins = timezone.now() - timedelta(hours=1)
    items = [make_item(f"Mục {number}", actor=cast.announcer) for number in range(count)]
    bulletin = approve(make_bulletin(*items, at=begins), cast, now=begins)
    for one in items:
        one.reading = "Khác."
        store_item(one, actor=cast.announcer, now=timezone.now())
    script_of(bulletin)
    with CaptureQueriesContext(connection) as captured:
        script = script_of(bulletin)
    asked = [one for one in captured.captured_queries if "historicalairitem" in one["sql"]]
    assert len(asked) == 1
    assert "Khác." not in repr(script)
    assert BulletinItem.objects.filter(bulletin=bulletin, item_version=1).count() == count + 2
