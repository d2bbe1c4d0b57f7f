"""October and November 2026 with everything, in December."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from organization.models import ReportingPeriod
from tests.support.cast import Cast
from tests.support.full_months import fill_month
from tests.support.reports import make_period


@pytest.fixture(autouse=True)
def today(time_machine: Any) -> Any:
    time_machine.move_to("2026-12-10T09:00:00+07:00")
    return time_machine


@pytest.fixture
def months(cast: Cast, file_root: Path) -> list[ReportingPeriod]:
    periods = [make_period(2026, 10), make_period(2026, 11)]
    for period, items in zip(periods, (2, 3), strict=True):
        fill_month(cast, period, items=items)
    return periods
