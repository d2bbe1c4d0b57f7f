"""A station with one slot, on a Tuesday on which it was on air."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from broadcasts.models import Slot
from organization.models import Ward
from tests.support.aired import DAY
from tests.support.broadcasts import make_slot


@pytest.fixture(autouse=True)
def tuesday(time_machine: Any) -> Any:
    """The clock, at noon of the day."""
    time_machine.move_to(f"{DAY}T12:00:00+07:00")
    return time_machine


@pytest.fixture(autouse=True)
def ward(db: None, file_root: Path) -> Ward:
    return Ward.objects.create(
        pk=1,
        name="Phường Bến Sen",
        agency_name="Ủy ban nhân dân phường Bến Sen",
        email="ubnd@bensen.example",
    )


@pytest.fixture
def morning() -> Slot:
    return make_slot()
