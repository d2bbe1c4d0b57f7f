"""Many clerks at once: numbers run from 1 to N, in order of time, without a gap or a double."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection, transaction
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from core.dates import day_start
from core.workflow.engine import TransitionRefused
from documents.incoming.services import enter_incoming
from documents.models import IncomingDocument, Register, RegisterYear
from documents.numbering import missing_numbers
from organization.models import User
from organization.roles import Role
from tests.support.cast import Cast
from tests.support.factories import make_user
from tests.support.registers import incoming_register, registered, typed

CLERKS = 50
DAY = date(2026, 7, 6)


def at_once(works: list[Callable[[], object]]) -> list[BaseException]:
    """Run the works in threads that begin together; return what they raised."""
    start, raised = threading.Barrier(len(works)), list[BaseException]()

    def run(work: Callable[[], object]) -> None:
        try:
            start.wait(60)
            work()
        except BaseException as error:
            raised.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    return raised


def numbers(register: Register) -> list[int | None]:
    rows = register.incoming.order_by("arrival_number")
    return list(rows.values_list("arrival_number", flat=True))


def entry(clerk: User, register: Register, number: int, key: str = "") -> Callable[[], object]:
    return lambda: enter_incoming(
        typed(register, number=str(number)), actor=clerk, idempotency_key=key
    )


@pytest.mark.django_db(transaction=True)
def test_fifty_clerks_at_once_get_each_number_once() -> None:
    register = incoming_register()
    clerks = [make_user(Role.CLERK) for _ in range(CLERKS)]
    raised = at_once([entry(clerk, register, at) for at, clerk in enumerate(clerks, 1)])
    assert raised == []
    assert numbers(register) == list(range(1, CLERKS + 1))
    assert missing_numbers(RegisterYear.objects.get()) == []


@pytest.mark.django_db(transaction=True)
def test_one_form_sent_ten_times_at_once_registers_once(cast: Cast) -> None:
    register = incoming_register()
    raised = at_once([entry(cast.clerk, register, 7, key="a" * 32) for _ in range(10)])
    assert raised == [] and numbers(register) == [1]


@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_is_rolled_back_or_killed_leaves_no_gap(cast: Cast) -> None:
    register = incoming_register()
    registered(cast.clerk, register)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        registered(cast.clerk, register)
        raise ZeroDivisionError

    def killed() -> None:
        with transaction.atomic():
            registered(cast.clerk, register)
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_backend_pid()")
                (pid,) = cursor.fetchone()
            ended.append(pid)
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")

    ended: list[int] = []
    assert len(at_once([killed])) == 1 and len(ended) == 1
    assert registered(cast.clerk, register).arrival_number == 2
    assert numbers(register) == [1, 2]


@pytest.mark.django_db(transaction=True)
def test_the_same_document_typed_by_two_clerks_at_once_is_registered_once() -> None:
    register, other = incoming_register(), incoming_register("Sổ đơn, thư đến")
    clerks = [make_user(Role.CLERK) for _ in range(2)]
    pairs = zip(clerks, (register, other), strict=True)
    raised = at_once([entry(clerk, book, 15) for clerk, book in pairs])
    assert len(raised) == 1 and IncomingDocument.objects.count() == 1
    last = dict(RegisterYear.objects.values_list("register", "last"))
    assert sorted(last.values()) in ([1], [0, 1])


@hypothesis_settings(max_examples=25)
@given(days=st.lists(st.integers(min_value=0, max_value=400), min_size=1, max_size=12))
def test_numbers_follow_time_whatever_days_are_tried(cast: Cast, days: list[int]) -> None:
    # In January the last year still gives numbers.
    with time_machine.travel(day_start(date(2025, 1, 31))), transaction.atomic():
        register = incoming_register()
        given_on: list[tuple[int, date, int]] = []
        for offset in days:
            day = date(2024, 12, 1) + timedelta(days=offset)
            try:
                document = registered(cast.clerk, register, arrived_on=day, issued_on=None)
            except TransitionRefused:
                assert any(on > day for _, on, _ in given_on)
            else:
                given_on.append((day.year, day, document.arrival_number or 0))
        for year in {year for year, _, _ in given_on}:
            own = [(day, number) for y, day, number in given_on if y == year]
            assert [number for _, number in own] == list(range(1, len(own) + 1))
            assert [day for day, _ in own] == sorted(day for day, _ in own)
        transaction.set_rollback(True)
