"""What hangs on a unit, and its move to the successor after the unit's last day.

Apps register a ``UnitHolding`` each. Figures of past days stay with the old unit: only what is not
counted yet moves. Tasks and routings need no move, ``Succession`` finds who holds them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from core.registries import Registry
from organization.models import Succession, Unit, User

if TYPE_CHECKING:
    from organization.assignments.models import Assignment


@dataclass(frozen=True)
class UnitHolding:
    """Rows of one kind that hang on a unit.

    ``count(unit)`` returns how many; ``move(unit, successor, now)`` gives them to the successor and
    returns how many it moved. None: nothing moves, ``otherwise`` says in words what becomes of
    them.
    """

    label: str
    count: Callable[[Unit], int]
    move: Callable[[Unit, Unit, datetime], int] | None = None
    otherwise: str = "tự theo đơn vị kế tục"


unit_holdings: Registry[UnitHolding] = Registry()


def open_assignments(label: str, model: type[Assignment]) -> UnitHolding:
    """Return the holding of a kind of assignments: they follow the successor by themselves."""
    rows: Any = model._default_manager
    return UnitHolding(label, lambda unit: rows.open().filter(lead_unit=unit).count())


def moved_rows(label: str, rows: Callable[[Unit], QuerySet[Any]]) -> UnitHolding:
    """Return the holding of rows whose column ``unit`` alone changes."""
    return UnitHolding(
        label,
        lambda unit: rows(unit).count(),
        lambda unit, successor, now: rows(unit).update(unit=successor),
    )


def holdings_of(unit: Unit) -> list[tuple[UnitHolding, int]]:
    """Return the kinds of rows that hang on the unit, with their numbers; none without rows."""
    counted = [(holding, holding.count(unit)) for holding in unit_holdings]
    return [(holding, count) for holding, count in counted if count]


def words_of(holdings: Iterable[tuple[UnitHolding, int]]) -> str:
    return ", ".join(f"{count} {holding.label}" for holding, count in holdings)


def receiver_of(unit: Unit, *, on: date) -> Unit | None:
    """Return who gets what hangs on the unit, as it is here and may not be stored yet; None before
    its last day is over, and where nobody holds its work.
    """
    if not unit.is_dissolved(on=on):
        return None
    others = Unit.objects.exclude(valid_until=None).exclude(pk=unit.pk).order_by()
    holder = Succession.of([*others, unit]).holder(unit.pk, on=on)
    receiver = Unit.objects.get(pk=holder)
    return None if holder == unit.pk or receiver.is_dissolved(on=on) else receiver


@transaction.atomic
def hand_over(unit: Unit, *, now: datetime) -> list[str]:
    """Move what hangs on a dissolved unit to whoever holds its work; return it in words.

    Nothing moves before the last day is over, nor where nobody holds the work.
    """
    successor = receiver_of(unit, on=timezone.localdate(now))
    if successor is None:
        return []
    moved = []
    for holding in unit_holdings:
        number = holding.move(unit, successor, now) if holding.move else 0
        if number:
            moved.append(f"{number} {holding.label}")
    return moved


def hand_over_dissolved(now: datetime) -> str | None:
    """Move what hangs on units whose last day is over; a periodic job."""
    ended: list[str] = []
    today: date = timezone.localdate(now)
    for unit in Unit.objects.filter(valid_until__lt=today).exclude(successor=None):
        if moved := hand_over(unit, now=now):
            ended.append(f"{unit}: {', '.join(moved)}")
    return "; ".join(ended) or None


def _members(unit: Unit) -> int:
    return User.objects.filter(unit=unit).count()


def _move_members(unit: Unit, successor: Unit, now: datetime) -> int:
    return User.objects.filter(unit=unit).update(unit=successor)


ACCOUNTS = UnitHolding("tài khoản", _members, _move_members)
