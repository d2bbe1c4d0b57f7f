"""Every spelling of times that people write in notices."""

from __future__ import annotations

from datetime import date, datetime
from time import monotonic

import pytest
from django.utils import timezone

from core.text.facts.times import TimeSpan, find_times, impossible_days

NEAR = date(2016, 5, 30)


def span(start: str, end: str = "") -> TimeSpan:
    """``3/6 08:00`` of 2016, or ``3/6`` for whole days."""

    def at(text: str) -> datetime:
        day, _, clock = text.partition(" ")
        number, month, year = [*map(int, day.split("/")), 2016][:3]
        hour, minute = map(int, (clock or "0:0").split(":"))
        return timezone.make_aware(datetime(year, month, number, hour, minute))

    return TimeSpan(at(start), at(end) if end else None, is_whole_day=":" not in start)


NIGHT = span("24/11 22:00", "25/11 4:00")
MORNING = span("3/6 8:00", "3/6 11:30")

ONE = [
    ("từ 22 giờ ngày 24/11 đến 4 giờ ngày 25/11", NIGHT),
    ("từ 22:00 ngày 24/11 đến 04:00 ngày 25/11", NIGHT),
    ("từ 22:00 thứ Năm ngày 24/11/2016 đến 04:00 thứ Sáu ngày 25/11/2016", NIGHT),
    ("Từ 22h00 ngày 24/11/2016 đến 4h00 ngày 25/11/2016", NIGHT),
    ("từ 22h, ngày 24-11-2016 tới 4h, ngày 25-11-2016", NIGHT),
    ("từ 10 giờ đêm ngày 24/11 đến 4 giờ sáng ngày 25/11", NIGHT),
    ("từ 22g00 24.11.2016 – 04g00 25.11.2016", NIGHT),
    ("ngày 24/11 lúc 22 giờ đến ngày 25/11 lúc 4 giờ", NIGHT),
    ("24/11/2016 | 22:00 – 25/11/2016 | 04:00", NIGHT),
    ("từ 22 giờ đến 4 giờ, đêm 24/11", NIGHT),
    ("từ 22 giờ 00 phút ngày 24 tháng 11 đến 4 giờ 00 phút ngày 25 tháng 11 năm 2016", NIGHT),
    ("8h00–11h30 ngày 3/6/2016", MORNING),
    ("8h-11h30 ngày 3/6", MORNING),
    ("8h00-11h30 ngày 03-06-2016", MORNING),
    ("8 h 00 - 11 h 30, ngày 3 tháng 6/2016", MORNING),
    ("8G00 – 11G30 NGÀY 3/6", MORNING),
    ("8h – 11h30, thứ Sáu, 03/06/2016", MORNING),
    ("từ 8 giờ đến 11 giờ 30 ngày 3/6", MORNING),
    ("từ 8 giờ đến 11 giờ rưỡi ngày 3/6", MORNING),
    ("từ 08:00 đến 11:30 (thứ Sáu, ngày 3/6)", MORNING),
    ("ngày 3/6/2016, từ 8:00 đến 11:30", MORNING),
    ("Thời gian: thứ Sáu ngày 03.06.2016: 8g00 - 11g30", MORNING),
    ("8 giờ sáng đến 11 giờ 30 phút trưa ngày 3 tháng 6 năm 2016", MORNING),
    ("lúc 8 giờ ngày 3/6 đến 11 giờ 30 cùng ngày", MORNING),
    ("từ 1 giờ 30 chiều đến 5 giờ chiều ngày 3/6", span("3/6 13:30", "3/6 17:00")),
    ("lúc 19 giờ 30, thứ Sáu, ngày 3/6", span("3/6 19:30")),
    ("7 giờ tối ngày 3/6", span("3/6 19:00")),
    ("ngày 03/6/2016 lúc 19h30", span("3/6 19:30")),
    ("Ngày 3/6 | 08:00", span("3/6 8:00")),
    ("từ ngày 3/6 đến ngày 5/6", span("3/6", "5/6")),
    ("từ ngày 3/6 đến hết ngày 5/6/2016", span("3/6", "5/6")),
    ("từ 30/12/2016 đến 2/1", span("30/12/2016", "2/1/2017")),
]


@pytest.mark.parametrize(("text", "expected"), ONE)
def test_a_time(text: str, expected: TimeSpan) -> None:
    assert find_times(f"Phường báo: {text}. Xin cảm ơn.", near=NEAR) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "8h00–11h30 ngày 3/6/2016 và 14h–16h ngày 4/6/2016",
            [MORNING, span("4/6 14:00", "4/6 16:00")],
        ),
        (
            "7:30-11:00, 13:30-17:00 ngày 3/6",
            [span("3/6 7:30", "3/6 11:00"), span("3/6 13:30", "3/6 17:00")],
        ),
        (
            "Ngày 3/6: 8h – 11h30; ngày 4/6: 14h – 16h.",
            [MORNING, span("4/6 14:00", "4/6 16:00")],
        ),
        ("8h–11h30 ngày 3/6; nhắc lại: 8h–11h30 ngày 3/6", [MORNING]),
    ],
)
def test_several_times(text: str, expected: list[TimeSpan]) -> None:
    assert find_times(text, near=NEAR) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Căn cứ Quyết định số 12/2016/QĐ-UBND ngày 3/6/2016",
        "từ 22 giờ đến 4 giờ",
        "lúc 25 giờ ngày 3/6",
        "8 giờ ngày 31/2",
        "từ ngày 5/6/2016 đến ngày 3/6/2014",
        "Số 3/6 phố Bến Sen, điện thoại 024 0000 0000",
        "tăng 3,6% so với 8/5",
    ],
)
def test_no_time(text: str) -> None:
    assert find_times(text, near=NEAR) == []


def test_a_day_without_a_year_is_the_next_one() -> None:
    found = find_times("8 giờ ngày 5/1", near=date(2016, 12, 20))
    assert [one.starts_at.date().year for one in found] == [2017]


@pytest.mark.parametrize("piece", ["8h-", "3/6 ", "ngày ", "từ 8 giờ ", "1", "8h ngày 3/6 đến "])
def test_long_texts_take_linear_time(piece: str) -> None:
    started = monotonic()
    find_times(piece * (100_000 // len(piece)), near=NEAR)
    assert monotonic() - started < 5


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Họp sáng 31/11 tại nhà văn hóa", ["31/11"]),
        ("Họp ngày 31 tháng 11, ngày 29/2/2026", ["ngày 31 tháng 11", "ngày 29/2/2026"]),
        ("Họp ngày 30/11, 29/02 và 29/2/2028", []),
        ("12/15 hộ, tổ 31-11, Nghị định số 30/2025/NĐ-CP", []),
    ],
)
def test_days_that_no_calendar_has(text: str, found: list[str]) -> None:
    assert impossible_days(text) == found
