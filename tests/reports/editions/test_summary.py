"""Quarters, six and nine months and years: sums of their months, and nothing that is not there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import time_machine

from organization.models import ReportingPeriod, Unit
from reports.editions.data import live_content
from reports.editions.paper import report_paper
from reports.editions.spans import Span, spans_with
from reports.editions.summary import summary_content
from reports.figures.stored import Values, store_values
from tests.support.factories import UnitFactory
from tests.support.incoming import make_incoming
from tests.support.reports import at, make_period

NOTHING = "Chưa có số liệu"
RECEIVED = "documents.received"


@pytest.fixture
def unit(db: None) -> Unit:
    return UnitFactory(name="Tổ dân phố số 7")


def store(unit: Unit, year: int, month: int, submitted: int, overdue: int = 0) -> ReportingPeriod:
    period = make_period(year, month)
    group = str(unit.pk)
    values: Values = {
        "news.submitted": {group: submitted},
        "news.required": {group: 4},
        "news.met": {group: min(submitted, 4)},
        "news.category_brief": {"Môi trường": submitted},
        "news.published": {group: submitted},
        "news.views": {"Môi trường": 100 * month},
        "documents.overdue": {group: overdue},
        "feedback.overdue": {"": overdue},
        "documents.received": {group: 1},
    }
    store_values(period, values, now=at(period.ends_on), is_frozen=True)
    return period


def cells(content: Any, table: str, label: str) -> list[Any]:
    found = content.table(table)
    rows = [*found.rows, *([found.total] if found.total else [])]
    return [cell.value for row in rows if row.label == label for cell in row.cells]


@pytest.mark.parametrize(
    ("code", "name", "following", "months", "before"),
    [
        ("2026-q1", "quý I/2026", "quý II/2026", (1, 3), [(2025, 10), (2025, 12)]),
        ("2026-q4", "quý IV/2026", "quý I/2027", (10, 12), [(2026, 7), (2026, 9)]),
        (
            *("2026-6t", "6 tháng đầu năm 2026", "6 tháng cuối năm 2026"),
            *((1, 6), [(2025, 7), (2025, 12)]),
        ),
        ("2026-9t", "9 tháng đầu năm 2026", "quý IV/2026", (1, 9), [(2025, 4), (2025, 12)]),
        ("2026-nam", "năm 2026", "năm 2027", (1, 12), [(2025, 1), (2025, 12)]),
    ],
)
def test_spans(
    code: str, name: str, following: str, months: tuple[int, int], before: list[tuple[int, int]]
) -> None:
    span = Span.parse(code)
    assert span and (span.code, str(span), span.following) == (code, name, following)
    assert [span.months[0], span.months[-1]] == [(2026, month) for month in months]
    assert [span.before[0], span.before[-1]] == before
    assert len(span.before) == len(span.months) == len(span.last_year)


@pytest.mark.parametrize(
    "code",
    ["2026-q5", "2026-Q1", "2026-01", "1999-q1", "2101-nam", "2026-12t", "2026", "", "²026-q1"],
)
def test_what_is_no_span(code: str) -> None:
    assert Span.parse(code) is None


def test_spans_of_some_months() -> None:
    assert [one.code for one in spans_with({(2026, 10), (2025, 2)})] == [
        *("2026-q4", "2026-nam", "2025-q1", "2025-6t", "2025-9t", "2025-nam")
    ]


def test_a_quarter_adds_up_what_is_a_sum(unit: Unit) -> None:
    for month, submitted, overdue in ((7, 1, 5), (8, 2, 3), (9, 6, 2)):
        store(unit, 2026, month, submitted, overdue)
    content, _ = summary_content(2026, "q3")
    assert content.figures.value("news.submitted") == 9
    assert content.figures.value("news.submitted", str(unit.pk)) == 9
    assert content.figures.value("documents.overdue") == 2  # those of the last month
    assert content.figures.value("feedback.overdue") == 2
    assert content.figures.value("documents.received") == 3
    assert cells(content, "bang-2", "Cộng") == [9, 0, 0, 9]
    row = cells(content, "bang-1", "Tổ dân phố số 7")
    assert row[1:3] == [12, 9]
    assert row[-2] == 58  # 7 of 12
    assert cells(content, "bang-9", "Môi trường") == [2400, NOTHING, NOTHING, 2400]
    assert cells(content, "bang-5", "Tổ dân phố số 7")[5] == 2
    assert content.period["months"] == ["2026-07", "2026-08", "2026-09"]
    assert content.period["missing"] == []
    assert (content.period["starts_on"], content.period["ends_on"]) == ("2026-07-01", "2026-09-30")
    keys = content.figures.keys("news.submitted", str(unit.pk))
    periods = ReportingPeriod.objects.order_by("month")
    assert keys == [f"period:{period.pk}" for period in periods]


def test_it_is_compared_with_as_many_months_before_and_the_year_so_far(unit: Unit) -> None:
    for year, month, submitted in (
        *((2025, 7, 1), (2025, 8, 1), (2025, 9, 1)),
        *((2026, 4, 2), (2026, 5, 2), (2026, 6, 3)),
        *((2026, 7, 4), (2026, 8, 4), (2026, 9, 4)),
    ):
        store(unit, year, month, submitted)
    content, _ = summary_content(2026, "q3")
    assert cells(content, "tong-hop", "Tin, bài đã nộp") == [12, 7, 3, 19]


def test_a_month_without_figures_is_said_and_compared_with_nothing(unit: Unit) -> None:
    store(unit, 2026, 5, 2)
    store(unit, 2026, 7, 4)
    make_period(2026, 8)  # not begun
    with time_machine.travel(at(date(2026, 7, 31)), tick=False):
        content, _ = summary_content(2026, "q3")
    assert cells(content, "tong-hop", "Tin, bài đã nộp") == [4, NOTHING, NOTHING, 6]
    assert content.period["months"] == ["2026-07"]
    assert content.period["missing"] == ["2026-08", "2026-09"]
    note, opening = (block.text for block in report_paper(content).blocks[:2])  # type: ignore[union-attr]
    assert note.endswith("Chưa có số liệu các tháng 8, 9 năm 2026.")
    assert opening.endswith("như sau:")
    assert replace(content, period=content.period | {"missing": []}).missing_words == ""


def test_months_that_are_not_confirmed_are_counted_as_their_pages_do(
    unit: Unit,
) -> None:
    store(unit, 2026, 7, 4)
    august, september = make_period(2026, 8), make_period(2026, 9)
    for period, number in ((august, 2), (september, 1)):
        store_values(period, {"documents.received": {str(unit.pk): 50}}, now=at(period.ends_on))
        for _ in range(number):
            make_incoming(unit, arrived_on=period.starts_on, received_on=period.starts_on)
    with time_machine.travel(at(date(2026, 9, 29)), tick=False):
        pages = [live_content(one)[0].figures.value(RECEIVED) for one in (august, september)]
        content, _ = summary_content(2026, "q3")
        year, _ = summary_content(2026, "nam")
    assert sum(pages) == 3
    assert content.figures.value(RECEIVED) == year.figures.value(RECEIVED) == 1 + sum(pages)
    assert cells(content, "tong-hop", "Văn bản đến đã chuyển đơn vị")[-1] == 1 + sum(pages)


def test_a_year_without_any_month(unit: Unit) -> None:
    content, _ = summary_content(2026, "nam")
    assert content.period["months"] == []
    assert cells(content, "tong-hop", "Tin, bài đã nộp") == [NOTHING] * 4


def test_its_sentences_are_proposals_from_the_sums(unit: Unit) -> None:
    for month in (10, 11, 12):
        store(unit, 2026, month, 2)
    content, _ = summary_content(2026, "q4")
    portal = next(one for one in content.sections if one.code == "portal")
    assert portal.is_proposal
    assert portal.text.startswith("Các đơn vị nộp 06 tin, bài")
    data = report_paper(content).data()
    assert data["subject"] == "Kết quả công tác quý IV/2026, phương hướng, nhiệm vụ quý I/2027"


def test_only_confirmed_months_for_residents(unit: Unit) -> None:
    store(unit, 2026, 7, 4)
    content, _ = summary_content(2026, "q3", only_confirmed=True)
    assert content.period["months"] == []


def test_the_questions_asked(unit: Unit, django_assert_num_queries: Callable[[int], Any]) -> None:
    for month in range(1, 13):
        store(unit, 2026, month, 2)
    with django_assert_num_queries(6):
        summary_content(2026, "nam")


def test_windows_that_are_no_calendar_months(unit: Unit) -> None:
    for month in (7, 8, 9):
        period = store(unit, 2026, month, 1)
        period.starts_on, period.ends_on = date(2026, month - 1, 15), date(2026, month, 14)
        period.save()
    content, _ = summary_content(2026, "q3")
    assert (content.period["starts_on"], content.period["ends_on"]) == ("2026-06-15", "2026-09-14")
