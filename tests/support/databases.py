"""The databases of a test run: migrated once, then copied for each worker."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import TransactionTestCase
from pytest_django import DjangoDbBlocker

from tests.support import db_reset


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[None]:
    """Give this worker a copy of the migrated database; the first that comes makes the original.

    Tests that commit clean up by ``as_migrated``, not by truncating every table.
    """
    worker_id = os.environ.get("PYTEST_XDIST_WORKER", "alone")  # xdist may be off
    TransactionTestCase._fixture_teardown = lambda self: db_reset.restore()
    with django_db_blocker.unblock():
        _use_original()
        connection.creation.clone_test_db(worker_id, verbosity=0)
        connection.settings_dict.update(connection.creation.get_test_db_clone_settings(worker_id))
        # Read once a process: else whichever test comes first counts a query for each.
        ContentType.objects.get_for_models(*apps.get_models())
    yield
    if not Path(os.environ["DATA_DIR"], "postgres").exists():  # else the whole server goes
        with django_db_blocker.unblock():
            connection.creation.destroy_test_db(verbosity=0)


def _use_original() -> None:
    """Point the connection at the migrated database, made by whoever gets the lock first."""
    mark = Path(os.environ["DATA_DIR"], "migrated")
    with mark.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if mark.exists():
            connection.settings_dict["NAME"] = mark.read_text()
        else:
            name = connection.creation.create_test_db(
                verbosity=0, autoclobber=True, serialize=False
            )
            db_reset.keep()
            mark.write_text(name)
        # While anybody is connected to a database it cannot be copied, and here one is left alone.
        connection.close()
