"""The figures of the units' tasks against a plain recount, and what a meeting begins with."""

from __future__ import annotations

from dataclasses import astuple
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from meetings.models import ExtensionRequest, Task
from meetings.tasks.open_tasks import carry_over
from meetings.tasks.statistics import task_statistics
from organization.models import ReportingPeriod, Unit
from tests.support.cast import Cast
from tests.support.factories import UnitFactory
from tests.support.meeting_factories import (
    approve,
    at,
    conclude,
    day,
    make_meeting,
    make_series,
    make_task,
    step,
)

FIRST = day("2016-06-01")
DAYS = st.integers(-20, 60)
LATER = st.none() | st.integers(0, 40)


@pytest.fixture
def june(db: None) -> ReportingPeriod:
    """June of 2016; the three days between it and May belong to it."""
    ReportingPeriod.objects.create(
        year=2016, month=5, starts_on=day("2016-05-01"), ends_on=day("2016-05-28")
    )
    return ReportingPeriod.objects.create(
        year=2016, month=6, starts_on=FIRST, ends_on=day("2016-06-28")
    )


def moment(number: int | None) -> datetime | None:
    """An hour of a day at which it is another day in Greenwich."""
    if number is None:
        return None
    return timezone.make_aware(datetime.combine(FIRST + timedelta(days=number), time(3)))


@st.composite
def tasks(draw: Any) -> dict[str, Any]:
    """One task with the days, counted from the first of June, on which something became of it."""
    given_on = draw(DAYS)
    due = draw(st.none() | st.integers(given_on, given_on + 40))
    finished = draw(LATER)
    done = draw(LATER) if finished is not None else None
    cancelled = draw(LATER) if finished is None else None
    grants = (
        draw(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 60), st.booleans()), max_size=2))
        if due is not None
        else []
    )
    return {
        "unit": draw(st.integers(0, 2)),
        "given": given_on,
        "due": due,
        "finished": None if finished is None else given_on + finished,
        "done": None if done is None else given_on + finished + done,
        "cancelled": None if cancelled is None else given_on + cancelled,
        "grants": sorted(
            (given_on + on, due + more, is_granted) for on, more, is_granted in grants
        ),
    }


def store(made: dict[str, Any], units: list[Unit], cast: Cast) -> None:
    due = None if made["due"] is None else FIRST + timedelta(days=made["due"])
    state = (
        "done"
        if made["done"] is not None
        else "finished"
        if made["finished"] is not None
        else "given"
    )
    task = Task.objects.create(
        text="x",
        lead_unit=units[made["unit"]],
        assigned_by=cast.leader,
        assigned_at=moment(made["given"]),
        due_on=due,
        first_due_on=due,
        recurrence="" if due else "ongoing",
        state="cancelled" if made["cancelled"] is not None else state,
        finished_at=moment(made["finished"]),
        done_at=moment(made["done"]),
        cancelled_at=moment(made["cancelled"]),
    )
    for on, until, is_granted in made["grants"]:
        ExtensionRequest.objects.create(
            task=task,
            due_on=due,
            asked_due_on=FIRST + timedelta(days=until),
            reason="x",
            asked_by=cast.contributor,
            asked_at=moment(on),
            state="granted" if is_granted else "refused",
            granted_due_on=FIRST + timedelta(days=until) if is_granted else None,
            decided_by=cast.leader,
            decided_at=moment(on),
        )


def recount(found: list[dict[str, Any]], unit: int, as_of: int) -> tuple[int, ...]:
    """Count the same by hand, task by task: given, done on time and late, running in time and late,
    extended.
    """
    counts = dict.fromkeys(("given", "on_time", "late", "running", "overdue", "extended"), 0)
    for task in found:
        is_cancelled = task["cancelled"] is not None and task["cancelled"] <= as_of
        was_done_before = task["done"] is not None and task["done"] < -3
        if task["unit"] != unit or task["given"] > as_of or is_cancelled or was_done_before:
            continue
        granted = [until for on, until, is_granted in task["grants"] if is_granted and on <= as_of]
        deadline = granted[-1] if granted else task["due"]
        finished = (
            task["finished"]
            if task["finished"] is not None and task["finished"] <= as_of
            else as_of
        )
        is_late = deadline is not None and finished > deadline
        is_done = task["done"] is not None and task["done"] <= as_of
        counts["given"] += 1
        counts["extended"] += bool(granted)
        counts[
            ("late" if is_late else "on_time") if is_done else ("overdue" if is_late else "running")
        ] += 1
    return tuple(counts.values())


@settings(max_examples=60)
@given(made=st.lists(tasks(), max_size=8), as_of=st.integers(-3, 27))
def test_standing_is_what_a_recount_finds(
    june: ReportingPeriod, cast: Cast, made: list[dict[str, Any]], as_of: int
) -> None:
    # Two grants of one day have no order of their own here.
    made = [
        task | {"grants": list({on: (on, until, ok) for on, until, ok in task["grants"]}.values())}
        for task in made
    ]
    with transaction.atomic():
        units = [UnitFactory(position=90 + number) for number in range(3)]
        for task in made:
            store(task, units, cast)
        rows = {
            row.unit: astuple(row)[1:]
            for row in task_statistics(june, FIRST + timedelta(days=as_of))
        }
        transaction.set_rollback(True)
    assert [rows[unit] for unit in units] == [recount(made, number, as_of) for number in range(3)]
    for given_, on_time, late, running, overdue, extended in rows.values():
        assert given_ == on_time + late + running + overdue >= extended


def test_every_unit_of_the_period_is_a_row_and_a_dissolved_one_with_tasks_too(
    june: ReportingPeriod, cast: Cast
) -> None:
    Unit.objects.update(valid_until=day("2015-12-31"))
    idle, gone, forgotten = UnitFactory(), UnitFactory(), UnitFactory(valid_until=day("2016-05-28"))
    ends_in_the_gap = UnitFactory(valid_until=day("2016-05-29"))
    make_task(cast.leader, gone, due_on=day("2016-05-20"), now=at("2016-05-10 08:00"))
    Unit.objects.filter(pk=gone.pk).update(valid_until=day("2016-05-15"))
    rows = {row.unit: astuple(row)[1:] for row in task_statistics(june, day("2016-06-24"))}
    assert rows == {idle: (0,) * 6, gone: (1, 0, 0, 0, 1, 0), ends_in_the_gap: (0,) * 6}
    assert forgotten not in rows


@pytest.mark.parametrize(
    ("today", "overdue"), [("2016-05-20", 0), ("2016-06-15", 1), ("2016-09-01", 2)]
)
def test_without_a_day_it_is_today_within_the_period(
    june: ReportingPeriod, cast: Cast, time_machine: Any, today: str, overdue: int
) -> None:
    for due in ("2016-06-10", "2016-06-27", "2016-07-15"):
        make_task(cast.leader, cast.contributor.unit, due_on=day(due), now=at("2016-05-28 08:00"))
    time_machine.move_to(at(f"{today} 09:00"))
    assert sum(row.overdue for row in task_statistics(june)) == overdue


@pytest.mark.parametrize("number", [1, 20])
def test_standing_asks_two_questions(june: ReportingPeriod, cast: Cast, number: int) -> None:
    for _ in range(number):
        make_task(cast.leader, UnitFactory(), now=at("2016-06-02 08:00"))
    period = ReportingPeriod.objects.with_window().get(pk=june.pk)
    with CaptureQueriesContext(connection) as asked:
        assert sum(row.assigned for row in task_statistics(period, day("2016-06-24"))) == number
    assert len(asked) == 2


# Carry-over


def test_a_meeting_begins_with_what_is_open_or_done_since_the_last_also_across_the_year(
    cast: Cast,
) -> None:
    series, unit = make_series(), cast.contributor.unit

    def held(starts_at: str, *texts: str, of: Any = series) -> list[Task]:
        meeting = make_meeting(cast.editor, series=of, starts_at=at(starts_at))
        for text in texts:
            conclude(meeting, cast.editor, unit, text=text)
        approve(meeting, chair=cast.leader, editor=cast.editor, now=meeting.ends_at)
        return list(Task.objects.filter(conclusion__meeting=meeting).order_by("pk"))

    def done(task: Task, when: str) -> None:
        for name, actor in (
            ("receive", cast.contributor),
            ("finish", cast.contributor),
            ("verify", cast.leader),
        ):
            step(task, name, actor, note="Xong", now=at(when))

    old, soon, open_, dropped = held("2016-11-24 14:00", "cũ", "vừa xong", "còn mở", "bỏ")
    (foreign,) = held("2016-12-01 14:00", "của loạt khác", of=make_series())
    done(old, "2016-12-20 10:00")
    step(dropped, "cancel", cast.leader, note="Thôi", now=at("2016-12-20 10:00"))
    (winter,) = held("2016-12-26 14:00", "mùa đông")
    done(soon, "2017-01-03 10:00")
    january = make_meeting(cast.editor, series=series, starts_at=at("2017-01-24 14:00"))
    make_task(cast.leader, unit, now=at("2017-01-02 08:00"))
    assert [task.text for task in carry_over(january)] == ["Vừa xong", "Còn mở", "Mùa đông"]
    # What is done later does not leave the meeting that began with it.
    done(winter, "2017-02-01 10:00")
    assert [task.text for task in carry_over(january)] == ["Vừa xong", "Còn mở", "Mùa đông"]
    february = make_meeting(cast.editor, series=series, starts_at=at("2017-02-24 14:00"))
    assert [task.text for task in carry_over(february)] == ["Còn mở", "Mùa đông"]
    assert foreign not in carry_over(february)
    first = Task.objects.get(pk=open_.pk).conclusion.meeting
    assert list(carry_over(first)) == []


def test_carry_over_asks_two_questions(cast: Cast) -> None:
    series = make_series()
    for number in range(1, 4):
        meeting = make_meeting(cast.editor, series=series, starts_at=at(f"2016-0{number}-24 14:00"))
        conclude(meeting, cast.editor, cast.contributor.unit)
        approve(meeting, chair=cast.leader, editor=cast.editor, now=meeting.ends_at)
    last = make_meeting(cast.editor, series=series, starts_at=at("2016-06-24 14:00"))
    with CaptureQueriesContext(connection) as asked:
        said = [
            (task.lead_unit.name, task.conclusion.code, task.conclusion.meeting.held_on)
            for task in carry_over(last)
        ]
    assert (len(said), len(asked)) == (3, 2)
    assert isinstance(said[0][2], date)
