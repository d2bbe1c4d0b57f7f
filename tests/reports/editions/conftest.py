"""Two months of a ward, October with everything and November running."""

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
    time_machine.move_to("2026-11-20T09:00:00+07:00")
    return time_machine


@pytest.fixture
def october(cast: Cast, file_root: Path) -> ReportingPeriod:
    period = make_period(2026, 10)
    fill_month(cast, period)
    return ReportingPeriod.objects.with_window().get(pk=period.pk)
