"""What residents see of meetings and of the working calendar, and that nothing else leaves the
room.
"""

from __future__ import annotations

import re
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from core.dates import day_start
from core.files.storage import store
from core.models import FileUse, StoredFile
from core.registries import sitemaps
from core.text.vietnamese import plain_text
from meetings.calendar.public_calendar import PublicCalendarWeek, next_entry
from meetings.calendar.reception import announcement, first_reception, receptions
from meetings.minutes.article_draft import without_names
from meetings.minutes.services import store_part
from meetings.models import (
    AgendaItem,
    ApprovedConclusion,
    Attendance,
    CalendarEvent,
    Limitation,
    Meeting,
    MeetingArticle,
    MeetingSeries,
    Opinion,
    ReceptionDay,
    Result,
)
from meetings.models.calendar import day_in_words
from news.models import Article
from organization.calendar.views import Month, entries_of
from organization.calendar.working_days import WorkingCalendar
from organization.models import Block, Holiday, Officer, Unit, Ward
from tests.news.test_access import EVERYBODY, client_of
from tests.support.cast import Cast
from tests.support.factories import UnitFactory
from tests.support.files import PDF, upload
from tests.support.meeting_factories import approve, at, conclude, day, make_meeting, step

NO_DAYS_OFF = WorkingCalendar()


@pytest.fixture(autouse=True)
def ward(db: None) -> None:
    ContentType.objects.get_for_models(Meeting, Article)
    Ward.objects.create(pk=1, name="Phường Bến Sen")


def held(cast: Cast, *, is_public: bool = True, **fields: Any) -> Meeting:
    """An approved meeting with a public and an internal conclusion."""
    meeting = make_meeting(cast.editor, is_public=is_public, **fields)
    unit = cast.contributor.unit
    conclude(
        meeting, cast.editor, unit, addressee="các đơn vị", text="gửi tin đúng hạn", is_public=True
    )
    conclude(meeting, cast.editor, unit, text="kiểm điểm riêng SECRETCONCLUSION")
    return approve(meeting, chair=cast.leader, editor=cast.editor)


def rule(**fields: Any) -> ReceptionDay:
    """Every Thursday morning since June 2026."""
    defaults = {
        "leaders": "Chủ tịch Ủy ban nhân dân phường",
        "weekday": 3,
        "starts": time(8),
        "ends": time(11, 30),
        "place": "Phòng tiếp công dân",
        "valid_from": day("2026-06-01"),
        "announced_on": day("2026-06-01"),
    }
    return ReceptionDay(**defaults | fields)


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_only_approved_public_meetings_are_shown_with_their_public_conclusions(
    cast: Cast, client: Client
) -> None:
    assert "Chưa có cuộc họp công khai" in text(client, "/hop/")
    meeting = held(cast, title="Giao ban tháng 6", chair_title="Chủ tịch Ủy ban nhân dân phường")
    internal = held(cast, is_public=False, title="Họp kín")
    unapproved = make_meeting(cast.editor, is_public=True, title="Họp chưa duyệt")
    page = text(client, meeting.get_absolute_url())
    assert "Giao các đơn vị gửi tin đúng hạn" in page
    assert "Chủ tịch Ủy ban nhân dân phường" in page
    assert "Số 1/2016" in page
    assert "SECRETCONCLUSION" not in page
    listed = text(client, "/hop/")
    assert [title in listed for title in ("Giao ban tháng 6", "Họp kín", "Họp chưa duyệt")] == [
        True,
        False,
        False,
    ]
    for hidden in (internal, unapproved):
        assert client.get(hidden.get_absolute_url()).status_code == 404
        assert client.get(f"/hop/?trang=2&sau={hidden.pk}").status_code == 404
    assert client.get(f"/hop/khac-{meeting.pk}/").headers["Location"] == meeting.get_absolute_url()
    step(meeting, "correct", cast.leader, note="Sai ngày")
    assert text(client, meeting.get_absolute_url()) == page
    assert client.get("/hop/?trang=x").status_code == 404


def test_meetings_are_found_and_mapped(cast: Cast, client: Client) -> None:
    meeting = held(cast, title="Giao ban tháng sáu")
    assert meeting.get_absolute_url() in text(client, "/tim-kiem/?q=giao+ban+thang+sau")
    number = ApprovedConclusion.objects.get(text="gửi tin đúng hạn").code
    for typed in (f"ket luan so {number}", f"kết luận số {number.partition('/')[0]}"):
        assert f"Kết luận số {number}:" in plain_text(text(client, f"/tim-kiem/?q={typed}")), typed
    found = text(client, "/tim-kiem/?q=gui+tin+dung+han&loai=ket-luan")
    assert f"{meeting.get_absolute_url()}#{meeting.conclusions.first().anchor}" in found
    assert meeting.get_absolute_url() in text(client, "/sitemap-hop.xml")
    assert "/lich-cong-tac/" in text(client, "/sitemap-hop-lich.xml")


@pytest.mark.parametrize("rows", [1, 12])
def test_questions_do_not_grow(cast: Cast, client: Client, rows: int) -> None:
    today = timezone.localdate()
    for number in range(rows):
        last = held(cast, starts_at=at(f"2016-06-24 {number % 12 + 8:02}:00"))
        begins = day_start(today) + timedelta(minutes=number)
        CalendarEvent.objects.create(title="Hội nghị", starts_at=begins, is_public=True)
        rule(weekday=number % 7).save()
    counts = {}
    for address in ("/hop/", last.get_absolute_url(), "/lich-cong-tac/", "/lich.ics"):
        client.get("/khong-co/")
        with CaptureQueriesContext(connection) as asked:
            text(client, address)
        counts[address] = len(asked)
    assert list(counts.values()) == [3, 3, 6, 6]  # one of them asks for the generation


def test_the_week_shows_what_is_public_and_refuses_what_is_no_week(
    cast: Cast, client: Client
) -> None:
    make_meeting(
        cast.editor, is_public=True, title="Giao ban tuần", starts_at=at("2026-06-24 14:00")
    )
    make_meeting(cast.editor, title="Họp kín", starts_at=at("2026-06-24 15:00"))
    cancelled = make_meeting(
        cast.editor, is_public=True, title="Họp đã hủy", starts_at=at("2026-06-24 16:00")
    )
    step(cancelled, "cancel", cast.editor, note="Hoãn")
    event = {"starts_at": at("2026-06-27 23:00"), "ends_at": at("2026-06-28 09:00")}
    CalendarEvent.objects.create(title="Hội trại", is_public=True, **event)
    CalendarEvent.objects.create(title="Tiếp đoàn nội bộ", **event)
    CalendarEvent.objects.create(
        title="Lễ phát động", starts_at=at("2026-06-22 07:00"), is_public=True, is_cancelled=True
    )
    rule().save()
    page = text(client, "/lich-cong-tac/?tuan=2026-W26")
    assert page.count(">Hội trại<") == 2  # on each of its days
    assert [
        word in page
        for word in ("Giao ban tuần", "Tiếp công dân định kỳ", "Đã hủy", "Lễ phát động")
    ] == [True] * 4
    assert [word in page for word in ("Họp kín", "Tiếp đoàn nội bộ")] == [False] * 2
    assert page.count("Đã hủy") == 2
    assert "Họp đã hủy" in page
    assert "?tuan=2026-W25" in page
    assert "?tuan=2026-W27" in page
    assert "Chưa có lịch công khai" in text(client, "/lich-cong-tac/?tuan=2015-W01")
    for wrong in (
        "2026-w26",
        "2026-W54",
        "2025-W53",
        "2026-W00",
        "26-W01",
        "9999-W52",
        "0000-W01",
        "",
        "2026-W٢٦",
    ):
        assert client.get("/lich-cong-tac/", {"tuan": wrong}).status_code == 404, wrong
    assert (
        str(PublicCalendarWeek.of(day("2027-01-01"))),
        str(PublicCalendarWeek.of(day("2027-01-04"))),
    ) == (
        "2026-W53",
        "2027-W01",
    )


def test_an_event_that_comes_to_last_more_than_a_day_is_asked_about(cast: Cast) -> None:
    event = CalendarEvent.objects.create(
        title="Họp báo", starts_at=at("2026-12-08 14:00"), ends_at=at("2026-12-08 15:00")
    )
    client = client_of(cast, "editor")
    address = reverse("admin:meetings_calendarevent_change", args=[event.pk])
    data = {"title": event.title, "starts_at": "2026-12-08T14:00", "ends_at": "2026-12-08T15:00"}
    assert client.post(address, data).status_code == 302
    moved = data | {"starts_at": "2026-12-07T14:00"}
    page = client.post(address, moved)
    assert page.status_code == 200
    assert "đến 15:00 ngày 08/12/2026" in page.content.decode()
    assert 'name="lasts_days"' in page.content.decode()
    assert client.post(address, moved | {"lasts_days": "on"}).status_code == 302
    assert client.post(address, moved | {"title": "Họp báo lần hai"}).status_code == 302
    event.refresh_from_db()
    assert (event.title, event.starts_at) == ("Họp báo lần hai", at("2026-12-07 14:00"))


@pytest.mark.parametrize("name", ["calendarevent", "meeting"])
def test_private_phones_in_the_public_calendar_are_asked_about(cast: Cast, name: str) -> None:
    client = client_of(cast, "editor")
    address = reverse(f"admin:meetings_{name}_add")
    data = {
        "series": MeetingSeries.objects.create(name="Họp dân", chair_name="Bà An").pk,
        "title": "Họp, gọi bà Lan 0912 345 678",
        "place": "Nhà văn hóa",
        "chair_name": "Bà An",
        "other_opinions": "0",
        "starts_at": "2026-12-08T14:00",
        "is_public": "on",
    }

    def public() -> bool:
        return "0912" in Client().get("/lich.ics").content.decode()

    page = client.post(address, data)
    assert (page.status_code, public()) == (200, False)
    assert "0912 345 678" in page.content.decode() and 'name="accepts_phones"' in str(page.content)
    kept = client.post(address, data | {"title": "Họp kín", "is_public": ""})
    assert kept.status_code == 302, kept.context["adminform"].form.errors
    assert client.post(address, data | {"accepts_phones": "on"}).status_code == 302
    assert public()


def test_one_leader_and_one_place_twice_at_once_is_named(cast: Cast) -> None:
    begins = day_start(timezone.localdate()) + timedelta(days=1, hours=8)
    officer = Officer.objects.create(name="Lê Thị Ba", title="Chủ tịch")

    def event(minutes: int, **fields: Any) -> CalendarEvent:
        times = {"starts_at": begins + timedelta(minutes=minutes)}
        return CalendarEvent.objects.create(**{"title": "Họp"} | times | fields)

    first = event(0, officer=officer, place="Phòng họp số 1", ends_at=begins + timedelta(hours=1))
    clashing = CalendarEvent.objects.clashing_with
    assert list(clashing(event(30, officer=officer))) == [first]
    assert list(clashing(event(59, place="phòng họp số 1"))) == [first]
    assert list(clashing(event(60, officer=officer, place="Phòng họp số 1"))) != [first]
    assert list(clashing(event(-60, place="Phòng họp số 1"))) == []
    assert list(clashing(event(10))) == []
    CalendarEvent.objects.exclude(pk=first.pk).delete()
    at_half_past = timezone.localtime(begins + timedelta(minutes=30))
    data = {
        "title": "Tiếp đoàn",
        "officer": officer.pk,
        "starts_at": f"{at_half_past:%Y-%m-%dT%H:%M}",
    }
    add = reverse("admin:meetings_calendarevent_add")
    page = client_of(cast, "clerk").post(add, data, follow=True).text
    assert "Trùng giờ, cùng lãnh đạo: “Họp” lúc 08:00" in page


def test_a_cancelled_meeting_is_cancelled_in_imported_calendars(cast: Cast, client: Client) -> None:
    begins = (timezone.now() + timedelta(days=3)).replace(microsecond=0)
    meeting = make_meeting(cast.editor, is_public=True, title="Giao ban tuần", starts_at=begins)
    make_meeting(cast.editor, title="Họp kín", starts_at=begins)
    confirmed = client.get("/lich.ics").content.decode()
    assert (confirmed.count("BEGIN:VEVENT"), "STATUS:CONFIRMED" in confirmed) == (1, True)
    uid = re.search("UID:.*", confirmed)
    step(meeting, "cancel", cast.editor, note="Hoãn")
    cancelled = client.get("/lich.ics").content.decode()
    assert "STATUS:CANCELLED" in cancelled
    assert uid and uid[0] in cancelled
    assert "(đã hủy)" in cancelled
    assert next_entry(timezone.localdate(), []) is None


def test_the_calendar_file_is_read_back_with_names_that_stay(client: Client) -> None:
    begins = (timezone.now() + timedelta(days=3)).replace(microsecond=0)
    event = CalendarEvent.objects.create(
        title="Hội nghị, tổng kết; cuối năm",
        place="Hội trường",
        leaders="Bà An",
        starts_at=begins,
        is_public=True,
    )
    CalendarEvent.objects.create(title="Nội bộ", starts_at=begins)
    ReceptionDay.objects.create(
        leaders="Chủ tịch",
        frequency="monthly",
        day_of_month=31,
        starts=time(8),
        ends=time(11),
        place="Trụ sở",
        announced_on=timezone.localdate() - timedelta(days=30),
    )
    answer = client.get("/lich.ics")
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    read = Calendar.from_ical(answer.content)
    events = {str(one["uid"]): one for one in read.walk("VEVENT")}
    assert not read.errors
    assert all(not one.errors and one["dtstamp"] for one in events.values())
    uid = next(uid for uid in events if uid.startswith(f"lich-{event.pk}@"))
    assert (str(events[uid]["summary"]), str(events[uid]["location"])) == (event.title, event.place)
    assert events[uid].decoded("dtstart") == begins
    assert sum(uid.startswith("tiep-dan-") for uid in events) >= 5
    assert len(events) == len(list(read.walk("VEVENT")))
    assert "Nội bộ" not in answer.content.decode()
    event.title, event.starts_at = "Hội nghị", begins + timedelta(hours=1)
    event.save()
    again = {
        str(one["uid"]): one
        for one in Calendar.from_ical(client.get("/lich.ics").content).walk("VEVENT")
    }
    assert again.keys() == events.keys()
    assert again[uid].decoded("dtstart") == event.starts_at


def test_receptions_are_moved_off_days_off_and_say_so() -> None:
    days = WorkingCalendar.of([(day("2026-12-31"), "day_off"), (day("2027-01-01"), "day_off")])
    found = receptions([rule()], day("2026-12-28"), day("2027-01-10"), days)
    assert [(one.regular_on, one.held_on) for one in found] == [
        (day("2026-12-31"), day("2027-01-04")),
        (day("2027-01-07"), day("2027-01-07")),
    ]
    assert found[0].moved == "Chuyển từ thứ Năm 31/12/2026 (ngày nghỉ) sang thứ Hai 04/01/2027."
    assert found[1].moved == ""
    assert day_in_words(day("2026-12-06")) == "Chủ nhật 06/12/2026"
    monthly = rule(
        frequency="monthly", weekday=None, day_of_month=31, valid_until=day("2027-02-28")
    )
    held_on = [
        one.held_on for one in receptions([monthly], day("2027-01-01"), day("2027-04-30"), days)
    ]
    # The last day of 2026 is moved; January ends on a Sunday, February too.
    assert held_on == [day("2027-01-04"), day("2027-02-01"), day("2027-03-01")]


def test_a_reception_is_announced_five_working_days_ahead() -> None:
    new = rule(valid_from=day("2026-11-24"), announced_on=day("2026-11-24"))  # a Tuesday
    assert first_reception(new, NO_DAYS_OFF).held_on == day("2026-12-03")
    on_the_fifth = rule(weekday=1, valid_from=day("2026-11-24"), announced_on=day("2026-11-24"))
    assert first_reception(on_the_fifth, NO_DAYS_OFF).held_on == day("2026-12-01")
    day_off = WorkingCalendar.of([(day("2026-11-30"), "day_off")])
    assert first_reception(on_the_fifth, day_off).held_on == day("2026-12-08")
    assert announcement(new, NO_DAYS_OFF).startswith("Buổi đầu tiên: thứ Năm 03/12/2026")
    ending = rule(
        valid_from=day("2026-11-24"), announced_on=day("2026-11-24"), valid_until=day("2026-11-30")
    )
    assert "chưa có buổi nào" in announcement(ending, NO_DAYS_OFF)


def test_a_moved_reception_stands_in_both_weeks(client: Client) -> None:
    rule().save()
    for number in range(31, 34):  # Thursday, Friday, Saturday at the turn of the year
        off = day("2026-12-01") + timedelta(days=number - 1)
        Holiday.objects.create(day=off, name="Tết Dương lịch")
    assert "Không tiếp công dân định kỳ" in text(client, "/lich-cong-tac/?tuan=2026-W53")
    assert "Chuyển từ thứ Năm 31/12/2026 (ngày nghỉ) sang thứ Hai 04/01/2027." in text(
        client, "/lich-cong-tac/?tuan=2027-W01"
    )


KEEPERS = {"editor", "other_editor", "clerk", "it_officer"}
VIEWERS = {"approver", "other_approver", "head", "leader"}


def test_who_keeps_the_calendar(cast: Cast) -> None:
    event = CalendarEvent.objects.create(title="Tiếp đoàn nội bộ", starts_at=at("2026-06-24 14:00"))
    for name, fields in (("calendarevent", event), ("receptionday", None)):
        edit_roles, view_roles = set(), set()
        for role in EVERYBODY:
            client = client_of(cast, role)
            if client.get(reverse(f"admin:meetings_{name}_add")).status_code == 200:
                edit_roles.add(role)
            answer = client.get(reverse(f"admin:meetings_{name}_changelist"))
            if answer.status_code == 200 and (
                fields is None or fields.title in answer.content.decode()
            ):
                view_roles.add(role)
        assert edit_roles == KEEPERS
        assert view_roles == KEEPERS | VIEWERS


def test_a_kept_reception_day_says_its_first_day_and_keeps_it(cast: Cast) -> None:
    client = client_of(cast, "clerk")
    today = timezone.localdate()
    typed = {
        "leaders": " Chủ  tịch phường ",
        "place": "Trụ sở",
        "note": "",
        "frequency": "weekly",
        "weekday": "3",
        "day_of_month": "",
        "starts": "08:00",
        "ends": "11:00",
        "valid_from": f"{today:%d/%m/%Y}",
        "valid_until": "",
    }
    address = reverse("admin:meetings_receptionday_add")
    assert "chọn thứ" in client.post(address, typed | {"weekday": ""}).content.decode()
    assert "Buổi đầu tiên: thứ Năm" in client.post(address, typed, follow=True).content.decode()
    row = ReceptionDay.objects.get()
    assert (row.leaders, row.announced_on) == ("Chủ tịch phường", today)
    client.post(
        reverse("admin:meetings_receptionday_change", args=[row.pk]),
        typed | {"weekday": "1", "place": "Nhà A"},
    )
    row.refresh_from_db()
    assert (row.weekday, row.place) == (3, "Nhà A")


def test_internal_events_are_on_the_boards_calendar_only(cast: Cast) -> None:
    begins = at("2026-06-24 14:00")
    CalendarEvent.objects.create(title="Tiếp đoàn nội bộ", starts_at=begins)
    CalendarEvent.objects.create(title="Lễ phát động", starts_at=begins, is_public=True)

    def seen(role: str) -> set[str]:
        entries = entries_of(getattr(cast, role), Month(2026, 6), now=begins)
        return {entry.title for entry in entries}

    assert seen("leader") == seen("editor") == seen("clerk") == {"Tiếp đoàn nội bộ", "Lễ phát động"}
    assert seen("contributor") == {"Lễ phát động"}
    assert seen("inactive") == set()


# A news item from a meeting


def news_address(meeting: Meeting) -> str:
    return reverse("admin:meeting_news", args=[meeting.pk])


def test_news_is_begun_once_and_names_no_unit(cast: Cast) -> None:
    late = UnitFactory(
        name="Hội Liên hiệp Phụ nữ phường",
        short_name="Hội Phụ nữ",
        block=Block.MASS_ORGANIZATION,
    )
    group = UnitFactory(name="Tổ dân phố số 907", short_name="Tổ dân phố 907")
    meeting = make_meeting(
        cast.editor, is_public=True, title="Giao ban tháng 6", chair_title="Chủ tịch phường"
    )
    store_part(Result(meeting=meeting, text="Biên tập đi vào nền nếp"), actor=cast.editor)
    store_part(
        Limitation(
            meeting=meeting, text="hội phụ nữ và Tổ dân phố 907 nộp tin muộn", cause="Nhân sự mỏng"
        ),
        actor=cast.editor,
        relations={"units": [late, group]},
    )
    store_part(
        Limitation(meeting=meeting, text="Ít tin"), actor=cast.editor, relations={"units": [late]}
    )
    store_part(Opinion(meeting=meeting, speaker="Ông Bình", text="Ý kiến riêng"), actor=cast.editor)
    conclude(meeting, cast.editor, late, text="gửi tin đúng hạn", is_public=True)
    conclude(meeting, cast.editor, late, text="kiểm điểm")
    client = client_of(cast, "editor")
    assert client.get(news_address(meeting)).status_code == 404  # not approved
    approve(meeting, chair=cast.leader, editor=cast.editor)
    assert "Biên tập đi vào nền nếp" in text(client, news_address(meeting))
    assert not MeetingArticle.objects.exists()
    answer = client.post(news_address(meeting))
    article = Article.objects.get()
    assert answer.headers["Location"] == reverse("admin:news_article_change", args=[article.pk])
    assert (article.state, article.author, article.title) == (
        "draft",
        cast.editor,
        "Giao ban tháng 6",
    )
    for word in ("24/06/2016", "Phòng họp số 1", "Nguyễn Thị An, Chủ tịch phường"):
        assert word in article.lead
    for part in (
        "<p>Cuộc họp ghi nhận những kết quả đã đạt được. Biên tập đi vào nền nếp.</p>",
        "Một số ngành, đoàn thể và tổ dân phố nộp tin muộn.",
        "Ít tin; hạn chế này có ở một số ngành, đoàn thể.",
        (
            "Kết luận cuộc họp, đồng chí Nguyễn Thị An giao các đơn vị gửi tin đúng hạn, chậm nhất"
            " ngày 05/07/2016."
        ),
    ):
        assert part in article.body
    for word in (
        "Phụ nữ",
        "phụ nữ",
        "Tổ dân phố",
        "Nhân sự mỏng",
        "Ông Bình",
        "Ý kiến riêng",
        "kiểm điểm",
    ):
        assert word not in article.lead + article.body
    for _ in range(2):
        assert client.post(news_address(meeting)).headers["Location"] == answer.headers["Location"]
        assert client.get(news_address(meeting)).headers["Location"] == answer.headers["Location"]
    assert Article.objects.count() == 1
    step(article, "discard", cast.editor)
    assert client.post(news_address(meeting)).headers["Location"] != answer.headers["Location"]


def test_news_of_an_internal_meeting_asks_first(cast: Cast) -> None:
    meeting = held(cast, is_public=False)
    client = client_of(cast, "editor")
    assert 'name="noi_bo"' in text(client, news_address(meeting))
    refused = client.post(news_address(meeting))
    assert refused.status_code == 409
    assert "nội bộ: xin đánh dấu" in refused.content.decode()
    assert not Article.objects.exists()
    client.post(news_address(meeting), {"noi_bo": "1"})
    assert "SECRETCONCLUSION" not in Article.objects.get().body


def test_who_begins_news(cast: Cast) -> None:
    meeting = held(cast)
    readers = {
        role
        for role in EVERYBODY
        if client_of(cast, role).get(news_address(meeting)).status_code == 200
    }
    assert readers == {"editor", "other_editor", "approver", "other_approver", "head"}


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Hoà Bình nộp muộn", "một số ngành, đoàn thể nộp muộn"),
        ("Tổ dân phố 1, 3 và 5 chưa gửi", "một số ngành, đoàn thể chưa gửi"),
        ("CÔNG AN PHƯỜNG, Hòa Bình và tdp chậm", "một số ngành, đoàn thể chậm"),
        ("Hội nghị chưa đông", "Hội nghị chưa đông"),
    ],
)
def test_names_of_units_are_replaced_however_written(said: str, shown: str) -> None:
    units = [
        Unit(name="Hòa Bình", short_name="HB"),
        Unit(name="Tổ dân phố 1", short_name="TDP"),
        Unit(name="Công an phường", short_name="Công an"),
    ]
    assert without_names(said, units) == shown


# Nothing internal at any public address

SECRETS = (
    "LATEUNIT",
    "SECRETPERSON",
    "SECRETREASON",
    "SECRETNOTES",
    "SECRETLIMIT",
    "SECRETCAUSE",
    "SECRETSPEAKER",
    "SECRETOPINION",
    "SECRETCONCLUSION",
    "SECRETEVENT",
    "SECRETMEETING",
    "SECRETREPORT",
    "SECRETRESULT",
)


def test_nothing_internal_is_at_any_public_address(
    cast: Cast, client: Client, file_root: Path
) -> None:
    meeting = make_meeting(
        cast.editor, is_public=True, title="Giao ban tháng này", starts_at=timezone.now()
    )
    late = UnitFactory(name="LATEUNIT phường", short_name="LATEUNIT", valid_until=day("2016-01-01"))
    parts = (
        Attendance(
            meeting=meeting,
            group="Khối",
            name="SECRETPERSON",
            presence="absent",
            reason="SECRETREASON",
        ),
        AgendaItem(meeting=meeting, title="Báo cáo", notes="SECRETNOTES"),
        Opinion(meeting=meeting, speaker="SECRETSPEAKER", text="SECRETOPINION"),
        Result(meeting=meeting, text="SECRETRESULT"),
    )
    for part in parts:
        store_part(part, actor=cast.editor)
    limitation = Limitation(meeting=meeting, text="SECRETLIMIT", cause="SECRETCAUSE")
    store_part(limitation, actor=cast.editor, relations={"units": [late]})
    unit = cast.contributor.unit
    conclude(meeting, cast.editor, unit, text="gửi tin đúng hạn", is_public=True)
    conclude(meeting, cast.editor, unit, text="SECRETCONCLUSION")
    report = store(
        upload(PDF, "SECRETREPORT.pdf"), uploader=cast.editor, kind=StoredFile.Kind.DOCUMENT
    )
    FileUse.objects.create(file=report, item=meeting, role=FileUse.Role.ATTACHMENT)
    approve(meeting, chair=cast.leader, editor=cast.editor)
    held(cast, is_public=False, title="SECRETMEETING", starts_at=timezone.now() - timedelta(days=1))
    CalendarEvent.objects.create(title="SECRETEVENT", place="SECRETEVENT", starts_at=timezone.now())
    begun = client_of(cast, "editor").post(news_address(meeting))
    assert begun.status_code == 302  # a draft stands beside all this

    addresses = [
        "/",
        "/hop/",
        meeting.get_absolute_url(),
        "/lich-cong-tac/",
        "/lich.ics",
        "/rss.xml",
        "/tin/",
        "/co-cau-to-chuc/",
        "/lien-he/",
        "/so-do-trang/",
        "/sitemap.xml",
        *(f"/sitemap-{part.name}.xml" for part in sitemaps),
        "/du-lieu/",
        *(
            f"/du-lieu/{name}.{kind}"
            for name in ("tin-bai", "chuyen-muc")
            for kind in ("json", "csv")
        ),
    ]
    for address in addresses:
        page = text(client, address)
        assert [word for word in SECRETS if word in page] == [], address
    for word in SECRETS:
        assert "Không tìm thấy" in text(client, f"/tim-kiem/?q={word}"), word
    assert client.get(report.url).status_code == 404
    assert text(client, "/tim-kiem/?q=gui+tin+dung+han").count(meeting.get_absolute_url()) == 1


@time_machine.travel(at("2016-11-23 09:00"), tick=False)
def test_an_empty_week_names_what_comes_next_and_a_day_is_a_week(client: Client) -> None:
    CalendarEvent.objects.create(title="Hội nghị", starts_at=at("2016-12-06 08:00"), is_public=True)
    CalendarEvent.objects.create(
        title="Đã hủy", starts_at=at("2016-12-05 08:00"), is_public=True, is_cancelled=True
    )
    page = text(client, "/lich-cong-tac/?tuan=2016-11-24")
    assert "Tuần từ 21/11 đến 27/11/2016" in page
    assert '<a href="/lich-cong-tac/?tuan=2016-W49#ngay-2016-12-06">thứ Ba 06/12/2016</a>' in page
    assert "(Lịch công tác)" in page
    assert 'id="ngay-2016-12-06"' in text(client, "/lich-cong-tac/?tuan=2016-W49")
    for wrong in ("2016-13-24", "2016-02-30", "24/11/2016", "1999-11-24"):
        assert client.get("/lich-cong-tac/", {"tuan": wrong}).status_code == 404, wrong


def test_two_receptions_moved_off_one_day_read_as_two(client: Client) -> None:
    Holiday.objects.create(day=date(2030, 9, 2), name="Quốc khánh")
    for leaders, starts in (("Chủ tịch phường", "08:00"), ("Bí thư Đảng ủy", "14:00")):
        one = rule(weekday=0, leaders=leaders)
        one.starts, one.ends = time.fromisoformat(starts), time(17)
        one.announced_on = one.valid_from = date(2016, 1, 4)
        one.save()
    with time_machine.travel(at("2030-08-29 09:00"), tick=False):
        page = text(client, "/lich-cong-tac/?tuan=2030-09-02")
    assert "Không tiếp công dân định kỳ (Chủ tịch phường, 08:00)" in page
    assert "Không tiếp công dân định kỳ (Bí thư Đảng ủy, 14:00)" in page


def test_an_address_cut_off_after_a_number_of_no_meeting(cast: Cast, client: Client) -> None:
    meeting = held(cast, title="Giao ban tuần 987654 của tổ 5")
    answer = client.get("/hop/giao-ban-tuan-987654/")
    assert (answer.status_code, answer.headers["Location"]) == (302, meeting.get_absolute_url())
    assert client.get("/hop/giao-ban-tuan-98765/").status_code == 404
