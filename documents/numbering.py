"""Numbers of registers: in order of time, without gaps or duplicates, by decree 30/2020."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from core.workflow.engine import TransitionRefused
from documents.models import Register, RegisterYear
from documents.states import Direction


def registers_in_use(direction: str, *, on: date | None = None) -> list[Register]:
    """Return the registers of one direction in use on a day, by their position. One query.

    The ward keeps registers here if there is one.
    """
    day = on or timezone.localdate()
    return list(Register.objects.valid(day).filter(direction=direction))


def keeps_register(direction: str = Direction.INCOMING) -> bool:
    """Return whether the ward registers documents here. One query."""
    return Register.objects.valid(timezone.localdate()).filter(direction=direction).exists()


@transaction.atomic
def take_number(register: Register, *, on: date, now: datetime | None = None) -> int:
    """Return the next number of the register in the year of the day.

    The row of the year stays locked until the transaction ends: others wait, and a transaction that
    is rolled back, or whose process is killed, leaves no gap. Raises TransitionRefused for a
    register that is not in use on the day, for a day before that of the last number, also of a
    later year, and for a day of a past year except, in January, of the last one.
    """
    if not Register.objects.valid(on).filter(pk=register.pk).exists():
        raise TransitionRefused(f"{register} không dùng vào ngày {on:%d/%m/%Y}.")
    RegisterYear.objects.get_or_create(register=register, year=on.year)
    row = RegisterYear.objects.select_for_update().get(register=register, year=on.year)
    later = RegisterYear.objects.filter(register=register, last_on__gt=on).order_by("-year").first()
    if later and later.last_on:
        raise TransitionRefused(
            f"Số trong sổ theo thứ tự thời gian: {register} đã cấp số {later.last} ngày"
            f" {later.last_on:%d/%m/%Y}, nên không cấp số cho ngày {on:%d/%m/%Y} nữa."
        )
    today = timezone.localdate(now)
    if on.year < (today.year - 1 if today.month == 1 else today.year):
        raise TransitionRefused(
            f"Ngày {on:%d/%m/%Y} thuộc năm {on.year}: số của năm ấy không cấp nữa. Xin ghi ngày của"
            f" năm {today.year}."
        )
    row.last += 1
    row.last_on = on
    row.save()
    return row.last


def next_number(register: Register, *, on: date) -> int:
    """Return the number that would be given next; others may take it first. One query."""
    row = RegisterYear.objects.filter(register=register, year=on.year).first()
    return row.last + 1 if row else 1


def next_numbers(registers: list[Register], *, on: date) -> dict[int, int]:
    """Return ``next_number`` of several registers by their keys. One query."""
    rows = RegisterYear.objects.filter(register__in=registers, year=on.year)
    last = dict(rows.values_list("register_id", "last"))
    return {register.pk: last.get(register.pk, 0) + 1 for register in registers}


@transaction.atomic
def set_first_number(register: Register, year: int, first: int) -> None:
    """Let the numbers of a year begin elsewhere, for a ward that changes from paper within a year.

    Raises TransitionRefused once a number was taken, and for a number below 1.
    """
    if first < 1:
        raise TransitionRefused("Số đầu tiên phải từ 1 trở lên.")
    RegisterYear.objects.get_or_create(register=register, year=year)
    row = RegisterYear.objects.select_for_update().get(register=register, year=year)
    if row.last_on is not None:
        raise TransitionRefused(
            f"{register} năm {year} đã cấp số {row.last}: không đổi số đầu tiên được nữa."
        )
    row.first, row.last = first, first - 1
    row.save()


def missing_numbers(row: RegisterYear) -> list[int]:
    """Return the numbers of a year, from the first to the last, that no entry of the register has.

    Empty unless rows were changed outside of the application. One query.
    """
    register = row.register
    if register.direction == Direction.INCOMING:
        numbers: Any = register.incoming.filter(arrival_year=row.year).values_list("arrival_number")
    else:
        numbers = register.outgoing.filter(number_year=row.year).values_list("number")
    taken = {number for (number,) in numbers}
    return [number for number in range(row.first, row.last + 1) if number not in taken]
