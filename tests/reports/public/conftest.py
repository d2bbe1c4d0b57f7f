"""October and November 2026 with everything, in December."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine as travel
from django.conf import settings as ward_settings
from django.db import transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from organization.models import ReportingPeriod
from tests.support.cast import Cast, make_cast
from tests.support.full_months import confirm_month, fill_month
from tests.support.reports import make_period

NOW = "2026-12-10T09:00:00+07:00"


@pytest.fixture(autouse=True)
def today(time_machine: Any) -> Any:
    time_machine.move_to(NOW)
    return time_machine


@pytest.fixture
def months(cast: Cast, file_root: Path) -> list[ReportingPeriod]:
    return _filled(cast)


def _filled(cast: Cast) -> list[ReportingPeriod]:
    periods = [make_period(2026, 10), make_period(2026, 11)]
    for period, items in zip(periods, (2, 3), strict=True):
        fill_month(cast, period, items=items)
    return periods


@pytest.fixture(scope="class")
def _confirmed_once(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[list[ReportingPeriod]]:
    files = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": tmp_path_factory.mktemp("files")},
    }
    with django_db_blocker.unblock(), transaction.atomic():
        with (
            travel.travel(NOW, tick=False),
            override_settings(STORAGES=ward_settings.STORAGES | {"default": files}),
        ):
            cast = make_cast()
            periods = _filled(cast)
            for period in periods:
                confirm_month(cast, period)
        yield periods
        transaction.set_rollback(True)


@pytest.fixture
def confirmed(_confirmed_once: list[ReportingPeriod], db: None) -> list[ReportingPeriod]:
    """Both months, confirmed, for tests of a class that only read: made once for all of them."""
    return _confirmed_once
