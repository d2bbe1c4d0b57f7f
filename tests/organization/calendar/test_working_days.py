"""Working-day arithmetic: the day of receipt is day zero, Tết, and weekends that are made up
for.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from organization.calendar.working_days import WorkingCalendar
from organization.models import Holiday

OFF, MADE_UP = Holiday.Kind.DAY_OFF, Holiday.Kind.MADE_UP
# Tết 2026: Monday 16 to Friday 20 February, the weekends about it; Saturday 28 February is worked
# for the Friday.
TET = WorkingCalendar.of(
    [(date(2026, 2, day), OFF) for day in (14, 15, 16, 17, 18, 19, 20, 21, 22)]
    + [(date(2026, 2, 28), MADE_UP)]
)

days = st.dates(date(2026, 1, 1), date(2026, 4, 30))
calendars = st.builds(
    lambda off, made_up: WorkingCalendar.of(
        [(day, OFF) for day in off]
        + [(day, MADE_UP) for day in made_up - off if day.weekday() >= 5]
    ),
    st.sets(days, max_size=25),
    st.sets(days, max_size=25),
)


@pytest.mark.parametrize(
    ("start", "number", "expected"),
    [
        (date(2026, 2, 10), 0, date(2026, 2, 10)),  # a Tuesday, and it stays itself
        (date(2026, 2, 14), 0, date(2026, 2, 14)),  # also a Saturday
        (date(2026, 2, 10), 1, date(2026, 2, 11)),  # the day of receipt is day zero
        (date(2026, 2, 13), 1, date(2026, 2, 23)),  # over Tết and both weekends
        (date(2026, 2, 14), 1, date(2026, 2, 23)),
        (date(2026, 2, 27), 1, date(2026, 2, 28)),  # the Saturday made up for
        (date(2026, 2, 27), 2, date(2026, 3, 2)),
        (date(2026, 3, 2), -1, date(2026, 2, 28)),
        (date(2026, 2, 23), -1, date(2026, 2, 13)),
        (date(2026, 2, 23), -3, date(2026, 2, 11)),
    ],
)
def test_adding(start: date, number: int, expected: date) -> None:
    assert TET.add(start, number) == expected


@pytest.mark.parametrize(
    ("today", "due_on", "expected"),
    [
        (date(2026, 2, 10), date(2026, 2, 10), 0),
        (date(2026, 2, 10), date(2026, 2, 13), 3),
        (date(2026, 2, 13), date(2026, 2, 23), 1),
        (date(2026, 2, 13), date(2026, 2, 22), 0),
        (date(2026, 2, 23), date(2026, 2, 13), -1),
        (date(2026, 2, 22), date(2026, 2, 13), 0),
        (date(2026, 3, 2), date(2026, 2, 26), -3),
    ],
)
def test_days_left(today: date, due_on: date, expected: int) -> None:
    assert TET.left(today, due_on) == expected


def test_the_nearest_working_day() -> None:
    assert (TET.on_or_before(date(2026, 2, 18)), TET.on_or_after(date(2026, 2, 18))) == (
        date(2026, 2, 13),
        date(2026, 2, 23),
    )
    assert (
        TET.on_or_before(date(2026, 2, 28))
        == TET.on_or_after(date(2026, 2, 28))
        == date(2026, 2, 28)
    )


@given(calendars, days, st.integers(-30, 30))
def test_adding_and_counting_agree(calendar: WorkingCalendar, day: date, number: int) -> None:
    there = calendar.add(day, number)
    assert number == 0 or calendar.is_working_day(there)
    if number >= 0:
        assert calendar.left(day, there) == number
    else:  # a day that is none counts for nothing on the way back
        assert calendar.left(day, there) == number + (not calendar.is_working_day(day))


@given(calendars, days, days)
def test_counting_adds_up_over_a_day_between(
    calendar: WorkingCalendar, first: date, last: date
) -> None:
    first, last = sorted((first, last))
    between = first + timedelta(days=(last - first).days // 2)
    assert calendar.left(first, last) == calendar.left(first, between) + calendar.left(
        between, last
    )
    assert calendar.left(last, first) == -calendar.left(first, last)


def test_it_is_read_in_one_question(db: None, django_assert_num_queries: object) -> None:
    Holiday.objects.create(day=date(2026, 9, 2), kind=OFF, name="Quốc khánh")
    Holiday.objects.create(day=date(2026, 8, 22), kind=MADE_UP, name="Làm bù")
    with django_assert_num_queries(1):
        calendar = WorkingCalendar.load()
    assert calendar == WorkingCalendar(
        frozenset({date(2026, 9, 2)}), frozenset({date(2026, 8, 22)})
    )
