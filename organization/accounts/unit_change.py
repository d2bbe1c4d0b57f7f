"""What goes with a person to another unit: rows that are not handed in yet.

Apps register a ``PersonHolding`` each.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from core.registries import Registry
from organization.models import Unit, User, notify


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
    """Move what goes with a person whose unit was changed, and tell them; return it in words, ""
    for nothing.
    """
    if former is None or person.unit is None or former == person.unit:
        return ""
    counted = [(one.label, one.move(person, former, now)) for one in person_holdings]
    moved = ", ".join(f"{number} {label}" for label, number in counted if number)
    along = f"; {moved} của quý vị chuyển theo" if moved else ""
    notify(
        [person],
        event=f"unit:{person.pk}:{now:%Y%m%d%H%M%S}",
        text=f"Quý vị nay thuộc {person.unit}{along}.",
        now=now,
    )
    return moved
