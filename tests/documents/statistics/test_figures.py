"""Statistics of incoming documents against a plain recount, around Tết and a dissolved unit."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.models import IncomingDocument, IncomingUnit, UserActivity
from documents.states import EntrySource
from documents.statistics.figures import DocumentFigures, incoming_statistics, total
from documents.statistics.rules import IncomingRules
from organization.models import Holiday, ReportingPeriod, Unit
from tests.support.factories import UnitFactory
from tests.support.incoming import make_incoming

# Tết 2026: 16 to 20 February off, Saturday 28 February made up.
OFF = [date(2026, 2, day) for day in range(16, 21)]
MADE_UP = date(2026, 2, 28)
LAST_DAY = date(2026, 2, 13)  # of the dissolved unit


@pytest.fixture
def february(db: None) -> ReportingPeriod:
    for day in OFF:
        Holiday.objects.create(day=day, name="Tết", kind=Holiday.Kind.DAY_OFF)
    Holiday.objects.create(day=MADE_UP, name="Làm bù", kind=Holiday.Kind.MADE_UP)
    ReportingPeriod.objects.create(
        year=2026, month=2, starts_on=date(2026, 2, 1), ends_on=date(2026, 2, 28)
    )
    return ReportingPeriod.objects.with_window().get()


@pytest.fixture
def units(db: None) -> list[Unit]:
    heir = UnitFactory(position=2)
    old = UnitFactory(position=1, valid_until=LAST_DAY, successor=heir)
    return [old, heir]


def figures(period: ReportingPeriod, as_of: date | None = None) -> list[DocumentFigures]:
    return [row.figures for row in incoming_statistics(period, as_of).rows]


def test_each_figure(february: ReportingPeriod, db: None) -> None:
    unit = UnitFactory()

    def add(received: date, **days: Any) -> None:
        make_incoming(unit, arrived_on=received, **days)

    friday = date(2026, 2, 13)  # the next working day is Monday the 23rd
    add(friday, first_opened_on=date(2026, 2, 23), due_on=date(2026, 2, 25))
    add(friday, first_opened_on=date(2026, 2, 24), due_on=date(2026, 3, 2))
    add(friday, finished_on=date(2026, 2, 24), due_on=date(2026, 2, 24))
    add(friday, finished_on=date(2026, 2, 26), due_on=date(2026, 2, 24))
    add(date(2026, 1, 5), finished_on=date(2026, 2, 3))
    add(date(2026, 1, 5), finished_on=date(2026, 1, 30))  # done before
    add(date(2026, 3, 2), due_on=date(2026, 3, 3))  # received afterwards
    # Friday 27 February is followed by the made-up Saturday.
    add(date(2026, 2, 27), first_opened_on=date(2026, 2, 28), finished_on=date(2026, 3, 9))
    assert figures(february, date(2026, 2, 28)) == [
        DocumentFigures(
            received=5,
            opened_in_time=2,
            done_on_time=2,
            done_late=1,
            open=2,
            overdue=1,
            never_opened=0,
        )
    ]
    assert figures(february, date(2026, 2, 23)) == [
        DocumentFigures(received=4, opened_in_time=1, done_on_time=1, open=4, never_opened=3)
    ]
    assert total(incoming_statistics(february, date(2026, 2, 28)).rows).percent == 50


def test_a_merged_unit_keeps_its_figures_and_its_successor_has_the_open_work(
    february: ReportingPeriod, units: list[Unit]
) -> None:
    old, _ = units
    made = {"due_on": date(2026, 2, 20)}
    make_incoming(old, arrived_on=date(2026, 2, 2), finished_on=date(2026, 2, 10), **made)
    make_incoming(old, arrived_on=date(2026, 2, 3), **made)
    assert figures(february, LAST_DAY) == [
        DocumentFigures(received=2, done_on_time=1, open=1, never_opened=1),
        DocumentFigures(),
    ]
    assert figures(february, date(2026, 2, 28)) == [
        DocumentFigures(received=2, done_on_time=1),
        DocumentFigures(overdue=1, never_opened=1),
    ]


def test_supporting_units_are_named_and_not_counted(february: ReportingPeriod, db: None) -> None:
    make_incoming(UnitFactory(), arrived_on=date(2026, 2, 2), is_lead=False)
    assert figures(february, date(2026, 2, 28)) == [DocumentFigures()]


def test_people_without_log_in(february: ReportingPeriod, units: list[Unit]) -> None:
    old, heir = units

    def seen(unit: Unit, name: str, last: date | None, on: date) -> None:
        UserActivity.objects.create(unit=unit, full_name=name, last_login_on=last, seen_on=on)

    assert incoming_statistics(february).source.log_ins_on is None
    seen(heir, "A", date(2026, 1, 20), date(2026, 3, 2))
    seen(heir, "B", None, date(2026, 3, 2))
    seen(heir, "C", date(2026, 2, 1), date(2026, 3, 2))
    seen(old, "D", None, date(2026, 3, 2))
    seen(heir, "C", date(2026, 3, 30), date(2026, 4, 1))  # says nothing of February
    found = incoming_statistics(february, date(2026, 2, 28))
    assert [row.figures.without_login for row in found.rows] == [0, 3]
    assert found.source.log_ins_on == date(2026, 3, 2)


def test_the_source_and_its_day_are_told(february: ReportingPeriod, db: None) -> None:
    unit = UnitFactory()
    make_incoming(unit, arrived_on=date(2026, 2, 2), imported_on=date(2026, 3, 1))
    IncomingUnit.objects.create(
        entry=make_incoming(UnitFactory(), arrived_on=date(2026, 2, 3)).entry, unit=unit
    )
    IncomingUnit.objects.filter(imported_on=None, source=EntrySource.IMPORTED).delete()
    assert incoming_statistics(february).source.sentence == (
        "Nguồn: 1 dòng theo danh sách của phần mềm khác, nhập gần nhất ngày 01/03/2026;"
        " 1 dòng ghi tại đây."
    )


def test_the_queries_do_not_grow(february: ReportingPeriod, units: list[Unit]) -> None:
    found = []
    for number in (1, 20):
        for _ in range(number):
            make_incoming(UnitFactory(), arrived_on=date(2026, 2, 3))
        with CaptureQueriesContext(connection) as asked:
            incoming_statistics(february)
        found.append(len(asked))
    assert found == [6, 6]


# A plain recount, without the database.

DAYS = st.dates(date(2026, 1, 28), date(2026, 3, 5))
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "unit": st.integers(0, 1),
            "received_on": DAYS,
            "first_opened_on": st.none() | DAYS,
            "finished_on": st.none() | DAYS,
            "due_on": st.none() | DAYS,
        }
    ),
    max_size=12,
)


def works(day: date) -> bool:
    return day == MADE_UP or (day.weekday() < 5 and day not in OFF)


def next_working_day(day: date) -> date:
    day += timedelta(days=1)
    while not works(day):
        day += timedelta(days=1)
    return day


def recount(rows: list[dict[str, Any]], day: date) -> list[DocumentFigures]:
    first = date(2026, 2, 1)
    found: list[dict[str, int]] = [{}, {}]

    def add(holder: int, name: str) -> None:
        found[holder][name] = found[holder].get(name, 0) + 1

    for row in rows:
        received, opened, done, due = (
            row[name] for name in ("received_on", "first_opened_on", "finished_on", "due_on")
        )
        if received > day:
            continue
        if received >= first:
            holder = row["unit"] if received <= LAST_DAY else 1
            add(holder, "received")
            if opened and opened <= min(day, next_working_day(received)):
                add(holder, "opened_in_time")
        if done and done <= day:
            if done >= first:
                holder = row["unit"] if done <= LAST_DAY else 1
                add(holder, "done_late" if due and done > due else "done_on_time")
            continue
        holder = row["unit"] if day <= LAST_DAY else 1
        add(holder, "overdue" if due and due < day else "open")
        if not opened or opened > day:
            add(holder, "never_opened")
    return [DocumentFigures(**numbers) for numbers in found]


@given(rows=ROWS, as_of=st.dates(date(2026, 2, 1), date(2026, 2, 28)))
@settings(max_examples=60)
def test_the_figures_are_those_of_a_recount(
    february: ReportingPeriod, units: list[Unit], rows: list[dict[str, Any]], as_of: date
) -> None:
    with transaction.atomic():
        entry = IncomingDocument.objects.create(number="1", arrived_on=date(2026, 1, 28))
        for number, row in enumerate(rows):
            entry = IncomingDocument(number=str(number + 2), arrived_on=row["received_on"])
            entry.save()
            IncomingUnit.objects.create(entry=entry, **row | {"unit": units[row["unit"]]})
        assert figures(february, as_of) == recount(rows, as_of)
        rules = IncomingRules.of(february, as_of)
        for position, found in enumerate(recount(rows, as_of)):
            for column in (*rules.of_receipt, *rules.of_work):
                behind = rules.behind(column).filter(holder=units[position].pk)
                assert behind.count() == getattr(found, column), column
        transaction.set_rollback(True)
