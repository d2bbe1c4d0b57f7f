"""The addresses of a play-out page: what is played, who plays, what is reported and logged."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from broadcasts.bulletins.following import withdraw_typed
from broadcasts.bulletins.services import append_item
from broadcasts.emergency.services import start_emergency
from broadcasts.logbook.book import log_book
from broadcasts.logbook.silence import alarm_silence
from broadcasts.logbook.waiting import waiting_logs
from broadcasts.models import (
    AirItem,
    AirLog,
    Bulletin,
    Emergency,
    PlayoutLink,
    PlayoutReport,
    SpeakerCluster,
    SpeakerFault,
)
from broadcasts.playout.audio import audio_problem
from broadcasts.playout.links import create_link, find_link, hash_of, revoke_link
from broadcasts.playout.reports import log_reported
from broadcasts.playout.silence import alarm_silent_pages
from broadcasts.states import ItemKind
from core.models import TransitionLog
from core.workflow.engine import TransitionRefused, available
from organization.models import Notice
from tests.news.test_access import client_of
from tests.support.air_sessions import (
    at,
    give_audio,
    log,
    make_bulletin,
    make_item,
    make_slot,
    step,
)
from tests.support.cast import Cast
from tests.support.factories import CategoryFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("file_root")]
DAY = date(2026, 11, 24)
PAGE, OTHER = "a" * 32, "b" * 32


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    with time_machine.travel(at(DAY, 6, 50), tick=False) as travelling:
        yield travelling


@pytest.fixture
def token(cast: Cast) -> str:
    return create_link("Trạm 1", actor=cast.announcer, now=timezone.now())[1]


@pytest.fixture
def bulletin(cast: Cast) -> Bulletin:
    made = make_bulletin(cast, DAY, make_slot(), state="approved")
    return give_audio(made)


def ms(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)


def send(token: str, body: Any = None, **more: Any) -> Any:
    """Post as the page does; return the response."""
    said = {"page": PAGE, "on": True, "played": []} if body is None else body
    address = reverse("playout_report", args=[token])
    headers = {"Origin": "http://testserver"} | more.pop("headers", {})
    text = said if isinstance(said, str) else json.dumps(said | more)
    return Client().post(address, text, content_type="application/json", headers=headers)


def played(bulletin: Bulletin, **given: Any) -> dict[str, Any]:
    begins = ms(bulletin.starts_at)
    return {"id": bulletin.pk, "started": begins, "ended": None, "interruptions": 0} | given


def plan(token: str) -> dict[int, dict[str, Any]]:
    answer = Client().get(reverse("playout_plan", args=[token])).json()
    return {one["id"]: one for one in answer["bulletins"]}


# The link


def test_the_token_is_kept_nowhere_and_a_revoked_one_finds_nothing(cast: Cast) -> None:
    link, token = create_link("Trạm", actor=cast.announcer, now=timezone.now())
    assert link.token_hash == hash_of(token)
    assert token not in str(PlayoutLink.objects.values())
    assert find_link(token) == link
    assert find_link(token + "x") is None
    revoke_link(link, now=timezone.now())
    assert find_link(token) is None
    for name in ("playout", "playout_plan", "playout_m3u"):
        assert Client().get(reverse(name, args=[token])).status_code == 404
    assert send(token).status_code == 404


@pytest.mark.parametrize("token", ["x", "-", "_" * 64, "a" * 65, "9" * 5000])
def test_an_unknown_token_is_not_found(db: None, token: str) -> None:
    for name in ("", "ke-hoach.json", "phat.m3u", "1.mp3"):
        assert Client().get(f"/phat/{token}/{name}").status_code == 404
    assert send(token).status_code == 404


def test_the_page_is_for_its_bearer_alone(token: str) -> None:
    response = Client().get(reverse("playout", args=[token]))
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"
    assert response["Referrer-Policy"] == "no-referrer"
    assert response["X-Robots-Tag"] == "noindex, nofollow, noarchive"
    policy = response["Content-Security-Policy"]
    assert "media-src 'self' blob:" in policy
    assert "unsafe" not in policy
    assert "Set-Cookie" not in response
    assert "<script>" not in response.content.decode()
    assert "blob:" not in Client().get("/lien-he/")["Content-Security-Policy"]
    assert "Disallow: /phat/" in Client().get("/robots.txt").content.decode()


def test_links_are_made_by_the_station_and_shown_once(cast: Cast) -> None:
    client = client_of(cast, "it_officer")
    response = client.post(reverse("admin:broadcasts_playoutlink_add"), {"name": "Trạm UBND"})
    link = PlayoutLink.objects.get()
    assert (link.name, link.created_by) == ("Trạm UBND", cast.it_officer)
    page = response.content.decode()
    token = page.split("/phat/")[1].split("/")[0]
    assert find_link(token) == link
    address = reverse("admin:broadcasts_playoutlink_change", args=[link.pk])
    assert token not in client.get(address).content.decode()
    assert client.post(address, {"name": "Trạm UBND", "revokes": "on"}).status_code == 302
    assert find_link(token) is None
    link.refresh_from_db()
    assert link.revoked_at == timezone.now()
    for role in ("approver", "leader", "clerk", "contributor"):
        other = client_of(cast, role).post(reverse("admin:broadcasts_playoutlink_add"), {})
        assert other.status_code == 403, role


# The plan and the sound


def test_the_plan_has_what_is_approved_with_its_sound(
    cast: Cast, token: str, bulletin: Bulletin, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(4):
        found = plan(token)
    one = found[bulletin.pk]
    assert one["title"] == "Bản tin buổi sáng ngày 24/11/2026"
    assert (one["starts"], one["ends"]) == (ms(at(DAY, 7)), ms(at(DAY, 7, 15)))
    assert one["audio"]["version"] == bulletin.audio.sha256
    assert one["audio"]["url"] == reverse("playout_audio", args=[token, bulletin.pk])
    assert (one["problem"], one["is_stopped"]) == ("", False)


def test_the_plan_says_what_is_missing(cast: Cast, token: str) -> None:
    slot = make_slot()
    draft = make_bulletin(cast, DAY, slot)
    late = make_bulletin(cast, DAY + timedelta(days=3), slot)
    over = Bulletin(state="aired")
    assert audio_problem(over, [], set()) == "Bản tin không phát nữa."
    silent = make_bulletin(cast, DAY + timedelta(days=1), slot, state="approved")
    found = plan(token)
    assert found[draft.pk]["problem"] == "Bản tin chưa được duyệt."
    assert found[draft.pk]["is_stopped"] is True
    assert found[silent.pk]["problem"].startswith("Bản tin chưa có âm thanh")
    assert late.pk not in found


def test_sound_is_sent_in_ranges(token: str, bulletin: Bulletin) -> None:
    address = reverse("playout_audio", args=[token, bulletin.pk])
    whole = b"".join(Client().get(address).streaming_content)
    assert len(whole) == bulletin.audio.size
    response = Client().get(address, headers={"Range": "bytes=10-19"})
    assert (response.status_code, b"".join(response.streaming_content)) == (206, whole[10:20])
    assert response["Content-Type"] == "audio/mpeg"
    assert response["Cache-Control"] == "private, no-store"
    assert response["Referrer-Policy"] == "no-referrer"
    beyond = Client().get(address, headers={"Range": f"bytes={10**9}-"})
    assert beyond.status_code == 416


def test_the_plan_names_what_was_corrected_since(
    token: str, bulletin: Bulletin, clock: Any
) -> None:
    assert plan(token)[bulletin.pk]["corrected"] == []
    AirItem.objects.filter(title="Ra quân vệ sinh").update(source_state="corrected")
    assert plan(token)[bulletin.pk]["corrected"] == ["Ra quân vệ sinh"]
    Bulletin.objects.update(state="missed")
    assert plan(token)[bulletin.pk]["corrected"] == []


@pytest.mark.parametrize(
    "what", ["withdrawn", "source gone", "recorded anew", "reopened", "taken out", "other"]
)
def test_sound_that_is_out_of_date_is_not_sent(
    cast: Cast, token: str, bulletin: Bulletin, what: str
) -> None:
    item = AirItem.objects.get(title="Ra quân vệ sinh")
    pk = bulletin.pk
    if what == "withdrawn":
        AirItem.objects.filter(pk=item.pk).update(source_state="withdrawn")
    elif what == "source gone":
        AirItem.objects.filter(pk=item.pk).update(source_key="article:987654")
    elif what == "recorded anew":
        AirItem.objects.filter(pk=item.pk).update(recording=None)
    elif what == "reopened":
        step(bulletin, "reopen", cast.announcer)
    elif what == "taken out":
        bulletin.places.filter(item=item).delete()
    else:
        pk = 2**63 - 1
    assert Client().get(reverse("playout_audio", args=[token, pk])).status_code == 404
    assert Client().get(f"/phat/{token}/{'9' * 30}.mp3").status_code == 404
    if what != "other":
        assert plan(token)[bulletin.pk]["audio"] is None
        assert "mp3" not in m3u(token)


LACKS = "Bản tin chưa có đủ âm thanh, thiếu: {}. Xin ghi âm, hoặc đọc trực tiếp."


@pytest.mark.parametrize("what", ["older reading", "not listened to", "added", "added, recorded"])
def test_a_file_of_other_words_or_fewer_items_is_not_played(
    cast: Cast, token: str, bulletin: Bulletin, what: str
) -> None:
    rows = AirItem.objects.filter(title="Ra quân vệ sinh")
    problem = LACKS.format("Ra quân vệ sinh")
    if what == "older reading":
        rows.update(reading="Bà con ra quân vệ sinh vào Chủ nhật.")
    elif what == "not listened to":
        rows.update(is_synthetic=True, listened_by=None)
    else:
        added = make_item(cast.announcer, "Lịch tiêm chủng")
        append_item(bulletin, added)
        problem = LACKS.format("Lịch tiêm chủng")
    if what == "added, recorded":
        AirItem.objects.filter(pk=added.pk).update(
            recording=rows.get().recording, recorded_reading=added.reading
        )
        problem = "Bản tin vừa đổi: âm thanh đang được ghép lại."
    entry = plan(token)[bulletin.pk]
    assert (entry["audio"], entry["problem"]) == (None, problem)
    assert "mp3" not in m3u(token)
    address = reverse("playout_audio", args=[token, bulletin.pk])
    assert Client().get(address).status_code == 404


@pytest.mark.parametrize("kind", ["opening", "closing", "relayed"])
def test_a_file_without_frame_or_relayed_programme_is_played(
    cast: Cast, token: str, bulletin: Bulletin, kind: str
) -> None:
    if kind == "relayed":
        append_item(bulletin, make_item(cast.announcer, "Thời sự", kind=kind, relayed_seconds=60))
    else:
        AirItem.objects.filter(kind=kind).update(recording=None)
        parts = [part for part in bulletin.audio_parts if part["title"] != ItemKind(kind).label]
        Bulletin.objects.filter(pk=bulletin.pk).update(audio_parts=parts)
    assert plan(token)[bulletin.pk]["problem"] == ""


def test_the_page_of_a_bulletin_says_that_its_partial_file_is_not_played(
    cast: Cast, bulletin: Bulletin
) -> None:
    client = client_of(cast, "announcer")
    sentence = "Tệp này chưa đủ mục: trang phát của trạm không tự phát"
    assert sentence not in client.get(bulletin.address).content.decode()
    append_item(bulletin, make_item(cast.announcer, "Lịch tiêm chủng"))
    assert sentence in client.get(bulletin.address).content.decode()


def m3u(token: str) -> str:
    response = Client().get(reverse("playout_m3u", args=[token]))
    assert response["Content-Type"] == "audio/x-mpegurl; charset=utf-8"
    text: str = response.content.decode()
    return text


def test_the_list_for_an_ordinary_player(cast: Cast, token: str, bulletin: Bulletin) -> None:
    tomorrow = make_bulletin(cast, DAY + timedelta(days=1), bulletin.slot, state="approved")
    give_audio(tomorrow)
    assert m3u(token) == (
        "#EXTM3U\n"
        "#EXTINF:2,07:00 Bản tin buổi sáng ngày 24/11/2026\n"
        f"http://testserver/phat/{token}/{bulletin.pk}.mp3\n"
    )


# Which page plays


def test_the_second_page_is_silent_until_it_takes_over(token: str, clock: Any) -> None:
    assert send(token).json()["is_active"] is True
    second = {"page": OTHER, "on": True, "played": []}
    assert send(token, second).json()["is_active"] is False
    assert send(token).json()["is_active"] is True
    assert send(token, second, take_over=True).json()["is_active"] is True
    assert send(token).json()["is_active"] is False
    assert send(token, second).json()["is_active"] is True


def test_a_page_that_left_or_broke_off_is_replaced(token: str, clock: Any) -> None:
    second = {"page": OTHER, "on": True, "played": []}
    send(token)
    send(token, {"page": PAGE, "leave": True, "on": True})
    assert send(token, second).json()["is_active"] is True
    clock.shift(timedelta(seconds=60))
    assert send(token).json()["is_active"] is False
    clock.shift(timedelta(seconds=61))
    assert send(token).json()["is_active"] is True


def test_a_page_nobody_has_started_does_not_play(token: str) -> None:
    assert send(token, {"page": PAGE, "on": False}).json()["is_active"] is False
    assert PlayoutLink.objects.get().last_seen_at is None
    assert send(token, {"page": OTHER, "on": True}).json()["is_active"] is True


# Reports


def test_what_was_played_is_logged_once(
    cast: Cast, token: str, bulletin: Bulletin, clock: Any
) -> None:
    SpeakerCluster.objects.create(name="Cụm 1")
    SpeakerCluster.objects.create(name="Cụm 2", state="broken")
    silent = SpeakerCluster.objects.create(name="Cụm 3", speakers=4)
    facts = {"reported_on": DAY, "reported_by": cast.announcer, "description": "Cháy"}
    SpeakerFault.objects.create(cluster=silent, broken=4, **facts)
    clock.move_to(at(DAY, 7, 0) + timedelta(seconds=5))
    send(token, played=[played(bulletin, started=ms(at(DAY, 7)) + 300)])
    assert not AirLog.objects.exists()
    clock.move_to(at(DAY, 7, 9))
    ended = played(
        bulletin,
        started=ms(at(DAY, 7)) + 300,
        ended=ms(at(DAY, 7, 8)),
        interruptions=2,
    )
    answer = send(token, played=[ended]).json()
    one = next(one for one in answer["bulletins"] if one["id"] == bulletin.pk)
    assert (one["state"], one["is_ended"], one["is_stopped"]) == ("aired", True, True)
    found = AirLog.objects.get()
    assert found.started_at == at(DAY, 7) + timedelta(milliseconds=300)
    assert (found.ended_at, found.interruptions) == (at(DAY, 7, 8), 2)
    assert (found.source, found.operator) == ("playout", None)
    assert [one.name for one in found.clusters.all()] == ["Cụm 1"]
    assert set(bulletin.places.values_list("is_aired", flat=True)) == {True}
    later = ended | {"ended": ms(at(DAY, 7, 9)), "interruptions": 1}
    for body in (ended, later, played(bulletin)):
        send(token, played=[body])
    log_reported(timezone.now())
    found.refresh_from_db()
    assert (found.ended_at, found.interruptions) == (at(DAY, 7, 8), 2)
    assert PlayoutReport.objects.count() == 1
    assert TransitionLog.objects.filter(name="log").count() == 1


def test_a_log_by_hand_stays(cast: Cast, token: str, bulletin: Bulletin, clock: Any) -> None:
    clock.move_to(at(DAY, 7, 20))
    log(bulletin, cast.announcer, incidents="Ghi tay")
    send(token, played=[played(bulletin, ended=ms(at(DAY, 7, 8)))])
    log_reported(timezone.now())
    found = AirLog.objects.get()
    assert (found.source, found.incidents, found.operator) == ("typed", "Ghi tay", cast.announcer)
    assert found.ended_at == at(DAY, 7, 10)


def test_a_page_that_broke_off_is_logged_when_the_slot_is_over(
    token: str, bulletin: Bulletin, clock: Any
) -> None:
    clock.move_to(at(DAY, 7, 4))
    send(token, played=[played(bulletin)])
    assert log_reported(at(DAY, 7, 14)) is None
    assert alarm_silence(at(DAY, 7, 14)) is None
    assert log_reported(at(DAY, 7, 15)) == "1 played bulletins logged"
    found = AirLog.objects.get()
    assert (found.started_at, found.ended_at) == (at(DAY, 7), at(DAY, 7, 4))
    assert found.interruptions == 1
    assert found.incidents == "Trang phát Trạm 1 mất liên lạc lúc 07:04, chưa báo phát xong"


@pytest.fixture
def emergency(cast: Cast) -> Emergency:
    """An emergency of 107 seconds, to be on air from 06:50 on."""
    data = {
        "title": "Vỡ ống nước",
        "text": "Bà con đi đường vòng.",
        "category": CategoryFactory(is_for_notices=True),
        "ends_at": at(DAY, 12),
        "reason": "Nước tràn",
    }
    made = start_emergency(data, actor=cast.leader, now=timezone.now())
    give_audio(made.bulletin, seconds=107)
    return made


def test_an_emergency_stopped_while_it_plays_is_logged_until_then(
    cast: Cast, token: str, emergency: Emergency, clock: Any
) -> None:
    bulletin = Bulletin.objects.get(pk=emergency.bulletin_id)
    clock.move_to(at(DAY, 6, 51) + timedelta(seconds=30))
    begun = played(bulletin, started=ms(at(DAY, 6, 50)))
    send(token, played=[begun])
    clock.move_to(at(DAY, 6, 51) + timedelta(seconds=33))
    parts = bulletin.audio_parts
    parts[-1]["start"] = 100
    Bulletin.objects.filter(pk=bulletin.pk).update(audio_parts=parts)
    client = client_of(cast, "leader")
    assert client.post(reverse("admin:emergency_stop", args=[emergency.pk])).status_code == 302
    found = AirLog.objects.get()
    assert (found.started_at, found.ended_at) == (at(DAY, 6, 50), timezone.now())
    words = f"Dừng lúc 06:51, theo lệnh của {cast.leader}; mục “Vỡ ống nước” phát dở"
    assert found.incidents == words
    heard = bulletin.places.order_by("position").values_list("item__title", "is_aired")
    assert list(heard) == [("Lời mở đầu", True), ("Vỡ ống nước", True), ("Lời kết", False)]
    book = log_book(DAY, DAY, now=timezone.now())
    row = next(row for row in book.rows if row.slot == "Khẩn cấp")
    assert (row.actual, row.operator, row.result) == (
        "06:50 – 06:51",
        "Trang phát của trạm",
        "Đã phát",
    )
    assert (book.totals.aired, book.totals.minutes) == (1, 2)
    assert Notice.objects.filter(person=cast.announcer, text__endswith="đã dừng, không phát nữa.")
    # The page falls silent, and what it reports then changes nothing.
    one = send(token, played=[begun]).json()["bulletins"][0]
    assert (one["is_stopped"], one["words"], one["audio"]) == (True, "Được lệnh dừng", None)
    send(token, played=[begun | {"ended": ms(timezone.now())}])
    assert AirLog.objects.get().ended_at == found.ended_at


def test_a_bulletin_on_air_is_stopped_not_cancelled(
    cast: Cast, token: str, bulletin: Bulletin, clock: Any
) -> None:
    parts = bulletin.audio_parts
    parts[-1]["start"] = 100
    Bulletin.objects.filter(pk=bulletin.pk).update(audio_parts=parts)

    def offered() -> set[str]:
        item = Bulletin.objects.get(pk=bulletin.pk)
        return {one.transition.name for one in available(item, cast.announcer)}

    assert offered() >= {"cancel", "miss", "reopen"} and "break_off" not in offered()
    clock.move_to(at(DAY, 7, 1))
    begun = played(bulletin, started=ms(at(DAY, 7)), interruptions=1)
    send(token, played=[begun])
    assert not offered() & {"cancel", "miss", "reopen"}
    for name in ("cancel", "miss", "reopen"):
        with pytest.raises(TransitionRefused, match="xin bấm “Dừng phát”"):
            step(bulletin, name, cast.announcer, note="Nhầm", data={"missed_reason": "power"})
    step(bulletin, "break_off", cast.announcer, note="Nhầm bản tin")
    found = AirLog.objects.get()
    assert (found.started_at, found.ended_at) == (at(DAY, 7), at(DAY, 7, 1))
    assert (found.source, found.operator, found.interruptions) == ("playout", None, 1)
    words = f"Dừng lúc 07:01, {cast.announcer}: Nhầm bản tin; mục “Ra quân vệ sinh” phát dở"
    assert found.incidents == words
    heard = list(bulletin.places.order_by("position").values_list("is_aired", flat=True))
    assert heard == [True, False, False]
    # The page falls silent, and what it reports then changes nothing.
    one = next(
        one for one in send(token, played=[begun]).json()["bulletins"] if one["id"] == bulletin.pk
    )
    assert (one["state"], one["is_stopped"]) == ("aired", True)
    send(token, played=[begun | {"ended": ms(timezone.now()), "interruptions": 5}])
    found.refresh_from_db()
    assert (found.ended_at, found.interruptions) == (at(DAY, 7, 1), 1)


def test_what_was_read_live_of_a_stopped_emergency_is_logged_afterwards(
    cast: Cast, emergency: Emergency, clock: Any
) -> None:
    clock.move_to(at(DAY, 6, 52))
    client_of(cast, "leader").post(reverse("admin:emergency_stop", args=[emergency.pk]))
    bulletin = Bulletin.objects.get(pk=emergency.bulletin_id)
    assert (bulletin.state, AirLog.objects.exists()) == ("cancelled", False)
    AirItem.objects.filter(title="Vỡ ống nước").update(source_state="withdrawn")
    data = {
        "started_at": "2026-11-24T06:50",
        "ended_at": "2026-11-24T06:51",
        "places": [place.pk for place in bulletin.places.all()],
    }
    step(bulletin, "correct_log", cast.announcer, data=data, note="Đã đọc trực tiếp")
    assert AirLog.objects.get().ended_at == at(DAY, 6, 51)
    assert bulletin.places.filter(item__title="Vỡ ống nước", is_aired=True).exists()
    ordinary = step(
        make_bulletin(cast, DAY, make_slot("Chiều"), state="approved"),
        "cancel",
        cast.announcer,
        note="Nghỉ",
    )
    assert "correct_log" not in [one.transition.name for one in available(ordinary, cast.announcer)]


def test_two_stations_are_one_log(cast: Cast, token: str, bulletin: Bulletin, clock: Any) -> None:
    other = create_link("Trạm 2", actor=cast.announcer, now=timezone.now())[1]
    clock.move_to(at(DAY, 7, 10))
    send(other, played=[played(bulletin)])
    send(token, played=[played(bulletin, ended=ms(at(DAY, 7, 8)), interruptions=1)])
    assert not AirLog.objects.exists()
    send(other, played=[played(bulletin, ended=ms(at(DAY, 7, 9)), interruptions=1)])
    found = AirLog.objects.get()
    assert (found.ended_at, found.interruptions) == (at(DAY, 7, 9), 2)


def test_a_report_that_comes_a_day_late_is_logged(
    token: str, bulletin: Bulletin, clock: Any
) -> None:
    clock.move_to(at(DAY + timedelta(days=1), 8))
    send(token, played=[played(bulletin, ended=ms(at(DAY, 7, 8)))])
    assert AirLog.objects.get().ended_at == at(DAY, 7, 8)


@pytest.mark.parametrize(
    "wrong",
    [
        {"started": 0},
        {"started": ms(at(DAY, 6, 57))},
        {"started": ms(at(DAY, 7, 20))},
        {"started": 4_000_000_000_000},
        {"ended": ms(at(DAY, 6, 59))},
        {"ended": ms(at(DAY, 23))},
        {"id": 2**63 - 1},
        {"id": 0},
    ],
)
def test_an_impossible_report_is_left_out(
    token: str, bulletin: Bulletin, clock: Any, wrong: dict[str, Any]
) -> None:
    clock.move_to(at(DAY, 7, 10))
    assert send(token, played=[played(bulletin, **wrong)]).status_code == 200
    assert not PlayoutReport.objects.exists()


@pytest.mark.parametrize("state", ["draft", "in_review", "cancelled"])
def test_what_was_not_to_be_played_is_not_reported(
    cast: Cast, token: str, state: str, clock: Any
) -> None:
    made = make_bulletin(cast, DAY, make_slot(), state="draft" if state == "cancelled" else state)
    if state == "cancelled":
        step(made, "cancel", cast.announcer, note="Nghỉ")
    clock.move_to(at(DAY, 7, 10))
    send(token, played=[played(made, ended=ms(at(DAY, 7, 8)))])
    assert not PlayoutReport.objects.exists()
    made.refresh_from_db()
    assert made.state == state


@pytest.mark.parametrize(
    "body",
    [
        "",
        "{",
        "[]",
        "null",
        "1e999",
        "[" * 100_000,
        {"page": "x"},
        {"page": None},
        {"page": int("1" * 32)},
        {"page": PAGE, "on": "yes"},
        {"page": PAGE, "played": {}},
        {"page": PAGE, "played": [1]},
        {"page": PAGE, "played": [{"id": "1"}]},
        {"page": PAGE, "played": [{"id": 10**40, "started": 1}]},
        {"page": PAGE, "played": [{"id": 1, "started": 10**40}]},
        {"page": PAGE, "played": [{"id": 1, "started": -1}]},
        {"page": PAGE, "played": [{"id": 1, "started": 1.5}]},
        {"page": PAGE, "played": [{"id": True, "started": 1}]},
        {"page": PAGE, "played": [{"id": 1, "started": 1, "interruptions": 10**9}]},
        {"page": PAGE, "played": [{"id": 1, "started": 1}] * 51},
    ],
)
def test_garbage_is_refused(token: str, body: Any) -> None:
    response = send(token, body)
    assert response.status_code == 400
    assert response.json() == {"error": "Trang phát gửi tin không đúng mẫu: xin tải lại trang."}
    assert PlayoutLink.objects.get().active_page == ""


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_a_page_of_another_site_reports_nothing(token: str, headers: dict[str, str]) -> None:
    assert send(token, headers=headers).status_code == 403
    assert PlayoutLink.objects.get().last_seen_at is None


def test_a_report_is_posted(token: str) -> None:
    assert Client().get(reverse("playout_report", args=[token])).status_code == 405
    for name in ("playout", "playout_plan", "playout_m3u"):
        assert Client().post(reverse(name, args=[token])).status_code in (403, 405)


# Silence of the page


def told() -> list[str]:
    rows = Notice.objects.filter(event__startswith="playout-silence").order_by("pk")
    return [row.text for row in rows]


def test_a_silent_page_is_told_before_the_slot(
    cast: Cast, token: str, bulletin: Bulletin, clock: Any
) -> None:
    clock.move_to(at(DAY, 6, 40))
    send(token)
    assert alarm_silent_pages(at(DAY, 6, 44)) is None
    assert alarm_silent_pages(at(DAY, 6, 45)) == "1 silent play-out pages told"
    assert alarm_silent_pages(at(DAY, 6, 46)) is None
    assert told() == [
        "Trang phát Trạm 1 không trả lời từ 06:40, 24/11; Bản tin buổi sáng ngày 24/11/2026 phát"
        " lúc 07:00. Xin mở lại trang phát và bấm Bắt đầu."
    ]
    assert Notice.objects.get(event__startswith="playout").person == cast.announcer


@pytest.mark.parametrize("why", ["it writes", "not in use", "never opened", "revoked"])
def test_a_page_is_not_told_of(
    cast: Cast, token: str, bulletin: Bulletin, clock: Any, why: str
) -> None:
    seen = {
        "it writes": at(DAY, 6, 45),
        "not in use": at(DAY - timedelta(days=8), 6),
        "never opened": None,
        "revoked": at(DAY, 6),
    }[why]
    PlayoutLink.objects.update(last_seen_at=seen)
    if why == "revoked":
        PlayoutLink.objects.update(revoked_at=at(DAY, 6, 1))
    assert alarm_silent_pages(at(DAY, 6, 46)) is None
    assert told() == []


# On air


def test_what_is_cut_for_an_emergency_is_logged_until_then_at_all_stations(
    cast: Cast, token: str, bulletin: Bulletin, clock: Any
) -> None:
    parts = bulletin.audio_parts
    parts[-1]["start"] = 500
    Bulletin.objects.filter(pk=bulletin.pk).update(audio_parts=parts)
    other = create_link("Trạm 2", actor=cast.announcer, now=timezone.now())[1]
    clock.move_to(at(DAY, 7, 4))
    begun = played(bulletin)
    send(other, played=[begun])
    send(token, played=[begun])
    cut = begun | {"ended": ms(timezone.now()), "is_cut": True}
    send(token, played=[cut])
    found = AirLog.objects.get()
    assert (found.started_at, found.ended_at) == (at(DAY, 7), at(DAY, 7, 4))
    words = "Dừng lúc 07:04, nhường bản tin khẩn cấp; mục “Ra quân vệ sinh” phát dở"
    assert found.incidents == words
    heard = list(bulletin.places.order_by("position").values_list("is_aired", flat=True))
    assert heard == [True, False, False]
    assert plan(other)[bulletin.pk]["is_stopped"] is True
    send(token, played=[cut])
    assert AirLog.objects.get().ended_at == at(DAY, 7, 4)
    assert send(token, played=[begun | {"is_cut": 1}]).status_code == 400


@pytest.fixture
def short(bulletin: Bulletin) -> Bulletin:
    """The bulletin with a file of 50 seconds."""
    Bulletin.objects.filter(pk=bulletin.pk).update(audio_seconds=50)
    return bulletin


def test_what_a_closed_page_played_ends_before_the_emergency_of_another(
    token: str, short: Bulletin, emergency: Emergency, clock: Any
) -> None:
    begins = at(DAY, 7)
    clock.move_to(begins + timedelta(seconds=50))
    send(token, played=[played(short)], leave=True)
    clock.move_to(at(DAY, 7, 1))
    urgent = {"id": emergency.bulletin_id, "started": ms(timezone.now())}
    send(token, {"page": "b" * 32, "on": True, "played": [urgent]})
    found = AirLog.objects.get(bulletin=short)
    assert (found.started_at, found.ended_at) == (begins, begins + timedelta(seconds=50))
    assert found.incidents == ""
    clock.move_to(at(DAY, 7, 6) + timedelta(seconds=48))
    late = played(short, interruptions=1, ended=ms(timezone.now()))
    send(token, played=[late])
    assert AirLog.objects.get(bulletin=short).ended_at == begins + timedelta(seconds=50)


def test_what_a_closed_page_left_off_says_so(
    token: str, short: Bulletin, emergency: Emergency, clock: Any
) -> None:
    Bulletin.objects.filter(pk=short.pk).update(audio_seconds=500)
    clock.move_to(at(DAY, 7) + timedelta(seconds=50))
    send(token, played=[played(short)], leave=True)
    clock.move_to(at(DAY, 7, 1))
    urgent = {"id": emergency.bulletin_id, "started": ms(timezone.now())}
    send(token, {"page": "b" * 32, "on": True, "played": [urgent]})
    found = AirLog.objects.get(bulletin=short)
    assert found.ended_at == at(DAY, 7) + timedelta(seconds=50)
    assert found.incidents.startswith("Dừng lúc 07:00, nhường bản tin khẩn cấp")


def test_a_page_opened_again_after_the_end_adds_nothing(
    token: str, short: Bulletin, clock: Any
) -> None:
    clock.move_to(at(DAY, 7) + timedelta(seconds=49))
    send(token, played=[played(short)], leave=True)
    clock.move_to(at(DAY, 7, 6))
    again = {"page": "b" * 32, "on": True, "played": [played(short, interruptions=1)]}
    send(token, again)
    ended = played(short, interruptions=1, ended=ms(timezone.now()))
    send(token, again, played=[ended])
    found = AirLog.objects.get()
    assert found.ended_at == at(DAY, 7) + timedelta(seconds=49)


def test_an_emergency_without_sound_gives_the_station_its_text(
    cast: Cast, token: str, bulletin: Bulletin, emergency: Emergency
) -> None:
    assert plan(token)[emergency.bulletin_id]["aloud"] == []
    Bulletin.objects.update(audio=None, audio_parts=[])
    found = plan(token)
    [read] = found[emergency.bulletin_id]["aloud"]
    assert read["title"] == "Vỡ ống nước" and "đường vòng" in read["reading"]
    assert found[bulletin.pk]["aloud"] == []
    assert "data-aloud" in Client().get(reverse("playout", args=[token])).text


def test_an_emergency_says_what_it_cuts(cast: Cast, token: str, bulletin: Bulletin) -> None:
    with time_machine.travel(at(DAY, 7, 4), tick=False):
        data = {
            "title": "Vỡ ống nước",
            "text": "Bà con đi đường vòng.",
            "category": CategoryFactory(is_for_notices=True),
            "ends_at": at(DAY, 12),
            "reason": "Nước tràn",
        }
        made = start_emergency(data, actor=cast.leader, now=timezone.now())
        assert plan(token)[made.bulletin_id]["is_emergency"] is True
        client = client_of(cast, "leader")
        words = f'Đang phát <a href="{bulletin.address}">{bulletin}</a> từ 07:00: bản tin khẩn cấp'
        typed = data | {"category": data["category"].pk, "ends_at": "24/11/2026 12:00"}
        typed |= {"title": "Cháy chợ"}

        def pages() -> list[str]:
            preview = client.post(reverse("admin:emergency_form"), typed)
            return [one.content.decode() for one in (client.get(made.address), preview)]

        assert [words in page for page in pages()] == [False, False]
        send(token, played=[played(bulletin)])
        assert [words in page for page in pages()] == [True, True]
        # The emergency itself is on air.
        begun = {"id": made.bulletin_id, "started": ms(timezone.now())}
        send(token, played=[played(bulletin, ended=ms(timezone.now()), is_cut=True), begun])
        page = pages()[0]
        assert words not in page
        assert f"{made.bulletin}</a>: đang phát từ 07:04" in page


@pytest.mark.parametrize(("second", "is_heard"), [(37, False), (39, True)])
def test_what_was_heard_before_it_was_taken_off_is_logged(
    cast: Cast, token: str, bulletin: Bulletin, clock: Any, second: int, is_heard: bool
) -> None:
    item = AirItem.objects.get(title="Ra quân vệ sinh")
    append_item(bulletin, make_item(cast.announcer, "Lịch tiêm chủng"))
    give_audio(bulletin, seconds=60)
    starts = [0, 25, 41, 55]
    parts = [
        part | {"start": start} for part, start in zip(bulletin.audio_parts, starts, strict=True)
    ]
    Bulletin.objects.filter(pk=bulletin.pk).update(audio_parts=parts)
    for elapsed in (30, second):
        clock.move_to(at(DAY, 7) + timedelta(seconds=elapsed))
        send(token, played=[played(bulletin)])
    withdraw_typed(item, actor=cast.announcer, now=timezone.now(), reason="Sai giờ")
    del parts[1]
    Bulletin.objects.filter(pk=bulletin.pk).update(audio_parts=parts)
    clock.move_to(at(DAY, 7, 2))
    send(token, played=[played(bulletin, ended=ms(timezone.now()))])
    assert AirLog.objects.get().ended_at == at(DAY, 7, 2)
    places = dict(bulletin.places.values_list("item__title", "is_aired"))
    assert places.pop("Ra quân vệ sinh") is is_heard
    assert set(places.values()) == {True}


def test_the_pages_say_since_when_a_bulletin_is_on_air(
    cast: Cast, token: str, bulletin: Bulletin, clock: Any
) -> None:
    clock.move_to(at(DAY, 7, 4))
    send(token, played=[played(bulletin)])
    client = client_of(cast, "announcer")
    page = client.get(bulletin.address).content.decode()
    assert "Đang phát từ 07:00" in page and "Đã duyệt, chờ phát" not in page
    assert ">Dừng phát…</a>" in page and "Ghi nhật ký đã phát" not in page
    listed = client.get(reverse("admin:broadcasts_bulletin_changelist")).content.decode()
    assert '<span class="badge badge--plain">Đang phát từ 07:00</span>' in listed
    assert "đang phát từ 07:00" in client.get(reverse("admin:index")).content.decode()
    clock.move_to(at(DAY, 7, 20))
    send(token, played=[played(bulletin)])
    book = log_book(DAY, DAY, now=timezone.now())
    assert (book.rows[0].result, book.totals.unlogged) == ("Đang phát từ 07:00", 0)
    assert list(waiting_logs(cast.announcer, timezone.now())) == []
    # The page broke off.
    clock.move_to(at(DAY, 7, 26))
    page = client.get(bulletin.address).content.decode()
    assert "Đã duyệt, chờ phát" in page and "Ghi nhật ký đã phát…" in page


def test_what_is_on_air_is_not_logged_by_hand(
    cast: Cast, token: str, bulletin: Bulletin, clock: Any
) -> None:
    clock.move_to(at(DAY, 7, 4))
    send(token, played=[played(bulletin)])
    typed = {
        "version": Bulletin.objects.get().version,
        "started_at": "2026-11-24T07:00",
        "ended_at": "2026-11-24T07:00",
        "places": [place.pk for place in bulletin.places.all()],
        "incidents": "",
    }
    step_page = reverse("admin:broadcasts_bulletin_transition", args=[bulletin.pk, "log"])
    answer = client_of(cast, "announcer").post(step_page, typed)
    assert answer.status_code == 409
    sentence = "Trang phát của trạm đang phát bản tin này từ 07:00; phát xong, nhật ký tự ghi."
    assert sentence in answer.content.decode()
    assert not AirLog.objects.exists()
    clock.move_to(at(DAY, 7, 12))
    send(token, played=[played(bulletin, ended=ms(at(DAY, 7, 12)))])
    assert AirLog.objects.get().ended_at == at(DAY, 7, 12)
