"""What goes with a person to another unit: rows that are not handed in yet.

Apps register a ``PersonHolding`` each.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from core.registries import Registry
from organization.models import Unit, User


@dataclass(frozen=True)
class PersonHolding:
    """Rows of one kind that go with a person to another unit: what is not handed in yet.

    ``move(person, former, now)`` gives them from the former unit to the person's present one and
    returns how many it moved.
    """

    label: str
    move: Callable[[User, Unit, datetime], int]


person_holdings: Registry[PersonHolding] = Registry()


def move_with_person(person: User, former: Unit | None, *, now: datetime) -> str:
    """Move what goes with a person whose unit was changed; return it in words, "" for nothing."""
    if former is None or person.unit is None or former == person.unit:
        return ""
    moved = [(one.label, one.move(person, former, now)) for one in person_holdings]
    return ", ".join(f"{number} {label}" for label, number in moved if number)
