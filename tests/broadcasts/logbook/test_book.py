"""The book of sessions: its rows and sums, the page, and the files as other programs read them."""

from __future__ import annotations

import io
import secrets
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from broadcasts.bulletins.forms import LogForm
from broadcasts.bulletins.statistics import aired_minutes
from broadcasts.logbook.book import COLUMNS, log_book
from broadcasts.logbook.calendar_source import bulletin_entries
from broadcasts.models import (
    AirItem,
    AirLog,
    AnnouncerAbsence,
    Bulletin,
    RecordingTake,
    SpeakerCluster,
)
from broadcasts.states import ItemKind
from core.models import StoredFile
from core.reporting.figures import collect_figures, describe_keys
from core.workflow.engine import TransitionRefused, log_of
from organization.models import User
from tests.news.test_access import client_of
from tests.support.air_sessions import at, log, make_bulletin, make_item, make_slot, step
from tests.support.cast import Cast
from tests.support.office import run
from tests.support.reports import make_period

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 24)
NOW = at(DAY + timedelta(days=1), 12)
EARLY = at(DAY, 5)  # before the session
LABELS = [column.label for column in COLUMNS]
PAGE = "admin:broadcast_logbook"


@pytest.fixture(autouse=True)
def at_noon() -> Iterator[Any]:
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def recording(item: AirItem, cast: Cast, made: datetime = EARLY, **given: Any) -> None:
    file = StoredFile.objects.create(
        key=secrets.token_hex(16),
        uploaded_at=made,
        kind=StoredFile.Kind.DOCUMENT,
        name="a.mp3",
        extension="mp3",
        content_type="audio/mpeg",
        size=1,
        sha256="0" * 64,
    )
    facts = {"recording": file, "recorded_by": cast.announcer, "recorded_reading": item.reading}
    AirItem.objects.filter(pk=item.pk).update(**facts | given)


@pytest.fixture
def week(cast: Cast) -> dict[str, Bulletin]:
    """An aired session, a missed one, a cancelled one, one not logged, and one nobody made."""
    morning = make_slot(valid_from=DAY)
    evening = make_slot("Chiều", starts_at=time(17), valid_from=DAY)
    unit = cast.contributor.unit
    read = make_item(cast.announcer, "Ra quân", unit=unit, author="Nguyễn An")
    spoken = make_item(cast.announcer, "Lịch cúp điện", kind=ItemKind.NOTICE)
    machine = make_item(cast.announcer, "Nhắc thuế", kind=ItemKind.NOTICE)
    relayed = make_item(
        cast.announcer, "Tiếp âm đài thành phố", kind=ItemKind.RELAYED, relayed_seconds=60
    )
    left_out = make_item(cast.announcer, "=Hết giờ")
    aired = make_bulletin(
        cast, DAY, morning, read, spoken, machine, relayed, left_out, state="approved"
    )
    recording(read, cast)
    recording(machine, cast, is_synthetic=True, listened_by=cast.announcer)
    cluster = SpeakerCluster.objects.create(name="Cụm tổ 1")
    heard = aired.places.exclude(item=left_out)
    log(
        aired,
        cast.announcer,
        places=[place.pk for place in heard],
        clusters=[cluster.pk],
        incidents="Loa tổ 2 rè",
    )
    AirItem.objects.filter(pk=spoken.pk).update(source_state="withdrawn")
    missed = make_bulletin(cast, DAY, evening, spoken, machine)
    step(missed, "miss", cast.announcer, data={"missed_reason": "power"}, note="Cả phường")
    next_day = DAY + timedelta(days=1)
    cancelled = make_bulletin(cast, next_day, morning, read)
    step(cancelled, "cancel", cast.announcer, note="Nghỉ bảo trì")
    unlogged = make_bulletin(cast, next_day, morning, read)
    return {"aired": aired, "missed": missed, "unlogged": unlogged}


def test_a_row_a_session_in_order(cast: Cast, week: dict[str, Bulletin]) -> None:
    book = log_book(DAY, DAY + timedelta(days=2), now=NOW + timedelta(days=1))
    rows = [dict(zip(LABELS, row.values, strict=True)) for row in book.rows]
    assert [(row["Ngày"].day, row["Buổi"], row["Kết quả"]) for row in rows] == [
        (24, "Sáng", "Đã phát"),
        (24, "Chiều", "Không phát: mất điện. Cả phường"),
        (25, "Sáng", "Đã hủy: Nghỉ bảo trì"),
        (25, "Sáng", "Chưa ghi nhật ký"),
        (25, "Chiều", "Không có bản tin"),
        (26, "Sáng", "Không có bản tin"),
    ]
    unit = cast.contributor.unit
    assert rows[0] == {
        "Ngày": DAY,
        "Buổi": "Sáng",
        "Giờ theo kế hoạch": "07:00 – 07:15",
        "Giờ phát thực tế": "07:00 – 07:10",
        "Nội dung, theo thứ tự": (
            f"1. Ra quân (Tin; {unit}; tác giả Nguyễn An; người đọc {cast.announcer})\n"
            "2. Lịch cúp điện (Thông báo; đọc trực tiếp; đã gỡ)\n"
            "3. Nhắc thuế (Thông báo; giọng máy)\n"
            "4. Tiếp âm đài thành phố (Tiếp âm; tiếp âm)\n"
            "5. =Hết giờ (Tin; không phát)"
        ),
        "Người duyệt": str(cast.approver),
        "Người phát": str(cast.announcer),
        "Cụm loa": "Cụm tổ 1",
        "Sự cố": "Loa tổ 2 rè",
        "Kết quả": "Đã phát",
    }
    # Of what was not aired, a withdrawn item is left out.
    assert rows[1]["Nội dung, theo thứ tự"] == "1. Nhắc thuế (Thông báo)"


def test_a_recording_made_after_the_session_is_not_its_reader(cast: Cast) -> None:
    live = make_item(cast.announcer, "Đọc trực tiếp")
    again = make_item(cast.announcer, "Ghi âm lại")
    bulletin = make_bulletin(cast, DAY, make_slot(valid_from=DAY), live, again, state="approved")
    take = {"created_at": EARLY, "finished_at": EARLY, "reading": again.reading}
    RecordingTake.objects.create(item=again, recorded_by=cast.editor, **take)
    for item in (live, again):
        recording(item, cast, at(DAY, 9, 27), recording_seconds=99)
    log(bulletin, cast.announcer)
    [row] = [row for row in log_book(DAY, DAY, now=NOW).rows if row.bulletin]
    assert row.contents == [
        "1. Đọc trực tiếp (Tin; đọc trực tiếp)",
        f"2. Ghi âm lại (Tin; người đọc {cast.editor})",
    ]
    own = bulletin.places.filter(item__in=(live, again))
    assert all((place.seconds or 0) < 10 for place in own), "not of the later recording"


def test_sums(cast: Cast, week: dict[str, Bulletin]) -> None:
    book = log_book(DAY, DAY + timedelta(days=2), now=NOW + timedelta(days=1))
    assert book.totals.lines == [
        ("Buổi theo kế hoạch", 5),
        ("Buổi đã phát", 1),
        ("Buổi không phát", 1),
        ("Buổi đã qua, chưa ghi nhật ký", 1),
        ("Buổi không có bản tin", 2),
        ("Bản tin đã hủy", 1),
        ("Số phút đã phát", 10),
        ("Lượt phát tự sản xuất", 3),
        ("Lượt tiếp âm", 1),
        ("Lượt tin", 1),
        ("Lượt thông báo", 2),
    ]


def test_the_book_and_the_report_count_the_same_minutes(cast: Cast) -> None:
    """Sessions of 10 minutes and 20 seconds, as a play-out page reports them."""
    period = make_period(DAY.year, DAY.month)
    slot = make_slot(valid_from=DAY)
    for number in range(3):
        day = DAY + timedelta(days=number)
        bulletin = make_bulletin(cast, day, slot, state="approved")
        with time_machine.travel(at(day, 8), tick=False):
            log(bulletin, cast.announcer)
        begins = bulletin.starts_at
        bulletin.air_log.ended_at = begins + timedelta(minutes=10, seconds=20)
        bulletin.air_log.save()
    totals = log_book(DAY, DAY + timedelta(days=3), now=NOW + timedelta(days=5)).totals
    assert totals.minutes == collect_figures(period).value("broadcasts.minutes") == 30


def test_what_a_play_out_page_logged_says_so(cast: Cast, week: dict[str, Bulletin]) -> None:
    AirLog.objects.update(source="playout", operator=None, interruptions=2)
    row = log_book(DAY, DAY, now=NOW).rows[0]
    assert (row.operator, row.incidents) == (
        *("Trang phát của trạm", "Loa tổ 2 rè; Gián đoạn 2 lần"),
    )


def test_the_book_costs_the_same_for_many(
    cast: Cast, week: dict[str, Bulletin], django_assert_num_queries: Any
) -> None:
    evening = week["missed"].slot
    for number in range(7, 10):
        day = DAY + timedelta(days=number)
        log_item = make_item(cast.announcer, f"Tin {number}")
        make_bulletin(cast, day, evening, log_item)
    for last in (DAY + timedelta(days=1), DAY + timedelta(days=30)):
        with django_assert_num_queries(7):
            log_book(DAY, last, now=NOW)


def test_the_workbook_is_read_by_others(cast: Cast, week: dict[str, Bulletin]) -> None:
    query = {"tu": "2026-11-24", "den": "2026-11-25", "dang": "xlsx"}
    response = client_of(cast, "leader").get(reverse(PAGE), query)
    assert "no-store" in response["Cache-Control"]
    assert "so-nhat-ky-phat-thanh-24-11-2026-den-25-11-2026" in response["Content-Disposition"]
    workbook = load_workbook(io.BytesIO(response.content))
    assert workbook.sheetnames == ["Nhật ký", "Tổng hợp"]
    cells = [[cell.value for cell in row] for row in workbook["Nhật ký"].iter_rows()]
    head = cells.index(LABELS)
    assert len(cells) == head + 1 + 4
    assert cells[head + 1][0].date() == DAY
    assert "5. =Hết giờ (Tin; không phát)" in cells[head + 1][4]
    assert any("buổi đã phát: 1; buổi không phát: 1" in str(row[0]) for row in cells[:head])
    sums = [[cell.value for cell in row] for row in workbook["Tổng hợp"].iter_rows()]
    assert ["Buổi đã phát", 1] in sums


def test_the_pdf_is_read_by_others(cast: Cast, week: dict[str, Bulletin], tmp_path: Path) -> None:
    query = {"tu": "2026-11-24", "den": "2026-11-25", "dang": "pdf"}
    response = client_of(cast, "announcer").get(reverse(PAGE), query)
    path = tmp_path / "so.pdf"
    path.write_bytes(response.content)
    text = run("pdftotext", "-layout", path, "-")
    for words in ("SỔ NHẬT KÝ PHÁT THANH", "Từ ngày 24/11/2026", "Ra quân", "Nghỉ bảo trì"):
        assert words in text, words


def test_the_page_shows_the_present_month_without_periods(
    cast: Cast, week: dict[str, Bulletin]
) -> None:
    page = client_of(cast, "editor").get(reverse(PAGE)).content.decode()
    assert "Từ 01/11/2026 đến 30/11/2026." in page
    assert week["aired"].address in page
    assert "Không phát: mất điện. Cả phường" in page
    assert "Buổi theo kế hoạch: <strong>3</strong>" in page


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"tu": "2026-11-25", "den": "2026-11-24"}, "ngày cuối không trước ngày đầu"),
        ({"tu": "2026-11-25"}, "Khoảng ngày chưa đúng"),
        ({"tu": "2026-13-45", "den": "2026-11-24"}, "Khoảng ngày chưa đúng"),
        ({"tu": "9999-01-01", "den": "9999-12-31"}, "Khoảng ngày chưa đúng"),
        ({"tu": "2024-01-01", "den": "2026-01-01", "dang": "pdf"}, "nhiều nhất 366 ngày"),
    ],
)
def test_wrong_days_are_told(cast: Cast, query: dict[str, str], words: str) -> None:
    response = client_of(cast, "editor").get(reverse(PAGE), query, follow=True)
    assert response.status_code == 200
    assert words in response.content.decode()


@pytest.mark.parametrize(
    "query", [{"dang": "docx"}, {"ky": "2026-13"}, {"ky": "'"}, {"ky": "1999-01"}]
)
def test_a_malformed_address_is_not_found(cast: Cast, query: dict[str, str]) -> None:
    assert client_of(cast, "editor").get(reverse(PAGE), query).status_code == 404


def test_the_calendar_has_the_bulletins(
    cast: Cast, week: dict[str, Bulletin], django_assert_num_queries: Any
) -> None:
    editor = User.objects.get(pk=cast.editor.pk)
    assert editor.roles
    first, end = at(DAY, 0), at(DAY + timedelta(days=2), 0)
    with django_assert_num_queries(1):
        entries = list(bulletin_entries(editor, first, end, NOW))
    assert [(entry.kind, entry.about, entry.tone.value) for entry in entries] == [
        ("Đã phát thanh", "Đã phát", "done"),
        ("Không phát thanh", "Không phát", "done"),
        ("Phát thanh", "Đang soạn", "ending"),
    ]
    contributor = User.objects.get(pk=cast.contributor.pk)
    assert contributor.roles
    with django_assert_num_queries(0):
        assert list(bulletin_entries(contributor, first, end, NOW)) == []


def test_a_short_session_counts_a_minute(cast: Cast) -> None:
    bulletin = make_bulletin(cast, DAY, make_slot(valid_from=DAY), state="approved")
    begin = at(DAY, 7)
    Bulletin.objects.filter(pk=bulletin.pk).update(audio_seconds=43)
    bulletin.refresh_from_db()
    form = LogForm(item=bulletin, actor=cast.announcer, at=NOW)
    assert form.fields["ended_at"].initial == begin + timedelta(minutes=1)
    assert aired_minutes(begin, begin) == 1
    assert aired_minutes(begin, begin + timedelta(seconds=43)) == 1


def test_a_slot_is_named_with_one_word() -> None:
    for name in ("Buổi sáng", "Sáng", "sáng"):
        slot = make_slot(name, valid_from=DAY)
        bulletin = Bulletin(slot=slot, day=DAY)
        assert str(bulletin) == "Bản tin buổi sáng ngày 24/11/2026"
        assert slot.session == "Buổi sáng, 07:00"


def test_a_session_that_no_cluster_played_is_not_logged_as_aired(cast: Cast) -> None:
    bulletin = make_bulletin(cast, DAY, make_slot(valid_from=DAY), state="approved")
    cluster = SpeakerCluster.objects.create(name="Cụm tổ 1")
    with pytest.raises(TransitionRefused, match="Xin chọn ít nhất một cụm loa"):
        log(bulletin, cast.announcer)
    assert log(bulletin, cast.announcer, clusters=[cluster.pk]).state == "aired"


def test_who_corrects_a_log_did_not_air_the_bulletin(cast: Cast) -> None:
    bulletin = make_bulletin(cast, DAY, make_slot(valid_from=DAY), state="approved")
    bulletin = log(bulletin, cast.announcer)
    AnnouncerAbsence.objects.create(
        announcer=cast.announcer, stand_in=cast.editor, valid_from=timezone.localdate()
    )
    data = {
        "started_at": "2026-11-24T07:00",
        "ended_at": "2026-11-24T07:09",
        "places": [place.pk for place in bulletin.places.all()],
    }
    step(bulletin, "correct_log", cast.editor, data=data, note="Ghi nhầm giờ")
    found = AirLog.objects.get()
    assert (found.operator, found.ended_at) == (cast.announcer, at(DAY, 7, 9))
    assert log_of(bulletin).get(name="correct_log").actor == cast.editor


def test_a_session_far_shorter_than_what_was_played_is_asked_about(cast: Cast) -> None:
    items = [make_item(cast.announcer, f"Mục {n}", reading="bà con " * 180) for n in (1, 2, 3)]
    bulletin = make_bulletin(cast, DAY, make_slot(valid_from=DAY), *items, state="approved")
    client = client_of(cast, "announcer")
    address = reverse("admin:broadcasts_bulletin_transition", args=[bulletin.pk, "log"])
    typed = {
        "version": bulletin.version,
        "started_at": "2026-11-24T07:00",
        "ended_at": "2026-11-24T07:01",
        "places": [place.pk for place in bulletin.places.all()],
        "incidents": "",
    }
    answer = client.post(address, typed)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Buổi này ghi dài 1 phút, các mục đã chọn dài khoảng 7 phút: xin xem lại giờ." in page
    assert client.post(address, typed | {"accepts_length": "on"}).status_code == 302
    # One that broke off after its first item.
    first = bulletin.places.order_by("position").first()
    assert first
    data = typed | {"places": [first.pk]}
    step(bulletin, "correct_log", cast.announcer, data=data, note="Phát dở")


def test_a_session_far_longer_than_planned_is_asked_about(cast: Cast) -> None:
    bulletin = make_bulletin(cast, DAY, make_slot(valid_from=DAY, minutes=12), state="approved")
    client = client_of(cast, "announcer")
    address = reverse("admin:broadcasts_bulletin_transition", args=[bulletin.pk, "log"])
    typed = {
        "version": bulletin.version,
        "started_at": "2026-11-24T07:00",
        "ended_at": "2026-11-24T12:10",
        "places": [place.pk for place in bulletin.places.all()],
        "incidents": "",
    }
    assert 'type="checkbox" name="accepts_length"' not in client.get(address).content.decode()
    answer = client.post(address, typed)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Buổi này ghi dài 310 phút, theo kế hoạch 12 phút: xin xem lại giờ." in page
    assert 'type="checkbox" name="accepts_length"' in page
    assert client.post(address, typed | {"accepts_length": "on"}).status_code == 302
    assert AirLog.objects.get().ended_at == at(DAY, 12, 10)
    # Twice as long is not far longer.
    step(
        bulletin,
        "correct_log",
        cast.announcer,
        data=typed | {"ended_at": "2026-11-24T07:24"},
        note="Ghi nhầm",
    )
    with pytest.raises(TransitionRefused, match="ghi dài 25 phút, theo kế hoạch 12 phút"):
        step(
            bulletin,
            "correct_log",
            cast.announcer,
            data=typed | {"ended_at": "2026-11-24T07:25"},
            note="Ghi nhầm",
        )


def test_the_end_is_filled_in_from_the_length_of_the_words(cast: Cast) -> None:
    item = make_item(cast.announcer, reading="một " * 360)
    bulletin = make_bulletin(cast, DAY, make_slot(valid_from=DAY), item, state="approved")
    form = LogForm(item=bulletin, actor=cast.announcer, at=NOW)
    assert form.fields["ended_at"].initial == at(DAY, 7, 3)


def test_extra_sessions_and_emergencies_are_counted_apart(cast: Cast) -> None:
    """Planned are the slots of the schedule that were due, also one that nobody made."""
    period = make_period(DAY.year, DAY.month)
    slot = make_slot(valid_from=DAY, weekdays="2345")  # DAY is a Tuesday
    regular = make_bulletin(cast, DAY, slot, state="approved")
    sunday = make_slot("Chủ nhật", starts_at=time(9), valid_from=DAY, weekdays="7")
    extra = make_bulletin(cast, DAY, sunday, state="approved")
    urgent = make_bulletin(cast, DAY, None, state="approved", bulletin_class="emergency")
    for bulletin in (regular, extra, urgent):
        log(bulletin, cast.announcer)
    make_bulletin(cast, DAY + timedelta(days=2), slot)  # not due
    now = at(DAY + timedelta(days=1), 12)  # nobody made the one of the morning
    totals = log_book(DAY, DAY + timedelta(days=6), now=now).totals
    assert (totals.planned, totals.aired, totals.extra, totals.emergencies) == (2, 3, 1, 1)
    assert "trong đó phát thêm ngoài lịch: 1; trong đó phát khẩn cấp: 1" in totals.sentence()
    figures = collect_figures(period)
    codes = ("planned", "aired", "extra", "emergency")
    assert [figures.value(f"broadcasts.{code}") for code in codes] == [2, 3, 1, 1]
    keys = figures.keys("broadcasts.planned")
    words = {str(one) for one in describe_keys(keys, cast.leader).values()}
    assert len(words) == 2 and any("Buổi sáng, 07:00 ngày 25/11/2026" in one for one in words)
