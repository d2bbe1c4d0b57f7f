"""The one file of a bulletin is joined from its items, and anew when they change."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from broadcasts.audio.facts import PAUSE
from broadcasts.bulletins.following import follow_sources
from broadcasts.models import AirItem, Bulletin, BulletinItem, RecordingTake
from broadcasts.public.listening import aired_bulletins
from broadcasts.recording import join, takes
from broadcasts.recording.join import join_bulletin
from broadcasts.recording.retention import delete_old_audio, months_before
from broadcasts.recording.services import audio_status, join_outdated, request_join
from core.files import storage
from core.files.garbage import delete_unused
from core.jobs.worker import JobWorker
from core.models import FileUse, StoredFile
from organization.models import Notice
from tests.broadcasts.recording.make import DAY, make_bulletin, make_item, posted, recorded, sound
from tests.news.test_access import client_of
from tests.support.air_sessions import log
from tests.support.audio import ffprobe
from tests.support.broadcasts import publish
from tests.support.cast import Cast
from tests.support.factories import make_draft, transition
from tests.support.jobs import run_jobs

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("file_root")]
NOW = timezone.make_aware(datetime(2026, 11, 30, 4))


@pytest.fixture(autouse=True)
def now() -> Any:
    with time_machine.travel(NOW, tick=True):
        yield NOW


def items_of(cast: Cast, *titles: str) -> list[AirItem]:
    return [recorded(make_item(title), cast.announcer) for title in titles]


def joined(bulletin: Bulletin) -> Bulletin:
    request_join(bulletin)
    run_jobs()
    bulletin.refresh_from_db()
    return bulletin


def titles(bulletin: Bulletin) -> list[str]:
    return [part["title"] for part in bulletin.audio_parts]


def queued() -> int:
    return DBTaskResult.objects.filter(status="READY").count()


def test_items_are_joined_in_order_with_chapters_and_tags(cast: Cast) -> None:
    first, gone, last = items_of(cast, "Lời mở đầu", "Đã gỡ", "Lời kết")
    AirItem.objects.filter(pk=gone.pk).update(source_state="withdrawn")
    bulletin = joined(make_bulletin(first, gone, last, state="approved"))
    assert bulletin.audio is not None and bulletin.audio_seconds is not None
    assert [(part["item"], part["recording"]) for part in bulletin.audio_parts] == [
        (first.pk, first.recording_id),
        (last.pk, last.recording_id),
    ]
    found = ffprobe(storage.path_of(bulletin.audio))
    assert abs(float(found["format"]["duration"]) - bulletin.audio_seconds) < 0.1
    assert [chapter["tags"]["title"] for chapter in found["chapters"]] == ["Lời mở đầu", "Lời kết"]
    starts = [float(chapter["start_time"]) for chapter in found["chapters"]]
    assert [part["start"] for part in bulletin.audio_parts] == pytest.approx(starts, abs=0.01)
    assert starts[1] - starts[0] == pytest.approx(first.recording_seconds + PAUSE, abs=0.2)
    tags = found["format"]["tags"]
    assert tags["title"] == "Bản tin khẩn cấp ngày 30/11/2026"
    assert bulletin.audio.name == "Bản tin khẩn cấp ngày 30-11-2026.mp3"
    assert tags["artist"] == "Đài Truyền thanh phường" and tags["date"] == "2026-11-30"
    status = audio_status(bulletin)
    assert (status.is_ready, status.is_joining, status.missing) == (True, False, ())


def test_the_emergency_class_has_a_chime_of_its_own(cast: Cast) -> None:
    [item] = items_of(cast, "Bão")
    plain = joined(make_bulletin(item, state="approved"))
    urgent = joined(make_bulletin(item, state="approved", bulletin_class="emergency"))
    assert plain.audio is not None and urgent.audio is not None
    assert plain.audio.sha256 != urgent.audio.sha256
    whole = [storage.path_of(file).read_bytes() for file in (plain.audio, urgent.audio)]
    assert whole[0][3000:20000] != whole[1][3000:20000]


def test_what_is_missing_is_named(cast: Cast) -> None:
    [done] = items_of(cast, "Xong")
    missing, relayed = make_item("Chưa ghi"), make_item("Tiếp âm", kind="relayed", reading="")
    voice = recorded(make_item("Giọng máy"), cast.announcer, is_synthetic=True)
    old = recorded(make_item("Lời cũ"), cast.announcer, recorded_reading="khác")
    bulletin = make_bulletin(done, missing, relayed, voice, old, state="approved")
    status = audio_status(bulletin)
    assert status.missing == ("Chưa ghi", "Giọng máy", "Lời cũ")
    assert (status.relayed, status.is_ready) == (("Tiếp âm",), False)
    assert join_outdated(NOW) is None and queued() == 0
    assert request_join(bulletin) is None and queued() == 0, "nobody asked for a trial"
    request_join(bulletin, cast.announcer)
    run_jobs()
    bulletin.refresh_from_db()
    assert titles(bulletin) == ["Xong"]
    assert audio_status(bulletin).is_ready is False
    AirItem.objects.filter(pk=voice.pk).update(listened_by=cast.editor)
    assert audio_status(bulletin).missing == ("Chưa ghi", "Lời cũ")


def test_a_new_recording_of_an_approved_bulletin_is_joined(cast: Cast) -> None:
    first, second = items_of(cast, "Một", "Hai")
    bulletin = joined(make_bulletin(first, second, state="approved"))
    before = bulletin.audio_id
    client_of(cast, "announcer").post(
        f"/quan-tri/phat-thanh/muc/{first.pk}/ghi-am/", {"recording": posted(sound())}
    )
    run_jobs()
    bulletin.refresh_from_db()
    first.refresh_from_db()
    assert bulletin.audio_id != before
    assert bulletin.audio_parts[0]["recording"] == first.recording_id
    assert not StoredFile.objects.filter(pk=before).exists()
    assert StoredFile.objects.count() == 3


def test_the_last_recording_completes_an_approved_bulletin(cast: Cast) -> None:
    [done] = items_of(cast, "Một")
    item = make_item("Hai")
    bulletin = make_bulletin(done, item, state="approved")
    client_of(cast, "announcer").post(
        f"/quan-tri/phat-thanh/muc/{item.pk}/ghi-am/", {"recording": posted(sound())}
    )
    run_jobs()
    bulletin.refresh_from_db()
    assert titles(bulletin) == ["Một", "Hai"]


def test_after_airing_what_is_withdrawn_goes_and_the_rest_stays_as_aired(cast: Cast) -> None:
    first, second, third = items_of(cast, "Một", "Hai", "Ba")
    bulletin = joined(make_bulletin(first, second, third, state="approved"))
    Bulletin.objects.update(state="aired")
    BulletinItem.objects.update(is_aired=True)
    aired = first.recording_id
    recorded(first, cast.announcer)  # for a later bulletin
    delete_unused([aired])
    assert StoredFile.objects.filter(pk=aired).exists(), "the aired bulletin uses it"
    assert join_outdated(NOW) is None
    AirItem.objects.filter(pk=second.pk).update(source_state="withdrawn")
    bulletin.refresh_from_db()
    assert audio_status(bulletin).is_current is False
    with time_machine.travel(NOW + timedelta(minutes=11)):
        assert join_outdated(timezone.now()) == "1 bản tin được ghép lại"
        assert join_outdated(timezone.now()) is None, "it waits already"
        run_jobs()
    bulletin.refresh_from_db()
    assert titles(bulletin) == ["Một", "Ba"]
    assert bulletin.audio_parts[0]["recording"] == aired
    AirItem.objects.update(source_state="withdrawn")
    bulletin = joined(bulletin)
    assert (bulletin.audio, bulletin.audio_seconds, bulletin.audio_parts) == (None, None, [])
    assert audio_status(bulletin).is_current is True
    assert not FileUse.objects.filter(object_id=bulletin.pk, content_type__model="bulletin")


@pytest.mark.parametrize("is_complete", [True, False])
@pytest.mark.parametrize("is_seen_by", ["the job", "a page"])
def test_what_is_withdrawn_leaves_the_file_at_once(
    cast: Cast, is_complete: bool, is_seen_by: str
) -> None:
    """Also minutes after the file was joined, and of a file that was joined on trial."""
    article = publish(make_draft(cast.contributor, is_for_loudspeaker=True), cast)
    source = {"source_key": f"article:{article.pk}", "source_version": article.version}
    item = recorded(make_item("Bài", **source), cast.announcer)
    others = items_of(cast, "Khác") + ([] if is_complete else [make_item("Chưa ghi")])
    bulletin = make_bulletin(item, *others, state="approved")
    request_join(bulletin, cast.announcer)
    run_jobs()
    bulletin.refresh_from_db()
    assert titles(bulletin) == ["Bài", "Khác"]
    transition(article, "withdraw", cast.approver, note="Sai", public_as="gone")
    if is_seen_by == "the job":
        assert follow_sources(timezone.now()) == "1 items changed with their source"
    else:
        page = reverse("admin:broadcasts_airitem_change", args=[item.pk])
        assert client_of(cast, "announcer").get(page).status_code == 200
    assert Notice.objects.filter(person=cast.announcer, text__contains="đã gỡ").count() == 1
    run_jobs()
    bulletin.refresh_from_db()
    assert titles(bulletin) == ["Khác"]


def test_a_join_is_queued_once_and_only_if_needed(cast: Cast) -> None:
    bulletin = make_bulletin(*items_of(cast, "Một"), state="approved")
    assert request_join(bulletin) is not None
    assert request_join(bulletin) is None and queued() == 1
    assert audio_status(bulletin).is_joining is True
    run_jobs()
    assert request_join(bulletin) is None and queued() == 0


@pytest.mark.django_db(transaction=True)
def test_a_real_worker_processes_and_joins_within_its_limits(cast: Cast) -> None:
    item = make_item("Một")
    bulletin = make_bulletin(item, state="approved")
    takes.receive(item, posted(sound()), cast.announcer, key="", read="")
    JobWorker().run()
    bulletin.refresh_from_db()
    assert set(DBTaskResult.objects.values_list("status", flat=True)) == {"SUCCESSFUL"}
    assert titles(bulletin) == ["Một"] and bulletin.audio is not None
    assert storage.path_of(bulletin.audio).exists()


def test_what_was_not_aired_leaves_the_file(cast: Cast) -> None:
    first, second = items_of(cast, "Một", "Hai")
    bulletin = joined(make_bulletin(first, second, state="approved"))
    Bulletin.objects.update(state="aired")
    BulletinItem.objects.filter(item=first).update(is_aired=True)
    BulletinItem.objects.filter(item=second).update(is_aired=False)
    with time_machine.travel(NOW + timedelta(minutes=11)):
        assert join_outdated(timezone.now()) == "1 bản tin được ghép lại"
        run_jobs()
    bulletin.refresh_from_db()
    assert titles(bulletin) == ["Một"]


def test_a_bulletin_aired_without_a_file_is_joined_for_a_week(cast: Cast) -> None:
    make_bulletin(*items_of(cast, "Một"), state="aired")
    make_bulletin(*items_of(cast, "Cũ"), day=DAY - timedelta(days=8), state="aired")
    assert join_outdated(NOW) == "1 bản tin được ghép lại"


def test_what_is_recorded_after_the_session_is_not_its_sound(cast: Cast) -> None:
    """One item was read live, the other one played from the file and then recorded anew."""
    live, played = make_item("Trực tiếp"), *items_of(cast, "Từ tệp")
    alone = make_bulletin(live, state="approved")
    both = make_bulletin(played, make_item("Chưa ghi"), state="approved")
    join_bulletin.call(both.pk)
    both.refresh_from_db()
    heard = played.recording_id
    take = {"created_at": NOW, "finished_at": NOW, "reading": played.reading}
    RecordingTake.objects.create(item=played, recorded_by=cast.announcer, **take)
    assert [part["recording"] for part in both.audio_parts] == [heard]
    later = both.starts_at + timedelta(hours=3)
    with time_machine.travel(later):
        for item in (live, played):
            recorded(item, cast.announcer)
        join_bulletin.call(both.pk)
        for bulletin in (alone, both):
            log(bulletin, cast.announcer)
        run_jobs()
        join_outdated(later + timedelta(minutes=20))
        run_jobs()
    voices = BulletinItem.objects.order_by("item__title").values_list("item__title", "voice")
    assert list(voices) == [("Chưa ghi", "live"), ("Trực tiếp", "live"), ("Từ tệp", "recorded")]
    alone.refresh_from_db()
    both.refresh_from_db()
    assert (alone.audio, alone.audio_parts) == (None, [])
    assert [part["recording"] for part in both.audio_parts] == [heard]
    assert not AirItem.objects.heard().exists()
    client = client_of(cast, "announcer")
    page = client.get(alone.address).content.decode()
    assert "<audio" not in page and "chưa có bản ghi âm dùng được" not in page
    public = client.get(f"/phat-thanh/{alone.pk}/").content.decode()
    assert "Trực tiếp" in public and "<audio" not in public


def test_what_is_written_after_the_session_changes_no_file(cast: Cast) -> None:
    first, second = items_of(cast, "Một", "Hai")
    bulletin = joined(make_bulletin(first, second, state="approved"))
    AirItem.objects.filter(pk=first.pk).update(reading="Lời khác.")
    assert audio_status(bulletin).missing == ("Một",)
    with time_machine.travel(NOW + timedelta(hours=3)):
        status = audio_status(bulletin)
    assert (status.missing, status.is_current) == ((), True)


def test_what_was_joined_of_an_item_read_live_is_not_heard(cast: Cast) -> None:
    [item] = items_of(cast, "Một")
    bulletin = joined(make_bulletin(item, state="approved"))
    Bulletin.objects.update(state="aired")
    BulletinItem.objects.update(is_aired=True, voice="live")
    [aired] = aired_bulletins(Bulletin.objects.published())
    assert aired.audio is None
    with time_machine.travel(NOW + timedelta(minutes=11)):
        assert join_outdated(timezone.now()) == "1 bản tin được ghép lại"
        run_jobs()
    bulletin.refresh_from_db()
    assert (bulletin.audio, bulletin.audio_parts) == (None, [])


def test_places_that_change_while_it_is_joined(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = items_of(cast, "Một", "Hai")
    bulletin = make_bulletin(first, second, state="approved")
    real = join.processing.join
    rounds = []

    def withdrawing(*args: Any, **options: Any) -> Any:
        rounds.append(len(args[0]))
        AirItem.objects.filter(pk=second.pk).update(source_state="withdrawn")
        return real(*args, **options)

    monkeypatch.setattr(join.processing, "join", withdrawing)
    join_bulletin.call(bulletin.pk)
    bulletin.refresh_from_db()
    assert (rounds, titles(bulletin)) == ([2, 1], ["Một"])
    assert StoredFile.objects.count() == 3
    join_bulletin.call(bulletin.pk)
    join_bulletin.call(987654)
    assert rounds == [2, 1], "what is current is not joined again"


def test_with_nothing_to_do_the_periodic_jobs_ask_little(cast: Cast) -> None:
    joined(make_bulletin(*items_of(cast, "Một"), state="approved"))
    for job, most in ((join_outdated, 1), (delete_old_audio, 2)):
        with CaptureQueriesContext(connection) as asked:
            assert job(timezone.now()) is None
        selects = [one for one in asked if one["sql"].startswith("SELECT")]
        assert len(selects) == most


def test_a_trial_leads_to_its_progress(cast: Cast) -> None:
    bulletin = make_bulletin(*items_of(cast, "Một"))
    client = client_of(cast, "announcer")
    answer = client.post(f"/quan-tri/phat-thanh/{bulletin.pk}/ghep/")
    assert answer.status_code == 302 and "/viec-nen/" in answer["Location"]
    run_jobs()
    assert "Đã xong." in client.get(answer["Location"]).content.decode()
    bulletin.refresh_from_db()
    assert titles(bulletin) == ["Một"] and bulletin.state == "draft"
    assert client.get(bulletin.audio.url).status_code == 200
    assert client_of(cast, "contributor").get(bulletin.audio.url).status_code == 404
    assert client.post("/quan-tri/phat-thanh/987654/ghep/").status_code == 404


# Retention


@pytest.mark.parametrize(
    ("now", "months", "limit"),
    [
        ("2026-11-30", 12, "2025-11-30"),
        ("2028-02-29", 12, "2027-02-28"),
        ("2026-03-31", 1, "2026-02-28"),
        ("2026-01-15", 25, "2023-12-15"),
    ],
)
def test_months_before(now: str, months: int, limit: str) -> None:
    moment = timezone.make_aware(datetime.fromisoformat(now))
    assert months_before(moment, months) == timezone.make_aware(datetime.fromisoformat(limit))


def test_old_sound_goes_and_the_rows_stay(
    cast: Cast, file_root: Path, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    settings.BROADCAST_AUDIO_MONTHS = 12
    old_day = DAY - timedelta(days=400)
    dates = {"air_from": old_day, "air_until": old_day}
    age = timedelta(days=401)
    opening = recorded(make_item("Mở đầu", kind="opening", **dates), cast.announcer, age=age)
    old = recorded(make_item("Cũ", **dates), cast.announcer, age=age)
    repeated = recorded(make_item("Nhắc lại", **dates), cast.announcer, age=age)
    bulletin = joined(make_bulletin(opening, old, repeated, day=old_day, state="approved"))
    Bulletin.objects.update(state="aired")
    make_bulletin(repeated, day=DAY - timedelta(days=30), state="missed")
    assert len(list(file_root.rglob("*.mp3"))) == 4
    with django_capture_on_commit_callbacks(execute=True):
        assert delete_old_audio(timezone.now()) == "2 tệp phát thanh quá hạn giữ được xóa"
    bulletin.refresh_from_db()
    assert (bulletin.audio, bulletin.audio_parts) == (None, [])
    kept = AirItem.objects.filter(recording__isnull=False).values_list("title", flat=True)
    assert set(kept) == {"Mở đầu", "Nhắc lại"}
    assert len(list(file_root.rglob("*.mp3"))) == 2
    assert delete_old_audio(timezone.now()) is None
    assert join_outdated(timezone.now()) is None, "what was deleted is not made again"
