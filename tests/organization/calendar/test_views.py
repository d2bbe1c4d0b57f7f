"""The board's calendar: which months there are, which day a moment belongs to, who sees what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.registries import CalendarEntry, CalendarSource, Tone, calendar_sources
from news.models import Article
from news.states import ArticleState
from organization.calendar.views import CELL_SIZE, Month, entries_of, weeks_of
from organization.models import Ward
from tests.news.test_access import EVERYBODY, client_of
from tests.support.cast import Cast
from tests.support.factories import CategoryFactory, UnitFactory, make_draft, make_user, transition

ADDRESS = "/quan-tri/lich-dang/"
NOVEMBER = Month(2026, 11)
# Half past eight in the evening where the ward is.
NOW = datetime(2026, 11, 24, 13, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def ward_time(*when: int) -> datetime:
    return timezone.make_aware(datetime(*when))  # type: ignore[arg-type]


def publish(cast: Cast, title: str, at: datetime, **data: Any) -> Article:
    """An item that went, or will go, on the portal at that moment."""
    article = transition(make_draft(cast.contributor, title=title), "submit", cast.contributor)
    if at > NOW:
        return transition(article, "publish", cast.approver, published_at=at, **data)
    return transition(article, "publish", cast.approver, now=at, **data)


def shown(user: Any, month: Month = NOVEMBER) -> list[tuple[int, str, str, str]]:
    entries = entries_of(user, month, now=NOW)
    return [(e.day.day, f"{e.time:%H:%M}", e.kind, e.title) for e in entries]


# Months


def test_months_follow_one_another_over_the_new_year() -> None:
    assert [str(Month(2026, 12).next), str(Month(2027, 1).previous)] == ["2027-01", "2026-12"]
    assert Month.parse("2026-07") == Month(2026, 7)
    assert Month(2026, 11).starts_at == datetime(2026, 10, 31, 17, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026",
        "2026-13",
        "2026-00",
        "2026-1",
        "26-11",
        "2026-11-01",
        "٢٠٢٦-11",
        "abc",
        "2026-11\n",
    ],
)
def test_what_is_no_month_is_not_found(cast: Cast, text: str) -> None:
    assert client_of(cast, "editor").get(ADDRESS, {"thang": text}).status_code == 404


@pytest.mark.parametrize(
    ("text", "status", "ways"),
    [
        ("1999-12", 404, []),
        ("2000-01", 200, ["2000-02"]),
        ("2026-11", 200, ["2026-10", "2026-12"]),
        ("2036-12", 200, ["2036-11"]),
        ("2037-01", 404, []),
        ("0000-01", 404, []),
        ("9999-12", 404, []),
    ],
)
def test_months_too_far_away_are_not_found(
    cast: Cast, text: str, status: int, ways: list[str]
) -> None:
    answer = client_of(cast, "editor").get(ADDRESS, {"thang": text})
    assert answer.status_code == status
    page = answer.content.decode()
    assert [
        way
        for way in ("1999-12", "2000-02", "2026-10", "2026-12", "2036-11", "2037-01")
        if f"={way}" in page
    ] == ways


def test_weeks_run_from_monday_to_sunday() -> None:
    weeks = weeks_of(NOVEMBER, [], today=date(2026, 11, 24))
    assert [[day and day.date.day for day in week] for week in weeks] == [
        [None, None, None, None, None, None, 1],
        [2, 3, 4, 5, 6, 7, 8],
        [9, 10, 11, 12, 13, 14, 15],
        [16, 17, 18, 19, 20, 21, 22],
        [23, 24, 25, 26, 27, 28, 29],
        [30, None, None, None, None, None, None],
    ]
    assert [day.date.day for week in weeks for day in week if day and day.is_today] == [24]
    assert weeks[0][6].weekday == "Chủ nhật"


# What stands in it


def test_an_item_is_on_its_day_where_the_ward_is(cast: Cast) -> None:
    """Half past eleven at night on the last day is still this month, though elsewhere it is
    another.
    """
    publish(cast, "Đêm cuối tháng trước", ward_time(2026, 10, 31, 23, 30))
    publish(cast, "Đầu tháng", ward_time(2026, 11, 1, 0, 0))
    publish(cast, "Nửa đêm", ward_time(2026, 11, 20, 23, 30))
    publish(cast, "Đêm cuối tháng", ward_time(2026, 11, 30, 23, 59))
    publish(cast, "Tháng sau", ward_time(2026, 12, 1, 0, 0))
    assert shown(cast.editor) == [
        (1, "00:00", "Đã đăng", "Đầu tháng"),
        (20, "23:30", "Đã đăng", "Nửa đêm"),
        (30, "23:59", "Hẹn giờ đăng", "Đêm cuối tháng"),
    ]
    assert shown(cast.editor, Month(2026, 10)) == [(31, "23:30", "Đã đăng", "Đêm cuối tháng trước")]
    assert shown(cast.editor, Month(2026, 12)) == [(1, "00:00", "Hẹn giờ đăng", "Tháng sau")]


def test_what_expires_stands_on_its_last_day_too(cast: Cast) -> None:
    publish(
        cast, "Cắt nước", ward_time(2026, 11, 20, 8, 0), expires_at=ward_time(2026, 11, 27, 12, 0)
    )
    publish(cast, "Cũ", ward_time(2026, 10, 20, 8, 0), expires_at=ward_time(2026, 11, 2, 12, 0))
    assert [(e.day.day, e.kind, e.tone) for e in entries_of(cast.leader, NOVEMBER, now=NOW)] == [
        (2, "Đã hết hạn", Tone.DONE),
        (20, "Đã đăng", Tone.DONE),
        (27, "Hết hạn", Tone.ENDING),
    ]


def test_only_what_is_published_or_scheduled_stands_there(cast: Cast) -> None:
    gone = publish(
        cast, "Đã gỡ", ward_time(2026, 11, 20, 8, 0), expires_at=ward_time(2026, 11, 27, 12, 0)
    )
    transition(gone, "withdraw", cast.approver, note="Sai", public_as="gone")
    back = publish(cast, "Hủy hẹn", ward_time(2026, 11, 26, 8, 0))
    transition(back, "unschedule", cast.approver)
    make_draft(cast.contributor)
    assert shown(cast.editor) == []


def test_contributors_see_their_units_items_and_nobody_a_stranger(cast: Cast) -> None:
    publish(cast, "Của tổ", ward_time(2026, 11, 26, 8, 0))
    seen = {role for role in EVERYBODY if shown(getattr(cast, role))}
    page_open = set()
    for role in EVERYBODY:
        answer = client_of(cast, role).get(ADDRESS)
        assert answer.status_code in (200, 404)
        if answer.status_code == 200:
            page_open.add(role)
            assert ("Của tổ" in answer.content.decode()) == (role in seen), role
    board = {"editor", "other_editor", "approver", "other_approver", "head", "leader"}
    assert seen == board | {"contributor", "colleague"}
    assert page_open == seen | {"other_contributor"}


def test_strangers_are_sent_to_log_in_and_nothing_is_changed_by_posting(
    cast: Cast, client: Client
) -> None:
    assert client.get(ADDRESS).status_code == 302
    assert client_of(cast, "editor").post(ADDRESS).status_code == 405


def test_an_approver_reaches_the_change_of_time(cast: Cast) -> None:
    article = publish(cast, "Hẹn", ward_time(2026, 11, 26, 8, 0))
    publish(cast, "Rồi", ward_time(2026, 11, 20, 8, 0))
    links = {
        role: [e.change_url for e in entries_of(getattr(cast, role), NOVEMBER, now=NOW)]
        for role in ("approver", "editor")
    }
    address = f"/quan-tri/news/article/{article.pk}/buoc/reschedule/"
    assert links == {"approver": ["", address], "editor": ["", ""]}
    page = client_of(cast, "approver").get(ADDRESS).content.decode()
    assert f'href="{address}"' in page
    assert f'href="/quan-tri/news/article/{article.pk}/change/"' in page
    assert client_of(cast, "approver").get(address).status_code == 200


def test_an_empty_month_says_so(cast: Cast) -> None:
    assert (
        "Không có gì trong tháng 11/2026."
        in client_of(cast, "editor").get(ADDRESS).content.decode()
    )


def test_a_full_day_is_folded(cast: Cast) -> None:
    at = ward_time(2026, 11, 24, 8, 0)
    entries = [CalendarEntry(at, "Việc", f"Mục {number}", "/x/") for number in range(CELL_SIZE + 2)]

    def day(count: int) -> Any:
        return next(
            d
            for w in weeks_of(NOVEMBER, entries[:count], today=at.date())
            for d in w
            if d and d.entries
        )

    assert [
        (len(day(n).shown), len(day(n).more)) for n in (1, CELL_SIZE, CELL_SIZE + 1, CELL_SIZE + 2)
    ] == [
        (1, 0),
        (CELL_SIZE, 0),
        (CELL_SIZE + 1, 0),
        (CELL_SIZE, 2),
    ]


def test_another_room_adds_its_entries(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whole days stand before the hours of the same day."""
    asked: list[tuple[Any, ...]] = []
    deadline = CalendarEntry(
        date(2026, 11, 26), "Hạn nộp", "Định hướng tháng 12", "/quan-tri/", tone=Tone.ENDING
    )

    def entries(*question: Any) -> list[CalendarEntry]:
        asked.append(question)
        return [
            deadline,
            replace(deadline, at=ward_time(2026, 11, 26, 7, 0), title="Họp", about="Phòng họp"),
        ]

    monkeypatch.setattr(
        calendar_sources, "_entries", [*calendar_sources, CalendarSource("meetings", entries)]
    )
    publish(cast, "Hẹn", ward_time(2026, 11, 26, 0, 30))
    found = entries_of(cast.editor, NOVEMBER, now=NOW)
    assert [entry.title for entry in found] == ["Định hướng tháng 12", "Hẹn", "Họp"]
    assert asked == [(cast.editor, NOVEMBER.starts_at, Month(2026, 12).starts_at, NOW)]
    assert found[0].time is None
    page = client_of(cast, "editor").get(ADDRESS).content.decode()
    assert "Phòng họp" in page


@pytest.mark.parametrize("rows", [1, 30])
def test_questions_to_the_database(cast: Cast, rows: int) -> None:
    """Session, person, roles, the ward, one for all items and one for all tasks."""
    ContentType.objects.get_for_models(Article, Ward)
    Ward.objects.create(pk=1, name="Phường Bến Sen")
    for number in range(rows):
        article = make_draft(make_user(unit=UnitFactory()), category=CategoryFactory())
        Article.objects.filter(pk=article.pk).update(
            state=ArticleState.PUBLISHED,
            published_at=NOW + timedelta(hours=number),
            expires_at=NOW + timedelta(hours=99),
        )
    client = client_of(cast, "approver")
    with CaptureQueriesContext(connection) as asked:
        assert client.get(ADDRESS).status_code == 200
    assert len(asked) == 12
