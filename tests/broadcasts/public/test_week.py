"""The week of the station, as residents read it."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from broadcasts.models import Bulletin, Slot
from broadcasts.public.week import next_change
from broadcasts.states import BulletinState, ItemKind, MissReason
from core.text.vietnamese import plain_text
from organization.models import Holiday
from tests.support.aired import DAY, make_bulletin, make_item
from tests.support.broadcasts import make_slot

MONDAY = DAY - timedelta(days=1)


def main_of(client: Client, address: str = "/phat-thanh/") -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return re.search("<main.*</main>", answer.content.decode(), re.DOTALL)[0]


def days_in(html: str) -> dict[str, list[str]]:
    """Return the sessions of each day, as words."""
    return {
        " ".join(plain_text(day[0]).split()): [
            " ".join(plain_text(entry).split())
            for entry in re.findall('<li class="entry">(.*?)</div>', day[1], re.DOTALL)
        ]
        for day in re.findall(
            '<h2 class="week-day__name"[^>]*>(.*?)</h2>(.*?)</section>', html, re.DOTALL
        )
    }


def test_a_station_without_slots_says_so(client: Client) -> None:
    html = main_of(client)
    assert "Tuần này không có buổi phát" in html
    assert "Tuần từ 23/11 đến 29/11/2026" in html
    assert 'href="/phat-thanh/podcast.xml">http://127.0.0.1:8000/phat-thanh/podcast.xml<' in html
    assert "Tuần trước" not in html


def test_what_was_aired_stands_among_the_slots(client: Client, morning: Slot) -> None:
    afternoon = make_slot("Chiều", time(17, 0), weekdays="24", minutes=20)
    opening = make_item(kind=ItemKind.OPENING, title="Lời mở đầu", source_key="station:opening")
    make_bulletin([opening, make_item(title="Tiêm <phòng>")], slot=morning)
    make_bulletin([make_item(title="Chưa phát")], slot=afternoon, state=BulletinState.APPROVED)
    make_bulletin(
        slot=morning,
        day=MONDAY,
        state=BulletinState.MISSED,
        missed_reason=MissReason.POWER,
    )
    html = main_of(client)
    assert days_in(html) == {
        "Thứ Hai 23/11": ["06:30 Buổi sáng Buổi này không phát: mất điện. Thời lượng 15 phút."],
        "Thứ Ba 24/11, hôm nay": [
            "06:30 Bản tin buổi sáng ngày 24/11/2026 Tiêm <phòng>",
            "17:00 Buổi chiều Theo lịch phát. Thời lượng 20 phút.",
        ],
        "Thứ Tư 25/11": ["06:30 Buổi sáng Theo lịch phát. Thời lượng 15 phút."],
        "Thứ Năm 26/11": [
            "06:30 Buổi sáng Theo lịch phát. Thời lượng 15 phút.",
            "17:00 Buổi chiều Theo lịch phát. Thời lượng 20 phút.",
        ],
        "Thứ Sáu 27/11": ["06:30 Buổi sáng Theo lịch phát. Thời lượng 15 phút."],
    }
    assert "Chưa phát" not in html and "<audio" not in html
    aired = Bulletin.objects.published().get()
    assert f'href="/phat-thanh/{aired.pk}/"' in html


def test_the_rules_of_the_week_count(client: Client) -> None:
    make_slot("Cũ", time(5, 0), valid_until=MONDAY)
    make_slot("Mới", time(6, 0), valid_from=date(2026, 11, 26), weekdays="1234567")
    Holiday.objects.create(day=date(2026, 11, 27), kind=Holiday.Kind.DAY_OFF, name="Nghỉ")
    days = days_in(main_of(client))
    assert list(days) == ["Thứ Hai 23/11", "Thứ Năm 26/11", "Thứ Bảy 28/11", "Chủ nhật 29/11"]
    assert days["Thứ Hai 23/11"] == [
        "05:00 Buổi cũ Chưa có thông tin về buổi này. Thời lượng 15 phút."
    ]


@pytest.mark.parametrize(
    ("states", "said"),
    [
        ([BulletinState.CANCELLED], "Buổi này không phát."),
        ([BulletinState.CANCELLED, BulletinState.DRAFT], "Chưa có thông tin về buổi này."),
        ([BulletinState.CANCELLED, BulletinState.MISSED], "Buổi này không phát: theo chỉ đạo."),
        ([BulletinState.IN_REVIEW], "Chưa có thông tin về buổi này."),
        ([BulletinState.APPROVED], "Chưa có thông tin về buổi này."),
    ],
)
def test_a_session_is_told_once(
    client: Client, morning: Slot, states: list[str], said: str
) -> None:
    for state in states:
        reason = MissReason.ORDERED if state == BulletinState.MISSED else ""
        make_bulletin(slot=morning, state=state, missed_reason=reason)
    sessions = days_in(main_of(client))["Thứ Ba 24/11, hôm nay"]
    assert sessions == [f"06:30 Buổi sáng {said} Thời lượng 15 phút."]


@pytest.mark.parametrize("state", [None, BulletinState.APPROVED])
def test_a_session_is_ahead_on_air_or_not_logged(
    client: Client, morning: Slot, tuesday: Any, state: str | None
) -> None:
    """The page is kept between its changes, so it is read at each minute anew."""
    if state:
        make_bulletin(slot=morning, state=state)
    said = []
    for minute in ("06:29", "06:30", "06:44", "06:45", "23:59"):
        tuesday.move_to(f"{DAY}T{minute}:00+07:00")
        said += days_in(main_of(client))["Thứ Ba 24/11, hôm nay"]
    assert [words.removeprefix("06:30 Buổi sáng ").split(". ")[0] for words in said] == [
        "Theo lịch phát",
        *["Đang trong giờ phát"] * 2,
        *["Chưa có thông tin về buổi này"] * 2,
    ]


def test_pages_change_when_a_session_begins_and_ends(morning: Slot) -> None:
    begins = timezone.make_aware(datetime.combine(DAY, time(6, 30)))
    bulletin = make_bulletin(slot=morning, state=BulletinState.APPROVED)
    Bulletin.objects.filter(pk=bulletin.pk).update(starts_at=begins + timedelta(hours=1))
    minutes = timedelta(minutes=15)
    late = begins + timedelta(hours=1)
    for now, expected in (
        (begins - minutes, {begins, begins + minutes, late, late + minutes}),
        (begins, {begins + minutes, late, late + minutes}),
        (late, {late + minutes}),
        (late + minutes, set()),
    ):
        found = {at for rows in next_change(now) for at in rows.values_list("at", flat=True)}
        assert found == expected


def test_an_emergency_stands_among_the_sessions_once_aired(client: Client, morning: Slot) -> None:
    make_bulletin([make_item(title="Báo lũ")], slot=None, at=time(3, 15))
    make_bulletin([make_item(title="Giữ kín")], slot=None, state=BulletinState.APPROVED)
    html = main_of(client)
    assert days_in(html)["Thứ Ba 24/11, hôm nay"] == [
        "03:15 Bản tin khẩn cấp ngày 24/11/2026 Báo lũ",
        "06:30 Buổi sáng Chưa có thông tin về buổi này. Thời lượng 15 phút.",
    ]
    assert "Giữ kín" not in html


def test_an_approved_session_is_announced_as_it_will_be(client: Client, morning: Slot) -> None:
    afternoon = make_slot("Chiều", time(17, 0), weekdays="4", minutes=20)
    approved = BulletinState.APPROVED
    make_bulletin(slot=afternoon, day=DAY + timedelta(days=4), state=approved, minutes=10)
    make_bulletin(slot=afternoon, day=DAY + timedelta(days=3), state=BulletinState.DRAFT)
    later = make_bulletin(slot=morning, state=approved)
    Bulletin.objects.filter(pk=later.pk).update(starts_at=later.starts_at + timedelta(minutes=15))
    found = days_in(main_of(client))
    assert found["Thứ Ba 24/11, hôm nay"] == [
        "06:45 Buổi sáng Chưa có thông tin về buổi này. Thời lượng 15 phút."
    ]
    assert found["Thứ Bảy 28/11"] == ["17:00 Buổi chiều Buổi phát thêm. Thời lượng 10 phút."]
    assert "17:00 Buổi chiều" not in " ".join(found["Thứ Sáu 27/11"])


def test_other_weeks(client: Client, morning: Slot) -> None:
    make_bulletin([make_item(title="Tuần trước nữa")], slot=morning, day=date(2026, 11, 12))
    html = main_of(client)
    assert 'rel="prev" href="/phat-thanh/?tuan=2026-W47"' in html
    assert 'rel="next" href="/phat-thanh/?tuan=2026-W49"' in html
    html = main_of(client, "/phat-thanh/?tuan=2026-W46")
    assert "Tuần trước nữa" in html and 'rel="prev"' not in html and "Xem tuần này" in html
    assert 'rel="next"' not in main_of(client, "/phat-thanh/?tuan=2026-W49")


@pytest.mark.parametrize(
    "week", ["", "x", "2026-W50", "2026-W54", "1999-W10", "9999-W52", "2026-48", "2026-W4²"]
)
def test_weeks_that_do_not_exist(client: Client, week: str) -> None:
    assert client.get("/phat-thanh/", {"tuan": week}).status_code == 404


def test_the_menu_leads_there(client: Client) -> None:
    assert '<a href="/phat-thanh/">Truyền thanh</a>' in client.get("/so-do-trang/").content.decode()


def test_midnight_moves_the_week(client: Client, morning: Slot, tuesday: Any) -> None:
    assert "Thứ Ba 24/11, hôm nay" in days_in(main_of(client))
    tuesday.shift(timedelta(days=1))
    assert "Thứ Tư 25/11, hôm nay" in days_in(main_of(client))
