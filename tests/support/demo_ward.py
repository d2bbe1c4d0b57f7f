"""The demonstration ward for tests: loaded once in a run, then copied for each worker that asks."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings as django_settings
from django.core.management import call_command
from django.db import connection
from django.test.utils import override_settings
from pytest_django import DjangoDbBlocker

UNTIL = date(2026, 11, 23)
NOON = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
PASSWORD = "sen-hong-ben-nuoc"


@pytest.fixture(scope="session")
def _demo_database(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """Name this worker's copy of the loaded ward; the first that comes makes the original."""
    own = connection.settings_dict["NAME"]
    with django_db_blocker.unblock():
        with _folder().joinpath("lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            original = _original()
            copy = _copied(original, os.environ.get("PYTEST_XDIST_WORKER", "alone"))
        _connect_to(own)
    yield copy
    if not Path(os.environ["DATA_DIR"], "postgres").exists():  # else the whole server goes
        with django_db_blocker.unblock():
            connection.creation._destroy_test_db(copy, verbosity=0)


@pytest.fixture
def _in_demo_ward(
    _demo_database: str, django_db_blocker: DjangoDbBlocker, settings: Any
) -> Iterator[None]:
    """Point database and storage at the ward until the end of the test."""
    own = connection.settings_dict["NAME"]
    settings.STORAGES = _storages()
    with django_db_blocker.unblock():
        _connect_to(_demo_database)
        yield
        _connect_to(own)


@pytest.fixture
def demo_ward(_in_demo_ward: None, db: None) -> str:
    """Stand in the ward that ``load_demo`` leaves at ``NOON`` without any option; return what the
    command printed. What a test changes in the database is taken back after it.
    """
    return _printed().read_text()


def _folder() -> Path:
    folder = Path(os.environ["DATA_DIR"], "demo")
    folder.mkdir(exist_ok=True)
    return folder


def _printed() -> Path:
    return _folder() / "printed"


def _storages() -> dict[str, Any]:
    """Files of the ward lie in a folder that no other test clears of what it does not know."""
    local = "django.core.files.storage.FileSystemStorage"
    files = {"BACKEND": local, "OPTIONS": {"location": _folder() / "files"}}
    return django_settings.STORAGES | {"default": files}


def _original() -> str:
    """Return the name of the database with the loaded ward, loaded by the first caller."""
    migrated = Path(os.environ["DATA_DIR"], "migrated").read_text()
    if _printed().exists():
        connection.settings_dict["NAME"] = migrated
        return str(connection.creation.get_test_db_clone_settings("demo")["NAME"])
    name = _copied(migrated, "demo")
    _connect_to(name)
    out = StringIO()
    with (
        pytest.MonkeyPatch.context() as patch,
        override_settings(STORAGES=_storages()),
        time_machine.travel(NOON, tick=False),
    ):
        patch.setenv("DEMO_PASSWORD", PASSWORD)
        call_command("load_demo", stdout=out)
    _printed().write_text(out.getvalue())
    return name


def _copied(name: str, suffix: str) -> str:
    """Copy a database that nobody is connected to; return the name of the copy."""
    _connect_to(name)
    connection.creation.clone_test_db(suffix, verbosity=0)
    return str(connection.creation.get_test_db_clone_settings(suffix)["NAME"])


def _connect_to(name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name
