"""What is recorded or uploaded becomes the recording of its item, or is refused in words."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from broadcasts.audio import synthesis
from broadcasts.models import AirItem, AnnouncerAbsence, RecordingTake
from broadcasts.recording import takes
from core.files import storage
from core.models import FileUse, StoredFile
from organization.models import Notice
from tests.broadcasts.recording.make import make_bulletin, make_item, posted, recorded, sound
from tests.news.test_access import client_of
from tests.support.audio import SILENCE, ffmpeg_loudness, ffprobe
from tests.support.cast import Cast
from tests.support.jobs import run_jobs

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("file_root")]
KEY = "0123456789abcdef" * 2


def address(item: AirItem, query: str = "") -> str:
    return reverse("admin:air_item_record", args=[item.pk]) + query


def send(client: Client, item: AirItem, data: bytes, name: str = "a.wav", **fields: str) -> Any:
    return client.post(address(item), {"recording": posted(data, name), **fields})


def words(response: Any) -> str:
    return str(response.content.decode())


FORMATS = {
    "m4a": ("a.m4a", "aac", {"rate": 44_100}),
    "amr": ("a.amr", "libopencore_amrnb", {"rate": 8_000}),
    "wav": ("a.wav", "pcm_s16le", {"rate": 8_000}),
    "ogg": ("a.ogg", "vorbis", {"layout": "stereo"}),
    "webm": ("a.webm", "libopus", {"rate": 48_000}),
    "mp3": ("a.mp3", "libmp3lame", {}),
}


@pytest.mark.parametrize("kind", FORMATS)
def test_what_a_phone_makes_becomes_the_recording(
    cast: Cast, file_root: Path, kind: str, django_capture_on_commit_callbacks: Any
) -> None:
    name, codec, options = FORMATS[kind]
    item = make_item()
    answer = send(
        client_of(cast, "announcer"), item, sound(name, codec, **options), name,
        reading=takes.reading_hash(item), take=KEY,
    )  # fmt: skip
    assert (answer.status_code, answer["Location"]) == (302, address(item))
    assert AirItem.objects.get().recording is None
    with django_capture_on_commit_callbacks(execute=True):
        run_jobs()
    item.refresh_from_db()
    assert (item.recorded_by, item.is_synthetic, item.listened_by) == (cast.announcer, False, None)
    assert item.recorded_reading == item.reading and item.is_recording_current
    file = item.recording
    assert file is not None and item.recording_seconds is not None
    assert (file.kind, file.extension, file.content_type) == ("audio", "mp3", "audio/mpeg")
    found = ffprobe(storage.path_of(file))
    assert abs(float(found["format"]["duration"]) - item.recording_seconds) < 0.1
    assert 1 < item.recording_seconds < 3
    assert found["format"]["tags"]["title"] == item.title
    assert found["format"]["tags"]["artist"] == "Đài Truyền thanh phường"
    assert found["streams"][0]["codec_name"] == "mp3"
    assert found["streams"][0]["channels"] == 1
    assert abs(ffmpeg_loudness(storage.path_of(file))[0] + 16) <= 1
    # The file as it came is gone, from table and disk.
    assert StoredFile.objects.get() == file
    assert list(file_root.rglob("*.*")) == [storage.path_of(file)]
    take = RecordingTake.objects.get()
    assert (take.refusal, take.raw, take.is_waiting) == ("", None, False)
    assert "Chưa có bản ghi âm" not in words(client_of(cast, "announcer").get(address(item)))


BAD = {
    "empty": (lambda: b"", "Tệp này rỗng"),
    "corrupt": (lambda: sound()[:30] + b"\0" * 500, "hỏng"),
    "text": (lambda: b"xin chao " * 900, "âm thanh"),
    "video": (lambda: sound("v.mp4", "aac", with_video=True), "video"),
}


@pytest.mark.parametrize("kind", BAD)
def test_unfit_files_are_refused_at_once(cast: Cast, kind: str) -> None:
    make, sentence = BAD[kind]
    item = make_item()
    answer = send(client_of(cast, "announcer"), item, make(), "a.wav")
    assert answer.status_code == 400
    assert sentence in words(answer)
    assert not RecordingTake.objects.exists() and not StoredFile.objects.exists()


def test_nothing_sent_and_a_wrong_mark(cast: Cast) -> None:
    item, client = make_item(), client_of(cast, "announcer")
    assert "Xin chọn một tệp âm thanh." in words(client.post(address(item), {}))
    answer = send(client, item, sound(), take="khong-phai-dau")
    assert answer.status_code == 400 and "thiếu dấu nhận" in words(answer)
    for bad in ("0", "abc", "9" * 30, ""):
        assert client.get(address(item, f"?ban-tin={bad}")).status_code == 404


def test_a_request_of_500_megabytes_is_refused_in_words_unread(cast: Cast) -> None:
    class Unread:
        def read(self, *_: Any) -> bytes:
            raise AssertionError("the body was read")

        readline = read

    answer = client_of(cast, "announcer").generic(
        "POST", address(make_item()), b"", "multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(500 * 1024 * 1024), **{"wsgi.input": Unread()},
    )  # fmt: skip
    assert answer.status_code == 413
    assert "lớn hơn 150 MB" in words(answer)


def test_silence_is_told_on_the_page_and_in_a_notice(cast: Cast) -> None:
    item, client = make_item(), client_of(cast, "announcer")
    assert send(client, item, sound("s.wav", source=SILENCE)).status_code == 302
    run_jobs()
    item.refresh_from_db()
    take = RecordingTake.objects.get()
    assert item.recording is None and "không có tiếng" in take.refusal
    assert take.refusal in words(client.get(address(item)))
    notice = Notice.objects.get(person=cast.announcer)
    assert take.refusal in notice.text and notice.url == address(item)
    state = client.get(reverse("admin:air_item_recording_state", args=[item.pk])).json()
    assert state["state"] == "refused" and take.refusal in state["sentence"]
    assert not StoredFile.objects.exists()


def test_a_take_sent_twice_is_one(cast: Cast) -> None:
    item, client = make_item(), client_of(cast, "announcer")
    for _ in range(2):
        answer = client.post(
            address(item),
            {"recording": posted(sound()), "take": KEY, "reading": takes.reading_hash(item)},
            headers={"X-Requested-With": "fetch"},
        )
        assert answer.json()["is_received"] is True
    run_jobs()
    first = AirItem.objects.get().recording
    assert send(client, item, sound(), take=KEY).status_code == 302
    run_jobs()
    assert AirItem.objects.get().recording == first
    assert RecordingTake.objects.count() == 1


def test_a_new_recording_replaces_file_and_use_of_the_one_before(cast: Cast) -> None:
    item = recorded(make_item(), cast.announcer, listened_by=cast.announcer, is_synthetic=True)
    before = storage.path_of(item.recording)
    send(client_of(cast, "announcer"), item, sound())
    run_jobs()
    item.refresh_from_db()
    assert item.recording is not None and storage.path_of(item.recording) != before
    assert (item.is_synthetic, item.listened_by) == (False, None)
    assert FileUse.objects.get().file == item.recording == StoredFile.objects.get()


def test_who_approved_a_bulletin_is_told_of_a_recording_that_replaced_one(cast: Cast) -> None:
    item = make_item()
    make_bulletin(item, state="approved", approved_by=cast.approver)
    make_bulletin(item, state="aired", approved_by=cast.leader)
    announcer = client_of(cast, "announcer")
    send(announcer, item, sound())
    run_jobs()
    assert not Notice.objects.filter(text__contains="sau khi duyệt").exists()
    send(announcer, item, sound())
    run_jobs()
    notice = Notice.objects.get(text__contains="“Phun thuốc muỗi” được ghi âm lại sau khi duyệt")
    assert notice.person == cast.approver


def test_the_words_of_all_bulletins_are_not_recorded_anew_while_they_are_locked(
    cast: Cast,
) -> None:
    opening = make_item("Lời mở đầu", kind="opening", source_key="station:opening")
    tomorrow = timezone.localdate() + timedelta(days=1)
    bulletin = make_bulletin(opening, state="approved", day=tomorrow)
    announcer = client_of(cast, "announcer")
    assert send(announcer, opening, sound()).status_code == 302, "the first one may come"
    run_jobs()
    opening.refresh_from_db()
    first = opening.recording_id
    assert first
    begins = timezone.localtime(bulletin.starts_at)
    sentence = (
        f"Mục này nằm trong bản tin đã trình hoặc đã duyệt: {bulletin}, phát lúc {begins:%H:%M}."
        " Xin rút bản tin ấy lại trước giờ phát, hoặc đợi buổi ấy xong, rồi mới ghi âm lại."
    )
    page = words(announcer.get(address(opening)))
    assert sentence in page and "data-recorder" not in page and 'type="file"' not in page
    answer = send(announcer, opening, sound())
    assert (answer.status_code, RecordingTake.objects.count()) == (400, 1)
    with pytest.raises(takes.Refused, match="rồi mới ghi âm lại"):
        takes.receive(opening, posted(sound()), cast.announcer, key="", read="")
    bulletin.state = "aired"
    bulletin.save()
    assert send(announcer, opening, sound()).status_code == 302
    run_jobs()
    opening.refresh_from_db()
    assert opening.recording_id != first


def test_a_recording_much_shorter_than_its_text_is_told(cast: Cast) -> None:
    item = recorded(make_item(reading="một " * 90), cast.announcer)
    page = words(client_of(cast, "announcer").get(address(item)))
    assert "Bản ghi 2 giây, dự kiến 30 giây: có thể thiếu." in page
    bulletin = make_bulletin(item, state="in_review")
    approver = client_of(cast, "approver")
    told = "Mục “Phun thuốc muỗi”: bản ghi 2 giây, dự kiến 30 giây: có thể thiếu."
    assert told in words(approver.get(bulletin.address))
    step = reverse("admin:broadcasts_bulletin_transition", args=[bulletin.pk, "approve"])
    assert told in words(approver.get(step))
    recorded(item, cast.announcer, recording_seconds=29)
    assert "có thể thiếu" not in words(approver.get(bulletin.address))


def test_a_recording_of_an_older_text_is_told_before_a_step(cast: Cast) -> None:
    item = recorded(make_item(), cast.announcer, recorded_reading="Lời cũ.")
    voice = recorded(make_item("Giọng máy"), cast.announcer, is_synthetic=True)
    bulletin = make_bulletin(item, voice, state="in_review")
    told = (
        "Mục “Phun thuốc muỗi”: ghi âm của lời đọc cũ, không vào tệp phát.",
        "Mục “Giọng máy”: giọng máy, chưa ai nghe, không vào tệp phát.",
    )
    approver = client_of(cast, "approver")
    step = reverse("admin:broadcasts_bulletin_transition", args=[bulletin.pk, "approve"])
    for page in (words(approver.get(bulletin.address)), words(approver.get(step))):
        for sentence in told:
            assert sentence in page
    AirItem.objects.update(recorded_reading=item.reading, listened_by=cast.announcer)
    assert "không vào tệp phát" not in words(approver.get(step))


def test_files_leave_the_disk_after_the_commit(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    item = recorded(make_item(), cast.announcer)
    before = storage.path_of(item.recording)
    with django_capture_on_commit_callbacks(execute=True):
        send(client_of(cast, "announcer"), item, sound())
        run_jobs()
        assert before.exists()
    assert not before.exists()


def test_an_older_take_does_not_replace_a_newer_one(cast: Cast) -> None:
    item, client = make_item(), client_of(cast, "announcer")
    send(client, item, sound())
    older = RecordingTake.objects.get()
    send(client, item, sound())
    newer = RecordingTake.objects.first()
    assert newer is not None
    takes.process_recording.call(newer.pk)
    recording = AirItem.objects.get().recording
    takes.process_recording.call(older.pk)
    assert AirItem.objects.get().recording == recording
    takes.process_recording.call(older.pk)
    takes.process_recording.call(987654)
    assert StoredFile.objects.get() == recording


def test_a_text_that_changed_meanwhile_marks_the_recording_as_old(cast: Cast) -> None:
    item, client = make_item(), client_of(cast, "announcer")
    read, old = takes.reading_hash(item), item.reading
    item.reading = "Lời đọc mới."
    item.save()
    answer = client.post(
        address(item), {"recording": posted(sound()), "reading": read}, follow=True
    )
    assert "bản ghi này là của lời đọc cũ" in words(answer)
    run_jobs()
    item.refresh_from_db()
    assert item.recorded_reading == old and not item.is_recording_current
    assert "Bản ghi này là của lời đọc cũ" in words(client.get(address(item)))


def test_a_withdrawn_item_is_not_recorded(cast: Cast) -> None:
    item, client = make_item(source_state="withdrawn"), client_of(cast, "announcer")
    page = words(client.get(address(item)))
    assert "đã gỡ" in page and "data-recorder" not in page
    answer = send(client, item, sound())
    assert answer.status_code == 400 and not StoredFile.objects.exists()


def test_the_microphone_is_for_this_page_alone(cast: Cast, client: Client) -> None:
    announcer, item = client_of(cast, "announcer"), make_item()
    page = announcer.get(address(item), secure=True)
    assert page["Permissions-Policy"] == "microphone=(self)"
    assert "media-src 'self' blob:" in page["Content-Security-Policy"]
    assert "script-src 'self'" in page["Content-Security-Policy"]
    assert "mở bằng http" not in words(page) and 'data-microphone="1"' in words(page)
    plain = words(announcer.get(address(item)))
    assert "Trang đang mở bằng http" in plain and 'data-microphone=""' in plain
    local = words(announcer.get(address(item), headers={"host": "localhost:8000"}))
    assert "mở bằng http" not in local
    for other in (client.get("/"), client.get("/khong-co/"), announcer.get("/quan-tri/")):
        assert "microphone=()" in other["Permissions-Policy"]
        assert "blob:" not in other["Content-Security-Policy"].split("media-src")[-1] or (
            "media-src" not in other["Content-Security-Policy"]
        )


def test_neighbours_in_the_bulletin(cast: Cast) -> None:
    first, gone, second = (
        make_item("Một"), make_item("Hai", source_state="withdrawn"), make_item("Ba"),
    )  # fmt: skip
    bulletin = make_bulletin(first, gone, second)
    client = client_of(cast, "announcer")
    query = f"?ban-tin={bulletin.pk}"
    page = words(client.get(address(first, query)))
    assert f'href="{address(second, query)}" rel="next"' in page and 'rel="prev"' not in page
    assert "Mục 1 trên 2" in page and address(gone) not in page
    answer = client.post(address(second, query), {"recording": posted(sound())})
    assert answer["Location"] == address(second, query)


def test_a_page_costs_the_same_whatever_the_bulletin_holds(cast: Cast) -> None:
    client = client_of(cast, "announcer")
    counts = []
    for size in (1, 3):
        items = [recorded(make_item(f"Mục {size} {n}"), cast.announcer) for n in range(size)]
        bulletin = make_bulletin(*items)
        url = address(items[0], f"?ban-tin={bulletin.pk}")
        client.get(url)
        with CaptureQueriesContext(connection) as asked:
            client.get(url)
        counts.append(len(asked))
    assert counts[0] == counts[1]


# The voice of the machine


@pytest.fixture
def voice(monkeypatch: pytest.MonkeyPatch) -> None:
    """A voice where none may be installed: it says noise."""

    def speak(text: str, target: Path, rate: int) -> None:
        target.write_bytes(sound())

    monkeypatch.setattr(synthesis, "find_spec", lambda name: True)
    monkeypatch.setattr(synthesis, "_voice", lambda: speak)


def test_without_a_voice_none_is_offered(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("broadcasts.audio.synthesis.find_spec", lambda name: None)
    item, client = make_item(), client_of(cast, "announcer")
    page = words(client.get(address(item)))
    assert "chưa cài giọng đọc nào" in page and "Máy đọc thử" not in page
    url = reverse("admin:air_item_voice", args=[item.pk])
    assert "chưa cài giọng đọc nào" in words(client.post(url, follow=True))
    assert not RecordingTake.objects.exists()


@pytest.mark.usefixtures("voice")
def test_a_synthetic_recording_waits_for_a_person_who_listened(cast: Cast) -> None:
    item, client = make_item(), client_of(cast, "announcer")
    client.post(reverse("admin:air_item_voice", args=[item.pk]))
    run_jobs()
    item.refresh_from_db()
    assert item.recording is not None and item.is_synthetic
    assert not item.is_recording_current
    page = words(client.get(address(item)))
    assert "chỉ để nghe thử" in page and "Tôi đã nghe hết và đồng ý cho phát" in page
    agree = reverse("admin:air_item_voice_agree", args=[item.pk])
    page = words(client.post(agree, {"recording": item.recording.pk}, follow=True))
    assert "Xin nghe hết rồi đánh dấu" in page
    ticked = {"has_listened": "on"}
    page = words(client.post(agree, {"recording": 987654, **ticked}, follow=True))
    assert "Bản đọc đã thay đổi" in page
    assert AirItem.objects.get().listened_by is None
    client.post(agree, {"recording": item.recording.pk, **ticked})
    item.refresh_from_db()
    assert item.listened_by == cast.announcer and item.is_recording_current
    assert item.recorded_by == cast.announcer


@pytest.mark.usefixtures("voice")
def test_the_voice_does_not_replace_a_person(cast: Cast) -> None:
    item = recorded(make_item(), cast.announcer)
    with pytest.raises(takes.Refused, match="đã có bản ghi của phát thanh viên"):
        takes.request_synthesis(item, cast.announcer)


@pytest.mark.usefixtures("voice")
def test_synthesis_of_nothing_is_refused_in_words(cast: Cast) -> None:
    takes.request_synthesis(make_item(reading="😀 😀"), cast.announcer)
    run_jobs()
    assert "không có chữ nào để đọc" in RecordingTake.objects.get().refusal


def test_a_voice_of_an_older_text_is_not_agreed_to(cast: Cast) -> None:
    item = recorded(make_item(), cast.announcer, is_synthetic=True)
    AirItem.objects.update(reading="Khác.")
    with pytest.raises(takes.Refused):
        takes.agree_to_voice(item, cast.announcer, recording=item.recording_id)
    assert AirItem.objects.get().listened_by is None


# Access


def test_sound_is_put_into_no_text(cast: Cast, draft: Any) -> None:
    item = recorded(make_item(), cast.editor)
    assert storage.usable_by(cast.editor, [item.recording], draft) == []
    assert storage.usable_by(None, [item.recording], draft) == []


def test_a_large_upload_is_read_where_it_lies(cast: Cast, settings: Any) -> None:
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 1000
    answer = send(client_of(cast, "announcer"), make_item(), sound())
    assert answer.status_code == 302
    run_jobs()
    assert RecordingTake.objects.get().refusal == "" and AirItem.objects.get().recording


def test_who_may_record_and_hear(cast: Cast) -> None:
    item = recorded(make_item(), cast.announcer)
    sound_url = item.recording.url
    pages = [address(item), reverse("admin:air_item_recording_state", args=[item.pk])]
    posts = [
        reverse("admin:air_item_voice", args=[item.pk]),
        reverse("admin:air_item_voice_agree", args=[item.pk]),
        reverse("admin:bulletin_join", args=[make_bulletin(item).pk]),
    ]
    roles = ("contributor", "editor", "approver", "head", "leader", "clerk", "it_officer")
    for role in roles:
        client = client_of(cast, role)
        assert {client.get(url).status_code for url in pages} == {404}, role
        assert {client.post(url).status_code for url in [address(item), *posts]} == {404}, role
    hears = {role: client_of(cast, role).get(sound_url).status_code for role in roles}
    assert hears == {
        "contributor": 404, "clerk": 404, "editor": 200, "approver": 200, "head": 200,
        "leader": 200, "it_officer": 200,
    }  # fmt: skip
    assert Client().get(sound_url).status_code == 404
    part = client_of(cast, "editor").get(sound_url, headers={"range": "bytes=0-9"})
    assert part.status_code == 206 and "inline" in part["Content-Disposition"]


def test_a_stand_in_records_and_hears(cast: Cast) -> None:
    item = recorded(make_item(), cast.announcer)
    client = client_of(cast, "clerk")
    assert client.get(address(item)).status_code == 404
    AnnouncerAbsence.objects.create(
        announcer=cast.announcer,
        stand_in=cast.clerk,
        valid_from=timezone.localdate(),
        valid_until=timezone.localdate(),
    )
    assert client.get(address(item)).status_code == 200
    assert client.get(item.recording.url).status_code == 200
